/** The bill of materials against the lock file that it is made from. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { billOfMaterials } from '../../tools/sbom.ts';

const lockText = readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8');
type Locked = { version: string; dev?: boolean; integrity?: string };
const lock: { packages: Record<string, Locked> } = JSON.parse(lockText);
const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
);
const bill = billOfMaterials(lockText);
const shipped = bill.components.filter(({ scope }) => scope === 'required');

const permissive = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'OFL-1.1', 'MPL-2.0'];

test('every package of the lock is in the bill once, with its address and its hash in hex', () => {
  const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(bill.components).toHaveLength(locked.length);
  for (const [path, { version, integrity }] of locked) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 13);
    const found = bill.components.filter(component => component['bom-ref'].endsWith(`#${path}`));
    expect(found, path).toHaveLength(1);
    expect(found[0]!.purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
    // Binaries for other systems have none in the lock.
    if (integrity === undefined) {
      expect(found[0]!.scope).toBe('excluded');
      continue;
    }
    const [algorithm, base64 = ''] = integrity.split('-');
    expect(algorithm).toBe('sha512');
    expect(found[0]!.hashes).toEqual([
      { alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') },
    ]);
    expect(found[0]!.hashes[0]!.content).toHaveLength(128);
  }
});

test('what is built into the app is marked apart from what only builds or tests it', () => {
  const names = shipped.map(({ name }) => name);
  for (const direct of Object.keys(dependencies)) expect(names).toContain(direct);
  expect(names).not.toContain('vitest');
  expect(names.filter(name => name.startsWith('@types/'))).toEqual([]);
  const excluded = bill.components.filter(({ scope }) => scope === 'excluded').map(({ name }) => name);
  for (const name of ['vitest', 'vite', '@types/react', 'axe-core']) expect(excluded).toContain(name);
  expect(shipped.length + excluded.length).toBe(bill.components.length);
});

test('of copyleft licences there is one in the app, and it asks for no more than its own source', () => {
  const others = shipped.flatMap(({ name, licenses: [licence] }) => {
    const id = licence && 'license' in licence ? licence.license.id : '';
    return id === 'MPL-2.0' ? [name] : [];
  });
  expect(others).toEqual(['mediabunny']);
});

test('every licence lets the app be given on', () => {
  const others = shipped.flatMap(({ name, licenses: [licence] }) => {
    const id = licence && 'license' in licence ? licence.license.id : (licence?.expression ?? '');
    const choices = id.replace(/[()]/g, '').split(/ OR /);
    return choices.some(choice => permissive.includes(choice)) ? [] : [`${name}: ${id}`];
  });
  expect(others).toEqual([]);
});

test('a package without a hash or a licence is refused by name', () => {
  const without = (change: object) =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { version: '1.0.0' },
        'node_modules/a': { version: '1.0.0', license: 'MIT', integrity: 'sha512-AA==', ...change },
      },
    });
  expect(() => billOfMaterials(without({ integrity: undefined }))).toThrow('a 1.0.0 has no hash');
  expect(() => billOfMaterials(without({ license: undefined }))).toThrow('a 1.0.0 names no licence');
});

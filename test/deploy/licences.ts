/** What is built into the app, and under which licences: gathered while it is built, written beside it, as the licences ask. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** In the built folder; _About_ shows it. */
export const licencesName = 'licences.txt';

const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** Code that a tool writes into the build: by the beginning of the module's name, or by its end. */
const written = [
  [/^\0vite\//, 'vite'],
  [/^\0rolldown/, 'rolldown'],
  [/\.as\.ts\?kernel$/, 'assemblyscript'],
] as const;

/** Folder of the package that the module `id` belongs to, below `root`; null: the app's own. */
export function packageFolderOf(id: string, root: string): string | null {
  const by = written.find(([pattern]) => pattern.test(id))?.[1];
  if (by) return join(root, 'node_modules', by);
  const path = id.replace(/[?#].*$/, '').replaceAll('\\', '/');
  const at = path.lastIndexOf('/node_modules/');
  if (at < 0) return null;
  const inside = path.slice(at + '/node_modules/'.length).split('/');
  const name = inside.slice(0, inside[0]?.startsWith('@') ? 2 : 1).join('/');
  return `${path.slice(0, at)}/node_modules/${name}`;
}

/** What a package says of its licence. Throws an `Error` with its name where it says nothing: then it must not be given on. */
function licenceTextOf(folder: string): string {
  const names = readdirSync(folder).filter(name => /^(licen[cs]e|notice|copying)/i.test(name));
  if (names.length === 0) throw new Error(`${folder} has no file with its licence.`);
  return names
    .sort()
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .map(text => text.split(/^# Licenses of bundled dependencies/m)[0]!.trim())
    .join('\n\n');
}

const rule = '-'.repeat(80);

/**
 * The text of `licences.txt`: this app's licence, then each package of `folders` with version, licence, where its source is, and the licence
 * itself. Begins with a byte order mark, so that a browser that is told no character set reads it right.
 */
export function licencesText(root: string, folders: Iterable<string>): string {
  const packages = [...new Set(folders)]
    .filter(folder => existsSync(join(folder, 'package.json')))
    .map(folder => ({
      folder,
      ...packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const list = packages.map(({ name, version, license }) => `  ${name} ${version}: ${license}`);
  const parts = packages.map(({ folder, name, version, license }) =>
    [
      rule,
      `${name} ${version}`,
      `Licence: ${license}`,
      `Source: https://www.npmjs.com/package/${name}/v/${version}`,
      '',
      licenceTextOf(folder),
    ].join('\n'),
  );
  return `\ufeff${[
    'Rimlight is licensed under the Apache License 2.0, which stands at the end. Built into it:',
    '',
    ...list,
    '',
    ...parts,
    rule,
    'Rimlight',
    'Licence: Apache-2.0',
    '',
    readFileSync(join(root, 'LICENSE'), 'utf8').trim(),
  ].join('\n')}\n`;
}

/** Every file in `test/fixtures/refused` is refused with its own reason, and leaves nothing. `REFUSED=write` makes them anew. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isSealed } from '#archive/carry/seal.ts';
import { memoryFolder } from '../archive/memory-folder.ts';
import { closedSession, exported, fileOf, imported, refusalOf } from './carried.ts';
import { refusedFiles } from './refused.ts';

const folder = new URL('../../fixtures/refused/', import.meta.url);
const passphrase = 'refused';
const { sessions, id } = await closedSession();
const made = refusedFiles(
  (await exported(sessions, id)).bytes,
  (await exported(sessions, id, passphrase)).bytes,
);
if (process.env.REFUSED === 'write')
  // Some of them are large and empty: they are made, not kept.
  for (const [name, { bytes }] of Object.entries(made))
    if (bytes.length < 60_000) writeFileSync(new URL(name, folder), bytes);

const refusal = async (bytes: Uint8Array<ArrayBuffer>) => {
  const there = memoryFolder();
  const words = (await isSealed(fileOf(bytes))) ? passphrase : null;
  const refused = await refusalOf(() => imported(bytes, { sessions: there, passphrase: words }));
  return { id: refused?.id ?? null, text: refused?.text, left: there.folders.size };
};

for (const [name, { bytes, problem }] of Object.entries(made)) {
  test(`${name} is refused as ${problem}`, async () => {
    expect(await refusal(new Uint8Array(bytes))).toMatchObject({ id: problem, left: 0 });
    const kept = new URL(name, folder);
    if (existsSync(kept))
      expect(await refusal(new Uint8Array(readFileSync(kept)))).toMatchObject({ id: problem, left: 0 });
  });
}

test('every kept file is one of these', () => {
  const kept = readdirSync(folder).filter(name => name !== 'README.md');
  expect(kept.length).toBeGreaterThan(30);
  for (const name of kept) expect(Object.keys(made)).toContain(name);
});

test('what each is made from is imported', async () => {
  const { bytes } = await exported(sessions, id);
  expect(await imported(bytes)).toMatchObject({ outcome: 'new' });
});

test('reasons are told apart', async () => {
  const words = new Set<string | undefined>();
  for (const { bytes } of Object.values(made)) words.add((await refusal(new Uint8Array(bytes))).text);
  expect(words.size).toBeGreaterThan(15);
});

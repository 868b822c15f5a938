/** Stills travel with their session: the same bytes on the other side, or a reason. */
import { expect, test } from 'vitest';
import { tarHeader } from '#archive/carry/tar.ts';
import { examineSession } from '#archive/examine.ts';
import { partsSchema, stillFileName } from '#archive/format.ts';
import { sealSession } from '#archive/sealing.ts';
import { memoryFolder } from '../archive/memory-folder.ts';
import { closedSession, contentOf, exported, imported, refusalOf, sha256Of } from './carried.ts';

const stillId = '9e107d9d-372b-4b62-8d81-f3542a419ce6';
const [record, picture] = [stillFileName('record', stillId), stillFileName('picture', stillId)];

const { sessions, folder, id } = await closedSession();
await folder.replace(record, JSON.stringify({ id: stillId }));
await folder.replace(
  picture,
  Uint8Array.from({ length: 2000 }, (_, i) => i * 7),
);
// Sealed anew, as if the still had been there when it was closed.
await folder.remove('parts.json');
await sealSession(folder);
const truth = contentOf(sessions, id);
const { bytes: tar } = await exported(sessions, id);

const block = 512;
type File = { readonly name: string; readonly content: Uint8Array };

const padded = (content: Uint8Array): Buffer =>
  Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)]);

/** A tar as an honest exporter writes it. */
const tarOf = (files: readonly File[]): Uint8Array<ArrayBuffer> => {
  const sums = files.map(({ name, content }) => `${sha256Of(content)}  ${name}\n`).join('');
  return new Uint8Array(
    Buffer.concat([
      ...[...files, { name: 'SHA256SUMS', content: new TextEncoder().encode(sums) }].flatMap(
        ({ name, content }) => [tarHeader(name, content.length, 0), padded(content)],
      ),
      Buffer.alloc(2 * block),
    ]),
  );
};

/** The exported files in their order, with a still under another name in list and tar. */
function renamed(to: string): Uint8Array<ArrayBuffer> {
  const parts = partsSchema.parse(JSON.parse(new TextDecoder().decode(folder.files.get('parts.json'))));
  const list = {
    ...parts,
    parts: parts.parts.map(part => (part.name === record ? { ...part, name: to } : part)),
  };
  const files = parts.parts.map(({ name }) => ({
    name: name === record ? to : name,
    content: folder.files.get(name)!,
  }));
  return tarOf([{ name: 'parts.json', content: new TextEncoder().encode(JSON.stringify(list)) }, ...files]);
}

test('plain or sealed, stills come back byte for byte and are proved', async () => {
  for (const passphrase of [null, 'Zitronenfalter 7']) {
    const { bytes, findings } = await exported(sessions, id, passphrase);
    expect(findings).toEqual([]);
    const back = await imported(bytes, { passphrase });
    expect(back).toMatchObject({ outcome: 'new', damaged: [] });
    expect(contentOf(back.sessions, id)).toEqual(truth);
    expect(Object.keys(truth)).toEqual(expect.arrayContaining([record, picture]));
    expect(await examineSession(back.sessions.folders.get(id)!)).toEqual([]);
  }
});

test('a still that changed on its way is refused, one that changed before is named, one that changed here is repaired', async () => {
  const harmed = tar.slice();
  harmed[Buffer.from(harmed).indexOf(folder.files.get(picture)!) + 700]! ^= 1;
  const there = memoryFolder();
  expect(await refusalOf(() => imported(harmed, { sessions: there }))).toMatchObject({
    id: 'import-changed',
    text: expect.stringContaining(picture),
  });
  expect(there.folders.size).toBe(0);

  const own = folder.files.get(picture)!;
  own[700]! ^= 1;
  const { bytes, findings } = await exported(sessions, id);
  own[700]! ^= 1;
  expect(findings).toMatchObject([{ part: picture, kind: 'part-changed' }]);
  const hurt = await imported(bytes);
  expect(hurt).toMatchObject({ outcome: 'new', damaged: [picture] });
  expect(await imported(tar, { sessions: hurt.sessions })).toMatchObject({
    outcome: 'repaired',
    damaged: [],
  });
  expect(contentOf(hurt.sessions, id)).toEqual(truth);
});

test('names that only look like a still’s are refused, in the list and in the file', async () => {
  // The same files under an honest name are taken.
  const honest = await imported(renamed(stillFileName('record', '01234567-89ab')));
  expect(honest).toMatchObject({ outcome: 'new', damaged: [] });
  for (const name of [
    'still-../x.json',
    'still-../../../manifest.json',
    'still-..\\..\\x.json',
    'still-0000000.json',
    'still-ABCDEF01.json',
    'still-01234567.html',
    'still-01234567.json.png',
    `still-${'0'.repeat(41)}.json`,
  ]) {
    const there = memoryFolder();
    expect(await refusalOf(() => imported(renamed(name), { sessions: there })), name).toMatchObject({
      id: 'import-foreign',
    });
    expect(there.folders.size).toBe(0);
  }
  const beside = tarOf([
    ...['parts.json', 'manifest.json'].map(name => ({ name, content: folder.files.get(name)! })),
    { name: 'still-../x.json', content: new Uint8Array(3) },
  ]);
  expect(await refusalOf(() => imported(beside))).toMatchObject({ id: 'import-foreign' });
});

test('a still that is not in the list, or of an absurd length, is refused', async () => {
  const head = ['parts.json', 'manifest.json'].map(name => ({ name, content: folder.files.get(name)! }));
  const other = { name: stillFileName('picture', '01234567-89ab'), content: new Uint8Array(3) };
  expect(await refusalOf(() => imported(tarOf([...head, other])))).toMatchObject({ id: 'import-foreign' });

  const long = new Uint8Array(64 * 2 ** 20 + 1);
  const list = partsSchema.parse(JSON.parse(new TextDecoder().decode(folder.files.get('parts.json'))));
  const parts = list.parts.flatMap(part =>
    part.name === record ? [{ ...part, bytes: long.length }] : part.name === 'manifest.json' ? [part] : [],
  );
  const absurd = tarOf([
    { name: 'parts.json', content: new TextEncoder().encode(JSON.stringify({ ...list, parts })) },
    head[1]!,
    { name: record, content: long },
  ]);
  expect(await refusalOf(() => imported(absurd))).toMatchObject({
    id: 'import-foreign',
    text: expect.stringContaining('absurd length'),
  });
});

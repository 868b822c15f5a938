/** A session as one file and back: the same bytes, or a reason. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareExport } from '#archive/carry/export-session.ts';
import { sweepUnlisted } from '#archive/carry/unlisted.ts';
import { manifestsIn } from '#archive/manifests.ts';
import { openSession } from '#archive/reader.ts';
import { sealSession } from '#archive/sealing.ts';
import { type MemoryFolder, memoryFolder } from '../archive/memory-folder.ts';
import { closedSession, contentOf, exported, imported, refusalOf, sha256Of } from './carried.ts';

const { sessions, folder, id } = await closedSession();
const truth = contentOf(sessions, id);
const { bytes: tar, findings } = await exported(sessions, id);

const listed = async (of: MemoryFolder) => (await manifestsIn(of)).map(manifest => manifest.id);

test('the system’s own tar unpacks an exported file, and its sums are right', () => {
  const place = mkdtempSync(join(tmpdir(), 'rimlight-tar-'));
  try {
    writeFileSync(join(place, 'session.tar'), tar);
    const names = execFileSync('tar', ['tf', 'session.tar'], { cwd: place, encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(names.slice(0, 3)).toEqual(['parts.json', 'manifest.json', 'records-0001.rlr']);
    expect(names.slice(-2)).toEqual(['thumbnail.webp', 'SHA256SUMS']);
    const said = execFileSync('tar', ['xf', 'session.tar'], { cwd: place, encoding: 'utf8', stdio: 'pipe' });
    expect(said).toBe('');
    const sums = readFileSync(join(place, 'SHA256SUMS'), 'utf8').trim().split('\n');
    for (const line of sums) {
      const [, sum, name] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
      expect(sha256Of(readFileSync(join(place, name!)))).toBe(sum);
    }
    expect(sums.length).toBe(names.length - 1);
    rmSync(join(place, 'session.tar'));
    rmSync(join(place, 'SHA256SUMS'));
    const unpacked = readdirSync(place).map(name => [
      name,
      readFileSync(join(place, name)).toString('base64'),
    ]);
    expect(Object.fromEntries(unpacked)).toEqual(truth);
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('plain or sealed, it comes back byte for byte and is listed', async () => {
  expect(findings).toEqual([]);
  for (const passphrase of [null, 'Zitronenfalter 7']) {
    const { bytes } = await exported(sessions, id, passphrase);
    const back = await imported(bytes, { passphrase });
    expect(back).toMatchObject({ id, outcome: 'new', damaged: [] });
    expect(contentOf(back.sessions, id)).toEqual(truth);
    expect(await listed(back.sessions)).toEqual([id]);
    const reader = await openSession(back.sessions, id);
    expect([reader.frames.length, reader.damage]).toEqual([4, []]);
  }
});

test('its length is known before the first byte, and its name says nothing of the case', async () => {
  const prepared = await prepareExport(sessions, id, session => sealSession(session));
  expect(prepared.bytes).toBe(tar.length);
  expect(prepared.fileName(false)).toBe('session-session-.rimlight.tar');
  expect(prepared.fileName(true)).toBe('session-session-.rimlight.sealed');
});

test('progress goes up to the whole', async () => {
  const shares: number[] = [];
  const prepared = await prepareExport(sessions, id, session => sealSession(session));
  await prepared.write(() => undefined, { tell: share => shares.push(share) });
  await imported(tar, { tell: share => shares.push(share + 1) });
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect([shares.includes(1), shares.at(-1)]).toEqual([true, 2]);
});

test('a session without an end is not exported', async () => {
  const open = await closedSession('session-open');
  const manifest = JSON.parse(new TextDecoder().decode(open.folder.files.get('manifest.json')));
  await open.folder.replace('manifest.json', JSON.stringify({ ...manifest, endedAtS: null }));
  expect(await refusalOf(() => exported(open.sessions, open.id))).toMatchObject({ id: 'export-still-open' });
  expect(await refusalOf(() => exported(open.sessions, 'session-none'))).toMatchObject({
    id: 'session-unreadable',
  });
});

test('a damaged or missing part is carried as it is, named on the way out and on the way in', async () => {
  const hurt = await closedSession('session-hurt');
  hurt.folder.files.get('records-0002.rlr')![200]! ^= 1;
  hurt.folder.files.delete('records-0003.rlr');
  const { bytes, findings: found } = await exported(hurt.sessions, hurt.id);
  expect(found).toMatchObject([
    { part: 'records-0002.rlr', kind: 'part-changed' },
    { part: 'records-0003.rlr', kind: 'part-missing' },
  ]);
  const back = await imported(bytes);
  expect(back).toMatchObject({ outcome: 'new', damaged: ['records-0002.rlr', 'records-0003.rlr'] });
  expect(contentOf(back.sessions, hurt.id)).toEqual(contentOf(hurt.sessions, hurt.id));
});

test('what is there already, whole, is left alone', async () => {
  const { sessions: there } = await imported(tar);
  expect(await imported(tar, { sessions: there })).toMatchObject({ id, outcome: 'here' });
  expect(contentOf(there, id)).toEqual(truth);
});

test('what is there already, damaged, is repaired from the file', async () => {
  const { sessions: there } = await imported(tar);
  there.folders.get(id)!.files.get('records-0002.rlr')![150]! ^= 4;
  there.folders.get(id)!.files.delete('records-0001.rlr');
  expect(await imported(tar, { sessions: there })).toMatchObject({ id, outcome: 'repaired', damaged: [] });
  expect(contentOf(there, id)).toEqual(truth);
});

test('a damaged file never replaces or removes what is there', async () => {
  const { sessions: there } = await imported(tar);
  there.folders.get(id)!.files.get('records-0002.rlr')![150]! ^= 4;
  const before = contentOf(there, id);
  const harmed = tar.slice();
  // In the file it is the same part that is damaged, at another place.
  harmed[Buffer.from(harmed).indexOf(folder.files.get('records-0002.rlr')!) + 40]! ^= 1;
  expect(await refusalOf(() => imported(harmed, { sessions: there }))).toMatchObject({
    id: 'import-changed',
  });
  const after = contentOf(there, id);
  for (const name of Object.keys(before)) expect([truth[name], before[name]]).toContain(after[name]);
  expect(await listed(there)).toEqual([id]);
});

test('the same recording kept in another way counts as there, another one under its id does not', async () => {
  for (const [change, expected] of [
    [{ exactness: 'white-lossy' }, null],
    [{ events: { count: 2, head: '0'.repeat(64) } }, 'import-other-here'],
  ] as const) {
    const { sessions: there } = await imported(tar);
    const own = there.folders.get(id)!;
    await own.replace('parts.json', JSON.stringify({ ...(await sealSession(own)), ...change }));
    const before = contentOf(there, id);
    expect((await refusalOf(() => imported(tar, { sessions: there })))?.id ?? null).toBe(expected);
    expect(contentOf(there, id)).toEqual(before);
  }
  const { sessions: recording } = await imported(tar);
  recording.folders.get(id)!.files.delete('parts.json');
  expect(await refusalOf(() => imported(tar, { sessions: recording }))).toMatchObject({
    id: 'import-other-here',
  });
});

/** A disk that becomes full after so many bytes; counts what is written. */
const brokenOff = async (roomBytes: number): Promise<MemoryFolder> => {
  const there = memoryFolder({ bytes: roomBytes });
  expect(await refusalOf(() => imported(tar, { sessions: there }))).toMatchObject({ id: 'import-full' });
  return there;
};

test('an import that broke off is not listed, and the next one writes only what is missing', async () => {
  for (const roomBytes of [10, 700, 1100, 1500]) {
    const there = await brokenOff(roomBytes);
    expect(await listed(there)).toEqual([]);
    const own = there.folders.get(id)!;
    const proved = [...own.files].flatMap(([name, bytes]) =>
      name.endsWith('.rlr') && truth[name] === Buffer.from(bytes).toString('base64') ? [name] : [],
    );
    // A full disk stays full; what lies on it moves to one that is not.
    const roomy = memoryFolder();
    const moved = memoryFolder();
    roomy.folders.set(id, moved);
    for (const [name, bytes] of own.files) moved.files.set(name, bytes);
    const written: string[] = [];
    const { openToWrite } = moved;
    moved.openToWrite = name => {
      written.push(name);
      return openToWrite(name);
    };
    expect(await imported(tar, { sessions: roomy })).toMatchObject({ outcome: 'new', damaged: [] });
    expect(contentOf(roomy, id)).toEqual(truth);
    for (const name of proved) expect(written).not.toContain(name);
  }
});

test('without room it says how much is missing and writes nothing', async () => {
  const there = memoryFolder();
  const refused = await refusalOf(() =>
    imported(tar, { sessions: there, freeBytes: async () => tar.length - 1 }),
  );
  expect(refused).toMatchObject({ id: 'import-no-room', text: expect.stringContaining('1 MB more') });
  expect(there.folders.size).toBe(0);
});

test('a cancelled export stops, a cancelled import leaves nothing', async () => {
  const stop = new AbortController();
  const prepared = await prepareExport(sessions, id, session => sealSession(session));
  const writing = prepared.write(() => undefined, { signal: stop.signal, tell: () => stop.abort() });
  await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
  const there = memoryFolder();
  const importing = imported(tar, { sessions: there, signal: stop.signal });
  await expect(importing).rejects.toMatchObject({ name: 'AbortError' });
  expect(there.folders.size).toBe(0);
});

test('what broke off is cleared away after a day, and nothing else is', async () => {
  const there = await brokenOff(700);
  const foreign = await there.folder('somebody-else', true);
  await foreign.replace('notes.txt', 'Not ours.');
  await sweepUnlisted(there, 1_700_000_200 + 3600);
  expect([...there.folders.keys()]).toEqual([id, 'somebody-else']);
  await sweepUnlisted(there, 1_700_000_200 + 90_000);
  expect([...there.folders.keys()]).toEqual(['somebody-else']);
});

test('parts longer than a browser hashes at once have the same sum', async () => {
  const { createConveyor } = await import('#archive/carry/sums.ts');
  const sizeBytes = 64 * 2 ** 20 + 5;
  const long = new Uint8Array(sizeBytes).fill(7);
  const file = {
    sizeBytes,
    read(into: Uint8Array, at: number) {
      const part = long.subarray(at, at + into.length);
      into.set(part);
      return part.length;
    },
    close: () => undefined,
  };
  let written = 0;
  const { sum } = await createConveyor().carry({ file, atBytes: 0, sizeBytes }, piece => {
    written += piece.length;
  });
  expect([await sum, written]).toEqual([sha256Of(long), sizeBytes]);
});

test('nothing of the folder that is no part is carried', async () => {
  folder.files.set('notes.txt', new Uint8Array(5));
  expect((await exported(sessions, id)).bytes).toEqual(tar);
  folder.files.delete('notes.txt');
});

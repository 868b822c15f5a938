/** A closed session is sealed once, and every changed byte of it is found and named. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { loadChecksum } from '#archive/checksum.ts';
import { examineSession } from '#archive/examine.ts';
import type { Finding } from '#archive/finding.ts';
import { openSession } from '#archive/reader.ts';
import { decodeHeader, encodeHeader, recordBytes, recordHeaderBytes } from '#archive/record.ts';
import { scanChunk } from '#archive/scan.ts';
import { readParts, sealSession } from '#archive/sealing.ts';
import { createRandom } from '../../support/random.ts';
import { type MemoryFolder, memoryFolder } from './memory-folder.ts';
import { packChunk, plainVideo } from './plain-video.ts';
import { grey, inputsEvent, manifestOf, mark, sessionInMemory, writeSample } from './samples.ts';

const sha256Of = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** Three chunks: in the first an event and frames 0 to 3, in each of the others four frames and an event. */
async function recorded(): Promise<MemoryFolder> {
  const { folder } = await sessionInMemory(
    async writer => {
      await writer.writeEvent(mark('begin', -1));
      for (let number = 0; number < 12; number++) {
        await writeSample(writer, { number, format: grey(11, 7), arrivedS: 1000 + number / 10 });
        if (number % 4 === 2) await writer.writeEvent(mark(`mark ${number}`, number));
      }
    },
    { chunkBytes: 1400 },
  );
  expect([...folder.files.keys()].filter(name => name.startsWith('records-')).length).toBe(3);
  return folder;
}

async function sealed({ pack = [] as number[] } = {}): Promise<MemoryFolder> {
  const folder = await recorded();
  for (const number of pack) await packChunk(folder, number);
  await sealSession(folder);
  return folder;
}

const kindsOf = (found: readonly Finding[]) => found.map(({ part, kind }) => [part, kind]);
const records = 'records-0001.rlr';
const bytesIn = (folder: MemoryFolder, name: string) => folder.files.get(name)!;

test('the list holds the SHA-256 of every part, and the chain that anyone can compute from the events', async () => {
  const folder = await sealed({ pack: [2] });
  const parts = await readParts(folder);
  expect(parts).toMatchObject({ version: 1, exactness: 'exact' });
  expect(parts?.parts.map(({ name }) => name)).toEqual([
    'manifest.json',
    'records-0001.rlr',
    'packed-0002.rlr',
    'main-0002.webm',
    'records-0003.rlr',
  ]);
  for (const { name, bytes, sha256 } of parts!.parts) {
    expect(bytesIn(folder, name).length).toBe(bytes);
    expect(sha256Of(bytesIn(folder, name))).toBe(sha256);
  }
  let head = Buffer.alloc(32);
  for (const event of [mark('begin', -1), mark('mark 2', 2), mark('mark 6', 6), mark('mark 10', 10)])
    head = createHash('sha256').update(head).update(JSON.stringify(event)).digest();
  expect(parts?.events).toEqual({ count: 4, head: head.toString('hex') });
});

test('a sealed session is proved, raw, packed and half packed, and progress ends at 1', async () => {
  for (const pack of [[], [1], [1, 2, 3]]) {
    const folder = await sealed({ pack });
    const told: number[] = [];
    expect(await examineSession(folder, { tell: share => told.push(share) })).toEqual([]);
    expect(told.at(-1)).toBe(1);
    expect(told.every((share, i) => share >= (told[i - 1] ?? 0) && share <= 1)).toBe(true);
  }
  const folder = await sealed();
  await packChunk(folder, 2, { isHalf: true });
  expect(await examineSession(folder)).toEqual([]);
});

test('a session without an end is not sealed', async () => {
  const folder = await recorded();
  await folder.replace('manifest.json', JSON.stringify(manifestOf()));
  await expect(sealSession(folder)).rejects.toThrow('once it has its end');
  expect(await readParts(folder)).toBeNull();
});

test('sealed again after packing, only what is new is hashed, so that what changed in between is still found', async () => {
  const folder = await sealed();
  const changed = bytesIn(folder, 'records-0003.rlr');
  changed[changed.length - 1]! ^= 1;
  await packChunk(folder, 1);
  let hashed = 0;
  const count = async (bytes: Uint8Array<ArrayBuffer>) => {
    hashed += 1;
    return createHash('sha256').update(bytes).digest();
  };
  await sealSession(folder, count);
  expect(hashed).toBe(2);
  const found = await examineSession(folder);
  expect(kindsOf(found)).toContainEqual(['records-0003.rlr', 'part-changed']);
  expect(found.every(({ part }) => part === 'records-0003.rlr')).toBe(true);
  hashed = 0;
  await sealSession(folder, count);
  expect(hashed).toBe(0);
  await sealSession(folder, count, { renewed: ['records-0003.rlr'] });
  expect(hashed).toBe(1);
});

test('a part that is lost stays lost when the session is sealed again', async () => {
  const folder = await sealed({ pack: [1] });
  folder.files.delete('records-0002.rlr');
  folder.files.delete('main-0001.webm');
  await sealSession(folder);
  const found = await examineSession(folder, { video: plainVideo() });
  expect(kindsOf(found).slice(0, 2)).toEqual([
    ['main-0001.webm', 'part-missing'],
    ['records-0002.rlr', 'part-missing'],
  ]);
  expect(found.find(({ kind }) => kind === 'records-missing')).toMatchObject({
    part: 'records-0003.rlr',
    words: expect.stringMatching(/^\d records behind frame 3 at 0.3 s of main are missing$/),
  });
});

test('what was kept lossy once is never called exact again', async () => {
  const folder = await sealed();
  await packChunk(folder, 1, { quality: 'lossy' });
  expect((await sealSession(folder)).exactness).toBe('lossy');
  await packChunk(folder, 2);
  expect((await sealSession(folder)).exactness).toBe('lossy');
});

test('every single byte of a sealed session is watched: whichever is turned over, its part is named', async () => {
  const folder = await sealed({ pack: [2] });
  const random = createRandom(3);
  for (const { name, bytes } of (await readParts(folder))!.parts) {
    const content = bytesIn(folder, name);
    for (let i = 0; i < 60; i++) {
      const at = random.integer(0, bytes - 1);
      const mask = 1 << random.integer(0, 7);
      content[at]! ^= mask;
      expect(kindsOf(await examineSession(folder, { video: plainVideo() }))).toContainEqual([
        name,
        'part-changed',
      ]);
      content[at]! ^= mask;
    }
  }
  expect(await examineSession(folder)).toEqual([]);
});

test('the very frame and the very event are named, with and without a list', async () => {
  for (const isSealed of [true, false]) {
    const folder = isSealed ? await sealed({ pack: [2] }) : await recorded();
    if (!isSealed) await packChunk(folder, 2);
    const [event, frame] = await scanChunk(folder, records);
    bytesIn(folder, records)[frame!.offsetBytes + recordHeaderBytes + 5]! ^= 4;
    bytesIn(folder, records)[event!.offsetBytes + recordHeaderBytes + 5]! ^= 4;
    bytesIn(folder, 'main-0002.webm')[8 + 125 + 1]! ^= 4;
    const found = await examineSession(folder, { video: plainVideo() });
    const named = found.filter(({ kind }) => kind === 'record-damaged');
    expect(named).toEqual([
      {
        part: records,
        kind: 'record-damaged',
        atBytes: frame!.offsetBytes,
        words: 'frame 0 at 0.0 s of main is damaged',
      },
      {
        part: 'main-0002.webm',
        kind: 'record-damaged',
        atBytes: null,
        words: expect.stringMatching(/^frame \d at 0.\d s of main is damaged$/),
      },
      {
        part: records,
        kind: 'record-damaged',
        atBytes: event!.offsetBytes,
        words: "the event 'mark' at 0.0 s is damaged",
      },
    ]);
    expect(found.some(({ kind }) => kind === 'not-sealed')).toBe(!isSealed);
  }
});

const checksum = await loadChecksum();

/** Takes a chunk's records apart, lets `change` rearrange them, and puts their headers' checksums right: as somebody would who knows the format. */
async function forge(
  folder: MemoryFolder,
  change: (records: Uint8Array<ArrayBuffer>[]) => Uint8Array<ArrayBuffer>[],
) {
  for (const name of [...folder.files.keys()].filter(file => file.startsWith('records-'))) {
    const content = bytesIn(folder, name);
    const parts = (await scanChunk(folder, name)).map(({ offsetBytes, payloadBytes }) =>
      content.slice(offsetBytes, offsetBytes + recordBytes(payloadBytes)),
    );
    const changed = change(parts);
    folder.files.set(name, new Uint8Array(Buffer.concat(changed)));
  }
  // The sequence as if nothing had been done.
  let sequence = 0;
  for (const name of [...folder.files.keys()].filter(file => file.startsWith('records-')).sort()) {
    const content = bytesIn(folder, name);
    for (let at = 0; at < content.length; ) {
      const header = decodeHeader(content.subarray(at), checksum);
      if (typeof header === 'string') throw new Error(header);
      const payload = content.subarray(at + recordHeaderBytes, at + recordHeaderBytes + header.payloadBytes);
      encodeHeader(
        { ...header, sequence, payloadChecksum: checksum(payload) },
        content.subarray(at),
        checksum,
      );
      sequence += 1;
      at += recordBytes(header.payloadBytes);
    }
  }
}

const isEvent = (record: Uint8Array) => record[12] === 2;

test('events that were changed, repeated, left out or exchanged by somebody who puts all checksums right break the chain', async () => {
  const forgeries: Record<string, (records: Uint8Array<ArrayBuffer>[]) => Uint8Array<ArrayBuffer>[]> = {
    changed: all =>
      all.map(record => {
        const at = isEvent(record) ? Buffer.from(record).indexOf('mark 6') : -1;
        if (at >= 0) record[at + 5] = '7'.charCodeAt(0);
        return record;
      }),
    repeated: all => all.flatMap(record => (isEvent(record) ? [record, record] : [record])),
    'left out': all => (Buffer.concat(all).includes('mark 2') ? all.filter(record => !isEvent(record)) : all),
    exchanged: all => [...all.filter(isEvent).reverse(), ...all.filter(record => !isEvent(record))],
  };
  for (const [how, change] of Object.entries(forgeries)) {
    const folder = await recorded();
    expect(kindsOf(await examineSession(folder))).toEqual([['parts.json', 'not-sealed']]);
    await forge(folder, change);
    const found = await examineSession(folder);
    expect(
      kindsOf(found)
        .filter(([, kind]) => kind !== 'not-sealed')
        .map(([, kind]) => kind),
      how,
    ).toContain('event-changed');
    expect(found.at(-1)?.words).toMatch(/^the event 'mark' at -?\d+\.\d s does not follow/);
  }
});

test('a chain that was made anew to its end is still not the one that was sealed', async () => {
  const other = await sessionInMemory(async writer => {
    for (const text of ['begin', 'mark 2', 'mark 6']) await writer.writeEvent(mark(text, 0));
  });
  const folder = await sealed();
  const parts = await readParts(folder);
  other.folder.files.set(
    'parts.json',
    new TextEncoder().encode(
      JSON.stringify({
        ...parts,
        parts: [...other.folder.files].map(([name, bytes]) => ({
          name,
          bytes: bytes.length,
          sha256: sha256Of(bytes),
        })),
      }),
    ),
  );
  expect(await examineSession(other.folder)).toEqual([
    {
      part: 'parts.json',
      kind: 'event-changed',
      atBytes: null,
      words: 'there are 3 events where the session was closed with 4',
    },
  ]);
});

test('files that are missing, of somebody else, or no list at all are named', async () => {
  const folder = await sealed({ pack: [2] });
  folder.files.set('records-0004.rlr', bytesIn(folder, 'records-0003.rlr'));
  folder.files.set('notes.txt', new Uint8Array(3));
  folder.files.set('thumbnail.webp', new Uint8Array(3));
  expect(kindsOf(await examineSession(folder))).toEqual([
    ['records-0004.rlr', 'part-foreign'],
    ['notes.txt', 'part-foreign'],
    ['records-0004.rlr', 'record-damaged'],
  ]);
  folder.files.delete('records-0004.rlr');
  folder.files.delete('notes.txt');
  folder.files.set('parts.json', new TextEncoder().encode('{'));
  // The video is not vouched for now, and nothing here reads it.
  expect(kindsOf(await examineSession(folder))).toEqual([
    ['parts.json', 'part-changed'],
    ['main-0002.webm', 'not-sealed'],
  ]);
  expect(kindsOf(await examineSession(folder, { video: plainVideo() }))).toEqual([
    ['parts.json', 'part-changed'],
  ]);
  folder.files.delete('parts.json');
  folder.files.delete('manifest.json');
  expect(kindsOf(await examineSession(folder, { video: plainVideo() }))).toEqual([
    ['parts.json', 'not-sealed'],
    ['manifest.json', 'part-missing'],
  ]);
  expect(kindsOf(await examineSession(memoryFolder()))).toEqual([
    ['parts.json', 'not-sealed'],
    ['manifest.json', 'part-missing'],
  ]);
});

test('an examination stops when it is told to', async () => {
  const folder = await sealed();
  const stop = new AbortController();
  const tell = (share: number) => share > 0.6 && stop.abort();
  await expect(examineSession(folder, { tell, signal: stop.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('a session of version 1 is sealed and proved as well, its chain made from the events alone', async () => {
  const { sessions, folder } = await sessionInMemory(async writer => {
    await writer.writeEvent(inputsEvent(1, -1));
    await writeSample(writer, { number: 0 });
  });
  const content = bytesIn(folder, records);
  const header = decodeHeader(content, checksum);
  if (typeof header === 'string' || header.kind !== 'event') throw new Error('The first record is an event.');
  encodeHeader({ ...header, link: null }, content, checksum);
  const { events } = await sealSession(folder);
  expect(events.head).toBe(
    sha256Of(Buffer.concat([Buffer.alloc(32), Buffer.from(JSON.stringify(inputsEvent(1, -1)))])),
  );
  expect(await examineSession(folder)).toEqual([]);
  expect((await openSession(sessions, 'session-0001')).damage).toEqual([]);
});

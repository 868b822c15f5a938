/**
 * Ten thousand sessions, each harmed in a way of its own: every one opens to what is still good or is refused with a reason, in a
 * bounded number of reads, and nothing ever comes back that was not written at its place.
 */
import { expect, test } from 'vitest';
import { examineSession } from '#archive/examine.ts';
import type { Folder } from '#archive/files.ts';
import { openSession } from '#archive/reader.ts';
import { recordBytes, storedBytes } from '#archive/record.ts';
import { sealSession } from '#archive/sealing.ts';
import { ProblemError } from '#model/problem.ts';
import { createRandom, type Random } from '../../support/random.ts';
import type { MemoryFolder } from './memory-folder.ts';
import { packChunk, plainVideo } from './plain-video.ts';
import { bytesOf, grey, mark, sessionInMemory, writeSample } from './samples.ts';

const id = 'session-0001';
const video = plainVideo();

/** Five chunks of frames of two streams and events; two of them packed, one half packed. Sealed. */
async function sampleSession() {
  const sample = await sessionInMemory(
    async writer => {
      await writer.writeEvent(mark('begin', -1));
      for (let number = 0; number < 14; number++) {
        await writeSample(writer, { number, format: grey(7, 5) });
        if (number % 3 === 0) await writeSample(writer, { number, stream: 'second', format: grey(3, 3) });
        if (number % 4 === 2) await writer.writeEvent(mark(`mark ${number}`, number));
      }
    },
    { chunkBytes: 900, streams: 2 },
  );
  await packChunk(sample.folder, 2);
  await packChunk(sample.folder, 4);
  await sealSession(sample.folder);
  await packChunk(sample.folder, 3, { isHalf: true });
  return sample;
}

type Bytes = Uint8Array<ArrayBuffer>;
type Place = { readonly name: string; readonly from: number; readonly end: number };
type Harm = (files: Map<string, Bytes>, records: readonly Place[], random: Random) => void;

const pick = <T>(all: readonly T[], random: Random): T => all[random.integer(0, all.length - 1)]!;
const joined = (...parts: Bytes[]): Bytes => new Uint8Array(Buffer.concat(parts));
const noise = (length: number, random: Random): Bytes =>
  Uint8Array.from({ length }, () => random.integer(0, 255));
const sessionFiles = (files: Map<string, Bytes>) =>
  [...files.keys()].filter(name => name !== 'manifest.json');
const recordFiles = (files: Map<string, Bytes>) => [...files.keys()].filter(name => name.endsWith('.rlr'));
/** Puts `between` where bytes `from` … `end` of a file were. */
const replaced = (bytes: Bytes, from: number, { end, between }: { end: number; between: Bytes }): Bytes =>
  joined(bytes.slice(0, from), between, bytes.slice(end));

const reordering = 'records in another order';

const harms: Readonly<Record<string, Harm>> = {
  'bits turned over': (files, _, random) => {
    for (let i = random.integer(1, 6); i > 0; i--) {
      const bytes = files.get(pick([...files.keys()], random))!;
      bytes[random.integer(0, bytes.length - 1)]! ^= 1 << random.integer(0, 7);
    }
  },
  'a file cut': (files, _, random) => {
    const name = pick([...files.keys()], random);
    files.set(name, files.get(name)!.slice(0, random.integer(0, files.get(name)!.length)));
  },
  'a piece cut out, put in or overwritten': (files, _, random) => {
    const name = pick(sessionFiles(files), random);
    const bytes = files.get(name)!;
    const from = random.integer(0, bytes.length);
    const end = Math.min(bytes.length, from + random.integer(0, 300));
    const between = pick(
      [new Uint8Array(0), new Uint8Array(end - from), noise(random.integer(0, 300), random)],
      random,
    );
    files.set(name, replaced(bytes, from, { end, between }));
  },
  'records repeated': (files, records, random) => {
    for (let i = random.integer(1, 3); i > 0; i--) {
      const { name, from, end } = pick(records, random);
      const copy = files.get(name)!.slice(from, end);
      const target = pick(records, random);
      const bytes = files.get(target.name)!;
      if (target.from <= bytes.length)
        files.set(target.name, replaced(bytes, target.from, { end: target.from, between: copy }));
    }
  },
  [reordering]: (files, records, random) => {
    const { name } = pick(records, random);
    const own = records
      .filter(record => record.name === name)
      .map(({ from, end }) => files.get(name)!.slice(from, end));
    for (let i = random.integer(1, 4); i > 0; i--) {
      const [a, b] = [random.integer(0, own.length - 1), random.integer(0, own.length - 1)];
      [own[a], own[b]] = [own[b]!, own[a]!];
    }
    files.set(name, joined(...own));
  },
  'records left out': (files, records, random) => {
    const name = pick(recordFiles(files), random);
    const own = records.filter(record => record.name === name && random.integer(0, 3) > 0);
    files.set(name, joined(...own.map(({ from, end }) => files.get(name)!.slice(from, end))));
  },
  'files exchanged, copied or gone': (files, _, random) => {
    for (let i = random.integer(1, 2); i > 0; i--) {
      const [a, b] = [pick(sessionFiles(files), random), pick(sessionFiles(files), random)];
      const [first, second] = [files.get(a)!, files.get(b)!];
      const how = random.integer(0, 2);
      files.set(a, second.slice());
      if (how === 0) files.set(b, first.slice());
      if (how === 1) files.set(`records-000${random.integer(1, 7)}.rlr`, first.slice());
      if (how === 2) files.delete(b);
    }
  },
  'a record of another chunk behind the last one': (files, records, random) => {
    const { name, from, end } = pick(records, random);
    const target = pick(recordFiles(files), random);
    const cut = noise(random.integer(0, 40), random);
    files.set(target, joined(files.get(target)!, files.get(name)!.slice(from, end), cut));
  },
};

/** The same folder, whose reads are counted. */
function counting(folder: Folder, reads: { count: number }): Folder {
  return {
    ...folder,
    folder: async (name, create) => counting(await folder.folder(name, create), reads),
    async openToRead(name) {
      const file = await folder.openToRead(name);
      return {
        ...file,
        read(into, atBytes) {
          reads.count += 1;
          return file.read(into, atBytes);
        },
      };
    },
  };
}

type Truth = ReadonlyMap<number, string>;

/** All that can be read of a session, by sequence. A refusal must be a problem in words. */
async function readAll(
  sessions: Folder,
): Promise<{ read: Map<number, string>; isHonest: boolean } | 'refused'> {
  const reader = await openSession(sessions, id, { video }).catch((error: unknown) => {
    if (error instanceof ProblemError) return null;
    throw error;
  });
  if (!reader) return 'refused';
  const read = new Map<number, string>();
  let refusals = 0;
  for (const entry of reader.entries) {
    const { sequence, kind, number, arrivedS } = entry;
    const content =
      entry.kind === 'event'
        ? JSON.stringify(await reader.readEvent(entry))
        : await reader.readFrame(entry).then(
            frame => `${entry.stream} ${frame.timestampS} ${Buffer.from(bytesOf(frame)).toString('base64')}`,
            (error: unknown) => {
              if (error instanceof ProblemError) return 'null';
              throw error;
            },
          );
    if (content === 'null') refusals += 1;
    else read.set(sequence, `${kind} ${number} ${arrivedS} ${content}`);
  }
  for (const frameIndex of [0, 5, reader.frames.length]) await reader.eventsAt(frameIndex);
  reader[Symbol.dispose]();
  return { read, isHonest: refusals + reader.damage.length > 0 };
}

async function truthOf(folder: MemoryFolder, sessions: Folder): Promise<{ truth: Truth; records: Place[] }> {
  const read = await readAll(sessions);
  if (read === 'refused') throw new Error('The sample must open.');
  const reader = await openSession(sessions, id, { video });
  const records = reader.entries.map(entry => ({
    name: entry.chunk,
    from: entry.offsetBytes,
    end: entry.offsetBytes + recordBytes(storedBytes(entry)),
  }));
  expect(read.read.size).toBe(reader.entries.length);
  expect(await examineSession(folder)).toEqual([]);
  return { truth: read.read, records };
}

const perKind = 10_000 / Object.keys(harms).length;

test.each(Object.entries(harms))('%s: what still opens is what was written', async (how, harm) => {
  const { sessions, folder } = await sampleSession();
  const originals = [...folder.files];
  const { truth, records } = await truthOf(folder, sessions);
  const reads = { count: 0 };
  const watched = counting(sessions, reads);
  const random = createRandom(2024);
  let [refused, said, examined] = [0, 0, 0];
  for (let run = 0; run < perKind; run++) {
    folder.files.clear();
    for (const [name, bytes] of originals) folder.files.set(name, bytes.slice());
    harm(folder.files, records, random);
    reads.count = 0;
    const found = await readAll(watched);
    expect(reads.count).toBeLessThan(400);
    if (found === 'refused') {
      refused += 1;
      continue;
    }
    for (const [sequence, content] of found.read)
      if (truth.get(sequence) !== content) expect.fail(`Run ${run}: record ${sequence} is ${content}`);
    const isLess = found.read.size < truth.size;
    if (found.isHonest) said += 1;
    if (isLess && how === reordering) expect.fail(`Run ${run}: only the order was harmed.`);
    // What is lost is said, unless it is the end of the last chunk, which nothing later tells of.
    const newest = Math.max(-1, ...found.read.keys());
    const isTail = [...found.read.keys()].length === newest + 1;
    if (isLess && !isTail && !found.isHonest) expect.fail(`Run ${run}: a loss was not said.`);
    if (run % 10 > 0) continue;
    const isChanged =
      folder.files.size !== originals.length ||
      originals.some(
        ([name, bytes]) => !Buffer.from(bytes).equals(folder.files.get(name) ?? Buffer.alloc(0)),
      );
    const isStale = originals.every(
      ([name, bytes]) =>
        /-0003\.webm|packed-0003/.test(name) ||
        Buffer.from(bytes).equals(folder.files.get(name) ?? Buffer.alloc(0)),
    );
    const findings = await examineSession(folder, { video });
    if (isChanged && !isStale && findings.length === 0) expect.fail(`Run ${run}: the harm was not found.`);
    examined += 1;
  }
  expect(refused).toBeLessThan(perKind / 4);
  expect(said).toBeGreaterThan(perKind / 10);
  expect(examined).toBeGreaterThan(perKind / 20);
  expect(video.opened.now).toBe(0);
});

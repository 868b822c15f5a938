/** Ten thousand corruptions of an exported file, always the same: imported whole and equal, or refused with a reason that leaves nothing. */
import { describe, expect, test } from 'vitest';
import { manifestsIn } from '#archive/manifests.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { memoryFolder } from '../archive/memory-folder.ts';
import { closedSession, contentOf, exported, imported, quickEffort, refusalOf } from './carried.ts';

const { sessions, id } = await closedSession();
const truth = contentOf(sessions, id);
const passphrase = 'fuzz';
type Bytes = Uint8Array<ArrayBuffer>;
const joined = (...parts: Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts));

/** Where the units of a kind of file lie: blocks of a tar, chunks of a sealed file. */
type Units = { readonly startBytes: number; readonly unitBytes: number };

const corruptions: Readonly<Record<string, (bytes: Bytes, random: Random, units: Units) => Bytes>> = {
  flips(bytes, random) {
    const harmed = bytes.slice();
    for (let i = random.integer(1, 4); i > 0; i--)
      harmed[random.integer(0, bytes.length - 1)]! ^= 1 << random.integer(0, 7);
    return harmed;
  },
  digits(bytes, random) {
    // Sums and lengths are digits: a digit for a digit is the flip that is hardest to see.
    const harmed = bytes.slice();
    const places = [...bytes.keys()].filter(at => bytes[at]! >= 0x30 && bytes[at]! <= 0x39);
    harmed[places[random.integer(0, places.length - 1)]!] = random.integer(0x30, 0x39);
    return harmed;
  },
  cut: (bytes, random) => bytes.slice(0, random.integer(0, bytes.length - 1)),
  appended: (bytes, random) =>
    joined(
      bytes,
      Uint8Array.from({ length: random.integer(1, 2000) }, () => random.integer(0, 255)),
    ),
  hole(bytes, random) {
    const from = random.integer(0, bytes.length - 1);
    return joined(bytes.slice(0, from), bytes.slice(from + random.integer(1, 1500)));
  },
  zeroed(bytes, random) {
    const from = random.integer(0, bytes.length - 1);
    return bytes.slice().fill(0, from, from + random.integer(1, 1024));
  },
  swapped(bytes, random, units) {
    const [a, b] = [unitOf(bytes, random, units), unitOf(bytes, random, units)].sort((x, y) => x - y);
    const u = units.unitBytes;
    return joined(
      bytes.slice(0, a),
      bytes.slice(b, b! + u),
      bytes.slice(a! + u, b),
      bytes.slice(a, a! + u),
      bytes.slice(Math.max(a! + u, b! + u)),
    );
  },
  duplicated(bytes, random, units) {
    const [from, to] = [unitOf(bytes, random, units), unitOf(bytes, random, units)];
    return joined(bytes.slice(0, to), bytes.slice(from, from + units.unitBytes), bytes.slice(to));
  },
  overwritten(bytes, random, units) {
    const [from, to] = [unitOf(bytes, random, units), unitOf(bytes, random, units)];
    const harmed = bytes.slice();
    harmed.set(bytes.slice(from, from + units.unitBytes).subarray(0, bytes.length - to), to);
    return harmed;
  },
  dropped(bytes, random, units) {
    const from = unitOf(bytes, random, units);
    return joined(bytes.slice(0, from), bytes.slice(from + units.unitBytes));
  },
};

function unitOf(bytes: Bytes, random: Random, { startBytes, unitBytes }: Units): number {
  const count = Math.ceil((bytes.length - startBytes) / unitBytes);
  return startBytes + unitBytes * random.integer(0, count - 1);
}

async function outcomeOf(bytes: Bytes, words: string | null): Promise<string> {
  const there = memoryFolder();
  const refused = await refusalOf(() => imported(bytes, { sessions: there, passphrase: words }));
  if (refused) {
    expect(refused.text.length).toBeGreaterThan(10);
    expect(there.folders.size).toBe(0);
    expect(await manifestsIn(there)).toEqual([]);
    return refused.id;
  }
  expect(contentOf(there, id)).toEqual(truth);
  return 'whole';
}

describe.each([
  { kind: 'plain', words: null, runs: 700, units: { startBytes: 0, unitBytes: 512 } },
  {
    kind: 'sealed',
    words: passphrase,
    runs: 300,
    units: { startBytes: 104, unitBytes: quickEffort.chunkBytes + 16 },
  },
])('of a $kind file', ({ words, runs, units }) => {
  for (const [i, [name, corrupt]] of Object.entries(corruptions).entries())
    test(`${runs} times ${name}: whole and equal, or refused`, async () => {
      const { bytes } = await exported(sessions, id, words);
      const random = createRandom(100 + i);
      const outcomes = new Map<string, number>();
      for (let run = 0; run < runs; run++) {
        const outcome = await outcomeOf(corrupt(bytes, random, units), words);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      // A corruption may change nothing (two equal blocks swapped), or only what says nothing (a time); most do harm.
      expect(outcomes.get('whole') ?? 0).toBeLessThan(runs / 2);
      expect([...outcomes.keys()].filter(outcome => outcome !== 'whole').length).toBeGreaterThan(0);
      expect([...outcomes.keys()].filter(outcome => !/^(whole|import-[a-z-]+)$/.test(outcome))).toEqual([]);
      expect(outcomes.has('import-failed')).toBe(false);
    });
});

/** Thousands of harmed pictures, always the same: each is refused with a reason, or decoded to as many samples as its size says. */
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { ProblemError } from '#model/problem.ts';
import type { Picture } from '#workers/feed/file/picture.ts';
import { readPng } from '#workers/feed/file/png.ts';
import { readTiff } from '#workers/feed/file/tiff.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { makePng, makeTiff } from './fixtures.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const [widthPx, heightPx] = [13, 9];
const random = createRandom(23);
const noise = (length: number) => Uint8Array.from({ length }, () => random.integer(0, 255));
const rows = (bytes: number) => Array.from({ length: heightPx }, () => noise(bytes));

const pngs: Bytes[] = [
  makePng({ widthPx, heightPx, depth: 8, colourType: 0, rows: rows(widthPx) }),
  makePng({ widthPx, heightPx, depth: 16, colourType: 0, rows: rows(2 * widthPx) }),
  makePng({ widthPx, heightPx, depth: 8, colourType: 6, rows: rows(4 * widthPx) }),
  makePng({ widthPx, heightPx, depth: 2, colourType: 0, rows: rows(Math.ceil(widthPx / 4)) }),
  makePng({ widthPx, heightPx, depth: 1, colourType: 0, rows: rows(Math.ceil(widthPx / 8)) }),
].map(png => new Uint8Array(png));

const entry = (tag: number, ...values: number[]) => ({ tag, type: 3, values });
const tiffOf = (bits: number, isBigEndian: boolean) =>
  new Uint8Array(
    makeTiff({
      isBigEndian,
      entries: [
        entry(256, widthPx),
        entry(257, heightPx),
        entry(258, bits),
        entry(259, 1),
        entry(262, 1),
        entry(277, 1),
        entry(278, 4),
      ],
      strips: [4, 4, 1].map(strip => noise((strip * widthPx * bits) / 8)),
    }),
  );
const tiffs = [tiffOf(8, false), tiffOf(16, true), tiffOf(16, false)];

function harmed(bytes: Bytes, by: Random): Bytes {
  const copy = bytes.slice();
  const kind = by.integer(0, 4);
  if (kind === 0) return copy.slice(0, by.integer(0, copy.length - 1));
  if (kind === 1) {
    // A number of four bytes somewhere becomes one that somebody chose.
    const chosen = [0, 1, 0x7fff_ffff, 0xffff_ffff, 0x8000_0000, 65_535, 16_384, 8, by.integer(0, 2 ** 31)];
    const at = by.integer(0, copy.length - 4);
    new DataView(copy.buffer).setUint32(
      at,
      chosen[by.integer(0, chosen.length - 1)]!,
      by.integer(0, 1) === 1,
    );
    return copy;
  }
  if (kind === 2) {
    const from = by.integer(0, copy.length - 1);
    copy.set(bytes.subarray(by.integer(0, copy.length - 1)).subarray(0, copy.length - from), from);
    return copy;
  }
  for (let i = by.integer(1, 5); i > 0; i--) copy[by.integer(0, copy.length - 1)]! ^= 1 << by.integer(0, 7);
  return copy;
}

/** Makes the checksums of a PNG's chunks right again, as somebody with bad intentions would. */
function withChecksums(bytes: Bytes): Bytes {
  const view = new DataView(bytes.buffer);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) break;
    view.setUint32(end, crc32(bytes.subarray(at + 4, end)));
    at = end + 4;
  }
  return bytes;
}

async function outcomeOf(read: () => Promise<Picture>): Promise<string> {
  try {
    const { widthPx: width, heightPx: height, channels, samples } = await read();
    expect(width * height).toBeLessThanOrEqual(64e6);
    expect(samples.length).toBe(width * height * channels);
    return 'read';
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problem.id;
  }
}

const allowed = ['read', 'file-damaged', 'file-too-large', 'file-unsupported'];
const usual = ['read', 'file-damaged', 'file-too-large'];

test('two thousand harmed PNGs are refused or read to their size', async () => {
  const seen = new Set<string>();
  for (let run = 0; run < 2000; run++) {
    const bytes = harmed(pngs[run % pngs.length]!, random);
    seen.add(await outcomeOf(() => readPng(run % 3 === 0 ? bytes : withChecksums(bytes))));
  }
  expect([...seen].filter(outcome => !allowed.includes(outcome))).toEqual([]);
  expect(usual.filter(outcome => !seen.has(outcome))).toEqual([]);
});

test('two thousand harmed TIFFs are refused or read to their size', async () => {
  const seen = new Set<string>();
  for (let run = 0; run < 2000; run++)
    seen.add(await outcomeOf(() => readTiff(harmed(tiffs[run % tiffs.length]!, random))));
  expect([...seen].filter(outcome => !allowed.includes(outcome))).toEqual([]);
  expect(usual.filter(outcome => !seen.has(outcome))).toEqual([]);
});

/**
 * Means over 3 × 3 NIR pixels, of which only the highest of each block is kept: a picture has millions of places and three of them are
 * asked for. Any other mean is made again from the codes when somebody asks.
 */
import { firstRunFrom } from '../light-rows.ts';
import type { Spans } from '../spans.ts';
import type { Channel, MeanBlocks } from './kernels.ts';
import { type Run, readRun } from './sensor-light.ts';

type MeanBlocksMaker = (channel: Channel, spans: Spans, blockPx: number) => MeanBlocks;

/** The twin of the kernel's mean blocks. Holds four rows of doubles, and 8 bytes a block. */
export function createMeanBlocks(): MeanBlocksMaker {
  let rows = [0, 1, 2, 3].map(() => new Float64Array());
  let rowStarts = new Int32Array();
  let blocks = { light: new Float32Array(), row: new Int32Array() };

  return (channel, spans, blockPx) => {
    const { widthPx, heightPx } = channel.codes;
    const columns = Math.ceil(widthPx / blockPx);
    const count = columns * Math.ceil(heightPx / blockPx);
    if (rows[0]!.length < widthPx) rows = rows.map(() => new Float64Array(widthPx));
    if (rowStarts.length < heightPx + 1) rowStarts = new Int32Array(heightPx + 1);
    if (blocks.row.length < count) blocks = { light: new Float32Array(count), row: new Int32Array(count) };
    const light = blocks.light.subarray(0, count).fill(Number.NEGATIVE_INFINITY);
    const row = blocks.row.subarray(0, count);
    startRows(spans, rowStarts, heightPx);

    const [line, ...threes] = rows;
    let least = Number.POSITIVE_INFINITY;
    let clipped = 0;
    let pixels = 0;
    for (let y = 0; y < heightPx; y++) {
      const own = threes[y % 3]!.fill(Number.NEGATIVE_INFINITY, 0, widthPx);
      for (let i = rowStarts[y]!; i < rowStarts[y + 1]!; i += 3) {
        const run = { y, x0: spans[i + 1]!, x1: spans[i + 2]! };
        readRun(channel, run, line!);
        clipped += countClipped(channel, run);
        pixels += run.x1 - run.x0;
        sumThrees(line!, run, own);
      }
      if (y < 2) continue;
      const above = threes[(y - 2) % 3]!;
      const middle = threes[(y - 1) % 3]!;
      for (let i = rowStarts[y - 1]!; i < rowStarts[y]!; i += 3) {
        const run = { y: y - 1, x0: spans[i + 1]! + 1, x1: spans[i + 2]! - 1 };
        least = Math.min(least, raise({ above, middle, own }, run, { light, row, blockPx, columns }));
      }
    }

    return {
      blockPx,
      columns,
      rows: count / columns,
      light,
      row,
      isEven: !(Math.fround(least / 9) < highestOf(light)),
      clippedShare: pixels === 0 ? 0 : clipped / pixels,
    };
  };
}

/** −Infinity where there is none. */
export function highestOf(light: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < light.length; i++) if (light[i]! > most) most = light[i]!;
  return most;
}

/** The mean about a single pixel, as `MeanBlocks` has it; −Infinity where its neighbours are not all in `spans`. */
export function createMeanReader(channel: Channel, spans: Spans): (x: number, y: number) => number {
  const line = new Float64Array(channel.codes.widthPx);
  return (x, y) => {
    let sum = 0;
    for (let row = y - 1; row <= y + 1; row++) {
      const run = { y: row, x0: x - 1, x1: x + 2 };
      if (!holds(spans, run)) return Number.NEGATIVE_INFINITY;
      readRun(channel, run, line);
      const three = line[x - 1]! + line[x]! + line[x + 1]!;
      sum = row === y - 1 ? three : sum + three;
    }
    return Math.fround(sum / 9);
  };
}

/** Where in `spans` each row's runs begin. */
function startRows(spans: Spans, starts: Int32Array<ArrayBuffer>, heightPx: number): void {
  let next = 0;
  for (let y = 0; y <= heightPx; y++) {
    while (next < spans.length && spans[next]! < y) next += 3;
    starts[y] = next;
  }
}

function holds(spans: Spans, { y, x0, x1 }: Run): boolean {
  for (let i = firstRunFrom(spans, y); i < spans.length && spans[i] === y; i += 3)
    if (spans[i + 1]! <= x0 && x1 <= spans[i + 2]!) return true;
  return false;
}

function countClipped({ codes, clipCode }: Channel, { y, x0, x1 }: Run): number {
  const { samples } = codes;
  const row = codes.startSamples + y * codes.strideSamples;
  let clipped = 0;
  for (let at = row + x0; at < row + x1; at++) clipped += samples[at]! >= clipCode ? 1 : 0;
  return clipped;
}

function sumThrees(light: Float64Array, { x0, x1 }: Run, to: Float64Array): void {
  if (x1 - x0 < 3) return;
  let before = light[x0]!;
  let own = light[x0 + 1]!;
  for (let x = x0 + 1; x < x1 - 1; x++) {
    const after = light[x + 1]!;
    to[x] = before + own + after;
    before = own;
    own = after;
  }
}

type Threes = { readonly above: Float64Array; readonly middle: Float64Array; readonly own: Float64Array };
type Blocks = Pick<MeanBlocks, 'light' | 'row' | 'blockPx' | 'columns'>;

/** Raises the blocks of a run to what is higher there; returns the least sum. */
function raise({ above, middle, own }: Threes, { y, x0, x1 }: Run, blocks: Blocks): number {
  const { light, row, blockPx, columns } = blocks;
  const blockRow = Math.floor(y / blockPx) * columns;
  let least = Number.POSITIVE_INFINITY;
  let block = Math.floor(x0 / blockPx);
  for (let x = x0; x < x1; block++) {
    const end = Math.min(x1, (block + 1) * blockPx);
    let most = Number.NEGATIVE_INFINITY;
    for (; x < end; x++) {
      const sum = above[x]! + middle[x]! + own[x]!;
      if (sum < least && sum > Number.NEGATIVE_INFINITY) least = sum;
      if (sum > most) most = sum;
    }
    // Two sums may be one mean, and then the first row counts.
    if (Math.fround(most / 9) <= light[blockRow + block]!) continue;
    light[blockRow + block] = most / 9;
    row[blockRow + block] = y;
  }
  return least;
}

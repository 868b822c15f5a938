/** Iso-lines: their kernel, and its twin. */
import type { Polyline } from '#model/analysis.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Arena, ContourTracer } from './kernels.ts';
import { simplified } from './polyline.ts';
import { addressIn, functionOf, memoryOf } from './wasm.ts';

type Image = Uint16Array<ArrayBuffer>;

/** Crossings that the kernel has room for; a level with more (noise all over) is left to the twin. */
const capacityOf = ({ widthPx, heightPx }: SizePx): number => widthPx * heightPx + 64;

const wordsOf = (widthPx: number): number => Math.ceil(widthPx / 64);

/** What `kernelContours` takes of an arena for pictures of `size`, alignment left out. */
export const contourBytes = (size: SizePx): number =>
  29 * capacityOf(size) + 4 * wordsOf(size.widthPx) * (size.heightPx + 4) + 4 * size.widthPx + 1024;

/** The least value that is inside; null when all pixels are on one side of `level` whatever they are. */
function leastInside(level: number): number | null {
  const least = Math.ceil(level);
  return least > 0 && least <= 65_535 ? least : null;
}

/** The kernel (`kernels/contour.as.ts`); its lines equal the twin's bit for bit. Images must be of its own arena. */
export function kernelContours(exports: WebAssembly.Exports, arena: Arena, size: SizePx): ContourTracer {
  const { widthPx, heightPx } = size;
  const memory = memoryOf(exports);
  const findRanges = functionOf(exports, 'findRanges');
  const linkCrossings = functionOf(exports, 'linkCrossings');
  const followLines = functionOf(exports, 'followLines');
  const capacity = capacityOf(size);
  const words = wordsOf(widthPx);
  const ranges = arena.words(words * heightPx);
  const bits = arena.words(4 * words);
  const above = arena.words(widthPx);
  const crossings = arena.floats(2 * capacity);
  const next = arena.words(capacity);
  const points = arena.floats(2 * capacity + 2);
  const lines = arena.words(2 * capacity);
  const kept = arena.bytes(capacity);
  const stack = arena.words(128);
  const twin = plainContours(arena, size);

  const traceOne = (image: Image, level: number, tolerancePx: number): readonly Polyline[] => {
    const least = leastInside(level);
    if (least === null) return [];
    const count = linkCrossings(
      image.byteOffset,
      ranges.byteOffset,
      widthPx,
      heightPx,
      level,
      least,
      bits.byteOffset,
      above.byteOffset,
      crossings.byteOffset,
      next.byteOffset,
      capacity,
    );
    if (count < 0) return twin.trace(image, level, tolerancePx);
    const lineCount = followLines(
      crossings.byteOffset,
      next.byteOffset,
      count,
      tolerancePx,
      points.byteOffset,
      lines.byteOffset,
      kept.byteOffset,
      stack.byteOffset,
    );
    const order = Uint32Array.from({ length: lineCount }, (_, line) => 4 * line);
    return Array.from(
      order.sort((a, b) => lines[a]! - lines[b]!),
      at => {
        const from = 2 * lines[at + 1]!;
        return { points: points.slice(from, from + 2 * lines[at + 2]!), isClosed: lines[at + 3] === 1 };
      },
    );
  };
  const traceAll = (image: Image, levels: readonly number[], tolerancePx: number) => {
    if (widthPx < 2 || heightPx < 2) return levels.map(() => []);
    findRanges(addressIn(memory, image), ranges.byteOffset, widthPx, heightPx);
    return levels.map(level => traceOne(image, level, tolerancePx));
  };
  return { traceAll, trace: (image, level, tolerancePx) => traceAll(image, [level], tolerancePx)[0]! };
}

/** By the first of their crossings, row by row. */
function inOrder(lines: readonly (Polyline & { readonly first: number })[]): readonly Polyline[] {
  return lines
    .toSorted((a, b) => a.first - b.first)
    .map(({ points, isClosed }): Polyline => ({ points, isClosed }));
}

/** Crossings of a level in the order in which their first cell is met, row by row. */
type Crossings = {
  /** x, y of each. */
  readonly points: number[];
  /** The one that follows; -1: none. */
  readonly next: number[];
  readonly isLed: boolean[];
};

/** The twin in plain TypeScript: oracle, fallback, and what takes levels with more crossings than the kernel has room for. */
export function plainContours(_arena: Arena, size: SizePx): ContourTracer {
  const trace = (image: Image, level: number, tolerancePx: number): readonly Polyline[] => {
    const least = leastInside(level);
    if (least === null) return [];
    return inOrder(follow(findCrossings(image, size, { level, least }))).map(line =>
      simplified(line, tolerancePx),
    );
  };
  return {
    trace,
    traceAll: (image, levels, tolerancePx) => levels.map(level => trace(image, level, tolerancePx)),
  };
}

type Way = readonly [from: number, to: number];

/**
 * The lines through a cell by its bits (1: top left, 2: top right, 4: bottom right, 8: bottom left), from side to side (0 top, 1 right, 2 bottom,
 * 3 left) with the inside on the right. Saddles as here when their inside pixels are apart.
 */
const ways: readonly (readonly Way[])[] = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];
/** Saddles whose inside pixels are joined across. */
const joinedWays: Readonly<Record<5 | 10, readonly Way[]>> = {
  5: [
    [0, 1],
    [2, 3],
  ],
  10: [
    [3, 0],
    [1, 2],
  ],
};

/** Marching squares. A crossing is made by the first cell that has it on a side. */
function findCrossings(
  image: Image,
  { widthPx, heightPx }: SizePx,
  { level, least }: { readonly level: number; readonly least: number },
): Crossings {
  const found: Crossings = { points: [], next: [], isLed: [] };
  const isInside = (at: number): number => (image[at]! >= least ? 1 : 0);
  const between = (from: number, to: number): number => (level - image[from]!) / (image[to]! - image[from]!);
  const add = (x: number, y: number): number => {
    found.points.push(x, y);
    found.isLed.push(false);
    return found.next.push(-1) - 1;
  };
  if (widthPx < 2 || heightPx < 2) return found;
  /** The crossing between pixels x and x + 1 of the row above. */
  const above = new Int32Array(widthPx);
  for (let x = 0; x + 1 < widthPx; x++)
    if (isInside(x) !== isInside(x + 1)) above[x] = add(x + between(x, x + 1), 0);

  const sides = new Int32Array(4);
  for (let row = 0, y = 0; y + 1 < heightPx; y++, row += widthPx) {
    let code = (isInside(row) << 1) | (isInside(row + widthPx) << 2);
    if (code === 2 || code === 4) sides[1] = add(0, y + between(row, row + widthPx));
    for (let x = 0; x + 1 < widthPx; x++) {
      const at = row + x;
      const next = at + widthPx;
      // What was on the right is on the left now.
      const left = ((code >> 1) & 1) | ((code & 4) << 1);
      const right = (isInside(at + 1) << 1) | (isInside(next + 1) << 2);
      code = left | right;
      if (code === 0 || code === 15) continue;
      sides[0] = above[x]!;
      sides[3] = sides[1]!;
      if (right === 2 || right === 4) sides[1] = add(x + 1, y + between(at + 1, next + 1));
      if (((code >> 2) & 1) !== code >> 3) {
        sides[2] = add(x + between(next, next + 1), y + 1);
        above[x] = sides[2];
      }
      const isSaddle = code === 5 || code === 10;
      const isJoined = isSaddle && image[at]! + image[at + 1]! + image[next]! + image[next + 1]! >= 4 * level;
      for (const [from, to] of isSaddle && isJoined ? joinedWays[code === 5 ? 5 : 10] : ways[code]!) {
        found.next[sides[from]!] = sides[to]!;
        found.isLed[sides[to]!] = true;
      }
    }
  }
  return found;
}

/** Open lines from their first crossing, then closed ones. */
function follow({ points, next, isLed }: Crossings): (Polyline & { readonly first: number })[] {
  const lines: (Polyline & { readonly first: number })[] = [];
  const isDone = new Uint8Array(next.length);
  for (const isClosed of [false, true]) {
    for (let start = 0; start < next.length; start++) {
      if (isDone[start] || next[start] === -1 || (!isClosed && isLed[start])) continue;
      const line: number[] = [];
      let first = start;
      let id = start;
      do {
        line.push(points[2 * id]!, points[2 * id + 1]!);
        first = Math.min(first, id);
        isDone[id] = 1;
        id = next[id]!;
      } while (id !== -1 && id !== start);
      lines.push({ first, points: Float32Array.from(line), isClosed });
    }
  }
  return lines;
}

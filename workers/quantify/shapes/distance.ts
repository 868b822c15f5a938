/** The exact Euclidean distance map: its kernel, and its twin by another algorithm. */
import type { SizePx } from '#model/geometry.ts';
import type { Arena, DistanceMap } from './kernels.ts';
import { addressIn, functionOf, memoryOf } from './wasm.ts';

/** The kernel's free columns on both sides of a row. */
const sideColumns = 96;
/** The kernel's filter rounds, and its margin covers pictures up to here. */
const widestPx = 8191;
const highestPx = 4096;

const isTooLarge = ({ widthPx, heightPx }: SizePx): boolean => widthPx > widestPx || heightPx > highestPx;

/** Rows whose distances within their columns are held at a time. */
const stripRows = 16;

/** Rows of the strip, one a strip of the picture and one more, tables of 16 bytes a column. */
const tablesBytes = ({ widthPx, heightPx }: SizePx): number =>
  (widthPx + 15) * (2 * (stripRows + Math.ceil(heightPx / stripRows) + 1) + 16) + 512;

/** What `kernelDistance` takes of an arena for pictures of `size`, alignment left out. */
export const distanceBytes = (size: SizePx): number =>
  isTooLarge(size)
    ? 4 * size.widthPx * (size.heightPx + 2)
    : 4 * (size.widthPx + 2 * sideColumns) + tablesBytes(size);

/**
 * The kernel (`kernels/distance.as.ts`); equal to its twin bit for bit. Planes must be of its own arena. Larger pictures than 8191 × 4096
 * get the twin.
 */
export function kernelDistance(exports: WebAssembly.Exports, arena: Arena, size: SizePx): DistanceMap {
  if (isTooLarge(size)) return plainDistance(arena, size);
  const { widthPx, heightPx } = size;
  const memory = memoryOf(exports);
  const mapDistances = functionOf(exports, 'mapDistances');
  const row = arena.halfWords(widthPx + 2 * sideColumns);
  const squares = arena.halfWords(widthPx + 2 * sideColumns);
  const tables = arena.bytes(tablesBytes(size));
  return {
    distance(mask, to) {
      mapDistances(
        addressIn(memory, mask),
        addressIn(memory, to),
        widthPx,
        heightPx,
        row.byteOffset,
        squares.byteOffset,
        tables.byteOffset,
      );
    },
  };
}

/**
 * The twin in plain TypeScript: oracle and fallback. A. Meijster, J. Roerdink, W. Hesselink, "A general algorithm for computing distance
 * transforms in linear time" (2000): columns first, then per row the lower envelope of parabolas. Whole numbers up to the root.
 */
export function plainDistance(arena: Arena, { widthPx, heightPx }: SizePx): DistanceMap {
  const columnDistances = arena.words(widthPx * heightPx);
  const sites = arena.words(widthPx);
  const starts = arena.words(widthPx);
  return {
    distance(mask, to) {
      if (!sweepColumns(mask, columnDistances, { widthPx, heightPx })) {
        to.fill(Number.POSITIVE_INFINITY);
        return;
      }
      for (let y = 0; y < heightPx; y++) {
        const g = columnDistances.subarray(y * widthPx, (y + 1) * widthPx);
        drawRow(g, to.subarray(y * widthPx, (y + 1) * widthPx), sites, starts);
      }
    },
  };
}

type Words = Uint32Array<ArrayBuffer>;

/** Each pixel's distance to the mask within its column, farther than the picture is wide where there is none. False: the mask is empty. */
function sweepColumns(mask: Uint8Array<ArrayBuffer>, to: Words, { widthPx, heightPx }: SizePx): boolean {
  const beyond = widthPx + heightPx;
  const pixels = widthPx * heightPx;
  let isEmpty = true;
  for (let at = 0; at < pixels; at++) {
    if (mask[at] !== 0) {
      to[at] = 0;
      isEmpty = false;
    } else to[at] = at < widthPx ? beyond : Math.min(beyond, to[at - widthPx]! + 1);
  }
  for (let at = pixels - widthPx - 1; at >= 0; at--) to[at] = Math.min(to[at]!, to[at + widthPx]! + 1);
  return !isEmpty;
}

/** A row: site `sites[k]` is nearest from column `starts[k]` on. */
function drawRow(g: Words, to: Float32Array<ArrayBuffer>, sites: Words, starts: Words): void {
  const square = (x: number, site: number): number => (x - site) ** 2 + g[site]! ** 2;
  let count = 1;
  sites[0] = 0;
  starts[0] = 0;
  for (let x = 1; x < g.length; x++) {
    while (count > 0) {
      const start = starts[count - 1]!;
      if (square(start, sites[count - 1]!) <= square(start, x)) break;
      count--;
    }
    if (count === 0) {
      sites[count++] = x;
      continue;
    }
    const before = sites[count - 1]!;
    const heights = x ** 2 - before ** 2 + g[x]! ** 2 - g[before]! ** 2;
    const start = Math.floor(heights / (2 * (x - before))) + 1;
    if (start >= g.length) continue;
    sites[count] = x;
    starts[count++] = start;
  }
  for (let x = g.length - 1; x >= 0; x--) {
    to[x] = Math.sqrt(square(x, sites[count - 1]!));
    if (x === starts[count - 1]!) count--;
  }
}

/** Where a disc covers the most signal: exact over all pixel centres, by boxes whose bound is a disc that holds every disc centred in them. */
import type { Point } from '#model/geometry.ts';

/** Signal of a box of the picture: row y has `columns + 1` running sums, the first of them 0. */
export type SignalRows = {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
  readonly sums: Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  /** Pixels of signal. */
  readonly total: number;
};

/** A centre, and how many pixels of signal lie within the radius about it. */
type Disc = Point & { readonly covered: number };

/** Square of pixel centres: `size` each way from (x, y). `bound`: no disc centred in it covers more. */
type Box = { readonly x: number; readonly y: number; readonly size: number; readonly bound: number };

/**
 * Of equal centres that nearest to `preferred`, then the first by row, then column. A pixel is covered when its centre is within `radius`. Only
 * centres in the box that holds the signal are looked at: any other disc covers no more than the one moved to the box's side.
 */
export function bestDisc(signal: SignalRows, radius: number, preferred: Point): Disc {
  const { x, y, columns, rows } = signal;
  const largest = 2 ** Math.ceil(Math.log2(Math.max(columns, rows, 1)));
  let best: Disc | null = null;
  const isBetter = (disc: Disc): boolean => {
    if (!best || disc.covered !== best.covered) return !best || disc.covered > best.covered;
    const nearer = distanceTo(preferred, disc) - distanceTo(preferred, best);
    return nearer < 0 || (nearer === 0 && (disc.y - best.y || disc.x - best.x) < 0);
  };
  const own = rowsOf(radius, 0);
  const most = pixelsOf(own);
  const mayHoldBetter = (box: Box, bound: number): boolean =>
    !best ||
    bound > best.covered ||
    (bound === best.covered && boxDistance(preferred, box) <= distanceTo(preferred, best));
  let boxes: Box[] = [{ x, y, size: largest, bound: most }];
  for (let size = largest; boxes.length > 0; size >>= 1) {
    // The middle of a box lies between pixels: half a pixel right of and below this one.
    const middle = (size >> 1) - 1;
    const holding = rowsOf(radius + ((size - 1) / 2) * Math.SQRT2, 0.5);
    const gained = mostGained(own, size >> 1);
    const left: Box[] = [];
    for (const box of boxes) {
      if (!mayHoldBetter(box, box.bound)) continue;
      const disc = centreOf(box, signal);
      const covered = coveredBy(signal, disc, own);
      const candidate = { ...disc, covered };
      if (isBetter(candidate)) best = candidate;
      if (size === 1) continue;
      let bound = Math.min(box.bound, covered + gained);
      if (!mayHoldBetter(box, bound)) continue;
      if (bound > covered)
        bound = Math.min(bound, coveredBy(signal, { x: box.x + middle, y: box.y + middle }, holding));
      if (mayHoldBetter(box, bound)) left.push({ ...box, bound });
    }
    if (size === 1) break;
    boxes = left.flatMap(box => (mayHoldBetter(box, box.bound) ? quartersOf(box, signal) : []));
  }
  return best!;
}

const distanceTo = (a: Point, b: Point): number => (a.x - b.x) ** 2 + (a.y - b.y) ** 2;

function boxDistance(p: Point, { x, y, size }: Box): number {
  const dx = Math.max(x - p.x, 0, p.x - (x + size - 1));
  const dy = Math.max(y - p.y, 0, p.y - (y + size - 1));
  return dx * dx + dy * dy;
}

function centreOf(box: Box, { x, y, columns, rows }: SignalRows): Point {
  return {
    x: Math.min(x + columns - 1, box.x + (box.size >> 1)),
    y: Math.min(y + rows - 1, box.y + (box.size >> 1)),
  };
}

function quartersOf({ x, y, size, bound }: Box, signal: SignalRows): Box[] {
  const half = size / 2;
  return [
    { x, y, size: half, bound },
    { x: x + half, y, size: half, bound },
    { x, y: y + half, size: half, bound },
    { x: x + half, y: y + half, size: half, bound },
  ].filter(box => box.x < signal.x + signal.columns && box.y < signal.y + signal.rows);
}

/** A disc about a pixel, `shift` right of and below its centre: for each row from `top` on, its first column and that after its last. */
type DiscRows = { readonly top: number; readonly columns: Int32Array };

function rowsOf(radius: number, shift: 0 | 0.5): DiscRows {
  // A pixel exactly on the circle must not be lost to rounding of the root.
  const within = radius * radius * (1 + 1e-12);
  const top = Math.ceil(shift - radius);
  const count = Math.floor(shift + radius) - top + 1;
  const columns = new Int32Array(2 * Math.max(0, count));
  for (let row = 0; row < count; row++) {
    const dy = top + row - shift;
    const half = Math.sqrt(Math.max(0, within - dy * dy));
    columns[2 * row] = Math.ceil(shift - half);
    columns[2 * row + 1] = Math.floor(shift + half) + 1;
  }
  return { top, columns };
}

/** Of the whole disc: no place covers more. */
function pixelsOf({ columns }: DiscRows): number {
  let pixels = 0;
  for (let i = 0; i < columns.length; i += 2) pixels += columns[i + 1]! - columns[i]!;
  return pixels;
}

/**
 * How many pixels more a disc can have that is moved by up to `moved` pixels in each direction: what of it lies outside the first. Rows lie
 * about their middle, and so do columns, so that nothing short of the farthest corner loses more.
 */
function mostGained({ columns }: DiscRows, moved: number): number {
  const rows = columns.length / 2;
  let shared = 0;
  for (let row = moved; row < rows; row++) {
    const half = columns[2 * row + 1]! - 1;
    const halfMoved = columns[2 * (row - moved) + 1]! - 1;
    const both = Math.min(2 * half, 2 * halfMoved, half + halfMoved - moved) + 1;
    shared += Math.max(0, both);
  }
  return pixelsOf({ top: 0, columns }) - shared;
}

function coveredBy({ x, y, columns, rows, sums }: SignalRows, centre: Point, disc: DiscRows): number {
  const ends = disc.columns;
  const left = centre.x - x;
  const top = centre.y - y + disc.top;
  const from = top < 0 ? -top : 0;
  const to = Math.min(ends.length >> 1, rows - top);
  let covered = 0;
  // Comparisons and a running start: the plainest loop is half as fast again.
  for (let row = from, start = (top + from) * (columns + 1); row < to; row++, start += columns + 1) {
    const first = left + ends[2 * row]!;
    const end = left + ends[2 * row + 1]!;
    if (first >= columns || end <= 0) continue;
    covered += sums[start + Math.min(end, columns)]! - sums[start + Math.max(first, 0)]!;
  }
  return covered;
}

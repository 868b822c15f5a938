/** Grey pictures in floats, and what registration does to them: brought to a size, blurred, halved. */
import { mapPoint, resizing, type SizePx } from '#model/geometry.ts';

/** Row by row. Any unit. */
export type Grey = SizePx & { readonly values: Float32Array<ArrayBuffer> };

/** The picture at another size, straight between pixels; halved first as often as it is twice too large. */
export function resized(grey: Grey, to: SizePx): Grey {
  let from = grey;
  while (from.widthPx >= 2 * to.widthPx && from.heightPx >= 2 * to.heightPx) from = halved(from);
  if (from.widthPx === to.widthPx && from.heightPx === to.heightPx) return from;
  // Halving drops an odd last row, so the size that counts is what the halved picture still covers.
  const factor = Math.round(grey.widthPx / from.widthPx);
  const covered = { widthPx: grey.widthPx / factor, heightPx: grey.heightPx / factor };
  const back = resizing(to, covered);
  const values = new Float32Array(to.widthPx * to.heightPx);
  const columns = Array.from({ length: to.widthPx }, (_, x) =>
    place(mapPoint(back, { x, y: 0 }).x, from.widthPx),
  );
  for (let y = 0; y < to.heightPx; y++) {
    const row = place(mapPoint(back, { x: 0, y }).y, from.heightPx);
    const top = row.low * from.widthPx;
    const bottom = row.high * from.widthPx;
    for (let x = 0; x < to.widthPx; x++) {
      const { low, high, share } = columns[x]!;
      const above = from.values[top + low]! * (1 - share) + from.values[top + high]! * share;
      const below = from.values[bottom + low]! * (1 - share) + from.values[bottom + high]! * share;
      values[y * to.widthPx + x] = above * (1 - row.share) + below * row.share;
    }
  }
  return { ...to, values };
}

/** The two pixels about a place, the outermost ones beyond the picture, and the second one's share. */
function place(at: number, count: number): { low: number; high: number; share: number } {
  const inside = Math.min(count - 1, Math.max(0, at));
  const low = Math.min(count - 1, Math.floor(inside));
  return { low, high: Math.min(count - 1, low + 1), share: inside - low };
}

/**
 * Half the size, by weights 1 3 3 1 over 8 each way: pixel x of the result stands at 2x + ½, as `resizing` has it. Edges are
 * continued.
 */
export function halved({ widthPx, heightPx, values }: Grey): Grey {
  const width = widthPx >> 1;
  const height = heightPx >> 1;
  const across = new Float32Array(width * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const row = y * widthPx;
    for (let x = 0; x < width; x++) {
      const before = values[row + Math.max(0, 2 * x - 1)]!;
      const after = values[row + Math.min(widthPx - 1, 2 * x + 2)]!;
      across[y * width + x] = (before + after + 3 * (values[row + 2 * x]! + values[row + 2 * x + 1]!)) / 8;
    }
  }
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const rows = [Math.max(0, 2 * y - 1), 2 * y, 2 * y + 1, Math.min(heightPx - 1, 2 * y + 2)];
    const [a, b, c, d] = [rows[0]! * width, rows[1]! * width, rows[2]! * width, rows[3]! * width];
    for (let x = 0; x < width; x++)
      out[y * width + x] = (across[a + x]! + across[d + x]! + 3 * (across[b + x]! + across[c + x]!)) / 8;
  }
  return { widthPx: width, heightPx: height, values: out };
}

/** Weights 1 2 1 over 4 each way, `times` over: a Gaussian of variance times/2. In place; edges are continued. */
export function blur(grey: Grey, times: number): void {
  const { widthPx, heightPx, values } = grey;
  for (let pass = 0; pass < times; pass++) {
    for (let y = 0; y < heightPx; y++) {
      const row = y * widthPx;
      let before = values[row]!;
      for (let x = 0; x < widthPx; x++) {
        const here = values[row + x]!;
        const after = x + 1 < widthPx ? values[row + x + 1]! : here;
        values[row + x] = (before + 2 * here + after) / 4;
        before = here;
      }
    }
    const above = values.slice(0, widthPx);
    for (let y = 0; y < heightPx; y++) {
      const row = y * widthPx;
      const next = y + 1 < heightPx ? row + widthPx : row;
      for (let x = 0; x < widthPx; x++) {
        const here = values[row + x]!;
        values[row + x] = (above[x]! + 2 * here + values[next + x]!) / 4;
        above[x] = here;
      }
    }
  }
}

/**
 * Whether the key frame looks like itself elsewhere (a drape's weave, a mesh, staples): what repeats fits in many
 * places, and a pose that is one repeat off looks right.
 */
import type { KeyTiles } from './agree.ts';
import type { KeyLevel } from './kernels.ts';
import type { Shift } from './phase.ts';

/** A patch's side, how many of its pixels are left out each way, and how far it is looked for, in pixels of the level. */
const patchPx = 16;
const everyPx = 2;
const reachPx = 24;
/** One patch is taken from each of so many parts of the picture, and at least so many in all. */
const parts = { across: 6, down: 4 };
const fewestPatches = 4;
/** Mean correlation of patches with what lies a shift away. Tissue without a pattern that repeats stays below 0.35. */
const leastLikeness = 0.5;
/** Nearer than this a picture is like itself because it is smooth. */
const nearestPx = 4;

const side = 2 * reachPx + 1;

/** At most two shifts that lay the key frame onto itself, not along one line, the likeliest first, in pixels of level 0. */
export function repeatsOf(of: { key: KeyLevel; tiles: KeyTiles; level: number }): readonly Shift[] {
  const patches = patchesOf(of);
  if (patches.length < fewestPatches) return [];
  const sums = new Float64Array(side * side);
  const counts = new Uint8Array(side * side);
  for (const patch of patches) addLikeness(of.key, patch, { sums, counts });
  const likeness = sums.map((sum, i) => (2 * counts[i]! >= patches.length ? sum / counts[i]! : 0));
  const found: Shift[] = [];
  for (const peak of peaksOf(likeness)) {
    const isAlong = found.some(
      ({ dx, dy }) =>
        Math.abs(dx * peak.dy - dy * peak.dx) < 0.3 * Math.hypot(dx, dy) * Math.hypot(peak.dx, peak.dy),
    );
    if (!isAlong) found.push(peak);
    if (found.length === 2) break;
  }
  return found.map(({ dx, dy }) => ({ dx: dx * 2 ** of.level, dy: dy * 2 ** of.level }));
}

type Corner = { readonly left: number; readonly top: number };

/** Of each part of the picture the telling tile with the most slope, and what is around it. */
function patchesOf({ key, tiles }: { key: KeyLevel; tiles: KeyTiles }): readonly Corner[] {
  const { widthPx, heightPx } = key.size;
  const best = new Map<number, Corner & { readonly slope: number }>();
  for (const tile of tiles.telling) {
    const left = 8 * (tile % tiles.across) - (patchPx - 8) / 2;
    const top = 8 * Math.floor(tile / tiles.across) - (patchPx - 8) / 2;
    if (left < 0 || top < 0 || left + patchPx > widthPx || top + patchPx > heightPx) continue;
    const part =
      Math.floor((parts.across * left) / widthPx) + parts.across * Math.floor((parts.down * top) / heightPx);
    const slope = tiles.leastSlopes[tile]!;
    if (slope > (best.get(part)?.slope ?? 0)) best.set(part, { left, top, slope });
  }
  return [...best.values()];
}

/** Adds the patch's correlation with every place within reach that the picture holds. */
function addLikeness(
  { light, size, padded }: KeyLevel,
  { left, top }: Corner,
  to: { sums: Float64Array<ArrayBuffer>; counts: Uint8Array<ArrayBuffer> },
): void {
  const stride = padded.widthPx;
  const samples = (patchPx / everyPx) ** 2;
  const patch = new Float64Array(samples);
  let mean = 0;
  for (let j = 0, i = 0; j < patchPx; j += everyPx)
    for (let k = 0; k < patchPx; k += everyPx, i++) {
      patch[i] = light[(top + j) * stride + left + k]!;
      mean += patch[i]! / samples;
    }
  let own = 0;
  for (let i = 0; i < samples; i++) {
    patch[i] = patch[i]! - mean;
    own += patch[i]! ** 2;
  }
  for (let dy = 0; dy <= reachPx; dy++)
    for (let dx = -reachPx; dx <= reachPx; dx++) {
      const x = left + dx;
      const y = top + dy;
      if (x < 0 || x + patchPx > size.widthPx || y + patchPx > size.heightPx) continue;
      let sum = 0;
      let squares = 0;
      let both = 0;
      for (let j = 0, i = 0; j < patchPx; j += everyPx)
        for (let k = 0; k < patchPx; k += everyPx, i++) {
          const value = light[(y + j) * stride + x + k]!;
          sum += value;
          squares += value * value;
          both += value * patch[i]!;
        }
      const other = squares - (sum * sum) / samples;
      const at = (dy + reachPx) * side + dx + reachPx;
      to.sums[at]! += both / Math.sqrt(Math.max(1, own * other));
      to.counts[at]!++;
    }
}

/** Where likeness is highest among its neighbours, the highest first; a shift and its opposite are one. */
function peaksOf(likeness: Float64Array<ArrayBuffer>): readonly Shift[] {
  const at = (dx: number, dy: number) => likeness[(dy + reachPx) * side + dx + reachPx] ?? 0;
  const peaks: Shift[] = [];
  for (let dy = 0; dy < reachPx; dy++)
    for (let dx = 1 - reachPx; dx < reachPx; dx++) {
      const like = at(dx, dy);
      if (like < leastLikeness || Math.hypot(dx, dy) < nearestPx || (dy === 0 && dx < 0)) continue;
      let isHighest = true;
      for (let j = Math.max(-1, -dy); j <= 1; j++)
        for (let i = -1; i <= 1; i++) isHighest &&= at(dx + i, dy + j) <= like;
      if (isHighest) peaks.push({ dx, dy });
    }
  return peaks.sort((a, b) => at(b.dx, b.dy) - at(a.dx, a.dy) || a.dy - b.dy || a.dx - b.dx);
}

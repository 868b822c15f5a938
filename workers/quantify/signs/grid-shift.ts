/** Shifts between grids: of the scene against itself a frame before, and of NIR against white light. */
import type { Grid } from './sample-grid.ts';

/** Means of the grid's columns and of its rows: what moves with the scene, with a hundredth of the noise. */
export type Profiles = {
  readonly across: Float64Array<ArrayBuffer>;
  readonly down: Float64Array<ArrayBuffer>;
};

export function profilesOf({ columns, rows, light }: Grid): Profiles {
  const across = new Float64Array(columns);
  const down = new Float64Array(rows);
  for (let row = 0, i = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, i++) {
      across[column]! += light[i]! / rows;
      down[row]! += light[i]! / columns;
    }
  return { across, down };
}

/** Share of a profile's length that is searched, each way. */
const reachShare = 0.3;
/** A shift that explains less than this of what changed is none. */
const leastExplained = 0.5;
/** Mean square change of a profile that noise, light and breath leave; below it nothing moved. */
const restSquare = 1e-6;

/**
 * Samples by which `after` is shifted against `before`, to parts of one; null: they do not match anywhere near. Means are taken out first, so
 * that a change of light is no shift.
 */
export function shiftOf(before: Float64Array<ArrayBuffer>, after: Float64Array<ArrayBuffer>): number | null {
  const { length } = before;
  if (length !== after.length || length < 16) return null;
  const reach = Math.floor(reachShare * length);
  const errorAt = (shift: number): number => {
    const from = Math.max(0, -shift);
    const to = Math.min(length, length - shift);
    let mean = 0;
    for (let i = from; i < to; i++) mean += after[i + shift]! - before[i]!;
    mean /= to - from;
    let error = 0;
    for (let i = from; i < to; i++) error += (after[i + shift]! - before[i]! - mean) ** 2;
    return error / (to - from);
  };
  const still = errorAt(0);
  if (still < restSquare) return 0;
  let best = 0;
  let least = still;
  for (let shift = -reach; shift <= reach; shift++) {
    const error = errorAt(shift);
    if (error < least) {
      least = error;
      best = shift;
    }
  }
  if (Math.abs(best) === reach) return null;
  const [low, high] = [errorAt(best - 1), errorAt(best + 1)];
  const bend = low + high - 2 * least;
  const part = bend > 0 ? (low - high) / (2 * bend) : 0;
  if (best === 0) return part;
  return least <= (1 - leastExplained) * still ? best + part : null;
}

/** Steepness of a grid after a 3 × 3 mean, less its mean, and cut where it is rare: one highlight must not outweigh the rest. */
export function edgesOf(light: Float32Array, columns: number, rows: number): Float32Array<ArrayBuffer> {
  const smooth = new Float32Array(columns * rows);
  for (let y = 1; y < rows - 1; y++)
    for (let x = 1; x < columns - 1; x++) {
      const i = y * columns + x;
      let sum = 0;
      for (const up of [i - columns, i, i + columns]) sum += light[up - 1]! + light[up]! + light[up + 1]!;
      smooth[i] = sum / 9;
    }
  const edges = new Float32Array(columns * rows);
  const sorted: number[] = [];
  for (let y = 2; y < rows - 2; y++)
    for (let x = 2; x < columns - 2; x++) {
      const i = y * columns + x;
      const steep = Math.hypot(smooth[i + 1]! - smooth[i - 1]!, smooth[i + columns]! - smooth[i - columns]!);
      edges[i] = steep;
      sorted.push(steep);
    }
  const most = Float64Array.from(sorted).sort()[Math.floor(0.97 * sorted.length)] ?? 0;
  for (let i = 0; i < edges.length; i++) edges[i] = Math.min(edges[i]!, most);
  return edges;
}

/** Samples searched each way. */
const agreementReach = 8;

/** Correlation of two edge pictures when the second is read `dx`, `dy` samples on. */
function correlation(
  one: Float32Array,
  other: Float32Array,
  { columns, rows, dx, dy, every }: { columns: number; rows: number; dx: number; dy: number; every: number },
): number {
  const rim = agreementReach + 2;
  let [n, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let y = rim; y < rows - rim; y += every)
    for (let x = rim; x < columns - rim; x += every) {
      const p = one[y * columns + x]!;
      const q = other[(y + dy) * columns + x + dx]!;
      n++;
      a += p;
      b += q;
      aa += p * p;
      bb += q * q;
      ab += p * q;
    }
  const spread = Math.sqrt((aa - (a * a) / n) * (bb - (b * b) / n));
  return spread > 0 ? (ab - (a * b) / n) / spread : 0;
}

/** Under this correlation the two channels have no edges in common, and nothing is said. */
const leastCorrelation = 0.25;
/** So much less must the correlation be three samples beside its peak: a ridge along one edge says nothing of the way along it. */
const leastPeak = 0.05;

/** Where NIR's edges lie best on white light's, in samples; null: cannot be told. */
export function agreementOf(
  white: Float32Array,
  nir: Float32Array,
  { columns, rows }: { columns: number; rows: number },
): { dx: number; dy: number; gain: number } | null {
  if (Math.min(columns, rows) < 4 * agreementReach) return null;
  const at = (dx: number, dy: number, every = 1) => correlation(white, nir, { columns, rows, dx, dy, every });
  // First every second shift by a quarter of the samples, then all about the best.
  const near = bestOf({ dx: 0, dy: 0 }, { reach: agreementReach, step: 2 }, (dx, dy) => at(dx, dy, 2));
  const best = bestOf(near, { reach: 1, step: 1 }, at);
  const isInside = Math.max(Math.abs(best.dx), Math.abs(best.dy)) < agreementReach;
  const beside = [
    [3, 0],
    [-3, 0],
    [0, 3],
    [0, -3],
  ].map(([dx, dy]) => at(clamp(best.dx + dx!, agreementReach), clamp(best.dy + dy!, agreementReach)));
  if (!isInside || best.value < leastCorrelation || best.value - Math.max(...beside) < leastPeak) return null;
  return { dx: best.dx, dy: best.dy, gain: best.value - at(0, 0) };
}

function bestOf(
  about: { dx: number; dy: number },
  { reach, step }: { reach: number; step: number },
  at: (dx: number, dy: number) => number,
): { dx: number; dy: number; value: number } {
  let best = { dx: 0, dy: 0, value: -1 };
  for (let dy = about.dy - reach; dy <= about.dy + reach; dy += step)
    for (let dx = about.dx - reach; dx <= about.dx + reach; dx += step) {
      if (Math.max(Math.abs(dx), Math.abs(dy)) > agreementReach) continue;
      const value = at(dx, dy);
      if (value > best.value) best = { dx, dy, value };
    }
  return best;
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value));

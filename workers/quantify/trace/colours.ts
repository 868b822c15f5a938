/** A few colours that stand for many pixels, found by k-means from a fixed start: the same pixels give the same colours. */
import { features, type WhiteFeatures } from './white-features.ts';

const colours = 4;
const rounds = 8;

/** `colours` × `features` numbers. Fewer pixels than colours repeat one. */
export function coloursOf({ values }: WhiteFeatures, pixels: readonly number[]): Float32Array<ArrayBuffer> {
  const means = new Float32Array(colours * features);
  // Along the brightness: darkest, brightest and between.
  const byLuma = pixels.toSorted((a, b) => values[a * features]! - values[b * features]! || a - b);
  for (let c = 0; c < colours; c++) {
    const pixel = byLuma[Math.min(byLuma.length - 1, Math.floor(((c + 0.5) * byLuma.length) / colours))] ?? 0;
    for (let f = 0; f < features; f++) means[c * features + f] = values[pixel * features + f]!;
  }
  const sums = new Float64Array(colours * (features + 1));
  for (let round = 0; round < rounds; round++) {
    sums.fill(0);
    for (const pixel of pixels) {
      const at = pixel * features;
      const c = indexOfNearest(values, at, means);
      for (let f = 0; f < features; f++) sums[c * (features + 1) + f]! += values[at + f]!;
      sums[c * (features + 1) + features]! += 1;
    }
    for (let c = 0; c < colours; c++) {
      const count = sums[c * (features + 1) + features]!;
      if (count === 0) continue;
      for (let f = 0; f < features; f++) means[c * features + f] = sums[c * (features + 1) + f]! / count;
    }
  }
  return means;
}

/** Colour differences tell tissue from drape better than brightness, which shading changes. */
const weights = [0.25, 1, 1] as const;

function squareTo(
  values: Float32Array,
  { at, means, colour }: { at: number; means: Float32Array; colour: number },
): number {
  let square = 0;
  for (let f = 0; f < features; f++) {
    const away = weights[f]! * (values[at + f]! - means[colour * features + f]!);
    square += away * away;
  }
  return square;
}

function indexOfNearest(values: Float32Array, at: number, means: Float32Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let colour = 0; colour < colours; colour++) {
    const square = squareTo(values, { at, means, colour });
    if (square < least) {
      least = square;
      best = colour;
    }
  }
  return best;
}

/** Weighted square distance to the nearest of the colours. */
export const nearestColour = (values: Float32Array, at: number, means: Float32Array): number =>
  squareTo(values, { at, means, colour: indexOfNearest(values, at, means) });

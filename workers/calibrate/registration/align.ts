/**
 * Moves one channel's edges onto the other's: Gauss–Newton on the gain-corrected squared difference, whose minimum is where the
 * correlation coefficient is largest (Evangelidis & Psarakis 2008, doi:10.1109/TPAMI.2008.113), in the inverse compositional
 * form of Baker & Matthews (IJCV 56(3), 2004, doi:10.1023/B:VISI.0000011205.11775.fd): slopes are those of white light, which
 * stays where it is. Tiles in which the channels show different things count less. Where white light has edges that NIR lacks the
 * steps would be too short, so the steps' own effect corrects them (Broyden 1965, doi:10.1090/S0025-5718-1965-0198670-6).
 */

import { inverseSymmetric } from '#model/fit/least-squares.ts';
import { compose, type Homography, inverse, mapPoint } from '#model/geometry.ts';
import type { Edges } from './edges.ts';
import {
  compareSamples,
  correlation,
  type Samples,
  sampleInto,
  samplesFor,
  type Template,
  tilesAcross,
} from './template.ts';

/** What may change: two, six or eight of the unknowns. */
export type Freedom = 'shift' | 'affine' | 'homography';
const unknowns = { shift: [4, 5], affine: [0, 1, 2, 3, 4, 5], homography: [0, 1, 2, 3, 4, 5, 6, 7] } as const;

export type Aligned = { readonly homography: Homography; readonly agreement: number };

const stepsAtMost = 25;
/** A step this bad is one too far. */
const fallAtMost = 0.02;

/** The alignment near `start` in which no step of more than `untilPx` is left, changing no more than `freedom` of it. */
export function align(
  template: Template,
  nir: Edges,
  from: { readonly start: Homography; readonly freedom: Freedom; readonly untilPx: number },
): Aligned {
  const free = unknowns[from.freedom];
  const { toUnit } = template;
  const fromUnit = inverse(toUnit);
  const samples = samplesFor(template);
  const at = (homography: Homography) => {
    sampleInto(samples, template, { nir, homography });
    const { agreement, gain } = compareSamples(template, samples);
    return { homography, agreement, gain };
  };
  let now = at(from.start);
  let best = now;
  let weights = weightsOf(template, samples);
  let pull = pullOf(template, samples, { free, gain: now.gain, weights });
  const curvature = inverseSymmetric(pull.normal);
  if (!curvature) return best;
  for (let step = 0; step < stepsAtMost; step++) {
    const change = curvature.map(row => row.reduce((sum, v, i) => sum + v * pull.slope[i]!, 0));
    const mapping = mappingOf(change, free);
    const moved = largestMove(mapping) / toUnit[0];
    now = at(compose(now.homography, compose(fromUnit, compose(inverse(mapping), toUnit))));
    if (!(now.agreement > best.agreement - fallAtMost)) break;
    if (now.agreement > best.agreement || moved < from.untilPx) best = now;
    if (moved < from.untilPx) break;
    weights = weightsOf(template, samples);
    const next = pullOf(template, samples, { free, gain: now.gain, weights });
    correct(curvature, { change, fell: pull.slope.map((v, i) => v - next.slope[i]!) });
    pull = next;
  }
  return { homography: best.homography, agreement: best.agreement };
}

/** Squared correlation in each tile, as a weight; none where the edges of a tile contradict each other. */
function weightsOf({ count, cos, sin, tile }: Template, samples: Samples): Float64Array {
  const sums = new Float64Array(3 * tilesAcross * tilesAcross);
  for (let i = 0; i < count; i++) {
    const nirCos = samples[2 * i]!;
    if (Number.isNaN(nirCos)) continue;
    const nirSin = samples[2 * i + 1]!;
    const c = cos[i]!;
    const s = sin[i]!;
    const at = 3 * tile[i]!;
    sums[at]! += c * nirCos + s * nirSin;
    sums[at + 1]! += c * c + s * s;
    sums[at + 2]! += nirCos * nirCos + nirSin * nirSin;
  }
  return Float64Array.from({ length: tilesAcross * tilesAcross }, (_, i) => {
    return Math.max(0, correlation(sums[3 * i]!, sums[3 * i + 1]!, sums[3 * i + 2]!)) ** 2;
  });
}

/** JᵀJ and Jᵀr of the free unknowns, r being NIR times `gain` minus white light. */
type Pull = { readonly normal: number[][]; readonly slope: number[] };

function pullOf(
  template: Template,
  samples: Samples,
  { free, gain, weights }: { free: readonly number[]; gain: number; weights: Float64Array },
): Pull {
  const { count, cos, sin, slopes, tile, toUnit } = template;
  const size = free.length;
  const normal = new Float64Array(64);
  const slope = new Float64Array(8);
  const row = new Float64Array(8);
  for (let i = 0; i < count; i++) {
    const nirCos = samples[2 * i]!;
    const weight = weights[tile[i]!]!;
    if (weight === 0 || Number.isNaN(nirCos)) continue;
    const u = toUnit[0] * template.x[i]! + toUnit[6];
    const v = toUnit[4] * template.y[i]! + toUnit[7];
    for (let half = 0; half < 2; half++) {
      const off = half === 0 ? gain * nirCos - cos[i]! : gain * samples[2 * i + 1]! - sin[i]!;
      const across = slopes[4 * i + 2 * half]!;
      const down = slopes[4 * i + 2 * half + 1]!;
      const radially = u * across + v * down;
      if (size === 2) {
        row[0] = across;
        row[1] = down;
      } else {
        row[0] = u * across;
        row[1] = u * down;
        row[2] = v * across;
        row[3] = v * down;
        row[4] = across;
        row[5] = down;
        row[6] = -u * radially;
        row[7] = -v * radially;
      }
      for (let j = 0; j < size; j++) {
        const weighted = weight * row[j]!;
        slope[j]! += weighted * off;
        for (let k = 0; k <= j; k++) normal[8 * j + k]! += weighted * row[k]!;
      }
    }
  }
  return {
    normal: free.map((_, j) => free.map((_, k) => normal[8 * Math.max(j, k) + Math.min(j, k)]!)),
    slope: free.map((_, j) => slope[j]!),
  };
}

/** A change of the free unknowns as a mapping of the unit coordinates. */
function mappingOf(change: readonly number[], free: readonly number[]): Homography {
  const d = new Array<number>(8).fill(0);
  free.forEach((unknown, i) => {
    d[unknown] = change[i]!;
  });
  return [1 + d[0]!, d[1]!, d[6]!, d[2]!, 1 + d[3]!, d[7]!, d[4]!, d[5]!, 1];
}

/** How far a change moves the corners of the picture, at most, in unit coordinates. */
const largestMove = (change: Homography): number =>
  Math.max(
    ...[0, 1, 2, 3].map(i => {
      const corner = { x: i % 2 ? 0.75 : -0.75, y: i > 1 ? 0.65 : -0.65 };
      const moved = mapPoint(change, corner);
      return Math.hypot(moved.x - corner.x, moved.y - corner.y);
    }),
  );

/** Broyden's update of an inverse, in place: a `change` should have made the slope fall by `fell`. */
function correct(
  inverted: number[][],
  { change, fell }: { change: readonly number[]; fell: readonly number[] },
): void {
  const predicted = inverted.map(row => row.reduce((sum, v, i) => sum + v * fell[i]!, 0));
  const left = change.map((_, column) =>
    inverted.reduce((sum, row, i) => sum + change[i]! * row[column]!, 0),
  );
  const scale = change.reduce((sum, v, i) => sum + v * predicted[i]!, 0);
  const length = change.reduce((sum, v) => sum + v * v, 0);
  // A step that hardly changed the slope would throw the next one out of the picture.
  if (!(scale > 0.15 * length)) return;
  inverted.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) row[j]! += ((change[i]! - predicted[i]!) * left[j]!) / scale;
  });
}

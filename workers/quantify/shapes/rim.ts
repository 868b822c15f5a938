/**
 * The rim of a lesion: light unwrapped about its centre, one direction a degree. A ring is never assumed (homogeneous and rim-like lesions are
 * about equally frequent: Lim 2021): what is none is refused, with what was seen instead.
 */
import { type NotGiven, notGiven, type PolarProfile, type RimFigures } from '#model/analysis.ts';
import type { Point } from '#model/geometry.ts';
import { type AnalysedFrame, statisticsFor, tooClipped } from './analysed-frame.ts';
import { lengthOf, medianOf } from './lengths.ts';
import { lightAt } from './light-picture.ts';
import { sizeOf } from './shape-size.ts';
import type { Threshold } from './signal.ts';

const directions = 360;
/** How far out is looked, in equivalent radii of the region. */
const reachRadii = 1.6;
const stepsAtMost = 400;
/** Light of the middle, over the rim's, both above what surrounds it: from here on it is a blob and no ring. */
const blobShare = 0.75;
/** The middle: so many radii of the rim. */
const middleRadii = 0.25;
/** Fewer directions than this say nothing of a ring. */
const leastCompleteness = 0.1;
/** Neighbouring directions share noise over about so many pixels. */
const sharedPx = 4;

/** Along one direction. `hasHalves`: it falls to half on both sides of its maximum. */
type Ray = {
  readonly maximum: number;
  readonly radiusPx: number;
  /** Full width at half maximum; null: it does not fall to half on both sides. */
  readonly widthPx: number | null;
  /** The least light beyond the maximum. */
  readonly outside: number;
  readonly reaches: boolean;
  /** Seen out to the region's equivalent radius at least. */
  readonly isSeen: boolean;
};

type Rim = { readonly figures: RimFigures; readonly profile: PolarProfile };

export function rimOf(frame: AnalysedFrame, id: string, threshold: Threshold): Rim | NotGiven {
  const region = frame.regions.find(r => r.id === id && r.role === 'tumour');
  if (!region) return notGiven('no-tumour', `no tumour region ${id}; draw it`);
  const statistics = statisticsFor(frame, id);
  const clipped = statistics && tooClipped(frame, id, statistics.clippedShare);
  if (clipped) return clipped;
  const { areaPx, centroid } = sizeOf(region.shape);
  const radiusPx = Math.sqrt(areaPx / Math.PI);
  if (radiusPx < 2) return notGiven('no-pixels', `${id} is too small for a rim`);
  const rays = raysAbout(frame, centroid, { radiusPx, threshold });
  const unseen = rays.filter(ray => !ray.isSeen && !ray.reaches).length;
  if (unseen > 0)
    return notGiven(
      'no-pixels',
      `${unseen}° about ${id} lie outside the NIR picture: gaps there are not seen`,
    );
  const reaching = rays.filter(ray => ray.reaches);
  const completeness = reaching.length / directions;
  if (completeness < leastCompleteness)
    return notGiven('no-ring', `no ring: ${reaching.length}° of 360° reach the threshold`);
  const radius = medianOf(reaching.map(ray => ray.radiusPx));
  const blob = blobWords(frame, centroid, { reaching, radius });
  if (blob) return blob;
  const widths = reaching.flatMap(ray => ray.widthPx ?? []);
  if (widths.length === 0) return notGiven('no-ring', 'no ring: light does not fall on both sides of it');
  const { scale } = frame;
  return {
    figures: {
      regionId: id,
      centre: centroid,
      completeness,
      gaps: gapsOf(rays).map(({ from, length }) => ({
        fromDegrees: from,
        degrees: length,
        // Either end is known to a direction: 1° / √12.
        length: lengthOf(arcPx(radius, length), arcPx(radius, Math.sqrt(2 / 12)), scale),
      })),
      width: lengthOf(medianOf(widths), medianSd(widths, radius), scale),
      radius: lengthOf(
        radius,
        medianSd(
          reaching.map(ray => ray.radiusPx),
          radius,
        ),
        scale,
      ),
    },
    profile: {
      maxima: Float32Array.from(rays, ray => ray.maximum),
      radiiPx: Float32Array.from(rays, ray => ray.radiusPx),
      thresholdLinear: threshold.linear,
    },
  };
}

const arcPx = (radiusPx: number, degrees: number): number => (radiusPx * degrees * Math.PI) / 180;

function raysAbout(
  { picture, kernels }: AnalysedFrame,
  centre: Point,
  { radiusPx, threshold }: { radiusPx: number; threshold: Threshold },
): Ray[] {
  const reachPx = reachRadii * radiusPx;
  const steps = Math.min(stepsAtMost, Math.ceil(2 * reachPx));
  const stepPx = reachPx / steps;
  const rays = { from: centre, directions: wheel, stepPx, steps: steps + 1 };
  const { light, seen } = kernels.light.along(picture, rays);
  return Array.from({ length: directions }, (_, degree) => {
    const profile = {
      light: light.subarray(degree * rays.steps, (degree + 1) * rays.steps),
      seen: seen[degree]!,
      stepPx,
    };
    return rayOf(profile, { radiusPx, threshold });
  });
}

/** The middle of each degree, so that a gap from 10° to 55° is 45 directions wide. */
const wheel = Float64Array.from({ length: 2 * directions }, (_, i) => {
  const angle = (((i >> 1) + 0.5) * Math.PI) / 180;
  return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
});

/** Light at the first `seen` places along a direction. */
type Profile = { readonly light: Float64Array; readonly seen: number; readonly stepPx: number };

function rayOf(profile: Profile, { radiusPx, threshold }: { radiusPx: number; threshold: Threshold }): Ray {
  const { light, seen, stepPx } = profile;
  if (seen === 0)
    return { maximum: 0, radiusPx: 0, widthPx: null, outside: 0, reaches: false, isSeen: false };
  let at = 0;
  for (let i = 1; i < seen; i++) if (light[i]! > light[at]!) at = i;
  const maximum = light[at]!;
  const outward = halfWay(profile, at, 1);
  const inward = halfWay(profile, at, -1);
  return {
    maximum,
    radiusPx: stepPx * (at + vertex(profile, at)),
    widthPx: outward.steps === null || inward.steps === null ? null : stepPx * (outward.steps + inward.steps),
    outside: outward.least,
    reaches: maximum >= threshold.linear,
    isSeen: (seen - 1) * stepPx >= radiusPx,
  };
}

/** Where the light has fallen halfway from its maximum to the least on that side, in steps from the maximum. */
function halfWay(
  { light, seen }: Profile,
  at: number,
  step: 1 | -1,
): { steps: number | null; least: number } {
  let least = light[at]!;
  for (let i = at; i >= 0 && i < seen; i += step) if (light[i]! < least) least = light[i]!;
  if (least === light[at]!) return { steps: null, least };
  const half = (light[at]! + least) / 2;
  let i = at;
  while (light[i]! > half) i += step;
  const before = light[i - step]!;
  return { steps: Math.abs(i - at) - 1 + (before - half) / (before - light[i]!), least };
}

/** Of the parabola through a maximum and its neighbours: its place off the maximum, −½ … ½. */
function vertex({ light, seen }: Profile, at: number): number {
  if (at === 0 || at === seen - 1) return 0;
  const bend = light[at - 1]! - 2 * light[at]! + light[at + 1]!;
  return bend === 0 ? 0 : (light[at - 1]! - light[at + 1]!) / (2 * bend);
}

/** Null: light dips in the middle, as in a ring. */
function blobWords(
  { picture }: AnalysedFrame,
  centre: Point,
  { reaching, radius }: { reaching: readonly Ray[]; radius: number },
): NotGiven | null {
  const base = medianOf(reaching.map(ray => ray.outside));
  const rim = medianOf(reaching.map(ray => ray.maximum));
  const middlePx = middleRadii * radius;
  const across = Math.max(1, Math.min(8, Math.ceil(middlePx)));
  let sum = 0;
  let n = 0;
  for (let v = -across; v <= across; v++)
    for (let u = -across; u <= across; u++) {
      if (u * u + v * v > across * across) continue;
      const x = centre.x + (u * middlePx) / across;
      const y = centre.y + (v * middlePx) / across;
      sum += lightAt(picture, picture.toPlane({ x, y }));
      n++;
    }
  const share = (sum / n - base) / (rim - base);
  if (share < blobShare) return null;
  const percent = Number.isFinite(share) ? `${Math.round(100 * share)} %` : 'all';
  return notGiven('no-ring', `no ring: the middle has ${percent} of the rim's light above its surroundings`);
}

type Gap = { readonly from: number; readonly length: number };

/** Runs of directions that do not reach, round 0°; largest first, then by where they begin. */
function gapsOf(rays: readonly Ray[]): Gap[] {
  const start = rays.findIndex(ray => ray.reaches);
  const gaps: Gap[] = [];
  let length = 0;
  for (let i = 1; i <= directions; i++) {
    const at = (start + i) % directions;
    if (!rays[at]!.reaches) {
      length++;
      continue;
    }
    if (length > 0) gaps.push({ from: (at - length + directions) % directions, length });
    length = 0;
  }
  return gaps.sort((a, b) => b.length - a.length || a.from - b.from);
}

/**
 * Standard uncertainty of a median: 1.2533 σ / √m, σ from the median absolute deviation (× 1.4826), m directions that are independent.
 * Kendall and Stuart, The Advanced Theory of Statistics, vol. 1.
 */
function medianSd(values: readonly number[], radiusPx: number): number {
  const middle = medianOf([...values]);
  const spread = 1.4826 * medianOf(values.map(value => Math.abs(value - middle)));
  const independent = Math.max(1, values.length * Math.min(1, arcPx(radiusPx, 1) / sharedPx));
  return (1.2533 * spread) / Math.sqrt(independent);
}

/** From measured frames to curves: which points there are, where they break, and which of very many are kept. Pure. */
import type { RegionRole, Tissue } from '../region.ts';
import type { CurveBreak, TimeCurve, TimePoint } from './time-curve.ts';

/** What one measured frame brings. */
export type CurveFrame = {
  readonly frameNumber: number;
  readonly timeS: number;
  /** Why nothing of it may be used, although it was measured: "tracking lost". It breaks every curve. Null: it may. */
  readonly lost: string | null;
  /** What light depends on besides the tissue: names of the profile, the layout, the limit of highlights. */
  readonly setting: { readonly profile: string; readonly layout: string; readonly highlights: string };
  /** `light` null: withheld. `place`: another one whenever the region was changed by hand. */
  readonly regions: readonly {
    readonly id: string;
    readonly light: number | null;
    readonly place: string;
  }[];
};

/** Something that makes what comes after frame `afterFrame` not comparable with what came before. */
export type BreakMark = { readonly afterFrame: number; readonly words: string };

export type ShownRegion = { readonly id: string; readonly role: RegionRole; readonly tissue: Tissue | null };

/** A longer pause without a point breaks a curve; where points are thinned out, a pause of two of their steps. */
export const longestGapS = 1;

/** The first and shortest step between points when there are too many; a half of it would keep every frame of 60 a second. */
const firstStepS = 1 / 32;

/** Index of the first frame that is not earlier in number. */
function placeOf(frames: readonly CurveFrame[], frameNumber: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frames[middle]!.frameNumber < frameNumber) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of two frames of one step the one that is kept: one that breaks the curve, else the earlier. */
const kept = (a: CurveFrame, b: CurveFrame): CurveFrame =>
  (a.lost === null) === (b.lost === null) ? (a.frameNumber <= b.frameNumber ? a : b) : a.lost ? a : b;

const isSameStep = (a: CurveFrame | undefined, b: CurveFrame, everyS: number): a is CurveFrame =>
  a !== undefined && everyS > 0 && Math.floor(a.timeS / everyS) === Math.floor(b.timeS / everyS);

/**
 * Puts `frame` in its place by number; a frame of the same number is replaced, one of the same step (`everyS`) kept or left out.
 * Changes `frames`. Whatever the order in which frames come, the same ones are kept.
 */
export function insertFrame(frames: CurveFrame[], frame: CurveFrame, everyS: number): void {
  const at = placeOf(frames, frame.frameNumber);
  if (frames[at]?.frameNumber === frame.frameNumber) frames[at] = frame;
  else if (isSameStep(frames[at - 1], frame, everyS)) frames[at - 1] = kept(frames[at - 1]!, frame);
  else if (isSameStep(frames[at], frame, everyS)) frames[at] = kept(frames[at]!, frame);
  else frames.splice(at, 0, frame);
}

/** Thins `frames` to at most `limit` by doubling the step between them as often as it takes; changes `frames`, returns the step. */
export function thinFrames(frames: CurveFrame[], everyS: number, limit: number): number {
  let stepS = everyS;
  while (frames.length > limit) {
    stepS = stepS === 0 ? firstStepS : 2 * stepS;
    const all = frames.splice(0);
    for (const frame of all) {
      const last = frames.at(-1);
      if (isSameStep(last, frame, stepS)) frames[frames.length - 1] = kept(last, frame);
      else frames.push(frame);
    }
  }
  return stepS;
}

/** Why the light of two frames of a region cannot be compared; null: it can. */
function breakBetween(a: Placed, b: Placed, gapS: number): string | null {
  const [before, after] = [a.frame.setting, b.frame.setting];
  if (before.profile !== after.profile) return 'calibration changed';
  if (before.layout !== after.layout) return 'layout changed';
  if (before.highlights !== after.highlights) return 'limit of highlights changed';
  if (a.place !== b.place) return 'region changed';
  const pauseS = b.frame.timeS - a.frame.timeS;
  if (pauseS <= 0) return 'time went back';
  return pauseS > gapS ? `nothing for ${pauseS.toFixed(1)} s` : null;
}

type Placed = { readonly frame: CurveFrame; readonly place: string };

function curveOf(
  region: ShownRegion,
  frames: readonly CurveFrame[],
  given: { readonly marks: readonly BreakMark[]; readonly gapS: number },
): TimeCurve {
  const points: TimePoint[] = [];
  const breaks: CurveBreak[] = [];
  let last: Placed | null = null;
  let words: string | null = null;
  let mark = 0;
  for (const frame of frames) {
    for (; mark < given.marks.length && given.marks[mark]!.afterFrame < frame.frameNumber; mark++)
      words = given.marks[mark]!.words;
    if (frame.lost !== null) words = frame.lost;
    const reading = frame.regions.find(({ id }) => id === region.id);
    if (frame.lost !== null || !reading || reading.light === null) continue;
    const now = { frame, place: reading.place };
    const why = last && (words ?? breakBetween(last, now, given.gapS));
    if (why !== null) breaks.push({ timeS: frame.timeS, words: why });
    points.push({ timeS: frame.timeS, value: reading.light, segment: breaks.length });
    last = now;
    words = null;
  }
  return { ...region, points, breaks };
}

/** One curve a region, in the order given. `frames` and `marks` in the order of their numbers; `everyS`: see `thinFrames`. */
export function curvesOf(
  regions: readonly ShownRegion[],
  frames: readonly CurveFrame[],
  given: { readonly marks: readonly BreakMark[]; readonly everyS: number },
): TimeCurve[] {
  const gapS = Math.max(longestGapS, 2 * given.everyS);
  return regions.map(region => curveOf(region, frames, { marks: given.marks, gapS }));
}

/** Where things lie: channels beside each other, focus, motion, regions that lie where they cannot mean what they are called. Pure. */
import type { Measurement } from '../measurement.ts';
import type { Profile } from '../profile.ts';
import type { FrameSigns, RegionSigns } from './frame-signs.ts';
import { createHold, type Hold } from './hold.ts';

export type PlaceHazard =
  /** NIR lies so many scene pixels beside white light; `isDistance`: along the line between the two lenses. */
  | { readonly kind: 'misregistered'; readonly px: number; readonly isDistance: boolean }
  | { readonly kind: 'out-of-focus' }
  | { readonly kind: 'motion-too-fast' }
  | { readonly kind: 'background-off-tissue'; readonly id: string }
  | { readonly kind: 'region-out-of-frame'; readonly id: string; readonly share: number };

export type PlaceContext = {
  readonly profile: Pick<Profile, 'registration' | 'workingDistanceMm'>;
  /** Frames a second that the source announces; null: not known. */
  readonly fps: number | null;
};

export type PlaceWatch = {
  see(
    signs: FrameSigns,
    measurement: Pick<Measurement, 'regions'>,
    context: PlaceContext,
  ): readonly PlaceHazard[];
};

/** Agreement must be better by so much elsewhere: a correlation, whose noise over twenty thousand samples is a hundredth. */
const gainAtLeast = 0.08;
/** … and so far away, as a share of the width: 8 of 640 pixels. The grid that edges are read from resolves half of it. */
const shiftShare = 0.0125;
/** Edges of both channels that were in view may be gone: a shift is held for so long without them, in seconds. */
const agreementHoldsS = 10;
/** A shift within 25° of the line between the lenses is one of distance; the line is known when registration moves this much. */
const alongShare = 0.9;
const baselinePx = 2;
/** Focus is lost when edges are this share as steep as they were, found again at the second. A turn of the scene does less. */
const focusShare = { lost: 0.62, found: 0.75 };
const focusMemoryS = 10;
/** Then what is seen is taken for another scene. */
const focusHoldsS = 60;
/** In one frame's time a scene must not move by more than this share of the smallest region, or of the picture's width without one. */
const motionShare = 0.1;
const motionWidthShare = 0.015;
const leastMotionPx = 2;
const usualFps = 30;
/** Tissue is red in white light; where the picture has some at all, what is not is drape, instrument or glove. */
const sceneRedness = 0.06;
const tissueRedness = 0.015;
const darkBelow = 0.06;
/** A few pixels beyond the edge are a hand's. */
const outsideAtLeast = 0.05;

export function createPlaceWatch(): PlaceWatch {
  // Looks are 0.9 s apart: two in a row.
  const shift = createHold({ onAfterS: 0.8, offAfterS: 0.8 });
  const focus = createHold({ onAfterS: 1, offAfterS: 0.5 });
  // A sweep stands still where it turns.
  const motion = createHold({ onAfterS: 0.18, offAfterS: 1 });
  const regions = new Map<string, Hold>();
  let lastShift = { px: 0, isDistance: false, timeS: Number.NEGATIVE_INFINITY };
  let sharp: { readonly timeS: number; readonly value: number }[] = [];
  let lostFocus: { readonly fromS: number; readonly usual: number } | null = null;
  let lastS = Number.NEGATIVE_INFINITY;

  const isShifted = (
    { agreement, sceneWidthPx, timestampS }: FrameSigns,
    context: PlaceContext,
  ): boolean | null => {
    if (!agreement) return timestampS - lastShift.timeS > agreementHoldsS ? false : null;
    const { dxPx, dyPx, gain } = agreement;
    const px = Math.hypot(dxPx, dyPx);
    const is = px >= shiftShare * sceneWidthPx && gain >= gainAtLeast;
    lastShift = { px, isDistance: is && isAlongBaseline(dxPx, dyPx, context), timeS: timestampS };
    return is;
  };

  const isBlurred = ({ sharpness, timestampS: timeS }: FrameSigns, isMoving: boolean): boolean | null => {
    if (sharpness === null || isMoving) return null;
    sharp = sharp.filter(each => timeS - each.timeS <= focusMemoryS);
    if (lostFocus && timeS - lostFocus.fromS > focusHoldsS) {
      lostFocus = null;
      sharp = [];
    }
    const sorted = sharp.map(({ value }) => value).toSorted((a, b) => a - b);
    const usual = lostFocus?.usual ?? sorted[sorted.length >> 1];
    if (usual !== undefined && sharpness < (lostFocus ? focusShare.found : focusShare.lost) * usual) {
      // A second of pictures must have been seen before one can be called worse.
      if (!lostFocus && sharp.length < 5) return false;
      lostFocus ??= { fromS: timeS, usual };
      return true;
    }
    lostFocus = null;
    sharp.push({ timeS, value: sharpness });
    return false;
  };

  const isFast = (
    { speedPxPerS, sceneWidthPx, regions: seen }: FrameSigns,
    fps: number | null,
  ): boolean | null => {
    if (speedPxPerS === null) return null;
    const limit = seen.length
      ? Math.max(leastMotionPx, motionShare * Math.min(...seen.map(({ sizePx }) => sizePx)))
      : motionWidthShare * sceneWidthPx;
    return speedPxPerS / (fps ?? usualFps) > limit;
  };

  const isOffTissue = ({ median, redness, brightShare }: RegionSigns, scene: number | null): boolean =>
    median < darkBelow ||
    brightShare > 0.5 ||
    (scene !== null && scene >= sceneRedness && redness !== null && redness < tissueRedness);

  const held = (key: string, isBad: boolean, timeS: number): boolean => {
    const hold = regions.get(key) ?? createHold({ onAfterS: 0.9, offAfterS: 0.5 });
    regions.set(key, hold);
    return hold.see(isBad, timeS);
  };

  return {
    see(signs, measurement, context) {
      const { timestampS: timeS } = signs;
      if (!(timeS >= lastS && timeS - lastS <= 2)) {
        sharp = [];
        lostFocus = null;
        lastShift = { px: 0, isDistance: false, timeS: Number.NEGATIVE_INFINITY };
        regions.clear();
      }
      lastS = timeS;
      const hazards: PlaceHazard[] = [];
      if (shift.see(isShifted(signs, context), timeS))
        hazards.push({ kind: 'misregistered', px: lastShift.px, isDistance: lastShift.isDistance });
      const isMoving = motion.see(isFast(signs, context.fps), timeS);
      if (isMoving) hazards.push({ kind: 'motion-too-fast' });
      if (focus.see(isBlurred(signs, isMoving), timeS)) hazards.push({ kind: 'out-of-focus' });
      for (const region of signs.regions)
        if (
          region.role === 'background' &&
          held(`tissue ${region.id}`, isOffTissue(region, signs.tissueRedness), timeS)
        )
          hazards.push({ kind: 'background-off-tissue', id: region.id });
      for (const { id, role, outsideShare } of measurement.regions)
        if (
          (role === 'tumour' || role === 'background') &&
          held(`frame ${id}`, outsideShare >= outsideAtLeast, timeS)
        )
          hazards.push({ kind: 'region-out-of-frame', id, share: outsideShare });
      return hazards;
    },
  };
}

/** Whether a shift lies along the line between the two lenses, as far as registration shows it. */
function isAlongBaseline(
  dx: number,
  dy: number,
  { profile: { registration, workingDistanceMm } }: PlaceContext,
): boolean {
  const [x, y] = [registration[6], registration[7]];
  const length = Math.hypot(x, y);
  if (workingDistanceMm === null || length < baselinePx) return false;
  return Math.abs(dx * x + dy * y) >= alongShare * length * Math.hypot(dx, dy);
}

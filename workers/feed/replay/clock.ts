/**
 * The timeline's clock: arrival from the first main frame, with the recording's pauses left out and the time when no frame came
 * cut short. Both streams of a two-camera session share arrival while their own clocks do not. Pure.
 */
import type { FrameEntry } from '#archive/scan.ts';
import type { Timeline } from '#archive/timeline.ts';

/** Nobody is made to wait longer than this where frames are missing, unless frames always come further apart. */
const longestWaitS = 2;
/** In steps of the recording. */
const longestWaitSteps = 3;
/** A clock of the machine that was set back further than this is followed; less is disorder of two streams. */
const setBackS = 1;
const stepsLookedAt = 300;
/** Frames that come further apart are no film, and their times may be nonsense. */
const longestStepS = 60;

type Span = { readonly before: number; readonly after: number };

export type Clocked = {
  /** Seconds on the timeline's clock, beat by beat of what was given; never less than the one before. */
  readonly atS: Float64Array<ArrayBuffer>;
  /** Main frames by index, between which frames are missing longer than the clock goes on for. */
  readonly gaps: readonly Span[];
  /** Median seconds between two main frames; never 0. */
  readonly stepS: number;
};

/** `entries`: frames of both streams in order of arrival. */
export function clockOf(entries: readonly FrameEntry[], { frames, events }: Timeline): Clocked {
  const stepS = medianStepS(frames);
  const longestS = Math.max(longestWaitS, longestWaitSteps * stepS);
  // The page's word of the newest frame is a little old: the first frame that arrived after the pause began tells, too.
  const pauses = new Set(
    events.flatMap(({ entry, holdsFrom }) =>
      entry.type === 'pause'
        ? [holdsFrom, frames.findIndex(({ arrivedS }) => arrivedS > entry.arrivedS)]
        : [],
    ),
  );
  const gaps: Span[] = [];
  const atS = new Float64Array(entries.length);
  let nowS = 0;
  let frameIndex = -1;
  let latestS = frames[0]?.arrivedS ?? 0;
  for (const [i, { stream, arrivedS }] of entries.entries()) {
    const isMain = stream === 'main';
    const nextIndex = frameIndex + 1;
    const wentS = arrivedS - latestS;
    if (wentS > 0 || wentS < -setBackS) latestS = arrivedS;
    const mostS = pauses.has(nextIndex) ? stepS : longestS;
    if (wentS > 0) nowS += Math.min(wentS, mostS);
    atS[i] = nowS;
    if (!isMain) continue;
    const before = frames[frameIndex];
    if (before && !pauses.has(nextIndex) && arrivedS - before.arrivedS > longestS)
      gaps.push({ before: frameIndex, after: nextIndex });
    frameIndex = nextIndex;
  }
  return { atS, gaps, stepS };
}

/** Of the first frames, at most a minute; 1/30 s where nothing tells. */
function medianStepS(frames: readonly FrameEntry[]): number {
  const steps = frames
    .slice(0, stepsLookedAt)
    .flatMap(({ arrivedS }, i, all) => (i > 0 ? [arrivedS - all[i - 1]!.arrivedS] : []))
    .filter(step => step > 0)
    .sort((a, b) => a - b);
  return Math.min(longestStepS, steps[steps.length >> 1] ?? 1 / 30);
}

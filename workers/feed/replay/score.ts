/**
 * The order in which recorded frames are shown, and when: by their arrival, which both streams of a two-camera session have
 * in common while their own clocks do not. Pure.
 */
import type { FrameEntry } from '#archive/scan.ts';
import type { Timeline } from '#archive/timeline.ts';

export type Beat = {
  readonly entry: FrameEntry;
  /** Index among the main stream's frames of the one shown then; -1 before the first. */
  readonly frameIndex: number;
  /** Seconds from the first beat; never less than the beat before. */
  readonly atS: number;
};

/** Every frame of both streams in order of arrival. */
export function toScore({ frames, secondFrames }: Timeline): readonly Beat[] {
  const ordered = [...frames, ...secondFrames].sort((a, b) => a.sequence - b.sequence);
  const firstS = ordered[0]?.arrivedS ?? 0;
  let frameIndex = -1;
  let atS = 0;
  return ordered.map(entry => {
    if (entry.stream === 'main') frameIndex += 1;
    atS = Math.max(atS, entry.arrivedS - firstS);
    return { entry, frameIndex, atS };
  });
}

/** The last beat that is due `positionS` seconds after the first, from `from` on; `from` when none of the later ones is. */
export function lastDue(score: readonly Beat[], positionS: number, from: number): number {
  let at = from;
  while (at + 1 < score.length && score[at + 1]!.atS <= positionS) at += 1;
  return at;
}

/** The newest beat of each stream in `(after, upTo]`: what is shown when the ones between came too late. */
export function newestOfEach(score: readonly Beat[], after: number, upTo: number): readonly Beat[] {
  const due = score.slice(after + 1, upTo + 1);
  return (['main', 'second'] as const).flatMap(stream => {
    const newest = due.findLast(beat => beat.entry.stream === stream);
    return newest ? [newest] : [];
  });
}

/** What is on the screen when main frame `frameIndex` is: that frame, and the second stream's newest by then or its first. */
export function beatsShownAt(
  score: readonly Beat[],
  frameIndex: number,
): { at: number; beats: readonly Beat[] } {
  const at = score.findIndex(beat => beat.entry.stream === 'main' && beat.frameIndex === frameIndex);
  const before = newestOfEach(score, -1, at);
  const hasSecond = before.some(beat => beat.entry.stream === 'second');
  const firstSecond = hasSecond ? undefined : score.find(beat => beat.entry.stream === 'second');
  return { at, beats: firstSecond ? [...before, firstSecond] : before };
}

/** Frames a second that the source had: one over the median step of the first timestamps; null for fewer than two frames. */
export function usualFps(frames: readonly FrameEntry[]): number | null {
  const steps = frames
    .slice(0, 300)
    .flatMap((frame, i, all) => (i > 0 ? [frame.timestampS - all[i - 1]!.timestampS] : []))
    .filter(step => step > 0)
    .sort((a, b) => a - b);
  const median = steps[steps.length >> 1];
  return median ? 1 / median : null;
}

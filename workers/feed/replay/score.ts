/** The order in which recorded frames are shown, and when. Pure; holds an entry a frame. */
import type { StreamName } from '#archive/record.ts';
import type { FrameEntry } from '#archive/scan.ts';
import type { Timeline } from '#archive/timeline.ts';
import { clockOf } from './clock.ts';

/** A beat is the moment at which one frame of one stream is shown. Arrays by beat, in order of arrival, unless they say otherwise. */
export type Score = {
  readonly entries: readonly FrameEntry[];
  /** Seconds on the timeline's clock (`clock.ts`). */
  readonly atS: Float64Array<ArrayBuffer>;
  /** The newest beat of a stream by then; −1: none yet. */
  readonly newest: Readonly<Record<StreamName, Int32Array<ArrayBuffer>>>;
  /** Index of the main frame shown by then; −1: none yet. */
  readonly frameIndexOf: Int32Array<ArrayBuffer>;
  /** By main frame: its beat. */
  readonly beatOf: Int32Array<ArrayBuffer>;
  /** The second stream's first beat, which stands in before it; −1: there is none. */
  readonly firstSecond: number;
  readonly gaps: readonly { readonly before: number; readonly after: number }[];
  /** Median seconds between two main frames. */
  readonly stepS: number;
};

export function toScore(timeline: Timeline): Score {
  const { frames, secondFrames } = timeline;
  const entries = [...frames, ...secondFrames].sort((a, b) => a.sequence - b.sequence);
  const newest = { main: new Int32Array(entries.length), second: new Int32Array(entries.length) };
  const frameIndexOf = new Int32Array(entries.length);
  const beatOf = new Int32Array(frames.length);
  const last = { main: -1, second: -1 };
  let frameIndex = -1;
  for (const [beat, { stream }] of entries.entries()) {
    last[stream] = beat;
    if (stream === 'main') beatOf[++frameIndex] = beat;
    newest.main[beat] = last.main;
    newest.second[beat] = last.second;
    frameIndexOf[beat] = frameIndex;
  }
  const firstSecond = entries.findIndex(({ stream }) => stream === 'second');
  return { entries, newest, frameIndexOf, beatOf, firstSecond, ...clockOf(entries, timeline) };
}

/** The beat that is shown at `positionS`, on from `from`, forwards as far as `limit` or backwards as far as that; `from` when none is due. */
export function dueAt(
  { atS }: Pick<Score, 'atS'>,
  positionS: number,
  { from, limit }: { from: number; limit: number },
): number {
  let beat = from;
  while (beat < limit && atS[beat + 1]! <= positionS) beat += 1;
  while (beat > limit && atS[beat - 1]! >= positionS) beat -= 1;
  return beat;
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

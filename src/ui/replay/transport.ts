/** What the transport's keys and buttons mean: speeds, loops, steps. Pure. */
import type { TimelineMark } from '#model/replay-index.ts';
import type { FrameRange, Playhead } from '#workers/feed/api.ts';

/** Speeds that can be chosen; as many backwards. */
export const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8] as const;

/** L (`direction` 1) and J (−1): plays that way at normal speed, and faster each time it is pressed again. */
export function shuttled({ isPlaying, speed }: Playhead, direction: 1 | -1): number {
  if (!isPlaying || Math.sign(speed) !== direction) return direction;
  const faster = speeds.find(each => each > Math.abs(speed) + 1e-9) ?? 8;
  return direction * faster;
}

/** The loop begins here; it ends where it ended, if that is later, else with the last frame. */
export function loopFrom({ loop, frameIndex, frameCount }: Playhead): FrameRange {
  const to = loop && loop.to > frameIndex ? loop.to : frameCount - 1;
  return { from: frameIndex, to };
}

/** The loop ends here; it begins where it began, if that is earlier, else with the first frame. */
export function loopTo({ loop, frameIndex }: Playhead): FrameRange {
  const from = loop && loop.from < frameIndex ? loop.from : 0;
  return { from, to: frameIndex };
}

/** The nearest mark before (−1) or after (1) the frame; null: none. */
export function markBeside(
  marks: readonly TimelineMark[],
  frameIndex: number,
  direction: 1 | -1,
): TimelineMark | null {
  const beside = marks.filter(mark => (mark.frameIndex - frameIndex) * direction > 0);
  const nearest = beside.reduce<TimelineMark | null>((best, mark) => {
    const isNearer = !best || Math.abs(mark.frameIndex - frameIndex) < Math.abs(best.frameIndex - frameIndex);
    return isNearer ? mark : best;
  }, null);
  return nearest;
}

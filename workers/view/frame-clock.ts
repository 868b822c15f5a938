/** Counts what came, what was drawn and what was lost, on the worker's clock. Pure; nothing per frame is allocated for long. */
import type { FrameTally } from '#model/frame-tally.ts';

/** Rates are over this long. */
const windowS = 2;

export type FrameClock = {
  arrived(timestampS: number, atS: number): void;
  /** A frame is on the canvas: when it had arrived, when its draw commands were out, when the GPU had carried them out. */
  drawn(arrivedS: number, submittedS: number, atS: number): void;
  /** A frame that came but is never drawn, because a newer one was there, or (`isHeld`) the user holds the picture. */
  skipped(isHeld?: boolean): void;
  /** What became of frames since this was asked before. */
  tally(untilS: number): FrameTally;
  read(nowS: number): {
    arrivedFps: number;
    drawnFps: number;
    dropped: number;
    /** Arrival to drawn, and to draw commands given: medians. */
    delayS: number | null;
    submitDelayS: number | null;
    /** The longest wait between two drawn frames in the window; null with fewer than two. */
    longestGapS: number | null;
  };
};

const emptyTally = () => ({
  delivered: 0,
  drawn: [] as FrameTally['drawn'][number][],
  dropped: 0,
  missing: 0,
  held: 0,
});

/** `nominalFps`: what the source announces; null makes the usual step between timestamps the yardstick for losses. */
export function createFrameClock(nominalFps: number | null): FrameClock {
  const arrivals: number[] = [];
  const draws: { atS: number; delayS: number; submitDelayS: number }[] = [];
  let lastTimestampS: number | null = null;
  let stepS = nominalFps ? 1 / nominalFps : null;
  let dropped = 0;
  let tally = emptyTally();

  const trim = (nowS: number) => {
    while (arrivals.length > 0 && arrivals[0]! < nowS - windowS) arrivals.shift();
    while (draws.length > 0 && draws[0]!.atS < nowS - windowS) draws.shift();
  };

  return {
    arrived(timestampS, atS) {
      if (lastTimestampS !== null) {
        const gapS = timestampS - lastTimestampS;
        if (gapS > 0) {
          // The usual step follows slowly, and quickly downwards: a gap must not become the yardstick for gaps.
          stepS =
            stepS === null
              ? gapS
              : gapS < stepS
                ? stepS + (gapS - stepS) * 0.3
                : stepS + Math.min(gapS - stepS, stepS) * 0.02;
          const missing = Math.round(gapS / stepS) - 1;
          if (missing > 0 && missing < 1000) {
            dropped += missing;
            tally.missing += missing;
          }
        }
      }
      lastTimestampS = timestampS;
      arrivals.push(atS);
      tally.delivered += 1;
      trim(atS);
    },
    drawn(arrivedS, submittedS, atS) {
      tally.drawn.push({ atS, ageS: atS - arrivedS });
      draws.push({ atS, delayS: atS - arrivedS, submitDelayS: submittedS - arrivedS });
      trim(atS);
    },
    skipped(isHeld = false) {
      dropped += 1;
      tally[isHeld ? 'held' : 'dropped'] += 1;
    },
    tally(untilS) {
      const told = tally;
      tally = emptyTally();
      return { ...told, untilS };
    },
    read(nowS) {
      trim(nowS);
      return {
        arrivedFps: rate(arrivals, nowS),
        drawnFps: rate(
          draws.map(draw => draw.atS),
          nowS,
        ),
        dropped,
        delayS: median(draws.map(draw => draw.delayS)),
        submitDelayS: median(draws.map(draw => draw.submitDelayS)),
        longestGapS:
          draws.length < 2 ? null : Math.max(...draws.slice(1).map((draw, i) => draw.atS - draws[i]!.atS)),
      };
    },
  };
}

/** Events a second: steps since the first one in the window. A silent source's rate falls while it stays silent. */
function rate(times: readonly number[], nowS: number): number {
  const first = times[0];
  if (first === undefined || nowS <= first) return 0;
  return (times.length - 1) / (nowS - first);
}

const median = (values: readonly number[]): number | null =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? null;

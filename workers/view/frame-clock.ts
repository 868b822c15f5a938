/** Counts what came, what was drawn and what was lost, on the worker's clock. Pure; nothing per frame is allocated for long. */

/** Rates are over this long. */
const windowS = 2;

export type FrameClock = {
  arrived(timestampS: number, atS: number): void;
  drawn(arrivedS: number, atS: number): void;
  /** Frames that came but were never drawn, because a newer one was there. */
  skipped(): void;
  read(nowS: number): {
    arrivedFps: number;
    drawnFps: number;
    dropped: number;
    delayS: number | null;
    ageS: number;
  };
};

/** `nominalFps`: what the source announces; null makes the usual step between timestamps the yardstick for losses. */
export function createFrameClock(nominalFps: number | null): FrameClock {
  const arrivals: number[] = [];
  const draws: { atS: number; delayS: number }[] = [];
  let lastTimestampS: number | null = null;
  let lastArrivalS: number | null = null;
  let stepS = nominalFps ? 1 / nominalFps : null;
  let dropped = 0;

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
          if (missing > 0 && missing < 1000) dropped += missing;
        }
      }
      lastTimestampS = timestampS;
      lastArrivalS = atS;
      arrivals.push(atS);
      trim(atS);
    },
    drawn(arrivedS, atS) {
      draws.push({ atS, delayS: atS - arrivedS });
      trim(atS);
    },
    skipped() {
      dropped += 1;
    },
    read(nowS) {
      trim(nowS);
      const delays = draws.map(draw => draw.delayS).sort((a, b) => a - b);
      return {
        arrivedFps: rate(arrivals, nowS),
        drawnFps: rate(
          draws.map(draw => draw.atS),
          nowS,
        ),
        dropped,
        delayS: delays[delays.length >> 1] ?? null,
        ageS: lastArrivalS === null ? 0 : nowS - lastArrivalS,
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

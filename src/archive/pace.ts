/** How much of the time work in the background takes: all of it, but little while somebody looks at a live picture. */

import { liveSign } from './live-sign.ts';

/** Longest rest, so that one slow piece does not stop the work for long. */
const longestRestS = 2;
/** A picture that becomes live is noticed so soon. */
const lookEveryS = 1;
/**
 * Seconds of rest for a second of work, times the machine's cores. With two cores drawing and measuring want most of both, and whatever else runs makes
 * frames late; with sixteen there is room beside them.
 */
const restTimesCores = 8;
/**
 * A piece no longer than this slips in between two frames. A longer one holds up each frame that it meets, and for as long as it takes: it rests longer
 * in the same proportion.
 */
const shortS = 0.005;

export type Pace = {
  /**
   * Called between pieces of work, the shorter the better. While a picture is live it waits for `settled`, what other threads still do of the piece,
   * then rests longer the longer the work since the last call took. Rejects with the signal's reason.
   */
  step(signal: AbortSignal, settled?: () => Promise<void>): Promise<void>;
  /** Seconds that pieces took, with the rests after them. */
  readonly spentS: number;
  /** Work begins anew: what passed since the last step was none. */
  begin(): void;
};

export function createPace(parts: {
  clockS(): number;
  /** Ends early where the signal aborts. */
  rest(seconds: number, signal: AbortSignal): Promise<void>;
  /** A picture is live, in this window or another. */
  isLive(): Promise<boolean>;
  readonly cores: number;
}): Pace {
  const { clockS } = parts;
  const restPerWork = restTimesCores / Math.max(1, parts.cores);
  let sinceS = clockS();
  let spentS = 0;
  let lookedS = Number.NEGATIVE_INFINITY;
  let isLive = false;

  const look = async (): Promise<void> => {
    if (clockS() - lookedS < lookEveryS) return;
    isLive = await parts.isLive();
    lookedS = clockS();
  };

  return {
    get spentS() {
      return spentS;
    },
    begin() {
      sinceS = clockS();
    },
    async step(signal, settled) {
      signal.throwIfAborted();
      await look();
      if (isLive) {
        await settled?.();
        const workedS = clockS() - sinceS;
        const restS = restPerWork * workedS * Math.max(1, workedS / shortS);
        await parts.rest(Math.min(longestRestS, restS), signal);
      }
      const nowS = clockS();
      spentS += nowS - sinceS;
      sinceS = nowS;
      signal.throwIfAborted();
    },
  };
}

const rest = (seconds: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, seconds * 1000);
    signal.addEventListener('abort', over);
  });

/** By this machine's clock and cores, and the sign that windows of this origin show. */
export const paceBesideLive = (): Pace =>
  createPace({
    clockS: () => performance.now() / 1000,
    rest,
    isLive: liveSign(navigator.locks).isShown,
    cores: navigator.hardwareConcurrency,
  });

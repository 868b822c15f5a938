/** From readings of the drawn picture to figures. Pure. */
import type { Reading } from './thread-notes.ts';

/** A frame seen on a canvas for the first time. Milliseconds since the epoch, by one clock. */
export type DrawnFrame = {
  readonly madeMs: number;
  readonly submittedMs: number;
  readonly drawnMs: number;
};

/** A drawing of the frame that was made at `madeMs`, after one of the frame that was made at `newestMs`. */
export type Older = { readonly madeMs: number; readonly newestMs: number };

export type Sight = {
  readonly frames: readonly DrawnFrame[];
  /** Drawn though a newer one had been drawn before. */
  readonly older: readonly Older[];
  /** Drawings in which no code could be read. */
  readonly unread: number;
};

/** When the frame with this code was made, for one that was drawn at `drawnMs`; null: the source knows of none. */
export type MadeAt = (code: number, drawnMs: number) => number | null;

/** A reading is of no frame of this source when it would have been under way for longer, or drawn before it was made. */
const longestMs = 20_000;
/** Two clocks read one moment differently by so much. */
const clockErrorMs = 3;

/**
 * `readings` of one canvas and one source, in any order: a canvas shows what was submitted in the order of its submission, and of two pictures under
 * way the later may be heard of first. The same frame drawn again counts once, as soon as it was there.
 */
export function sightOf(readings: readonly Reading[], madeAt: MadeAt): Sight {
  const frames: DrawnFrame[] = [];
  let newestMs = Number.NEGATIVE_INFINITY;
  const older: Older[] = [];
  let unread = 0;
  const inOrder = readings.toSorted((one, other) => one.submittedMs - other.submittedMs);
  for (const { code, submittedMs, drawnMs } of inOrder) {
    const madeMs = code === null ? null : madeAt(code, drawnMs);
    if (madeMs === null || drawnMs - madeMs > longestMs || drawnMs - madeMs < -clockErrorMs) {
      unread += 1;
      continue;
    }
    if (madeMs < newestMs) older.push({ madeMs, newestMs });
    if (madeMs <= newestMs) continue;
    newestMs = madeMs;
    frames.push({ madeMs, submittedMs, drawnMs });
  }
  return { frames, older, unread };
}

export type Latency = {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Mean difference between the latencies of frames that follow each other (what RFC 3550 §6.4.1 smooths). */
  readonly jitterMs: number;
  readonly frames: number;
};

/** Nearest rank; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function latencyOf(
  frames: readonly DrawnFrame[],
  until: 'submittedMs' | 'drawnMs' = 'drawnMs',
): Latency {
  const latencies = frames.map(frame => frame[until] - frame.madeMs);
  const steps = latencies.slice(1).map((ms, i) => Math.abs(ms - latencies[i]!));
  return {
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    p99Ms: quantile(latencies, 0.99),
    jitterMs: steps.reduce((sum, step) => sum + step, 0) / steps.length,
    frames: frames.length,
  };
}

/**
 * Whether two codes of a clock that stood still came out of order because of that. The camera's clock is written into the few frames of its file one
 * after the other; a frame that is taken while whoever writes is held up carries the code of before, though it is newer.
 */
export const isOfStall = (
  { madeMs, newestMs }: Older,
  stall: { readonly fromMs: number; readonly toMs: number },
): boolean =>
  stall.toMs >= madeMs && stall.fromMs <= newestMs + 1 && stall.toMs - stall.fromMs >= leastStallMs;

/** A frame's time is 33 ms: held up for less than half of that, the clock has gone on before the next frame is taken. */
const leastStallMs = 16;

/** How steady the level of a reading was, from one mean a frame, and what an average of codes is worth. */

export type Steadiness = {
  readonly mean: number;
  /** Standard uncertainty of the mean: scatter of the frames, and the drift between their halves. */
  readonly sd: number;
  /** Largest difference between quarters of the reading (single frames where there are fewer than eight). */
  readonly change: number;
  /** Whether `change` is more than the frames' own scatter explains. */
  readonly isSignificant: boolean;
};

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

/**
 * `means`: one of each frame, at least one, in order; `noiseSd`: what the noise of single pixels leaves in each of them. The frames' own
 * scatter comes from successive differences (von Neumann, Ann Math Stat 1941;12:367), which a slow drift hardly moves. Drift counts as a
 * rectangular distribution over what the reading saw (GUM, JCGM 100:2008 §4.3.7).
 */
export function steadinessOf(means: readonly number[], noiseSd: number): Steadiness {
  const count = means.length;
  const whole = mean(means);
  if (count < 2) return { mean: whole, sd: noiseSd, change: 0, isSignificant: false };
  let squares = 0;
  for (let i = 1; i < count; i++) squares += (means[i]! - means[i - 1]!) ** 2;
  const scatter = Math.sqrt(squares / (2 * (count - 1)));
  const parts = count < 8 ? count : 4;
  const levels = Array.from({ length: parts }, (_, part) =>
    mean(means.slice(Math.floor((part * count) / parts), Math.floor(((part + 1) * count) / parts))),
  );
  const change = Math.max(...levels) - Math.min(...levels);
  const half = count >> 1;
  const drift = Math.abs(mean(means.slice(count - half)) - mean(means.slice(0, half)));
  // Successive differences of few frames are the change itself: then only the pixels' noise can say what is usual.
  const usual = count < 8 ? noiseSd : scatter * Math.sqrt(parts / count);
  return {
    mean: whole,
    sd: Math.hypot(Math.max(scatter, noiseSd) / Math.sqrt(count), drift / Math.sqrt(3)),
    change,
    isSignificant: change > 5 * usual,
  };
}

/**
 * Standard uncertainty, in codes, that rounding to whole codes leaves in an average of codes whose SD is `spreadCodes`: 1/√12 without
 * scatter, next to nothing from half a code on, as noise averages rounding out (Widrow and Kollár, Quantization Noise, 2008: the
 * error falls as exp(−2π²σ²)). σ² is that of the codes less the 1/12 that rounding itself adds (Sheppard).
 */
export const roundingSdCodes = (spreadCodes: number): number =>
  Math.exp(-2 * Math.PI ** 2 * Math.max(0, spreadCodes ** 2 - 1 / 12)) / Math.sqrt(12);

/** Time–intensity curves whose parameters are known, with noise and uneven sampling where asked for. */
import type { TimePoint } from '#model/time-curve/time-curve.ts';
import { createRandom } from './random.ts';

/** Light above the baseline over seconds; 1 at its maximum. */
export type Shape = (timeS: number) => number;

/** The vector of `clinical.md` §3.3: nothing until 5 s, straight to 1 at 25 s, then flat. */
export const straightRise: Shape = t => Math.min(1, Math.max(0, (t - 5) / 20));

/** A gamma variate that arrives at `fromS`: ((t − from)/(a·b))^a · exp(a − (t − from)/b), 1 at from + a·b. */
export const gammaVariate =
  ({ fromS, a, b }: { fromS: number; a: number; b: number }): Shape =>
  t =>
    t <= fromS ? 0 : ((t - fromS) / (a * b)) ** a * Math.exp(a - (t - fromS) / b);

/** `base` + `height` · shape at even times 0 … `endS`. */
export function evenCurve(shape: Shape, given: { base: number; height: number; fps: number; endS: number }) {
  const { base, height, fps, endS } = given;
  return Array.from({ length: Math.floor(endS * fps) + 1 }, (_, i): TimePoint => {
    return { timeS: i / fps, value: base + height * shape(i / fps), segment: 0 };
  });
}

/** The same at uneven times (half to one and a half frames apart), with normal noise of `sd` · `height`. */
export function noisyCurve(
  shape: Shape,
  given: { base: number; height: number; fps: number; endS: number; sd: number; seed: number },
): TimePoint[] {
  const { base, height, fps, endS, sd, seed } = given;
  const { uniform } = createRandom(seed);
  // Box and Muller 1958.
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniform(0, 0.999_999))) * Math.cos(2 * Math.PI * uniform(0, 1));
  const points: TimePoint[] = [];
  for (let t = uniform(0, 1 / fps); t <= endS; t += uniform(0.5, 1.5) / fps)
    points.push({ timeS: t, value: base + height * (shape(t) + sd * normal()), segment: 0 });
  return points;
}

/** As the straight rise until 25 s, then falling towards the baseline with a time constant of 30 s: a phantom's bolus. */
export const washedOut: Shape = t => (t < 25 ? straightRise(t) : Math.exp(-(t - 25) / 30));

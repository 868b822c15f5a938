/** The rise of a curve: a smooth line through it, how steep it is where it is steepest, and when it reaches a level. */
import { argumentOfMaximum, fitPolynomial } from './polynomial.ts';
import { countBefore, type Samples, stretchOf } from './samples.ts';

/** A place on the rise, in the samples' own light. */
type Place = { readonly timeS: number; readonly light: number };

export type FittedRise = {
  /** Where it is steepest, and the slope there in light per second. */
  readonly steepest: Place & { readonly slope: number };
  /** When it rises through a light; null where the line does not say (`furthestOff`). `readS`: as read off the smoothed samples. */
  reaches(light: number, readS: number): number | null;
};

const degrees = [1, 2, 3, 4];
/** A line that reaches a level this share of the rise's time away from the smoothed samples does not describe them. */
const furthestOff = 0.1;

/**
 * The polynomial through the samples between two places on the rise, of the degree that Akaike's criterion chooses; the straight
 * line between both places where there are too few samples, or where the polynomial is less than half as steep as that.
 */
export function fitRise(samples: Samples, from: Place, to: Place): FittedRise {
  const within = stretchOf(samples, countBefore(samples, from.timeS), countBefore(samples, to.timeS));
  const chord = (to.light - from.light) / (to.timeS - from.timeS);
  const middle = { timeS: (from.timeS + to.timeS) / 2, light: (from.light + to.light) / 2 };
  const straight: FittedRise = { steepest: { ...middle, slope: chord }, reaches: () => null };
  const fit = fitPolynomial(within, degrees, 1e-9 * (to.light - from.light));
  if (!fit) return straight;
  const timeS = argumentOfMaximum(fit.slopeAt, from.timeS, to.timeS);
  const slope = fit.slopeAt(timeS);
  if (!(slope >= chord / 2)) return straight;
  return {
    steepest: { timeS, light: fit.valueAt(timeS), slope },
    reaches(light, readS) {
      let [low, high] = [from.timeS, to.timeS];
      if (!(fit.valueAt(low) <= light && fit.valueAt(high) >= light)) return null;
      for (let i = 0; i < 60; i++) {
        const half = (low + high) / 2;
        if (fit.valueAt(half) < light) low = half;
        else high = half;
      }
      const isNear = Math.abs(high - readS) <= furthestOff * (to.timeS - from.timeS);
      return isNear ? (low + high) / 2 : null;
    },
  };
}

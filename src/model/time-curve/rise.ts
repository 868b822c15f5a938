/** The rise of a curve: how steep it is where it is steepest. */
import { argumentOfMaximum, fitPolynomial } from './polynomial.ts';
import { countBefore, type Samples, stretchOf } from './samples.ts';

/** `slope` in light per second at `timeS`, where the light above the baseline is `light`. */
export type Steepest = { readonly slope: number; readonly timeS: number; readonly light: number };

const degrees = [1, 2, 3, 4];

/**
 * The steepest place between two times on the rise: of the polynomial through the samples there that Akaike's criterion
 * chooses, or of the straight line between both ends where there are too few samples. `from` and `to` are points of the curve.
 */
export function steepestOf(
  samples: Samples,
  from: { readonly timeS: number; readonly light: number },
  to: { readonly timeS: number; readonly light: number },
): Steepest {
  const within = stretchOf(samples, countBefore(samples, from.timeS), countBefore(samples, to.timeS));
  const fit = fitPolynomial(within, degrees, 1e-9 * (to.light - from.light));
  const chord = (to.light - from.light) / (to.timeS - from.timeS);
  if (fit) {
    const timeS = argumentOfMaximum(fit.slopeAt, from.timeS, to.timeS);
    const slope = fit.slopeAt(timeS);
    if (slope >= chord / 2) return { slope, timeS, light: fit.valueAt(timeS) };
  }
  return { slope: chord, timeS: (from.timeS + to.timeS) / 2, light: (from.light + to.light) / 2 };
}

/** Stability over minutes: drift, periods, steps. */
import type { CheckWithheld, StabilityResult, StabilitySample } from '../check.ts';

/** What a series of means says. `samples` in order of time. */
export function readStability(samples: readonly StabilitySample[]): StabilityResult | CheckWithheld {
  throw new Error(`Not written: ${samples.length}`);
}

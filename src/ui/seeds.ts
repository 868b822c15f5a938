/** What `console.ts` hands in from `seeds/`. */
import type { CheckTarget } from '#model/check.ts';
import type { Layout } from '#model/layout.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import type { CalibrationSeed } from '#study/calibration.ts';
import type { Preset } from '#study/preset.ts';
import type { Protocol } from '#study/protocol.ts';

/** `calibrations` are examples to start a profile from; without them the panel starts from nothing. `targets`: of the check. */
export type Seeds = {
  readonly protocols: readonly Protocol[];
  readonly presets: readonly Preset[];
  readonly layouts: readonly Layout[];
  readonly phantoms: readonly PhantomSpec[];
  readonly calibrations?: readonly CalibrationSeed[];
  readonly targets?: readonly CheckTarget[];
};

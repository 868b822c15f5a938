/** What each step of a run is worth, as a true TBR of 2 would read without it. */
import type { CalibrationRun, StepEffect } from '#model/calibration.ts';

export function useEffects(_run: CalibrationRun): readonly StepEffect[] {
  return [];
}

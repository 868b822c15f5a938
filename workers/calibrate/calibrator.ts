/** The calibrate worker's core: takes frames, hands them to what reads them. */
import { ProblemError } from '#model/problem.ts';
import type { CalibrateApi } from './api.ts';
import { createFrames } from './frames.ts';

export function createCalibrator(): CalibrateApi {
  const frames = createFrames();
  const missing = async (): Promise<never> => {
    throw new ProblemError({ id: 'missing', severity: 'stop', text: 'Not built yet.', tip: 'Wait.' });
  };
  return {
    connectView: frames.connect,
    readChart: missing,
    averageDark: missing,
    averageFlat: missing,
    readStep: missing,
    takePictures: missing,
    refineRegistration: missing,
    cancel: frames.cancel,
  };
}

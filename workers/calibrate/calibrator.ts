/** The calibrate worker's core: takes frames, hands them to what reads them, and gives the reading back. */
import type { MeasuredFrame } from '../nir-codes.ts';
import type { CalibrateApi, Progress, Reading } from './api.ts';
import { createChartReader } from './chart/reader.ts';
import { createDarkReader } from './fields/dark.ts';
import { createFlatReader } from './fields/flat.ts';
import { createStepReader } from './fields/step.ts';
import { createFrames } from './frames.ts';
import { createPictureTaker } from './registration/picture-taker.ts';
import { createRefiner } from './registration/refiner.ts';

/** Looks at frames one by one, keeps none of them, and says at the end what was read. Throws a `ProblemError` where nothing was. */
type Reader<Result> = { add(frame: MeasuredFrame): void; finish(): Result };

export function createCalibrator(): CalibrateApi {
  const frames = createFrames();

  const readWith =
    <Asked extends Reading, Result>(create: (asked: Asked) => Reader<Result>) =>
    async (asked: Asked, progress: Progress): Promise<Result> => {
      const reader = create(asked);
      await frames.visit(asked.frames, reader.add, progress);
      return reader.finish();
    };

  return {
    connectView: frames.connect,
    readChart: readWith(createChartReader),
    averageDark: readWith(createDarkReader),
    averageFlat: readWith(createFlatReader),
    readStep: readWith(createStepReader),
    takePictures: readWith(createPictureTaker),
    refineRegistration: readWith(createRefiner),
    readCheckPicture: () => Promise.reject(new Error('Not written yet.')),
    readCheckWells: () => Promise.reject(new Error('Not written yet.')),
    readCheckBars: () => Promise.reject(new Error('Not written yet.')),
    readCheckDark: () => Promise.reject(new Error('Not written yet.')),
    readCheckStability: () => Promise.reject(new Error('Not written yet.')),
    endCheckStability: () => undefined,
    cancel: frames.cancel,
  };
}

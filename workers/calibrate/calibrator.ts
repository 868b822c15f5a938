/** The calibrate worker's core: takes frames, hands them to what reads them, and gives the reading back. */
import type { MeasuredFrame } from '../nir-codes.ts';
import type { CalibrateApi, Progress, Reading } from './api.ts';
import { createChartReader } from './chart/reader.ts';
import { readBarProfile } from './check/bars.ts';
import { createCheckDarkReader } from './check/dark.ts';
import { createCheckPictureReader, type HeldPicture } from './check/picture.ts';
import { createCheckStabilityReader } from './check/stability.ts';
import { readWells } from './check/wells.ts';
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
  let held: HeldPicture | null = null;
  let isEnded = false;

  const heldPicture = (): HeldPicture => {
    if (!held) throw new Error('Call readCheckPicture first: it takes the picture that this reads.');
    return held;
  };

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
    async readCheckPicture(reading, progress) {
      const read = await readWith(createCheckPictureReader)(reading, progress);
      held = read.held;
      return read.picture;
    },
    readCheckWells: async asked => readWells(heldPicture(), asked),
    readCheckBars: async marks => marks.map(mark => readBarProfile(heldPicture(), mark)),
    readCheckDark: readWith(createCheckDarkReader),
    async readCheckStability(reading, progress) {
      const reader = createCheckStabilityReader(reading);
      isEnded = false;
      while (!isEnded && reader.durationS < reading.durationS) {
        await frames.visit(1, reader.add, () => undefined);
        progress(Math.min(1, reader.durationS / reading.durationS));
      }
      return reader.finish();
    },
    endCheckStability() {
      isEnded = true;
    },
    cancel: frames.cancel,
  };
}

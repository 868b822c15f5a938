/// <reference path="../../../workers/quantify/kernels/kernel.d.ts" />
/** Sessions recorded and measured by the worker's own code, as live, for the tests that measure them again. */
import { openSession } from '#archive/reader.ts';
import type { SessionWriter } from '#archive/writer.ts';
import type { SessionEvent } from '#model/event.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import kernel from '#workers/quantify/kernels/region-histogram.as.ts?kernel';
import { createQuantifier } from '#workers/quantify/quantifier.ts';
import { createKernelHistogram } from '#workers/quantify/region-histogram.ts';
import { kernelsBySize } from '#workers/quantify/shapes/kernels-by-size.ts';
import { createTissueFollower } from '#workers/quantify/tissue-follower.ts';
import type { MemoryFolder } from '../archive/memory-folder.ts';
import { sessionInMemory } from '../archive/samples.ts';
import { circle, formatOf, frameOf, inputsOf, region } from '../quantify/frames.ts';

export const id = 'session-0001';
const size = { widthPx: 96, heightPx: 64 };
export const regions = [region('T1', circle(60, 30, 12)), region('B1', circle(20, 30, 12))];
export const inputs = inputsOf(regions, { revision: 1, referenceId: 'B1' });

export const createWorker = (sessions?: MemoryFolder) =>
  createQuantifier({
    histogram: createKernelHistogram(kernel),
    kernelsFor: kernelsBySize(null),
    follower: createTissueFollower(null),
    clockS: () => performance.now() / 1000,
    ...(sessions && { openSession: wanted => openSession(sessions, wanted) }),
  });

/** Tissue with a nodule, and noise that no two frames share. */
export const frame = (number: number, seed = 0): FramePlanes =>
  frameOf(
    formatOf('Y8', size),
    (x, y) =>
      40 +
      ((x * 7919 + y * 104_729 + (number + seed) * 1301) % 17) +
      (Math.hypot(x - 60, y - 30) < 15 ? 90 : 0),
    number,
  );

export async function write(
  writer: SessionWriter,
  { number, timestampS, arrivedS, format, planes }: FramePlanes,
  stream: 'main' | 'second' = 'main',
): Promise<void> {
  const room = writer.roomFor(format);
  let at = room.startBytes;
  for (const { samples } of planes) {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    new Uint8Array(room.buffer).set(bytes, at);
    at += bytes.length;
  }
  await writer.writeFrame({ stream, number, timestampS, arrivedS, profileMark: 0, format });
}

export const at = (frameNumber: number) => ({ atS: 1000 + frameNumber / 30, frameNumber });
export const inputsEvent = (given: MeasurementInputs, frameNumber: number): SessionEvent => ({
  type: 'inputs',
  ...at(frameNumber),
  inputs: given,
});

/** As live: every frame measured by the worker's own code, its measurement a frame behind it in the session. */
export async function recorded(
  count: number,
  given: {
    inputsOf?: (number: number) => MeasurementInputs;
    /** What is written of a frame, where it is not what was measured. */
    written?: (number: number) => FramePlanes | null;
    isMeasured?: (number: number) => boolean;
    /** What else is written down before a frame. */
    happened?: (number: number) => SessionEvent | null;
    id?: string;
  } = {},
): Promise<{ sessions: MemoryFolder; folder: MemoryFolder; live: Measurement[] }> {
  const worker = createWorker();
  const live: Measurement[] = [];
  const session = await sessionInMemory(
    async writer => {
      let held: MeasurementInputs | null = null;
      let late: SessionEvent | null = null;
      for (let number = 0; number < count; number++) {
        const now = given.inputsOf?.(number) ?? inputs;
        if (now !== held) await writer.writeEvent(inputsEvent(now, number - 1));
        held = now;
        const happening = given.happened?.(number);
        if (happening) await writer.writeEvent(happening);
        const planes = given.written ? given.written(number) : frame(number);
        if (planes) await write(writer, planes);
        if (late) await writer.writeEvent(late);
        late = null;
        if (given.isMeasured?.(number) === false) continue;
        const { measurement } = await worker.measure({ main: frame(number), second: null }, now);
        live.push(measurement);
        late = { type: 'measurement', ...at(number + 1), measurement };
      }
      if (late) await writer.writeEvent(late);
    },
    given.id === undefined ? {} : { id: given.id },
  );
  return { ...session, live };
}

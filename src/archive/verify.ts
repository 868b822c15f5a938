/** Proves a recording: everything that was measured live comes out of the recorded codes again, bit for bit. */
import type { SessionEvent } from '#model/event.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import { sameMeasurement } from '#model/same-measurement.ts';
import { createPairing } from './frame-pair.ts';
import type { SessionReader } from './reader.ts';
import type { FrameEntry } from './scan.ts';
import { frameNumbered } from './timeline.ts';

/** The same function as live. It owns the planes given to it. */
export type Measure = (
  frame: { main: FramePlanes; second: FramePlanes | null },
  inputs: MeasurementInputs,
) => Measurement | Promise<Measurement>;

export type Verification = {
  /** Recorded measurements that came out equal. */
  readonly equal: number;
  readonly unequal: readonly { readonly recorded: Measurement; readonly again: Measurement }[];
  /** Recorded measurements whose frame or inputs are not in the recording: its first and last moments, and dropped frames. */
  readonly unverifiable: number;
};

/** Measures every recorded measurement's frame again. Rejects as `reader.readFrame` and `measure` do. */
export async function verifyMeasurements(
  reader: SessionReader,
  measure: Measure,
  signal?: AbortSignal,
): Promise<Verification> {
  const inputsSeen: MeasurementInputs[] = [];
  for (const { entry } of reader.events) {
    const event = entry.type === 'inputs' ? await reader.readEvent(entry) : null;
    if (event?.type === 'inputs') inputsSeen.push(event.inputs);
  }
  const candidatesOf = createPairing(reader);
  const unequal: { recorded: Measurement; again: Measurement }[] = [];
  let equal = 0;
  let unverifiable = 0;
  for (const { entry, holdsFrom } of reader.events) {
    signal?.throwIfAborted();
    const event: SessionEvent | null = entry.type === 'measurement' ? await reader.readEvent(entry) : null;
    if (event?.type !== 'measurement') continue;
    const recorded = event.measurement;
    const frame = reader.frames[frameNumbered(reader.frames, recorded.frameNumber, holdsFrom)];
    const inputs = inputsSeen.find(candidate => candidate.revision === recorded.inputsRevision);
    if (!frame || !inputs) {
      unverifiable += 1;
      continue;
    }
    const again = await measureAgain(reader, measure, { frame, inputs, recorded, candidatesOf });
    if (again === 'equal') equal += 1;
    else unequal.push({ recorded, again });
  }
  return { equal, unequal, unverifiable };
}

async function measureAgain(
  reader: SessionReader,
  measure: Measure,
  {
    frame,
    inputs,
    recorded,
    candidatesOf,
  }: {
    frame: FrameEntry;
    inputs: MeasurementInputs;
    recorded: Measurement;
    candidatesOf: ReturnType<typeof createPairing>;
  },
): Promise<'equal' | Measurement> {
  let first: Measurement | null = null;
  for (const second of candidatesOf(frame, recorded.secondNumber)) {
    const planes = {
      main: await reader.readFrame(frame),
      second: second && (await reader.readFrame(second)),
    };
    const again = await measure(planes, inputs);
    if (sameMeasurement(recorded, again)) return 'equal';
    first ??= again;
  }
  return first!;
}

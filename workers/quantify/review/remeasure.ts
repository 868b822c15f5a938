/**
 * Measures a session's frames again, by the function of the live path: the next frame is read while this one is measured. Holds two frames
 * at a time, and the few of the second camera that one may have been paired with.
 */
import { createPairing } from '#archive/frame-pair.ts';
import type { Pace } from '#archive/pace.ts';
import type { SessionReader } from '#archive/reader.ts';
import type { FrameEntry } from '#archive/scan.ts';
import type { Field } from '#model/field.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { KeyFrame } from '#model/motion.ts';
import { ProblemError } from '#model/problem.ts';
import { toRow } from '#model/rows.ts';
import { sameMeasurement } from '#model/same-measurement.ts';
import type { MeasuredFrame } from '../../nir-codes.ts';
import type { RemeasureOrder, RemeasureSummary, TellRows } from '../api.ts';
import { createBatches } from './batches.ts';
import { createMeasuredLog } from './measured-log.ts';
import { createSettingsLog } from './settings-log.ts';
import { createTurns } from './turns.ts';

/** The live path's measurement, with what inputs may refer to. */
export type MeasureAgain = (
  frame: MeasuredFrame,
  inputs: MeasurementInputs,
  named: { readonly fields: readonly Field[]; readonly keyFrame: KeyFrame | null },
) => Measurement;

/** Rejects with an `AbortError` once stopped, and with what the disk says when the session goes away. */
export async function remeasure(
  reader: SessionReader,
  order: RemeasureOrder,
  parts: {
    measure: MeasureAgain;
    tell: TellRows;
    signal: AbortSignal;
    clockS: () => number;
    pace?: Pace | undefined;
  },
): Promise<RemeasureSummary> {
  const { frames } = reader;
  const { from, to, every } = wholeOrder(order, frames.length);
  const takeTurn = createTurns(parts.signal, parts.clockS, parts.pace);
  const batches = createBatches(parts.tell, parts.clockS);
  const settings = createSettingsLog(reader);
  const live = createMeasuredLog(reader, from);
  const candidatesOf = createPairing(reader);
  const sum = { frames: 0, equal: 0, unequal: 0, unverifiable: 0, damaged: 0 };

  const measureWith = async (frame: MeasuredFrame, inputs: MeasurementInputs): Promise<Measurement> =>
    parts.measure(frame, inputs, {
      fields: await settings.fieldsOf(inputs),
      keyFrame: await settings.keyFrameOf(inputs),
    });

  /** Planes of a second camera's frames, while they may still be asked for. */
  const seconds = new Map<FrameEntry, FramePlanes>();
  const secondOf = async (entry: FrameEntry | null): Promise<FramePlanes | null> => {
    const known = entry && seconds.get(entry);
    if (!entry || known) return known ?? null;
    const planes = await reader.readFrame(entry).catch(damagedOrThrow);
    if (!planes) return null;
    seconds.set(entry, planes);
    for (const oldest of seconds.keys()) if (seconds.size > secondsKept) seconds.delete(oldest);
    return planes;
  };

  /** Counts how `recorded` compares, and answers what the frame measures now. */
  const compare = async (
    recorded: Measurement,
    { entry, main, frameIndex }: { entry: FrameEntry; main: FramePlanes; frameIndex: number },
  ): Promise<Measurement | null> => {
    const inputs = await settings.withRevision(recorded.inputsRevision, frameIndex);
    if (!inputs) {
      sum.unverifiable += 1;
      return null;
    }
    let first: Measurement | null = null;
    let isLossy = entry.coded?.isExact === false;
    for (const candidate of candidatesOf(entry, recorded.secondNumber)) {
      isLossy ||= candidate?.coded?.isExact === false;
      const again = await measureWith({ main, second: await secondOf(candidate) }, inputs);
      if (sameMeasurement(recorded, again)) {
        sum.equal += 1;
        return again;
      }
      first ??= again;
    }
    sum[isLossy ? 'unverifiable' : 'unequal'] += 1;
    return first;
  };

  const measureFrame = async (frameIndex: number, main: FramePlanes): Promise<Measurement | null> => {
    const entry = frames[frameIndex]!;
    let measurement: Measurement | null = null;
    if (!order.inputs)
      for (const recorded of await live.of(frameIndex))
        measurement = (await compare(recorded, { entry, main, frameIndex })) ?? measurement;
    const inputs = measurement ? null : (order.inputs ?? (await settings.at(frameIndex)));
    if (!inputs) return measurement;
    return measureWith({ main, second: await secondOf(candidatesOf(entry)[0]!) }, inputs);
  };

  /** Null: its bytes are damaged. A failure is told when the frame's turn comes, not before. */
  const read = (frameIndex: number) => {
    const entry = frameIndex <= to ? frames[frameIndex] : undefined;
    const reading = entry ? reader.readFrame(entry).catch(damagedOrThrow) : Promise.resolve(null);
    reading.catch(() => undefined);
    return reading;
  };

  const firstS = frames[0]?.arrivedS ?? 0;
  let coming = read(from);
  for (let frameIndex = from; frameIndex <= to; frameIndex += every) {
    const main = await coming;
    await takeTurn();
    coming = read(frameIndex + every);
    if (main) sum.frames += 1;
    else {
      sum.damaged += 1;
      if (!order.inputs) sum.unverifiable += (await live.of(frameIndex)).length;
    }
    const measurement = main && (await measureFrame(frameIndex, main));
    const atS = frames[frameIndex]!.arrivedS - firstS;
    batches.add(
      measurement && toRow(measurement, { frameIndex, atS }),
      (frameIndex - from + 1) / (to - from + 1),
    );
  }
  sum.unverifiable += live.homeless.filter(holdsFrom => holdsFrom > from && holdsFrom <= to + 1).length;
  await batches.finish();
  return sum;
}

/** A frame's candidates, and the next frame's. */
const secondsKept = 6;

/** Null for a frame that is damaged; anything else is no fault of the frame. */
function damagedOrThrow(error: unknown): null {
  if (error instanceof ProblemError) return null;
  throw error;
}

/** Whole frames that are there, whatever was asked for. */
function wholeOrder({ from, to, every }: RemeasureOrder, frameCount: number) {
  const whole = (value: number, low: number, high: number) =>
    Math.min(high, Math.max(low, Math.round(value) || 0));
  return {
    from: whole(from, 0, frameCount),
    to: whole(to, -1, frameCount - 1),
    every: whole(every, 1, Math.max(1, frameCount)),
  };
}

/** Which events hold at which frame, and that what was measured live can be proved from the recording. */
import { expect, test } from 'vitest';
import { openSession } from '#archive/reader.ts';
import { verifyMeasurements } from '#archive/verify.ts';
import { emptyCase } from '#model/case-strip.ts';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { SessionEvent } from '#model/event.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { MeasurementInputs } from '#model/measurement.ts';
import { grey, inputsEvent, inputsOf, mark, measurementOf, sessionInMemory, writeSample } from './samples.ts';

const id = 'session-0001';
const described = (events: readonly SessionEvent[]) =>
  events.map(event => (event.type === 'inputs' ? `inputs ${event.inputs.revision}` : event.type)).sort();

/** A stand-in for the region statistics: any function of codes and inputs will do. */
function measure(
  { main, second }: { main: FramePlanes; second: FramePlanes | null },
  inputs: MeasurementInputs,
) {
  let sum = inputs.revision;
  for (const { planes } of second ? [main, second] : [main])
    for (const { samples } of planes) for (const code of samples) sum += Math.sqrt(code);
  return measurementOf(main, inputs, sum / 3);
}

const measured = (
  frameNumber: number,
  happenedAt: number,
  backgroundLinear: number,
  revision = 1,
): SessionEvent => {
  const frame = { number: frameNumber, timestampS: frameNumber / 30, arrivedS: 1000 + frameNumber / 30 };
  const measurement = measurementOf(frame, inputsOf(revision), backgroundLinear);
  return { type: 'measurement', atS: 1000 + happenedAt / 30, frameNumber: happenedAt, measurement };
};

test('at every frame hold the newest inputs, display and case from before it, and its own measurement', async () => {
  const happened = { atS: 1000, frameNumber: 101 };
  const { sessions } = await sessionInMemory(async writer => {
    await writer.writeEvent(inputsEvent(1, 99));
    await writeSample(writer, { number: 100 });
    await writeSample(writer, { number: 101 });
    await writer.writeEvent({ type: 'display', ...happened, display: defaultDisplay, view: defaultView });
    await writer.writeEvent({ type: 'case', ...happened, case: emptyCase });
    await writer.writeEvent(mark('look', 101));
    await writeSample(writer, { number: 102 });
    // Frames overtook this event on the way to the disk: its number says that it holds from 102 on.
    await writer.writeEvent(inputsEvent(2, 101));
    // Written behind frame 102, measured in frame 101; and one whose newest frame was known late.
    await writer.writeEvent(measured(101, 102, 0.5));
    await writeSample(writer, { number: 103 });
    await writer.writeEvent(measured(103, 101, 0.25, 2));
    // This one overtook its frame.
    await writer.writeEvent(inputsEvent(3, 104));
    await writeSample(writer, { number: 104 });
    await writeSample(writer, { number: 105 });
  });
  const reader = await openSession(sessions, id);
  const at = async (frameIndex: number) => described(await reader.eventsAt(frameIndex));
  expect(await at(0)).toEqual(['inputs 1']);
  expect(await at(1)).toEqual(['inputs 1', 'measurement']);
  expect(await at(2)).toEqual(['case', 'display', 'inputs 2']);
  expect(await at(3)).toEqual(['case', 'display', 'inputs 2', 'measurement']);
  expect(await at(4)).toEqual(['case', 'display', 'inputs 2']);
  expect(await at(5)).toEqual(['case', 'display', 'inputs 3']);
  expect(described(await reader.eventsUpTo(2))).toEqual([
    'case',
    'display',
    'inputs 1',
    'inputs 2',
    'mark',
    'measurement',
  ]);
});

test('when a source came back and numbers began anew, events stay where they were written', async () => {
  const { sessions } = await sessionInMemory(async writer => {
    for (const number of [500, 501]) await writeSample(writer, { number });
    for (const number of [0, 1]) await writeSample(writer, { number });
    await writer.writeEvent(inputsEvent(7, 501));
    for (const number of [2, 3]) await writeSample(writer, { number });
  });
  const reader = await openSession(sessions, id);
  expect(reader.events[0]?.holdsFrom).toBe(4);
});

test('every recorded measurement is measured again, and one bit of difference is found', async () => {
  const format = grey(31, 17);
  const { sessions: without } = await sessionInMemory(async writer => {
    for (let number = 0; number < 6; number++) await writeSample(writer, { number, format });
  });
  const source = await openSession(without, id);
  const values = await Promise.all(
    source.frames.map(async entry =>
      measure({ main: await source.readFrame(entry), second: null }, inputsOf(1)),
    ),
  );
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, values[4]!.backgroundLinear!);
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  const { sessions } = await sessionInMemory(async writer => {
    await writer.writeEvent(inputsEvent(1, -1));
    for (let number = 0; number < 6; number++) {
      await writeSample(writer, { number, format });
      const value = number === 4 ? bits.getFloat64(0) : values[number]!.backgroundLinear!;
      await writer.writeEvent(measured(number, number, value));
    }
    // Before the recording began, and with inputs that nobody noted.
    await writer.writeEvent(measured(-5, 5, 1));
    await writer.writeEvent(measured(3, 5, 1, 99));
  });
  const reader = await openSession(sessions, id);
  const { equal, unequal, unverifiable } = await verifyMeasurements(reader, measure);
  expect([equal, unverifiable]).toEqual([5, 2]);
  expect(unequal.map(({ recorded }) => recorded.frameNumber)).toEqual([4]);
});

test('measurements of two streams are proved with one of the frames that could have been shown together', async () => {
  const second = (number: number) => ({ number, stream: 'second' as const, arrivedS: 1000 + number / 15 });
  const fill = async (writer: Parameters<Parameters<typeof sessionInMemory>[0]>[0]) => {
    await writer.writeEvent(inputsEvent(1, -1));
    for (let number = 0; number < 6; number++) {
      if (number % 2 === 0) await writeSample(writer, second(number / 2));
      await writeSample(writer, { number });
    }
  };
  const source = await openSession((await sessionInMemory(fill, { streams: 2 })).sessions, id);
  const { sessions } = await sessionInMemory(
    async writer => {
      await fill(writer);
      for (const [i, entry] of source.frames.entries()) {
        const planes = {
          main: await source.readFrame(entry),
          second: await source.readFrame(source.secondFrames[Math.max(0, (i >> 1) - 1)]!),
        };
        await writer.writeEvent(measured(i, 5, measure(planes, inputsOf(1)).backgroundLinear!));
      }
    },
    { streams: 2 },
  );
  const reader = await openSession(sessions, id);
  expect(await verifyMeasurements(reader, measure)).toEqual({ equal: 6, unequal: [], unverifiable: 0 });
});

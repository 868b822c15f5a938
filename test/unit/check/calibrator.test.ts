/** The check through the calibrate worker's core: one average held, read again without frames; a series that ends when it is told. */
import { afterEach, expect, test } from 'vitest';
import { isChecked, type PlacedWell } from '#model/check.ts';
import { createCalibrator } from '#workers/calibrate/calibrator.ts';
import type { MeasuredFrame } from '#workers/nir-codes.ts';
import { formatOf, framesOf, profileOf, readingOf } from '../calibrate/field-frames.ts';
import { concentrationTarget } from './targets.ts';

const format = formatOf({ widthPx: 60, heightPx: 50 }, { format: 'Y16', bitDepth: 12, fullRange: true });
const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close();
    port2.close();
  }
});

/** A calibrator whose view worker answers every request with the next frame. */
function withFrames(frames: Iterable<MeasuredFrame>) {
  const channel = new MessageChannel();
  channels.push(channel);
  const each = frames[Symbol.iterator]();
  let asked = 0;
  channel.port1.onmessage = () => {
    asked++;
    const { value, done } = each.next();
    if (!done) channel.port1.postMessage(value);
  };
  const calibrator = createCalibrator();
  calibrator.connectView(channel.port2);
  return { calibrator, asked: () => asked };
}

const reading = readingOf(profileOf(), { frames: 4 });
const quiet = () => undefined;
const flicker = (x: number, _: number, frame: number) => (x < 30 ? 0.2 : 0.5) + 0.01 * Math.sin(frame / 2);

test('wells and bars are read from the average that is held, without new frames', async () => {
  const { calibrator, asked } = withFrames(framesOf({ format, light: flicker, readNoise: 0.01 }, 4));
  const { conditions } = await calibrator.readCheckPicture(reading, quiet);
  expect(conditions).toMatchObject({ frames: 4, unit: 'linear' });
  const well = (index: number, x: number): PlacedWell => ({
    index,
    centre: { x, y: 25 },
    radiusPx: 16,
    from: 'hand',
  });
  const read = await calibrator.readCheckWells({
    target: concentrationTarget,
    placed: [well(0, 45), well(8, 14)],
  });
  if ('withheld' in read) throw new Error(read.detail);
  expect(read.wells.map(({ value }) => value)).toEqual([1000, 'control']);
  expect(read.wells[0]!.mean! / read.wells[1]!.mean!).toBeCloseTo(2.5, 1);
  const [profile] = await calibrator.readCheckBars([
    { name: 'a', linePairsPerMm: 1, from: { x: 5, y: 25 }, to: { x: 55, y: 25 }, bars: 2 },
  ]);
  expect(profile!.values).toHaveLength(101);
  expect(asked()).toBe(4);
});

test('nothing can be read from a picture that was not taken', async () => {
  const { calibrator } = withFrames([]);
  await expect(calibrator.readCheckWells({ target: concentrationTarget, placed: null })).rejects.toThrow(
    'readCheckPicture first',
  );
});

test('a series runs as long as it was asked to, on the feed’s clock', async () => {
  const { calibrator, asked } = withFrames(framesOf({ format, light: flicker, readNoise: 0.01 }, 500));
  const result = await calibrator.readCheckStability({ ...reading, rect: null, durationS: 12 }, quiet);
  if (!isChecked(result)) throw new Error(result.detail);
  expect(asked()).toBe(361);
  expect(result.durationS).toBeCloseTo(12, 6);
  expect(result.periods[0]!.periodS.value).toBeCloseTo((4 * Math.PI) / 30, 2);
});

test('a series that is ended early answers with what came', async () => {
  const { calibrator } = withFrames(framesOf({ format, light: flicker, readNoise: 0.01 }, 500));
  const result = await calibrator.readCheckStability({ ...reading, rect: null, durationS: 600 }, share => {
    if (share > 0.02) calibrator.endCheckStability();
  });
  if (!isChecked(result)) throw new Error(result.detail);
  expect(result.durationS).toBeGreaterThan(12);
  expect(result.durationS).toBeLessThan(12.2);
});

test('a series that is cancelled is no reading', async () => {
  const { calibrator } = withFrames(framesOf({ format, light: flicker }, 40));
  await expect(
    calibrator.readCheckStability({ ...reading, rect: null, durationS: 60 }, share => {
      if (share > 0.01) setTimeout(() => calibrator.cancel());
    }),
  ).rejects.toMatchObject({ problem: { id: 'calibrate-cancelled' } });
});

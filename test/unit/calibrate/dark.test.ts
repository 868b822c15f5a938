/** Dark: what is read from frames without light, what it is worth, and what is refused. */
import { describe, expect, test } from 'vitest';
import type { Field } from '#model/field.ts';
import { wholeFrame } from '#model/layout.ts';
import { ProblemError } from '#model/problem.ts';
import type { Transfer } from '#model/profile.ts';
import { profileSchema } from '#model/profile-schema.ts';
import { darkLinear, linearTable, signalToLinear } from '#model/transfer.ts';
import { createDarkReader } from '#workers/calibrate/fields/dark.ts';
import type { MeasuredFrame } from '#workers/nir-codes.ts';
import {
  type Camera,
  formatOf,
  framesOf,
  idsOf,
  nirOnly,
  profileOf,
  readAll,
  readingOf,
  stopsOf,
} from './field-frames.ts';

const size = { widthPx: 160, heightPx: 120 };
const format = formatOf(size);
const noLight = () => 0;
const quiet: Camera = { format, pedestal: 12 / 255, readNoise: 1 / 255, light: noLight };

const readDark = (camera: Camera, change: { frames?: number; transfer?: Transfer; seed?: number } = {}) => {
  const profile = profileOf({ transfer: change.transfer ?? camera.transfer ?? { kind: 'linear' } });
  return readAll(createDarkReader(readingOf(profile)), framesOf(camera, change.frames ?? 16, change.seed));
};

const valueAt = (field: Field, x: number, y: number): number =>
  field.low + field.step * field.samples[y * field.widthPx + x]!;

const problemOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.id;
    throw error;
  }
  return 'none';
};

describe('the level', () => {
  const curves: Transfer[] = [
    { kind: 'linear' },
    { kind: 'srgb' },
    { kind: 'bt709' },
    { kind: 'power', gamma: 2.2 },
    { kind: 'power', gamma: 0.6 },
  ];
  test.each(curves)('is the code of the pedestal to a twentieth of a code through $kind', transfer => {
    const pedestal = signalToLinear(20 / 255, transfer);
    const reading = readDark({ ...quiet, transfer, pedestal, readNoise: pedestal / 5 });
    expect(Math.abs(reading.darkCodes - 20)).toBeLessThan(0.05);
    expect(stopsOf(reading)).toEqual([]);
  });

  test('lies within three of its own standard uncertainties, with much noise, little and none', () => {
    for (const [noiseCodes, seed] of [0, 0.1, 0.3, 0.5, 1, 3].entries()) {
      for (const offset of [11.5, 12, 12.2, 12.4]) {
        const camera = { ...quiet, pedestal: offset / 255, readNoise: noiseCodes / 255 };
        const { darkCodes, darkSdCodes } = readDark(camera, { seed: seed + 1 });
        expect(Math.abs(darkCodes - offset)).toBeLessThan(3 * darkSdCodes);
        expect(darkSdCodes).toBeLessThan(0.35);
      }
    }
  });

  test('knows the noise of one pixel', () => {
    const { noiseCodes } = readDark({ ...quiet, readNoise: 2 / 255 });
    // Rounding adds 1/12 of a code squared.
    expect(noiseCodes).toBeCloseTo(Math.sqrt(4 + 1 / 12), 1);
  });

  test.each([
    ['limited range', formatOf(size, { format: 'I420', fullRange: false }), 16 + 12 * (219 / 255)],
    ['ten bits', formatOf(size, { bitDepth: 10 }), (1023 * 12) / 255],
    ['sixteen bits', formatOf(size, { format: 'Y16' }), (65_535 * 12) / 255],
    ['red, green and blue', formatOf(size, { format: 'RGBA' }), 12],
  ])('is told in the codes of %s', (_, format, codes) => {
    const reading = readDark({ ...quiet, format });
    expect(Math.abs(reading.darkCodes - codes)).toBeLessThan(0.003 * codes);
    expect(reading.frames).toBe(16);
  });

  test('is what a profile with it subtracts: a dark frame becomes nothing', () => {
    const transfer = { kind: 'power', gamma: 2.2 } as const;
    const camera = { ...quiet, transfer, pedestal: signalToLinear(20 / 255, transfer), readNoise: 2e-4 };
    const { darkCodes } = readDark(camera);
    const table = linearTable(format, profileOf({ transfer, darkCodes }));
    let sum = 0;
    let count = 0;
    for (const { main } of framesOf(camera, 8, 77)) {
      for (const code of main.planes[0]!.samples) sum += table[code]!;
      count += main.planes[0]!.samples.length;
    }
    expect(Math.abs(sum / count)).toBeLessThan(
      0.005 * darkLinear(format, profileOf({ transfer, darkCodes })),
    );
    expect(profileSchema.safeParse(profileOf({ transfer, darkCodes })).success).toBe(true);
  });
});

describe('structure', () => {
  const stripes = (x: number) => (x % 8 === 0 ? 1.5 / 255 : 0);
  const hot = (x: number, y: number) => (x * 31 + y * 17) % 997 === 0;
  const pattern = (x: number, y: number) => stripes(x) + (hot(x, y) ? 40 / 255 : 0) + (0.8 / 255) * (x / 160);

  test('is not invented where there is none', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const reading = readDark(quiet, { seed, frames: 8 });
      expect(reading.field).toBeNull();
      expect(idsOf(reading)).toEqual(['dark-steady']);
    }
  });

  test('is found with its size, and becomes a field that is close to it', () => {
    const reading = readDark({ ...quiet, light: pattern }, { frames: 32 });
    const { field, structureCodes } = reading;
    if (!field) throw new Error('No field was made.');
    let truth = 0;
    let error = 0;
    let meanPattern = 0;
    const n = size.widthPx * size.heightPx;
    for (let i = 0; i < n; i++) meanPattern += pattern(i % 160, Math.floor(i / 160)) / n;
    for (let i = 0; i < n; i++) {
      const x = i % 160;
      const y = Math.floor(i / 160);
      const wanted = pattern(x, y) - meanPattern;
      truth += wanted ** 2 / n;
      error += (valueAt(field, x, y) - wanted) ** 2 / n;
    }
    expect(structureCodes / 255).toBeCloseTo(Math.sqrt(truth), 3);
    // Less than the noise that the mean of all frames still has: 1.04 codes / √32.
    expect(255 * Math.sqrt(error)).toBeLessThan(1.04 / Math.sqrt(32));
    expect(idsOf(reading)).toContain('dark-structure');
    expect(stopsOf(reading)).toEqual([]);
  });

  test('of hot pixels is kept at full size and without a halo', () => {
    const { field } = readDark(
      { ...quiet, light: (x, y) => (x === 80 && y === 60 ? 80 / 255 : 0) },
      { frames: 32 },
    );
    if (!field) throw new Error('No field was made.');
    expect(255 * valueAt(field, 80, 60)).toBeGreaterThan(79);
    expect(Math.abs(255 * valueAt(field, 81, 60))).toBeLessThan(1);
    expect(Math.abs(255 * valueAt(field, 84, 60))).toBeLessThan(0.3);
  });

  test('cannot be told from noise where every frame is the same picture', () => {
    const [only] = framesOf(quiet, 1);
    const reading = readAll(createDarkReader(readingOf(profileOf())), Array<MeasuredFrame>(8).fill(only!));
    expect(reading.field).toBeNull();
    expect(idsOf(reading)).toContain('dark-one-picture');
  });

  test('is shown as a picture: grey where there is none, red where it is brighter', () => {
    const { picture } = readDark({ ...quiet, light: x => (x >= 80 ? 2 / 255 : 0) });
    expect([picture.widthPx, picture.heightPx]).toEqual([160, 120]);
    const at = (x: number, y: number) => [...picture.rgba.subarray(4 * (160 * y + x), 4 * (160 * y + x) + 4)];
    const [leftRed, , leftBlue] = at(20, 60);
    const [rightRed, , rightBlue, alpha] = at(140, 60);
    expect(leftBlue).toBeGreaterThan(leftRed!);
    expect(rightRed).toBeGreaterThan(rightBlue!);
    expect(alpha).toBe(255);
  });
});

describe('a reading is refused', () => {
  test('where the light is on: tissue, a bright place, a slope, a bright even picture', () => {
    const scenes: Camera['light'][] = [
      (x, y) => 0.3 * Math.exp(-((x - 80) ** 2 + (y - 60) ** 2) / 800),
      (x, y) => (x > 30 && x < 45 && y > 30 && y < 45 ? 0.5 : 0),
      x => 0.1 * (x / 160),
      () => 0.4,
    ];
    for (const light of scenes) expect(stopsOf(readDark({ ...quiet, light }))).toContain('dark-light-on');
  });

  test('where the level jumps or creeps during the reading', () => {
    const jump = readDark({ ...quiet, light: (_x, _y, frame) => (frame >= 8 ? 4 / 255 : 0) });
    const creep = readDark({ ...quiet, light: (_x, _y, frame) => frame / 4 / 255 });
    const short = readDark({ ...quiet, light: (_x, _y, frame) => (frame >= 2 ? 4 / 255 : 0) }, { frames: 4 });
    for (const reading of [jump, creep, short]) expect(stopsOf(reading)).toContain('dark-changing');
    expect(jump.darkSdCodes).toBeGreaterThan(1);
  });

  test('but a small light leak, a high pedestal and a slow drift are cautions', () => {
    const leak = readDark({ ...quiet, light: x => (5 / 255) * (x / 160) });
    expect(stopsOf(leak)).toEqual([]);
    expect(idsOf(leak)).toContain('dark-uneven');
    const high = readDark({ ...quiet, pedestal: 40 / 255 });
    expect(idsOf(high)).toEqual(['dark-high']);
    const drift = readDark({ ...quiet, light: (_x, _y, frame) => (0.5 * frame) / 16 / 255 });
    expect(stopsOf(drift)).toEqual([]);
    expect(drift.darkSdCodes).toBeGreaterThan(0.1);
  });

  test('and a gain that hunts in the dark is noticed by its noise', () => {
    const calm = framesOf({ ...quiet, readNoise: 1 / 255 }, 16, 3);
    const loud = framesOf({ ...quiet, readNoise: 2 / 255 }, 16, 4);
    const reader = createDarkReader(readingOf(profileOf()));
    for (const frame of calm) reader.add(frame);
    for (const frame of loud) reader.add(frame);
    expect(idsOf(reader.finish())).toContain('dark-gain-changing');
  });

  test('and black that is cut off is said, and counted in the uncertainty', () => {
    const half = readDark({ ...quiet, pedestal: 0, readNoise: 3 / 255 });
    expect(idsOf(half)).toContain('dark-cut-off');
    // Half a normal distribution of SD 3 has its mean at 3/√(2π).
    expect(half.darkSdCodes).toBeGreaterThan(1);
    expect(half.darkCodes).toBeLessThan(3 * half.darkSdCodes);
    const all = readDark({ ...quiet, pedestal: 0, readNoise: 0 });
    expect(all.darkCodes).toBe(0);
    expect(all.darkSdCodes).toBeCloseTo(1 / Math.sqrt(12), 6);
    expect(idsOf(all)).toContain('dark-cut-off');
    // Limited range has room below black: there nothing is cut.
    const limited = formatOf(size, { format: 'I420', fullRange: false });
    const free = readDark({ ...quiet, format: limited, pedestal: 0, readNoise: 1 / 255 });
    expect(idsOf(free)).toEqual(['dark-steady']);
    expect(free.darkCodes).toBeCloseTo(16, 1);
  });

  test('every finding says in words what to do, and has a name of its own', () => {
    const { findings } = readDark({ ...quiet, pedestal: 0, light: (x, _y, frame) => (x + 8 * frame) / 2000 });
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    expect(findings.length).toBeGreaterThan(1);
    for (const { words } of findings) expect(words).toMatch(/\. [A-Z].*\.$/);
  });
});

describe('frames', () => {
  const second = formatOf({ widthPx: 64, heightPx: 48 });

  test('without an NIR channel, of another size than the first, and too few of them, are refused', () => {
    const reading = readingOf(profileOf());
    const [frame] = framesOf(quiet, 1);
    const [other] = framesOf({ ...quiet, format: second }, 1);
    const blind = { ...nirOnly, white: nirOnly.nir, nir: null };
    expect(problemOf(() => createDarkReader({ ...reading, layout: blind }).add(frame!))).toBe(
      'calibrate-no-nir',
    );
    const elsewhere = { ...nirOnly, nir: { stream: 'second', rect: wholeFrame } as const };
    expect(problemOf(() => createDarkReader({ ...reading, layout: elsewhere }).add(frame!))).toBe(
      'calibrate-no-nir',
    );
    const reader = createDarkReader(reading);
    reader.add(frame!);
    expect(problemOf(() => reader.add(other!))).toBe('calibrate-format-changed');
    expect(problemOf(() => createDarkReader(reading).finish())).toBe('calibrate-too-few-frames');
  });

  test('of a second camera, and a part of a frame, are read where the layout says', () => {
    const [main] = framesOf({ ...quiet, pedestal: 0.9, readNoise: 0 }, 1);
    const layout = { ...nirOnly, nir: { stream: 'second', rect: wholeFrame } as const };
    const reader = createDarkReader(readingOf(profileOf(), { layout }));
    for (const { main: nir } of framesOf({ ...quiet, format: second }, 4))
      reader.add({ main: main!.main, second: nir });
    expect(reader.finish().darkCodes).toBeCloseTo(12, 1);

    const right = {
      ...nirOnly,
      nir: { stream: 'main', rect: { x: 0.5, y: 0, width: 0.5, height: 1 } } as const,
    };
    const halves: Camera = { ...quiet, light: x => (x < 80 ? 0.8 : 0) };
    const part = readAll(createDarkReader(readingOf(profileOf(), { layout: right })), framesOf(halves, 4));
    expect(part.darkCodes).toBeCloseTo(12, 1);
    expect(part.picture.widthPx).toBe(80);
  });

  test('are not kept: overwriting one after it was shown changes nothing', () => {
    const reader = createDarkReader(readingOf(profileOf()));
    for (const frame of framesOf(quiet, 16)) {
      reader.add(frame);
      frame.main.planes[0]!.samples.fill(200);
    }
    expect(reader.finish()).toEqual(readDark(quiet));
  });
});

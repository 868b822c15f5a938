import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrameFormat } from '#model/frame.ts';
import { type PhantomSpec, phantomSchema } from '#model/phantom.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import { linearToSignal } from '#model/transfer.ts';
import { type FieldContext, fieldContext } from '#model/watch/field-summary.ts';
import { createFieldWatch, type FieldNews } from '#model/watch/field-watch.ts';
import { createRandom } from '#test/support/random.ts';
import { phantomProfile } from '#workers/feed/phantom/description.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';

/** Columns and rows of pixels that the field is sampled at. */
const columns = 128;
const rows = 96;

/** What a camera sees at one moment. Light: 1 is white. Distances: samples of the grid. */
type Moment = {
  readonly gain: number;
  readonly ambient: number;
  /** Dark in codes. */
  readonly darkCodes: number;
  readonly move: number;
  /** Share of the width that something covers from the left, and its light. */
  readonly covered: number;
  readonly coverLight: number;
};
const usual: Moment = { gain: 1, ambient: 0, darkCodes: 10, move: 0, covered: 0, coverLight: 0.01 };

const decibels = (dB: number): number => 10 ** (dB / 20);
/** Of the noise-free mean, in light. */
const noise = { shot: 0.012, read: 0.004 };

/** Tissue with texture, a nodule, a fold of drape that gives no light, and vignetting. */
function lightAt(x: number, y: number): number {
  const outward = ((x / columns - 0.5) ** 2 + (y / rows - 0.5) ** 2) * 2;
  const texture = 1 + 0.25 * Math.sin(x / 9) * Math.cos(y / 7) + 0.1 * Math.sin((x + 2 * y) / 3.1);
  const nodule = 0.4 * Math.exp(-((x - 80) ** 2 + (y - 40) ** 2) / 300);
  const isDrape = y > 84 && x < 60;
  return isDrape ? 0 : (0.16 * texture + nodule) * (1 - 0.3 * outward);
}

type Camera = { readonly gamma: number; readonly profile: Profile };
const coded: Camera = {
  gamma: 2.2,
  profile: { ...unknownProfile, transfer: { kind: 'power', gamma: 2.2 }, darkCodes: 10 },
};
const linear: Camera = {
  gamma: 1,
  profile: { ...unknownProfile, transfer: { kind: 'linear' }, darkCodes: 10 },
};
const uncalibrated: Camera = { gamma: 2.2, profile: unknownProfile };
const cameras = { coded, linear, uncalibrated };

const format: FrameFormat = {
  format: 'I420',
  widthPx: 640,
  heightPx: 480,
  bitDepth: 8,
  colour: { fullRange: true, matrix: null, transfer: null, primaries: null },
};

/** Frames of a camera as a histogram each; the same seed gives the same noise. */
function createCamera({ gamma }: Camera, seed = 1) {
  const { uniform } = createRandom(seed);
  // Irwin–Hall of four: a normal deviate as far as quantiles of a field can tell.
  const deviates = Float64Array.from({ length: 65_536 }, () => {
    const sum = uniform(0, 1) + uniform(0, 1) + uniform(0, 1) + uniform(0, 1);
    return (sum - 2) * Math.sqrt(3);
  });
  const toCode = Float64Array.from(
    { length: 4096 },
    (_, i) => 255 * linearToSignal(i / 4095, { kind: 'power', gamma }),
  );
  let at = 0;
  return (moment: Moment): number[] => {
    const { gain, ambient, darkCodes, move, covered, coverLight } = moment;
    const pedestal = (darkCodes / 255) ** gamma;
    const histogram = new Array<number>(256).fill(0);
    at = (at + 12_347) % deviates.length;
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) {
        const light = (x < covered * columns ? coverLight : lightAt(x + move, y + 0.6 * move)) + ambient;
        at = (at + 1) % deviates.length;
        const sd = noise.shot * Math.sqrt(light) + noise.read * 0.2;
        const linearCode = gain * (light + sd * deviates[at]!) + pedestal;
        const code = toCode[Math.max(0, Math.min(4095, Math.round(linearCode * 4095)))]!;
        histogram[Math.round(code)]!++;
      }
    return histogram;
  };
}

type Told = { readonly atS: number; readonly news: FieldNews };

/** Everything that is told of `seconds` at `fps`. */
function watch(
  camera: Camera,
  { seconds, fps = 30, seed = 1 }: { seconds: number; fps?: number; seed?: number },
  momentAt: (timeS: number) => Partial<Moment>,
  context: FieldContext = fieldContext(format, camera.profile),
): readonly Told[] {
  const seeing = createFieldWatch();
  const frame = createCamera(camera, seed);
  const told: Told[] = [];
  for (let frameNumber = 0; frameNumber < seconds * fps; frameNumber++) {
    const timestampS = frameNumber / fps;
    const fieldHistogram = frame({ ...usual, ...momentAt(timestampS) });
    for (const news of seeing.see({ fieldHistogram, timestampS, frameNumber }, context))
      told.push({ atS: timestampS, news });
  }
  return told;
}

const breath = (timeS: number): Partial<Moment> => ({
  move: 4 * (0.5 - 0.5 * Math.cos((2 * Math.PI * timeS) / 4)) ** 1.5,
});

describe('a step of gain', () => {
  const every = Object.entries(cameras).flatMap(([name, camera]) =>
    [30, 5].flatMap(fps => [1, 3, 6, -1, -6].map(dB => ({ name, camera, fps, dB }))),
  );
  test.each(every)('of $dB dB is told once, soon and by its size: $name, $fps fps', ({ camera, fps, dB }) => {
    const told = watch(camera, { seconds: 5, fps }, timeS => ({
      ...breath(timeS),
      gain: timeS >= 2 ? decibels(dB) : 1,
    }));
    expect(told.map(({ news }) => news.kind)).toEqual(['gain-jump']);
    const [{ atS, news }] = told as [Told];
    expect(atS - 2).toBeLessThan(0.5);
    if (news.kind === 'gain-jump') {
      expect(news.overS).toBeLessThan(0.6);
      expect(news.isStep).toBe(true);
      // Without a measured dark it is a little less than it was.
      const slack = camera === uncalibrated ? 0.2 : 0.1;
      expect(Math.abs(Math.log(news.ratio / decibels(dB)))).toBeLessThan(
        slack * Math.abs(Math.log(decibels(dB))),
      );
    }
  });

  test('that takes three frames is one step', () => {
    const told = watch(coded, { seconds: 4 }, timeS => ({
      gain: decibels(Math.min(3, Math.max(0, (timeS - 2) * 30))),
    }));
    expect(told).toHaveLength(1);
    expect(told[0]!.news).toMatchObject({ kind: 'gain-jump', isStep: true });
  });

  test('of a tenth of a decibel, there and back, is not told, whatever the noise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), seed => {
        const told = watch(coded, { seconds: 4, seed }, timeS => ({
          ...breath(timeS),
          gain: decibels(Math.floor(timeS * 2) % 2 === 0 ? 0 : 0.1),
        }));
        expect(told).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  test('that is gone in the next frame was a flash, and is not told', () => {
    expect(watch(coded, { seconds: 4 }, t => ({ gain: Math.abs(t - 2) < 0.01 ? 2 : 1 }))).toEqual([]);
  });

  test('that clips a part of the picture is told by the part that is not clipped', () => {
    const told = watch(linear, { seconds: 4 }, timeS => ({ gain: timeS >= 2 ? 3 : 1 }));
    expect(told.map(({ news }) => news.kind)).toEqual(['gain-jump']);
    expect(told[0]!.news).toMatchObject({ ratio: expect.closeTo(3, 0) });
  });
});

describe('dye that washes in', () => {
  test.each([3, 8])('within %i s is no step', riseS => {
    const told = watch(linear, { seconds: 3 + riseS }, timeS => ({
      ...breath(timeS),
      gain: 0.3 + 0.7 * Math.min(1, Math.max(0, (timeS - 2) / riseS)),
    }));
    expect(told.length).toBeGreaterThan(0);
    for (const { news } of told) expect(news).toMatchObject({ kind: 'gain-jump', isStep: false });
  });
});

describe('a gain that creeps', () => {
  test.each([30, 5])('by tenths of a decibel is told before it has gone 0.8 dB, at %i fps', fps => {
    const told = watch(coded, { seconds: 12, fps }, timeS => ({
      ...breath(timeS),
      gain: decibels(0.1 * Math.floor(Math.max(0, timeS - 2) * 2)),
    }));
    const jumps = told.filter(({ news }) => news.kind === 'gain-jump');
    expect(jumps).toEqual(told);
    expect(jumps[0]!.atS).toBeLessThan(6);
    const product = jumps.reduce((all, { news }) => all * (news.kind === 'gain-jump' ? news.ratio : 1), 1);
    expect(20 * Math.log10(product)).toBeGreaterThan(1.2);
    expect(20 * Math.log10(product)).toBeLessThan(2.2);
  });

  test('over seconds says so: it may be the distance', () => {
    const told = watch(coded, { seconds: 8 }, timeS => ({ gain: 1 + 0.02 * Math.max(0, timeS - 1) }));
    expect(told.length).toBeGreaterThan(0);
    for (const { news } of told) expect(news).toMatchObject({ kind: 'gain-jump', overS: expect.any(Number) });
    expect(told[0]!.news.kind === 'gain-jump' && told[0]!.news.overS).toBeGreaterThan(0.9);
  });
});

describe('what happens in theatre all the time is not told', () => {
  const everyday: Readonly<Record<string, (timeS: number) => Partial<Moment>>> = {
    'a still picture': () => ({}),
    'slow breathing': breath,
    'deep breathing': timeS => ({ move: 3 * (breath(timeS).move ?? 0) }),
    'a dark hand that crosses': timeS => ({
      ...breath(timeS),
      covered: 0.6 * Math.max(0, Math.sin((timeS - 1) * 1.2)),
      coverLight: 0.01,
    }),
    'a glove that glows': timeS => ({
      covered: 0.5 * Math.max(0, Math.sin((timeS - 1) * 1.7)),
      coverLight: 0.6,
    }),
    'an instrument that comes at once and stays': timeS => ({
      covered: timeS > 2 ? 0.25 : 0,
      coverLight: 0.02,
    }),
    'a swab as bright as tissue': timeS => ({ covered: timeS > 2 ? 0.4 : 0, coverLight: 0.17 }),
    'a scope that glides over the tissue': timeS => ({ move: 3 * timeS }),
    'a lamp that swings by in half a second': timeS => ({
      ambient: Math.abs(timeS - 3) < 0.25 ? 0.05 : 0,
    }),
  };
  const ways = [
    { camera: 'coded', fps: 30 },
    { camera: 'linear', fps: 5 },
    { camera: 'uncalibrated', fps: 5 },
  ] as const;
  const every = Object.entries(everyday).flatMap(([name, momentAt]) =>
    ways.map(way => ({ ...way, name, momentAt, made: cameras[way.camera] })),
  );
  test.each(every)('$name: $camera, $fps fps', ({ momentAt, fps, made }) => {
    expect(watch(made, { seconds: 8, fps }, momentAt)).toEqual([]);
  });

  test('the dye that washes in over minutes', () => {
    expect(watch(coded, { seconds: 60, fps: 5 }, timeS => ({ gain: 1 + timeS / 1000 }))).toEqual([]);
  });

  test('a dark picture, in which a factor cannot be judged', () => {
    expect(watch(linear, { seconds: 4 }, timeS => ({ gain: timeS > 2 ? 0.06 : 0.05 }))).toEqual([]);
  });
});

describe('the seeded phantoms', () => {
  const seeds = Object.values(
    import.meta.glob('../../../seeds/phantoms/*.json', { eager: true, import: 'default' }),
  ).map(seed => phantomSchema.parse(seed));
  const every = seeds.flatMap(seed => [
    { seed, id: seed.id, known: true },
    { seed, id: seed.id, known: false },
  ]);

  /** Kinds of all news of a quarter of a minute, at five frames a second. */
  function kindsOf(seed: PhantomSpec, { autoGain, known }: { autoGain: boolean; known: boolean }): string[] {
    const spec = { ...seed, widthPx: 320, heightPx: 240, camera: { ...seed.camera, autoGain } };
    const delivered = { ...format, colour: { ...format.colour, fullRange: spec.camera.range === 'full' } };
    const context = fieldContext(delivered, known ? phantomProfile(spec) : unknownProfile);
    const { render, totalBytes } = createPhantomRenderer(spec);
    const bytes = new Uint8Array(totalBytes);
    const seeing = createFieldWatch();
    return Array.from({ length: 75 }, (_, i) => i).flatMap(i => {
      const frameNumber = Math.round((i * spec.fps) / 5);
      render(frameNumber, bytes);
      const fieldHistogram = new Array<number>(256).fill(0);
      for (let y = 0; y < spec.heightPx; y += 2)
        for (let x = 0; x < spec.widthPx; x += 2) fieldHistogram[bytes[(2 * y + 1) * spec.widthPx + x]!]!++;
      const timestampS = frameNumber / spec.fps;
      return seeing.see({ fieldHistogram, timestampS, frameNumber }, context).map(({ kind }) => kind);
    });
  }

  test.each(every)('give no news while they breathe: $id, profile known: $known', ({ seed, known }) => {
    expect(kindsOf(seed, { autoGain: false, known })).toEqual([]);
  });

  test.each(every)('tell their auto-gain and nothing else: $id, profile known: $known', ({ seed, known }) => {
    const kinds = kindsOf(seed, { autoGain: true, known });
    expect(kinds.length).toBeGreaterThan(0);
    expect(new Set(kinds)).toEqual(new Set(['gain-jump']));
  });
});

describe('ambient light', () => {
  test.each([
    { fps: 30, camera: coded },
    { fps: 5, camera: coded },
    { fps: 30, camera: linear },
    { fps: 5, camera: linear },
  ])(
    'that is switched on, and off again, is told as what it is ($fps fps, γ $camera.gamma)',
    ({ fps, camera }) => {
      const told = watch(camera, { seconds: 9, fps }, timeS => ({
        ...breath(timeS),
        ambient: timeS >= 2 && timeS < 6 ? 0.04 : 0,
      }));
      expect(told.map(({ news }) => news.kind)).toEqual(['ambient-changed', 'ambient-changed']);
      const [on, off] = told as [Told, Told];
      expect(on.atS - 2).toBeLessThan(2);
      expect(off.atS - 6).toBeLessThan(2);
      if (on.news.kind === 'ambient-changed' && off.news.kind === 'ambient-changed') {
        expect(on.news.shiftBins).toBeGreaterThan(5);
        expect(Math.abs(off.news.shiftBins + on.news.shiftBins)).toBeLessThan(0.05 * on.news.shiftBins + 0.5);
      }
    },
  );
});

describe('the dark', () => {
  test('that falls below the calibrated one is told once', () => {
    const told = watch(linear, { seconds: 20, fps: 5 }, timeS => ({
      ...breath(timeS),
      darkCodes: 10 - Math.min(7, Math.max(0, timeS - 4)),
      covered: 0.2,
      coverLight: 0,
    }));
    const drift = told.filter(({ news }) => news.kind === 'dark-drift');
    expect(drift).toHaveLength(1);
    expect(drift[0]!.news).toMatchObject({ shiftBins: expect.any(Number) });
    expect(drift[0]!.news.kind === 'dark-drift' && drift[0]!.news.shiftBins).toBeLessThan(-2);
  });

  test('that rises slowly under the same picture is told once', () => {
    const told = watch(linear, { seconds: 150, fps: 5 }, timeS => ({
      ...breath(timeS),
      darkCodes: 10 + timeS / 20,
    }));
    expect(told.map(({ news }) => news.kind)).toEqual(['dark-drift']);
    expect(told[0]!.news.kind === 'dark-drift' && told[0]!.news.shiftBins).toBeGreaterThan(1.5);
  });

  test('is not told of a capped camera, whose noise lies on both sides of it', () => {
    expect(watch(coded, { seconds: 8, fps: 5 }, () => ({ covered: 1, coverLight: 0 }))).toEqual([]);
  });

  test('is not told of a picture without a dark place', () => {
    const told = watch(coded, { seconds: 12, fps: 5 }, timeS => ({ move: timeS > 4 ? -20 : 0 }));
    expect(told.filter(({ news }) => news.kind === 'dark-drift')).toEqual([]);
  });

  test('is not told where none was measured', () => {
    const context = { ...fieldContext(format, coded.profile), darkBin: null };
    expect(watch(coded, { seconds: 10, fps: 5 }, () => ({ darkCodes: 2 }), context)).toEqual([]);
  });
});

describe('the clock', () => {
  test('that falls, or rests for seconds, lets everything before be forgotten', () => {
    const seeing = createFieldWatch();
    const frame = createCamera(coded);
    const context = fieldContext(format, coded.profile);
    const see = (timestampS: number, gain: number) =>
      seeing.see({ fieldHistogram: frame({ ...usual, gain }), timestampS, frameNumber: 0 }, context);
    for (let i = 0; i < 30; i++) expect(see(10 + i / 30, 1)).toEqual([]);
    for (let i = 0; i < 30; i++) expect(see(2 + i / 30, 1.5)).toEqual([]);
    for (let i = 0; i < 30; i++) expect(see(60 + i / 30, 1)).toEqual([]);
  });

  test('an empty histogram says nothing', () => {
    const empty = { fieldHistogram: new Array<number>(256).fill(0), timestampS: 1, frameNumber: 1 };
    expect(createFieldWatch().see(empty, { darkBin: 10 })).toEqual([]);
  });
});

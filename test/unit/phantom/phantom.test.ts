import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrameFormat } from '#model/frame.ts';
import { mapPoint, type Rect } from '#model/geometry.ts';
import { channelRectPx, sceneToSensor } from '#model/layout.ts';
import { type PhantomSpec, phantomSchema } from '#model/phantom.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import { linearTable } from '#model/transfer.ts';
import { bolusAt, gainAt } from '#workers/feed/phantom/camera.ts';
import { describePhantom, phantomProfile } from '#workers/feed/phantom/description.ts';
import {
  breathingPose,
  createSampling,
  marginPx,
  nirPose,
  samplePose,
} from '#workers/feed/phantom/motion.ts';
import { createPhantomRenderer } from '#workers/feed/phantom/render.ts';
import { phantomTruth } from '#workers/feed/phantom/truth.ts';

const seedFiles = import.meta.glob('../../../seeds/phantoms/*.json', { eager: true, import: 'default' });
const seeds = Object.values(seedFiles).map(seed => phantomSchema.parse(seed));
const seed = (id: string): PhantomSpec => seeds.find(s => s.id === id)!;

/** A seed's phantom in a size that tests can afford; the rest as shipped. */
const small = (spec: PhantomSpec): PhantomSpec => ({ ...spec, widthPx: 240, heightPx: 180 });
const withCamera = (spec: PhantomSpec, camera: Partial<PhantomSpec['camera']>): PhantomSpec => ({
  ...spec,
  camera: { ...spec.camera, ...camera },
});
const ideal: Partial<PhantomSpec['camera']> = {
  fullWellElectrons: null,
  vignetting: 0,
  autoGain: false,
  misregistrationPx: { x: 0, y: 0 },
  misregistrationScale: 1,
};

function render(spec: PhantomSpec, ...indices: number[]): Uint8Array {
  const renderer = createPhantomRenderer(spec);
  const bytes = new Uint8Array(renderer.totalBytes);
  for (const index of indices) renderer.render(index, bytes);
  return bytes;
}

const formatOf = (spec: PhantomSpec): FrameFormat => ({
  format: 'I420',
  widthPx: 2 * spec.widthPx,
  heightPx: spec.heightPx,
  bitDepth: 8,
  colour: {
    fullRange: spec.camera.range === 'full',
    matrix: 'bt709',
    transfer: 'bt709',
    primaries: 'bt709',
  },
});

/** NIR pixels of the square about a point given in shares of the channel. */
function* square(
  spec: PhantomSpec,
  at: { x: number; y: number; halfPx: number },
): Generator<[number, number]> {
  const centreX = Math.round(at.x * spec.widthPx);
  const centreY = Math.round(at.y * spec.heightPx);
  for (let y = centreY - at.halfPx; y <= centreY + at.halfPx; y++)
    for (let x = centreX - at.halfPx; x <= centreX + at.halfPx; x++) yield [x, y];
}

type Place = { x: number; y: number; halfPx: number };

function meanTruth(spec: PhantomSpec, frameIndex: number, place: Place): number {
  const { nirLinear, widthPx } = phantomTruth(spec, frameIndex, 'sensor');
  const values = [...square(spec, place)].map(([x, y]) => nirLinear[y * widthPx + x]!);
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** Mean, and standard error of the mean, of decoded codes in a place of one frame. */
function meanDecoded(
  spec: PhantomSpec,
  bytes: Uint8Array,
  place: Place,
  profile: Profile = phantomProfile(spec),
): { mean: number; error: number } {
  const table = linearTable(formatOf(spec), profile);
  const values = [...square(spec, place)].map(
    ([x, y]) => table[bytes[y * 2 * spec.widthPx + spec.widthPx + x]!]!,
  );
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  return { mean, error: Math.sqrt(variance / values.length) };
}

/** A nodule's middle and quiet tissue of a phantom with nothing else in it. */
function simple(change: { background: number; nodule: number; camera: Partial<PhantomSpec['camera']> }): {
  spec: PhantomSpec;
  nodule: Place;
  background: Place;
} {
  const check = seed('linear-check');
  const spec: PhantomSpec = {
    ...check,
    nir: {
      ...check.nir,
      background: change.background,
      nodule: { ...check.nir.nodule!, radiance: change.nodule },
    },
    camera: { ...check.camera, ...change.camera },
  };
  return {
    spec,
    nodule: { x: 0.5, y: 0.5, halfPx: 12 },
    background: { x: 0.15, y: 0.25, halfPx: 12 },
  };
}

describe('a frame depends on the phantom and its index alone', () => {
  test.each(seeds.map(s => [s.id, small(s)] as const))(
    '%s: the same frame twice, on its own, and after other frames',
    (_id, spec) => {
      const alone = render(spec, 217);
      expect(render(spec, 217)).toEqual(alone);
      expect(render(spec, 0, 1, 900, 3, 217)).toEqual(alone);
    },
  );

  test('another seed, and another frame, give other codes', () => {
    const spec = small(seed('sarcoma-bed'));
    const one = render(spec, 5);
    expect(render(spec, 6)).not.toEqual(one);
    expect(render({ ...spec, seed: spec.seed + 1 }, 5)).not.toEqual(one);
  });

  test('without noise and breathing every frame is the same', () => {
    const spec = seed('linear-check');
    const one = render(spec, 0);
    const luma = (bytes: Uint8Array) => bytes.filter((_, i) => i % 320 >= 160 && i < 320 * 120);
    expect(luma(render(spec, 77))).toEqual(luma(one));
  });

  test('breathing moves the light, and comes back with its period', () => {
    const spec = { ...small(seed('sarcoma-bed')), breathing: { periodS: 2, amplitudePx: 4 } };
    const rest = phantomTruth(spec, 0).nirLinear;
    expect(phantomTruth(spec, 2 * spec.fps).nirLinear).toEqual(rest);
    expect(phantomTruth(spec, spec.fps).nirLinear).not.toEqual(rest);
  });

  test('sampling never leaves the texture, for any phantom and frame', () => {
    const even = fc.integer({ min: 32, max: 300 }).map(half => 2 * half);
    const shift = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        even,
        even,
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.record({ x: shift, y: shift }),
        fc.double({ min: 1, max: 1.2, noNaN: true }),
        fc.integer({ min: 0, max: 100_000 }),
        (widthPx, heightPx, amplitudePx, misregistrationPx, misregistrationScale, frameIndex) => {
          const base = withCamera(seed('liver-rim'), { misregistrationPx, misregistrationScale });
          const spec = { ...base, widthPx, heightPx, breathing: { periodS: 3, amplitudePx } };
          const margin = marginPx(spec);
          for (const step of [1, 2] as const) {
            const sampling = createSampling(widthPx / step, heightPx / step);
            const seen = breathingPose(spec, frameIndex);
            samplePose(sampling, spec, { pose: step === 1 ? nirPose(spec, seen) : seen, step });
            for (const [axis, lengthPx] of [
              [sampling.columns, widthPx],
              [sampling.rows, heightPx],
            ] as const) {
              expect(Math.min(...axis.index)).toBeGreaterThanOrEqual(0);
              expect(Math.max(...axis.index) + 1).toBeLessThan((lengthPx + 2 * margin) / step);
              // The inner loops carry one column over to the next.
              for (let i = 1; i < axis.index.length; i++)
                expect([0, 1]).toContain(axis.index[i]! - axis.index[i - 1]!);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('codes decoded by the phantom’s own profile give the true light', () => {
  const cameras = seeds.flatMap(s =>
    (['limited', 'full'] as const).map(range => [s.id, range, withCamera(small(s), { range })] as const),
  );
  test.each(cameras)('%s, %s range: without bias by noise, curve or eight bits', (_id, _range, spec) => {
    const nodule = spec.nir.nodule!;
    const places: Place[] = [
      { x: nodule.x, y: nodule.y, halfPx: Math.floor(nodule.radius * spec.widthPx * 0.4) },
      { x: 0.55, y: 0.2, halfPx: 10 },
      { x: 0.2, y: 0.55, halfPx: 9 },
    ];
    const renderer = createPhantomRenderer(spec);
    const bytes = new Uint8Array(renderer.totalBytes);
    const frames = [3, 40, 77, 114, 151, 188];
    for (const place of places) {
      let ratio = 0;
      let variance = 0;
      for (const frameIndex of frames) {
        renderer.render(frameIndex, bytes);
        const { mean, error } = meanDecoded(spec, bytes, place);
        const truth = meanTruth(spec, frameIndex, place) * gainAt(spec, frameIndex / spec.fps);
        ratio += mean / truth / frames.length;
        variance += (error / truth / frames.length) ** 2;
      }
      expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
      expect(Math.abs(ratio - 1)).toBeLessThan(4 * Math.sqrt(variance) + 0.003);
    }
  });

  test('darkness decodes to zero, noise included, where the pedestal has room for the noise', () => {
    for (const range of ['limited', 'full'] as const) {
      const { spec, background } = simple({
        background: 0,
        nodule: 0.3,
        camera: { range, blackOffsetCodes: 8, fullWellElectrons: 8000, readNoiseElectrons: 60 },
      });
      const { mean, error } = meanDecoded(spec, render(spec, 12), background);
      expect(Math.abs(mean)).toBeLessThan(4 * error);
      expect(error).toBeGreaterThan(0);
    }
  });

  test('noise has the strength of its electrons', () => {
    const camera = { fullWellElectrons: 2000, readNoiseElectrons: 20, range: 'full' } as const;
    const { spec, background } = simple({ background: 0.25, nodule: 0.5, camera });
    const renderer = createPhantomRenderer(spec);
    const bytes = new Uint8Array(renderer.totalBytes);
    const [x, y] = [...square(spec, background)][0]!;
    const truth = phantomTruth(spec, 0).nirLinear[y * spec.widthPx + x]!;
    const table = linearTable(formatOf(spec), phantomProfile(spec));
    const values = Array.from({ length: 1500 }, (_, frameIndex) => {
      renderer.render(frameIndex, bytes);
      return table[bytes[y * 2 * spec.widthPx + spec.widthPx + x]!]!;
    });
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    // Rounding to a code adds a twelfth of a code squared.
    const expected = (truth * 2000 + 20 * 20) / 2000 ** 2 + 1 / 12 / 255 ** 2;
    expect(variance / expected).toBeGreaterThan(0.85);
    expect(variance / expected).toBeLessThan(1.15);
    expect(mean).toBeCloseTo(truth, 2);
  });
});

describe('ratios are right with the profile, and wrong by the known factor without', () => {
  // clinical.md §3.1: true TBR, read through gamma 2.2, with an offset of 100 % and of 10 % of the background.
  const table = [
    [1.5, 1.202, 1.25, 1.455],
    [2, 1.37, 1.5, 1.909],
    [3, 1.648, 2, 2.818],
    [5, 2.078, 3, 4.636],
  ] as const;

  const ratio = (
    { spec, nodule, background }: ReturnType<typeof simple>,
    profile: Profile = phantomProfile(spec),
  ): number => {
    const bytes = render(spec, 0);
    return (
      meanDecoded(spec, bytes, nodule, profile).mean / meanDecoded(spec, bytes, background, profile).mean
    );
  };
  /** The texture of the background makes its mean a little other than its nominal light: the true ratio comes from the truth. */
  const trueRatio = ({ spec, nodule, background }: ReturnType<typeof simple>): number =>
    meanTruth(spec, 0, nodule) / meanTruth(spec, 0, background);

  test.each(table)('a true ratio of %f reads as %f through an unknown curve of 2.2', (tbr, throughCurve) => {
    const phantom = simple({
      background: 0.15,
      nodule: 0.15 * tbr,
      camera: { transfer: { kind: 'power', gamma: 2.2 }, blackOffsetCodes: 0 },
    });
    const truth = trueRatio(phantom);
    expect(ratio(phantom) / truth).toBeCloseTo(1, 2);
    expect(tbr ** (1 / 2.2)).toBeCloseTo(throughCurve, 3);
    const unknown = ratio(phantom, { ...unknownProfile, range: phantom.spec.camera.range });
    expect(unknown / truth ** (1 / 2.2)).toBeCloseTo(1, 2);
  });

  test.each(table)(
    'a true ratio of %f reads low when the dark is not subtracted',
    (tbr, _curve, all, tenth) => {
      for (const [share, expected] of [
        [1, all],
        [0.1, tenth],
      ] as const) {
        const background = 40 / 255;
        const phantom = simple({
          background,
          nodule: background * tbr,
          camera: { transfer: { kind: 'linear' }, blackOffsetCodes: 40 * share },
        });
        const truth = trueRatio(phantom);
        expect(ratio(phantom) / truth).toBeCloseTo(1, 2);
        expect((tbr + share) / (1 + share)).toBeCloseTo(expected, 3);
        const backgroundTruth = meanTruth(phantom.spec, 0, phantom.background);
        const offset = (40 * share) / 255 / backgroundTruth;
        const darkless = ratio(phantom, { ...phantomProfile(phantom.spec), darkCodes: null });
        expect(darkless / ((truth + offset) / (1 + offset))).toBeCloseTo(1, 2);
      }
    },
  );

  test('nodules are 2.4 to 4 times the tissue about them in every shipped phantom', () => {
    for (const spec of seeds) {
      const { nodule, background } = spec.nir;
      expect(nodule!.radiance / background).toBeGreaterThan(2.4);
      expect(nodule!.radiance / background).toBeLessThan(4);
    }
  });
});

describe('the description tells how to read the frame', () => {
  test('the layout’s halves are the two channels, the scene has the channel’s size, NIR has no colour', () => {
    for (const full of seeds) {
      const spec = small(full);
      const sizes = { main: { widthPx: 2 * spec.widthPx, heightPx: spec.heightPx } };
      const { layout } = describePhantom(spec);
      const left: Rect = { x: 0, y: 0, width: spec.widthPx, height: spec.heightPx };
      expect(channelRectPx(layout.white, sizes)).toEqual(left);
      expect(channelRectPx(layout.nir, sizes)).toEqual({ ...left, x: spec.widthPx });
      const bytes = render(spec, 1);
      const luma = sizes.main.widthPx * sizes.main.heightPx;
      expect(bytes.length).toBe((luma * 3) / 2);
      const chroma = bytes.subarray(luma);
      const isNir = (i: number) => i % spec.widthPx >= spec.widthPx / 2;
      expect(chroma.every((code, i) => !isNir(i) || code === 128)).toBe(true);
      expect(chroma.some((code, i) => !isNir(i) && Math.abs(code - 128) > 20)).toBe(true);
    }
  });

  test('misregistration moves NIR, not white light, by what the profile’s registration says', () => {
    const still = withCamera(seed('linear-check'), ideal);
    const moved = withCamera(still, { misregistrationPx: { x: 7, y: -5 } });
    const sizes = { main: { widthPx: 320, heightPx: 120 } };
    const { layout, profile } = describePhantom(moved);
    const toSensor = sceneToSensor(layout, sizes, profile!.registration)!;
    const [before, after] = [render(still, 0), render(moved, 0)];
    for (let y = 10; y < 110; y++)
      for (let x = 10; x < 150; x++) {
        const there = mapPoint(toSensor, { x, y });
        expect(after[there.y * 320 + 160 + there.x]).toBe(before[y * 320 + 160 + x]);
        expect(after[y * 320 + x]).toBe(before[y * 320 + x]);
      }
  });

  test('codes stay inside their range, and light above white ends at white', () => {
    for (const [range, black, white] of [
      ['limited', 16, 235],
      ['full', 0, 255],
    ] as const) {
      const { spec, nodule } = simple({ background: 0.1, nodule: 1.5, camera: { range } });
      const bytes = render(spec, 0);
      const luma = bytes.subarray(0, 2 * spec.widthPx * spec.heightPx);
      expect(Math.max(...luma)).toBe(white);
      expect(Math.min(...luma)).toBeGreaterThanOrEqual(black);
      for (const [x, y] of square(spec, nodule)) expect(luma[y * 320 + 160 + x]).toBe(white);
    }
  });

  test('auto-gain brightens the picture with time, leaves ratios alone, and is the same after a seek', () => {
    const gained = withCamera(small(seed('liver-rim')), { autoGain: true, fullWellElectrons: 12_000 });
    expect(gainAt(gained, 0)).toBe(1);
    expect(gainAt(gained, 20)).toBeGreaterThan(1.3);
    const place: Place = { x: 0.55, y: 0.2, halfPx: 10 };
    const nodule: Place = { x: gained.nir.nodule!.x, y: gained.nir.nodule!.y, halfPx: 3 };
    const early = render(gained, 0);
    const late = render(gained, 600);
    const brighter = meanDecoded(gained, late, place).mean / meanDecoded(gained, early, place).mean;
    expect(brighter / gainAt(gained, 20)).toBeCloseTo(1, 1);
    const tbr = (bytes: Uint8Array) =>
      meanDecoded(gained, bytes, nodule).mean / meanDecoded(gained, bytes, place).mean;
    expect(tbr(late) / tbr(early)).toBeCloseTo(1, 1);
    expect(render(gained, 600, 5, 600)).toEqual(late);
  });
});

describe('the truth is what the description says', () => {
  test('the rim of every phantom that has one is dark for 45 of 360 degrees', () => {
    for (const spec of seeds) {
      const { rim } = spec.nir;
      if (!rim) continue;
      const { nirLinear } = phantomTruth({ ...spec, camera: { ...spec.camera, ...ideal } }, 0);
      const halfLight = (rim.radiance + spec.nir.background) / 2;
      let dark = 0;
      for (let degree = 0; degree < 360; degree++) {
        const angle = (degree * Math.PI) / 180;
        let brightest = 0;
        for (let share = 0.8; share <= 1.2; share += 0.02) {
          const x = Math.round(rim.x * spec.widthPx + share * rim.radius * spec.widthPx * Math.cos(angle));
          const y = Math.round(rim.y * spec.heightPx + share * rim.radius * spec.widthPx * Math.sin(angle));
          brightest = Math.max(brightest, nirLinear[y * spec.widthPx + x]!);
        }
        if (brightest < halfLight) dark++;
      }
      expect(Math.abs(dark - 45)).toBeLessThanOrEqual(4);
    }
  });

  test('vignetting takes from the corners and leaves the middle', () => {
    const spec = withCamera(small(seed('sarcoma-bed')), { vignetting: 0.3 });
    const tissue = phantomTruth(spec, 0).nirLinear;
    const sensor = phantomTruth(spec, 0, 'sensor').nirLinear;
    const middle = (spec.heightPx / 2) * spec.widthPx + spec.widthPx / 2;
    expect(sensor[middle]! / tissue[middle]!).toBeCloseTo(1, 3);
    expect(sensor[0]! / tissue[0]!).toBeCloseTo(0.7, 2);
  });
});

describe('dye that arrives', () => {
  const spec = { ...seed('bolus'), camera: { ...seed('bolus').camera, ...ideal } };
  const lightAt = (timeS: number): number => {
    const place = { x: 0.45, y: 0.5, halfPx: 6 };
    return meanDecoded(spec, render(spec, Math.round(timeS * spec.fps)), place).mean;
  };

  test('has its base until it comes, rises in a straight line, stays, and begins anew', () => {
    const whole = lightAt(20);
    const { baseShare, arrivalS, riseS, everyS } = spec.nir.bolus!;
    expect(lightAt(arrivalS - 1) / whole).toBeCloseTo(baseShare, 2);
    expect(lightAt(arrivalS + riseS / 2) / whole).toBeCloseTo((1 + baseShare) / 2, 2);
    expect(lightAt(everyS - 1) / whole).toBeCloseTo(1, 2);
    expect(lightAt(everyS + 1) / whole).toBeCloseTo(baseShare, 2);
  });

  test('is washed out with its time constant', () => {
    const bolus = { baseShare: 0, arrivalS: 1, riseS: 1, washoutS: 10, everyS: 100 };
    const washed = { ...spec, nir: { ...spec.nir, bolus } };
    expect(bolusAt(washed, 2)).toBe(1);
    expect(bolusAt(washed, 12)).toBeCloseTo(Math.exp(-1), 12);
  });
});

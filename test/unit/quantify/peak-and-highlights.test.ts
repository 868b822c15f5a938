/** The brightest 3 × 3 pixels, and white light's highlights, against the plainest way to find them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldOf, refOf } from '#model/field.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { Layout } from '#model/layout.ts';
import { createToScene, type Mapping } from '#model/mapping.ts';
import type { MeasurementInputs, RegionStatistics } from '#model/measurement.ts';
import { createRandom } from '#test/support/random.ts';
import { createHighlightCutter } from '#workers/quantify/highlights.ts';
import { clipToSensor, countPixels, spansOf } from '#workers/quantify/spans.ts';
import {
  box,
  circle,
  formatOf,
  frameOf,
  inputsOf,
  measured,
  measuredWith,
  profileOf,
  region,
} from './frames.ts';

const size = { widthPx: 48, heightPx: 40 };
const linear = profileOf({ transfer: { kind: 'linear' } });
const shapes = [circle(20, 18, 15), circle(3, 3, 9), box(5, 5, 30, 3), box(5, 5, 2, 30), circle(24, 20, 70)];

describe('the peak', () => {
  const codeOf = (seed: number) => (x: number, y: number) => {
    const code = (seed * (x * 7919 + y * 104_729 + 1)) % 251;
    return code > 240 ? 255 : code;
  };

  /** By all places of the square. Light of a pixel, or null where it does not count. */
  function bruteForce(lightAt: (x: number, y: number) => number | null): number | null {
    let best: number | null = null;
    for (let y = 1; y < size.heightPx - 1; y++)
      for (let x = 1; x < size.widthPx - 1; x++) {
        const nine = [-1, 0, 1].flatMap(dy => [-1, 0, 1].map(dx => lightAt(x + dx, y + dy)));
        if (nine.some(light => light === null)) continue;
        const mean = nine.reduce((sum: number, light) => sum + light!, 0) / 9;
        best = best === null ? mean : Math.max(best, mean);
      }
    return best;
  }

  const spansHold = (spans: Int32Array, x: number, y: number) => {
    for (let i = 0; i < spans.length; i += 3)
      if (spans[i] === y && spans[i + 1]! <= x && x < spans[i + 2]!) return true;
    return false;
  };
  const straight: Mapping = { homography: [1, 0, 0, 0, 1, 0, 0, 0, 1], radial: null };
  const pixelsOf = (shape: (typeof shapes)[number]) => clipToSensor(spansOf(shape, straight, size), size);
  const leak = circle(20, 18, 4);

  test('is the largest mean over nine valid pixels, around leaks and clipped ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(...shapes), (seed, shape) => {
        const code = codeOf(seed);
        const frame = frameOf(formatOf('Y8', size), code);
        const [t] = measured(
          frame,
          inputsOf([region('T1', shape), region('L1', leak)], { profile: linear }),
        ).regions;
        const [inside, without] = [pixelsOf(shape), pixelsOf(leak)];
        const expected = bruteForce((x, y) =>
          spansHold(inside, x, y) && !spansHold(without, x, y) && code(x, y) < 255 ? code(x, y) / 255 : null,
        );
        if (expected === null) expect(t!.peak).toBeNull();
        else expect(t!.peak).toBeCloseTo(expected, 12);
      }),
      { numRuns: 40 },
    );
  });

  test('is of corrected light where fields weigh the pixels', () => {
    const n = size.widthPx * size.heightPx;
    const flat = fieldOf(
      Float64Array.from({ length: n }, (_, i) => 1.4 - (0.8 * (i % 48)) / 47),
      48,
      40,
    );
    const dark = fieldOf(
      Float64Array.from({ length: n }, (_, i) => 0.01 * Math.sin(i)),
      48,
      40,
    );
    const code = codeOf(77);
    const profile = { ...linear, flatField: refOf(flat), darkField: refOf(dark) };
    const [t] = measuredWith(
      [flat, dark],
      frameOf(formatOf('Y8', size), code),
      inputsOf([region('T1', shapes[0]!)], { profile }),
    ).regions;
    const value = ({ low, step, samples }: typeof flat, at: number) => low + step * samples[at]!;
    const inside = pixelsOf(shapes[0]!);
    const expected = bruteForce((x, y) =>
      spansHold(inside, x, y) && code(x, y) < 255
        ? (code(x, y) / 255 - value(dark, y * 48 + x)) / value(flat, y * 48 + x)
        : null,
    );
    expect(t!.peak).toBeCloseTo(expected!, 12);
  });

  test('is not given where nothing is three pixels wide and high, or all is clipped', () => {
    const peakOf = (shape: (typeof shapes)[number], code: number) =>
      measured(
        frameOf(formatOf('Y8', size), () => code),
        inputsOf([region('T1', shape)]),
      ).regions[0]!.peak;
    expect(peakOf(box(5, 5, 2, 30), 80)).toBeNull();
    expect(peakOf(box(5, 5, 30, 2), 80)).toBeNull();
    expect(peakOf(box(5, 5, 30, 30), 255)).toBeNull();
    expect(peakOf(box(90, 90, 5, 5), 80)).toBeNull();
    expect(peakOf(box(5, 5, 3, 3), 80)).toBeCloseTo(80 / 255, 14);
  });
});

const half = (x: number) => ({ x, y: 0, width: 0.5, height: 1 });
const sideBySide: Layout = {
  id: 'white-nir',
  name: 'White | NIR',
  white: { stream: 'main', rect: half(0) },
  nir: { stream: 'main', rect: half(0.5) },
  displayReferred: false,
  source: 'test',
};
const specular = { limitShare: 0.95, growPx: 2 };
const regions = [
  region('T1', circle(20, 18, 13)),
  region('B1', circle(36, 30, 9)),
  region('L1', circle(12, 18, 4)),
];
const inputs = (change: Partial<MeasurementInputs> = {}) =>
  inputsOf(regions, { layout: sideBySide, profile: linear, specular, ...change });

/** White light with `highlights` in it, and NIR with a pattern, beside each other. */
function frameWith(highlights: readonly { x: number; y: number }[], number = 0): FramePlanes {
  const nir = (x: number, y: number) => 60 + ((x * 7919 + y * 104_729) % 53);
  return frameOf(
    formatOf('Y8', { widthPx: 96, heightPx: 40 }),
    (x, y) => (x >= 48 ? nir(x - 48, y) : highlights.some(h => h.x === x && h.y === y) ? 250 : 120),
    number,
  );
}

const byId = (all: readonly RegionStatistics[], id: string) => all.find(r => r.id === id)!;

describe('highlights of the white light', () => {
  test('and their surroundings leave every region that they touch, and are counted', () => {
    const found = measured(frameWith([{ x: 22, y: 15 }]), inputs()).regions;
    const before = measured(frameWith([{ x: 22, y: 15 }]), inputs({ specular: null })).regions;
    // 13 pixels are at most two from a centre.
    expect(byId(found, 'T1').n).toBe(byId(before, 'T1').n - 13);
    expect(byId(found, 'T1').specularShare).toBeCloseTo(13 / byId(before, 'T1').n, 14);
    expect(byId(found, 'T1').mean).not.toBe(byId(before, 'T1').mean);
    expect(byId(found, 'B1')).toEqual(byId(before, 'B1'));
    expect(byId(before, 'T1').specularShare).toBe(0);
  });

  test('change not a bit where there are none, or where the layout has no white light', () => {
    for (const layout of [sideBySide, { ...sideBySide, white: null }]) {
      const [masked, plain] = [specular, null].map(each =>
        measured(frameWith([]), inputs({ layout, specular: each })),
      );
      expect(masked).toEqual(plain);
    }
  });

  test('count from the limit up, in the range of the white light’s own format', () => {
    const format = formatOf('I420', { widthPx: 96, heightPx: 40 }, { fullRange: false });
    const masked = (code: number, limitShare: number) =>
      byId(
        measured(
          frameOf(format, (x, y) => (x === 22 && y === 15 ? code : 100)),
          inputs({
            specular: { limitShare, growPx: 0 },
            profile: profileOf({ transfer: { kind: 'linear' } }),
          }),
        ).regions,
        'T1',
      ).specularShare > 0;
    // 16 + 0.5 · 219 = 125.5.
    expect([masked(125, 0.5), masked(126, 0.5)]).toEqual([false, true]);
    expect([masked(234, 1), masked(235, 1)]).toEqual([false, true]);
  });

  test('are not counted as clipped, and what stays has the old denominators', () => {
    const clippedFrame = frameOf(formatOf('Y8', { widthPx: 96, heightPx: 40 }), (x, y) => {
      const isHighlight = (x % 48) - 22 === 0 && y === 15;
      return isHighlight ? 255 : x >= 48 && y === 20 ? 255 : 90;
    });
    const t = byId(measured(clippedFrame, inputs({ specular: { limitShare: 1, growPx: 0 } })).regions, 'T1');
    const plain = byId(measured(clippedFrame, inputs({ specular: null })).regions, 'T1');
    const pixels = Math.round(1 / t.specularShare);
    expect(t.n).toBe(plain.n);
    expect(Math.round(plain.clippedShare * pixels) - Math.round(t.clippedShare * pixels)).toBe(1);
  });

  test('over a whole region leave no pixel, and figures say so', () => {
    const all = Array.from({ length: 48 * 40 }, (_, i) => ({ x: i % 48, y: Math.floor(i / 48) }));
    const { regions: found, pairs } = measured(frameWith(all), inputs());
    expect(byId(found, 'T1')).toMatchObject({ n: 0, mean: null, peak: null, meanSd: null, specularShare: 1 });
    expect(pairs[0]!.tbr).toMatchObject({ withheld: 'no-pixels' });
  });

  test('are found in another stream, of another size and in colour', () => {
    const layout: Layout = {
      ...sideBySide,
      white: { stream: 'second', rect: half(0.5) },
      nir: { stream: 'main', rect: { x: 0, y: 0, width: 1, height: 1 } },
    };
    const nir = frameOf(formatOf('Y8', { widthPx: 24, heightPx: 20 }), (x, y) => 60 + ((x * 7 + y * 3) % 9));
    const colour = frameOf(formatOf('BGRX', { widthPx: 96, heightPx: 40 }), (x, y) =>
      x >= 68 && x < 72 && y >= 14 && y < 18 ? 255 : 90,
    );
    const share = (second: FramePlanes | null) =>
      byId(measured(nir, inputs({ layout, specular: { limitShare: 1, growPx: 0 } }), second).regions, 'T1');
    // Four scene pixels each way are two NIR pixels each way.
    const { specularShare, n } = share(colour);
    expect(Math.round((specularShare * n) / (1 - specularShare))).toBe(4);
  });

  test('are cut exactly where the nearest scene pixel is near enough to one, through any registration and lens', () => {
    const cut = createHighlightCutter();
    const random = createRandom(606);
    const white = { widthPx: 60, heightPx: 44 };
    for (let run = 0; run < 60; run++) {
      const many = run % 3 === 0 ? 200 : 4;
      const bright = new Set(
        Array.from({ length: many }, () => 60 * random.integer(0, 43) + random.integer(0, 59)),
      );
      const frame = frameOf(formatOf('Y8', white), (x, y) => (bright.has(60 * y + x) ? 255 : 10));
      const r = () => random.uniform(-1, 1);
      const sceneToSensor: Mapping = {
        homography: [
          0.8 + 0.2 * r(),
          0.1 * r(),
          1e-4 * r(),
          0.1 * r(),
          0.8 + 0.2 * r(),
          1e-4 * r(),
          4 * r(),
          3 * r(),
          1,
        ],
        radial:
          run % 2 === 0
            ? null
            : { k1: 0.1 * r(), k2: 0.02 * r(), centre: { x: 29.5, y: 21.5 }, radiusPx: 37 },
      };
      const shape = circle(random.uniform(10, 50), random.uniform(8, 36), random.uniform(4, 20));
      const spans = clipToSensor(spansOf(shape, sceneToSensor, size), size);
      const growPx = random.integer(0, 4);
      const rect = { x: 0, y: 0, width: 60, height: 44 };
      const kept = cut({ frame, rect, limitCode: 200, growPx }, { shape, spans, sceneToSensor });
      const toScene = createToScene(sceneToSensor);
      const expected: number[] = [];
      const got: number[] = [];
      for (let i = 0; i < spans.length; i += 3)
        for (let x = spans[i + 1]!; x < spans[i + 2]!; x++) {
          const p = toScene({ x, y: spans[i]! });
          const isCut = [...bright].some(
            at =>
              Math.hypot((at % 60) - Math.round(p.x), Math.floor(at / 60) - Math.round(p.y)) <= growPx &&
              Math.round(p.x) >= 0 &&
              Math.round(p.x) < 60 &&
              Math.round(p.y) >= 0 &&
              Math.round(p.y) < 44,
          );
          if (!isCut) expected.push(1000 * spans[i]! + x);
        }
      for (let i = 0; i < kept.length; i += 3)
        for (let x = kept[i + 1]!; x < kept[i + 2]!; x++) got.push(1000 * kept[i]! + x);
      expect(got).toEqual(expected);
      expect(countPixels(kept)).toBe(expected.length);
    }
  });
});

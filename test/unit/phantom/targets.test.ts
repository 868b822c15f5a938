import { describe, expect, test } from 'vitest';
import { barNames, colourBars, middleOf, paintChart, stepPatches } from '#model/chart.ts';
import { mapPoint, type Point, type Rect } from '#model/geometry.ts';
import { type PhantomSpec, type PhantomTarget, phantomSchema } from '#model/phantom.ts';
import { isInside } from '#model/region.ts';
import {
  trueCircles,
  trueGrid,
  trueMean,
  trueRadiance,
  trueTbr,
  trueTick,
} from '#test/support/phantom-truth.ts';
import { phantomProfile, trueRegistration } from '#workers/feed/phantom/description.ts';
import { createPhantomRenderer, type PhantomRenderer } from '#workers/feed/phantom/render.ts';
import { wellRadiance, wellShares, wellsOf } from '#workers/feed/phantom/wells.ts';

const seedFiles = import.meta.glob('../../../seeds/phantoms/*.json', { eager: true, import: 'default' });
const seeds = Object.values(seedFiles).map(seed => phantomSchema.parse(seed));
const named = seeds.map(spec => [spec.id, spec] as const);
const seed = (id: string): PhantomSpec => seeds.find(s => s.id === id)!;
const withCamera = (spec: PhantomSpec, camera: Partial<PhantomSpec['camera']>): PhantomSpec => ({
  ...spec,
  camera: { ...spec.camera, ...camera },
});

// One renderer a seed: painting tissue is what a test here would wait for.
const renderers = new Map<PhantomSpec, PhantomRenderer>();
function render(spec: PhantomSpec, target: PhantomTarget, frameIndex = 0): Uint8Array {
  const renderer = renderers.get(spec) ?? createPhantomRenderer(spec);
  renderers.set(spec, renderer);
  const bytes = new Uint8Array(renderer.totalBytes);
  renderer.render(frameIndex, bytes, target);
  return bytes;
}

/** Codes of luma in a rectangle of a frame. */
function codesIn(spec: PhantomSpec, bytes: Uint8Array, rect: Rect): number[] {
  const codes: number[] = [];
  for (let y = Math.ceil(rect.y); y < rect.y + rect.height; y++)
    for (let x = Math.ceil(rect.x); x < rect.x + rect.width; x++)
      codes.push(bytes[y * 2 * spec.widthPx + x]!);
  return codes;
}
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

const whiteRect = ({ widthPx: width, heightPx: height }: PhantomSpec): Rect => ({
  x: 0,
  y: 0,
  width,
  height,
});
const nirRect = (spec: PhantomSpec): Rect => ({ ...whiteRect(spec), x: spec.widthPx });

/** Black and white of 8-bit video (ITU-R BT.709-6 §3.5), and of full range. */
const ends = (spec: PhantomSpec) =>
  spec.camera.range === 'full' ? { black: 0, span: 255 } : { black: 16, span: 219 };

// The cameras' curves written out once more, from their standards, and not from the code under test.
const bt709 = (l: number): number => (l < 0.018 ? 4.5 * l : 1.099 * l ** 0.45 - 0.099);
const srgb = (l: number): number => (l <= 0.0031308 ? 12.92 * l : 1.055 * l ** (1 / 2.4) - 0.055);
const inverseSrgb = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const curves: Record<string, { encode(l: number): number; decode(v: number): number }> = {
  'linear-check': { encode: l => l, decode: v => v },
  bolus: { encode: l => l, decode: v => v },
  'back-table-specimen': { encode: l => l ** (1 / 2.2), decode: v => v ** 2.2 },
  'liver-rim': { encode: srgb, decode: inverseSrgb },
  'sarcoma-bed': {
    encode: bt709,
    decode: v => (v < 0.081 ? v / 4.5 : ((v + 0.099) / 1.099) ** (1 / 0.45)),
  },
};

/** Linear light that a code of a phantom's camera stands for, pedestal taken off. */
function toLight(spec: PhantomSpec, code: number): number {
  const { black, span } = ends(spec);
  const { decode } = curves[spec.id]!;
  const signal = (code - black) / span;
  return Math.sign(signal) * decode(Math.abs(signal)) - decode(spec.camera.blackOffsetCodes / span);
}
/** The code of linear light at the sensor. */
function toCode(spec: PhantomSpec, light: number): number {
  const { black, span } = ends(spec);
  const { encode, decode } = curves[spec.id]!;
  return black + span * Math.min(1, encode(light + decode(spec.camera.blackOffsetCodes / span)));
}

describe('with the cap on', () => {
  test.each(named)('%s: NIR shows the pedestal with its read noise, white light is black', (_id, spec) => {
    const bytes = render(spec, { kind: 'cap' }, 3);
    const { black, span } = ends(spec);
    const nir = codesIn(spec, bytes, nirRect(spec));
    const expected = black + spec.camera.blackOffsetCodes;
    expect(Math.abs(mean(nir) - expected)).toBeLessThan(0.25);
    const isNoisy = spec.camera.fullWellElectrons !== null;
    expect(new Set(nir).size > 1).toBe(isNoisy);
    const light = mean(nir.map(code => toLight(spec, code)));
    expect(Math.abs(light)).toBeLessThan(isNoisy ? 1e-4 : 1e-9);
    const white = codesIn(spec, bytes, whiteRect(spec));
    expect(white.every(code => code < black + 0.04 * span)).toBe(true);
    expect(bytes.subarray(2 * spec.widthPx * spec.heightPx).every(code => code === 128)).toBe(true);
  });
});

describe('a uniform sheet', () => {
  test.each(named)('%s: decodes to its radiance through the lens’s vignetting everywhere', (_id, spec) => {
    const { widthPx, heightPx } = spec;
    for (const radiance of [0.2, 0.6]) {
      const bytes = render(spec, { kind: 'uniform', radiance }, 11);
      // Means of blocks: a light on a slope and noise of many pixels. 1 − v (dx² + dy²)/2 in shares of the half sides.
      const side = widthPx / 10;
      for (let top = 0; top + side <= heightPx; top += side)
        for (let left = 0; left < widthPx; left += side) {
          const block = { x: widthPx + left, y: top, width: side, height: side };
          const seen = mean(codesIn(spec, bytes, block).map(code => toLight(spec, code)));
          const dx = (left + side / 2) / (widthPx / 2) - 1;
          const dy = (top + side / 2) / (heightPx / 2) - 1;
          const lens = 1 - (spec.camera.vignetting * (dx * dx + dy * dy)) / 2;
          expect(seen / (radiance * lens)).toBeGreaterThan(0.985);
          expect(seen / (radiance * lens)).toBeLessThan(1.015);
        }
    }
  });

  test('white light shows it plain grey, and its steps are in order and do not depend on the frame', () => {
    const spec = seed('linear-check');
    const bytes = render(spec, { kind: 'uniform', radiance: 0.3 });
    const white = codesIn(spec, bytes, whiteRect(spec));
    expect(white.every(code => code > 60 && code < 220)).toBe(true);
    expect(bytes.subarray(2 * 160 * 120).every(code => code === 128)).toBe(true);
    for (const radiance of [0, 0.01, 0.05, 0.25, 0.5, 0.9]) {
      const codes = codesIn(spec, render(spec, { kind: 'uniform', radiance }, 900), nirRect(spec));
      expect(new Set(codes)).toEqual(new Set([Math.round(10 + 255 * radiance)]));
    }
    expect(new Set(codesIn(spec, render(spec, { kind: 'uniform', radiance: 2 }), nirRect(spec)))).toEqual(
      new Set([255]),
    );
  });

  test('the gain is held before it, even where the camera regulates the gain of tissue', () => {
    const spec = seed('liver-rim');
    const codesAt = (frameIndex: number) =>
      mean(codesIn(spec, render(spec, { kind: 'uniform', radiance: 0.3 }, frameIndex), nirRect(spec)));
    expect(Math.abs(codesAt(900) - codesAt(0))).toBeLessThan(0.1);
  });
});

describe('the chart', () => {
  const chartRectToFrame = (spec: PhantomSpec, rect: Rect): Rect => ({
    x: rect.x * 2 * spec.widthPx,
    y: rect.y * spec.heightPx,
    width: rect.width * 2 * spec.widthPx,
    height: rect.height * spec.heightPx,
  });
  /** Light of a grey: white is what fills the camera above its pedestal. */
  const lightOf = (spec: PhantomSpec, grey: number): number =>
    inverseSrgb(grey / 255) * (1 - curves[spec.id]!.decode(spec.camera.blackOffsetCodes / ends(spec).span));

  test.each(named)('%s: its grey steps land on the codes of the camera’s own curve', (_id, spec) => {
    const bytes = render(spec, { kind: 'chart' }, 5);
    for (const { rect, grey } of stepPatches) {
      const codes = codesIn(spec, bytes, chartRectToFrame(spec, middleOf(rect, 0.6)));
      const expected = toCode(spec, lightOf(spec, grey));
      // Noise dithers; without it a mean is a code.
      const tolerance = spec.camera.fullWellElectrons === null ? 0.51 : 0.1;
      if (expected < 254) expect(Math.abs(mean(codes) - expected)).toBeLessThan(tolerance);
      expect(Math.min(...codes)).toBeGreaterThanOrEqual(0);
    }
  });

  test.each(named)('%s: its colour bars have the luma and chroma of BT.709', (_id, spec) => {
    const bytes = render(spec, { kind: 'chart' }, 5);
    const { black, span } = ends(spec);
    const chromaSpan = spec.camera.range === 'full' ? 255 : 224;
    const signal = (grey: number) => (toCode(spec, lightOf(spec, grey)) - black) / span;
    const pixels = 2 * spec.widthPx * spec.heightPx;
    expect(colourBars.map(bar => bar.name)).toEqual([...barNames]);
    for (const { rect, rgb } of colourBars) {
      const [r, g, b] = rgb.map(signal);
      const luma = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
      const inside = chartRectToFrame(spec, middleOf(rect, 0.5));
      expect(Math.abs(mean(codesIn(spec, bytes, inside)) - (black + span * luma))).toBeLessThan(0.6);
      const x = Math.round((inside.x + inside.width / 2) / 2);
      const y = Math.round((inside.y + inside.height / 2) / 2);
      const u = bytes[pixels + y * spec.widthPx + x]!;
      const v = bytes[pixels + pixels / 4 + y * spec.widthPx + x]!;
      expect(Math.abs(u - (128 + (chromaSpan * (b! - luma)) / 1.8556))).toBeLessThan(0.51);
      expect(Math.abs(v - (128 + (chromaSpan * (r! - luma)) / 1.5748))).toBeLessThan(0.51);
    }
  });

  test('chroma is the mean of two by two pixels, wherever the colours change', () => {
    const spec = seed('linear-check');
    const { rgba } = paintChart({ widthPx: 320, heightPx: 120 });
    const bytes = render(spec, { kind: 'chart' });
    const pedestal = 10 / 255;
    const signal = (i: number) => pedestal + (1 - pedestal) * inverseSrgb(rgba[i]! / 255);
    let changing = 0;
    for (let y = 0; y < 60; y++)
      for (let x = 0; x < 160; x++) {
        const differences = [0, 1, 320, 321].map(off => {
          const i = 4 * (2 * y * 320 + 2 * x + off);
          const [r, g, b] = [signal(i), signal(i + 1), signal(i + 2)];
          return (b - (0.2126 * r + 0.7152 * g + 0.0722 * b)) / 1.8556;
        });
        if (new Set(differences).size > 1) changing++;
        const expected = Math.min(255, 128 + 255 * mean(differences));
        expect(Math.abs(bytes[320 * 120 + y * 160 + x]! - expected)).toBeLessThan(0.51);
      }
    expect(changing).toBeGreaterThan(100);
  });
});

/** Centre of what is brighter than half-way, in a square about a point of one channel. */
function centroid(
  spec: PhantomSpec,
  bytes: Uint8Array,
  about: Point & { halfPx: number; left: number },
): Point {
  let weights = 0;
  let [sumX, sumY] = [0, 0];
  const at = (x: number, y: number) => bytes[y * 2 * spec.widthPx + about.left + x]!;
  const [cx, cy] = [Math.round(about.x), Math.round(about.y)];
  let [low, high] = [255, 0];
  for (let y = cy - about.halfPx; y <= cy + about.halfPx; y++)
    for (let x = cx - about.halfPx; x <= cx + about.halfPx; x++) {
      low = Math.min(low, at(x, y));
      high = Math.max(high, at(x, y));
    }
  // The noise of the plate would pull a weak weight's centre towards the square's.
  for (let y = cy - about.halfPx; y <= cy + about.halfPx; y++)
    for (let x = cx - about.halfPx; x <= cx + about.halfPx; x++) {
      const weight = Math.max(0, at(x, y) - (low + 0.3 * (high - low)));
      weights += weight;
      sumX += weight * x;
      sumY += weight * y;
    }
  return { x: sumX / weights, y: sumY / weights };
}

describe('the grid', () => {
  test.each(named)('%s: its dots are where the truth says in white light and in NIR', (_id, spec) => {
    const bytes = render(spec, { kind: 'grid' }, 8);
    const dots = trueGrid(spec);
    expect(dots).toHaveLength(36);
    const halfPx = Math.floor(0.034 * spec.widthPx);
    // The mark and its neighbours would share a square.
    for (const { white, nir } of dots.filter((_, i) => ![0, 1, 7, 8, 35].includes(i))) {
      const seenWhite = centroid(spec, bytes, { ...white, halfPx, left: 0 });
      const seenNir = centroid(spec, bytes, { ...nir, halfPx, left: spec.widthPx });
      expect(Math.hypot(seenWhite.x - white.x, seenWhite.y - white.y)).toBeLessThan(0.2);
      expect(Math.hypot(seenNir.x - nir.x, seenNir.y - nir.y)).toBeLessThan(0.2);
    }
  });

  test('two cameras look beside each other by pixels, and the profile states the whole of it', () => {
    const spec = seed('liver-rim');
    const { registration } = phantomProfile(spec);
    expect(registration).toEqual(trueRegistration(spec));
    const middle = { x: (spec.widthPx - 1) / 2, y: (spec.heightPx - 1) / 2 };
    expect(mapPoint(registration, middle)).toEqual({ x: middle.x + 6, y: middle.y - 4 });
    const corner = mapPoint(registration, { x: 0, y: 0 });
    expect(corner.x).toBeCloseTo(6 - 0.015 * middle.x, 9);
    expect(corner.y).toBeCloseTo(-4 - 0.015 * middle.y, 9);
  });

  test('looks different however it is turned', () => {
    const spec = seed('linear-check');
    const points = trueGrid(spec).map(dot => dot.white);
    const mark = points.at(-1)!;
    const turned = [
      { x: 159 - mark.x, y: mark.y },
      { x: mark.x, y: 119 - mark.y },
      { x: 159 - mark.x, y: 119 - mark.y },
    ];
    for (const p of turned)
      expect(Math.min(...points.map(q => Math.hypot(p.x - q.x, p.y - q.y)))).toBeGreaterThan(3);
  });
});

describe('the ruler', () => {
  test.each(named)('%s: its ticks are a millimetre apart at the scale of the description', (_id, spec) => {
    const bytes = render(spec, { kind: 'ruler' }, 2);
    const first = trueTick(spec, 0);
    expect(trueTick(spec, 10).x - first.x).toBeCloseTo(10 / spec.mmPerPx, 9);
    // Across the ticks, a little below the upper edge: the darkest place about each.
    const y = Math.round(first.y + 0.03 * spec.heightPx);
    for (let mm = 0; mm <= 20; mm++) {
      const { x } = trueTick(spec, mm);
      let [ink, inkX] = [0, 0];
      for (let i = Math.round(x) - 2; i <= Math.round(x) + 2; i++) {
        const darker = Math.max(0, 160 - bytes[y * 2 * spec.widthPx + i]!);
        ink += darker;
        inkX += darker * i;
      }
      expect(Math.abs(inkX / ink - x)).toBeLessThan(0.25);
    }
    expect(() => trueTick(spec, 5000)).toThrow(/from 0 to/);
  });

  test('every fifth tick is longer, every tenth the longest and labelled; NIR hardly sees it', () => {
    const spec = seed('sarcoma-bed');
    const bytes = render(spec, { kind: 'ruler' });
    const lengthAt = (mm: number): number => {
      const { x, y } = trueTick(spec, mm);
      let length = 0;
      while (bytes[(Math.ceil(y) + 1 + length) * 2 * spec.widthPx + Math.round(x)]! < 150) length++;
      return length;
    };
    expect(lengthAt(5)).toBeGreaterThan(lengthAt(4) + 8);
    expect(lengthAt(10)).toBeGreaterThan(lengthAt(5) + 8);
    const label = {
      x: trueTick(spec, 10).x - 8,
      y: trueTick(spec, 10).y + 0.2 * spec.heightPx,
      width: 16,
      height: 15,
    };
    expect(Math.min(...codesIn(spec, bytes, label))).toBeLessThan(90);
    const light = mean(codesIn(spec, bytes, nirRect(spec)).map(code => toLight(spec, code)));
    expect(light).toBeLessThan(0.03);
  });

  test('another scale puts its ticks elsewhere', () => {
    const spec = { ...seed('linear-check'), mmPerPx: 0.1 };
    expect(trueTick(spec, 10).x - trueTick(spec, 0).x).toBeCloseTo(100, 9);
  });
});

describe('the wells', () => {
  test.each(['bolus', 'back-table-specimen'])(
    'of %s give light by their concentration, and none is where no well is',
    id => {
      const spec = withCamera(seed(id), { vignetting: 0, autoGain: false });
      const lightIn = (index: number) => {
        const { x, y, radiusPx } = wellsOf(spec)[index]!;
        const lights: number[] = [];
        for (const frameIndex of [0, 1, 2, 3, 4, 5, 6, 7]) {
          const bytes = render(spec, { kind: 'wells' }, frameIndex);
          const rect = {
            x: spec.widthPx + x - radiusPx / 2,
            y: y - radiusPx / 2,
            width: radiusPx,
            height: radiusPx,
          };
          lights.push(...codesIn(spec, bytes, rect).map(code => toLight(spec, code)));
        }
        return mean(lights);
      };
      const lights = wellShares.map((_, i) => lightIn(i));
      for (const [i, share] of wellShares.entries())
        expect(Math.abs(lights[i]! - wellRadiance(share))).toBeLessThan(0.005 * wellRadiance(share) + 0.0006);
    },
  );
});

describe('a frame depends on phantom, target and index alone', () => {
  test('whatever was shown before', () => {
    const spec = { ...seed('sarcoma-bed'), widthPx: 120, heightPx: 90 };
    const targets: PhantomTarget[] = [
      { kind: 'tissue' },
      { kind: 'cap' },
      { kind: 'chart' },
      { kind: 'uniform', radiance: 0.2 },
      { kind: 'uniform', radiance: 0.4 },
      { kind: 'grid' },
      { kind: 'ruler' },
      { kind: 'wells' },
    ];
    const frames = targets.map(target => render(spec, target, 77));
    renderers.delete(spec);
    for (const [i, target] of [...targets.entries()].reverse())
      expect(render(spec, target, 77)).toEqual(frames[i]);
    for (let i = 1; i < frames.length; i++) expect(frames[i]).not.toEqual(frames[i - 1]);
  });

  test('without noise NIR of a target stands still while the tissue’s clock goes on, and white light goes on living', () => {
    const spec = seed('linear-check');
    const { widthPx, heightPx } = spec;
    const half = (bytes: Uint8Array, isNir: boolean) =>
      bytes.filter((_, i) => i < 2 * widthPx * heightPx && i % (2 * widthPx) >= widthPx === isNir);
    for (const kind of ['cap', 'grid', 'ruler'] as const) {
      const [first, later] = [render(spec, { kind }, 0), render(spec, { kind }, 500)];
      expect(half(later, true), kind).toEqual(half(first, true));
      expect(half(later, false), kind).not.toEqual(half(first, false));
    }
    expect(render(spec, { kind: 'chart' }, 500)).toEqual(render(spec, { kind: 'chart' }, 0));
  });
});

describe('the truth for end-to-end tests', () => {
  /** Mean light in a circle, as a perfectly calibrated instrument would read it: vignetting and gain taken out. */
  function read(spec: PhantomSpec, frames: readonly number[], region: { centre: Point; radiusPx: number }) {
    const toNir = trueRegistration(spec);
    const circle = { kind: 'circle', ...region } as const;
    const { centre, radiusPx } = region;
    const lights: number[] = [];
    for (const frameIndex of frames) {
      const bytes = render(spec, { kind: 'tissue' }, frameIndex);
      for (let y = Math.floor(centre.y - radiusPx) - 1; y <= centre.y + radiusPx + 1; y++)
        for (let x = Math.floor(centre.x - radiusPx) - 1; x <= centre.x + radiusPx + 1; x++) {
          if (!isInside(circle, { x, y })) continue;
          const at = mapPoint(toNir, { x, y });
          const [nx, ny] = [Math.round(at.x), Math.round(at.y)];
          const dx = (2 * nx + 1) / spec.widthPx - 1;
          const dy = (2 * ny + 1) / spec.heightPx - 1;
          const lens = 1 - (spec.camera.vignetting * (dx * dx + dy * dy)) / 2;
          lights.push(toLight(spec, bytes[ny * 2 * spec.widthPx + spec.widthPx + nx]!) / lens);
        }
    }
    return mean(lights);
  }

  const circlesOf = (spec: PhantomSpec) => Object.entries(trueCircles).find(([id]) => id === spec.id)![1];

  test.each(named)(
    '%s: a calibrated reading of the suggested circles gives the true ratio within half a percent',
    (_id, seeded) => {
      // Frames far apart are averaged: dye must not arrive between them.
      const still = { ...seeded, nir: { ...seeded.nir, bolus: null } };
      const spec = withCamera(still, { autoGain: false });
      const at = circlesOf(spec);
      for (const frameIndex of [0, 40, 75]) {
        const isNoisy = spec.camera.fullWellElectrons !== null;
        // Noise is averaged over whole breaths, in which the tissue comes back to where it was.
        const period = spec.fps * spec.breathing.periodS;
        const frames = isNoisy ? Array.from({ length: 12 }, (_, i) => frameIndex + i * period) : [frameIndex];
        const tumour = read(spec, frames, at.tumour);
        const background = read(spec, frames, at.background);
        expect(tumour / trueMean(spec, frameIndex, at.tumour)).toBeCloseTo(1, 2.3);
        expect(background / trueMean(spec, frameIndex, at.background)).toBeCloseTo(1, 2.3);
        expect(tumour / background / trueTbr(spec, frameIndex, at) - 1).toBeLessThan(0.005);
        expect(tumour / background / trueTbr(spec, frameIndex, at) - 1).toBeGreaterThan(-0.005);
      }
    },
  );

  test.each(named)('%s: the suggested circles stay in one tissue through every breath', (_id, spec) => {
    const at = circlesOf(spec);
    const breath = Math.round(spec.fps * spec.breathing.periodS);
    for (const circle of [at.tumour, at.background]) {
      const middle = trueRadiance(spec, 0, circle.centre);
      for (const frameIndex of [0, Math.round(breath / 4), Math.round(breath / 2)])
        for (let turn = 0; turn < 12; turn++) {
          const angle = (turn * Math.PI) / 6;
          const edge = {
            x: circle.centre.x + circle.radiusPx * Math.cos(angle),
            y: circle.centre.y + circle.radiusPx * Math.sin(angle),
          };
          expect(trueRadiance(spec, frameIndex, edge) / middle).toBeGreaterThan(0.85);
          expect(trueRadiance(spec, frameIndex, edge) / middle).toBeLessThan(1.15);
        }
    }
    expect(trueTbr(spec, 0, at)).toBeGreaterThan(2.2);
  });
});

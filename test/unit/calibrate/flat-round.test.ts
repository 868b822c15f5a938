/** Round pictures of endoscopes: what is left out of the flat field, what holds inside, and what is no round picture. */
import { describe, expect, test } from 'vitest';
import type { FlatReading } from '#model/calibration.ts';
import type { Field } from '#model/field.ts';
import { createFlatReader } from '#workers/calibrate/fields/flat.ts';
import { roundPictureIn } from '#workers/calibrate/fields/round-picture.ts';
import { createRandom } from '../../support/random.ts';
import {
  type Camera,
  formatOf,
  framesOf,
  idsOf,
  profileOf,
  readAll,
  readingOf,
  stopsOf,
  vignette,
} from './field-frames.ts';

type Light = (x: number, y: number) => number;
type Disc = { readonly x: number; readonly y: number; readonly radiusPx: number };

const size = { widthPx: 240, heightPx: 136 };
const methods = ['smooth', 'mean'] as const;
const known = profileOf({ transfer: { kind: 'power', gamma: 2.2 }, darkCodes: 20 });
const usual: Omit<Camera, 'light'> = {
  format: formatOf(size),
  transfer: { kind: 'power', gamma: 2.2 },
  pedestal: (20 / 255) ** 2.2,
  readNoise: 0.001,
  shotNoise: 0.01,
};
/** Whole, with black on every side; and cut by the picture's upper and lower edge. */
const whole: Disc = { x: 118, y: 66, radiusPx: 60 };
const cut: Disc = { x: 121, y: 69, radiusPx: 90 };

const distanceTo =
  ({ x, y, radiusPx }: Disc): Light =>
  (px, py) =>
    radiusPx - Math.hypot(px - x, py - y);
/** 1 inside, 0 outside; `blurPx` is the SD of an edge that is not sharp. */
const stop = (disc: Disc, blurPx = 0.4): Light => {
  const depth = distanceTo(disc);
  return (x, y) => 1 / (1 + Math.exp((-1.7 * depth(x, y)) / blurPx));
};
/** 1 in the middle of a disc, `rim` at its edge. */
const shade =
  ({ x, y, radiusPx }: Disc, rim: number): Light =>
  (px, py) =>
    1 - (1 - rim) * (((px - x) ** 2 + (py - y) ** 2) / radiusPx ** 2);
const times =
  (...factors: readonly Light[]): Light =>
  (x, y) =>
    factors.reduce((product, factor) => product * factor(x, y), 1);
const level = (light: number): Light => times(() => light);

const readFlat = (light: Light, method: 'mean' | 'smooth', change: Partial<Camera> = {}): FlatReading =>
  readAll(createFlatReader({ ...readingOf(known), method }), framesOf({ ...usual, light, ...change }, 4));

const valueAt = ({ low, step, samples, widthPx }: Field, x: number, y: number): number =>
  low + step * samples[y * widthPx + x]!;

/** Root mean square and largest deviation of field over truth, over the pixels deeper than `deepPx` in the disc. */
const errorIn = (field: Field, truth: Light, depth: Light, deepPx: number) => {
  const ratios: number[] = [];
  for (let y = 0; y < field.heightPx; y++)
    for (let x = 0; x < field.widthPx; x++)
      if (depth(x, y) > deepPx) ratios.push(valueAt(field, x, y) / truth(x, y));
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const off = ratios.map(ratio => ratio / mean - 1);
  return {
    rms: Math.sqrt(off.reduce((sum, each) => sum + each * each, 0) / off.length),
    largest: Math.max(...off.map(Math.abs)),
  };
};

/** A tooth of light outside the circle, or of black inside, that says where up is. */
const tooth =
  (disc: Disc, angle: number, sidePx: number): Light =>
  (px, py) => {
    const along = (px - disc.x) * Math.cos(angle) + (py - disc.y) * Math.sin(angle);
    const across = Math.abs((py - disc.y) * Math.cos(angle) - (px - disc.x) * Math.sin(angle));
    return along > disc.radiusPx - sidePx && across < (along - disc.radiusPx + sidePx) / 2 ? 0 : 1;
  };

/** Eight pixels about a place, every one seen: the border that is taken off is narrower. */
const isSeenAbout = (mask: Light, x: number, y: number): boolean =>
  [0, 4, 8].every(radiusPx =>
    Array.from({ length: 16 }, (_, i) => (i * Math.PI) / 8).every(
      angle => mask(x + radiusPx * Math.cos(angle), y + radiusPx * Math.sin(angle)) > 0.99,
    ),
  );

describe('a round picture is read', () => {
  const pictures: readonly [string, Disc, Light][] = [
    ['whole', whole, stop(whole)],
    ['cut by the picture’s edges', cut, stop(cut)],
    ['cut by bars', whole, times(stop(whole), (_, y) => (y > 20 && y < 112 ? 1 : 0))],
    ['with a notch', whole, times(stop(whole), tooth(whole, 0.6, 9))],
    ['with a soft edge', whole, stop(whole, 0.8)],
  ];
  test.each(pictures)('%s: nothing stops it, and the field is right inside', (_, disc, mask) => {
    for (const method of methods) {
      const truth = shade(disc, 0.4);
      const reading = readFlat(times(level(0.6), truth, mask), method);
      expect(stopsOf(reading)).toEqual([]);
      expect(idsOf(reading)).toContain('flat-round-picture');
      expect(reading.after.above90).toBeGreaterThan(0.99);
      expect(reading.residualShare).toBeLessThan(0.01);
      expect(reading.maskedShare).toBeLessThan(0.01);
      const depth: Light = (x, y) => (isSeenAbout(mask, x, y) ? 1 : 0);
      const { rms, largest } = errorIn(reading.field, truth, depth, 0);
      expect(rms).toBeLessThan(method === 'smooth' ? 0.001 : 0.004);
      expect(largest).toBeLessThan(method === 'smooth' ? 0.005 : 0.03);
    }
  });

  test.each([whole, cut])('outside the field is 1, inside its mean is 1', disc => {
    const { field } = readFlat(times(level(0.6), shade(disc, 0.5), stop(disc)), 'smooth');
    const depth = distanceTo(disc);
    const inside: number[] = [];
    for (let y = 0; y < size.heightPx; y++)
      for (let x = 0; x < size.widthPx; x++) {
        if (depth(x, y) < 0) expect(valueAt(field, x, y)).toBeCloseTo(1, 4);
        if (depth(x, y) > 3) inside.push(valueAt(field, x, y));
      }
    expect(inside.reduce((sum, value) => sum + value, 0) / inside.length).toBeCloseTo(1, 2);
  });

  test('the words say how much lies outside', () => {
    const { findings } = readFlat(times(level(0.5), stop(whole)), 'smooth');
    const share = 1 - (Math.PI * 60 ** 2) / (240 * 136);
    const words = findings.find(({ id }) => id === 'flat-round-picture')?.words ?? '';
    const said = Number(/([\d.]+) % of the pixels/.exec(words)?.[1]);
    expect(said / 100).toBeGreaterThan(share);
    expect(said / 100).toBeLessThan(share + 0.05);
    expect(words).toMatch(/draw no region over it/);
  });

  test('uniformity counts what lies inside alone', () => {
    const camera: Camera = {
      format: formatOf(size, { format: 'Y16' }),
      light: times(level(0.6), shade(whole, 0.5), stop(whole)),
    };
    const profile = profileOf({ darkCodes: 0 });
    const reader = createFlatReader({ ...readingOf(profile), method: 'smooth' });
    const { before } = readAll(reader, framesOf(camera, 2));
    // 1 − r²/2 > 0.8 is the disc r² < 0.4; the border taken off makes it a little more of what is left.
    expect(before.above80).toBeGreaterThan(0.4);
    expect(before.above80).toBeLessThan(0.48);
  });

  test('with lettering beside it', () => {
    const lettering: Light = (x, y) => (x < 30 && y > 6 && y < 14 && x % 5 > 1 ? 0.4 : 0);
    const disc = times(level(0.6), shade(whole, 0.5), stop(whole));
    const reading = readFlat((x, y) => disc(x, y) + lettering(x, y), 'smooth');
    expect(stopsOf(reading)).toEqual([]);
    expect(valueAt(reading.field, 8, 10)).toBeCloseTo(1, 4);
  });
});

describe('what is wrong inside still stops it', () => {
  const round = times(level(0.6), shade(whole, 0.6), stop(whole));
  test.each<[string, string, Light]>([
    ['a hole', 'flat-holes', (x, y) => (Math.hypot(x - 110, y - 60) < 9 ? 0.02 : 1)],
    ['clipping', 'flat-clipped', () => 2.5],
    ['too little light', 'flat-too-dark', () => 0.08],
    ['a pattern', 'flat-patterned', x => (Math.floor(x / 6) % 2 === 0 ? 0.75 : 1)],
    [
      'a highlight',
      'flat-highlights',
      (x, y) => 0.7 * (1 + Math.exp(-((x - 130) ** 2 + (y - 50) ** 2) / 30)),
    ],
  ])('%s', (_, id, change) => {
    for (const method of methods) expect(stopsOf(readFlat(times(round, change), method))).toContain(id);
  });
});

describe('what is no round picture', () => {
  const square = { widthPx: 150, heightPx: 140 };
  const inSquare: Disc = { x: 75, y: 70, radiusPx: 60 };
  const turned: Light = (x, y) => {
    const across = (x - 120) * Math.cos(0.2) + (y - 68) * Math.sin(0.2);
    const down = (y - 68) * Math.cos(0.2) - (x - 120) * Math.sin(0.2);
    return Math.abs(across) < 70 && Math.abs(down) < 45 ? 0.6 : 0;
  };
  const cases: readonly [string, { widthPx: number; heightPx: number }, Light][] = [
    ['an even one', size, level(0.6)],
    ['one without light', size, level(0)],
    ['a hole in the middle', size, (x, y) => (Math.hypot(x - 120, y - 68) < 30 ? 0 : 0.6)],
    ['a straight shadow at one side', size, x => (x < 150 ? 0.6 : 0)],
    ['a slanting shadow over one side', size, (x, y) => (x + y / 2 < 190 ? 0.6 : 0)],
    ['a round shadow that comes from one side', size, (x, y) => (Math.hypot(x - 60, y - 68) < 150 ? 0.6 : 0)],
    ['a shadow in one corner', size, (x, y) => (Math.hypot(x, y) < 40 ? 0 : 0.6)],
    ['light that falls to 30 % in the corners', size, times(level(0.8), vignette(size, 0.7))],
    [
      'light that falls to nothing in the corners',
      square,
      (x, y) => 0.8 * Math.max(0, vignette(square, 1)(x, y)),
    ],
    [
      'light that falls slowly to nothing all round',
      square,
      (x, y) => 0.8 * Math.max(0, shade(inSquare, 0)(x, y)),
    ],
    ['a rectangular target', size, (x, y) => (Math.abs(x - 120) < 80 && Math.abs(y - 68) < 50 ? 0.6 : 0)],
    ['a target that is turned', size, turned],
    [
      'a target whose corners alone are cut',
      size,
      (x, y) => (Math.abs(x - 120) + Math.abs(y - 68) < 150 ? 0.6 : 0),
    ],
    ['an oval one', size, (x, y) => (Math.hypot((x - 120) / 1.6, y - 68) < 60 ? 0.6 : 0)],
    ['half a disc', size, times(level(0.6), stop(whole), x => (x < 118 ? 1 : 0))],
    [
      'a disc with a bite',
      size,
      times(level(0.6), stop(whole), (x, y) => (Math.hypot(x - 60, y - 60) < 25 ? 0 : 1)),
    ],
    [
      'a disc with a deep bite',
      size,
      times(level(0.6), stop(whole), (x, y) => (Math.hypot(x - 75.6, y - 23.6) < 14 ? 0 : 1)),
    ],
    [
      'a disc behind a thin shaft',
      size,
      times(level(0.6), stop(whole), (x, y) => (Math.abs(y - 66) < 5 && x < 105 ? 0 : 1)),
    ],
    [
      'a disc with a dim ring about it',
      size,
      (x, y) => 0.56 * stop({ ...whole, radiusPx: 48 })(x, y) + 0.04 * stop(whole)(x, y),
    ],
    ['a disc that is a spot', size, stop({ x: 120, y: 68, radiusPx: 36 }, 0.2)],
    ['a grey surround', size, (x, y) => 0.04 + 0.5 * stop(whole)(x, y)],
    [
      'two discs',
      size,
      (x, y) => stop({ x: 62, y: 68, radiusPx: 50 })(x, y) + stop({ x: 178, y: 68, radiusPx: 50 })(x, y),
    ],
  ];
  test.each(cases)('%s', (_, of, light) => {
    const plane = Float32Array.from({ length: of.widthPx * of.heightPx }, (__, i) =>
      light(i % of.widthPx, Math.floor(i / of.widthPx)),
    );
    expect(roundPictureIn(plane, of)).toBeNull();
  });

  test('nor one of a single pixel, or of numbers that are none', () => {
    expect(roundPictureIn(new Float32Array([1]), { widthPx: 1, heightPx: 1 })).toBeNull();
    expect(roundPictureIn(new Float32Array(400).fill(Number.NaN), { widthPx: 20, heightPx: 20 })).toBeNull();
  });
});

test('wherever the circle lies and however large it is, it is found where three corners are black', () => {
  const random = createRandom(7);
  for (let round = 0; round < 25; round++) {
    const disc: Disc = {
      x: random.uniform(100, 140),
      y: random.uniform(55, 80),
      radiusPx: random.uniform(48, 115),
    };
    const depth = distanceTo(disc);
    const glare = random.uniform(0, 0.012);
    const light = times(shade(disc, random.uniform(0.3, 1)), stop(disc));
    const plane = Float32Array.from({ length: size.widthPx * size.heightPx }, (_, i) => {
      const noise = 0.004 * (random.uniform(-1, 1) + random.uniform(-1, 1));
      return glare + noise + 0.6 * light(i % size.widthPx, Math.floor(i / size.widthPx));
    });
    const black = [0, 239].flatMap(x => [0, 135].map(y => depth(x, y))).filter(each => each < -6).length;
    if (black < 3) continue;
    const found = roundPictureIn(plane, size);
    let seen = 0;
    let wanted = 0;
    plane.forEach((_, i) => {
      const deep = depth(i % size.widthPx, Math.floor(i / size.widthPx));
      if (deep > 0) wanted++;
      if (found?.outside[i] !== 0) return;
      seen++;
      if (deep < 0.8) throw new Error(`A pixel ${deep} px deep counts as seen in round ${round}.`);
    });
    // Five pixels are taken off at most.
    expect(seen / wanted, JSON.stringify(disc)).toBeGreaterThan((1 - 5 / disc.radiusPx) ** 2);
  }
});

test('a large round picture is told in the same shares of its radius', () => {
  const large = { widthPx: 960, heightPx: 540 };
  const disc: Disc = { x: 481, y: 268, radiusPx: 300 };
  const light = times(shade(disc, 0.3), stop(disc, 2));
  const plane = Float32Array.from({ length: 960 * 540 }, (_, i) => light(i % 960, Math.floor(i / 960)));
  const found = roundPictureIn(plane, large);
  let inside = 0;
  for (let i = 0; i < plane.length; i++) if (distanceTo(disc)(i % 960, Math.floor(i / 960)) >= 0) inside++;
  expect(found?.outsideShare).toBeGreaterThan(1 - inside / plane.length);
  expect(found?.outsideShare).toBeLessThan(1 - inside / plane.length + 0.03);
  for (let i = 0; i < plane.length; i++)
    if (found?.outside[i] === 0) expect(light(i % 960, Math.floor(i / 960))).toBeGreaterThan(0.29);
});

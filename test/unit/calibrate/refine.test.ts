/** Pictures for marking points, and registration refined on what both channels show. */
import { describe, expect, test } from 'vitest';
import type { PointPair } from '#model/calibration.ts';
import type { FrameFormat, FramePlanes } from '#model/frame.ts';
import {
  compose,
  type Homography,
  identity,
  inverse,
  mapPoint,
  type Point,
  resizing,
  rotation,
  type SizePx,
  translation,
} from '#model/geometry.ts';
import { type Layout, wholeFrame } from '#model/layout.ts';
import { createToScene, type Mapping, radialOf, toSensor } from '#model/mapping.ts';
import { ProblemError } from '#model/problem.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import { planesToRgb } from '#model/yuv.ts';
import { createPictureTaker } from '#workers/calibrate/registration/picture-taker.ts';
import { createRefiner } from '#workers/calibrate/registration/refiner.ts';
import { createRandom } from '../../support/random.ts';
import { haveRealImages, readRealImage } from '../../support/real-images.ts';
import { framePlanes } from '../../support/synthetic-planes.ts';

const scene: SizePx = { widthPx: 640, heightPx: 480 };
const patient = 60_000;

const twoCameras: Layout = {
  id: 'two',
  name: 'Two cameras',
  white: { stream: 'main', rect: wholeFrame },
  nir: { stream: 'second', rect: wholeFrame },
  displayReferred: false,
  source: 'test',
};
const greyFormat = ({ widthPx, heightPx }: SizePx): FrameFormat => ({
  format: 'Y8',
  widthPx,
  heightPx,
  bitDepth: 8,
  colour: { fullRange: null, matrix: null, transfer: null, primaries: null },
});

// ── Dots that are seen in both channels ─────────────────────────────────────────────────────────

const dotPx = 8;
const stepPx = 40;
const gridDots = Array.from({ length: 15 * 11 }, (_, i) => ({
  x: 40 + stepPx * (i % 15),
  y: 40 + stepPx * Math.floor(i / 15),
}));
/** The grid with every dot moved a little, so that it fits on itself in one place only. */
const strewnDots = (() => {
  const random = createRandom(4);
  return gridDots.map(({ x, y }) => ({ x: x + random.uniform(-11, 11), y: y + random.uniform(-11, 11) }));
})();

type Look = { readonly ground: number; readonly dot: number; readonly noise: number; readonly seed: number };

/** What a camera sees of the dots through `camera` (scene to its picture), codes of 8 bits. */
function dotsSeen(dots: readonly Point[], camera: Mapping, look: Look, size = scene): FramePlanes {
  const { ground, dot, noise, seed } = look;
  const toScene = createToScene(camera);
  const light = new Float32Array(size.widthPx * size.heightPx).fill(ground);
  for (const centre of dots) {
    const { x, y } = toSensor(camera, centre);
    const reach = dotPx + 8;
    for (let row = Math.floor(y - reach); row <= y + reach; row++) {
      for (let column = Math.floor(x - reach); column <= x + reach; column++) {
        if (row < 0 || column < 0 || row >= size.heightPx || column >= size.widthPx) continue;
        const p = toScene({ x: column, y: row });
        const inside = 1 / (1 + Math.exp((Math.hypot(p.x - centre.x, p.y - centre.y) - dotPx) / 0.6));
        light[row * size.widthPx + column]! += (dot - ground) * inside;
      }
    }
  }
  const random = createRandom(seed);
  // Four numbers of variance ⅓ over 2/√3: nearly normal, variance 1.
  const normal = () => ([1, 2, 3, 4].reduce(sum => sum + random.uniform(-1, 1), 0) * Math.sqrt(3)) / 2;
  return framePlanes(greyFormat(size), ({ x, y }) => light[y * size.widthPx + x]! + noise * normal());
}

const through = (homography: Homography): Mapping => ({ homography, radial: null });
/** Shift, turn, stretch and a little perspective about the middle of the picture. */
const moved = (x: number, y: number, { turnRad = 0, stretch = 0, tilt = 0 } = {}): Homography =>
  compose(
    translation(320 + x, 240 + y),
    compose(
      compose(rotation(turnRad), [1 + stretch, 0, tilt, 0, 1 - stretch / 2, -0.8 * tilt, 0, 0, 1]),
      translation(-320, -240),
    ),
  );

const darkOnLight: Look = { ground: 190, dot: 50, noise: 0, seed: 1 };
const lightOnDark: Look = { ground: 30, dot: 160, noise: 0, seed: 2 };

/** The largest distance between two registrations over the picture. */
function apartPx(a: Homography, b: Homography, places = everywhere): number {
  return Math.max(
    ...places.map(p => {
      const [q, r] = [mapPoint(a, p), mapPoint(b, p)];
      return Math.hypot(q.x - r.x, q.y - r.y);
    }),
  );
}
const everywhere = [0, 160, 320, 480, 639].flatMap(x => [0, 120, 240, 360, 479].map(y => ({ x, y })));

function refine(
  main: FramePlanes,
  second: FramePlanes,
  { profile = {}, pairs = [] }: { profile?: Partial<Profile>; pairs?: readonly PointPair[] } = {},
) {
  const refiner = createRefiner({
    layout: twoCameras,
    profile: { ...unknownProfile, ...profile },
    fields: [],
    frames: 1,
    pairs,
  });
  refiner.add({ main, second });
  return refiner.finish();
}

describe('refinement finds a known misregistration to 0.3 px over the whole picture', () => {
  const turned = moved(7.3, -4.6, { turnRad: 0.015, stretch: 0.01, tilt: 1e-5 });
  const far = moved(-17.5, 12.25, { turnRad: -0.012, stretch: -0.008, tilt: -1.2e-5 });

  test.each<[string, Homography, Look, Look, number]>([
    ['a shift, the same contrast', moved(6.4, -3.7), darkOnLight, { ...darkOnLight, seed: 3 }, 0.1],
    ['shift, turn and perspective, contrast inverted', turned, darkOnLight, lightOnDark, 0.1],
    ['nearly half a step of the grid, contrast inverted', far, darkOnLight, lightOnDark, 0.1],
    [
      'noise of a third of the contrast of a dim channel',
      turned,
      { ...darkOnLight, noise: 5 },
      { ground: 20, dot: 44, noise: 8, seed: 2 },
      0.3,
    ],
  ])('%s', { timeout: patient }, (_, truth, white, nir, limitPx) => {
    const reading = refine(
      dotsSeen(gridDots, through(identity), white),
      dotsSeen(gridDots, through(truth), nir),
    );
    expect(reading.findings.filter(f => f.severity === 'stop')).toEqual([]);
    expect(reading.model).toBe('homography');
    expect(apartPx(reading.registration, truth)).toBeLessThan(limitPx);
    expect(reading.agreementAfter).toBeGreaterThan(reading.agreementBefore + 0.3);
    expect(reading.largestPx).toBeLessThan(0.3);
  });

  test('from a registration that is nearly right, with the pairs that it came from', {
    timeout: patient,
  }, () => {
    const truth = moved(25, -14, { turnRad: 0.02, stretch: 0.01, tilt: 1e-5 });
    const start = compose(translation(2.5, -1.8), truth);
    const pairs = [120, 520].flatMap(x =>
      [100, 380].map(y => ({ white: { x, y }, nir: mapPoint(start, { x, y }) })),
    );
    const reading = refine(
      dotsSeen(gridDots, through(identity), darkOnLight),
      dotsSeen(gridDots, through(truth), lightOnDark),
      { profile: { registration: start }, pairs },
    );
    expect(apartPx(reading.registration, truth)).toBeLessThan(0.1);
    expect(reading.findings.map(f => f.id)).toEqual(['refined']);
    // Residuals are those of the pairs, which were marked wrong here.
    expect(reading.residuals).toHaveLength(4);
    expect(reading.rmsPx).toBeCloseTo(Math.hypot(2.5, 1.8), 0);
  });

  test('with an NIR camera of half the size', { timeout: patient }, () => {
    const truth = moved(6, -5, { turnRad: 0.01, stretch: 0.01, tilt: 1e-5 });
    const small = { widthPx: 320, heightPx: 240 };
    const camera = through(compose(resizing(scene, small), truth));
    const reading = refine(
      dotsSeen(gridDots, through(identity), darkOnLight),
      dotsSeen(gridDots, camera, lightOnDark, small),
    );
    expect(apartPx(reading.registration, truth)).toBeLessThan(0.3);
  });

  test('in a large picture, whose dots are gone at the coarsest level', { timeout: patient }, () => {
    const large = { widthPx: 1920, heightPx: 1080 };
    const dots = Array.from({ length: 47 * 26 }, (_, i) => ({
      x: 40 * (1 + (i % 47)),
      y: 40 * (1 + Math.floor(i / 47)),
    }));
    const truth = compose(translation(13, -9), compose(rotation(0.004), [1, 0, 2e-6, 0, 1, -2e-6, 0, 0, 1]));
    const reading = refine(
      dotsSeen(dots, through(identity), { ...darkOnLight, noise: 3 }, large),
      dotsSeen(dots, through(truth), { ...lightOnDark, noise: 3 }, large),
    );
    const corners = [0, 1919].flatMap(x => [0, 1079].map(y => ({ x, y })));
    expect(apartPx(reading.registration, truth, corners)).toBeLessThan(0.3);
  });

  test('under a lens whose distortion the profile knows', { timeout: patient }, () => {
    const distortion = { k1: -0.06, k2: 0.01 };
    const truth = moved(4.5, 3.2, { turnRad: -0.01, stretch: 0.005, tilt: 8e-6 });
    const camera = { homography: truth, radial: radialOf({ distortion }, scene) };
    const reading = refine(
      dotsSeen(gridDots, through(identity), darkOnLight),
      dotsSeen(gridDots, camera, lightOnDark),
      { profile: { distortion } },
    );
    expect(reading.distortion).toEqual(distortion);
    expect(apartPx(reading.registration, truth)).toBeLessThan(0.15);
  });
});

describe('refinement says what it could not know', () => {
  test('an exact registration stays where it is', { timeout: patient }, () => {
    const reading = refine(
      dotsSeen(strewnDots, through(identity), { ...darkOnLight, noise: 3 }),
      dotsSeen(strewnDots, through(identity), { ...lightOnDark, noise: 3 }),
    );
    expect(apartPx(reading.registration, identity)).toBeLessThan(0.1);
    expect(reading.findings.map(f => f.id)).toEqual(['refined']);
  });

  test('a pattern that repeats may be a step off, unless pairs say which', { timeout: patient }, () => {
    const ids = (dots: readonly Point[]) =>
      refine(
        dotsSeen(dots, through(identity), darkOnLight),
        dotsSeen(dots, through(moved(5, 4)), lightOnDark),
      ).findings.map(f => f.id);
    expect(ids(gridDots)).toEqual(['refined-repeating']);
    expect(ids(strewnDots)).toEqual(['refined']);
  });

  test('dots in one part of the picture only shift it', { timeout: patient }, () => {
    const few = strewnDots.filter(({ x, y }) => x < 150 && y < 150);
    const reading = refine(
      dotsSeen(few, through(identity), darkOnLight),
      dotsSeen(few, through(moved(5, -4)), lightOnDark),
    );
    expect(reading.model).toBe('affine');
    expect(reading.findings.map(f => f.id)).toContain('refined-shift');
    expect(apartPx(reading.registration, translation(5, -4))).toBeLessThan(0.3);
  });
});

describe('refinement is refused, and the registration stays as it was', () => {
  const start = moved(2, 1, { turnRad: 0.01 });
  const white = dotsSeen(strewnDots, through(identity), { ...darkOnLight, noise: 3 });
  const other = createRandom(77);
  const elsewhere = strewnDots.map(() => ({ x: other.uniform(20, 620), y: other.uniform(20, 460) }));

  test.each<[string, FramePlanes]>([
    ['a black NIR picture', dotsSeen([], through(identity), { ...lightOnDark, noise: 0 })],
    ['an NIR picture of noise', dotsSeen([], through(identity), { ...lightOnDark, noise: 6 })],
    ['an NIR picture of other things', dotsSeen(elsewhere, through(identity), lightOnDark)],
  ])('%s', { timeout: patient }, (_, nir) => {
    const reading = refine(white, nir, { profile: { registration: start } });
    expect(reading.findings).toMatchObject([{ severity: 'stop', id: 'refine-no-edges' }]);
    expect(reading.findings[0]!.words).toContain('Put the dot target in the picture');
    expect(reading.registration).toEqual(start);
  });

  test('edges that contradict the pairs', { timeout: patient }, () => {
    const pairs = [100, 540].flatMap(x => [80, 400].map(y => ({ white: { x, y }, nir: { x, y } })));
    const reading = refine(white, dotsSeen(strewnDots, through(moved(24, 14)), lightOnDark), { pairs });
    expect(reading.findings[0]!.severity).toBe('stop');
    expect(reading.registration).toEqual(identity);
  });

  test('a source with one channel', () => {
    const refiner = createRefiner({
      layout: { ...twoCameras, white: null },
      profile: unknownProfile,
      fields: [],
      frames: 1,
      pairs: [],
    });
    refiner.add({ main: white, second: white });
    expect(() => refiner.finish()).toThrow(ProblemError);
  });
});

describe.skipIf(!haveRealImages)('real pictures of one scene in both channels', () => {
  const load = (name: string): { size: SizePx; codes: Float32Array } => {
    const { widthPx, heightPx, channels, bitDepth, samples } = readRealImage(name);
    const grey = (at: number) =>
      channels < 3
        ? samples[at * channels]!
        : (54 * samples[at * channels]! +
            183 * samples[at * channels + 1]! +
            19 * samples[at * channels + 2]!) /
          256;
    const codes = Float32Array.from(
      { length: widthPx * heightPx },
      (_, at) => grey(at) / 2 ** (bitDepth - 8),
    );
    return { size: { widthPx, heightPx }, codes };
  };
  /** The picture as a camera sees it through `camera`, straight between pixels. */
  const seen = (
    { size, codes }: ReturnType<typeof load>,
    camera: Homography,
    invert = false,
  ): FramePlanes => {
    const back = inverse(camera);
    return framePlanes({ ...greyFormat(size), format: 'Y16', bitDepth: 12 }, at => {
      const p = mapPoint(back, at);
      const x = Math.min(size.widthPx - 1.001, Math.max(0, p.x));
      const y = Math.min(size.heightPx - 1.001, Math.max(0, p.y));
      const first = Math.floor(y) * size.widthPx + Math.floor(x);
      const [s, t] = [x - Math.floor(x), y - Math.floor(y)];
      const above = codes[first]! * (1 - s) + codes[first + 1]! * s;
      const below = codes[first + size.widthPx]! * (1 - s) + codes[first + size.widthPx + 1]! * s;
      const code = 16 * (above * (1 - t) + below * t);
      return invert ? 4095 - code : code;
    });
  };

  test('NIR against its own negative, warped, to 0.3 px over the whole picture', { timeout: patient }, () => {
    const nir = load('nir-16bit.png');
    const truth = moved(-15, 12, { turnRad: -0.02, stretch: -0.01, tilt: -1e-5 });
    const reading = refine(seen(nir, identity), seen(nir, truth, true));
    expect(apartPx(reading.registration, truth)).toBeLessThan(0.3);
  });

  test('NIR warped by a known homography moves the registration by it, to 0.3 px where both show detail', {
    timeout: patient,
  }, () => {
    const white = seen(load('rgb.png'), identity);
    const nir = load('nir-16bit.png');
    const plain = refine(white, seen(nir, identity));
    // Leaves, pot and label; beyond them are two rails, along which nothing holds a registration.
    const detail = [
      [225, 340],
      [265, 320],
      [320, 310],
      [355, 297],
      [400, 376],
      [270, 390],
      [325, 398],
      [290, 480],
      [345, 480],
    ].map(([x, y]) => ({ x: x!, y: y! }));
    for (const warp of [
      moved(7.3, -4.6, { turnRad: 0.015, stretch: 0.01, tilt: 1e-5 }),
      moved(-15, 12, { turnRad: -0.02, stretch: -0.01, tilt: -1e-5 }),
    ]) {
      const reading = refine(white, seen(nir, warp));
      expect(reading.agreementAfter).toBeGreaterThan(reading.agreementBefore + 0.1);
      expect(apartPx(reading.registration, compose(warp, plain.registration), detail)).toBeLessThan(0.3);
    }
  });

  test('pictures of different scenes are refused', { timeout: patient }, () => {
    const reading = refine(seen(load('rgb.png'), identity), seen(load('fluorescence-16bit.png'), identity));
    expect(reading.findings).toMatchObject([{ severity: 'stop' }]);
    expect(reading.registration).toEqual(identity);
  });
});

describe('pictures for marking points', () => {
  const colour: FrameFormat = {
    format: 'I420',
    widthPx: 64,
    heightPx: 32,
    bitDepth: 8,
    colour: { fullRange: false, matrix: 'bt709', transfer: null, primaries: null },
  };
  /** White light on the left, NIR on the right. */
  const sideBySide: Layout = {
    ...twoCameras,
    white: { stream: 'main', rect: { x: 0, y: 0, width: 0.5, height: 1 } },
    nir: { stream: 'main', rect: { x: 0.5, y: 0, width: 0.5, height: 1 } },
  };
  const ramp = (offset: number) =>
    framePlanes(colour, ({ plane, x, y }) =>
      plane === 0 ? 40 + 3 * (x % 32) + y + offset : 110 + 12 * plane + (x % 16),
    );
  const reading = { layout: sideBySide, profile: unknownProfile, fields: [], frames: 1 };
  const take = (frames: readonly FramePlanes[], layout = sideBySide) => {
    const taker = createPictureTaker({ ...reading, layout });
    for (const main of frames) taker.add({ main, second: null });
    return taker.finish();
  };

  test('white light has the colours that stills have', () => {
    const { white } = take([ramp(0)]);
    const rgb = planesToRgb(ramp(0), { x: 0, y: 0, width: 32, height: 32 }, unknownProfile);
    expect([white!.widthPx, white!.heightPx]).toEqual([32, 32]);
    for (let i = 0; i < 32 * 32; i++) {
      expect([...white!.rgba.slice(4 * i, 4 * i + 4)]).toEqual([...rgb.slice(3 * i, 3 * i + 3), 255]);
    }
  });

  test('frames are averaged', () => {
    const { white } = take([ramp(0), ramp(20)]);
    const single = take([ramp(10)]).white!;
    white!.rgba.forEach((value, i) => {
      expect(Math.abs(value - single.rgba[i]!)).toBeLessThanOrEqual(1);
    });
  });

  test('NIR is grey, stretched from its darkest to its brightest, and of the size of the scene', () => {
    const small = framePlanes(greyFormat({ widthPx: 16, heightPx: 8 }), ({ x }) => 100 + 2 * x);
    const taker = createPictureTaker({ ...reading, layout: twoCameras });
    taker.add({ main: ramp(0), second: small });
    const { nir } = taker.finish();
    expect([nir!.widthPx, nir!.heightPx]).toEqual([64, 32]);
    const row = Array.from({ length: 64 }, (_, x) => nir!.rgba[4 * (10 * 64 + x)]!);
    expect(row[0]).toBe(0);
    expect(row[63]).toBe(255);
    // Pixel 2 of 16 stands between pixels 9 and 10 of 64, at 9.5: (2 + ½)·4 − ½.
    expect((row[9]! + row[10]!) / 2).toBeCloseTo((255 * 2) / 15, -0.5);
    for (let i = 0; i < nir!.rgba.length; i += 4)
      expect(new Set(nir!.rgba.slice(i, i + 3)).size === 1 && nir!.rgba[i + 3] === 255).toBe(true);
  });

  test('a channel that is not there is null', () => {
    expect(take([ramp(0)], { ...sideBySide, nir: null }).nir).toBeNull();
    const { white, nir } = take([ramp(0)], { ...sideBySide, white: null });
    expect(white).toBeNull();
    expect(nir?.widthPx).toBe(32);
  });

  test('a picture that changes its size in the middle is refused', () => {
    const larger = framePlanes({ ...colour, widthPx: 128 }, () => 100);
    expect(() => take([ramp(0), larger])).toThrow('changed its size');
  });
});

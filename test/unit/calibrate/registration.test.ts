/** NIR onto white light from pairs of points: what is fitted, how certain it is, and what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Finding, PointPair, RegistrationFit } from '#model/calibration.ts';
import { extrapolationMap } from '#model/fit/extrapolation.ts';
import { directHomography, fitMapping, residualsOf, rmsOf } from '#model/fit/mapping-fit.ts';
import { fitRegistration } from '#model/fit/registration-fit.ts';
import {
  compose,
  type Homography,
  mapPoint,
  type Point,
  rotation,
  type SizePx,
  translation,
} from '#model/geometry.ts';
import { createToScene, radialOf, toSensor } from '#model/mapping.ts';
import { createRandom } from '../../support/random.ts';
import { haveRealImages, readReference } from '../../support/real-images.ts';

const scene: SizePx = { widthPx: 640, heightPx: 480 };
const corners = [
  { x: 0, y: 0 },
  { x: 639, y: 0 },
  { x: 639, y: 479 },
  { x: 0, y: 479 },
];

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const farthest = (a: Homography, b: Homography, places: readonly Point[]): number =>
  Math.max(...places.map(p => distance(mapPoint(a, p), mapPoint(b, p))));

function fitted(result: RegistrationFit | Finding): RegistrationFit {
  if ('severity' in result) throw new Error(`Refused: ${result.words}`);
  return result;
}
function refused(result: RegistrationFit | Finding): Finding {
  if (!('severity' in result)) throw new Error('Nothing was refused.');
  return result;
}
const idsOf = (result: RegistrationFit | Finding): string[] => fitted(result).findings.map(f => f.id);

/** A camera a little beside, turned and tilted. Keeps the inner part of the scene in the picture. */
const tilted = (turnRad: number, tilt: number): Homography =>
  compose(
    translation(326, 237),
    compose(rotation(turnRad), compose([1, 0.01, tilt, -0.008, 1, -tilt, 0, 0, 1], translation(-320, -240))),
  );
const truth = tilted(0.02, 3e-5);

/** A grid of places inside the picture. */
const spread = (columns: number, rows: number, marginPx = 60): Point[] =>
  Array.from({ length: columns * rows }, (_, i) => ({
    x: marginPx + ((i % columns) * (scene.widthPx - 1 - 2 * marginPx)) / (columns - 1),
    y: marginPx + (Math.floor(i / columns) * (scene.heightPx - 1 - 2 * marginPx)) / (rows - 1),
  }));
const pairsOf = (places: readonly Point[], to: (p: Point) => Point): PointPair[] =>
  places.map(white => ({ white, nir: to(white) }));
const exact = (places: readonly Point[]): PointPair[] => pairsOf(places, p => mapPoint(truth, p));

describe('six pairs whose homography other software found', () => {
  const matrix = z.array(z.array(z.number()).length(3)).length(3);
  const solution = z.object({ matrix, rms_px: z.number() });
  const point = z.tuple([z.number(), z.number()]);
  const schema = z.object({
    homography_rgb_to_nir: z.object({
      rgb_points: z.array(point),
      nir_points: z.array(point),
      least_squares: z.object({
        least_squares: solution,
        ransac: solution,
        skimage_dlt: solution,
        skimage_affine: solution,
        'exact_4pt_(0,1,3,4)': z.object({ matrix }),
      }),
    }),
  });
  const large: SizePx = { widthPx: 2454, heightPx: 2056 };
  const read = () => {
    const { rgb_points, nir_points, least_squares } = schema.parse(readReference()).homography_rgb_to_nir;
    const toPoint = ([x, y]: readonly [number, number]): Point => ({ x, y });
    const pairs = rgb_points.map((p, i) => ({ white: toPoint(p), nir: toPoint(nir_points[i]!) }));
    return { pairs, solutions: least_squares };
  };
  const homographyOf = (rows: readonly (readonly number[])[]): Homography => {
    const at = (row: number, column: number) => rows[row]![column]!;
    return [at(0, 0), at(1, 0), at(2, 0), at(0, 1), at(1, 1), at(2, 1), at(0, 2), at(1, 2), at(2, 2)];
  };
  const everywhere = [0, 800, 1600, 2453].flatMap(x => [0, 700, 1400, 2055].map(y => ({ x, y })));

  test.skipIf(!haveRealImages)('the fit is their least-squares solution, everywhere in the picture', () => {
    const { pairs, solutions } = read();
    const fit = fitted(fitRegistration(pairs, large, false));
    expect(fit.model).toBe('homography');
    for (const { matrix: rows, rms_px } of [solutions.least_squares, solutions.ransac]) {
      expect(farthest(fit.registration, homographyOf(rows), everywhere)).toBeLessThan(1e-3);
      expect(fit.rmsPx).toBeCloseTo(rms_px, 4);
    }
  });

  test.skipIf(!haveRealImages)('its first step is their normalised direct linear transformation', () => {
    const { pairs, solutions } = read();
    const direct = directHomography(pairs);
    expect(farthest(direct, homographyOf(solutions.skimage_dlt.matrix), everywhere)).toBeLessThan(1e-3);
    expect(rmsOf(residualsOf({ homography: direct, radial: null }, pairs))).toBeCloseTo(
      solutions.skimage_dlt.rms_px,
      5,
    );
  });

  test.skipIf(!haveRealImages)(
    'an affine mapping leaves no more over than theirs, which is of algebraic error',
    () => {
      const { pairs, solutions } = read();
      const mapping = fitMapping(pairs, { model: 'affine', terms: 0, scene: large });
      const theirs = homographyOf(solutions.skimage_affine.matrix);
      expect(farthest(mapping.homography, theirs, everywhere)).toBeLessThan(0.03);
      const rms = rmsOf(residualsOf(mapping, pairs));
      expect(rms).toBeLessThanOrEqual(solutions.skimage_affine.rms_px);
      expect(rms).toBeCloseTo(solutions.skimage_affine.rms_px, 4);
    },
  );

  test.skipIf(!haveRealImages)('four of the pairs give the one homography that fits them exactly', () => {
    const { pairs, solutions } = read();
    const four = [0, 1, 3, 4].map(i => pairs[i]!);
    const fit = fitted(fitRegistration(four, large, false));
    const theirs = homographyOf(solutions['exact_4pt_(0,1,3,4)'].matrix);
    expect(farthest(fit.registration, theirs, everywhere)).toBeLessThan(1e-3);
  });
});

describe('a fit', () => {
  test('finds the homography that made the points, and leaves nothing over', () => {
    const cameras = fc.record({
      turn: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
      tilt: fc.double({ min: -6e-5, max: 6e-5, noNaN: true }),
      columns: fc.integer({ min: 2, max: 4 }),
      rows: fc.integer({ min: 3, max: 4 }),
    });
    fc.assert(
      fc.property(cameras, ({ turn, tilt, columns, rows }) => {
        const camera = tilted(turn, tilt);
        const pairs = pairsOf(spread(columns, rows), p => mapPoint(camera, p));
        const fit = fitted(fitRegistration(pairs, scene, false));
        expect(farthest(fit.registration, camera, corners)).toBeLessThan(1e-6);
        expect(fit.largestPx).toBeLessThan(1e-6);
        expect(fit.registration[8]).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  test('is of least squares: a step to any side is worse', () => {
    const random = createRandom(5);
    const pairs = exact(spread(3, 3)).map(({ white, nir }) => ({
      white,
      nir: { x: nir.x + random.uniform(-2, 2), y: nir.y + random.uniform(-2, 2) },
    }));
    const { registration, rmsPx } = fitted(fitRegistration(pairs, scene, false));
    for (let i = 0; i < 8; i++) {
      for (const share of [0.9999, 1.0001]) {
        const [a, b, c, d, e, f, g, h, k] = registration.map((v, j) => (j === i ? v * share : v));
        const homography = [a!, b!, c!, d!, e!, f!, g!, h!, k!] as const;
        expect(rmsOf(residualsOf({ homography, radial: null }, pairs))).toBeGreaterThan(rmsPx);
      }
    }
  });

  test('gives residuals as mapped minus marked, one a pair, with their rms and largest', () => {
    const pairs = exact(spread(3, 3));
    const bent = pairs.map((pair, i) =>
      i === 4 ? { ...pair, nir: { x: pair.nir.x + 3, y: pair.nir.y } } : pair,
    );
    const { registration, residuals, rmsPx, largestPx } = fitted(fitRegistration(bent, scene, false));
    bent.forEach(({ white, nir }, i) => {
      const mapped = mapPoint(registration, white);
      expect(residuals[i]!.x).toBeCloseTo(mapped.x - nir.x, 9);
      expect(residuals[i]!.y).toBeCloseTo(mapped.y - nir.y, 9);
    });
    expect(residuals[4]!.x).toBeLessThan(-1.5);
    expect(rmsPx).toBeCloseTo(rmsOf(residuals), 12);
    expect(largestPx).toBeCloseTo(Math.max(...residuals.map(r => Math.hypot(r.x, r.y))), 12);
  });

  test('is affine, and says so, where all points but one lie on a line', () => {
    const places = [
      { x: 60, y: 60 },
      { x: 320, y: 60 },
      { x: 580, y: 60 },
      { x: 320, y: 420 },
    ];
    const shear: Homography = [1.02, 0.01, 0, -0.02, 0.98, 0, 4, -3, 1];
    const fit = fitted(
      fitRegistration(
        pairsOf(places, p => mapPoint(shear, p)),
        scene,
        false,
      ),
    );
    expect(fit.model).toBe('affine');
    expect(fit.registration.slice(0, 9).filter((_, i) => i === 2 || i === 5)).toEqual([0, 0]);
    expect(farthest(fit.registration, shear, corners)).toBeLessThan(1e-6);
    expect(fit.findings.map(f => f.id)).toContain('affine-only');
  });

  test('of four pairs says that nothing is left to judge it by', () => {
    expect(idsOf(fitRegistration(exact(spread(2, 2)), scene, false))).toContain('no-check');
  });

  test('names the one pair that is wrong, however the others pull', () => {
    const places = spread(3, 3);
    places.forEach((_, wrong) => {
      const pairs = exact(places).map((pair, i) =>
        i === wrong ? { ...pair, nir: { x: pair.nir.x + 7, y: pair.nir.y - 6 } } : pair,
      );
      const off = fitted(fitRegistration(pairs, scene, false)).findings.find(f => f.id === 'pair-off');
      expect(off?.words).toContain(`Pair ${wrong + 1} `);
      expect(off?.words).toContain('9.2 px');
    });
  });

  test('says that crowded points leave the rest of the picture to guessing', () => {
    const places = spread(3, 3).map(p => ({ x: p.x / 4, y: p.y / 4 }));
    const { findings } = fitted(fitRegistration(exact(places), scene, false));
    expect(findings.find(f => f.id === 'points-crowded')?.words).toContain('upper left');
    const weak = findings.find(f => f.id === 'corners-extrapolated')?.words;
    expect(weak).toContain('lower right');
    expect(weak).not.toContain('upper left');
  });

  test('of points over the whole picture that agree is simply good', () => {
    const { findings } = fitted(fitRegistration(exact(spread(4, 3, 20)), scene, false));
    expect(findings.map(f => [f.severity, f.id])).toEqual([['good', 'fits']]);
  });

  test('of a mirror image says so', () => {
    const mirror: Homography = [-1, 0, 0, 0, 1, 0, 639, 0, 1];
    const pairs = pairsOf(spread(3, 3), p => mapPoint(mirror, p));
    expect(idsOf(fitRegistration(pairs, scene, false))).toContain('mirrored');
  });
});

describe('radial distortion', () => {
  const mapped = (distortion: { k1: number; k2: number }) => {
    const mapping = { homography: truth, radial: radialOf({ distortion }, scene) };
    return (p: Point) => toSensor(mapping, p);
  };

  test('is found with the homography, one term or two', () => {
    for (const k2 of [0, 0.08]) {
      const distortion = { k1: -0.12, k2 };
      const pairs = pairsOf(spread(5, 4, 30), mapped(distortion));
      const fit = fitted(fitRegistration(pairs, scene, true));
      expect(fit.distortion?.k1).toBeCloseTo(-0.12, 6);
      expect(fit.distortion?.k2).toBeCloseTo(k2, 6);
      expect(farthest(fit.registration, truth, corners)).toBeLessThan(1e-4);
      const back = createToScene({ homography: fit.registration, radial: radialOf(fit, scene) });
      for (const { white, nir } of pairs) expect(distance(back(nir), white)).toBeLessThan(1e-4);
    }
  });

  test('is left out where the points show none', () => {
    const random = createRandom(8);
    const pairs = exact(spread(4, 4, 30)).map(({ white, nir }) => ({
      white,
      nir: { x: nir.x + random.uniform(-0.8, 0.8), y: nir.y + random.uniform(-0.8, 0.8) },
    }));
    const fit = fitted(fitRegistration(pairs, scene, true));
    expect(fit.distortion).toBeNull();
    expect(fit.findings.map(f => f.id)).toContain('distortion-none');
  });

  test('needs eight pairs that reach the edges', () => {
    const bend = mapped({ k1: -0.12, k2: 0 });
    for (const places of [spread(3, 2, 30), spread(4, 4, 200)]) {
      const fit = fitted(fitRegistration(pairsOf(places, bend), scene, true));
      expect(fit.distortion).toBeNull();
      expect(fit.findings.map(f => f.id)).toContain('distortion-not-fitted');
    }
  });
});

describe('refused, with a sentence and nothing fitted', () => {
  const good = exact(spread(3, 2));
  const changed = (index: number, change: Partial<PointPair>): PointPair[] =>
    good.map((pair, i) => (i === index ? { ...pair, ...change } : pair));
  const swapped = good.map((pair, i) => ({ ...pair, nir: good[i < 2 ? 1 - i : i]!.nir }));
  const line = exact([0, 1, 2, 3, 4].map(i => ({ x: 60 + 120 * i, y: 100 + 60 * i })));

  test.each<[string, string, readonly PointPair[], string]>([
    ['no pairs', 'too-few-pairs', [], 'at least four'],
    ['three pairs', 'too-few-pairs', good.slice(0, 3), 'at least four'],
    ['points on a line', 'points-on-a-line', line, 'line'],
    ['the same white point twice', 'point-twice', changed(3, { white: good[1]!.white }), 'Pairs 2 and 4'],
    ['the same NIR point twice', 'point-twice', changed(3, { nir: good[1]!.nir }), 'Pairs 2 and 4'],
    ['a point outside the picture', 'point-outside', changed(2, { white: { x: 640, y: 20 } }), 'Pair 3'],
    ['a point that is nowhere', 'point-outside', changed(2, { nir: { x: Number.NaN, y: 20 } }), 'Pair 3'],
    ['two points exchanged', 'points-crossed', swapped, 'crossed'],
  ])('%s', (_, id, pairs, words) => {
    const { severity, ...finding } = refused(fitRegistration(pairs, scene, false));
    expect(severity).toBe('stop');
    expect(finding.id).toBe(id);
    expect(finding.words).toContain(words);
  });

  test('a point on the wrong side of the others is named', () => {
    const pairs = exact(spread(4, 3));
    const wrong = pairs.map((pair, i) => (i === 5 ? { ...pair, nir: { x: 630, y: 470 } } : pair));
    const finding = refused(fitRegistration(wrong, scene, false));
    expect(finding.words).toContain('pair 6 ');
  });

  test('points whose mapping has its horizon in the picture', () => {
    // The denominator is zero at x = 500.
    const wild: Homography = [1, 0, -0.002, 0, 1, 0, 0, 0, 1];
    const near = [
      { x: 20, y: 30 },
      { x: 180, y: 40 },
      { x: 170, y: 260 },
      { x: 30, y: 240 },
      { x: 100, y: 130 },
    ];
    const finding = refused(
      fitRegistration(
        pairsOf(near, p => mapPoint(wild, p)),
        scene,
        false,
      ),
    );
    expect(finding.id).toBe('mapping-folds');
  });
});

describe('the map of extrapolation', () => {
  const pairs = exact(spread(3, 3, 120));
  const fit = fitted(fitRegistration(pairs, scene, false));

  test('predicts how far fits scatter whose points were marked with half a pixel of uncertainty', () => {
    const { sdPx } = extrapolationMap(pairs, fit, { scene, columns: 3, rows: 3 });
    const random = createRandom(11);
    // Six numbers of variance ⅓, over √8: nearly normal, variance ¼.
    const slip = () =>
      Array.from({ length: 6 }, () => random.uniform(-1, 1)).reduce((a, b) => a + b, 0) / Math.sqrt(8);
    const nodes = [
      { index: 4, p: { x: 319.5, y: 239.5 } },
      { index: 0, p: corners[0]! },
      { index: 8, p: corners[2]! },
    ];
    const squares = nodes.map(() => 0);
    const runs = 150;
    for (let run = 0; run < runs; run++) {
      const marked = pairs.map(({ white, nir }) => ({
        white,
        nir: { x: nir.x + slip(), y: nir.y + slip() },
      }));
      const { homography } = fitMapping(marked, { model: 'homography', terms: 0, scene });
      nodes.forEach(({ p }, i) => {
        squares[i]! += distance(mapPoint(homography, p), mapPoint(truth, p)) ** 2 / runs;
      });
    }
    nodes.forEach(({ index }, i) => {
      expect(Math.sqrt(squares[i]!) / sdPx[index]!).toBeGreaterThan(0.8);
      expect(Math.sqrt(squares[i]!) / sdPx[index]!).toBeLessThan(1.25);
    });
  });

  test('grows away from the points, and marks what is outside them', () => {
    const { columns, rows, sdPx, outside } = extrapolationMap(pairs, fit, { scene, columns: 17, rows: 13 });
    expect([columns, rows, sdPx.length, outside.length]).toEqual([17, 13, 221, 221]);
    const middle = 6 * 17 + 8;
    expect([outside[0], outside[middle], outside[220]]).toEqual([1, 0, 1]);
    expect(sdPx[0]!).toBeGreaterThan(2 * sdPx[middle]!);
    expect(sdPx.every(sd => Number.isFinite(sd) && sd > 0)).toBe(true);
  });

  test('holds a finite number everywhere, also for an affine fit and one with distortion', () => {
    const bentPairs = pairsOf(spread(5, 4, 30), p =>
      toSensor({ homography: truth, radial: radialOf({ distortion: { k1: -0.1, k2: 0 } }, scene) }, p),
    );
    const bent = fitted(fitRegistration(bentPairs, scene, true));
    expect(bent.distortion).not.toBeNull();
    const affinePairs = exact([...spread(3, 2).slice(0, 3), { x: 320, y: 420 }]);
    const affine = fitted(fitRegistration(affinePairs, scene, false));
    expect(affine.model).toBe('affine');
    for (const [made, of] of [
      [bentPairs, bent],
      [affinePairs, affine],
    ] as const) {
      const { sdPx } = extrapolationMap(made, of, { scene, columns: 9, rows: 7 });
      expect(sdPx.every(sd => Number.isFinite(sd) && sd > 0.1)).toBe(true);
    }
  });
});

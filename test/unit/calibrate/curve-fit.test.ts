import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '#model/calibration.ts';
import { greyToLight, stepPatches } from '#model/chart.ts';
import { fitCurves, fittedCodes, usablePoints } from '#model/fit/curve-fit.ts';
import { isotonic, monotoneCubic } from '#model/fit/isotonic.ts';
import type { Transfer } from '#model/profile.ts';
import { transferSchema } from '#model/profile-schema.ts';
import { type CodeRange, linearToSignal, signalToLinear } from '#model/transfer.ts';
import { createRandom } from '#test/support/random.ts';

const full: CodeRange = { blackCodes: 0, whiteCodes: 255 };
const limited: CodeRange = { blackCodes: 16, whiteCodes: 235 };
const rangeOf = fc.constantFrom(full, limited);

type Camera = {
  readonly transfer: Transfer;
  readonly range: CodeRange;
  readonly scale: number;
  readonly darkCodes: number;
  /** Temporal noise of one pixel; null: none, and every pixel of a patch is rounded alike. */
  readonly noiseCodes: number | null;
  readonly seed?: number;
};

/** What a patch's mean over `pixels` samples of 8 bits is. */
function pointOf(light: number, camera: Camera, random = createRandom(1)): CurvePoint {
  const { range, transfer, scale, darkCodes, noiseCodes } = camera;
  const contrast = range.whiteCodes - range.blackCodes;
  const pedestal = signalToLinear((darkCodes - range.blackCodes) / contrast, transfer);
  const code = range.blackCodes + contrast * linearToSignal(scale * light + pedestal, transfer);
  const emitted = (c: number) => Math.min(range.whiteCodes, Math.max(0, Math.round(c)));
  if (noiseCodes === null) return { light, codes: emitted(code), sdCodes: 0 };
  const pixels = 400;
  let sum = 0;
  for (let i = 0; i < pixels; i++) {
    // Twelve uniform numbers: near enough to a normal one (Irwin–Hall).
    let normal = -6;
    for (let k = 0; k < 12; k++) normal += random.uniform(0, 1);
    sum += emitted(code + noiseCodes * normal);
  }
  return { light, codes: sum / pixels, sdCodes: noiseCodes / Math.sqrt(pixels) };
}

const steps = (camera: Camera): CurvePoint[] => {
  const random = createRandom(camera.seed ?? 1);
  return stepPatches.map(({ grey }) => pointOf(greyToLight(grey), camera, random));
};

describe('A transfer curve fitted to the steps of the chart', () => {
  it('has the exponent within 1 % and the dark within half a code, whatever pedestal, range and noise', () => {
    fc.assert(
      fc.property(
        fc.record({
          range: rangeOf,
          gamma: fc.double({ min: 1, max: 3, noNaN: true }),
          scale: fc.double({ min: 0.6, max: 1, noNaN: true }),
          darkAbove: fc.double({ min: 3, max: 40, noNaN: true }),
          noiseCodes: fc.double({ min: 0.5, max: 2, noNaN: true }),
          seed: fc.nat(1e6),
        }),
        ({ range, gamma, scale, darkAbove, noiseCodes, seed }) => {
          const darkCodes = range.blackCodes + darkAbove;
          const camera: Camera = {
            transfer: { kind: 'power', gamma },
            range,
            scale,
            darkCodes,
            noiseCodes,
            seed,
          };
          const fit = fitCurves(steps(camera), range).find(f => f.transfer.kind === 'power')!;
          expect(Math.abs(gammaOf(fit) / gamma - 1)).toBeLessThan(0.01);
          expect(Math.abs(fit.darkCodes - darkCodes)).toBeLessThan(0.5);
          expect(fit.gammaSd! / gamma).toBeLessThan(0.01);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps within 1 % when codes are only known as whole numbers', () => {
    for (let gamma = 1.2; gamma <= 2.8; gamma += 0.02) {
      const camera: Camera = {
        transfer: { kind: 'power', gamma },
        range: limited,
        scale: 1,
        darkCodes: 24,
        noiseCodes: null,
      };
      const fit = fitCurves(steps(camera), limited).find(f => f.transfer.kind === 'power')!;
      expect(Math.abs(gammaOf(fit) / gamma - 1)).toBeLessThan(0.01);
      expect(Math.abs(fit.darkCodes - 24)).toBeLessThan(0.5);
    }
  });

  it('names the curve that made the codes: linear, sRGB, BT.709, or a power', () => {
    const made: Transfer[] = [
      { kind: 'linear' },
      { kind: 'srgb' },
      { kind: 'bt709' },
      { kind: 'power', gamma: 1.6 },
    ];
    for (const transfer of made) {
      for (const range of [full, limited]) {
        for (const noiseCodes of [null, 1]) {
          const darkCodes = range.blackCodes + 6;
          const best = fitCurves(steps({ transfer, range, scale: 0.9, darkCodes, noiseCodes }), range)[0]!;
          expect(best.transfer.kind).toBe(transfer.kind);
          expect(Math.abs(best.darkCodes - darkCodes)).toBeLessThan(0.5);
          expect(best.rmsCodes).toBeLessThan(0.5);
        }
      }
    }
  });

  it('falls back on a table for a curve without a name, and the table gives ratios of light back', () => {
    // A knee: straight to 70 % of the signal, then a third as steep.
    const codesOf = (light: number) => 10 + 200 * (light < 0.6 ? light : 0.6 + (light - 0.6) / 3);
    const points = Array.from({ length: 18 }, (_, i) => ({
      light: i / 17,
      codes: codesOf(i / 17),
      sdCodes: 0.02,
    }));
    const best = fitCurves(points, full)[0]!;
    expect(best.transfer.kind).toBe('table');
    expect(transferSchema.safeParse(best.transfer).success).toBe(true);
    expect(best.darkCodes).toBeCloseTo(10, 1);
    const lightOf = (codes: number) => signalToLinear(codes / 255, best.transfer) - best.pedestal;
    expect(lightOf(codesOf(0.9)) / lightOf(codesOf(0.3))).toBeCloseTo(3, 1);
    expect(best.rmsCodes).toBeLessThan(0.5);
  });

  it('makes tables that can be kept, and curves that invert, from any rising points', () => {
    const rises = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 6, maxLength: 24 });
    fc.assert(
      fc.property(rises, rangeOf, (gaps, range) => {
        const total = gaps.reduce((sum, gap) => sum + gap, 0);
        let level = 0;
        const points = gaps.map((gap, i) => {
          level += gap / total;
          return {
            light: i,
            codes: range.blackCodes + 0.9 * level * (range.whiteCodes - range.blackCodes),
            sdCodes: 0.1,
          };
        });
        const fits = fitCurves(points, range);
        expect(fits.some(({ transfer }) => transfer.kind === 'table')).toBe(true);
        for (const { transfer, scale, pedestal, residuals, largestCodes } of fits) {
          expect(transferSchema.safeParse(transfer).success).toBe(true);
          expect(residuals.every(({ codes }) => Math.abs(codes) <= largestCodes + 1e-9)).toBe(true);
          for (let light = 0; light < gaps.length; light++) {
            const inside = Math.min(1, scale * light + pedestal);
            expect(signalToLinear(linearToSignal(inside, transfer), transfer)).toBeCloseTo(inside, 9);
          }
        }
      }),
    );
  });

  it('returns the residual of each point, in codes, against the curve that `fittedCodes` draws', () => {
    const points = steps({
      transfer: { kind: 'srgb' },
      range: full,
      scale: 0.9,
      darkCodes: 5,
      noiseCodes: 2,
    });
    const fit = fitCurves(points, full)[0]!;
    for (const { point, codes } of fit.residuals)
      expect(point.codes - fittedCodes(fit, full, point.light)).toBeCloseTo(codes, 9);
    expect(fit.largestCodes).toBe(Math.max(...fit.residuals.map(({ codes }) => Math.abs(codes))));
  });

  it('does not depend on the unit of light', () => {
    const points = steps({
      transfer: { kind: 'power', gamma: 2 },
      range: full,
      scale: 0.9,
      darkCodes: 5,
      noiseCodes: 1,
    });
    const scaled = points.map(point => ({ ...point, light: 1000 * point.light }));
    const [one, other] = [fitCurves(points, full)[0]!, fitCurves(scaled, full)[0]!];
    expect(gammaOf(other)).toBeCloseTo(gammaOf(one), 6);
    expect(other.scale * 1000).toBeCloseTo(one.scale, 6);
  });

  it('states an uncertainty that the error keeps to', () => {
    let within = 0;
    const runs = 60;
    for (let seed = 0; seed < runs; seed++) {
      const camera: Camera = {
        transfer: { kind: 'power', gamma: 2.2 },
        range: full,
        scale: 0.9,
        darkCodes: 12,
        noiseCodes: 2,
        seed,
      };
      const fit = fitCurves(steps(camera), full).find(f => f.transfer.kind === 'power')!;
      if (Math.abs(gammaOf(fit) - 2.2) <= 2 * fit.gammaSd!) within++;
    }
    // 95 % of a normal distribution; 85 % leaves room for 60 runs and for rounding.
    expect(within / runs).toBeGreaterThan(0.85);
  });
});

const gammaOf = ({ transfer }: { transfer: Transfer }): number =>
  transfer.kind === 'power' ? transfer.gamma : Number.NaN;

describe('Points that cannot be used', () => {
  const line = (codes: readonly number[]) => codes.map((c, i) => ({ light: i, codes: c, sdCodes: 0.1 }));

  it('are left out where the range cuts them off', () => {
    const codes = [0, 0, 30, 80, 130, 180, 230, 255, 255];
    expect(usablePoints(line(codes), full).map(point => point.codes)).toEqual([30, 80, 130, 180, 230]);
  });

  it('are left out where something before the grabber cut them off', () => {
    const codes = [10, 40, 70, 100, 130, 160, 190, 201, 201.2, 201.1];
    expect(usablePoints(line(codes), full).map(point => point.codes)).toEqual([
      10, 40, 70, 100, 130, 160, 190,
    ]);
  });

  it('do not move the fit of the others', () => {
    const camera: Camera = {
      transfer: { kind: 'power', gamma: 2.2 },
      range: full,
      scale: 1.6,
      darkCodes: 20,
      noiseCodes: 1,
    };
    const fit = fitCurves(steps(camera), full).find(f => f.transfer.kind === 'power')!;
    expect(fit.residuals.length).toBeLessThan(17);
    expect(Math.abs(gammaOf(fit) / 2.2 - 1)).toBeLessThan(0.01);
  });

  it('leave no fit: fewer than four, all of one light, falling, scattered, flat, not numbers', () => {
    expect(fitCurves([], full)).toEqual([]);
    expect(fitCurves(line([10, 60, 110]), full)).toEqual([]);
    expect(
      fitCurves(
        line([10, 60, 110, 160]).map(p => ({ ...p, light: 1 })),
        full,
      ),
    ).toEqual([]);
    expect(fitCurves(line([200, 150, 100, 50, 10]), full)).toEqual([]);
    expect(fitCurves(line([10, 200, 30, 180, 60, 90]), full)).toEqual([]);
    expect(fitCurves(line([100, 100.2, 100.1, 100.3, 100.2]), full)).toEqual([]);
    expect(fitCurves(line([10, 60, 110, Number.NaN]), full)).toEqual([]);
  });
});

describe('Isotonic regression', () => {
  it('pools violators to their weighted mean (Barlow et al.)', () => {
    expect(isotonic([1, 3, 2, 4, 3.5, 5], [1, 1, 1, 1, 1, 1])).toEqual([1, 2.5, 2.5, 3.75, 3.75, 5]);
    expect(isotonic([3, 0], [1, 2])).toEqual([1, 1]);
  });

  it('rises, keeps the weighted mean, and leaves rising values as they are', () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    const weight = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, weight), { minLength: 1, maxLength: 40 }), pairs => {
        const values = pairs.map(([v]) => v);
        const weights = pairs.map(([, w]) => w);
        const rising = isotonic(values, weights);
        for (let i = 1; i < rising.length; i++) expect(rising[i]!).toBeGreaterThanOrEqual(rising[i - 1]!);
        const total = (of: readonly number[]) => of.reduce((sum, v, i) => sum + v * weights[i]!, 0);
        expect(total(rising)).toBeCloseTo(total(values), 6);
        expect(isotonic(rising, weights)).toEqual(rising);
      }),
    );
  });
});

describe('The monotone cubic', () => {
  it('meets its knots and rises between and beyond them', () => {
    const gap = fc.tuple(
      fc.double({ min: 0.01, max: 5, noNaN: true }),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1, maxLength: 20 }), gaps => {
        const knots = [{ x: 0, y: 0 }];
        for (const [dx, dy] of gaps) knots.push({ x: knots.at(-1)!.x + dx, y: knots.at(-1)!.y + dy });
        const curve = monotoneCubic(knots);
        for (const { x, y } of knots) expect(curve(x)).toBeCloseTo(y, 9);
        const from = -1;
        const to = knots.at(-1)!.x + 1;
        let last = Number.NEGATIVE_INFINITY;
        for (let i = 0; i <= 300; i++) {
          const y = curve(from + ((to - from) * i) / 300);
          expect(y).toBeGreaterThanOrEqual(last - 1e-9);
          last = y;
        }
      }),
    );
  });

  it('gives a straight line back', () => {
    const curve = monotoneCubic([0, 1, 4, 9].map(x => ({ x, y: 3 * x + 2 })));
    for (const x of [-2, 0.3, 2.5, 8, 12]) expect(curve(x)).toBeCloseTo(3 * x + 2, 12);
  });
});

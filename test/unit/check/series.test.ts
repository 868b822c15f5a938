/** Concentration and depth series, grids, and bars: laws put in come out, and what is missing is said. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBars } from '#model/check/bars.ts';
import { readConcentration } from '#model/check/concentration.ts';
import { readDepth } from '#model/check/depth.ts';
import { gridPoint, gridThrough } from '#model/check/grid.ts';
import { readResolution, usafLinePairsPerMm } from '#model/check/resolution.ts';
import {
  type BarMark,
  type BarProfile,
  type CheckTarget,
  type CheckWell,
  type CheckWithheld,
  isChecked,
  type PlacedWell,
} from '#model/check.ts';
import { readBarProfile } from '#workers/calibrate/check/bars.ts';
import { concentrationTarget, depthTarget, heldOf, normals } from './targets.ts';

function wellsOf(
  target: CheckTarget,
  of: (value: number | 'control', index: number) => Partial<CheckWell>,
): CheckWell[] {
  return target.values.flatMap((value, index) =>
    value === null
      ? []
      : [
          {
            index,
            value,
            centre: { x: 0, y: 0 },
            radiusPx: 20,
            from: 'found',
            n: 300,
            sd: 2,
            clippedShare: 0,
            mean: null,
            ...of(value, index),
          },
        ],
  );
}

function given<T extends object>(result: T | CheckWithheld | null): T {
  if (!isChecked(result)) throw new Error(JSON.stringify(result));
  return result;
}

describe('a concentration series', () => {
  test('gives back any power law, whatever the pedestal and the gain', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.7, max: 1.3, noNaN: true }),
        fc.double({ min: 20, max: 300, noNaN: true }),
        fc.double({ min: -50, max: 900, noNaN: true }),
        (exponent, factor, pedestal) => {
          const wells = wellsOf(concentrationTarget, value => ({
            mean: pedestal + (value === 'control' ? 0 : factor * value ** exponent),
          }));
          const result = given(readConcentration(concentrationTarget, wells));
          const fit = given(result.fit);
          expect(fit.exponent.value).toBeCloseTo(exponent, 6);
          expect(fit.factor / factor).toBeCloseTo(1, 6);
          expect(fit.rSquared).toBeCloseTo(1, 9);
          expect(fit.exponent.sd).toBeLessThan(1e-6);
          expect(given(result.limit).value).toBe(1);
        },
      ),
    );
  });

  test('states a standard error that holds the true exponent as often as it should', () => {
    const normal = normals(7);
    let held = 0;
    for (let i = 0; i < 400; i++) {
      const wells = wellsOf(concentrationTarget, value => ({
        mean: value === 'control' ? 0 : 100 * value * Math.exp(0.1 * normal()),
      }));
      const { exponent } = given(given(readConcentration(concentrationTarget, wells)).fit);
      // Student's t for 6 degrees of freedom, 95 %.
      if (Math.abs(exponent.value - 1) <= 2.447 * exponent.sd) held++;
    }
    expect(held / 400).toBeGreaterThan(0.92);
    expect(held / 400).toBeLessThan(0.98);
  });

  test('ends its limit at the first well that is not told from the control', () => {
    const wells = wellsOf(concentrationTarget, value => ({
      mean: value === 'control' || value === 30 ? 0 : value,
    }));
    const { limit } = given(readConcentration(concentrationTarget, wells));
    expect(given(limit).value).toBe(60);
  });

  test('leaves clipped wells out of the fit', () => {
    const wells = wellsOf(concentrationTarget, value => ({
      mean: value === 'control' ? 0 : Math.min(50 * value, 20_000),
      clippedShare: value === 1000 ? 1 : 0,
    }));
    const fit = given(given(readConcentration(concentrationTarget, wells)).fit);
    expect(fit.exponent.value).toBeCloseTo(1, 6);
    expect(fit.n).toBe(7);
  });

  test('says what is missing', () => {
    const only = (keep: (value: number | 'control') => boolean, change: Partial<CheckWell> = {}) =>
      readConcentration(
        concentrationTarget,
        wellsOf(concentrationTarget, value => ({
          mean: value === 'control' ? 0 : 50 * value,
          ...change,
        })).filter(({ value }) => keep(value)),
      );
    expect(only(() => false)).toMatchObject({ withheld: 'no-wells' });
    expect(only(() => true, { n: 0, mean: null, sd: null })).toMatchObject({ withheld: 'no-wells' });
    expect(only(value => value !== 'control')).toMatchObject({ withheld: 'no-control' });
    expect(only(value => value === 'control' || value === 300)).toMatchObject({
      fit: { withheld: 'too-few-points' },
      limit: { value: 300 },
    });
    expect(only(() => true, { sd: 0 })).toMatchObject({ limit: { withheld: 'no-spread' }, fit: { n: 8 } });
    const dark = readConcentration(
      concentrationTarget,
      wellsOf(concentrationTarget, () => ({ mean: 5 })),
    );
    expect(dark).toMatchObject({ fit: { withheld: 'too-few-points' }, limit: { withheld: 'no-signal' } });
    expect(JSON.stringify(dark)).not.toContain('NaN');
  });
});

describe('a depth series', () => {
  test('agrees with the published example (QUEL-qal, rds_README): CNR of every well, and CNR 3 at 4.7 mm', () => {
    const means = [1.182437, 0.763174, 0.496486, 0.374364, 0.204223, 0.137234, 0.098709, 0.100939, 0.099683];
    const cnrs = [173.314025, 106.20361, 63.515392, 43.967683, 16.733587, 6.010715, -0.155788, 0.201108];
    const wells = wellsOf(depthTarget, (_, i) => ({ mean: means[i]!, sd: 0.006247 }));
    const result = given(readDepth(depthTarget, wells));
    for (const [i, { cnr }] of result.points.entries())
      expect(Math.abs(cnr! - cnrs[i]!)).toBeLessThan(1e-3 * Math.max(1, Math.abs(cnrs[i]!)));
    const limit = given(result.limitMm);
    expect(Math.abs(limit.value - 4.7)).toBeLessThan(0.1);
    expect(limit.isBeyond).toBe(false);
    expect(given(result.fit).n).toBe(6);
  });

  test('gives back any exponential, and the depth at which it passes CNR 3', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 0.6, noNaN: true }),
        fc.double({ min: 500, max: 20_000, noNaN: true }),
        (attenuation, surface) => {
          const wells = wellsOf(depthTarget, value => ({
            mean: value === 'control' ? 40 : 40 + surface * Math.exp(-attenuation * value),
          }));
          const result = given(readDepth(depthTarget, wells));
          const fit = given(result.fit);
          expect(fit.attenuationPerMm.value).toBeCloseTo(attenuation, 6);
          const depth = Math.log(surface / 6) / attenuation;
          const limit = given(result.limitMm);
          expect(limit.value / depth).toBeCloseTo(1, 5);
          expect(limit.isBeyond).toBe(depth > 6);
        },
      ),
    );
  });

  test('states how certain that depth is', () => {
    const normal = normals(3);
    const depths: number[] = [];
    const sds: number[] = [];
    for (let i = 0; i < 300; i++) {
      const wells = wellsOf(depthTarget, value => ({
        mean: value === 'control' ? 0 : 2000 * Math.exp(-0.7 * value + 0.08 * normal()),
      }));
      const limit = given(given(readDepth(depthTarget, wells)).limitMm);
      depths.push(limit.value);
      sds.push(limit.sd);
    }
    const mean = depths.reduce((sum, d) => sum + d, 0) / 300;
    const scatter = Math.sqrt(depths.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 299);
    const stated = Math.sqrt(sds.reduce((sum, sd) => sum + sd * sd, 0) / 300);
    expect(stated / scatter).toBeGreaterThan(0.85);
    expect(stated / scatter).toBeLessThan(1.15);
  });

  test('does not fit what does not fall', () => {
    const rising = wellsOf(depthTarget, value => ({ mean: value === 'control' ? 0 : 100 + 50 * value }));
    expect(readDepth(depthTarget, rising)).toMatchObject({
      fit: { withheld: 'no-decay' },
      limitMm: { withheld: 'no-decay' },
    });
  });
});

describe('a grid through known wells', () => {
  const place = (index: number, shear = 0): PlacedWell => {
    const { x, y } = gridPoint(concentrationTarget, index);
    const centre = { x: 100 + 40 * x - 10 * y + shear * y, y: 80 + 10 * x + 40 * y };
    return { index, centre, radiusPx: 12 + index, from: 'hand' };
  };
  const off = (known: readonly PlacedWell[], shear = 0) =>
    Math.max(
      ...given(gridThrough(concentrationTarget, known)).map(({ index, centre }) =>
        Math.hypot(centre.x - place(index, shear).centre.x, centre.y - place(index, shear).centre.y),
      ),
    );

  test('two are enough for an even grid, four for one that is sheared', () => {
    expect(off([place(0), place(5)])).toBeLessThan(1e-9);
    expect(
      off(
        [0, 2, 6, 7].map(i => place(i, 6)),
        6,
      ),
    ).toBeLessThan(1e-9);
  });

  test('known wells stay, others say that they are reckoned', () => {
    const wells = given(gridThrough(concentrationTarget, [place(0), place(5)]));
    expect(wells[5]).toEqual(place(5));
    expect(wells[4]).toMatchObject({ from: 'grid', radiusPx: 17 });
  });

  test('one, two at one place, or two far outside the target say why not', () => {
    const twice = { ...place(1), centre: place(0).centre };
    for (const known of [[], [place(0)], [place(0), place(0)], [place(0), twice], [place(0), place(44)]])
      expect(gridThrough(concentrationTarget, known)).toMatchObject({ withheld: 'wells-unclear' });
  });
});

describe('bars', () => {
  const mark = (linePairsPerMm: number): BarMark => ({
    name: `${linePairsPerMm}`,
    linePairsPerMm,
    from: { x: 0, y: 0 },
    to: { x: 1, y: 0 },
    bars: 3,
  });
  /** Three sine bars from 20 on, `periodPx` apart, on a ground of their troughs. */
  const profileOf = (
    contrastPercent: number,
    periodPx: number,
    change: { noise?: number; seed?: number; lp?: number } = {},
  ): BarProfile => {
    const normal = normals(change.seed ?? 1);
    const before = 0.4 * periodPx;
    const length = before + 2.5 * periodPx + before;
    const values = Float32Array.from({ length: Math.floor(2 * length) }, (_, i) => {
      const t = i / 2 - before - periodPx / 4;
      const isBar = t > -periodPx / 2 && t < 2.5 * periodPx;
      const wave = isBar ? Math.cos((2 * Math.PI * t) / periodPx) : -1;
      return 1000 * (1 + (contrastPercent / 100) * wave) + (change.noise ?? 0) * normal();
    });
    return { mark: mark(change.lp ?? 1), stepPx: 0.5, values, sd: change.noise ?? 0, isClipped: false };
  };
  const percentOf = (profile: BarProfile) => given(readBars(profile)).percent;

  test.each([5, 26.4, 60, 95])('of %f %% contrast read as that, at any period', contrast => {
    for (const periodPx of [6, 9.3, 17, 40])
      expect(Math.abs(percentOf(profileOf(contrast, periodPx)).value - contrast)).toBeLessThan(
        0.03 * contrast + 0.3,
      );
  });

  test('are read without much bias under noise, within the stated ±', () => {
    const read = Array.from({ length: 40 }, (_, i) =>
      percentOf(profileOf(26.4, 20, { noise: 40, seed: i + 1 })),
    );
    const mean = read.reduce((sum, { value }) => sum + value, 0) / 40;
    const scatter = Math.sqrt(read.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / 39);
    const stated = read.reduce((sum, { sd }) => sum + sd, 0) / 40;
    expect(Math.abs(mean - 26.4)).toBeLessThan(1.5);
    expect(stated / scatter).toBeGreaterThan(0.6);
    expect(stated / scatter).toBeLessThan(1.7);
  });

  test('pass 26.4 % between two groups, straight in the logarithm', () => {
    const series = [
      [1, 80],
      [2, 52.8],
      [4, 0],
      [8, 60],
    ] as const;
    const result = given(
      readResolution(series.map(([lp, contrast]) => profileOf(contrast, 24, { lp })).toReversed()),
    );
    expect(result.groups.map(({ linePairsPerMm }) => linePairsPerMm)).toEqual([1, 2, 4, 8]);
    expect(given(result.finest).linePairsPerMm).toBe(2);
    // Half way from 52.8 to 0 in ln: √(2 · 4).
    expect(given(result.limitLinePairsPerMm).value).toBeCloseTo(Math.sqrt(8), 1);
  });

  test('that are all resolved, none resolved, clipped, dark, or not there say so', () => {
    const all = given(readResolution([profileOf(60, 20)]));
    expect(all.limitLinePairsPerMm).toMatchObject({ withheld: 'all-resolved' });
    expect(all.finest).toMatchObject({ linePairsPerMm: 1 });
    expect(given(readResolution([profileOf(10, 20)])).finest).toMatchObject({ withheld: 'none-resolved' });
    expect(readResolution([])).toMatchObject({ withheld: 'no-groups' });
    const good = profileOf(50, 20);
    expect(readBars({ ...good, isClipped: true })).toMatchObject({ withheld: 'clipped' });
    expect(readBars({ ...good, values: new Float32Array() })).toMatchObject({ withheld: 'outside' });
    expect(readBars({ ...good, values: good.values.map(() => 0) })).toMatchObject({ withheld: 'no-signal' });
    expect(readBars({ ...good, values: good.values.map(() => Number.NaN) })).toMatchObject({
      withheld: 'no-signal',
    });
  });

  test('in a picture are read along a slanting mark, and not outside it', () => {
    const periodPx = 16;
    const angle = 0.3;
    const across = (x: number, y: number) => x * Math.cos(angle) + y * Math.sin(angle) - 60;
    const held = heldOf({ widthPx: 200, heightPx: 160 }, (x, y) => {
      const t = across(x, y);
      const wave = t > -periodPx / 2 && t < 2.5 * periodPx ? Math.cos((2 * Math.PI * t) / periodPx) : -1;
      return 1000 * (1 + 0.5 * wave);
    });
    const at = (t: number) => ({
      x: 60 * Math.cos(angle) + t * Math.cos(angle) - 40 * Math.sin(angle),
      y: 60 * Math.sin(angle) + t * Math.sin(angle) + 40 * Math.cos(angle),
    });
    const profile = readBarProfile(held, { ...mark(2), from: at(-8), to: at(40) });
    expect(Math.abs(percentOf(profile).value - 50)).toBeLessThan(2.5);
    expect(readBarProfile(held, { ...mark(2), from: at(-8), to: at(400) }).values).toHaveLength(0);
  });

  test('of the USAF chart have their line pairs', () => {
    expect(usafLinePairsPerMm(0, 1)).toBe(1);
    expect(usafLinePairsPerMm(2, 3)).toBeCloseTo(5.04, 2);
    expect(usafLinePairsPerMm(-1, 1)).toBe(0.5);
  });
});

test('what is given and what is not are told apart', () => {
  expect(isChecked({ value: 1 })).toBe(true);
  expect(isChecked({ withheld: 'no-wells', detail: '' } as const)).toBe(false);
  expect(isChecked(null)).toBe(false);
});

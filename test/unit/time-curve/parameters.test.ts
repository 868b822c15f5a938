import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  curveDefinitions,
  curveRules,
  type ParameterKey,
  parameterKeys,
} from '#model/time-curve/definitions.ts';
import { type CurveParameters, curveParameters } from '#model/time-curve/parameters.ts';
import type { CurveRule, TimePoint } from '#model/time-curve/time-curve.ts';
import {
  evenCurve,
  gammaVariate,
  noisyCurve,
  type Shape,
  straightRise,
  washedOut,
} from '#test/support/time-curves.ts';

const bySd: CurveRule = { arrival: 'three-sd', fromS: null };
const rules = ['three-sd', 'tenth', 'tangent'] as const;

function numberOf({ figures }: CurveParameters, key: ParameterKey): number {
  const figure = figures[key];
  if (!('value' in figure)) throw new Error(`${key} is withheld: ${figure.detail}`);
  return figure.value;
}
const valuesOf = (parameters: CurveParameters) =>
  Object.fromEntries(
    parameterKeys.flatMap(key => {
      const figure = parameters.figures[key];
      return 'value' in figure ? [[key, figure.value]] : [];
    }),
  );
const reasonOf = ({ figures }: CurveParameters, key: ParameterKey) => {
  const figure = figures[key];
  return 'withheld' in figure ? figure.withheld : 'given';
};

const vector = evenCurve(straightRise, { base: 10, height: 100, fps: 10, endS: 40 });

describe('the vector of clinical.md', () => {
  test.each([10, 25, 30, 60])('is read exactly at %d frames a second', fps => {
    const points = evenCurve(straightRise, { base: 10, height: 100, fps, endS: 40 });
    const read = valuesOf(curveParameters(points, bySd));
    const expected = {
      baseline: 10,
      baselineSd: 0,
      maximum: 100,
      arrival: 5,
      timeToMaximum: 20,
      timeToHalf: 10,
      timeRatio: 0.5,
      slope: 5,
      slopeNormalised: 0.05,
      chord: 5,
      ingress: 5,
      egress: 0,
      area: 1000 + 1500,
    };
    expect(Object.keys(read).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [key, value] of Object.entries(expected))
      expect([key, read[key]]).toEqual([key, expect.closeTo(value, 6)]);
  });

  test('by the rule of 10 % begins at 7 s, and every time is counted from there', () => {
    const parameters = curveParameters(vector, { arrival: 'tenth', fromS: null });
    expect(numberOf(parameters, 'arrival')).toBeCloseTo(7, 6);
    expect(numberOf(parameters, 'timeToMaximum')).toBeCloseTo(18, 6);
    expect(numberOf(parameters, 'timeToHalf')).toBeCloseTo(8, 6);
    expect(parameters.rule.arrival).toBe('tenth');
  });

  test('by the steepest tangent begins where the rise leaves the baseline', () => {
    expect(numberOf(curveParameters(vector, { arrival: 'tangent', fromS: null }), 'arrival')).toBeCloseTo(
      5,
      6,
    );
  });

  test('sampled once a second is read as well', () => {
    const points = evenCurve(straightRise, { base: 10, height: 100, fps: 1, endS: 40 });
    expect(valuesOf(curveParameters(points, bySd))).toMatchObject({
      arrival: expect.closeTo(5, 6),
      timeToMaximum: expect.closeTo(20, 6),
    });
  });
});

describe('a curve that falls again', () => {
  test('has egress and its half-time: up in 10 s, down in 20 s', () => {
    const shape: Shape = t => Math.max(0, t < 15 ? (t - 5) / 10 : 1 - (t - 15) / 20);
    const points = evenCurve(shape, { base: 2, height: 8, fps: 20, endS: 30 });
    const parameters = curveParameters(points, bySd);
    expect(numberOf(parameters, 'timeToMaximum')).toBeCloseTo(10, 6);
    expect(numberOf(parameters, 'egressHalf')).toBeCloseTo(10, 6);
    expect(numberOf(parameters, 'egress')).toBeCloseTo(8 / 20, 6);
    // A triangle up, and a trapezium down to a quarter.
    expect(numberOf(parameters, 'area')).toBeCloseTo(8 * (5 + (15 * 1.25) / 2), 6);
  });

  test('that washes out from a corner has its maximum there', () => {
    const points = evenCurve(washedOut, { base: 1, height: 5, fps: 15, endS: 60 });
    const parameters = curveParameters(points, bySd);
    expect(Math.abs(numberOf(parameters, 'timeToMaximum') / 20 - 1)).toBeLessThan(0.005);
    expect(Math.abs(numberOf(parameters, 'maximum') / 5 - 1)).toBeLessThan(0.005);
    expect(Math.abs(numberOf(parameters, 'egressHalf') / (30 * Math.LN2) - 1)).toBeLessThan(0.01);
  });

  test('follows a gamma variate’s closed form', () => {
    const points = evenCurve(gammaVariate({ fromS: 10, a: 3, b: 4 }), {
      base: 1,
      height: 5,
      fps: 30,
      endS: 80,
    });
    const parameters = curveParameters(points, { arrival: 'tenth', fromS: null });
    const tMax = numberOf(parameters, 'arrival') + numberOf(parameters, 'timeToMaximum');
    expect(tMax).toBeCloseTo(10 + 12, 1);
    expect(numberOf(parameters, 'maximum')).toBeCloseTo(5, 2);
    // ∫ = (a·b)^−a · e^a · b^(a+1) · Γ(a+1), less nothing: 80 s is 17 b.
    const area = 5 * 12 ** -3 * Math.exp(3) * 4 ** 4 * 6;
    expect(numberOf(curveParameters(points, bySd), 'area') / area).toBeCloseTo(1, 3);
  });
});

describe('properties', () => {
  const noisy = (seed: number) =>
    noisyCurve(gammaVariate({ fromS: 8, a: 3, b: 4 }), {
      base: 0.1,
      height: 0.5,
      fps: 12,
      endS: 40,
      sd: 0.02,
      seed,
    });
  const changed = (points: readonly TimePoint[], change: (point: TimePoint) => Partial<TimePoint>) =>
    points.map(point => ({ ...point, ...change(point) }));
  const close = (a: Record<string, number>, b: Record<string, number>) => {
    expect(Object.keys(a)).toEqual(Object.keys(b));
    for (const key of Object.keys(a)) expect([key, a[key]! / b[key]!]).toEqual([key, expect.closeTo(1, 5)]);
  };
  const inLight = new Set([
    'baseline',
    'baselineSd',
    'maximum',
    'slope',
    'chord',
    'ingress',
    'egress',
    'area',
  ]);

  test('light k times as strong leaves every time, TR and normalised slope, and multiplies the rest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        (seed, k) => {
          const before = valuesOf(curveParameters(noisy(seed), bySd));
          const after = valuesOf(
            curveParameters(
              changed(noisy(seed), ({ value }) => ({ value: k * value })),
              bySd,
            ),
          );
          const expected = Object.entries(before).map(([key, value]) => [
            key,
            inLight.has(key) ? k * value : value,
          ]);
          close(after, Object.fromEntries(expected));
        },
      ),
      { numRuns: 12 },
    );
  });

  test('time begun elsewhere moves the arrival and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: -100, max: 10_000 }), (seed, shift) => {
        const before = valuesOf(curveParameters(noisy(seed), bySd));
        const moved = changed(noisy(seed), ({ timeS }) => ({ timeS: timeS + shift }));
        const after = valuesOf(curveParameters(moved, bySd));
        close({ ...after, arrival: after.arrival! - shift }, before);
      }),
      { numRuns: 12 },
    );
  });

  test('light added to all of it moves the baseline and nothing else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (seed, offset) => {
          const before = valuesOf(curveParameters(noisy(seed), bySd));
          const lifted = changed(noisy(seed), ({ value }) => ({ value: value + offset }));
          const after = valuesOf(curveParameters(lifted, bySd));
          close(
            { ...after, baseline: 1 + after.baseline! - offset },
            { ...before, baseline: 1 + before.baseline! },
          );
        },
      ),
      { numRuns: 12 },
    );
  });

  test('the same points in another order give the same bits', () => {
    const points = noisy(4);
    expect(curveParameters(points.toReversed(), bySd)).toEqual(curveParameters(points, bySd));
  });
});

/** What the noise-free curve says under the same rule, with `sd` the spread that B + 3σ_B sees; read off a fine grid. */
function truthOf(shape: Shape, rule: CurveRule['arrival'], { sd, endS }: { sd: number; endS: number }) {
  const step = 2e-3;
  const values = Array.from({ length: Math.floor(endS / step) + 1 }, (_, i) => shape(i * step));
  const top = values.reduce((best, value, i) => (value > values[best]! + 1e-12 ? i : best), 0);
  const maximum = values[top]!;
  const reaches = (level: number) => values.findIndex(value => value > level) * step;
  let [slope, steepest] = [0, 0];
  for (let i = 1; i < top; i++) {
    if (values[i]! < 0.1 * maximum || values[i]! > 0.9 * maximum) continue;
    const here = (values[i + 1]! - values[i - 1]!) / (2 * step);
    if (here > slope) [slope, steepest] = [here, i];
  }
  const arrival = {
    'three-sd': reaches(3 * sd * maximum),
    tenth: reaches(0.1 * maximum),
    tangent: steepest * step - values[steepest]! / slope,
  }[rule];
  const timeToMaximum = top * step - arrival;
  const timeToHalf = reaches(maximum / 2) - arrival;
  return {
    maximum,
    arrival,
    timeToMaximum,
    timeToHalf,
    timeRatio: timeToHalf / timeToMaximum,
    slope,
    slopeNormalised: slope / maximum,
    chord: (0.6 * maximum) / (reaches(0.8 * maximum) - reaches(0.2 * maximum)),
    ingress: maximum / timeToMaximum,
    area: values.slice(Math.round(arrival / step)).reduce((sum, value) => sum + value * step, 0),
  };
}

describe('with noise of 1–3 % and uneven sampling at 10–30 frames a second, the median error is within 2 %', () => {
  const shapes = [
    { name: 'a straight rise to a plateau', shape: straightRise, endS: 40 },
    { name: 'a straight rise that washes out', shape: washedOut, endS: 60 },
    { name: 'a gamma variate', shape: gammaVariate({ fromS: 10, a: 3, b: 4 }), endS: 50 },
    { name: 'a slower gamma variate', shape: gammaVariate({ fromS: 10, a: 3, b: 8 }), endS: 90 },
  ] as const;
  const cases = shapes.flatMap(each => rules.map(rule => ({ ...each, rule })));

  test.each(cases)('of $name, arrival by $rule', ({ shape, endS, rule }) => {
    const height = 0.4;
    const errors = new Map<string, number[]>();
    for (const sd of [0.01, 0.02, 0.03]) {
      const truth = truthOf(shape, rule, { sd, endS });
      for (const fps of [10, 20, 30])
        for (let seed = 1; seed <= 8; seed++) {
          const points = noisyCurve(shape, { base: 0.1, height, fps, endS, sd, seed: 100 * fps + 7 * seed });
          const read = curveParameters(points, { arrival: rule, fromS: null });
          for (const [key, value] of Object.entries(truth)) {
            const figure = Object.entries(read.figures).find(([name]) => name === key)?.[1];
            const unit = inUnitsOfHeight.has(key) ? height : 1;
            const error = figure && 'value' in figure ? Math.abs(figure.value / unit / value - 1) : 1;
            errors.set(key, [...(errors.get(key) ?? []), error]);
          }
        }
    }
    for (const [key, all] of errors) {
      const median = all.toSorted((a, b) => a - b)[all.length >> 1]!;
      expect([key, median < 0.02, median]).toEqual([key, true, median]);
    }
  });
  const inUnitsOfHeight = new Set(['maximum', 'slope', 'chord', 'ingress', 'area']);

  test('the steepest tangent finds the arrival of a straight rise itself, whatever the noise', () => {
    const found = [0.01, 0.02, 0.03].map(sd => {
      const points = noisyCurve(straightRise, { base: 0.1, height: 0.4, fps: 20, endS: 40, sd, seed: 5 });
      return numberOf(curveParameters(points, { arrival: 'tangent', fromS: null }), 'arrival');
    });
    for (const arrival of found) expect(Math.abs(arrival - 5)).toBeLessThan(0.02 * 20);
  });
});

describe('what cannot be read is withheld with its reason', () => {
  const at = (values: readonly number[]): TimePoint[] =>
    values.map((value, i) => ({ timeS: i / 10, value, segment: 0 }));
  const everyOne = (parameters: CurveParameters, but: readonly ParameterKey[] = []) =>
    new Set(parameterKeys.filter(key => !but.includes(key)).map(key => reasonOf(parameters, key)));

  test.each([0, 1, 2, 7])('%d points are too short', n => {
    const parameters = curveParameters(at(Array.from({ length: n }, (_, i) => i)), bySd);
    expect(everyOne(parameters)).toEqual(new Set(['too-short']));
    expect(parameters.segment).toBe(n === 0 ? null : 0);
  });

  test('points that are no numbers are not points', () => {
    const parameters = curveParameters(at([Number.NaN, Number.POSITIVE_INFINITY, Number.NaN]), bySd);
    expect(everyOne(parameters)).toEqual(new Set(['too-short']));
  });

  test('among good points those that are none change nothing', () => {
    const holed = vector.map((point, i) => (i % 7 === 3 ? { ...point, value: Number.NaN } : point));
    const without = vector.filter((_, i) => i % 7 !== 3);
    expect(curveParameters(holed, bySd)).toEqual(curveParameters(without, bySd));
  });

  test('a constant curve has no arrival', () => {
    expect(everyOne(curveParameters(at(Array.from({ length: 100 }, () => 0.3)), bySd))).toEqual(
      new Set(['no-arrival']),
    );
  });

  test('noise alone has no arrival in at least 19 of 20 curves', () => {
    const flat: Shape = () => 0;
    const reasons = Array.from({ length: 40 }, (_, seed) =>
      reasonOf(
        curveParameters(
          noisyCurve(flat, { base: 1, height: 1, fps: 15, endS: 30, sd: 0.02, seed: seed + 1 }),
          bySd,
        ),
        'maximum',
      ),
    );
    expect(reasons.filter(reason => reason === 'given').length).toBeLessThanOrEqual(2);
  });

  test('a falling curve has no baseline before arrival', () => {
    const parameters = curveParameters(at(Array.from({ length: 100 }, (_, i) => 1 - i / 200)), bySd);
    expect(everyOne(parameters)).toEqual(new Set(['no-baseline']));
  });

  test('a curve that rises from its first point on has no baseline', () => {
    const points = vector.filter(({ timeS }) => timeS > 8);
    expect(everyOne(curveParameters(points, bySd))).toEqual(new Set(['no-baseline']));
  });

  test('a curve that still rises gives its baseline, its arrival, and a least time', () => {
    const points = vector.filter(({ timeS }) => timeS <= 20);
    const parameters = curveParameters(points, bySd);
    expect(numberOf(parameters, 'baseline')).toBe(10);
    expect(numberOf(parameters, 'arrival')).toBeCloseTo(5, 6);
    expect(everyOne(parameters, ['baseline', 'baselineSd', 'arrival'])).toEqual(new Set(['still-rising']));
    expect(parameters.figures.timeToMaximum).toMatchObject({
      detail: 'light still rises at the end: at least 15.0 s',
    });
    expect(reasonOf(curveParameters(points, { arrival: 'tenth', fromS: null }), 'arrival')).toBe(
      'still-rising',
    );
  });

  test('a plateau has no egress half-time', () => {
    expect(curveParameters(vector, bySd).figures.egressHalf).toEqual({
      withheld: 'no-fall',
      detail: 'not fallen to half: more than 15.0 s',
    });
  });

  test('a curve broken between baseline and rise is not joined', () => {
    const broken = vector.map(point => ({ ...point, segment: point.timeS < 9 ? 0 : 1 }));
    const parameters = curveParameters(broken, bySd);
    expect(reasonOf(parameters, 'timeToMaximum')).not.toBe('given');
    expect(reasonOf(parameters, 'slope')).not.toBe('given');
  });

  test('a break elsewhere leaves the part with baseline and rise as it is', () => {
    const more = Array.from({ length: 100 }, (_, i) => ({ timeS: 41 + i / 10, value: 500, segment: 1 }));
    const parameters = curveParameters([...vector, ...more], bySd);
    expect(parameters.segment).toBe(0);
    expect(parameters.figures).toEqual(curveParameters(vector, bySd).figures);
  });

  test('nothing is ever NaN or infinite', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            timeS: fc.oneof(fc.double({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })),
            value: fc.oneof(
              fc.double({ min: -1, max: 1 }),
              fc.constantFrom(0, 0.5, 1, 1e-300, -1e300, Number.NaN),
            ),
            segment: fc.constantFrom(0, 0, 0, 1),
          }),
          { maxLength: 60 },
        ),
        fc.constantFrom(...rules),
        fc.option(fc.double({ min: -10, max: 70, noNaN: true })),
        (points, arrival, fromS) => {
          const { figures } = curveParameters(points, { arrival, fromS });
          for (const figure of Object.values(figures))
            expect('withheld' in figure || Number.isFinite(figure.value)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the mark of the injection', () => {
  test('leaves out a higher peak before it', () => {
    const earlier: Shape = t => 3 * gammaVariate({ fromS: 5, a: 2, b: 1 })(t);
    const shape: Shape = t => (t < 40 ? earlier(t) : straightRise(t - 40));
    const points = evenCurve(shape, { base: 10, height: 100, fps: 10, endS: 80 });
    expect(numberOf(curveParameters(points, bySd), 'maximum')).toBeCloseTo(300, -1);
    const marked = curveParameters(points, { ...bySd, fromS: 40 });
    expect(Math.abs(numberOf(marked, 'maximum') - 100)).toBeLessThan(1);
    expect(Math.abs(numberOf(marked, 'arrival') - 45)).toBeLessThan(0.5);
  });

  test('after the last point leaves nothing to read', () => {
    const parameters = curveParameters(vector, { ...bySd, fromS: 100 });
    expect(parameters.figures.maximum).toMatchObject({ detail: 'no point after the injection' });
  });
});

test('every parameter has a definition with its source, and every rule its words', () => {
  for (const key of parameterKeys)
    for (const part of ['symbol', 'name', 'formula', 'source'] as const)
      expect(curveDefinitions[key][part].length).toBeGreaterThan(0);
  expect(curveDefinitions.timeRatio.note).toContain('0.6');
  for (const rule of rules) expect(curveRules[rule].words).toContain('t₀');
});

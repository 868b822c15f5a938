/** Statistics of agreement against the tables that their authors published, and against plain, slow ways to the same number. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blandAltman } from '#study/agreement/bland-altman.ts';
import { fQuantile, incompleteBeta, t95 } from '#study/agreement/distributions.ts';
import { type Estimate, type Figure, isEstimated, type NotEstimable } from '#study/agreement/estimate.ts';
import { intraclassCorrelation } from '#study/agreement/intraclass.ts';
import { cohenKappa, fleissKappa, shareAgreed } from '#study/agreement/kappa.ts';

/** The figure, given; with its interval's ends, NaN where there is none. */
function given<T extends Estimate>(figure: T | NotEstimable) {
  if (!isEstimated(figure)) throw new Error(figure.notEstimable);
  const { low, high } = isEstimated(figure.interval)
    ? figure.interval
    : { low: Number.NaN, high: Number.NaN };
  return { ...figure, low, high };
}

/** Every number in a figure, wherever it stands. */
const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];
const isSound = (value: unknown): boolean => numbersIn(value).every(Number.isFinite);

describe('quantiles', () => {
  test.each([
    [1, 12.706],
    [2, 4.303],
    [5, 2.571],
    [16, 2.12],
    [30, 2.042],
    [120, 1.98],
  ])('of t with %i degrees of freedom are those of the tables', (freedom, value) => {
    expect(t95(freedom)).toBeCloseTo(value, 3);
  });

  test.each([
    [0.95, 5, 10, 3.3258],
    [0.975, 5, 15, 3.5764],
    [0.975, 15, 5, 6.4277],
    [0.95, 1, 1, 161.4476],
    [0.975, 1, 1, 647.789],
  ])('of F at %f with %i and %i are those of the tables', (p, a, b, value) => {
    expect(fQuantile(p, a, b) / value).toBeCloseTo(1, 4);
  });

  test('the incomplete beta function of whole numbers is the tail of a binomial', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (a, b, x) => {
          const n = a + b - 1;
          let tail = 0;
          for (let k = a; k <= n; k++) tail += choose(n, k) * x ** k * (1 - x) ** (n - k);
          expect(incompleteBeta(x, a, b)).toBeCloseTo(tail, 11);
        },
      ),
    );
  });
});

describe("Cohen's κ", () => {
  test('is that of Cohen 1960, table 2', () => {
    const kappa = given(
      cohenKappa([
        [88, 14, 18],
        [10, 40, 10],
        [2, 6, 12],
      ]),
    );
    expect(kappa.value).toBeCloseTo(0.492, 3);
    expect(kappa.n).toBe(200);
  });

  test("has the standard error of Fleiss' book, table 13.1 (2nd ed.): 0.68, interval 0.51 to 0.85", () => {
    const { value, low, high } = given(
      cohenKappa([
        [75, 1, 4],
        [5, 4, 1],
        [0, 0, 10],
      ]),
    );
    expect(value).toBeCloseTo(0.676, 3);
    expect((high - low) / 2 / 1.96).toBeCloseTo(0.087, 2);
    // The book rounds on the way: 0.505.
    expect(Math.abs(low - 0.51)).toBeLessThan(0.006);
    expect(high).toBeCloseTo(0.85, 2);
  });

  test('has an interval as wide as a jackknife over cases says', () => {
    const table = [
      [60, 9, 4],
      [12, 45, 8],
      [5, 7, 30],
    ];
    const n = table.flat().reduce((sum, count) => sum + count, 0);
    const left = table.flatMap((row, i) =>
      row.map((count, j) => ({
        count,
        value: given(cohenKappa(table.map((r, a) => r.map((c, b) => (a === i && b === j ? c - 1 : c)))))
          .value,
      })),
    );
    const mean = left.reduce((sum, { count, value }) => sum + count * value, 0) / n;
    const variance =
      ((n - 1) / n) * left.reduce((sum, { count, value }) => sum + count * (value - mean) ** 2, 0);
    const { low, high } = given(cohenKappa(table));
    expect((high - low) / 2 / 1.96 / Math.sqrt(variance)).toBeCloseTo(1, 1);
  });

  test.each<[what: string, table: number[][], reason: RegExp]>([
    [
      'no case',
      [
        [0, 0],
        [0, 0],
      ],
      /Fewer than two/,
    ],
    [
      'one case',
      [
        [1, 0],
        [0, 0],
      ],
      /Fewer than two/,
    ],
    [
      'one mark for everything',
      [
        [9, 0],
        [0, 0],
      ],
      /one and the same mark/,
    ],
  ])('is not estimable from %s, and says why', (_, table, reason) => {
    const figure = cohenKappa(table);
    expect(isEstimated(figure) ? '' : figure.notEstimable).toMatch(reason);
  });

  test('of readers who never differ is 1, without an interval that would have no width', () => {
    const figure = cohenKappa([
      [5, 0],
      [0, 4],
    ]);
    expect(figure).toMatchObject({
      value: 1,
      interval: { notEstimable: expect.stringMatching(/No interval/) },
    });
  });

  test('is never NaN, lies in −1 … 1, and does not change when the readers change places', () => {
    const tables = fc.array(fc.array(fc.nat(6), { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(tables, table => {
        const figure = cohenKappa(table);
        expect(isSound(figure)).toBe(true);
        const turned = cohenKappa(table.map((_, i) => table.map(row => row[i]!)));
        expect(isEstimated(turned)).toBe(isEstimated(figure));
        if (isEstimated(figure) && isEstimated(turned)) {
          expect(Math.abs(figure.value)).toBeLessThanOrEqual(1 + 1e-12);
          expect(turned.value).toBeCloseTo(figure.value, 12);
        }
      }),
    );
  });
});

/** Fleiss 1971, table 1: 30 patients, 6 psychiatrists each; depression, personality disorder, schizophrenia, neurosis, other. */
const diagnoses = [
  '00060',
  '03003',
  '01401',
  '00006',
  '03030',
  '20400',
  '00402',
  '20310',
  '20040',
  '00006',
  '10050',
  '11040',
  '03300',
  '10050',
  '02031',
  '00501',
  '30012',
  '51000',
  '02040',
  '10203',
  '00006',
  '01050',
  '02013',
  '20040',
  '10041',
  '05010',
  '40002',
  '02040',
  '10500',
  '00006',
].map(row => [...row].map(Number));

describe("Fleiss' κ", () => {
  test('is that of Fleiss 1971: κ 0.430, observed 0.555; z 17.65 by the variance of Fleiss, Nee & Landis 1979', () => {
    const { value, agreed, varianceByChance, n } = given(fleissKappa(diagnoses));
    expect(n).toBe(30);
    expect(value).toBeCloseTo(0.43, 3);
    expect(agreed).toBeCloseTo(0.556, 3);
    // As `kappam.fleiss(diagnoses)` of the R package irr prints it.
    expect(value / Math.sqrt(varianceByChance)).toBeCloseTo(17.65, 2);
  });

  test('of fourteen raters and ten subjects is the 0.210 of the usual worked example', () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    expect(given(fleissKappa(counts)).value).toBeCloseTo(0.20993, 5);
  });

  test('has an interval as wide as a jackknife over cases says', () => {
    const { low, high } = given(fleissKappa(diagnoses));
    const left = diagnoses.map((_, i) => given(fleissKappa(diagnoses.filter((_, j) => j !== i))).value);
    const mean = left.reduce((sum, value) => sum + value, 0) / 30;
    const variance = (29 / 30) * left.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const ratio = (high - low) / 2 / t95(29) / Math.sqrt(variance);
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });

  test('is 1 where all agree on more than one mark, and not estimable where there is but one', () => {
    expect(
      fleissKappa([
        [3, 0],
        [0, 3],
      ]),
    ).toMatchObject({ value: 1 });
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toEqual({ notEstimable: expect.stringMatching(/one and the same/) });
    expect(fleissKappa([[3, 0]])).toEqual({ notEstimable: expect.stringMatching(/Fewer than two/) });
    expect(fleissKappa([])).toEqual({ notEstimable: expect.stringMatching(/Fewer than two/) });
  });

  test('is never NaN', () => {
    const row = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), marks => {
        const counts = marks.map(given => [0, 1, 2].map(mark => given.filter(each => each === mark).length));
        expect(isSound(fleissKappa(counts))).toBe(true);
      }),
    );
  });
});

describe('the share agreed', () => {
  test('has the interval of Wilson as Newcombe 1998 prints it: 81 of 263, 0.2553 to 0.3662; 0 of 20, 0 to 0.1611', () => {
    const some = given(shareAgreed(81, 263));
    expect([some.low, some.high].map(end => end.toFixed(4))).toEqual(['0.2553', '0.3662']);
    const none = given(shareAgreed(0, 20));
    expect(none.low).toBe(0);
    expect(none.high.toFixed(4)).toBe('0.1611');
  });
});

describe('ICC(2,1)', () => {
  const judges = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
  ];

  test('of six subjects and four judges is that of Shrout & Fleiss 1979: 0.29, 0.019 to 0.761', () => {
    const { value, low, high } = given(intraclassCorrelation(judges));
    expect(value).toBeCloseTo(0.2898, 4);
    expect(low).toBeCloseTo(0.019, 3);
    expect(high).toBeCloseTo(0.761, 3);
  });

  test('does not change with the unit of the areas', () => {
    const figure = given(intraclassCorrelation(judges));
    const scaled = given(intraclassCorrelation(judges.map(row => row.map(area => 4e5 * area))));
    expect(scaled.value).toBeCloseTo(figure.value, 10);
    expect(scaled.low).toBeCloseTo(figure.low, 8);
  });

  test.each<[what: string, values: number[][], reason: RegExp]>([
    ['no picture', [], /Fewer than two/],
    ['one picture', [[4, 5]], /Fewer than two/],
    [
      'areas that are all the same',
      [
        [4, 4],
        [4, 4],
        [4, 4],
      ],
      /no variance/,
    ],
    [
      'two pictures and readers that cross',
      [
        [1, 2],
        [2, 1],
      ],
      /no variance/,
    ],
  ])('is not estimable from %s, and says why', (_, values, reason) => {
    const figure = intraclassCorrelation(values);
    expect(isEstimated(figure) ? '' : figure.notEstimable).toMatch(reason);
  });

  test('of readers who never differ is 1, without an interval', () => {
    expect(
      intraclassCorrelation([
        [1, 1],
        [5, 5],
        [9, 9],
      ]),
    ).toMatchObject({
      value: 1,
      interval: { notEstimable: expect.any(String) },
    });
  });

  test('is never NaN, and its interval holds it', () => {
    const rows = fc
      .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 8 }))
      .chain(([k, n]) =>
        fc.array(fc.array(fc.nat(50), { minLength: k, maxLength: k }), { minLength: n, maxLength: n }),
      );
    fc.assert(
      fc.property(rows, values => {
        const figure: Figure = intraclassCorrelation(values);
        expect(isSound(figure)).toBe(true);
        if (isEstimated(figure) && isEstimated(figure.interval)) {
          expect(figure.interval.low).toBeLessThanOrEqual(figure.value + 1e-9);
          expect(figure.interval.high).toBeGreaterThanOrEqual(figure.value - 1e-9);
        }
      }),
    );
  });
});

describe('Bland and Altman', () => {
  /** Peak expiratory flow, l/min, first readings: large Wright meter, mini Wright meter (1986, table 1). */
  const wright = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427];
  const mini = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451];
  const limitsOf = (pairs: readonly (readonly [number, number])[]) => {
    const { limits } = blandAltman(pairs);
    if (!isEstimated(limits)) throw new Error(limits.notEstimable);
    return limits;
  };

  test('give the peak flow of 1986: mean −2.1, SD 38.8, interval −22.0 to 17.8, limits (of two SD) −79.7 and 75.5', () => {
    const limits = limitsOf(wright.map((flow, i) => [flow, mini[i]!]));
    const bias = given(limits.bias);
    expect(bias.value).toBeCloseTo(-2.1, 1);
    expect(limits.sd).toBeCloseTo(38.8, 1);
    expect([bias.low, bias.high].map(end => end.toFixed(1))).toEqual(['-22.0', '17.8']);
    const ofTwoSd = (limit: number) => bias.value + ((limit - bias.value) * 2) / 1.96;
    expect(ofTwoSd(limits.lower.value)).toBeCloseTo(-79.7, 0);
    expect(ofTwoSd(limits.upper.value)).toBeCloseTo(75.5, 0);
    // Published from √(3s²/n): 45.1 to 114.3 below, so ± 34.6; the variance of 1999 gives a little more.
    const upper = given(limits.upper);
    expect((upper.high - upper.low) / 2 / 34.6).toBeCloseTo(1, 1);
  });

  test('give the intervals of 85 blood pressures as printed in 1999, section 2: −20.5 to −12.1, 14.9 to 29.3', () => {
    const n = 85;
    const raw = Array.from({ length: n }, (_, i) => i - (n - 1) / 2);
    const sd = Math.sqrt(raw.reduce((sum, x) => sum + x * x, 0) / (n - 1));
    const limits = limitsOf(raw.map(x => [100 - 16.29 + (19.61 * x) / sd, 100]));
    const [bias, upper] = [given(limits.bias), given(limits.upper)];
    expect([bias.low, bias.high].map(end => end.toFixed(1))).toEqual(['-20.5', '-12.1']);
    expect(upper.value).toBeCloseTo(22.1, 1);
    expect(upper.low).toBeCloseTo(14.9, 1);
    expect(upper.high).toBeCloseTo(29.4, 1);
  });

  test('turn about when the readers change places', () => {
    const there = limitsOf(wright.map((flow, i) => [flow, mini[i]!]));
    const back = limitsOf(wright.map((flow, i) => [mini[i]!, flow]));
    expect(back.bias.value).toBeCloseTo(-there.bias.value, 10);
    expect(back.lower.value).toBeCloseTo(-there.upper.value, 10);
  });

  test('are not estimable from one picture or from differences that are all the same; the points are still given', () => {
    expect(blandAltman([])).toEqual({ points: [], limits: { notEstimable: expect.any(String) } });
    expect(blandAltman([[7, 4]])).toEqual({
      points: [{ mean: 5.5, difference: 3 }],
      limits: { notEstimable: expect.stringMatching(/Fewer than two/) },
    });
    expect(
      blandAltman([
        [7, 4],
        [9, 6],
      ]).limits,
    ).toEqual({ notEstimable: expect.stringMatching(/same/) });
  });
});

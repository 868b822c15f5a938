/** A stability log as plots: what each strip shows, where problems stood, where nothing was watched. Pure; times in seconds from the first row. */
import type { StabilityRow } from '#model/stability/row.ts';

type Series = {
  readonly key: string;
  /** English; hand it to `words`. */
  readonly name: string;
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly of: (row: StabilityRow) => number | null;
};

/** Amber, red, blue and green mean something else here; dashes tell lines apart without colours. */
const [first, second, third, fourth] = ['#f4f6f8', '#4fe0ff', '#d9b3ff', '#ff9ad5'] as const;

/** One plot of several over the same time. */
export type Strip = {
  readonly key: 'age' | 'lost' | 'gain' | 'ambient';
  /** English; hand it to `words`. */
  readonly name: string;
  readonly isLogarithmic: boolean;
  readonly series: readonly Series[];
};

export const strips: readonly Strip[] = [
  {
    key: 'age',
    name: 'Frame age, ms',
    isLogarithmic: true,
    series: [
      { key: 'p50', name: 'median', colour: first, of: row => row.ageMs?.p50 ?? null },
      { key: 'p95', name: '95 %', colour: second, of: row => row.ageMs?.p95 ?? null },
      { key: 'p99', name: '99 %', colour: third, dash: [7, 4], of: row => row.ageMs?.p99 ?? null },
      { key: 'max', name: 'worst', colour: fourth, dash: [2, 3], of: row => row.ageMs?.max ?? null },
    ],
  },
  {
    key: 'lost',
    name: 'Frames lost',
    isLogarithmic: false,
    series: [
      { key: 'dropped', name: 'dropped here', colour: first, of: row => row.dropped },
      { key: 'missing', name: 'never came', colour: second, dash: [7, 4], of: row => row.missing },
    ],
  },
  {
    key: 'gain',
    name: 'Gain, × the start',
    isLogarithmic: false,
    series: [{ key: 'gain', name: 'all NIR light', colour: first, of: row => row.gain }],
  },
  {
    key: 'ambient',
    name: 'Darkest NIR, codes',
    isLogarithmic: false,
    series: [
      { key: 'ambient', name: 'ambient and dark', colour: first, of: row => row.ambientCodes },
      { key: 'dark', name: 'calibrated dark', colour: third, dash: [7, 4], of: row => row.darkCodes },
    ],
  },
];

const firstS = (rows: readonly StabilityRow[]): number => rows[0]?.fromS ?? 0;

/** Where the last row ends. */
export function spanOf(rows: readonly StabilityRow[]): number {
  const last = rows.at(-1);
  return last ? Math.max(1e-3, last.fromS + last.lastsS - firstS(rows)) : 1;
}

/** Aligned as uPlot wants it: every row is level from its beginning to its end; null where nothing was readable or watched. */
export type StripData = {
  readonly xs: readonly number[];
  readonly ys: readonly (readonly (number | null)[])[];
};

/** Rows follow each other to within rounding, unless the recording paused. */
const pauseS = 0.5;

export function stripData({ series }: Strip, rows: readonly StabilityRow[]): StripData {
  const xs: number[] = [];
  const ys: (number | null)[][] = series.map(() => []);
  const put = (atS: number, values: readonly (number | null)[]) => {
    // Never back, whatever rows say.
    xs.push(Math.max(atS, xs.at(-1) ?? atS));
    for (const [i, value] of values.entries()) ys[i]!.push(value);
  };
  rows.forEach((row, i) => {
    const fromS = row.fromS - firstS(rows);
    const before = rows[i - 1];
    if (before && row.fromS - before.fromS - before.lastsS > pauseS)
      put(
        fromS,
        series.map(() => null),
      );
    const values = series.map(({ of }) => of(row));
    put(fromS, values);
    put(fromS + row.lastsS, values);
  });
  return { xs, ys };
}

/** A problem that stood, from and to. */
export type Band = { readonly problemId: string; readonly fromS: number; readonly toS: number };

/** Parts of one band in neighbouring rows, closer than this, are one. */
const joinS = 0.5;

export function bandsOf(rows: readonly StabilityRow[]): readonly Band[] {
  const last = new Map<string, { problemId: string; fromS: number; toS: number }>();
  const bands: { problemId: string; fromS: number; toS: number }[] = [];
  for (const row of rows) {
    const atS = row.fromS - firstS(rows);
    for (const { problemId, fromS, toS } of row.hazards) {
      const known = last.get(problemId);
      if (known && atS + fromS - known.toS <= joinS) known.toS = Math.max(known.toS, atS + toS);
      else {
        const band = { problemId, fromS: atS + fromS, toS: atS + toS };
        last.set(problemId, band);
        bands.push(band);
      }
    }
  }
  return bands;
}

/** Rows in which numbers were withheld, from and to. */
export const withheldSpans = (rows: readonly StabilityRow[]): readonly (readonly [number, number])[] =>
  rows
    .filter(({ withheldS }) => withheldS > 0)
    .map(row => [row.fromS - firstS(rows), row.fromS + row.lastsS - firstS(rows)]);

/** "A" to "Z", then "A2" …: what a band is called on the plot and in the list. */
export const letterOf = (index: number): string =>
  `${String.fromCharCode(65 + (index % 26))}${index < 26 ? '' : Math.floor(index / 26) + 1}`;

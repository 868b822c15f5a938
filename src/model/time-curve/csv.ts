/** Curves as a file that explains itself: comments with the rule, the parameters and their definitions, then one line a point. */
import { csvComment } from '../csv.ts';
import { madeWithLine } from '../made-with.ts';
import type { Calibration } from '../profile.ts';
import { curveDefinitions, curveRules, parameterKeys, smoothingInWords } from './definitions.ts';
import { longestGapS } from './frames.ts';
import { curveParameters } from './parameters.ts';
import type { CurveRule, TimeCurve } from './time-curve.ts';

/** Seconds on the points' axis that are 0 on screen and in files: the mark of the injection, else the first point of all. */
export const zeroOf = (curves: readonly TimeCurve[], rule: CurveRule): number =>
  rule.fromS ??
  curves.reduce((first, { points }) => Math.min(first, points[0]?.timeS ?? first), Number.MAX_VALUE);

/** A text in quotes; its own doubled (RFC 4180 §2). */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Without the last digits of a double, which are rounding. */
const number = (value: number): string => String(Number(value.toPrecision(12)));
/** A parameter is never known better. */
const inSix = (value: number): string => String(Number(value.toPrecision(6)));

/**
 * UTF-8 text, lines ended by CRLF (RFC 4180). Comment lines begin with "#". `calibration` as on the screen; null: nothing
 * measured. `madeWith`: as `madeWithOf` says it. Light is exact: the shortest decimal that gives the same double.
 */
export function curvesCsv(given: {
  readonly curves: readonly TimeCurve[];
  readonly rule: CurveRule;
  readonly everyS: number;
  readonly calibration: Calibration | null;
  readonly madeWith: string;
}): string {
  const { curves, rule, everyS, calibration, madeWith } = given;
  const zeroS = zeroOf(curves, rule);
  const comments = [
    'Time–intensity curves. Research, training and review; not to confirm absence of disease.',
    madeWithLine(madeWith),
    `Calibration: ${calibration ?? 'nothing measured'}`,
    'Light: mean over the valid pixels of the region, linear, above dark; 1 is the light that gives white.',
    `Time: seconds; time_s is 0 at ${rule.fromS === null ? 'the first point of all' : 'the injection as marked'}, timestamp_s is the frame’s own.`,
    `Points: ${everyS === 0 ? 'every measured frame' : `thinned to one in ${everyS} s`}. A new segment: not comparable with the one before (or nothing for more than ${longestGapS} s).`,
    `Rule: ${curveRules[rule.arrival].name}. ${curveRules[rule.arrival].words}`,
    smoothingInWords,
    ...parameterKeys.map(key => {
      const { symbol, unit, name, formula, source, note } = curveDefinitions[key];
      return `Definition: ${key} (${symbol}${unit && `, ${unit}`}) = ${name}: ${formula}. ${source}.${note && ` ${note}`}`;
    }),
    ...curves.flatMap(({ id, points, breaks }) => {
      const { figures } = curveParameters(points, rule);
      return [
        ...breaks.map(({ timeS, words }) => `Break: ${id} at ${number(timeS - zeroS)} s: ${words}`),
        ...parameterKeys.map(key => {
          const figure = figures[key];
          if (!('value' in figure)) return `Parameter: ${id} ${key} withheld: ${figure.detail}`;
          const value = key === 'arrival' ? figure.value - zeroS : figure.value;
          return `Parameter: ${id} ${key} ${inSix(value)} ${curveDefinitions[key].unit}`.trimEnd();
        }),
      ];
    }),
  ];
  const lines = curves.flatMap(({ id, role, tissue, points }) =>
    points.map(({ timeS, value, segment }) =>
      [
        id,
        role,
        quoted(tissue ?? ''),
        number(timeS - zeroS),
        String(timeS),
        String(value),
        String(segment),
      ].join(','),
    ),
  );
  const head = 'region,role,tissue,time_s,timestamp_s,light,segment';
  return [...comments.map(csvComment), head, ...lines, ''].join('\r\n');
}

/** The parameters of a time–intensity curve (`clinical.md` §3.3), each with the right to be withheld. Words: `curveDefinitions`. */
import type { Baseline } from './baseline.ts';
import type { ParameterKey } from './definitions.ts';
import { findRise, type Rise } from './find-rise.ts';
import { type Peak, peakOf } from './peak.ts';
import { fitRise } from './rise.ts';
import { countBefore, fallsThrough, lightAt, risesThrough, type Samples } from './samples.ts';
import type { CurveRule, TimePoint } from './time-curve.ts';

export type CurveReason = 'too-short' | 'no-baseline' | 'no-arrival' | 'still-rising' | 'no-fall' | 'broken';

/** A number, or why there is none. `detail` is for a person: "light still rises: at least 17.3 s". */
export type CurveFigure =
  | { readonly value: number }
  | { readonly withheld: CurveReason; readonly detail: string };

export type CurveFigures = Readonly<Record<ParameterKey, CurveFigure>>;

export type CurveParameters = {
  readonly rule: CurveRule;
  /** The segment they were read from; null: there is no point. */
  readonly segment: number | null;
  /** `arrival` on the points' own time axis, every other time from it. */
  readonly figures: CurveFigures;
  /** Places for marks on a plot, on the points' own axes; null where they are not known. `maximum` has the baseline in it. */
  readonly marks: { readonly baseline: Baseline | null; readonly maximum: Peak | null };
};

type Reading = Pick<CurveParameters, 'figures' | 'marks'>;

/** A curve must go on this long after its maximum, as a share of T_max: else it may still rise. And this many points. */
const shareAfter = 0.1;
const leastAfter = 3;

const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;
const inLight = (light: number): string => String(Number(light.toPrecision(3)));
const withheld = (reason: CurveReason, detail: string): CurveFigure => ({ withheld: reason, detail });
const given = (value: number): CurveFigure =>
  Number.isFinite(value) ? { value } : withheld('too-short', 'too few points on the rise');

/** All the same but for those in `figures`. */
const allBut = (figure: CurveFigure, figures: Partial<CurveFigures> = {}): CurveFigures => ({
  baseline: figure,
  baselineSd: figure,
  maximum: figure,
  arrival: figure,
  timeToMaximum: figure,
  timeToHalf: figure,
  timeRatio: figure,
  slope: figure,
  slopeNormalised: figure,
  chord: figure,
  ingress: figure,
  egress: figure,
  egressHalf: figure,
  area: figure,
  ...figures,
});

const baselineFigures = ({ mean, sd }: Baseline) => ({ baseline: given(mean), baselineSd: given(sd) });

/** ∫ (I − B) dt from `fromS` on, where the curve has `light` above B. */
function areaFrom(
  { times, values }: Samples,
  fromS: number,
  { base, light }: { base: number; light: number },
) {
  let area = 0;
  let [t, f] = [fromS, light];
  for (let k = countBefore({ times, values }, fromS); k < times.length; k++) {
    const next = values[k]! - base;
    area += ((f + next) / 2) * (times[k]! - t);
    [t, f] = [times[k]!, next];
  }
  return area;
}

function readRise(samples: Samples, { baseline, light, riseS, top }: Rise, rule: CurveRule): Reading {
  const base = baseline.mean;
  const peak = peakOf(samples, light.values, { top, base, widthS: 2 * riseS });
  const maximum = peak.value - base;
  const endS = samples.times.at(-1)!;
  const before = Math.max(1, Math.min(top, countBefore(samples, peak.timeS)));
  /** Of a share of the maximum, or of 3σ_B. Smoothed light that never lies below is an impossible shape: its first sample. */
  const reaches = (level: number) =>
    risesThrough(light, before, base + level + 1e-9 * maximum) ?? samples.times[0]!;
  const arrivalBySdS = reaches(3 * baseline.sd);
  const toMaximum = peak.timeS - arrivalBySdS;
  const marks = { baseline, maximum: peak };

  const samplesAfter = samples.times.length - countBefore(samples, peak.timeS);
  if (endS - peak.timeS < shareAfter * toMaximum || samplesAfter < leastAfter) {
    const rises = (least = '') => withheld('still-rising', `light still rises at the end${least}`);
    const last = endS - arrivalBySdS;
    return {
      figures: allBut(rises(), {
        ...baselineFigures(baseline),
        maximum: rises(`: at least ${inLight(maximum)}`),
        timeToMaximum: rises(`: at least ${inSeconds(last)}`),
        ...(rule.arrival === 'three-sd' && { arrival: given(arrivalBySdS) }),
      }),
      marks: { baseline, maximum: null },
    };
  }

  const tenth = { timeS: reaches(0.1 * maximum), light: base + 0.1 * maximum };
  const nineTenths = { timeS: reaches(0.9 * maximum), light: base + 0.9 * maximum };
  const fitted = fitRise(samples, tenth, nineTenths);
  const { steepest } = fitted;
  const reachesShare = (share: number) => {
    const readS = reaches(share * maximum);
    return fitted.reaches(base + share * maximum, readS) ?? readS;
  };
  const arrivalS = {
    'three-sd': arrivalBySdS,
    tenth: tenth.timeS,
    tangent: steepest.timeS - (steepest.light - base) / steepest.slope,
  }[rule.arrival];
  const timeToMaximum = peak.timeS - arrivalS;
  const timeToHalf = reachesShare(0.5) - arrivalS;
  const endLight = light.values.at(-1)! - base;
  const halfS = fallsThrough(light, before, base + maximum / 2);
  return {
    figures: {
      ...baselineFigures(baseline),
      maximum: given(maximum),
      arrival: given(arrivalS),
      timeToMaximum: given(timeToMaximum),
      timeToHalf: given(timeToHalf),
      timeRatio: given(timeToHalf / timeToMaximum),
      slope: given(steepest.slope),
      slopeNormalised: given(steepest.slope / maximum),
      chord: given((0.6 * maximum) / (reachesShare(0.8) - reachesShare(0.2))),
      ingress: given(maximum / timeToMaximum),
      egress: given((maximum - endLight) / (endS - peak.timeS)),
      egressHalf:
        halfS === null
          ? withheld('no-fall', `not fallen to half: more than ${inSeconds(endS - peak.timeS)}`)
          : given(halfS - peak.timeS),
      area: given(areaFrom(samples, arrivalS, { base, light: lightAt(light, arrivalS) - base })),
    },
    marks,
  };
}

/** Finite points of each segment, one a time, in order. */
function segmentsOf(points: readonly TimePoint[]): readonly { segment: number; samples: Samples }[] {
  const bySegment = new Map<number, Map<number, number>>();
  for (const { timeS, value, segment } of points) {
    if (!Number.isFinite(timeS) || !Number.isFinite(value)) continue;
    const values = bySegment.get(segment) ?? new Map<number, number>();
    bySegment.set(segment, values.set(timeS, value));
  }
  return [...bySegment].map(([segment, values]) => {
    const ordered = [...values].sort(([a], [b]) => a - b);
    return { segment, samples: { times: ordered.map(([t]) => t), values: ordered.map(([, y]) => y) } };
  });
}

/**
 * What the points say under `rule`: of the segment with the highest rise that has its own baseline (a curve is never joined across
 * a break). With a mark, segments that end before it are not looked at. Nothing is ever NaN.
 */
export function curveParameters(points: readonly TimePoint[], rule: CurveRule): CurveParameters {
  const { fromS } = rule;
  const segments = segmentsOf(points);
  const looked = segments.filter(({ samples }) => fromS === null || samples.times.at(-1)! > fromS);
  const read = looked.map(({ segment, samples }) => {
    const rise = findRise(samples, fromS);
    if ('withheld' in rise) {
      const { baseline } = rise;
      const figures = allBut(withheld(rise.withheld, rise.detail), baseline ? baselineFigures(baseline) : {});
      return { segment, samples, height: -1, reading: { figures, marks: { baseline, maximum: null } } };
    }
    const height = rise.light.values[rise.top]! - rise.baseline.mean;
    return { segment, samples, height, reading: readRise(samples, rise, rule) };
  });
  const best = read.toSorted(
    (a, b) => b.height - a.height || b.samples.times.length - a.samples.times.length,
  )[0];
  if (!best) {
    const words = segments.length > 0 ? 'no point after the injection' : 'no point';
    const figures = allBut(withheld('too-short', words));
    return { rule, segment: null, figures, marks: { baseline: null, maximum: null } };
  }
  const { segment, height, reading } = best;
  if (height < 0 && looked.length > 1) {
    const words = `broken into ${looked.length} parts, none with both baseline and rise`;
    const figures = allBut(withheld('broken', words));
    return { rule, segment, figures, marks: { baseline: null, maximum: null } };
  }
  return { rule, segment, ...reading };
}

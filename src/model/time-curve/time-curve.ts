/**
 * The light of one region over time. Light is the mean of the region's valid pixels, linear above dark; time is the frame's own
 * timestamp. A curve is broken where its two sides cannot be compared; its points say which piece they belong to.
 */
import type { RegionRole, Tissue } from '../region.ts';

/** `segment` counts from 0 in the order of time; points of different segments must not be compared. */
export type TimePoint = { readonly timeS: number; readonly value: number; readonly segment: number };

/** Between the last point of one segment and the first of the next. `words`: "tracking lost". */
export type CurveBreak = { readonly timeS: number; readonly words: string };

export type TimeCurve = {
  readonly id: string;
  readonly role: RegionRole;
  readonly tissue: Tissue | null;
  /** In the order of time, strictly rising within a segment. */
  readonly points: readonly TimePoint[];
  readonly breaks: readonly CurveBreak[];
};

/** How the arrival of the dye is found. Words and formulas: `curveRules`. */
export type ArrivalRule = 'three-sd' | 'tenth' | 'tangent';

/** `fromS`: time zero, when the dye was given; what came up earlier is not looked at. Null: not marked. */
export type CurveRule = { readonly arrival: ArrivalRule; readonly fromS: number | null };

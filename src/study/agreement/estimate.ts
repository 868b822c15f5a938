/** A figure of agreement with its interval, or the reason why it is not given. Never NaN, never infinite. */

/** A sentence for a person: what is missing. */
export type NotEstimable = { readonly notEstimable: string };

/** Ends of a 95 % interval. */
export type Interval = { readonly low: number; readonly high: number };

export type Estimate = {
  readonly value: number;
  /** Cases that it rests on. */
  readonly n: number;
  readonly interval: Interval | NotEstimable;
};

export type Figure = Estimate | NotEstimable;

export const notEstimable = (reason: string): NotEstimable => ({ notEstimable: reason });

/** Whether a figure, or an interval, was given. */
export const isEstimated = <T extends object>(figure: T | NotEstimable): figure is T =>
  !('notEstimable' in figure);

/** `value` ± `halfWidth`, cut to `within` where the quantity has ends. */
export function interval(value: number, halfWidth: number, within?: Interval): Interval | NotEstimable {
  if (!Number.isFinite(halfWidth)) return notEstimable('The interval is wider than can be computed.');
  return {
    low: Math.max(value - halfWidth, within?.low ?? Number.NEGATIVE_INFINITY),
    high: Math.min(value + halfWidth, within?.high ?? Number.POSITIVE_INFINITY),
  };
}

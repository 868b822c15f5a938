/** What every contender of the chain's benchmark is given, and what it answers. Plain data: it goes to workers and to another process. */

/** In the order of the chain. */
export const steps = ['smooth', 'statistics', 'segment', 'contours', 'distance', 'registration'] as const;
export type Step = (typeof steps)[number];

/** Milliseconds. `chain`: all steps of one frame, one behind the other. `copy`: 2 MB, which tells how loaded the machine is. */
export type Times = Readonly<Record<Step | 'chain' | 'copy', number>>;

/** A frame without its pixels; these are `codes` and `key`, packed, 1 byte a pixel or 2 where `topCode` is above 255. */
export type ChainFrame = {
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly topCode: number;
  /** False: all after smoothing look at the codes as they are, so that noise stays; smoothing is timed all the same. */
  readonly readsSmoothed: boolean;
  /** Pixels above this code are signal; of each component one must be above `highCode`. */
  readonly lowCode: number;
  readonly highCode: number;
  readonly smallestPx: number;
  /** Lines run between this code and the next. */
  readonly lineCodes: readonly number[];
  readonly tolerancePx: number;
  /** Regions as (row, first column, column after the last). */
  readonly regions: readonly (readonly number[])[];
  /** How the frame lies against the key; null: it shows nothing that could be followed. */
  readonly shift: { readonly dx: number; readonly dy: number } | null;
};

/**
 * What a contender makes of a frame, apart from any clock. Long planes are named by their SHA-256. A name that two contenders give must have
 * the same value in both, but for those that `gates.ts` compares with a tolerance.
 */
export type Checks = Readonly<Record<string, string | number>>;

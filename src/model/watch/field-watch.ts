/**
 * Watches the whole NIR field for what would change numbers behind the user's back where the camera tells nothing: gain,
 * ambient light, dark. Pure: fed with each measurement, it answers with what has happened since the last.
 *
 * What codes alone can tell has limits, and this says them. A factor on all light within a few frames is gain, exposure or
 * excitation. A factor that came over seconds may as well be the scope that came nearer (`overS` tells which it was). Slower
 * than `horizonS` it may be the dye that washes in or bleaches, and is not told. Under a clipped or nearly dark picture
 * no factor is told.
 */

import type { Measurement } from '../measurement.ts';
import { createDarkWatch } from './dark-watch.ts';
import { factorBetween, movedBins, offsetBetween } from './field-change.ts';
import { type FieldContext, type FieldSummary, summarise } from './field-summary.ts';

/** `overS`: seconds within which it came about. */
export type FieldNews =
  /** All light above dark is `ratio` times what it was. */
  | {
      readonly kind: 'gain-jump';
      readonly ratio: number;
      readonly overS: number;
      /** It came at once. Dye that washes in, or a scope that comes nearer, takes its time. */
      readonly isStep: boolean;
    }
  /** Light was added to the whole field, or taken from it, and stays: its floor moved by so many bins. */
  | { readonly kind: 'ambient-changed'; readonly shiftBins: number; readonly overS: number }
  /** The darkest of the picture lies so many bins above (below) the calibrated dark, by more than noise explains. */
  | { readonly kind: 'dark-drift'; readonly shiftBins: number };

export type FieldWatch = {
  /** Timestamps rise; when they fall or rest for `gapS`, everything before is forgotten. */
  see(
    measurement: Pick<Measurement, 'fieldHistogram' | 'timestampS' | 'frameNumber'>,
    context: FieldContext,
  ): readonly FieldNews[];
};

/**
 * A factor of 1.08 is told: 0.67 dB. 1 dB (1.12) is told with room to spare, also where the dark is not known; a tenth of a
 * decibel is not; seven of them together are. Noise moves a quantile of 10 000 pixels by a hundredth of this, and what breath
 * or a hand does to the quantiles is no common factor (`field-change.ts`).
 */
const ratioAtLeast = 1.08;
/** Told once the field rests: frame on frame its quantiles move by less. So a step that takes some frames is one step. */
const restBins = 1;
/** Ambient light is told when it moves the floor by this many bins (rounding and noise stay below one) … */
const ambientBins = 2;
/** … and has stayed for this long: a lamp that swings by is no change. Seconds. */
const ambientRestS = 1;
/** Ages that the field is compared over, in seconds: a step, a turn of a wheel, a controller that creeps; and the longest. */
const agesS = [0.25, 1, 3, 10] as const;
const horizonS = 30;
/** A change that took longer is none of a switch. */
const stepWithinS = 1.2;
/** Of a step, this much comes between two kept fields; it may begin in one interval and end in the next. */
const stepShareAtLeast = 0.45;
/** Seconds; frames that still move are not kept, so an interval can be long. */
const atOnceS = 0.45;
/** Kept fields are this far apart. */
const everyS = 0.1;
/** Frames apart by more are not compared. */
const gapS = 2;

/** A field that nothing disturbed when it was kept. `hasRested`: for `ambientRestS` by then. */
type Kept = { readonly field: FieldSummary; readonly hasRested: boolean };

export function createFieldWatch(): FieldWatch {
  let kept: Kept[] = [];
  let last: FieldSummary | null = null;
  const dark = createDarkWatch();

  const forget = () => {
    kept = [];
    dark.forget();
  };
  /** The newest of each age, and the oldest there is: what creeps adds up from there. */
  const references = (now: FieldSummary, from: readonly Kept[]): readonly FieldSummary[] => [
    ...agesS.flatMap(
      ageS => from.findLast(({ field }) => now.timestampS - field.timestampS >= ageS)?.field ?? [],
    ),
    ...from.slice(0, 1).map(({ field }) => field),
  ];

  const gainNews = (now: FieldSummary): FieldNews | null => {
    for (const reference of references(now, kept)) {
      const ratio = factorBetween(reference, now);
      if (ratio !== null && Math.abs(Math.log(ratio)) >= Math.log(ratioAtLeast))
        return {
          kind: 'gain-jump',
          ratio,
          overS: now.timestampS - reference.timestampS,
          isStep: isStep({ reference, ratio }, now),
        };
    }
    return null;
  };
  /** Whether most of a change came between two of the kept fields since, as a switch does and dye does not. */
  const isStep = (jump: { reference: FieldSummary; ratio: number }, now: FieldSummary): boolean => {
    const { reference, ratio } = jump;
    if (now.timestampS - reference.timestampS > stepWithinS) return false;
    const fields = [...kept.map(({ field }) => field).filter(f => f.timestampS >= reference.timestampS), now];
    const intervals = fields.slice(1).map((field, i) => ({
      lastsS: field.timestampS - fields[i]!.timestampS,
      share: Math.log(factorBetween(fields[i]!, field) ?? 1) / Math.log(ratio),
    }));
    const most = Math.max(stepShareAtLeast, intervals.length > 1 ? 1.5 / intervals.length : 0);
    return intervals.some(({ lastsS, share }) => share >= most && lastsS <= atOnceS);
  };
  const hasRested = (now: FieldSummary): boolean => {
    const start = kept.findLastIndex(({ field }) => now.timestampS - field.timestampS >= ambientRestS);
    return start >= 0 && kept.slice(start).every(({ field }) => movedBins(field, now) < ambientBins);
  };
  const ambientNews = (now: FieldSummary): FieldNews | null => {
    const rested = kept.filter(each => each.hasRested);
    for (const reference of references(now, rested)) {
      const shiftBins = offsetBetween(reference, now);
      if (shiftBins !== null && Math.abs(shiftBins) >= ambientBins)
        return { kind: 'ambient-changed', shiftBins, overS: now.timestampS - reference.timestampS };
    }
    return null;
  };

  return {
    see(measurement, context) {
      const now = summarise(measurement, context);
      if (!now) return [];
      const before = last;
      last = now;
      const sinceS = before ? now.timestampS - before.timestampS : Number.NaN;
      if (!before || !(sinceS > 0 && sinceS <= gapS)) {
        forget();
        return [];
      }
      if (movedBins(before, now) >= restBins) return [];
      const isLong = hasRested(now);
      const change = gainNews(now) ?? (isLong ? ambientNews(now) : null);
      if (change) forget();
      const newest = kept.at(-1);
      if (!newest || now.timestampS - newest.field.timestampS >= everyS) {
        kept.push({ field: now, hasRested: isLong });
        kept = kept.filter(({ field }) => now.timestampS - field.timestampS <= horizonS);
      }
      if (change) return [change];
      const drift = context.darkBin === null ? null : dark.see(now);
      return drift === null ? [] : [{ kind: 'dark-drift', shiftBins: drift }];
    },
  };
}

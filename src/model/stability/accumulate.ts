/** Facts of a live feed, some at a time, to rows of the stability log. Pure: the clock is that of the facts. */
import type { FrameTally } from '../frame-tally.ts';
import { noSignalAfterS } from '../liveness.ts';
import { countsOf, percentilesOf } from './ages.ts';
import type { StabilityRow } from './row.ts';

/**
 * Seconds of a row. Of 300 frames at 30 a second three are above the 99th percentile, so that it is more than the worst frame; a lamp that is
 * switched or a head that is moved stands alone; and three hours are 1080 rows of half a kilobyte, nothing beside the frames.
 */
export const rowS = 10;

/** Readings of the field farther apart do not vouch for the time between, as in `watch/field-watch.ts`. */
const fieldGapS = 2;
/** Nothing can be said of less. */
const leastS = 0.05;
/** Of one row; more are joined. */
const mostSpans = 64;

/** What held since the facts before. */
export type StabilityFacts = {
  readonly frames: FrameTally;
  /** The user held the picture. */
  readonly isHeld: boolean;
  /** No number could be shown. */
  readonly isWithheld: boolean;
  readonly hazards: readonly { readonly problemId: string; readonly text: string }[];
  /** As the camera's track says; null: it does not. */
  readonly exposureMs: number | null;
  readonly iso: number | null;
};

/** One look at the histogram of the NIR field. */
export type FieldReading = {
  /** Seconds on the feed's clock. */
  readonly timestampS: number;
  /** The field is bright enough for a factor on all light to be told. */
  readonly canTellGain: boolean;
  readonly floorCodes: number;
  /** Of the profile in force; null: none was measured. */
  readonly darkCodes: number | null;
};

export type StabilityAccumulator = {
  /** Answers the row that is full with it. */
  see(facts: StabilityFacts): StabilityRow | null;
  seeField(reading: FieldReading): void;
  /** All NIR light became so many times what it was. */
  gainJumped(ratio: number): void;
  /** What was seen since the last full row is put away, and a row begins at `atS`; gain is still counted from the beginning. */
  beginAnew(atS: number): void;
  /** The row as it is now; it goes on. Null: nothing was seen since the last one was full. */
  soFar(): StabilityRow | null;
};

/** What is added up of a row, in the units of `StabilityRow`. */
type OpenRow = {
  delivered: number;
  dropped: number;
  missing: number;
  held: number;
  longestGapS: number | null;
  canTellGain: boolean;
  gainSeenS: number;
  darkCodes: number | null;
  withheldS: number;
  heldS: number;
  exposureMs: number | null;
  iso: number | null;
  readonly agesMs: number[];
  readonly floorsCodes: number[];
  readonly hazards: {
    readonly problemId: string;
    readonly text: string;
    readonly fromS: number;
    toS: number;
  }[];
};

const openRow = (): OpenRow => ({
  delivered: 0,
  dropped: 0,
  missing: 0,
  held: 0,
  longestGapS: null,
  canTellGain: false,
  gainSeenS: 0,
  darkCodes: null,
  withheldS: 0,
  heldS: 0,
  exposureMs: null,
  iso: null,
  agesMs: [],
  floorsCodes: [],
  hazards: [],
});

/** `beginS`: seconds since the epoch, on the clock of the facts. */
export function createStabilityAccumulator(beginS: number): StabilityAccumulator {
  let row = openRow();
  let fromS = beginS;
  let untilS = beginS;
  /** When the picture became what it is; null: the user held it since. */
  let pictureS: number | null = beginS;
  let gain = 1;
  let field: FieldReading | null = null;

  const seeGap = (nowS: number): void => {
    if (pictureS !== null) row.longestGapS = Math.max(row.longestGapS ?? 0, nowS - pictureS);
  };

  const seeHazards = (hazards: StabilityFacts['hazards'], beforeS: number): void => {
    const [since, now] = [beforeS - fromS, untilS - fromS];
    for (const { problemId, text } of hazards) {
      const last = row.hazards.findLast(span => span.problemId === problemId);
      if (last && (last.toS >= since || row.hazards.length >= mostSpans)) last.toS = now;
      else row.hazards.push({ problemId, text: text.slice(0, 300), fromS: since, toS: now });
    }
  };

  const soFar = (): StabilityRow | null => {
    const lastsS = untilS - fromS;
    if (lastsS < leastS) return null;
    const ages = row.agesMs.map(inHundredths).sort((a, b) => a - b);
    const openGapS = pictureS === null ? null : untilS - pictureS;
    const longestGapS = openGapS === null ? row.longestGapS : Math.max(row.longestGapS ?? 0, openGapS);
    return {
      fromS,
      lastsS: inThousandths(lastsS),
      delivered: row.delivered,
      drawn: ages.length,
      dropped: row.dropped,
      missing: row.missing,
      held: row.held,
      ageMs: percentilesOf(ages),
      ageCounts: countsOf(ages).map(([step, count]) => [step, count]),
      longestGapS: longestGapS === null ? null : inThousandths(longestGapS),
      gain: row.canTellGain ? Number(gain.toPrecision(6)) : null,
      gainUnseenS: inThousandths(Math.max(0, lastsS - row.gainSeenS)),
      ambientCodes: medianOf(row.floorsCodes),
      darkCodes: row.darkCodes,
      withheldS: inThousandths(row.withheldS),
      heldS: inThousandths(row.heldS),
      exposureMs: row.exposureMs,
      iso: row.iso,
      hazards: row.hazards.map(span => ({
        ...span,
        fromS: inThousandths(span.fromS),
        toS: inThousandths(span.toS),
      })),
    };
  };

  const begin = (atS: number): void => {
    row = openRow();
    fromS = atS;
    untilS = atS;
  };

  return {
    see({ frames, isHeld, isWithheld, hazards, exposureMs, iso }) {
      const beforeS = untilS;
      untilS = Math.max(untilS, frames.untilS);
      const stepS = untilS - beforeS;
      row.delivered += frames.delivered;
      row.dropped += frames.dropped;
      row.missing += frames.missing;
      row.held += frames.held;
      for (const { atS, ageS } of frames.drawn) {
        row.agesMs.push(Math.max(0, ageS * 1000));
        seeGap(atS);
        pictureS = atS;
      }
      if (isHeld) pictureS = null;
      if (isHeld) row.heldS += stepS;
      // Who counts frames did not answer for so long: the page showed NO SIGNAL by its own clock.
      if (isWithheld || stepS > noSignalAfterS) row.withheldS += stepS;
      row.exposureMs = exposureMs ?? row.exposureMs;
      row.iso = iso ?? row.iso;
      seeHazards(hazards, beforeS);
      if (untilS - fromS < rowS) return null;
      const full = soFar();
      begin(untilS);
      return full;
    },
    seeField(reading) {
      const stepS = field ? reading.timestampS - field.timestampS : 0;
      if (field?.canTellGain && reading.canTellGain && stepS > 0 && stepS <= fieldGapS)
        row.gainSeenS += stepS;
      field = reading;
      row.canTellGain ||= reading.canTellGain;
      row.floorsCodes.push(reading.floorCodes);
      row.darkCodes = reading.darkCodes;
    },
    gainJumped(ratio) {
      gain *= ratio;
    },
    beginAnew(atS) {
      begin(atS);
      pictureS = atS;
    },
    soFar,
  };
}

const inHundredths = (value: number): number => Math.round(value * 100) / 100;
const inThousandths = (value: number): number => Math.round(value * 1000) / 1000;

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[(sorted.length - 1) >> 1];
  return middle === undefined ? null : inHundredths(middle);
}

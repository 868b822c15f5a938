/**
 * Hours of rows as columns of numbers: 30 rows a second for three hours are 324,000 of each, too many to keep as objects. A column
 * grows by doubling; what was published stays as it is, because only places behind its end are written.
 */
import { withheldReasons } from '#model/measurement.ts';
import { type Calibration, calibrations } from '#model/profile.ts';
import type { Row, RowFigure, RowRegion } from '#model/rows.ts';

/** Why a figure is not given, by the number that stands for it in `reasons`. */
export const reasonNames = ['given', ...withheldReasons, 'not-measured'] as const;
export type ReasonName = (typeof reasonNames)[number];

const notMeasured = reasonNames.indexOf('not-measured');

/** One number a row; `values` is NaN where `reasons` is not 0 (`reasonNames`). */
export type FigureColumn = {
  readonly values: Float64Array;
  readonly reasons: Uint8Array;
};

export type PairColumns = {
  readonly tumourId: string;
  readonly backgroundId: string;
  readonly tbr: FigureColumn;
  /** NaN where unknown. */
  readonly tbrSd: Float64Array;
  readonly cnr: FigureColumn;
};

/** `n` is NaN where the region was not there. */
export type RegionColumns = {
  readonly id: string;
  readonly n: Float64Array;
  readonly mean: FigureColumn;
  readonly sd: Float64Array;
  readonly clippedShare: Float64Array;
};

/** Rows in the order of their frames. Columns have `length` places. */
export type RowTable = {
  readonly length: number;
  readonly frameIndex: Float64Array;
  readonly frameNumber: Float64Array;
  readonly atS: Float64Array;
  readonly timestampS: Float64Array;
  readonly inputsRevision: Float64Array;
  /** Places in `profileHashes`, and in `calibrations` of the model. */
  readonly profile: Float64Array;
  readonly calibration: Float64Array;
  readonly profileHashes: readonly string[];
  readonly pairs: readonly PairColumns[];
  readonly regions: readonly RegionColumns[];
};

type Growing = { array: Float64Array };
type GrowingFigure = { readonly values: Growing; readonly reasons: { array: Uint8Array } };

/** A table that rows are added to. A row of an earlier frame than the last is left out: it would break the order. */
export type RowTableBuilder = {
  add(rows: readonly Row[]): void;
  /** All rows so far; later ones do not change it. */
  table(): RowTable;
};

export function createRowTable(): RowTableBuilder {
  let capacity = 256;
  let length = 0;
  const numbers: Growing[] = [];
  const reasons: { array: Uint8Array }[] = [];
  const column = (): Growing => {
    const made = { array: new Float64Array(capacity).fill(Number.NaN) };
    numbers.push(made);
    return made;
  };
  const figure = (): GrowingFigure => {
    const made = { array: new Uint8Array(capacity).fill(notMeasured) };
    reasons.push(made);
    return { values: column(), reasons: made };
  };
  const fixed = {
    frameIndex: column(),
    frameNumber: column(),
    atS: column(),
    timestampS: column(),
    inputsRevision: column(),
    profile: column(),
    calibration: column(),
  };
  const profileHashes: string[] = [];
  const pairs = new Map<
    string,
    {
      tumourId: string;
      backgroundId: string;
      tbr: GrowingFigure;
      tbrSd: Growing;
      cnr: GrowingFigure;
    }
  >();
  const regions = new Map<
    string,
    { id: string; n: Growing; mean: GrowingFigure; sd: Growing; clippedShare: Growing }
  >();

  const grow = (): void => {
    capacity *= 2;
    for (const each of numbers) {
      const larger = new Float64Array(capacity).fill(Number.NaN);
      larger.set(each.array);
      each.array = larger;
    }
    for (const each of reasons) {
      const larger = new Uint8Array(capacity).fill(notMeasured);
      larger.set(each.array);
      each.array = larger;
    }
  };

  const write = (into: GrowingFigure, given: RowFigure): void => {
    const isGiven = typeof given === 'number';
    if (isGiven) into.values.array[length] = given;
    into.reasons.array[length] = isGiven ? 0 : reasonNames.indexOf(given);
  };
  /** `instead`: why there is no mean where there is none. */
  const writeRegion = ({ id, n, mean, sd, clippedShare }: RowRegion, instead: RowFigure): void => {
    let into = regions.get(id);
    if (!into) {
      into = { id, n: column(), mean: figure(), sd: column(), clippedShare: column() };
      regions.set(id, into);
    }
    into.n.array[length] = n;
    write(into.mean, mean ?? instead);
    into.sd.array[length] = sd ?? Number.NaN;
    into.clippedShare.array[length] = clippedShare;
  };
  const addOne = (row: Row): void => {
    if (length > 0 && row.frameIndex < fixed.frameIndex.array[length - 1]!) return;
    if (length === capacity) grow();
    fixed.frameIndex.array[length] = row.frameIndex;
    fixed.frameNumber.array[length] = row.frameNumber;
    fixed.atS.array[length] = row.atS;
    fixed.timestampS.array[length] = row.timestampS;
    fixed.inputsRevision.array[length] = row.inputsRevision;
    fixed.calibration.array[length] = calibrations.indexOf(row.calibration);
    let profile = profileHashes.indexOf(row.profileHash);
    if (profile < 0) profile = profileHashes.push(row.profileHash) - 1;
    fixed.profile.array[length] = profile;
    const instead = row.pairs.some(({ tbr }) => tbr === 'hazard') ? 'hazard' : 'no-pixels';
    for (const region of row.regions) writeRegion(region, instead);
    for (const { tumourId, backgroundId, tbr, tbrSd, cnr } of row.pairs) {
      const key = `${tumourId}/${backgroundId}`;
      let into = pairs.get(key);
      if (!into) {
        into = { tumourId, backgroundId, tbr: figure(), tbrSd: column(), cnr: figure() };
        pairs.set(key, into);
      }
      write(into.tbr, tbr);
      into.tbrSd.array[length] = tbrSd ?? Number.NaN;
      write(into.cnr, cnr);
    }
    length += 1;
  };

  const shown = ({ array }: Growing): Float64Array => array.subarray(0, length);
  const shownFigure = (each: GrowingFigure): FigureColumn => ({
    values: shown(each.values),
    reasons: each.reasons.array.subarray(0, length),
  });
  return {
    add: rows => rows.forEach(addOne),
    table: () => ({
      length,
      frameIndex: shown(fixed.frameIndex),
      frameNumber: shown(fixed.frameNumber),
      atS: shown(fixed.atS),
      timestampS: shown(fixed.timestampS),
      inputsRevision: shown(fixed.inputsRevision),
      profile: shown(fixed.profile),
      calibration: shown(fixed.calibration),
      profileHashes: [...profileHashes],
      pairs: [...pairs.values()].map(({ tbr, tbrSd, cnr, ...ids }) => ({
        ...ids,
        tbr: shownFigure(tbr),
        tbrSd: shown(tbrSd),
        cnr: shownFigure(cnr),
      })),
      regions: [...regions.values()].map(({ id, n, mean, sd, clippedShare }) => ({
        id,
        n: shown(n),
        mean: shownFigure(mean),
        sd: shown(sd),
        clippedShare: shown(clippedShare),
      })),
    }),
  };
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function figureAt({ values, reasons }: FigureColumn, at: number): RowFigure | null {
  const name = reasonNames[reasons[at]!]!;
  if (name === 'given') return values[at]!;
  return name === 'not-measured' ? null : name;
}

/** Row `at` of a table, as it was added. */
export function rowAt(table: RowTable, at: number): Row {
  return {
    frameIndex: table.frameIndex[at]!,
    frameNumber: table.frameNumber[at]!,
    atS: table.atS[at]!,
    timestampS: table.timestampS[at]!,
    inputsRevision: table.inputsRevision[at]!,
    profileHash: table.profileHashes[table.profile[at]!] ?? '',
    calibration: calibrationAt(table, at),
    regions: table.regions.flatMap(({ id, n, mean, sd, clippedShare }) =>
      Number.isNaN(n[at]!)
        ? []
        : [
            {
              id,
              n: n[at]!,
              mean: orNull(mean.values[at]!),
              sd: orNull(sd[at]!),
              clippedShare: clippedShare[at]!,
            },
          ],
    ),
    pairs: table.pairs.flatMap(({ tumourId, backgroundId, tbr, tbrSd, cnr }) => {
      const [ofTbr, ofCnr] = [figureAt(tbr, at), figureAt(cnr, at)];
      if (ofTbr === null || ofCnr === null) return [];
      return [{ tumourId, backgroundId, tbr: ofTbr, tbrSd: orNull(tbrSd[at]!), cnr: ofCnr }];
    }),
  };
}

const calibrationAt = (table: RowTable, at: number): Calibration =>
  calibrations[table.calibration[at]!] ?? 'relative, uncalibrated';

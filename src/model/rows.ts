/** A session's numbers over time: one row a measured frame, small enough for hours. */

import type { Figure, Measurement, WithheldReason } from './measurement.ts';
import type { Calibration } from './profile.ts';
import type { ReplayIndex } from './replay-index.ts';

/** A figure in a row. */
export type RowFigure = number | WithheldReason;

export type RowRegion = {
  readonly id: string;
  readonly n: number;
  /** Linear light; null without a valid pixel. */
  readonly mean: number | null;
  readonly sd: number | null;
  readonly clippedShare: number;
};

export type RowPair = {
  readonly tumourId: string;
  readonly backgroundId: string;
  readonly tbr: RowFigure;
  /** One standard uncertainty of `tbr`: noise and profile together; null where unknown. */
  readonly tbrSd: number | null;
  readonly cnr: RowFigure;
};

export type Row = {
  /** Index among the main stream's frames of the session. */
  readonly frameIndex: number;
  readonly frameNumber: number;
  /** Seconds from the session's first frame, by arrival. */
  readonly atS: number;
  /** Seconds on the feed's own clock. */
  readonly timestampS: number;
  readonly inputsRevision: number;
  readonly profileHash: string;
  readonly calibration: Calibration;
  readonly regions: readonly RowRegion[];
  readonly pairs: readonly RowPair[];
};

const rowFigure = (figure: Figure): RowFigure => ('value' in figure ? figure.value : figure.withheld);

const together = (a: number | null, b: number | null): number | null =>
  a === null && b === null ? null : Math.hypot(a ?? 0, b ?? 0);

/** What of a measurement goes into its row. */
export function toRow(measurement: Measurement, place: { frameIndex: number; atS: number }): Row {
  const { frameNumber, timestampS, inputsRevision, profileHash, calibration } = measurement;
  return {
    ...place,
    frameNumber,
    timestampS,
    inputsRevision,
    profileHash,
    calibration,
    regions: measurement.regions.map(({ id, n, mean, sd, clippedShare }) => ({
      id,
      n,
      mean,
      sd,
      clippedShare,
    })),
    pairs: measurement.pairs.map(pair => ({
      tumourId: pair.tumourId,
      backgroundId: pair.backgroundId,
      tbr: rowFigure(pair.tbr),
      tbrSd: together(pair.tbrSd, pair.tbrProfileSd),
      cnr: rowFigure(pair.cnr),
    })),
  };
}

/** What was withheld when it was recorded is withheld in every table of the session. `index` null: nothing is known of it. */
export function rowsAsShown(
  rows: readonly Row[],
  index: Pick<ReplayIndex, 'hazards'> | null,
): readonly Row[] {
  const spans = index?.hazards.filter(({ withholds }) => withholds) ?? [];
  if (spans.length === 0) return rows;
  const isWithheld = ({ frameIndex }: Row) =>
    spans.some(({ from, to }) => frameIndex >= from && frameIndex <= to);
  return rows.map(row => (isWithheld(row) ? withheldRow(row) : row));
}

/** Its figures and its light are withheld. */
const withheldRow = (row: Row): Row => ({
  ...row,
  regions: row.regions.map(region => ({ ...region, mean: null, sd: null })),
  pairs: row.pairs.map(pair => ({ ...pair, tbr: 'hazard', tbrSd: null, cnr: 'hazard' })),
});

/** Rows of a session as files that explain themselves: CSV for a table, JSON for a program. */
import { type CsvCell, csvCell, csvComment } from './csv.ts';
import { definitionsInWords } from './figures.ts';
import { madeWithLine } from './made-with.ts';
import type { Row, RowPair, RowRegion } from './rows.ts';
import { notice } from './still.ts';

/** Where rows come from. */
export type RowsSource = {
  readonly sessionId: string;
  /** Viewer and build that made the file (`made-with.ts`). */
  readonly madeWith: string;
  /** Measured live, or again from the recorded codes. */
  readonly made: 'recorded' | 'recomputed';
};

/** What every file of rows says of its columns, by their names. */
const units = {
  frame_index: 'index among the frames of the main stream, from 0',
  frame_number: 'number in the source’s own count',
  at_s: 'seconds from the first frame, by arrival',
  timestamp_s: 'seconds on the source’s own clock',
  inputs_revision: 'which settings of the session it was measured with',
  profile_hash: 'calibration profile in force',
  calibration: 'what the profile makes of the numbers',
  tumour: 'region',
  background: 'region',
  tbr: 'ratio, or the word why it is withheld',
  tbr_sd: 'ratio; one standard uncertainty, noise and profile together; empty: not known',
  cnr: 'ratio, or the word why it is withheld',
} as const;

/** For each region that is in any row. */
const regionUnits = {
  n: 'valid NIR pixels',
  mean: 'share of white, linear, above dark; empty without a valid pixel',
  sd: 'share of white; population SD',
  clipped_share: 'share of its pixels at the top of the range',
} as const;

const line = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

const pairCells = (row: Row, pair: RowPair | null): readonly CsvCell[] => [
  row.frameIndex,
  row.frameNumber,
  row.atS,
  row.timestampS,
  row.inputsRevision,
  row.profileHash,
  row.calibration,
  pair?.tumourId ?? null,
  pair?.backgroundId ?? null,
  pair?.tbr ?? null,
  pair?.tbrSd ?? null,
  pair?.cnr ?? null,
];

const regionCells = (region: RowRegion | undefined): readonly CsvCell[] =>
  region ? [region.n, region.mean, region.sd, region.clippedShare] : [null, null, null, null];

/** T1 before T2 before T10, whatever order regions were drawn in. */
const regionIdsIn = (rows: readonly Row[]): readonly string[] =>
  [...new Set(rows.flatMap(({ regions }) => regions.map(({ id }) => id)))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );

const about = ({ sessionId, madeWith, made }: RowsSource): readonly string[] => [
  notice,
  madeWithLine(madeWith),
  `Session: ${sessionId}.`,
  made === 'recorded' ? 'Measured live, as recorded.' : 'Measured again from the recorded codes.',
];

/**
 * UTF-8 text in pieces, to be written one behind the other: lines ended by CRLF (RFC 4180), comments that begin with "#" and say what columns
 * mean, a line of headings, then a line for each frame and pair (one for a frame without a pair), with all regions of the frame in
 * each. What is withheld is the reason's word (`WithheldReason`) in place of the number.
 */
export function* rowsToCsv(rows: readonly Row[], source: RowsSource): Generator<string> {
  const ids = regionIdsIn(rows);
  const comments = [
    ...about(source),
    'Light: linear, above dark; 1 is the light that gives white. Uncertainties: one standard uncertainty (k = 1).',
    ...Object.entries(units).map(([name, words]) => `Column: ${name}: ${words}`),
    ...Object.entries(regionUnits).map(([name, words]) => `Column: <region>_${name}: ${words}`),
    ...(['tbr', 'cnr', 'mean', 'sd'] as const).flatMap(key =>
      definitionsInWords[key] ? [`Definition: ${key}: ${definitionsInWords[key]}`] : [],
    ),
  ];
  yield comments.map(comment => `${csvComment(comment)}\r\n`).join('');
  const regionHeadings = ids.flatMap(id => Object.keys(regionUnits).map(name => `${id}_${name}`));
  yield line([...Object.keys(units), ...regionHeadings]);
  for (const row of rows) {
    const byId = new Map(row.regions.map(region => [region.id, region]));
    const regions = ids.flatMap(id => regionCells(byId.get(id)));
    const pairs = row.pairs.length > 0 ? row.pairs : [null];
    yield pairs.map(pair => line([...pairCells(row, pair), ...regions])).join('');
  }
}

/** The same as an object for JSON: where the rows come from, what their figures mean, and they. */
export const rowsToJson = (rows: readonly Row[], source: RowsSource) => ({
  notice,
  ...source,
  units: {
    light: 'linear, above dark; 1 is the light that gives white',
    atS: units.at_s,
    timestampS: units.timestamp_s,
    tbrSd: units.tbr_sd,
  },
  definitions: definitionsInWords,
  rows,
});

/** All figures of one frame as a file that explains itself: comments, a table of pairs, a table of regions. */
import { type CsvCell, csvCell, csvComment } from './csv.ts';
import { definitionsInWords, type FigureKey } from './figures.ts';
import { madeWithLine } from './made-with.ts';
import type { Figure, Measurement, PairFigures, ReferenceFigure, RegionStatistics } from './measurement.ts';
import { notice } from './still.ts';

const light = 'share of white';
const share = 'share';

/** Column by column: what it is called, in what unit, and what stands in it. */
type Columns<Row> = readonly (readonly [heading: string, unit: string, cell: (row: Row) => CsvCell])[];

const numberIn = (figure: Figure | undefined): number | null =>
  figure && 'value' in figure ? figure.value : null;

const pairKeys = ['tbr', 'cnr', 'cnrTwoSigma', 'snr', 'weber', 'michelson'] as const satisfies (FigureKey &
  keyof PairFigures)[];

const pairColumns: Columns<PairFigures> = [
  ['tumour', '', pair => pair.tumourId],
  ['background', '', pair => pair.backgroundId],
  ...pairKeys.map(key => [key, 'ratio', (pair: PairFigures) => numberIn(pair[key])] as const),
  ['tbrSd', 'ratio', pair => pair.tbrSd],
  ['tbrProfileSd', 'ratio', pair => pair.tbrProfileSd],
  ['cnrSd', 'ratio', pair => pair.cnrSd],
  ['withheld', '', pair => reasonsOf(pairKeys.map(key => [key, pair[key]]))],
];

type Row = { readonly region: RegionStatistics; readonly reference: ReferenceFigure | undefined };

const statistic = (key: keyof RegionStatistics & FigureKey, unit: string) =>
  [key, unit, ({ region }: Row) => region[key]] as const;

const regionColumns: Columns<Row> = [
  ['region', '', ({ region }) => region.id],
  ['role', '', ({ region }) => region.role],
  ['tissue', '', ({ region }) => region.tissue],
  statistic('n', 'NIR pixels'),
  statistic('effectiveN', 'NIR pixels'),
  statistic('mean', light),
  statistic('meanSd', light),
  statistic('sd', light),
  statistic('median', light),
  statistic('p5', light),
  statistic('p95', light),
  statistic('peak', light),
  statistic('min', light),
  statistic('max', light),
  statistic('meanCodes', 'codes'),
  statistic('clippedShare', share),
  statistic('crushedShare', share),
  statistic('specularShare', share),
  statistic('outsideShare', share),
  ['percent', '%', ({ reference }) => numberIn(reference?.percent)],
  ['ofSpecimen', '%', ({ reference }) => numberIn(reference?.ofSpecimen)],
  [
    'withheld',
    '',
    ({ reference }) =>
      reference
        ? reasonsOf([
            ['percent', reference.percent],
            ['ofSpecimen', reference.ofSpecimen],
          ])
        : null,
  ],
];

const reasonsOf = (figures: readonly (readonly [string, Figure])[]): string =>
  figures.flatMap(([key, figure]) => ('withheld' in figure ? [`${key}: ${figure.detail}`] : [])).join('; ');

function table<Row>(columns: Columns<Row>, rows: readonly Row[]): string[] {
  const headings = columns.map(([name, unit]) => csvCell(unit ? `${name} (${unit})` : name));
  return [headings.join(','), ...rows.map(row => columns.map(([, , cell]) => csvCell(cell(row))).join(','))];
}

/**
 * UTF-8 text, lines ended by CRLF (RFC 4180); comment lines begin with "#", an empty line parts the two tables. ± are standard
 * uncertainties (k = 1). What is withheld is an empty cell, with its reason in the last column. `madeWith`: as `madeWithOf` says it.
 */
export function figuresCsv(measurement: Measurement, madeWith: string): string {
  const { frameNumber, timestampS, profileId, profileHash, calibration, motion, references } = measurement;
  const comments = [
    `Figures of one frame. ${notice}`,
    madeWithLine(madeWith),
    `Frame: ${frameNumber} at ${timestampS} s. Profile: ${profileId} ${profileHash}`.trimEnd(),
    `Calibration: ${calibration}`,
    ...(motion
      ? [
          motion.kind === 'lost'
            ? `Tracking lost: ${motion.detail}`
            : `Tracking: followed, agreement ${motion.agreement}, scale ${motion.motion.scale ?? 1}`,
        ]
      : []),
    'Light: linear, above dark; 1 is the light that gives white. Uncertainties (Sd): one standard uncertainty (k = 1).',
    ...Object.entries(definitionsInWords).map(([key, words]) => `Definition: ${key}: ${words}`),
  ];
  const rows = measurement.regions.map(region => ({
    region,
    reference: references.find(reference => reference.id === region.id),
  }));
  const lines = [
    ...comments.map(csvComment),
    '# Table: pairs',
    ...table(pairColumns, measurement.pairs),
    '',
    '# Table: regions',
    ...table(regionColumns, rows),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

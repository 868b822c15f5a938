/** The numbers of a still as CSV: figures of its frame, then what was drawn on it. */
import type { Annotation } from '#model/annotation.ts';
import { type DrawnScale, drawnArea, drawnLength, drawnScaleOf } from '#model/annotation-size.ts';
import { type CsvCell, csvCell, csvComment } from '#model/csv.ts';
import { figuresCsv } from '#model/figures-csv.ts';
import { takenWithLine } from '#model/made-with.ts';
import type { Still } from '#model/still.ts';

const headings = [
  'kind',
  'number',
  'text',
  'x (scene pixels)',
  'y (scene pixels)',
  'length (px)',
  'lengthSd (px)',
  'length (mm)',
  'lengthSd (mm)',
  'area (px²)',
  'areaSd (px²)',
  'area (mm²)',
  'areaSd (mm²)',
  'note',
] as const;

/** UTF-8, lines ended by CRLF, as `figuresCsv`. ± are standard uncertainties (k = 1). `madeWith`: as `madeWithOf` says it. */
export function stillCsv(still: Still, madeWith: string): string {
  const drawn = drawnScaleOf(still.inputs);
  const taken = csvComment(takenWithLine(still.madeWith));
  const figures = `${taken}\r\n${figuresCsv(still.measurement, madeWith)}`;
  if (still.annotations.length === 0) return figures;
  return [
    figures,
    '# Table: annotations, drawn by hand. x and y: where each begins.',
    headings.join(','),
    ...still.annotations.map(annotation => rowOf(annotation, drawn).map(csvCell).join(',')),
    '',
  ].join('\r\n');
}

function rowOf(annotation: Annotation, drawn: DrawnScale): CsvCell[] {
  const { kind, text } = annotation;
  const at =
    'at' in annotation ? annotation.at : 'from' in annotation ? annotation.from : annotation.points[0]!;
  const length = kind === 'length' ? drawnLength(annotation.from, annotation.to, drawn) : null;
  const area = kind === 'region' ? drawnArea(annotation.points, drawn) : null;
  const note = kind === 'region' && !area ? 'the outline crosses itself' : length || area ? drawn.note : '';
  return [
    kind,
    kind === 'pin' ? annotation.number : null,
    text,
    at.x,
    at.y,
    length?.px ?? null,
    length?.sdPx ?? null,
    length?.mm?.value ?? null,
    length?.mm?.sd ?? null,
    area?.px ?? null,
    area?.sdPx ?? null,
    area?.mm2?.value ?? null,
    area?.mm2?.sd ?? null,
    note,
  ];
}

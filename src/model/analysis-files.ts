/**
 * What analysis found in one frame, as files: outlines as GeoJSON and SVG, figures as CSV. Coordinates are scene pixels, x to the right and y
 * down, a pixel's centre at whole numbers; nothing in them says where on Earth, or who.
 */

import {
  type Analysis,
  type AnalysisShapes,
  type Area,
  isGiven,
  type Length,
  type NotGiven,
  type Polyline,
  pointsOf,
} from './analysis.ts';
import { csvCell, csvComment } from './csv.ts';
import type { Point, SizePx } from './geometry.ts';
import { madeWithLine } from './made-with.ts';
import { notice } from './still.ts';

/** One frame's analysis and its picture's size. `madeWith`: as `madeWithOf` says it. */
export type AnalysedPicture = {
  readonly analysis: Analysis;
  readonly shapes: AnalysisShapes;
  readonly scene: SizePx;
  readonly madeWith: string;
};

const rounded = (value: number): number => Number(value.toFixed(2));
const position = ({ x, y }: Point): [number, number] => [rounded(x), rounded(y)];

type Feature = {
  readonly type: 'Feature';
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
  readonly properties: Readonly<Record<string, unknown>>;
};

function lineFeature(line: Polyline, properties: Feature['properties']): Feature {
  const positions = pointsOf(line).map(position);
  const geometry = line.isClosed
    ? { type: 'Polygon', coordinates: [[...positions, ...positions.slice(0, 1)]] }
    : { type: 'LineString', coordinates: positions };
  return { type: 'Feature', geometry, properties };
}

const pointFeature = (at: Point, properties: Feature['properties']): Feature => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: position(at) },
  properties,
});

/** RFC 7946's structure; its coordinates are pixels, as `properties` say. */
export function analysisGeoJson({ analysis, shapes, scene, madeWith }: AnalysedPicture): string {
  const { margin, peaks, residual, rim } = analysis;
  const features: Feature[] = [
    ...shapes.signal.map(line => lineFeature(line, { kind: 'signal' })),
    ...shapes.lines.flatMap(({ threshold, loops }) =>
      loops.map(line => lineFeature(line, { kind: 'iso-line', tbr: threshold })),
    ),
    ...(isGiven(margin)
      ? [
          pointFeature(margin.at, {
            kind: 'smallest-margin-on-edge',
            edge: margin.edgeId,
            ...inWords(margin.smallest),
          }),
          pointFeature(margin.signalAt, { kind: 'smallest-margin-on-signal' }),
        ]
      : []),
    ...(isGiven(rim)
      ? [
          pointFeature(rim.centre, {
            kind: 'rim-centre',
            region: rim.regionId,
            completeness: rim.completeness,
          }),
        ]
      : []),
    ...(isGiven(peaks)
      ? peaks.peaks.map(({ number, at, light, percent }) =>
          pointFeature(at, { kind: 'peak', number, light, percent }),
        )
      : []),
    ...(isGiven(residual) && 'centre' in residual.disc
      ? [
          pointFeature(residual.disc.centre, {
            kind: 'applicator',
            diameterMm: residual.disc.diameterMm,
            radiusPx: residual.disc.radiusPx,
            covers: residual.disc.covers,
          }),
        ]
      : []),
  ];
  const properties = {
    ...frameOf(analysis),
    coordinates: 'scene pixels, y down',
    ...scene,
    notice,
    madeWith,
  };
  return `${JSON.stringify({ type: 'FeatureCollection', properties, features }, null, 1)}\n`;
}

const inWords = ({ px, sdPx, mm }: Length) => ({
  px: rounded(px),
  sdPx: rounded(sdPx),
  mm: mm && rounded(mm.value),
  sdMm: mm && rounded(mm.sd),
});

const frameOf = ({ frameNumber, timestampS, stepPx }: Analysis) => ({
  frameNumber,
  timestampS,
  resolution: stepPx === 1 ? 'full' : 'half',
});

/** Outlines over a picture of `scene`'s size. Pixel centres are half a unit from the upper left corner. */
export function analysisSvg({ analysis, shapes, scene, madeWith }: AnalysedPicture): string {
  const { margin, peaks } = analysis;
  const path = (line: Polyline) =>
    `M${pointsOf(line)
      .map(p => position(p).join(' '))
      .join('L')}${line.isClosed ? 'Z' : ''}`;
  const group = (className: string, lines: readonly Polyline[]) =>
    lines.length > 0 ? [`<path class="${className}" d="${lines.map(path).join('')}"/>`] : [];
  const [x1, y1] = isGiven(margin) ? position(margin.at) : [0, 0];
  const [x2, y2] = isGiven(margin) ? position(margin.signalAt) : [0, 0];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-0.5 -0.5 ${scene.widthPx} ${scene.heightPx}" width="${scene.widthPx}" height="${scene.heightPx}">`,
    `<desc>Frame ${analysis.frameNumber}; ${frameOf(analysis).resolution} resolution. ${notice} ${madeWithLine(madeWith)}</desc>`,
    '<style>path,line{fill:none;stroke-width:1}.signal{stroke:#f4f6f8}.iso-line{stroke:#ffde33}.margin{stroke:#ff5ad9}text{font:12px sans-serif;fill:#f4f6f8}</style>',
    ...group('signal', shapes.signal),
    ...shapes.lines.flatMap(({ threshold, loops }) =>
      group('iso-line', loops).map(one => one.replace('<path', `<path data-tbr="${threshold}"`)),
    ),
    ...(isGiven(margin) ? [`<line class="margin" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`] : []),
    ...(isGiven(peaks)
      ? peaks.peaks.map(({ number, at }) => {
          const [x, y] = position(at);
          return `<text x="${x}" y="${y}">${number}</text>`;
        })
      : []),
    '</svg>\n',
  ].join('\n');
}

type Row = readonly [part: string, figure: string, value: string | number, unit: string, sd: string | number];

/** One figure a row: part, figure, value, unit, standard uncertainty. What was not given has its reason as value. */
export function analysisCsv({ analysis, madeWith }: AnalysedPicture): string {
  const { signal, lines, margin, rim, peaks, residual } = analysis;
  const rows: Row[] = [
    ...given('signal', signal, figures => [
      ['signal', 'threshold', figures.thresholdLinear, 'linear light', ''],
      ['signal', 'components', figures.count, '', ''],
      ...areaRows('signal', 'area', figures.area),
      ...figures.components.flatMap(({ number, area, mean, peak, centroid }): Row[] => [
        ...areaRows(`component ${number}`, 'area', area),
        [`component ${number}`, 'mean', mean ?? '', 'linear light', ''],
        [`component ${number}`, 'peak', peak ?? '', 'linear light', ''],
        ...placeRows(`component ${number}`, 'centroid', centroid),
      ]),
    ]),
    ...given('iso-lines', lines, figures =>
      figures.flatMap(({ threshold, loops, length, area }): Row[] => [
        [`iso-line ${threshold}`, 'loops', loops, '', ''],
        ...lengthRows(`iso-line ${threshold}`, 'length', length),
        ...areaRows(`iso-line ${threshold}`, 'enclosed area', area),
      ]),
    ),
    ...given('margin', margin, ({ smallest, at, signalAt, edgeLength, under }) => [
      ...lengthRows('margin', 'smallest distance', smallest),
      ...placeRows('margin', 'place on the edge', at),
      ...placeRows('margin', 'nearest signal', signalAt),
      ...lengthRows('margin', 'edge length', edgeLength),
      ...under.map(
        ({ limitMm, share }): Row => ['margin', `share of edge under ${limitMm} mm`, share, '', ''],
      ),
    ]),
    ...given('rim', rim, ({ completeness, gaps, width, radius }) => [
      ['rim', 'completeness', completeness, '', ''],
      ...lengthRows('rim', 'width', width),
      ...lengthRows('rim', 'radius', radius),
      ...gaps.flatMap(({ fromDegrees, degrees, length }, i): Row[] => [
        [`rim gap ${i + 1}`, 'from', fromDegrees, 'degrees', ''],
        [`rim gap ${i + 1}`, 'angle', degrees, 'degrees', ''],
        ...lengthRows(`rim gap ${i + 1}`, 'length', length),
      ]),
    ]),
    ...given('peaks', peaks, figures =>
      figures.peaks.flatMap(({ number, at, light, percent }): Row[] => [
        [`peak ${number}`, 'light', light, 'linear light', ''],
        [`peak ${number}`, 'of the highest', percent, '%', ''],
        ...placeRows(`peak ${number}`, 'place', at),
      ]),
    ),
    ...given('residual', residual, ({ area, share, disc }) => [
      ...areaRows('residual', 'signal in the cavity', area),
      ['residual', 'share of the cavity', share, '', ''],
      ...given('applicator', disc, ({ centre, diameterMm, covers }) => [
        ['applicator', 'diameter', diameterMm, 'mm', ''],
        ['applicator', 'share of the signal covered', covers, '', ''],
        ...placeRows('applicator', 'best place', centre),
      ]),
    ]),
  ];
  const { frameNumber, timestampS, resolution } = frameOf(analysis);
  return [
    `# ${notice}`,
    csvComment(madeWithLine(madeWith)),
    `# frame ${frameNumber} at ${timestampS} s, ${resolution} resolution; places are scene pixels, y down`,
    'part,figure,value,unit,standard uncertainty',
    ...rows.map(row => row.map(csvCell).join(',')),
    '',
  ].join('\n');
}

function given<Figures extends object | null>(
  part: string,
  figures: Figures,
  rows: (figures: Exclude<Figures, NotGiven | null>) => Row[],
): Row[] {
  if (figures === null) return [];
  return isFigures(figures) ? rows(figures) : [[part, 'not given', reasonOf(figures), '', '']];
}

const isFigures = <Figures extends object | null>(
  figures: Figures,
): figures is Exclude<Figures, NotGiven | null> => figures !== null && !('withheld' in figures);

const reasonOf = (figures: object): string =>
  'detail' in figures && typeof figures.detail === 'string' ? figures.detail : 'no reason given';

const lengthRows = (part: string, figure: string, { px, sdPx, mm }: Length): Row[] => [
  [part, figure, px, 'px', sdPx],
  ...(mm ? [[part, figure, mm.value, 'mm', mm.sd] as const] : []),
];
const areaRows = (part: string, figure: string, { px, mm2 }: Area): Row[] => [
  [part, figure, px, 'NIR px', ''],
  ...(mm2 ? [[part, figure, mm2.value, 'mm²', mm2.sd] as const] : []),
];
const placeRows = (part: string, figure: string, { x, y }: Point): Row[] => [
  [part, `${figure} x`, x, 'px', ''],
  [part, `${figure} y`, y, 'px', ''],
];

/** Files of what analysis found: a reader that knows the formats gets the figures back. */

import { describe, expect, test } from 'vitest';
import { isGiven, notGiven } from '#model/analysis.ts';
import { analysisCsv, analysisGeoJson, analysisSvg } from '#model/analysis-files.ts';
import { shapesSchema, shapesToJson } from '#model/shapes-json.ts';
import { notice } from '#model/still.ts';
import { fakeAnalysis } from '#test/support/fake-analysis.ts';
import { testBuild } from '../../support/made-with.ts';

const scene = { widthPx: 640, heightPx: 480 };
const picture = { ...fakeAnalysis(), scene, madeWith: testBuild };

describe('GeoJSON', () => {
  const read = JSON.parse(analysisGeoJson(picture));
  const ofKind = (kind: string) =>
    read.features.filter((feature: { properties: { kind: string } }) => feature.properties.kind === kind);

  test('the signal is a ring that is closed as the format asks, in scene pixels', () => {
    const [signal] = ofKind('signal');
    const [ring] = signal.geometry.coordinates;
    expect(signal.geometry.type).toBe('Polygon');
    expect(ring).toHaveLength(picture.shapes.signal[0]!.points.length / 2 + 1);
    expect(ring.at(-1)).toEqual(ring[0]);
    expect(ring[0][0]).toBeCloseTo(picture.shapes.signal[0]!.points[0]!, 2);
    expect(read.properties.coordinates).toContain('scene pixels');
    expect(read.properties.notice).toBe(notice);
  });

  test('the smallest margin carries pixels and millimetres with their uncertainty', () => {
    const { margin } = picture.analysis;
    if (!isGiven(margin)) throw new Error('The sample has a margin.');
    const [place] = ofKind('smallest-margin-on-edge');
    expect(place.properties.mm).toBeCloseTo(margin.smallest.mm!.value, 2);
    expect(place.properties.sdMm).toBeCloseTo(margin.smallest.mm!.sd, 2);
    expect(place.geometry.coordinates[0]).toBeCloseTo(margin.at.x, 2);
    expect(ofKind('peak')).toHaveLength(3);
    expect(ofKind('applicator')[0].properties.diameterMm).toBe(5);
  });

  test('an open line stays open', () => {
    const line = { points: Float32Array.from([0, 0, 10, 5]), isClosed: false };
    const shapes = { ...picture.shapes, lines: [{ threshold: 2, loops: [line] }] };
    const open = JSON.parse(analysisGeoJson({ ...picture, shapes })).features.find(
      (feature: { properties: { kind: string } }) => feature.properties.kind === 'iso-line',
    );
    expect(open.geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [0, 0],
        [10, 5],
      ],
    });
    expect(open.properties.tbr).toBe(2);
  });
});

describe('SVG', () => {
  test('covers the picture and has one outline and the margin', () => {
    const svg = analysisSvg(picture);
    expect(svg).toContain('viewBox="-0.5 -0.5 640 480"');
    expect(svg.match(/<path class="signal"/g)).toHaveLength(1);
    expect(svg).toContain('<line class="margin"');
    expect(svg).toContain(notice);
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});

describe('CSV', () => {
  const rowsOf = (csv: string) =>
    csv
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'))
      .map(line => line.split(','));

  test('every figure has a row with its unit and its uncertainty', () => {
    const rows = rowsOf(analysisCsv(picture));
    expect(rows[0]).toEqual(['part', 'figure', 'value', 'unit', 'standard uncertainty']);
    expect(rows.every(row => row.length === 5)).toBe(true);
    expect(rows).toContainEqual(['rim', 'completeness', '0.875', '', '']);
    expect(
      rows.find(
        ([part, figure, , unit]) => part === 'margin' && figure === 'smallest distance' && unit === 'mm',
      ),
    ).toBeDefined();
  });

  test('what was not given has its reason, quoted where it has a comma', () => {
    const margin = notGiven('no-edge', 'no edge, "E": draw it');
    const csv = analysisCsv({ ...picture, analysis: { ...picture.analysis, margin } });
    expect(csv).toContain('margin,not given,"no edge, ""E"": draw it",,');
  });

  test('without a scale there are no millimetres', () => {
    const rows = rowsOf(analysisCsv({ ...fakeAnalysis({ mmPerPx: null }), scene, madeWith: testBuild }));
    expect(rows.filter(([, , , unit]) => unit === 'mm' || unit === 'mm²')).toEqual([]);
  });
});

test('shapes kept beside a still come back to a hundredth of a pixel', () => {
  const back = shapesSchema.parse(JSON.parse(JSON.stringify(shapesToJson(picture.shapes))));
  const before = picture.shapes.signal[0]!.points;
  expect(back.signal[0]!.points).toHaveLength(before.length);
  for (const [i, value] of back.signal[0]!.points.entries()) expect(value).toBeCloseTo(before[i]!, 2);
  expect(back.edge!.mmPerPx).toBe(0.1);
});

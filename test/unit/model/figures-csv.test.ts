/** The file of all figures: what stands where, in what unit, and that reading it back gives the same doubles. */

import { describe, expect, test } from 'vitest';
import { definitions } from '#model/figures.ts';
import { figuresCsv } from '#model/figures-csv.ts';
import { testBuild } from '../../support/made-with.ts';
import { box, circle, formatOf, frameOf, inputsOf, measured, numberOf, region } from '../quantify/frames.ts';

const frame = frameOf(
  formatOf('Y8', { widthPx: 80, heightPx: 40 }),
  (x, y) => (x < 40 ? 120 : 60) + ((x * 7919 + y * 104_729) % 23),
  5,
);
const measurement = measured(
  frame,
  inputsOf(
    [region('T1', circle(20, 20, 9)), region('B1', box(45, 5, 30, 30)), region('E1', box(2, 2, 36, 36))],
    { referenceId: 'B1' },
  ),
);
const lines = figuresCsv(measurement, testBuild).split('\r\n');
const tableAfter = (title: string) => {
  const start = lines.indexOf(`# Table: ${title}`) + 1;
  const end = lines.indexOf('', start);
  const [headings, ...rows] = lines.slice(start, end).map(line => line.split(','));
  return { headings: headings!, rows };
};
const cell = (table: ReturnType<typeof tableAfter>, heading: string, row = 0) =>
  table.rows[row]![table.headings.indexOf(heading)];

describe('the file of figures', () => {
  test('begins with comments that say what it is and define every figure', () => {
    const comments = lines.filter(line => line.startsWith('# '));
    expect(comments[0]).toContain('Not a cleared device');
    expect(comments.some(line => line.includes('Frame: 5'))).toBe(true);
    expect(comments.some(line => line.includes('relative, uncalibrated'))).toBe(true);
    for (const key of Object.keys(definitions))
      expect(comments.filter(line => line.startsWith(`# Definition: ${key}: `))).toHaveLength(1);
  });

  test('has units in its headings, and numbers that read back to the same doubles', () => {
    const pairs = tableAfter('pairs');
    const regions = tableAfter('regions');
    const [pair] = measurement.pairs;
    expect(Number(cell(pairs, 'tbr (ratio)'))).toBe(numberOf(pair!.tbr));
    expect(Number(cell(pairs, 'tbrSd (ratio)'))).toBe(pair!.tbrSd);
    expect(regions.rows.map(row => row[0])).toEqual(['T1', 'B1', 'E1']);
    expect(Number(cell(regions, 'mean (share of white)'))).toBe(measurement.regions[0]!.mean);
    expect(Number(cell(regions, 'peak (share of white)', 2))).toBe(measurement.regions[2]!.peak);
    expect(Number(cell(regions, 'ofSpecimen (%)'))).toBe(numberOf(measurement.references[0]!.ofSpecimen));
    for (const { headings, rows } of [pairs, regions])
      for (const row of rows) expect(row).toHaveLength(headings.length);
  });

  test('leaves withheld figures empty and says why, in quotes where the reason has a comma', () => {
    const figure = { withheld: 'clipped', detail: 'T1 clipped 4.1 %, "all" of it' } as const;
    const withheld = figuresCsv(
      {
        ...measurement,
        pairs: measurement.pairs.map(pair => ({ ...pair, cnr: figure, cnrSd: null })),
      },
      testBuild,
    );
    expect(withheld).toContain('"cnr: T1 clipped 4.1 %, ""all"" of it"');
    const row = withheld.split('\r\n').find(line => line.startsWith('T1,B1,'))!;
    expect(row.split(',')[3]).toBe('');
  });

  test('says at which scale tissue was followed; where nothing is said it is 1', () => {
    const motion = { angleRad: 0, dxPx: 1, dyPx: 2, centre: { x: 3, y: 4 } };
    const written = (scale: object) =>
      figuresCsv(
        {
          ...measurement,
          motion: { kind: 'followed', motion: { ...motion, ...scale }, agreement: 0.9 },
        },
        testBuild,
      );
    expect(written({ scale: 1.0125 })).toContain('# Tracking: followed, agreement 0.9, scale 1.0125\r\n');
    expect(written({})).toContain('# Tracking: followed, agreement 0.9, scale 1\r\n');
  });

  test('says when the tissue was lost, and has a row for regions that were not measured', () => {
    const lost = figuresCsv(
      {
        ...measurement,
        motion: { kind: 'lost', detail: 'only 31 % of the picture agrees' },
        regions: measurement.regions.map(each => ({ ...each, n: 0, mean: null })),
      },
      testBuild,
    );
    expect(lost).toContain('# Tracking lost: only 31 % of the picture agrees');
    expect(lost).toContain('T1,tumour,,0,');
    expect(lost).not.toContain('NaN');
    expect(lost).not.toContain('null');
  });
});

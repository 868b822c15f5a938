/** Rows as files: read back by a reader of RFC 4180 they give the same doubles. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row, RowFigure, RowRegion } from '#model/rows.ts';
import { rowsToCsv, rowsToJson } from '#model/rows-csv.ts';
import { testBuild } from '../../support/made-with.ts';

const source = { sessionId: 'session-0001', madeWith: testBuild, made: 'recomputed' } as const;

/** RFC 4180 §2, grammar of its ABNF; comment lines left out before. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; ; at++) {
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[at++];
        else break;
      }
      at += 1;
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') cell += text[at++];
    row.push(cell);
    if (text[at] === ',') at += 1;
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const tableOf = (rows: readonly Row[]) => {
  const text = [...rowsToCsv(rows, source)].join('');
  const lines = text.split('\r\n');
  const first = lines.findIndex(line => !line.startsWith('#'));
  const [head, ...table] = readCsv(lines.slice(first).join('\r\n'));
  return { comments: lines.slice(0, first), head: head!, table };
};

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const figure: fc.Arbitrary<RowFigure> = fc.oneof(
  number,
  fc.constantFrom('clipped', 'tracking-lost' as const),
);
const regionOf = (id: string): fc.Arbitrary<RowRegion> =>
  fc.record({
    id: fc.constant(id),
    n: fc.nat(),
    mean: fc.option(number),
    sd: fc.option(number),
    clippedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  });
const anyRow: fc.Arbitrary<Row> = fc.record({
  frameIndex: fc.nat(),
  frameNumber: fc.nat(),
  atS: number,
  timestampS: number,
  inputsRevision: fc.nat(),
  profileHash: fc.constantFrom('', 'ab12'),
  calibration: fc.constantFrom('calibrated', 'relative, uncalibrated' as const),
  regions: fc
    .subarray(['T1', 'T2', 'T10', 'B1'])
    .chain(ids => fc.tuple(...ids.map(regionOf)).map(regions => [...regions])),
  pairs: fc.array(
    fc.record({
      tumourId: fc.constantFrom('T1', 'T2'),
      backgroundId: fc.constant('B1'),
      tbr: figure,
      tbrSd: fc.option(number),
      cnr: figure,
    }),
    { maxLength: 3 },
  ),
});

const cellOf = (value: number | string | null | undefined) =>
  value === null || value === undefined ? '' : String(value);

test('every frame and pair is a line of as many cells as there are headings, and every double comes back', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 8 }), rows => {
      const { head, table } = tableOf(rows);
      const column = (name: string) => head.indexOf(name);
      const expected = rows.flatMap(row =>
        (row.pairs.length > 0 ? row.pairs : [null]).map(pair => ({ row, pair })),
      );
      expect(table.length).toBe(expected.length);
      for (const [i, { row, pair }] of expected.entries()) {
        const cells = table[i]!;
        expect(cells.length).toBe(head.length);
        expect(Number(cells[column('at_s')])).toBe(row.atS + 0);
        expect(cells[column('calibration')]).toBe(row.calibration);
        expect(cells[column('tumour')]).toBe(pair?.tumourId ?? '');
        expect(cells[column('tbr')]).toBe(cellOf(pair?.tbr));
        expect(cells[column('cnr')]).toBe(cellOf(pair?.cnr));
        for (const { id, mean, n } of row.regions) {
          expect(cells[column(`${id}_mean`)]).toBe(cellOf(mean));
          expect(cells[column(`${id}_n`)]).toBe(String(n));
        }
      }
    }),
  );
});

const row: Row = {
  frameIndex: 3,
  frameNumber: 103,
  atS: 0.1,
  timestampS: 5.25,
  inputsRevision: 4,
  profileHash: '',
  calibration: 'relative, uncalibrated',
  regions: [
    { id: 'T10', n: 9, mean: 0.5, sd: 0.1, clippedShare: 0 },
    { id: 'T2', n: 8, mean: null, sd: null, clippedShare: 0.25 },
  ],
  pairs: [{ tumourId: 'T10', backgroundId: 'B1', tbr: 'clipped', tbrSd: null, cnr: 4.5 }],
};

test('headings are in the order in which regions are counted, and a reason stands where its number would', () => {
  const { head, table } = tableOf([row]);
  expect(head.filter(name => name.endsWith('_n'))).toEqual(['T2_n', 'T10_n']);
  expect(table).toEqual([
    [
      '3',
      '103',
      '0.1',
      '5.25',
      '4',
      '',
      'relative, uncalibrated',
      'T10',
      'B1',
      'clipped',
      '',
      '4.5',
      '8',
      '',
      '',
      '0.25',
      '9',
      '0.5',
      '0.1',
      '0',
    ],
  ]);
});

test('both files say what they are, which session and viewer they come from, and what every column means', () => {
  const { comments, head } = tableOf([row]);
  const words = comments.join('\n');
  for (const said of [
    'session-0001',
    'Rimlight 0.1.0',
    'Not a cleared device',
    'Measured again',
    'Definition: tbr:',
  ])
    expect(words).toContain(said);
  for (const name of head) expect(words).toContain(`Column: ${name.replace(/^[TBLEC]\d+_/, '<region>_')}:`);
  const json = rowsToJson([row], { ...source, made: 'recorded' });
  expect(JSON.parse(JSON.stringify(json))).toMatchObject({
    sessionId: 'session-0001',
    madeWith: testBuild,
    made: 'recorded',
    notice: expect.stringContaining('Not a cleared device'),
    definitions: { tbr: expect.any(String) },
    rows: [row],
  });
});

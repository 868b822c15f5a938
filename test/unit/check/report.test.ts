/** A report: what is kept, compared, exported, and never said. */

import { describe, expect, test } from 'vitest';
import { checkArchive } from '#archive/checks.ts';
import { checkFigures } from '#model/check/figures.ts';
import { checkTrend, compareWithHistory } from '#model/check/history.ts';
import { checkCsv, checkNumber, checkNumberWithSd, checkText } from '#model/check/report.ts';
import {
  type CheckParts,
  type CheckReport,
  checkReportSchema,
  checkWithheld,
  noCheckParts,
} from '#model/check.ts';
import { testBuild } from '../../support/made-with.ts';
import { memoryFolder } from '../archive/memory-folder.ts';

const conditions = { frames: 16, unit: 'linear', isDarkSubtracted: true, isFlatFielded: false } as const;
const point = { mean: 5, sd: 1, net: 4, cnr: 8, clippedShare: 0, isFitted: true };

const fullParts: CheckParts = {
  concentration: {
    madeAtS: 1_700_000_000,
    conditions,
    result: {
      targetId: 'series',
      unit: 'nM',
      control: { mean: 1, sd: 0.5 },
      points: [{ ...point, value: 1000 }],
      fit: { exponent: { value: 0.99206, sd: 0.02446 }, factor: 70, rSquared: 0.997, n: 7 },
      limit: { value: 3, cnr: 3.99 },
    },
  },
  depth: {
    madeAtS: 1_700_000_100,
    conditions,
    result: {
      targetId: 'depths',
      control: { mean: 1, sd: 0.5 },
      points: [{ ...point, value: 0.5 }],
      fit: { attenuationPerMm: { value: 0.96, sd: 0.02 }, surface: 2, rSquared: 0.99, n: 6 },
      limitMm: { value: 4.7, sd: 0.1, isBeyond: false },
    },
  },
  uniformity: {
    madeAtS: 1_700_000_200,
    conditions,
    result: { above60: 0.9, above80: 0.5, above90: 0.3, above95: 0.1 },
  },
  resolution: {
    madeAtS: 1_700_000_300,
    conditions,
    result: {
      groups: [
        {
          name: 'G1 E1',
          linePairsPerMm: 2,
          contrast: { percent: { value: 60, sd: 1 }, peak: 8, trough: 2 },
        },
        { name: 'G2 E1', linePairsPerMm: 4, contrast: checkWithheld('clipped', 'Bars are clipped.') },
      ],
      finest: { name: 'G1 E1', linePairsPerMm: 2 },
      limitLinePairsPerMm: checkWithheld('all-resolved', 'Mark a finer group.'),
    },
  },
  dark: {
    madeAtS: 1_700_000_400,
    conditions: null,
    result: {
      frames: 32,
      bitDepth: 8,
      meanCodes: { value: 16.2, sd: 0.1 },
      temporalSdCodes: 0.8,
      fixedPatternSdCodes: 0.2,
    },
  },
  stability: {
    madeAtS: 1_700_000_500,
    conditions: null,
    result: {
      samples: 9000,
      durationS: 300,
      mean: 0.4,
      noisePercent: 0.1,
      driftPercentPerMinute: { value: -0.2, sd: 0.01 },
      periods: [
        { periodS: { value: 0.5, sd: 0.001 }, amplitudePercent: { value: 0.3, sd: 0.01 }, falseAlarm: 0 },
      ],
      searchedS: { from: 0.07, to: 100 },
      largestStep: { atS: 20, percent: -0.4, stretchS: 5, standsOut: false },
      plot: [{ atS: 0, percent: 0.1 }],
    },
  },
};

const reportOf = (change: Partial<CheckReport> = {}): CheckReport => ({
  version: 1,
  madeWith: 'Rimlight 0.0.9+ba9876543210',
  id: 'check-1',
  madeAtS: 1_700_000_600,
  device: 'Tower A',
  scope: '10 mm, 30°',
  profileHash: 'ab'.repeat(32),
  calibration: 'calibrated',
  note: '',
  parts: fullParts,
  ...change,
});

const withDark = (id: string, day: number, meanCodes: number, change: Partial<CheckReport> = {}) =>
  reportOf({
    id,
    madeAtS: 1_700_000_600 + 86_400 * day,
    parts: {
      ...noCheckParts,
      dark: {
        madeAtS: 0,
        conditions: null,
        result: {
          frames: 32,
          bitDepth: 8,
          meanCodes: { value: meanCodes, sd: 0.1 },
          temporalSdCodes: 1,
          fixedPatternSdCodes: 0.1,
        },
      },
    },
    ...change,
  });

const darkOf = (report: CheckReport, earlier: readonly CheckReport[], last?: number) =>
  compareWithHistory(report, earlier, last).find(({ id }) => id === 'dark.mean')!;

describe('figures', () => {
  test('have one id each, a definition, and a finite value', () => {
    const figures = checkFigures(reportOf());
    expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
    expect(new Set(figures.map(({ part }) => part)).size).toBe(6);
    for (const { value, definition } of figures) {
      expect(Number.isFinite(value)).toBe(true);
      expect(definition.length).toBeGreaterThan(15);
    }
  });

  test('of what is withheld or was not done are not there', () => {
    const parts: CheckParts = {
      ...noCheckParts,
      depth: { madeAtS: 0, conditions, result: checkWithheld('no-wells', 'None.') },
    };
    expect(checkFigures(reportOf({ parts }))).toEqual([]);
  });
});

describe('history', () => {
  const five = [16, 16.1, 15.9, 16, 18].map((mean, day) => withDark(`d${day}`, day, mean));
  const today = withDark('today', 9, 16.5);

  test('is median and MAD, which one bad day does not move', () => {
    const { usual, earlier, difference } = darkOf(today, five);
    expect(earlier).toBe(5);
    expect(usual!.median).toBeCloseTo(16, 9);
    expect(usual!.mad).toBeCloseTo(0.1, 9);
    expect(difference).toBeCloseTo(0.5, 9);
  });

  test('takes the last ones only', () => {
    expect(darkOf(today, five, 3).usual!.median).toBeCloseTo(16, 9);
    expect(darkOf(today, five, 3).earlier).toBe(3);
  });

  test('leaves out other cameras, other optics, later ones and itself', () => {
    const others = [
      withDark('a', 1, 5, { device: 'Tower B' }),
      withDark('b', 2, 5, { scope: '5 mm' }),
      withDark('c', 20, 5),
      today,
    ];
    expect(darkOf(today, others)).toMatchObject({ earlier: 0, usual: null, difference: null });
  });

  test('does not compare figures that were made in another way', () => {
    const other = (id: string, day: number, frames: number) =>
      reportOf({
        id,
        madeAtS: 86_400 * day,
        parts: {
          ...noCheckParts,
          uniformity: { ...fullParts.uniformity!, conditions: { ...conditions, frames } },
        },
      });
    const earlier = [other('a', 1, 16), other('b', 2, 16), other('c', 3, 16), other('d', 4, 1)];
    const [figure] = compareWithHistory(other('e', 5, 16), earlier);
    expect(figure!.earlier).toBe(3);
    expect(checkTrend(other('e', 5, 16), earlier, figure!.id).map(({ madeAtS }) => madeAtS / 86_400)).toEqual(
      [1, 2, 3],
    );
  });

  test('says nothing of what is usual before there are three', () => {
    expect(darkOf(today, five.slice(0, 2))).toMatchObject({ earlier: 2, usual: null });
  });
});

describe('files', () => {
  test('CSV has the same number of cells in every row, and quotes and disarms what was typed', () => {
    const csv = checkCsv(reportOf({ note: '=HYPERLINK("x"), said "hm"\nand more', device: '+1' }), testBuild);
    const rows = csv.replace(/"(?:[^"]|"")*"/g, 'q').split('\r\n');
    expect(rows.pop()).toBe('');
    for (const row of rows) expect(row.split(',')).toHaveLength(11);
    expect(csv).toContain(`"'=HYPERLINK(""x""), said ""hm""\nand more"`);
    expect(csv).toContain(`about,,device,,'+1`);
    expect(csv).toContain('figure,concentration,concentration.exponent,Exponent,0.99206,0.02446');
    expect(csv).toContain('withheld,resolution,clipped,G2 E1');
    expect(csv).not.toMatch(/NaN|undefined|\[object/);
  });

  test('text shows every part, reasons, definitions, and no verdict', () => {
    const text = checkText(reportOf(), compareWithHistory(reportOf(), []), testBuild);
    expect(text).toContain('Check of Tower A, 10 mm, 30°, 2023-11-14T22:23:20Z');
    expect(text).toContain('Exponent: 0.992 ± 0.024 (no earlier check to compare with)');
    expect(text).toContain('G2 E1: not given. Bars are clipped.');
    expect(text).toContain('16 frames averaged, linear light (1 is white), dark subtracted, no flat field');
    expect(text).toContain('none passes or fails');
    expect(text).not.toMatch(/\b(passed|failed|R0|real-time|complete)\b|NaN|undefined/);
  });

  test('numbers keep the digits that their uncertainty supports', () => {
    expect(checkNumberWithSd(0.99206, 0.02446)).toBe('0.992 ± 0.024');
    expect(checkNumberWithSd(-1234.5, 37)).toBe('−1235 ± 37');
    expect(checkNumberWithSd(3.2, 0)).toBe('3.2');
    expect(checkNumber(0)).toBe('0');
    expect(checkNumber(-123_456)).toBe('−123500');
    expect(checkNumber(0.000012)).toBe('1.200e−5');
  });
});

describe('the archive', () => {
  test('gives back what was saved, newest first, and forgets what was removed', async () => {
    const archive = checkArchive(async () => root);
    const root = memoryFolder();
    const older = withDark('older', 0, 16);
    const newer = reportOf({ id: 'newer', madeAtS: 1_800_000_000 });
    await archive.save(older);
    await archive.save(newer);
    expect(await archive.list()).toEqual([newer, older]);
    await archive.save({ ...older, note: 'warmed up' });
    expect((await archive.list())[1]!.note).toBe('warmed up');
    await archive.remove('newer');
    await archive.remove('newer');
    expect(await archive.list()).toHaveLength(1);
  });

  test('leaves out, and alone, what it cannot read', async () => {
    const root = memoryFolder();
    const archive = checkArchive(async () => root);
    await archive.save(reportOf());
    const folder = root.folders.get('checks')!;
    await folder.replace('torn.json', '{"version":1,');
    await folder.replace('later.json', JSON.stringify({ ...reportOf({ id: 'later' }), version: 2 }));
    await folder.replace('copy.json', JSON.stringify(reportOf()));
    expect((await archive.list()).map(({ id }) => id)).toEqual(['check-1']);
    expect(folder.files.size).toBe(4);
  });

  test('says what to do when the disk is full', async () => {
    const root = memoryFolder();
    const full = {
      ...root,
      folder: async () => ({
        ...root,
        replace: () => Promise.reject(new DOMException('', 'QuotaExceededError')),
      }),
    };
    await expect(checkArchive(async () => full).save(reportOf())).rejects.toMatchObject({
      problem: { id: 'check-not-kept', text: 'The storage is full; the check was not kept.' },
    });
  });

  test('keeps nothing that its own schema would refuse', () => {
    const nan = withDark('nan', 0, Number.NaN);
    expect(checkReportSchema.safeParse(reportOf()).success).toBe(true);
    expect(checkReportSchema.safeParse(nan).success).toBe(false);
    expect(checkReportSchema.safeParse(reportOf({ id: '../x' })).success).toBe(false);
  });
});

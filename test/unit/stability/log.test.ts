/** The log on disk, in files and on plots: rows that are refused, rows that come back, what a file says of them. */
import { describe, expect, test } from 'vitest';
import { examineSession } from '#archive/examine.ts';
import { openSession } from '#archive/reader.ts';
import { stabilityLogOf } from '#archive/stability-log.ts';
import type { SessionWriter } from '#archive/writer.ts';
import { eventSchema } from '#model/event.ts';
import { stabilityCsv } from '#model/stability/csv.ts';
import { notReadable, stabilityColumns } from '#model/stability/definitions.ts';
import { type StabilityRow, stabilityRowSchema } from '#model/stability/row.ts';
import { summaryOf } from '#model/stability/summary.ts';
import { bandsOf, letterOf, spanOf, stripData, strips } from '#ui/stability/strips.ts';
import { fakeStabilityRows } from '../../support/fake-stability.ts';
import type { MemoryFolder } from '../archive/memory-folder.ts';
import { inputsEvent, mark, writeSample } from '../archive/samples.ts';
import { closedSession, exported, imported } from '../carry/carried.ts';

const rows = fakeStabilityRows();
const [good] = rows;
const blank: StabilityRow = {
  ...good!,
  delivered: 0,
  drawn: 0,
  ageMs: null,
  ageCounts: [],
  longestGapS: null,
  gain: null,
  ambientCodes: null,
  darkCodes: null,
};

describe('a row from a file', () => {
  test('is taken where it is one', () => {
    for (const row of [...rows, blank]) expect(stabilityRowSchema.parse(row)).toEqual(row);
  });

  test.each<[what: string, change: object, place: string]>([
    ['with an age of a thousand years', { ageMs: { p50: 1, p95: 2, p99: 3, max: 3e13 } }, 'ageMs'],
    ['with percentiles that fall', { ageMs: { p50: 9, p95: 2, p99: 3, max: 4 } }, 'ageMs'],
    ['with ages of frames that were not drawn', { drawn: 0, ageCounts: [] }, 'ageMs'],
    ['with counts of other frames', { ageCounts: [[90, 1]] }, 'ageCounts'],
    ['with counts out of order', { ageCounts: [...good!.ageCounts].reverse() }, 'ageCounts'],
    ['with half a frame', { delivered: 0.5 }, 'delivered'],
    ['with fewer than no frames', { dropped: -1 }, 'dropped'],
    ['with more frames than any camera gives', { missing: 1e12 }, 'missing'],
    ['that lasts no time', { lastsS: 0 }, 'lastsS'],
    ['that lasts for years', { lastsS: 1e9 }, 'lastsS'],
    ['withheld for longer than it lasts', { withheldS: 11 }, 'lastsS'],
    ['with a gain of nothing', { gain: 0 }, 'gain'],
    ['with a gain that is no number', { gain: Number.POSITIVE_INFINITY }, 'gain'],
    ['with codes that no camera has', { ambientCodes: 1e6 }, 'ambientCodes'],
    ['with a 0 for a word', { ambientCodes: 'dark' }, 'ambientCodes'],
    ['without what must be blank', { gain: undefined }, 'gain'],
    [
      'with a problem that ends before it begins',
      { hazards: [{ problemId: 'a', text: 'a', fromS: 4, toS: 2 }] },
      'hazards',
    ],
    [
      'with more problems than there are',
      { hazards: Array.from({ length: 129 }, () => ({ problemId: 'a', text: 'a', fromS: 0, toS: 1 })) },
      'hazards',
    ],
    [
      'with a problem told in a book',
      { hazards: [{ problemId: 'a', text: 'a'.repeat(301), fromS: 0, toS: 1 }] },
      'hazards',
    ],
  ])('%s is refused at its place', (_, change, place) => {
    const event = { type: 'stability', atS: 1, frameNumber: 2, row: { ...good, ...change } };
    const issues = eventSchema.safeParse(event).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.')).some(path => path.startsWith(`row.${place}`))).toBe(true);
  });
});

/** Far more rows than fit one chunk, one of them absurd; written in another order than they happened in. */
const id = 'session-0001';
const fill = async (writer: SessionWriter) => {
  const absurd = { ...good!, gain: 1e300, withheldS: 1e9 };
  const stored = [...rows.slice(2), rows[1]!, absurd, rows[0]!];
  await writer.writeEvent(inputsEvent(1, -1));
  for (const [number, row] of stored.entries()) {
    await writeSample(writer, { number });
    await writer.writeEvent({ type: 'stability', atS: 1000 + number, frameNumber: number, row });
  }
  await writer.writeEvent(mark('The end.', stored.length));
};
const logIn = async (sessions: MemoryFolder) => {
  const reader = await openSession(sessions, id);
  const log = await stabilityLogOf(reader);
  reader[Symbol.dispose]();
  return log;
};

test('a session gives its rows in the order of their time, and says how many were none', async () => {
  expect(await logIn((await closedSession(id, fill)).sessions)).toEqual({ rows, refused: 1 });
  expect(await logIn((await closedSession(id)).sessions)).toEqual({ rows: [], refused: 0 });
});

test('rows lie in the chain of events, survive export and import, and a changed one is found', async () => {
  const { sessions, folder } = await closedSession(id, fill);
  const { bytes, findings } = await exported(sessions, id);
  expect(findings).toEqual([]);
  const arrived = await imported(bytes);
  expect(await logIn(arrived.sessions)).toEqual({ rows, refused: 1 });

  const chunk = [...folder.files].find(([, content]) => Buffer.from(content).includes('"type":"stability"'))!;
  const at = Buffer.from(chunk[1]).indexOf('"withheldS":0');
  chunk[1][at + '"withheldS":'.length] = '7'.charCodeAt(0);
  expect((await examineSession(folder)).length).toBeGreaterThan(0);
  expect((await logIn(sessions)).refused).toBe(2);
});

describe('the file', () => {
  const source = { sessionId: 'session-0001', madeWith: 'Rimlight 0.1.0+abc', refused: 0 };
  const linesOf = (text: string) => text.split('\r\n').slice(0, -1);
  const tableOf = (text: string) => linesOf(text).filter(line => !line.startsWith('#'));

  test('explains every column, names version and build, and says what cannot be read', () => {
    const head = linesOf(stabilityCsv(rows, source)).filter(line => line.startsWith('#'));
    expect(head).toContain('# Session: session-0001.');
    expect(head).toContain('# Made with Rimlight 0.1.0+abc.');
    for (const name of Object.keys(stabilityColumns))
      expect(head.filter(line => line.startsWith(`# Column: ${name}: `))).toHaveLength(1);
    for (const words of notReadable) expect(head).toContain(`# A browser cannot read: ${words}`);
    expect(head.filter(line => line.startsWith('# Whole: '))).toHaveLength(3);
  });

  test('has a line a row with a cell a column; what was not readable is empty, and a 0 is a 0', () => {
    const [heading, first, second] = tableOf(stabilityCsv([good!, blank], source));
    expect(tableOf(stabilityCsv(rows, source))).toHaveLength(rows.length + 1);
    const names = heading!.split(',');
    expect(names).toEqual(Object.keys(stabilityColumns));
    const cell = (line: string, name: keyof typeof stabilityColumns) => line.split(',')[names.indexOf(name)];
    expect(first!.split(',')).toHaveLength(names.length);
    expect(cell(first!, 'age_p95_ms')).toBe(String(good!.ageMs!.p95));
    expect(cell(first!, 'frames_dropped')).toBe('0');
    for (const name of [
      'age_p50_ms',
      'gain_relative',
      'nir_floor_codes',
      'dark_codes',
      'exposure_ms',
    ] as const)
      expect(cell(second!, name), name).toBe('');
    expect(cell(second!, 'frames_drawn')).toBe('0');
  });

  test('adds up each problem of a row, and tells no time of day', () => {
    const spans = [
      { problemId: 'frames-torn', text: 'x', fromS: 0, toS: 2 },
      { problemId: 'frames-torn', text: 'x', fromS: 5, toS: 6.5 },
    ];
    const text = stabilityCsv([{ ...good!, hazards: spans }], source);
    expect(tableOf(text)[1]).toMatch(/,frames-torn 3.5 s$/);
    expect(text).not.toContain('1790000');
  });

  test('without rows says so', () => {
    expect(stabilityCsv([], source)).toContain('# No rows');
    expect(summaryOf([])).toBeNull();
  });
});

describe('the plots', () => {
  test('keep rows level, break at a pause, and leave out what was not readable', () => {
    const [age] = strips;
    const { xs, ys } = stripData(age!, rows);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    // Two places a row, and one at the pause.
    expect(xs).toHaveLength(2 * rows.length + 1);
    expect(ys[0]![0]).toBe(rows[0]!.ageMs!.p50);
    expect(ys.map(values => values[2 * 48])).toEqual([null, null, null, null]);
    expect(ys.map(values => values[2 * 60])).toEqual([null, null, null, null]);
    expect(spanOf(rows)).toBe(10 * rows.length + 600);
  });

  test('join the parts of a problem in neighbouring rows to one band', () => {
    expect(bandsOf(rows)).toEqual([
      { problemId: 'ambient-changed', fromS: 200, toS: 220 },
      { problemId: 'gain-jump', fromS: 404, toS: 414 },
      { problemId: 'camera-lost', fromS: 480, toS: 489.4 },
    ]);
    expect([0, 25, 26, 53].map(letterOf)).toEqual(['A', 'Z', 'A2', 'B3']);
  });
});

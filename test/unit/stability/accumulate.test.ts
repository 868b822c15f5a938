/** Facts to rows: what is counted, when a row is full, and that nothing is said which was not read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrameTally } from '#model/frame-tally.ts';
import {
  createStabilityAccumulator,
  type FieldReading,
  rowS,
  type StabilityAccumulator,
  type StabilityFacts,
} from '#model/stability/accumulate.ts';
import { type StabilityRow, stabilityRowSchema } from '#model/stability/row.ts';
import { summaryOf } from '#model/stability/summary.ts';

const startS = 1_790_000_000;
const nothingWrong = { isHeld: false, isWithheld: false, hazards: [], exposureMs: null, iso: null };
const nothingCame: FrameTally = { untilS: 0, delivered: 0, drawn: [], dropped: 0, missing: 0, held: 0 };

type Look = Partial<Omit<StabilityFacts, 'frames'>> & { readonly frames?: Partial<FrameTally> };

/** A look at `untilS` from the start. */
const facts = (untilS: number, { frames, ...change }: Look = {}): StabilityFacts => ({
  ...nothingWrong,
  ...change,
  frames: { ...nothingCame, ...frames, untilS: startS + untilS },
});

/** Frames drawn so many milliseconds after they arrived, evenly over the tenth of a second before `untilS`. */
const drawnAt = (untilS: number, agesMs: readonly number[]): Partial<FrameTally> => ({
  delivered: agesMs.length,
  drawn: agesMs.map((ms, i) => ({
    atS: startS + untilS - 0.1 + (0.1 * (i + 1)) / agesMs.length,
    ageS: ms / 1000,
  })),
});

/** Looks every tenth of a second up to `untilS`, as the view worker gives them. */
function watch(
  log: StabilityAccumulator,
  untilS: number,
  at: (nowS: number) => Look = nowS => ({ frames: drawnAt(nowS, [10, 12, 14]) }),
): StabilityRow[] {
  const rows: StabilityRow[] = [];
  for (let tenth = 1; tenth <= Math.round(untilS * 10); tenth++) {
    const row = log.see(facts(tenth / 10, at(tenth / 10)));
    if (row) rows.push(row);
  }
  return rows;
}

const field = (timestampS: number, change: Partial<FieldReading> = {}): FieldReading => ({
  timestampS,
  canTellGain: true,
  floorCodes: 18,
  darkCodes: 16,
  ...change,
});

describe('a row', () => {
  test('is full after its time, and counts what came, was drawn and was lost', () => {
    const log = createStabilityAccumulator(startS);
    const rows = watch(log, 2 * rowS + 1, nowS => ({
      frames: {
        ...drawnAt(nowS, [10, 12, 40]),
        delivered: 4,
        dropped: 1,
        missing: nowS === 3 ? 5 : 0,
      },
    }));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      fromS: startS,
      lastsS: rowS,
      delivered: 400,
      drawn: 300,
      dropped: 100,
      missing: 5,
      held: 0,
      ageMs: { p50: 12, p95: 40, p99: 40, max: 40 },
      withheldS: 0,
      heldS: 0,
    });
    expect(rows[1]).toMatchObject({ fromS: startS + rowS, lastsS: rowS, missing: 0 });
    expect(log.soFar()).toMatchObject({ fromS: startS + 2 * rowS, lastsS: 1, drawn: 30 });
    for (const row of rows) expect(stabilityRowSchema.parse(row)).toEqual(row);
  });

  test('says nothing of what was not read: blank, never 0', () => {
    const log = createStabilityAccumulator(startS);
    const [row] = watch(log, rowS, () => ({}));
    expect(row).toMatchObject({
      drawn: 0,
      ageMs: null,
      ageCounts: [],
      gain: null,
      gainUnseenS: rowS,
      ambientCodes: null,
      darkCodes: null,
      exposureMs: null,
      iso: null,
    });
    expect(stabilityRowSchema.parse(row)).toEqual(row);
  });

  test('counts a gap from where it began, also when that was in a row before', () => {
    const log = createStabilityAccumulator(startS);
    const rows = watch(log, 3 * rowS, nowS =>
      nowS <= 5 || nowS > 25 ? { frames: drawnAt(nowS, [10]) } : {},
    );
    expect(rows.map(({ longestGapS }) => longestGapS)).toEqual([
      expect.closeTo(5, 2),
      expect.closeTo(15, 2),
      expect.closeTo(20.1, 2),
    ]);
  });

  test('takes the time in which the user held the picture for what it is: no gap, no loss', () => {
    const log = createStabilityAccumulator(startS);
    const [row] = watch(log, rowS, nowS =>
      nowS > 3 && nowS <= 8
        ? { isHeld: true, frames: { delivered: 3, held: 3 } }
        : { frames: drawnAt(nowS, [10]) },
    );
    expect(row).toMatchObject({ held: 150, dropped: 0, heldS: 5 });
    expect(row!.longestGapS).toBeLessThan(0.2);
  });

  test('adds up the seconds without numbers, and those in which nobody counted', () => {
    const log = createStabilityAccumulator(startS);
    log.see(facts(1, { isWithheld: true }));
    log.see(facts(1.1));
    // The worker hung: its page said NO SIGNAL.
    log.see(facts(5.1));
    expect(log.soFar()).toMatchObject({ lastsS: 5.1, withheldS: 5 });
  });

  test('never runs back, and a worker that was started anew cannot make it', () => {
    const log = createStabilityAccumulator(startS);
    log.see(facts(2));
    expect(log.see(facts(1, { isWithheld: true }))).toBeNull();
    expect(log.soFar()).toMatchObject({ lastsS: 2 });
  });

  test('keeps from when to when a problem stood, as one span while it lasts', () => {
    const log = createStabilityAccumulator(startS);
    const black = { problemId: 'picture-black', text: 'The picture is black.' };
    const rows = watch(log, 2 * rowS, nowS => ({
      hazards: (nowS > 2 && nowS <= 4) || nowS > 9 ? [black] : [],
    }));
    expect(rows[0]!.hazards).toEqual([
      { ...black, fromS: 2, toS: 4 },
      { ...black, fromS: 9, toS: 10 },
    ]);
    expect(rows[1]!.hazards).toEqual([{ ...black, fromS: 0, toS: 10 }]);
  });

  test('stays small when problems come and go without end', () => {
    const log = createStabilityAccumulator(startS);
    const [row] = watch(log, rowS, nowS => ({
      hazards: Math.round(nowS * 10) % 2 ? [{ problemId: 'a', text: 'x'.repeat(900) }] : [],
    }));
    for (let i = 0; i < 300; i++)
      log.see(facts(10 + i * 0.01, { hazards: i % 2 ? [{ problemId: 'b', text: 'b' }] : [] }));
    expect(row!.hazards.length).toBeLessThanOrEqual(64);
    expect(log.soFar()!.hazards.length).toBeLessThanOrEqual(64);
    expect(stabilityRowSchema.safeParse(row).success).toBe(true);
  });
});

describe('gain and ambient light', () => {
  test('are the product of the jumps that were told, and the middle of the floors', () => {
    const log = createStabilityAccumulator(startS);
    for (let i = 0; i <= 50; i++) log.seeField(field(i / 5, { floorCodes: i < 20 ? 24 : 18 }));
    log.gainJumped(1.26);
    log.gainJumped(2);
    const [row] = watch(log, rowS);
    expect(row).toMatchObject({ gain: 2.52, gainUnseenS: 0, ambientCodes: 18, darkCodes: 16 });
    for (let i = 51; i <= 100; i++) log.seeField(field(i / 5));
    log.gainJumped(0.5);
    log.see(facts(2 * rowS));
    expect(log.soFar()).toBeNull();
  });

  test('where the field is too dark gain is blank; where it was so for a while that is said', () => {
    const log = createStabilityAccumulator(startS);
    for (let i = 0; i <= 50; i++) log.seeField(field(i / 5, { canTellGain: false }));
    expect(watch(log, rowS)[0]).toMatchObject({ gain: null, gainUnseenS: rowS, ambientCodes: 18 });

    const other = createStabilityAccumulator(startS);
    for (let i = 0; i <= 50; i++) other.seeField(field(i / 5, { canTellGain: i <= 30 }));
    expect(watch(other, rowS)[0]).toMatchObject({ gain: 1, gainUnseenS: 4 });
  });

  test('a pause of the recording is not watched, and gain is still counted from its beginning', () => {
    const log = createStabilityAccumulator(startS);
    log.seeField(field(0));
    log.gainJumped(1.5);
    watch(log, 4);
    log.beginAnew(startS + 600);
    log.seeField(field(600));
    log.see(facts(601, { frames: drawnAt(601, [11]) }));
    expect(log.soFar()).toMatchObject({ fromS: startS + 600, lastsS: 1, drawn: 1, gain: 1.5 });
    expect(log.soFar()!.longestGapS).toBeLessThanOrEqual(1);
  });
});

const looks = fc.array(
  fc.record({
    stepS: fc.double({ min: 0, max: 3, noNaN: true }),
    agesMs: fc.array(fc.double({ min: 0, max: 4000, noNaN: true }), { maxLength: 8 }),
    dropped: fc.nat(5),
    missing: fc.nat(5),
    isHeld: fc.boolean(),
    isWithheld: fc.boolean(),
    hazards: fc.subarray(['gain-jump', 'picture-black', 'frames-torn']),
    floorCodes: fc.double({ min: 0, max: 4095, noNaN: true }),
    canTellGain: fc.boolean(),
    ratio: fc.option(fc.double({ min: 0.1, max: 10, noNaN: true })),
  }),
  { minLength: 1, maxLength: 120 },
);

test('whatever happens, rows are rows of the schema, follow each other, and lose nothing', () => {
  fc.assert(
    fc.property(looks, all => {
      const log = createStabilityAccumulator(startS);
      const rows: StabilityRow[] = [];
      let nowS = 0;
      for (const { stepS, agesMs, dropped, missing, hazards, ratio, ...look } of all) {
        const beforeS = nowS;
        nowS += stepS;
        log.seeField(field(nowS, look));
        if (ratio !== null) log.gainJumped(ratio);
        const row = log.see(
          facts(nowS, {
            isHeld: look.isHeld,
            isWithheld: look.isWithheld,
            hazards: hazards.map(problemId => ({ problemId, text: problemId })),
            frames: {
              delivered: agesMs.length + dropped,
              drawn: agesMs.map(ms => ({ atS: startS + beforeS + stepS / 2, ageS: ms / 1000 })),
              dropped,
              missing,
            },
          }),
        );
        if (row) rows.push(row);
      }
      const last = log.soFar();
      if (last) rows.push(last);
      for (const row of rows) expect(stabilityRowSchema.parse(row)).toEqual(row);
      rows.slice(1).forEach((row, i) => {
        expect(row.fromS).toBeCloseTo(rows[i]!.fromS + rows[i]!.lastsS, 2);
      });
      if (!last) return;
      const whole = summaryOf(rows)!;
      const drawn = all.flatMap(({ agesMs }) => agesMs);
      expect(whole.drawn).toBe(drawn.length);
      expect(whole.dropped).toBe(all.reduce((sum, { dropped }) => sum + dropped, 0));
      expect(whole.missing).toBe(all.reduce((sum, { missing }) => sum + missing, 0));
      expect(whole.withheldShare).toBeGreaterThanOrEqual(0);
      expect(whole.withheldShare).toBeLessThanOrEqual(1);
      if (drawn.length > 0) expect(whole.ageMs!.max).toBeCloseTo(Math.max(...drawn), 1);
    }),
  );
});

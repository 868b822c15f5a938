/** Millimetres a pixel from lengths on a ruler. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, RulerMark, ScaleFit } from '#model/calibration.ts';
import { fitScale } from '#model/fit/scale-fit.ts';
import { createRandom } from '../../support/random.ts';

const mark = (fromX: number, fromY: number, toX: number, toY: number, lengthMm: number): RulerMark => ({
  from: { x: fromX, y: fromY },
  to: { x: toX, y: toY },
  lengthMm,
});
function fitted(result: ScaleFit | Finding): ScaleFit {
  if ('severity' in result) throw new Error(`Refused: ${result.words}`);
  return result;
}

describe('a scale', () => {
  test('of one mark is its millimetres over its pixels, as certain as its ends', () => {
    const { mmPerPx, sdMmPerPx, each } = fitted(fitScale([mark(10, 20, 310, 420, 100)]));
    expect(mmPerPx).toBeCloseTo(0.2, 12);
    expect(each).toEqual([mmPerPx]);
    // Half a pixel at each end: √½ px of 500.
    expect(sdMmPerPx / mmPerPx).toBeCloseTo(Math.SQRT1_2 / 500, 12);
  });

  test('of several marks is the least-squares slope of millimetres on pixels', () => {
    const marks = [mark(0, 0, 100, 0, 20.6), mark(0, 0, 0, 300, 60.3), mark(0, 0, 200, 0, 39.8)];
    const { mmPerPx, each } = fitted(fitScale(marks));
    expect(mmPerPx).toBeCloseTo(
      (100 * 20.6 + 300 * 60.3 + 200 * 39.8) / (100 ** 2 + 300 ** 2 + 200 ** 2),
      12,
    );
    expect(each).toEqual([20.6 / 100, 60.3 / 300, 39.8 / 200]);
  });

  test('is the same whichever end was marked first, and grows with the ruler', () => {
    const coordinate = fc.double({ min: 0, max: 600, noNaN: true });
    const marks = fc
      .record({ x: coordinate, y: coordinate, length: fc.double({ min: 20, max: 300, noNaN: true }) })
      .map(({ x, y, length }) => mark(x, y, x + length, y, length / 5));
    fc.assert(
      fc.property(fc.array(marks, { minLength: 1, maxLength: 5 }), list => {
        const one = fitted(fitScale(list));
        const turned = fitted(
          fitScale(list.map(({ from, to, lengthMm }) => ({ from: to, to: from, lengthMm }))),
        );
        const doubled = fitted(fitScale(list.map(m => ({ ...m, lengthMm: 2 * m.lengthMm }))));
        expect(turned).toEqual(one);
        expect(doubled.mmPerPx).toBeCloseTo(2 * one.mmPerPx, 9);
        expect(doubled.sdMmPerPx).toBeCloseTo(2 * one.sdMmPerPx, 9);
        expect(one.mmPerPx).toBeCloseTo(0.2, 9);
      }),
    );
  });

  test('lies within two of its standard uncertainties of the truth, nineteen times in twenty', () => {
    const random = createRandom(2);
    const slip = () => [1, 2, 3].reduce(sum => sum + random.uniform(-0.5, 0.5), 0);
    let inside = 0;
    for (let run = 0; run < 400; run++) {
      const marks = [120, 260].map(y => mark(50 + slip(), y + slip(), 450 + slip(), y + slip(), 400 * 0.23));
      const { mmPerPx, sdMmPerPx } = fitted(fitScale(marks));
      if (Math.abs(mmPerPx - 0.23) < 2 * sdMmPerPx) inside++;
    }
    expect(inside / 400).toBeGreaterThan(0.95);
  });

  test('is less certain where the marks differ by more than pointing explains', () => {
    const close = fitted(fitScale([mark(0, 0, 400, 0, 80), mark(0, 100, 400, 100, 80.1)]));
    const apart = fitted(fitScale([mark(0, 0, 400, 0, 80), mark(0, 100, 400, 100, 84)]));
    expect(apart.sdMmPerPx).toBeGreaterThan(5 * close.sdMmPerPx);
  });

  test('of marks that contradict each other names the tilt', () => {
    const { findings } = fitted(fitScale([mark(0, 0, 400, 0, 80), mark(0, 300, 400, 300, 92)]));
    const disagree = findings.find(f => f.id === 'marks-disagree');
    expect(disagree?.severity).toBe('caution');
    expect(disagree?.words).toContain('15 %');
    expect(disagree?.words).toContain('tilted');
  });

  test('of one mark, or a short one, asks for more', () => {
    const ids = (marks: readonly RulerMark[]) => fitted(fitScale(marks)).findings.map(f => f.id);
    expect(ids([mark(0, 0, 400, 0, 80)])).toEqual(['one-mark']);
    expect(ids([mark(0, 0, 12, 0, 2.4)])).toEqual(['mark-short', 'one-mark']);
    expect(ids([mark(0, 0, 400, 0, 80), mark(10, 0, 10, 300, 60)])).toEqual(['scale-good']);
  });
});

test.each<[string, string, readonly RulerMark[]]>([
  ['no mark', 'no-mark', []],
  ['a mark of no length', 'mark-zero', [mark(50, 50, 50, 50, 10)]],
  ['a mark that is nowhere', 'mark-zero', [mark(50, Number.NaN, 80, 50, 10)]],
  ['zero millimetres', 'mark-no-mm', [mark(0, 0, 100, 0, 0)]],
  ['negative millimetres', 'mark-no-mm', [mark(0, 0, 100, 0, -10)]],
  ['millimetres that are no number', 'mark-no-mm', [mark(0, 0, 100, 0, Number.NaN)]],
  ['a scale too fine for any camera here', 'scale-absurd', [mark(0, 0, 400, 0, 1)]],
  ['a scale too coarse for any camera here', 'scale-absurd', [mark(0, 0, 10, 0, 200)]],
  ['one bad mark among good ones', 'mark-zero', [mark(0, 0, 400, 0, 80), mark(9, 9, 9, 9, 80)]],
])('%s is refused with a sentence that helps', (_, id, marks) => {
  const result = fitScale(marks);
  expect(result).toMatchObject({ severity: 'stop', id });
  expect('words' in result && result.words.length).toBeGreaterThan(30);
});

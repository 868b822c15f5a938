/** Keys, words and plot of blinded reading, without a screen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blandAltman } from '#study/agreement/bland-altman.ts';
import { isEstimated } from '#study/agreement/estimate.ts';
import { blandAltmanBox, blandAltmanPlot } from '#ui/reading/bland-altman-plot.ts';
import { meantBy } from '#ui/reading/room-keys.ts';
import { figureWords, inFigures } from '#ui/reading/words.ts';

const key = (name: string, code = name, more = {}) =>
  meantBy({ key: name, code, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more });

describe('keys of the room', () => {
  test('mark by the digit’s place, also where the layout puts another character there', () => {
    expect(key('1', 'Digit1')).toEqual({ kind: 'mark', mark: 'positive' });
    expect(key('é', 'Digit2')).toEqual({ kind: 'mark', mark: 'negative' });
    expect(key('3', 'Numpad3')).toEqual({ kind: 'mark', mark: 'unsure' });
    expect(key('4', 'Digit4')).toBeNull();
  });

  test('set confidence by letter or by Shift and digit', () => {
    expect('qwert'.split('').map(letter => key(letter))).toEqual(
      [1, 2, 3, 4, 5].map(confidence => ({ kind: 'confidence', confidence })),
    );
    expect(key('%', 'Digit5', { shiftKey: true })).toEqual({ kind: 'confidence', confidence: 5 });
  });

  test('leave the browser its own, and mean nothing otherwise', () => {
    expect(key('r', 'KeyR', { ctrlKey: true })).toBeNull();
    expect(key('x', 'KeyX')).toBeNull();
    expect(key('6', 'Digit6')).toBeNull();
  });
});

describe('the plot of Bland and Altman', () => {
  const pair = fc.tuple(fc.nat(40_000), fc.nat(40_000));

  test('holds every point, line and band inside its box, upwards for the larger difference', () => {
    const { left, right, top, bottom } = blandAltmanBox;
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 12 }), pairs => {
        const data = blandAltman(pairs);
        const plot = blandAltmanPlot(data)!;
        const heights = [
          plot.zeroY,
          ...plot.points.map(({ y }) => y),
          ...plot.lines.flatMap(({ y, band }) => [y, ...(band ? [band.top, band.bottom] : [])]),
        ];
        for (const y of heights) expect(y >= top - 1e-6 && y <= bottom + 1e-6).toBe(true);
        for (const { x } of plot.points) expect(x >= left - 1e-6 && x <= right + 1e-6).toBe(true);
        for (const [i, a] of data.points.entries())
          for (const [j, b] of data.points.entries())
            if (a.difference > b.difference) expect(plot.points[i]!.y).toBeLessThan(plot.points[j]!.y);
        expect(plot.lines).toHaveLength(isEstimated(data.limits) ? 3 : 0);
      }),
      { seed: 74 },
    );
  });

  test('is none without a point', () => {
    expect(blandAltmanPlot(blandAltman([]))).toBeNull();
  });
});

describe('words', () => {
  test('round as figures are read, with a true minus and no minus before nothing', () => {
    expect(inFigures(0.43, 2)).toBe('0.43');
    expect(inFigures(-0.004, 2)).toBe('0.00');
    expect(inFigures(-12.345, null)).toBe('−12.3');
    expect(inFigures(38_512.4, null)).toBe('38512');
  });

  test('give the reason in the place of the number', () => {
    expect(figureWords({ notEstimable: 'One picture.' }, 2)).toEqual({
      value: '—',
      below: 'Not estimable. One picture.',
      n: null,
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EdgeProfile, notGiven, type SignalFigures } from '#model/analysis.ts';
import { followingInWords } from '#ui/analysis/following-words.ts';
import { marginBox, marginPlot } from '#ui/analysis/margin-plot.ts';
import { ticksTo } from '#ui/analysis/plot-scale.ts';
import { polarBox, polarPlot } from '#ui/analysis/polar-plot.ts';
import { shownPart } from '#ui/analysis/shown-part.ts';

const edgeOf = (distancesPx: readonly number[], mmPerPx: number | null): EdgeProfile => ({
  points: Float32Array.from(distancesPx.flatMap(() => [0, 0])),
  distancesPx: Float32Array.from(distancesPx),
  stepPx: 1,
  mmPerPx,
});

const numbersIn = (path: string) => [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(([n]) => Number(n));

describe('the plot of distances along the edge', () => {
  test('thinning to columns never hides the smallest distance', () => {
    const anyAt = fc.integer({ min: 0, max: 4999 });
    fc.assert(
      fc.property(anyAt, at => {
        const distances = Array.from({ length: 5000 }, (_, i) => (i === at ? 3 : 80));
        const plot = marginPlot(edgeOf(distances, 0.1), [1, 5])!;
        expect(plot.lines.some(({ rank }) => rank === 0)).toBe(true);
        const { left, right, top, bottom } = marginBox;
        expect(plot.smallest.x).toBeCloseTo(left + ((right - left) * at) / 5000, -1);
        // 0.3 mm of 8 mm, which is the farthest.
        expect(plot.smallest.y).toBeCloseTo(bottom - ((bottom - top) * 0.3) / 8, 3);
      }),
      { numRuns: 40 },
    );
  });

  test('everything drawn lies in the box, and what lies above it is said', () => {
    const anyDistances = fc.array(fc.double({ min: 0, max: 900, noNaN: true }), {
      minLength: 1,
      maxLength: 500,
    });
    fc.assert(
      fc.property(anyDistances, fc.constantFrom(0.1, null), (distances, mmPerPx) => {
        const plot = marginPlot(edgeOf(distances, mmPerPx), [1, 5])!;
        const { left, right, top, bottom } = marginBox;
        for (const { path } of plot.lines) {
          for (const [i, n] of numbersIn(path).entries()) {
            expect(n).toBeGreaterThanOrEqual((i % 2 === 0 ? left : top) - 0.06);
            expect(n).toBeLessThanOrEqual((i % 2 === 0 ? right : bottom) + 0.06);
          }
        }
        // Three times the last limit is 15 mm; the axis may end at the next round number.
        const farthestMm = Math.max(...distances) * (mmPerPx ?? 0);
        if (farthestMm > 20) expect(plot.cutAbove).not.toBeNull();
        if (farthestMm < 15) expect(plot.cutAbove).toBeNull();
      }),
    );
  });

  test('an empty edge has no plot; without a scale it has no limits, and pixels', () => {
    expect(marginPlot(edgeOf([], 0.1), [1])).toBeNull();
    expect(marginPlot(edgeOf([3, 4], null), [1])).toMatchObject({ unit: 'px', limits: [], cutAbove: null });
  });

  test('ticks are round and end at the axis', () => {
    expect(ticksTo(119, 5).map(({ word }) => word)).toEqual(['0', '50', '100']);
    expect(ticksTo(0.5, 4).map(({ word }) => word)).toEqual(['0', '0.2', '0.4']);
    expect(ticksTo(0, 4)).toEqual([{ value: 0, word: '0' }]);
  });
});

describe('the polar plot', () => {
  const maxima = Float32Array.from({ length: 360 }, (_, i) => (i < 45 ? 0.1 : 0.5));
  const length = { px: 10, sdPx: 1, mm: null };

  test('the brightest direction reaches the outer circle, the threshold its share of it', () => {
    const plot = polarPlot({ maxima, radiiPx: maxima, thresholdLinear: 0.25 }, [])!;
    const points = numbersIn(plot.outline);
    const radii = Array.from({ length: 360 }, (_, i) =>
      Math.hypot(points[2 * i]! - polarBox.x, points[2 * i + 1]! - polarBox.y),
    );
    expect(Math.max(...radii)).toBeCloseTo(polarBox.radius, 0);
    expect(radii[10]!).toBeCloseTo(polarBox.radius / 5, 0);
    expect(plot.threshold).toBeCloseTo(polarBox.radius / 2, 9);
  });

  test('a gap stands where it is on the picture: 0° to the right, 90° below', () => {
    const gaps = [{ fromDegrees: 60, degrees: 60, length }];
    const [gap] = polarPlot({ maxima, radiiPx: maxima, thresholdLinear: 0.25 }, gaps)!.gaps;
    expect(gap!.x).toBeCloseTo(polarBox.x, 6);
    expect(gap!.y).toBeGreaterThan(polarBox.y + polarBox.radius);
    expect(gap!.word).toBe('60°');
  });

  test('darkness has no plot', () => {
    const none = new Float32Array(360);
    expect(polarPlot({ maxima: none, radiiPx: none, thresholdLinear: 0 }, [])).toBeNull();
  });
});

describe('what stands in the panel', () => {
  const figures: SignalFigures = {
    thresholdLinear: 0.2,
    area: { px: 1, mm2: null },
    count: 0,
    components: [],
  };

  test('what was not asked for is off, whatever an older analysis says', () => {
    expect(shownPart(figures, { isAsked: false, state: 'live' })).toEqual({ kind: 'off' });
  });

  test('without a signal nothing is given, and the reason is the picture’s', () => {
    expect(shownPart(figures, { isAsked: true, state: 'no-signal' })).toEqual({
      kind: 'withheld',
      detail: 'no signal',
    });
  });

  test('before the first answer it is measuring; then it is what was found, or why not', () => {
    const on = { isAsked: true, state: 'live' } as const;
    expect(shownPart<SignalFigures>(undefined, on)).toEqual({ kind: 'withheld', detail: 'measuring' });
    expect(shownPart(figures, on)).toEqual({ kind: 'given', figures });
    expect(shownPart<SignalFigures>(notGiven('no-background', 'no background: press B'), on)).toEqual({
      kind: 'withheld',
      detail: 'no background: press B',
    });
  });

  test('following is said with how well it goes, losing it with what happens to the regions', () => {
    const motion = { angleRad: 0, dxPx: 0, dyPx: 0, centre: { x: 0, y: 0 } };
    expect(followingInWords(false, { kind: 'followed', motion, agreement: 1 })).toBeNull();
    expect(followingInWords(true, { kind: 'followed', motion, agreement: 0.914 })?.words).toBe(
      'Followed; 91 % of the picture agrees.',
    );
    expect(followingInWords(true, { kind: 'lost', detail: 'only 31 % agrees' })).toEqual({
      words: 'Tracking lost: only 31 % agrees. Regions stay where they were.',
      isLost: true,
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type StepState, stepNames } from '#model/calibration.ts';
import { paintChart } from '#model/chart.ts';
import { fieldOf } from '#model/field.ts';
import { fitCurves } from '#model/fit/curve-fit.ts';
import { linearToSignal } from '#model/transfer.ts';
import { withUncertainty } from '#overlay/uncertainty.ts';
import { sampleFits, sampleProfile, sampleRun } from '#test/support/sample-readings.ts';
import { curvePlot, endsOf, plotBox } from '#ui/calibrate/curve/curve-plot.ts';
import { stepBack, stepOn } from '#ui/calibrate/step-words.ts';
import { chartFile } from '#ui/calibrate/steps/chart-canvas.ts';
import { nonUniformity } from '#ui/calibrate/steps/non-uniformity.ts';
import { validUntilS } from '#ui/calibrate/words.ts';

describe('a number with its uncertainty', () => {
  test.each([
    [3.418, 0.0565, '3.42', '0.12'],
    [3.418, 0.055, '3.42', '0.11'],
    [3.418, 0.21, '3.4', '0.5'],
    [3.418, 0.027, '3.42', '0.06'],
    [3.418, 0.0001, '3.42', '0.01'],
    [0.3421, 0.0105, '0.342', '0.021'],
    [12.34, 0.7, '12.3', '1.4'],
    [12.34, 2.2, '12', '5'],
    [118.2, 0.3, '118', '1'],
    [2, 0, '2.00', '0.00'],
  ])('%f with %f reads %s ± %s', (value, sd, digits, plusMinus) => {
    expect(withUncertainty(value, sd)).toEqual({ value: digits, plusMinus });
  });

  test('has none where none is stated', () => {
    expect(withUncertainty(3.418, null)).toEqual({ value: '3.42', plusMinus: null });
    expect(withUncertainty(3.418, Number.NaN)).toEqual({ value: '3.42', plusMinus: null });
  });

  test('never claims more than it knows, and both stand with as many decimals', () => {
    const value = fc.double({ min: 0.01, max: 900, noNaN: true });
    const sd = fc.double({ min: 1e-6, max: 300, noNaN: true });
    fc.assert(
      fc.property(value, sd, (v, s) => {
        const { value: digits, plusMinus } = withUncertainty(v, s);
        expect(Number(plusMinus)).toBeGreaterThanOrEqual(2 * s * (1 - 1e-6) - 1e-6);
        expect(plusMinus?.split('.')[1]?.length).toBe(digits.split('.')[1]?.length);
      }),
    );
  });
});

describe('the plot of a fit', () => {
  test('finds black and white of the range that was fitted, for every curve', () => {
    const range = { blackCodes: 16, whiteCodes: 235 };
    const transfer = fc.constantFrom(
      { kind: 'linear' } as const,
      { kind: 'srgb' } as const,
      { kind: 'bt709' } as const,
      { kind: 'power', gamma: 1.8 } as const,
    );
    fc.assert(
      fc.property(transfer, fc.double({ min: 0.1, max: 1, noNaN: true }), (curve, scale) => {
        const points = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9].map(light => ({
          light: light / scale,
          codes: 16 + 219 * linearToSignal(light, curve),
          sdCodes: 0.05,
        }));
        const fit = fitCurves(points, range)[0]!;
        const ends = endsOf(fit)!;
        expect(ends.blackCodes).toBeCloseTo(16, 6);
        expect(ends.spanCodes).toBeCloseTo(219, 6);
      }),
      { numRuns: 20 },
    );
  });

  test('keeps every point, residual and tick inside its box', () => {
    for (const fit of sampleFits) {
      const plot = curvePlot(fit)!;
      expect(plot.points).toHaveLength(fit.residuals.length);
      for (const { x, y } of plot.points) {
        expect(x).toBeGreaterThanOrEqual(plotBox.left);
        expect(x).toBeLessThanOrEqual(plotBox.right);
        expect(y).toBeGreaterThanOrEqual(plotBox.curve.top);
        expect(y).toBeLessThanOrEqual(plotBox.curve.bottom);
      }
      for (const { y } of plot.residuals) {
        expect(y).toBeGreaterThanOrEqual(plotBox.residual.top);
        expect(y).toBeLessThanOrEqual(plotBox.residual.bottom);
      }
      expect(plot.codeTicks.length).toBeGreaterThan(2);
      expect(plot.codeTicks.every(({ y }) => y >= plotBox.curve.top - 1e-9)).toBe(true);
    }
  });

  test('of nothing, or of one point in the dark, is none', () => {
    const fit = sampleFits[0]!;
    expect(curvePlot({ ...fit, residuals: [] })).toBeNull();
    expect(
      curvePlot({ ...fit, residuals: [{ point: { light: 0, codes: 20, sdCodes: 0 }, codes: 0 }] }),
    ).toBeNull();
  });
});

describe('where a calibration stands', () => {
  test('Next and Back pass over what is not needed, and over the steps once the chart gave the curve', () => {
    const state = fc.constantFrom<StepState>('to-do', 'done', 'skipped', 'not-needed');
    fc.assert(
      fc.property(
        fc.constantFrom(...stepNames),
        fc.array(state, { minLength: 7, maxLength: 7 }),
        (step, given) => {
          const states = { ...sampleRun().states };
          for (const [i, name] of stepNames.entries()) Object.assign(states, { [name]: given[i] });
          const on = stepOn({ step, states });
          if (on) {
            expect(stepNames.indexOf(on)).toBeGreaterThan(stepNames.indexOf(step));
            expect(states[on]).not.toBe('not-needed');
            if (states.path === 'done') expect(on).not.toBe('steps');
          }
          const back = stepBack({ step, states });
          if (back) expect(stepNames.indexOf(back)).toBeLessThan(stepNames.indexOf(step));
        },
      ),
    );
  });

  test('a profile is valid until the first of its parts that move a ratio ends', () => {
    const profile = sampleProfile('Tower A', 0);
    expect(validUntilS(profile)).toBe(profile.parts.dark?.validUntilS);
    expect(validUntilS({ ...profile, parts: { ...profile.parts, path: null, dark: null } })).toBeNull();
  });
});

test('a vignette’s unevenness is read from its flat field, whatever single pixels say', () => {
  const values = Float64Array.from({ length: 200 * 100 }, (_, i) => 0.6 + 0.6 * ((i % 200) / 199));
  expect(nonUniformity(fieldOf(values, 200, 100))).toBeCloseTo(0.5, 1);
  values[77] = 9;
  values[4000] = 0.001;
  expect(nonUniformity(fieldOf(values, 200, 100))).toBeCloseTo(0.5, 1);
  expect(nonUniformity(fieldOf(new Float64Array(200).fill(1), 20, 10))).toBe(1);
});

test('the chart’s PNG holds the chart, pixel for pixel', async () => {
  const file = await chartFile();
  expect(file.type).toBe('image/png');
  const read = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(read.width, read.height);
  const context = canvas.getContext('2d')!;
  context.drawImage(read, 0, 0);
  const expected = paintChart({ widthPx: 1920, heightPx: 1080 }).rgba;
  expect(context.getImageData(0, 0, 1920, 1080).data.every((value, i) => value === expected[i])).toBe(true);
});

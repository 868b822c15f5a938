/** Residual signal in a cavity, and the best place of an applicator against trying every place. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ResidualFigures } from '#model/analysis.ts';
import { bestDisc, type SignalRows } from '#workers/quantify/shapes/best-disc.ts';
import { createRandom } from '../../support/random.ts';
import { box, type CodeRule, circle } from '../quantify/frames.ts';
import { analysed, area, frameFrom, given, linearProfile, type Order, reasonOf, twice } from './scenes.ts';

const size = { widthPx: 140, heightPx: 120 };
const cavity = area('C', circle(70, 60, 45));
const background = area('B', box(2, 2, 16, 16));
/** A spot of 10 px inside the cavity and one outside. */
const spots: CodeRule = (x, y) =>
  Math.hypot(x - 85, y - 60) <= 10 || Math.hypot(x - 130, y - 110) <= 8 ? 120 : 40;

const order = (change: Partial<Order> = {}): Order => ({
  regions: [cavity, background],
  // Half of the step, so that smoothing leaves the spots their size.
  settings: { signal: twice, applicatorMm: 3 },
  ...change,
});
const residualOf = (scene: CodeRule, change: Partial<Order> = {}): ResidualFigures =>
  given(analysed(frameFrom(size, scene), order(change)).analysis.residual);

describe('residual signal', () => {
  test('is what lies inside the cavity, in area and as a share of it', () => {
    const { area: found, share, cavityId } = residualOf(spots);
    expect(cavityId).toBe('C1');
    expect(found.px / (Math.PI * 100)).toBeCloseTo(1, 1);
    expect(found.mm2!.value).toBeCloseTo(found.px * 0.01, 9);
    expect(share).toBeCloseTo(found.px / (Math.PI * 45 ** 2), 3);
  });

  test('is not hidden by an edge elsewhere', () => {
    const specimen = area('E', circle(30, 90, 20));
    expect(residualOf(spots, { regions: [cavity, background, specimen] }).area).toEqual(
      residualOf(spots).area,
    );
  });

  test('is covered whole by a disc that is large enough, at the place nearest to the cavity’s centroid', () => {
    const { disc } = residualOf(spots);
    const { centre, covers, radiusPx, diameterMm } = given(disc);
    expect([covers, radiusPx, diameterMm]).toEqual([1, 15, 3]);
    expect(centre.y).toBeCloseTo(60, 0);
    // A disc of 15 px may be off the spot's middle by about 5 px and still hold it: it moves to the centroid, at 70.
    expect(centre.x).toBeGreaterThan(78);
    expect(centre.x).toBeLessThan(83);
  });

  test('is none where none is: share 0, and no place for a disc', () => {
    const { share, area: none, disc } = residualOf(() => 40);
    expect([share, none.px, reasonOf(disc)]).toEqual([0, 0, 'no-signal']);
  });

  test.each<[string, Partial<Order>, string]>([
    ['without a cavity', { regions: [background] }, 'no-cavity'],
    [
      'with a cavity outside the picture',
      { regions: [area('C', circle(-300, 0, 20)), background] },
      'no-pixels',
    ],
    ['without a background', { regions: [cavity] }, 'no-background'],
    ['without a rule', { settings: { signal: null, levels: [2], applicatorMm: 3 } }, 'no-signal-rule'],
  ])('%s is not given', (_, change, reason) => {
    expect(reasonOf(analysed(frameFrom(size, spots), order(change)).analysis.residual)).toBe(reason);
  });

  test('without a scale has its share, and no disc', () => {
    const { share, disc } = residualOf(spots, { change: { profile: { ...linearProfile, scale: null } } });
    expect(share).toBeGreaterThan(0);
    expect(reasonOf(disc)).toBe('no-scale');
  });
});

describe('the best place of a disc', () => {
  test('is the one that trying every place finds, ties included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0.2, max: 14, noNaN: true }),
        fc.integer({ min: 0, max: 100 }),
        (seed, columns, rows, radius, percent) => {
          const random = createRandom(seed);
          const isSignal = Array.from({ length: rows * columns }, () => random.integer(1, 100) <= percent);
          const at = { x: random.integer(0, 9), y: random.integer(0, 9) };
          const preferred = { x: at.x + random.uniform(-5, 25), y: at.y + random.uniform(-5, 25) };
          const sums = new Uint32Array((columns + 1) * rows);
          for (let y = 0; y < rows; y++)
            for (let x = 0; x < columns; x++) {
              const to = y * (columns + 1) + x + 1;
              sums[to] = sums[to - 1]! + (isSignal[y * columns + x] ? 1 : 0);
            }
          const signal: SignalRows = { ...at, columns, rows, sums, total: isSignal.filter(Boolean).length };
          let best = { x: 0, y: 0, covered: -1, away: 0 };
          for (let cy = 0; cy < rows; cy++)
            for (let cx = 0; cx < columns; cx++) {
              let covered = 0;
              for (let y = 0; y < rows; y++)
                for (let x = 0; x < columns; x++)
                  if (isSignal[y * columns + x] && (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2) covered++;
              const away = (at.x + cx - preferred.x) ** 2 + (at.y + cy - preferred.y) ** 2;
              if (covered > best.covered || (covered === best.covered && away < best.away))
                best = { x: at.x + cx, y: at.y + cy, covered, away };
            }
          const { away: _, ...expected } = best;
          expect(bestDisc(signal, radius, preferred)).toEqual(expected);
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });
});

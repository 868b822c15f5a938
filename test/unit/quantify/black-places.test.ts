/** Black places hide what the tower writes; no number may be made of the black. */
import { expect, test } from 'vitest';
import { type Blank, blankPlanes } from '#model/blank.ts';
import type { Layout } from '#model/layout.ts';
import { box, formatOf, frameOf, inputsOf, measured, nirOnly, profileOf, region } from './frames.ts';

const size = { widthPx: 80, heightPx: 60 };
const format = formatOf('I420', size);
const profile = profileOf({ transfer: { kind: 'linear' } });
/** Tissue of one brightness on the left, brighter on the right. */
const codes = (x: number, y: number) => (x < 40 ? 60 : 140) + ((x * 7 + y * 13) % 5);
const frame = () => frameOf(format, codes);
/** Covers rows 0 to 19 of the whole picture. */
const strip: Blank = { stream: 'main', x: 0, y: 0, width: 1, height: 1 / 3 };
const blanked = (blank: Blank) => {
  const made = frame();
  blankPlanes(made.planes, format, [blank]);
  return made;
};
const regions = [region('T1', box(45, 10, 20, 30)), region('B1', box(5, 10, 20, 30))];

test('a region that lies half in a black place is measured in its other half', () => {
  const below = [region('T1', box(45, 20, 20, 20)), region('B1', box(5, 20, 20, 20))];
  const now = measured(blanked(strip), inputsOf(regions, { profile, blanks: [strip] }));
  const expected = measured(frame(), inputsOf(below, { profile }));
  const numbers = (all: typeof now) =>
    all.regions.map(({ n, mean, sd, min, max }) => [n, mean, sd, min, max]);
  expect(numbers(now)).toEqual(numbers(expected));
  expect(now.pairs[0]?.tbr).toEqual(expected.pairs[0]?.tbr);
  // What it would have been: the black pulls the mean down.
  const wrong = measured(blanked(strip), inputsOf(regions, { profile }));
  expect(wrong.regions[0]?.mean).toBeLessThan(0.9 * (now.regions[0]?.mean ?? 0));
});

test('a region that lies wholly in a black place has no number', () => {
  const inside = [region('T1', box(45, 4, 10, 10)), region('B1', box(5, 30, 10, 10))];
  const now = measured(blanked(strip), inputsOf(inside, { profile, blanks: [strip] }));
  expect(now.regions[0]).toMatchObject({ n: 0, mean: null });
  expect(now.pairs[0]?.tbr).toHaveProperty('withheld');
});

test('the place is looked for in the NIR channel of its own stream', () => {
  // NIR is the right half of the picture: the place covers its first ten columns.
  const half: Layout = {
    ...nirOnly,
    nir: { stream: 'main', rect: { x: 0.5, y: 0, width: 0.5, height: 1 } },
  };
  const blank: Blank = { stream: 'main', x: 0, y: 0, width: 50 / 80, height: 1 };
  const across = [region('T1', box(5, 10, 20, 20))];
  const now = measured(blanked(blank), inputsOf(across, { profile, layout: half, blanks: [blank] }));
  expect(now.regions[0]?.n).toBe(15 * 20);
  const other = measured(
    frame(),
    inputsOf(across, { profile, layout: half, blanks: [{ ...blank, stream: 'second' }] }),
  );
  expect(other.regions[0]?.n).toBe(20 * 20);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codedToLinear,
  colourDifference,
  contrastRatio,
  hexToRgb,
  type Lab,
  labDifference,
  laidOver,
  linearToCoded,
  rgbToLab,
} from '#model/contrast.ts';

/** Sharma, Wu, Dalal 2005, table 1: two colours and their difference. */
const sharma: readonly (readonly [Lab, Lab, number])[] = [
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615],
  [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
  [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
  [[50, -0.001, 2.49], [50, 0.0009, -2.49], 4.8045],
  [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[50, 2.5, 0], [61, -5, 29], 22.8977],
  [[50, 2.5, 0], [56, -27, -3], 31.903],
  [[50, 2.5, 0], [58, 24, 15], 19.4535],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[63.0109, -31.0961, -5.8663], [62.8187, -29.7946, -4.0864], 1.263],
  [[61.2901, 3.7196, -5.3901], [61.4292, 2.248, -4.962], 1.8731],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  [[36.4612, 47.858, 18.3852], [36.2715, 50.5065, 21.2231], 1.4146],
  [[90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447], 1.4441],
  [[6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
];

describe('CIEDE2000', () => {
  test.each(sharma)('of %j and %j is as published: %f', (a, b, expected) => {
    expect(labDifference(a, b)).toBeCloseTo(expected, 3);
    expect(labDifference(b, a)).toBeCloseTo(expected, 3);
  });

  test('white and black are 100 apart, a colour and itself not at all', () => {
    expect(colourDifference([0, 0, 0], [1, 1, 1])).toBeCloseTo(100, 1);
    expect(colourDifference([0.3, 0.5, 0.1], [0.3, 0.5, 0.1])).toBe(0);
    expect(rgbToLab([1, 1, 1])[0]).toBeCloseTo(100, 3);
  });
});

describe('contrast as WCAG has it', () => {
  test.each([
    ['#000000', '#ffffff', 21],
    ['#767676', '#ffffff', 4.54],
    ['#949494', '#ffffff', 3.03],
    ['#ff0000', '#ffffff', 4],
  ])('%s on %s is %f to 1', (a, b, ratio) => {
    expect(contrastRatio(hexToRgb(a), hexToRgb(b))).toBeCloseTo(ratio, 1);
  });

  test('coding and its inverse agree everywhere', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), value => {
        expect(linearToCoded(codedToLinear(value))).toBeCloseTo(value, 6);
      }),
    );
  });

  test('a cover of 0 leaves the ground, one of 1 hides it', () => {
    expect(laidOver([0.2, 0.4, 0.6], [1, 0, 0], 0)).toEqual([0.2, 0.4, 0.6]);
    expect(laidOver([0.25, 0.5, 0.5], [1, 0, 0], 1)).toEqual([1, 0, 0]);
  });

  test('a colour that is not six digits is refused', () => {
    expect(() => hexToRgb('red')).toThrow('#rrggbb');
  });
});

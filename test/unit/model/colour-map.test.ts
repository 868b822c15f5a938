/** The fitted maps against every fifteenth of the 256 published colours; the maps of our own by what they must do. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colourOf, cyan, green, legendStops, type Rgb, redBlue } from '#model/colour-map.ts';
import { colourMaps } from '#model/display.ts';
import { rgbToGrey } from '#model/shade.ts';

/** matplotlib's tables (inferno and viridis CC0; cividis from PLoS ONE 2018;13:e0199239), colours 0, 15, 30 … 255. */
const published: Record<'inferno' | 'viridis' | 'cividis', readonly Rgb[]> = {
  inferno: [
    [0.0015, 0.0005, 0.0139],
    [0.0377, 0.0259, 0.1322],
    [0.1167, 0.0476, 0.2723],
    [0.2179, 0.0366, 0.3835],
    [0.3163, 0.0535, 0.4251],
    [0.4101, 0.0879, 0.4331],
    [0.5035, 0.1216, 0.4234],
    [0.5969, 0.1548, 0.3981],
    [0.6887, 0.1922, 0.3576],
    [0.7751, 0.2397, 0.3035],
    [0.8514, 0.3023, 0.2396],
    [0.913, 0.3816, 0.1698],
    [0.9569, 0.4754, 0.0947],
    [0.9819, 0.5794, 0.0262],
    [0.9875, 0.6904, 0.08],
    [0.9731, 0.8054, 0.2169],
    [0.9476, 0.9174, 0.4107],
    [0.9884, 0.9984, 0.6449],
  ],
  viridis: [
    [0.267, 0.0049, 0.3294],
    [0.2819, 0.0897, 0.4124],
    [0.2803, 0.1657, 0.4765],
    [0.2637, 0.2376, 0.5188],
    [0.2374, 0.3052, 0.5419],
    [0.2086, 0.3678, 0.5527],
    [0.1823, 0.4262, 0.5571],
    [0.1592, 0.4822, 0.5581],
    [0.1378, 0.5375, 0.5549],
    [0.1211, 0.5927, 0.5446],
    [0.1281, 0.6477, 0.5235],
    [0.1807, 0.7014, 0.4882],
    [0.2741, 0.752, 0.4366],
    [0.3952, 0.7975, 0.3678],
    [0.5356, 0.8358, 0.2819],
    [0.6889, 0.8654, 0.1827],
    [0.8456, 0.8873, 0.0997],
    [0.9932, 0.9062, 0.1439],
  ],
  cividis: [
    [0.0, 0.1351, 0.3048],
    [0.0, 0.1761, 0.4076],
    [0.0875, 0.2149, 0.4373],
    [0.1805, 0.2562, 0.4273],
    [0.2476, 0.297, 0.4229],
    [0.3059, 0.3377, 0.4245],
    [0.3599, 0.3786, 0.4315],
    [0.4116, 0.4201, 0.4436],
    [0.4616, 0.4624, 0.462],
    [0.5142, 0.5055, 0.4726],
    [0.5706, 0.5497, 0.4696],
    [0.6286, 0.5951, 0.4596],
    [0.688, 0.642, 0.4429],
    [0.7488, 0.6905, 0.4184],
    [0.8111, 0.7408, 0.3852],
    [0.8751, 0.7931, 0.3397],
    [0.9411, 0.8475, 0.2758],
    [0.9957, 0.9093, 0.2178],
  ],
};

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the fitted maps', () => {
  test.each([
    ['inferno', 0.028],
    ['viridis', 0.01],
    ['cividis', 0.022],
  ] as const)('%s is within %f of the published colours', (map, limit) => {
    for (const [index, colour] of published[map].entries()) {
      const fitted = colourOf(map, (index * 15) / 255);
      colour.forEach((value, channel) => {
        // The published values are rounded to four decimals.
        expect(Math.abs(fitted[channel]! - value)).toBeLessThan(limit + 1e-4);
      });
    }
  });
});

describe('every map', () => {
  test.each(colourMaps)('%s stays within displayable colours, also beyond its ends', map => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 2, noNaN: true }), at => {
        return colourOf(map, at).every(value => value >= 0 && value <= 1);
      }),
    );
  });

  test.each(['green', 'cyan', 'grey', 'inferno', 'viridis', 'cividis'] as const)(
    '%s grows lighter from end to end, so that it reads in grey, too',
    map => {
      const greys = legendStops(map, 33).map(stop => rgbToGrey(stop.colour));
      for (const [index, grey] of greys.slice(1).entries()) expect(grey).toBeGreaterThan(greys[index]!);
    },
  );

  test('the legend runs from one end of the map to the other in even steps', () => {
    const stops = legendStops('viridis', 5);
    expect(stops.map(stop => stop.share)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(stops[2]!.colour).toEqual(colourOf('viridis', 0.5));
  });
});

test('red-blue is blue below its middle, red above, and without colour in between', () => {
  fc.assert(
    fc.property(share, at => {
      const [red, , blue] = redBlue(at);
      return at < 0.5 ? blue >= red : red >= blue;
    }),
  );
  const [red, green_, blue] = redBlue(0.5);
  expect(red).toBeCloseTo(green_, 10);
  expect(green_).toBeCloseTo(blue, 10);
});

test('green and cyan are told apart by blue alone where they are bright', () => {
  expect(cyan(1)[2] - green(1)[2]).toBeGreaterThan(0.5);
});

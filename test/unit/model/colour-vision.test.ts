/** What people without one kind of cone see, and which colour map the fluorescence is therefore shown in as shipped. */
import { describe, expect, test } from 'vitest';
import { colourOf, type Rgb } from '#model/colour-map.ts';
import { deficiencies, seenWith } from '#model/colour-vision.ts';
import { colourDifference, hexToRgb, laidOver } from '#model/contrast.ts';
import { type ColourMap, colourMaps, defaultDisplay } from '#model/display.ts';
import { overlayAlpha } from '#model/shade.ts';
import { allTissue, statedTissue } from '#test/support/tissue-colours.ts';

const eyes: readonly (readonly [string, (colour: Rgb) => Rgb])[] = [
  ['three cones', colour => colour],
  ...deficiencies.map(each => [each, (colour: Rgb) => seenWith(colour, each)] as const),
];

describe('Machado’s simulation', () => {
  test.each(deficiencies)('leaves greys as they are: %s', deficiency => {
    for (const value of [0, 0.2, 0.5, 1])
      for (const channel of seenWith([value, value, value], deficiency))
        expect(channel).toBeCloseTo(value, 3);
  });

  test('red and green of one lightness run together without red or green cones, and not without blue ones', () => {
    const [red, green] = [hexToRgb('#b05a3c'), hexToRgb('#6f7f30')];
    const apart = (deficiency: (typeof deficiencies)[number]) =>
      colourDifference(seenWith(red, deficiency), seenWith(green, deficiency));
    expect(colourDifference(red, green)).toBeGreaterThan(25);
    expect(apart('deuteranopia')).toBeLessThan(10);
    expect(apart('protanopia')).toBeLessThan(15);
    expect(apart('tritanopia')).toBeGreaterThan(25);
  });
});

const { thresholdShare, opacity } = defaultDisplay;
const shares = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Tissue with fluorescence on it, as the overlay blends it. */
const shown = (tissue: Rgb, map: ColourMap, share: number): Rgb =>
  laidOver(tissue, colourOf(map, share), overlayAlpha(share, thresholdShare, opacity));

/** How far overlay and bare tissue are apart in all but the worst twentieth of tissue colours; the least over all shares and eyes. */
function leastApart(map: ColourMap): number {
  const found = eyes.flatMap(([, see]) =>
    shares.map(share => {
      const sorted = allTissue
        .map(([, tissue]) => colourDifference(see(tissue), see(shown(tissue, map, share))))
        .sort((a, b) => a - b);
      return sorted[Math.floor(sorted.length * 0.05)]!;
    }),
  );
  return Math.min(...found);
}

describe('the colour map as shipped', () => {
  test('is, for the worst eye, farther from tissue than any other', () => {
    const apart = colourMaps.map(map => [map, leastApart(map)] as const);
    const best = apart.reduce((a, b) => (b[1] > a[1] ? b : a));
    expect(best[0]).toBe(defaultDisplay.colourMap);
    expect(best[1]).toBeGreaterThan(5);
    // Green, which it replaced, and the maps that are safe as scales but pass through the colours of tissue.
    for (const map of ['green', 'viridis', 'cividis'] as const) expect(leastApart(map)).toBeLessThan(4.5);
  });

  test.each(eyes)(
    'shows weak and strong fluorescence at a glance on blood, muscle and liver: %s',
    (_, see) => {
      for (const name of ['fresh blood', 'old blood', 'muscle', 'liver'] as const)
        for (const share of shares) {
          const tissue = statedTissue[name];
          const apart = colourDifference(see(tissue), see(shown(tissue, defaultDisplay.colourMap, share)));
          expect(apart, `${name} at ${share}`).toBeGreaterThan(10);
        }
    },
  );

  test.each(eyes)('has steps that are seen, from the threshold to the top of the window: %s', (_, see) => {
    const steps = [0.4, 0.6, 0.8, 1];
    for (const [name, tissue] of allTissue)
      for (const [index, share] of steps.slice(1).entries()) {
        const [a, b] = [steps[index]!, share].map(at => see(shown(tissue, defaultDisplay.colourMap, at)));
        expect(colourDifference(a!, b!), `${name} to ${share}`).toBeGreaterThan(3);
      }
  });
});

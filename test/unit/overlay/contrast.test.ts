/** Every mark on every tissue, computed: bare, under the overlay, and as the colour blind see it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { colourOf, type Rgb } from '#model/colour-map.ts';
import { deficiencies, seenWith } from '#model/colour-vision.ts';
import { colourDifference, contrastRatio, hexToRgb, laidOver } from '#model/contrast.ts';
import { defaultDisplay, opacityLimit } from '#model/display.ts';
import {
  bandColour,
  clipMark,
  isoColour as isoRgb,
  isoStyleOf,
  outlineColour,
  paintBands,
  paintIsoLines,
} from '#model/shade.ts';
import { annotationColourValues } from '#overlay/annotation-lines.ts';
import { halo, plate } from '#overlay/context.ts';
import {
  analysisColours,
  analysisMarkLooks,
  bandLook,
  cautionColour,
  isoColour,
  quietColour,
  roleMarks,
  selectionColour,
  textColour,
} from '#overlay/marks.ts';
import { allTissue } from '#test/support/tissue-colours.ts';

/** Bare tissue, and tissue under as much fluorescence as may be laid over it. */
const grounds: readonly (readonly [string, Rgb])[] = [
  ...allTissue,
  ...allTissue.flatMap(([name, tissue]) =>
    ([defaultDisplay.colourMap, 'green', 'inferno'] as const).flatMap(map =>
      [0.4, 0.7, 1].map(
        share => [`${name} under ${map}`, laidOver(tissue, colourOf(map, share), opacityLimit)] as const,
      ),
    ),
  ),
];

/** What the shaders lay under their lines: black, so much of it. */
const isoHalo = paintIsoLines({ line: 0, halo: 1 }, isoRgb)[3];
const bandHalo = paintBands([0, 1, 0], bandColour, 1)[3];
const black: Rgb = [0, 0, 0];

const painted = [
  ...Object.entries(roleMarks).map(([name, { colour }]) => [name, colour] as const),
  ...Object.entries(analysisMarkLooks).map(([name, { colour }]) => [name, colour] as const),
  ...analysisColours.band.map((colour, rank) => [`edge nearer than limit ${rank + 1}`, colour] as const),
  ...Object.entries(annotationColourValues).map(([name, colour]) => [`${name} annotation`, colour] as const),
  ['signal', analysisColours.signal],
  ['selection', selectionColour],
] as const;

const lines: readonly (readonly [name: string, line: Rgb, halo: Rgb, alpha: number])[] = [
  ...painted.map(([name, colour]) => [name, hexToRgb(colour), hexToRgb(halo.colour), halo.alpha] as const),
  ['iso-lines', isoRgb, black, isoHalo],
  ['outline of contour mode', outlineColour, black, isoHalo],
  ['bands', bandColour, black, bandHalo],
];

/** The ground on which `contrast` is least, and how much it is there. */
function worst(contrast: (ground: Rgb) => number): { name: string; ratio: number } {
  return grounds
    .map(([name, ground]) => ({ name, ratio: contrast(ground) }))
    .reduce((a, b) => (b.ratio < a.ratio ? b : a));
}

describe('every line', () => {
  test.each(lines)('%s: it or its halo has a contrast of 3 to any tissue', (_, line, under, alpha) => {
    const { name, ratio } = worst(ground =>
      Math.max(contrastRatio(line, ground), contrastRatio(laidOver(ground, under, alpha), ground)),
    );
    expect(ratio, name).toBeGreaterThanOrEqual(3);
  });

  test.each(lines)('%s: it has a contrast of 3 to its own halo on any tissue', (_, line, under, alpha) => {
    const { name, ratio } = worst(ground => contrastRatio(line, laidOver(ground, under, alpha)));
    expect(ratio, name).toBeGreaterThanOrEqual(3);
  });
});

const words = [
  ['text', textColour],
  ['quiet text', quietColour],
  ['caution', cautionColour],
  ['iso-lines', isoColour],
  ...Object.entries(roleMarks).map(([name, { colour }]) => [name, colour] as const),
] as const;

describe('every word', () => {
  test.each(words)('%s: contrast of 4.5 on its plate and on its halo, whatever is below', (_, colour) => {
    for (const under of [plate, halo]) {
      const { name, ratio } = worst(ground =>
        contrastRatio(hexToRgb(colour), laidOver(ground, hexToRgb(under.colour), under.alpha)),
      );
      expect(ratio, name).toBeGreaterThanOrEqual(4.5);
    }
  });
});

const eyes: readonly (readonly [string, (colour: Rgb) => Rgb])[] = [
  ['three cones', colour => colour],
  ...deficiencies.map(each => [each, (colour: Rgb) => seenWith(colour, each)] as const),
];

/** Colour, and what else tells it: a pattern, or what is drawn with it. */
const told = [
  ...Object.entries(roleMarks).map(([name, { colour, dash }]) => ({
    name,
    colour,
    pattern: `${dash.join(' ')}${name === 'leak' ? ' hatched' : name === 'cavity' ? ' hachures' : ''}`,
  })),
  { name: 'lost', colour: analysisMarkLooks.lost.colour, pattern: analysisMarkLooks.lost.dash.join(' ') },
  {
    name: 'applicator',
    colour: analysisMarkLooks.disc.colour,
    pattern: analysisMarkLooks.disc.dash.join(' '),
  },
  { name: 'highest iso-line', colour: isoColour, pattern: '' },
  { name: 'signal', colour: analysisColours.signal, pattern: 'thin' },
];

const pairs = told.flatMap((a, index) => told.slice(index + 1).map(b => [a, b] as const));

describe('marks are told apart', () => {
  test.each(eyes)('by their pattern, or by colours that are far apart: %s', (_, see) => {
    const alike = pairs
      .filter(([a, b]) => a.pattern === b.pattern)
      .map(([a, b]) => ({
        names: `${a.name} and ${b.name}`,
        apart: colourDifference(see(hexToRgb(a.colour)), see(hexToRgb(b.colour))),
      }))
      .filter(({ apart }) => apart < 10);
    expect(alike).toEqual([]);
  });

  test.each(eyes)('tumour, background and leak by their colours alone: %s', (_, see) => {
    const [tumour, background, leak] = (['tumour', 'background', 'leak'] as const).map(role =>
      see(hexToRgb(roleMarks[role].colour)),
    );
    expect(colourDifference(tumour!, background!)).toBeGreaterThan(10);
    expect(colourDifference(tumour!, leak!)).toBeGreaterThan(10);
    expect(colourDifference(background!, leak!)).toBeGreaterThan(10);
  });

  test('iso-lines and nearness by thickness and pattern, each level its own', () => {
    const { solidShares, halfWidthsPx } = isoStyleOf([1, 2, 3, 4]);
    expect(new Set(solidShares).size).toBe(4);
    expect(new Set(halfWidthsPx).size).toBe(4);
    const looks = [0, 1, 2, 3].map(rank => bandLook(rank, 1));
    expect(new Set(looks.map(({ widthPx }) => widthPx)).size).toBe(4);
    expect(new Set(looks.map(({ dashPx }) => dashPx.join(' '))).size).toBe(4);
  });

  test.each(eyes)('saturated places by their stripes on any tissue: %s', (_, see) => {
    for (const [name, ground] of grounds) {
      const [on, off] = [see(clipMark(ground, [4, 0])), see(clipMark(ground, [0, 0]))];
      expect(colourDifference(on, off), name).toBeGreaterThan(15);
    }
  });
});

test('what stands beside the picture has the marks’ own colours', () => {
  const tokens = readFileSync(new URL('../../../src/ui/tokens.css', import.meta.url), 'utf8');
  for (const [role, { colour }] of Object.entries(roleMarks))
    expect(tokens).toContain(`--mark-${role}: ${colour};`);
});

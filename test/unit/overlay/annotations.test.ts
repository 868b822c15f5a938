import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Annotation, annotationSchema, mostAnnotations } from '#model/annotation.ts';
import { type DrawnScale, drawnArea, drawnLength, drawnScaleOf } from '#model/annotation-size.ts';
import { unknownProfile } from '#model/profile.ts';
import { stillSchema } from '#model/still.ts';
import { annotationLines } from '#overlay/annotation-lines.ts';
import { annotationsToSvg } from '#overlay/annotation-svg.ts';
import { annotationInWords, annotationSizeInWords, withSizes } from '#overlay/annotation-words.ts';
import { layoutFooter } from '#overlay/still-footer.ts';
import { madeStill } from '#test/browser/export/made-still.ts';
import { createRandom } from '#test/support/random.ts';

const point = fc.record({
  x: fc.double({ min: -2000, max: 2000, noNaN: true }),
  y: fc.double({ min: -2000, max: 2000, noNaN: true }),
});
const noScale: DrawnScale = { scale: null, note: 'no scale' };
const fifth: DrawnScale = { scale: { mmPerPx: 0.2, sdMmPerPx: 0.002 }, note: '' };
const square = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 50 },
  { x: 0, y: 50 },
];
const kinds: readonly Annotation[] = [
  { kind: 'text', at: { x: 1, y: 2 }, text: 'bed' },
  { kind: 'arrow', from: { x: 1, y: 2 }, to: { x: 30, y: 4 }, text: '' },
  { kind: 'length', from: { x: 0, y: 0 }, to: { x: 30, y: 40 }, text: 'nodule' },
  { kind: 'freehand', points: square.slice(0, 2), text: '' },
  {
    kind: 'pin',
    at: { x: 9, y: 9 },
    number: 3,
    text: 'deep margin',
    style: { colour: 'pink', width: 'bold' },
  },
  { kind: 'region', points: square, text: '' },
];

describe('what an annotation may be', () => {
  test('every kind comes back from disk as it was, also without a style, as in stills of before', () => {
    for (const annotation of kinds)
      expect(annotationSchema.parse(JSON.parse(JSON.stringify(annotation)))).toEqual(annotation);
  });

  test.each([
    ['a coordinate beyond every picture', { kind: 'pin', at: { x: 1e9, y: 0 }, number: 1, text: '' }],
    ['no number at all', { kind: 'text', at: { x: null, y: 0 }, text: 'a' }],
    [
      'a trace of a million points',
      { kind: 'freehand', points: Array(1_000_000).fill({ x: 1, y: 1 }), text: '' },
    ],
    ['a region of two corners', { kind: 'region', points: square.slice(0, 2), text: '' }],
    ['a pin without end', { kind: 'pin', at: { x: 0, y: 0 }, number: 1e300, text: '' }],
    ['a text without end', { kind: 'text', at: { x: 0, y: 0 }, text: 'a'.repeat(100_000) }],
    ['a colour of its own', { ...kinds[0], style: { colour: 'url(//elsewhere)', width: 'fine' } }],
  ])('%s is refused', (_, annotation) => {
    expect(annotationSchema.safeParse(annotation).success).toBe(false);
  });

  test('control characters and marks of direction become spaces', () => {
    const { text } = annotationSchema.parse({ ...kinds[0], text: 'a\u0000\u001b[2J\n\u202eb\ud800' });
    expect(text).toBe('a  [2J  b ');
  });

  test('a still takes two hundred, and not one more', () => {
    const still = madeStill();
    const many = (count: number) => ({ ...still, annotations: Array(count).fill(kinds[0]) });
    expect(stillSchema.safeParse(many(mostAnnotations)).success).toBe(true);
    expect(stillSchema.safeParse(many(mostAnnotations + 1)).success).toBe(false);
  });

  test('a time that no calendar has is refused', () => {
    expect(stillSchema.safeParse({ ...madeStill(), takenAtS: 1e300 }).success).toBe(false);
  });
});

describe('lengths and areas', () => {
  test('the uncertainty of a length is what lengths scatter by when ends and scale are redrawn', () => {
    const { uniform } = createRandom(5);
    const normal = () =>
      Math.sqrt(-2 * Math.log(1 - uniform(0, 0.999999))) * Math.cos(uniform(0, 2 * Math.PI));
    const jitter = () => uniform(-1, 1);
    const [from, to] = [
      { x: 10, y: 20 },
      { x: 130, y: 90 },
    ];
    const { mm } = drawnLength(from, to, fifth);
    const drawn = Array.from({ length: 20_000 }, () => {
      const px = Math.hypot(to.x - from.x + jitter() - jitter(), to.y - from.y + jitter() - jitter());
      return px * (0.2 + 0.002 * normal());
    });
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const sd = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length);
    expect(mm!.value).toBeCloseTo(Math.hypot(120, 70) * 0.2, 9);
    expect(mm!.sd / sd).toBeGreaterThan(0.97);
    expect(mm!.sd / sd).toBeLessThan(1.03);
  });

  test('the uncertainty of an area is what areas scatter by when corners are redrawn', () => {
    const { uniform } = createRandom(6);
    const jitter = () => uniform(-1, 1);
    const { sdPx } = drawnArea(square, noScale)!;
    const drawn = Array.from(
      { length: 20_000 },
      () =>
        drawnArea(
          square.map(({ x, y }) => ({ x: x + jitter(), y: y + jitter() })),
          noScale,
        )!.px,
    );
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const sd = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length);
    expect(sdPx / sd).toBeGreaterThan(0.97);
    expect(sdPx / sd).toBeLessThan(1.03);
  });

  test('an area is the triangle’s ½·base·height, wherever it lies and whichever way round it is drawn', () => {
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        const expected = Math.abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
        const far = (p: { x: number; y: number }) => ({ x: p.x + 90_000, y: p.y - 90_000 });
        for (const points of [[a, b, c], [c, b, a], [a, b, c].map(far)])
          expect(Math.abs(drawnArea(points, noScale)!.px - expected)).toBeLessThan(1e-2);
      }),
    );
  });

  test('an outline that crosses itself has no area, and says so', () => {
    const bow = [square[0]!, square[2]!, square[1]!, square[3]!];
    expect(drawnArea(bow, fifth)).toBeNull();
    expect(annotationSizeInWords({ kind: 'region', points: bow, text: '' }, fifth)).toBe(
      'no area: the outline crosses itself',
    );
  });

  test('millimetres with ± where there is a scale, else pixels that say why', () => {
    const words = (drawn: DrawnScale) => kinds.map(one => annotationSizeInWords(one, drawn)).filter(Boolean);
    expect(words(fifth)).toEqual(['10.0 ± 0.4 mm', '200 ± 10 mm²']);
    expect(words(noScale)).toEqual(['50.0 ± 1.7 px, no scale', '5000 ± 130 px², no scale']);
  });

  test('a scale of another camera is not used; an expired one is named; an impossible one is none', () => {
    const profile = { ...unknownProfile, scale: { mmPerPx: 0.2, sdMmPerPx: 0.002 } };
    expect(drawnScaleOf({ profile, faults: [] })).toEqual({ scale: profile.scale, note: '' });
    expect(drawnScaleOf({ profile, faults: [{ kind: 'other-device' }] })).toEqual({
      scale: null,
      note: 'scale of another camera',
    });
    expect(drawnScaleOf({ profile, faults: [{ kind: 'expired', part: 'scale' }] }).note).toBe(
      'scale expired',
    );
    expect(drawnScaleOf({ profile, faults: [{ kind: 'expired', part: 'dark' }] }).note).toBe('');
    const huge = { ...profile, scale: { mmPerPx: 1e300, sdMmPerPx: 0 } };
    expect(drawnScaleOf({ profile: huge, faults: [] })).toEqual({ scale: null, note: 'no scale' });
  });

  test('in a list each is named, and on the picture its size follows its words', () => {
    expect(kinds.map(one => annotationInWords(one, fifth))).toEqual([
      'Text: bed',
      'Arrow',
      'Length: nodule: 10.0 ± 0.4 mm',
      'Line',
      'Pin 3: deep margin',
      'Region: 200 ± 10 mm²',
    ]);
    expect(withSizes(kinds, fifth).map(({ text }) => text)).toEqual([
      'bed',
      '',
      'nodule: 10.0 ± 0.4 mm',
      '',
      'deep margin',
      '200 ± 10 mm²',
    ]);
  });

  test('the footer says what the ± of drawn sizes is, only where there is one', () => {
    const words = (annotations: Annotation[]) =>
      layoutFooter(
        {
          still: { ...madeStill(), annotations },
          canvas: { widthPx: 1280, heightPx: 720 },
          unitPx: 1,
          isFrozen: false,
        },
        text => text.length * 7,
      )
        .texts.map(({ text }) => text)
        .join(' ');
    expect(words([kinds[2]!])).toContain('drawn by hand');
    expect(words([kinds[0]!])).not.toContain('drawn by hand');
  });
});

describe('annotations as SVG', () => {
  const scene = { widthPx: 640, heightPx: 480 };

  test('lines keep scene pixels, with white light’s own edges as view box', () => {
    const svg = annotationsToSvg(kinds, scene, 'Frame 1.');
    expect(svg).toContain('viewBox="-0.5 -0.5 640 480" width="640" height="480"');
    expect(svg).toContain('M0 0L100 0L100 50L0 50Z');
    expect(svg.match(/<g id="annotation-/g)).toHaveLength(kinds.length);
  });

  test('no text is ever markup, and nothing is in it that XML forbids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), text => {
        const bare = annotationsToSvg([{ ...kinds[1]!, text: 'x' }], scene, '');
        const svg = annotationsToSvg([{ ...kinds[1]!, text: `x${text}` }], scene, text);
        const tags = (whole: string) => whole.match(/<[^>]*>/g)!.map(tag => tag.split(/[ >]/)[0]);
        expect(tags(svg)).toEqual(tags(bare));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 §2.2 is what is looked for.
        expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
        expect(svg.isWellFormed()).toBe(true);
        expect(svg).not.toMatch(/&(?!(amp|lt|gt|quot|apos);)/);
      }),
    );
  });

  test('lines of no length and points on one spot give numbers', () => {
    const at = { x: 5, y: 5 };
    const flat: Annotation[] = [
      { kind: 'arrow', from: at, to: at, text: 'a' },
      { kind: 'length', from: at, to: at, text: '' },
      { kind: 'region', points: [at, at, at], text: '' },
      { kind: 'freehand', points: [at, at], text: '' },
    ];
    expect(annotationsToSvg(withSizes(flat, noScale), scene, '')).not.toContain('NaN');
    for (const one of flat)
      for (const { points } of annotationLines(one, { map: p => p, unit: 1 }))
        for (const { x, y } of points) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { colourMaps } from '#model/display.ts';
import { type PatternPart, patternGreys, testPattern } from '#model/test-pattern.ts';

const sizes = [
  { widthPx: 1280, heightPx: 720 },
  { widthPx: 1920, heightPx: 1080 },
  { widthPx: 3840, heightPx: 2160 },
  { widthPx: 1024, heightPx: 1366 },
];

const ofKind = <Kind extends PatternPart['kind']>(parts: readonly PatternPart[], kind: Kind) =>
  parts.filter((part): part is Extract<PatternPart, { kind: Kind }> => part.kind === kind);

describe.each(sizes)('the display check’s pattern at $widthPx × $heightPx', size => {
  const parts = testPattern(size);

  test('has 18 grey steps with their values on them, equally far apart', () => {
    expect(patternGreys).toHaveLength(18);
    expect(patternGreys.slice(1).map((code, index) => code - (patternGreys[index] ?? 0))).toEqual(
      Array.from({ length: 17 }, () => 15),
    );
    const texts = ofKind(parts, 'text');
    for (const code of patternGreys) {
      const text = texts.find(part => part.text === String(code));
      const patch = ofKind(parts, 'patch').findLast(
        ({ rect }) =>
          text &&
          text.at.x > rect.x &&
          text.at.x < rect.x + rect.width &&
          text.at.y > rect.y &&
          text.at.y < rect.y + rect.height,
      );
      expect(patch?.code).toBe(code);
      expect(Math.abs((text?.code ?? 0) - code)).toBeGreaterThan(100);
    }
  });

  test('has 5 % in black and 95 % in white', () => {
    const patches = ofKind(parts, 'patch');
    for (const [inside, outer] of [
      [13, 0],
      [242, 255],
    ]) {
      const at = patches.findIndex(({ code }) => code === inside);
      const around = patches[at - 1];
      const within = patches[at];
      expect(around?.code).toBe(outer);
      expect(within && around && within.rect.x > around.rect.x && within.rect.width < around.rect.width).toBe(
        true,
      );
    }
  });

  test('has every colour map once, and lines of one pixel both ways', () => {
    expect(ofKind(parts, 'bar').map(({ map }) => map)).toEqual([...colourMaps]);
    expect(ofKind(parts, 'grating').map(({ isUpright }) => isUpright)).toEqual([true, false]);
  });

  test('runs round the very edge, one pixel thick', () => {
    const [edge, within] = ofKind(parts, 'patch');
    expect(edge).toMatchObject({
      code: 255,
      rect: { x: 0, y: 0, width: size.widthPx, height: size.heightPx },
    });
    expect(within?.rect).toEqual({ x: 1, y: 1, width: size.widthPx - 2, height: size.heightPx - 2 });
  });

  test('stays inside the edge, on whole pixels', () => {
    for (const part of parts) {
      if (part.kind === 'text') continue;
      const { x, y, width, height } = part.rect;
      expect([x, y, width, height].every(Number.isInteger)).toBe(true);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(size.widthPx);
      expect(y + height).toBeLessThanOrEqual(size.heightPx);
      expect(Math.min(width, height)).toBeGreaterThan(0);
    }
  });

  test('names the screen’s pixels, and says of each line of small text how large it is', () => {
    const texts = ofKind(parts, 'text');
    expect(texts.some(({ values }) => values.width === size.widthPx && values.height === size.heightPx)).toBe(
      true,
    );
    const minutes = texts.flatMap(({ values }) => ('minutes' in values ? [Number(values.minutes)] : []));
    expect(minutes).toHaveLength(10);
    expect(new Set(minutes).size).toBe(5);
  });
});

test('small text on a full HD screen of 32 inches spans what is said of it', () => {
  const minutes = ofKind(testPattern({ widthPx: 1920, heightPx: 1080 }), 'text').flatMap(
    ({ values, fontPx }) => ('minutes' in values ? [[fontPx, values.minutes] as const] : []),
  );
  // 28 px of 1080 on 398.5 mm: digits of 20.4 px are 7.51 mm high, 6.5′ at 4 m.
  expect(minutes).toContainEqual([28, '6.5']);
});

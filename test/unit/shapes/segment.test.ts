/** Segmentation: both segmenters against flood fill by the definition, and against each other where flood fill is too slow. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SizePx } from '#model/geometry.ts';
import { createPlainArena } from '#workers/quantify/shapes/arena.ts';
import type { Arena, Segmented, Segmenter, SegmentOrder } from '#workers/quantify/shapes/kernels.ts';
import { kernelSegmenter, segmenterBytes } from '#workers/quantify/shapes/segment.ts';
import { plainSegmenter } from '#workers/quantify/shapes/segment-plain.ts';
import { createRandom } from '../../support/random.ts';
import { kernelMemory } from './kernel-memory.ts';

type Rules = Omit<SegmentOrder, 'image' | 'allowed'>;
type Scene = SizePx & { readonly values: readonly number[]; readonly allowed: readonly boolean[] | null };

const plain: Rules = { low: 10, high: 10, smallestPx: 1, fillsHoles: false };
const filling: Rules = { ...plain, fillsHoles: true };

// ── The definition, pixel by pixel ──────────────────────────────────────────────────────────────

const besides = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;
const corners = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

/** Components of the pixels that `has` holds true for, each as the ascending list of its pixels; in order of their first pixel. */
function flood({ widthPx, heightPx }: SizePx, neighbours: 4 | 8, has: (at: number) => boolean): number[][] {
  const steps = neighbours === 4 ? besides : [...besides, ...corners];
  const seen = new Set<number>();
  const found: number[][] = [];
  for (let first = 0; first < widthPx * heightPx; first++) {
    if (seen.has(first) || !has(first)) continue;
    const component = [first];
    seen.add(first);
    for (let next = 0; next < component.length; next++) {
      const x = component[next]! % widthPx;
      const y = Math.floor(component[next]! / widthPx);
      for (const [dx, dy] of steps) {
        const at = (y + dy) * widthPx + x + dx;
        const isInside = x + dx >= 0 && x + dx < widthPx && y + dy >= 0 && y + dy < heightPx;
        if (!isInside || seen.has(at) || !has(at)) continue;
        seen.add(at);
        component.push(at);
      }
    }
    found.push(component.sort((a, b) => a - b));
  }
  return found;
}

function byDefinition(scene: Scene, { low, high, smallestPx, fillsHoles }: Rules): number[][] {
  const { widthPx, heightPx, values, allowed } = scene;
  const signal = flood(scene, 8, at => values[at]! >= low && (allowed?.[at] ?? true)).filter(
    component => component.length >= smallestPx && component.some(at => values[at]! >= high),
  );
  if (!fillsHoles) return signal;
  const kept = new Set(signal.flat());
  const isBorder = (at: number) =>
    at % widthPx === 0 || at % widthPx === widthPx - 1 || at < widthPx || at >= widthPx * (heightPx - 1);
  for (const rest of flood(scene, 4, at => !kept.has(at)))
    if (!rest.some(isBorder)) for (const at of rest) kept.add(at);
  return flood(scene, 8, at => kept.has(at));
}

// ── What a segmenter says, in the same words ────────────────────────────────────────────────────

function orderIn(arena: Arena, { widthPx, heightPx, values, allowed }: Scene, rules: Rules): SegmentOrder {
  const image = arena.halfWords(widthPx * heightPx);
  image.set(values);
  if (!allowed) return { ...rules, image, allowed };
  const wordsPerRow = Math.ceil(widthPx / 32);
  const bits = arena.words(wordsPerRow * heightPx);
  allowed.forEach((isAllowed, i) => {
    const x = i % widthPx;
    if (isAllowed) bits[Math.floor(i / widthPx) * wordsPerRow + (x >> 5)]! |= 1 << (x & 31);
  });
  return { ...rules, image, allowed: bits };
}

const orderBytes = ({ widthPx, heightPx }: SizePx) => 3 * widthPx * heightPx + 8 * heightPx + 4096;

/** Both segmenters in one call each; `pieces` at most as many as there can be. */
function bySegmenters(scene: Scene, rules: Rules, piecesAtMost = 10_000): Segmented[] {
  const { exports, arena } = kernelMemory(segmenterBytes(scene) + orderBytes(scene));
  const twinArena = createPlainArena();
  return [
    kernelSegmenter(exports, arena, scene).segment(orderIn(arena, scene, rules), piecesAtMost),
    plainSegmenter(twinArena, scene).segment(orderIn(twinArena, scene, rules), piecesAtMost),
  ];
}

const pixelsOf = (spans: Int32Array, widthPx: number): number[] =>
  Array.from({ length: spans.length / 3 }, (_, i) => {
    const [y, x0, x1] = spans.slice(3 * i, 3 * i + 3);
    return Array.from({ length: x1! - x0! }, (_, k) => y! * widthPx + x0! + k);
  }).flat();

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function expectDefinition(scene: Scene, rules: Rules): void {
  const expected = byDefinition(scene, rules);
  const bySize = expected.toSorted((a, b) => b.length - a.length || a[0]! - b[0]!);
  const signal = new Set(expected.flat());
  for (const { mask, count, areaPx, pieces } of bySegmenters(scene, rules)) {
    expect({ count, areaPx }).toEqual({ count: expected.length, areaPx: signal.size });
    expect(Array.from(mask)).toEqual(scene.values.map((_, at) => (signal.has(at) ? 255 : 0)));
    expect(pieces.map(piece => pixelsOf(piece.spans, scene.widthPx))).toEqual(bySize);
    expect(pieces.map(({ areaPx, sumX, sumY }) => ({ areaPx, sumX, sumY }))).toEqual(
      bySize.map(pixels => ({
        areaPx: pixels.length,
        sumX: sum(pixels.map(at => at % scene.widthPx)),
        sumY: sum(pixels.map(at => Math.floor(at / scene.widthPx))),
      })),
    );
  }
}

/** `#`: hot signal, `+`: signal, `x`: signal that is not allowed, anything else dark. */
function draw(...lines: readonly string[]): Scene {
  const characters = lines.join('').split('');
  const isRestricted = characters.includes('x');
  return {
    widthPx: lines[0]!.length,
    heightPx: lines.length,
    values: characters.map(c => (c === '#' || c === 'x' ? 20 : c === '+' ? 10 : 9)),
    allowed: isRestricted ? characters.map(c => c !== 'x') : null,
  };
}

const figuresOf = ({ count, areaPx, pieces }: Segmented) => ({
  count,
  areaPx,
  pieces: pieces.map(({ spans, ...figures }) => ({ ...figures, runs: spans.length / 3 })),
});

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);

const equalBytes = (a: ArrayBufferView, b: ArrayBufferView) => Buffer.compare(bytesOf(a), bytesOf(b)) === 0;

const shown = ({ mask }: Segmented, { widthPx, heightPx }: SizePx): string[] =>
  Array.from({ length: heightPx }, (_, y) =>
    Array.from(mask.subarray(y * widthPx, (y + 1) * widthPx), value => (value ? '#' : '.')).join(''),
  );

// ── Tests ───────────────────────────────────────────────────────────────────────────────────────

const scenes = fc
  .record({
    widthPx: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(31, 32, 33, 63, 64, 65, 97, 128, 130)),
    heightPx: fc.integer({ min: 1, max: 12 }),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    share: fc.constantFrom(5, 20, 40, 50, 65, 80, 95),
    isRestricted: fc.boolean(),
  })
  .map(({ widthPx, heightPx, seed, share, isRestricted }): Scene => {
    const random = createRandom(seed);
    const all = Array.from({ length: widthPx * heightPx });
    return {
      widthPx,
      heightPx,
      values: all.map(() =>
        random.integer(1, 100) <= share ? random.integer(10, 30) : random.integer(0, 9),
      ),
      allowed: isRestricted ? all.map(() => random.integer(0, 9) > 0) : null,
    };
  });

const ruleSets = fc.record({
  low: fc.constant(10),
  high: fc.constantFrom(10, 20, 28, 30),
  smallestPx: fc.constantFrom(1, 2, 5, 20),
  fillsHoles: fc.boolean(),
});

describe('both segmenters', () => {
  test('say what flood fill by the definition says', () => {
    fc.assert(fc.property(scenes, ruleSets, expectDefinition), { seed: 11, numRuns: 500 });
  });

  test('connect signal across corners', () => {
    const scene = draw('#..#', '.##.', '....', '#...');
    for (const { pieces } of bySegmenters(scene, plain)) expect(pieces.map(p => p.areaPx)).toEqual([4, 1]);
  });

  test('do not let a hole leak through a corner', () => {
    const scene = draw('.......', '..##...', '.#..#..', '.#..#..', '..##.#.', '.......');
    for (const found of bySegmenters(scene, filling))
      expect(shown(found, scene)).toEqual(['.......', '..##...', '.####..', '.####..', '..##.#.', '.......']);
  });

  test('leave open what reaches the border', () => {
    const scene = draw('#.###', '#.#.#', '#####', '.....');
    for (const found of bySegmenters(scene, filling))
      expect(shown(found, scene)).toEqual(['#.###', '#.###', '#####', '.....']);
  });

  test('keep a component only where it is hot somewhere', () => {
    const scene = draw('++#..', '.....', '+++..', '.....', '...#.');
    for (const { pieces } of bySegmenters(scene, { ...plain, high: 20 }))
      expect(pieces.map(p => p.areaPx)).toEqual([3, 1]);
  });

  test('find the one hot pixel of a long run, wherever it is', () => {
    const width = 260;
    for (let hot = 0; hot < width; hot += 7) {
      const scene = draw(`${'+'.repeat(hot)}#${'+'.repeat(width - hot - 1)}`);
      for (const { areaPx } of bySegmenters(scene, { ...plain, high: 20 }))
        expect(areaPx, `${hot}`).toBe(width);
    }
  });

  test('count the smallest area before holes are filled', () => {
    const ring = draw('.....', '.###.', '.#.#.', '.###.', '.....');
    for (const { areaPx } of bySegmenters(ring, { ...filling, smallestPx: 9 })) expect(areaPx).toBe(0);
    for (const { areaPx } of bySegmenters(ring, { ...filling, smallestPx: 8 })) expect(areaPx).toBe(9);
  });

  test('fill a hole over what is not allowed there, and over what was dropped inside it', () => {
    const scene = draw('#######', '#.....#', '#.x.+.#', '#.....#', '#######');
    for (const { count, areaPx } of bySegmenters(scene, { ...filling, high: 20 }))
      expect({ count, areaPx }).toEqual({ count: 1, areaPx: 35 });
  });

  test('make one piece of a ring and the island in its hole', () => {
    const scene = draw('#######', '#.....#', '#.#.#.#', '#.....#', '#######');
    for (const { count } of bySegmenters(scene, plain)) expect(count).toBe(3);
    for (const { pieces } of bySegmenters(scene, filling)) expect(pieces.map(p => p.areaPx)).toEqual([35]);
  });

  test('hand out the largest pieces only, of equals the upper, then the left one, and count them all', () => {
    const scene = draw('#.##.#', '......', '##.#.#', '......', '###...');
    for (const { count, areaPx, pieces } of bySegmenters(scene, plain, 3)) {
      expect({ count, areaPx }).toEqual({ count: 7, areaPx: 11 });
      expect(pieces.map(({ spans }) => Array.from(spans))).toEqual([
        [4, 0, 3],
        [0, 2, 4],
        [2, 0, 2],
      ]);
    }
    for (const found of bySegmenters(scene, plain, 0)) expect([found.count, found.pieces]).toEqual([7, []]);
  });

  test('compare with levels between codes and beyond them', () => {
    const scene = draw('#+.');
    const area = (low: number, high = low) => bySegmenters(scene, { ...plain, low, high }).map(s => s.areaPx);
    expect(area(9.5)).toEqual([2, 2]);
    expect(area(-3)).toEqual([3, 3]);
    expect(area(10, 10.01)).toEqual([2, 2]);
    expect(area(20, 5)).toEqual([1, 1]);
    expect(area(65_536)).toEqual([0, 0]);
    expect(area(10, 70_000)).toEqual([0, 0]);
    expect(area(Number.NaN)).toEqual([0, 0]);
    expect(area(10, Number.NaN)).toEqual([0, 0]);
  });

  test('find the brightest code of 16 bits', () => {
    const scene = { ...draw('...'), values: [65_534, 65_535, 0] };
    for (const found of bySegmenters(scene, { ...plain, low: 65_535, high: 65_535 }))
      expect(shown(found, scene)).toEqual(['.#.']);
  });

  test('start afresh with every picture', () => {
    const scene = draw('####', '#..#', '####');
    const { exports, arena } = kernelMemory(segmenterBytes(scene) + 2 * orderBytes(scene));
    const twinArena = createPlainArena();
    const both: [Segmenter, Arena][] = [
      [kernelSegmenter(exports, arena, scene), arena],
      [plainSegmenter(twinArena, scene), twinArena],
    ];
    for (const [segmenter, memory] of both) {
      const order = orderIn(memory, scene, filling);
      const first = structuredClone(segmenter.segment(order, 4));
      expect(segmenter.segment({ ...order, low: 30, high: 30 }, 4).areaPx).toBe(0);
      expect(segmenter.segment(order, 4)).toEqual(first);
    }
  });

  test('refuse planes that are too small, and the kernel those of another memory', () => {
    const scene = draw('###', '###');
    const { exports, arena } = kernelMemory(segmenterBytes(scene) + orderBytes(scene));
    const order = { ...plain, image: new Uint16Array(6), allowed: null };
    const kernel = kernelSegmenter(exports, arena, scene);
    expect(() => kernel.segment(order, 1)).toThrow('arena');
    for (const segmenter of [kernel, plainSegmenter(createPlainArena(), scene)]) {
      expect(() => segmenter.segment({ ...order, image: new Uint16Array(5) }, 1)).toThrow(
        'smaller than 3 × 2',
      );
      expect(() => segmenter.segment({ ...order, allowed: new Uint32Array(1) }, 1)).toThrow(
        'smaller than 3 × 2',
      );
    }
  });
});

describe('the kernel on pictures as large as a camera’s', () => {
  /** What makes the most runs, pieces, holes or depth of union. */
  const patterns: Record<string, (x: number, y: number, random: () => number) => number> = {
    'noise, every second pixel': (_x, _y, random) => (random() < 0.5 ? 20 : 0),
    'noise, few pixels': (_x, _y, random) => (random() < 0.02 ? 20 : 0),
    'noise, few gaps': (_x, _y, random) => (random() < 0.9 ? 20 : 0),
    columns: x => 20 * (x % 2),
    rows: (_x, y) => 20 * (y % 2),
    'a chessboard': (x, y) => 20 * ((x + y) % 2),
    'single pixels': (x, y) => 20 * (x & y & 1),
    'single holes': (x, y) => 20 * (1 - (x & y & 1)),
    combs: (x, y) => (y % 40 === 0 || (x % 2 === 0 && y % 40 < 30) ? 20 : 0),
    'combs upside down': (x, y) => (y % 40 === 39 || (x % 2 === 0 && y % 40 > 9) ? 20 : 0),
    rings: (x, y) => (Math.floor(Math.hypot(x - 300, y - 120)) % 6 < 3 ? 20 : 0),
    'all signal': () => 20,
    nothing: () => 0,
  };

  test.each(Object.keys(patterns))('equals the twin bit for bit: %s', name => {
    const size = { widthPx: 641, heightPx: 200 };
    const random = createRandom(3);
    const values = Array.from({ length: size.widthPx * size.heightPx }, (_, i) =>
      patterns[name]!(i % size.widthPx, Math.floor(i / size.widthPx), () => random.uniform(0, 1)),
    );
    for (const smallestPx of [1, 3])
      for (const fillsHoles of [false, true]) {
        const rules = { ...plain, high: 15, smallestPx, fillsHoles };
        const [kernel, twin] = bySegmenters({ ...size, values, allowed: null }, rules, 64);
        // Bytes, because comparing a million numbers one by one takes longer than all the rest.
        expect(equalBytes(kernel!.mask, twin!.mask)).toBe(true);
        expect(figuresOf(kernel!)).toEqual(figuresOf(twin!));
        expect(kernel!.pieces.every((piece, i) => equalBytes(piece.spans, twin!.pieces[i]!.spans))).toBe(
          true,
        );
      }
  });
});

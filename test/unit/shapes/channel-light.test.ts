/** Light of the channel's own codes: the twin against the definition, the kernel against the twin, bit for bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldOf } from '#model/field.ts';
import { type Homography, identity } from '#model/geometry.ts';
import type { Radial } from '#model/mapping.ts';
import type { Sensor } from '#workers/quantify/sensor.ts';
import { createKernels } from '#workers/quantify/shapes/create-kernels.ts';
import wasm from '#workers/quantify/shapes/kernels/all.as.ts?kernel';
import type { Channel, Kernels, MeanBlocks, PlacedPiece } from '#workers/quantify/shapes/kernels.ts';
import { createPictureMaker, pictureSize } from '#workers/quantify/shapes/light-picture.ts';
import type { Spans } from '#workers/quantify/spans.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { formatOf } from '../quantify/frames.ts';

type Made = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: 8 | 10 | 16;
  readonly fields: 'none' | 'dark' | 'flat' | 'both';
  /** Largest difference between neighbouring codes, as a share of all codes. */
  readonly rough: number;
};

/** A sensor whose rows do not touch; a few codes are clipped. */
function sensorOf(
  random: Random,
  made: Made,
  mapping: { homography?: Homography; radial?: Radial } = {},
): Sensor {
  const { widthPx, heightPx, bits, rough } = made;
  const topCode = 2 ** bits - 1;
  const strideSamples = widthPx + random.integer(0, 5);
  const startSamples = random.integer(0, 9);
  const length = startSamples + strideSamples * heightPx;
  const middle = random.uniform(0, topCode);
  const codes = Array.from({ length }, () =>
    Math.max(0, Math.min(topCode, Math.round(middle + random.uniform(-rough, rough) * topCode))),
  );
  const field = (low: number, high: number) =>
    fieldOf(
      Array.from({ length: widthPx * heightPx }, () => random.uniform(low, high)),
      widthPx,
      heightPx,
    );
  const dark = made.fields === 'dark' || made.fields === 'both' ? field(-0.02, 0.05) : null;
  const flat = made.fields === 'flat' || made.fields === 'both' ? field(0.4, 1.3) : null;
  return {
    frame: { number: 0, timestampS: 0, arrivedS: 0, planes: [], format: formatOf('Y8', made) },
    codes: {
      widthPx,
      heightPx,
      topCode,
      startSamples,
      strideSamples,
      samples: bits === 8 ? Uint8Array.from(codes) : Uint16Array.from(codes),
    },
    // Not straight, and below 0 at its start.
    linear: Float64Array.from({ length: topCode + 1 }, (_, code) => (code / topCode) ** 1.7 * 1.03 - 0.03),
    sceneToSensor: { homography: mapping.homography ?? identity, radial: mapping.radial ?? null },
    correction: dark || flat ? { dark, flat } : null,
    missingField: null,
    shifts: null,
    clipCode: Math.round(0.9 * topCode),
    blackCode: 0,
  };
}

const light = ({ codes, linear, correction }: Channel, x: number, y: number): number => {
  const own = linear[codes.samples[codes.startSamples + y * codes.strideSamples + x]!]!;
  const at = y * codes.widthPx + x;
  const value = (f: { low: number; step: number; samples: Uint16Array } | null | undefined, none: number) =>
    f ? f.low + f.step * f.samples[at]! : none;
  return (own - value(correction?.dark, 0)) / value(correction?.flat, 1);
};

/** Up to `runs` runs a row, some of a single pixel; every few rows none. */
function spansOf(random: Random, { widthPx, heightPx }: Made, runs: number): Spans {
  const spans: number[] = [];
  for (let y = 0; y < heightPx; y++) {
    let x = random.integer(0, 4);
    for (let run = random.integer(0, 8) === 0 ? runs : 0; run < runs && x < widthPx; run++) {
      const end = Math.min(widthPx, x + random.integer(1, Math.ceil((2 * widthPx) / runs)));
      spans.push(y, x, end);
      x = end + random.integer(1, 3);
    }
  }
  return Int32Array.from(spans);
}

const made: fc.Arbitrary<Made> = fc.record({
  widthPx: fc.integer({ min: 1, max: 70 }),
  heightPx: fc.integer({ min: 1, max: 24 }),
  bits: fc.constantFrom(8, 10, 16),
  // Without fields light has ties, which must go to the first.
  fields: fc.constantFrom('none', 'none', 'none', 'dark', 'flat', 'both'),
  rough: fc.constantFrom(0, 0.02, 0.5),
});
const seed = fc.integer({ min: 0, max: 1e6 });

const kernelsFor = (
  { widthPx, heightPx }: Made,
  stepPx: 1 | 2 = 1,
): readonly [fast: Kernels, plain: Kernels] => {
  const size = pictureSize({ widthPx, heightPx }, stepPx);
  return [createKernels(size, wasm), createKernels(size, null)];
};
const copyOf = (blocks: MeanBlocks) => ({
  ...blocks,
  light: blocks.light.slice(),
  // A row says nothing where there is no mean.
  row: Array.from(blocks.row, (row, block) => (blocks.light[block]! > Number.NEGATIVE_INFINITY ? row : -1)),
});

describe('mean blocks', () => {
  test('of the twin have the highest mean over 3 × 3 of each block, and its first row', () => {
    fc.assert(
      fc.property(made, seed, fc.integer({ min: 1, max: 9 }), (own, s, blockPx) => {
        const random = createRandom(s);
        const sensor = sensorOf(random, own);
        const spans = spansOf(random, own, 2);
        const [, { light: twin }] = kernelsFor(own);
        twin.take(sensor);
        const found = twin.meanBlocks(spans, blockPx);
        const isIn = (x: number, y: number): boolean => {
          for (let i = 0; i < spans.length; i += 3)
            if (spans[i] === y && spans[i + 1]! <= x && x < spans[i + 2]!) return true;
          return false;
        };
        const best = new Float32Array(found.columns * found.rows).fill(Number.NEGATIVE_INFINITY);
        const row = new Array<number>(best.length).fill(-1);
        const means = new Set<number>();
        for (let y = 1; y + 1 < own.heightPx; y++)
          for (let x = 1; x + 1 < own.widthPx; x++) {
            let sum = 0;
            let isWhole = true;
            for (let dy = -1; dy <= 1; dy++) {
              const three =
                light(sensor, x - 1, y + dy) + light(sensor, x, y + dy) + light(sensor, x + 1, y + dy);
              sum = dy === -1 ? three : sum + three;
              for (let dx = -1; dx <= 1; dx++) isWhole &&= isIn(x + dx, y + dy);
            }
            if (!isWhole) continue;
            const mean = Math.fround(sum / 9);
            const block = Math.floor(y / blockPx) * found.columns + Math.floor(x / blockPx);
            means.add(mean);
            if (mean <= best[block]!) continue;
            best[block] = mean;
            row[block] = y;
          }
        expect(copyOf(found)).toMatchObject({ light: best, row, isEven: means.size < 2 });
      }),
      { seed: 31, numRuns: 150 },
    );
  });

  test('of the kernel are the twin’s', () => {
    fc.assert(
      fc.property(
        made,
        seed,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(1, 1, 2, 12),
        (own, s, blockPx, runs) => {
          const random = createRandom(s);
          const sensor = sensorOf(random, own);
          const spans = spansOf(random, own, runs);
          const [fast, plain] = kernelsFor(own).map(kernels => {
            kernels.light.take(sensor);
            return copyOf(kernels.light.meanBlocks(spans, blockPx));
          });
          expect(fast).toEqual(plain);
        },
      ),
      { seed: 32, numRuns: 150 },
    );
  });
});

describe('light of a piece', () => {
  /** Every piece of the pixels that are at least as light as most, by either segmenter. */
  const piecesOf = (kernels: Kernels, sensor: Sensor, stepPx: 1 | 2): PlacedPiece[] => {
    const picture = createPictureMaker()(sensor, stepPx, kernels);
    const sorted = picture.levels.toSorted();
    const low = sorted[Math.floor(sorted.length / 2)]!;
    const order = { image: picture.levels, low, high: low, allowed: null, smallestPx: 1, fillsHoles: true };
    const { mask, pieces } = kernels.segment(order, 64);
    return pieces.map(({ spans }) => ({ picture, mask, spans }));
  };

  test('by the kernel is the twin’s, at either step', () => {
    fc.assert(
      fc.property(made, seed, fc.constantFrom(1 as const, 2 as const), (own, s, stepPx) => {
        const sensor = sensorOf(createRandom(s), own);
        const [fast, plain] = kernelsFor(own, stepPx).map(kernels =>
          piecesOf(kernels, sensor, pictureSize(own, stepPx).stepPx).map(piece =>
            kernels.light.pieceLight(piece),
          ),
        );
        expect(fast).toEqual(plain);
      }),
      { seed: 33, numRuns: 150 },
    );
  });

  test('is the sum over its valid pixels and the largest over nine of them', () => {
    const sensor = sensorOf(createRandom(5), {
      widthPx: 30,
      heightPx: 20,
      bits: 8,
      fields: 'both',
      rough: 0.5,
    });
    const [fast] = kernelsFor({ widthPx: 30, heightPx: 20, bits: 8, fields: 'both', rough: 0.5 });
    for (const piece of piecesOf(fast, sensor, 1)) {
      const { spans } = piece;
      const valid = new Map<string, number>();
      for (let i = 0; i < spans.length; i += 3)
        for (let x = spans[i + 1]!; x < spans[i + 2]!; x++) {
          const { samples, startSamples, strideSamples } = sensor.codes;
          if (samples[startSamples + spans[i]! * strideSamples + x]! < sensor.clipCode)
            valid.set(`${x} ${spans[i]}`, light(sensor, x, spans[i]!));
        }
      let most = Number.NEGATIVE_INFINITY;
      for (let y = 0; y < 20; y++)
        for (let x = 0; x < 30; x++) {
          const nine = [-1, 0, 1].flatMap(dy => [-1, 0, 1].map(dx => valid.get(`${x + dx} ${y + dy}`)));
          if (nine.every(own => own !== undefined))
            most = Math.max(
              most,
              nine.reduce((a, b) => a + b, 0),
            );
        }
      const found = fast.light.pieceLight(piece);
      expect(found.n).toBe(valid.size);
      expect(found.sum).toBeCloseTo(
        [...valid.values()].reduce((a, b) => a + b, 0),
        9,
      );
      if (most > Number.NEGATIVE_INFINITY) expect(found.most).toBeCloseTo(most, 9);
      else expect(found.most).toBe(most);
    }
  });
});

test('levels of every depth, field and step are the same by kernel and twin', () => {
  fc.assert(
    fc.property(made, seed, fc.constantFrom(1 as const, 2 as const), (own, s, stepPx) => {
      const sensor = sensorOf(createRandom(s), own);
      const [fast, plain] = kernelsFor(own, stepPx).map(kernels =>
        createPictureMaker()(sensor, stepPx, kernels).levels.slice(),
      );
      expect(fast).toEqual(plain);
    }),
    { seed: 34, numRuns: 150 },
  );
});

test('light along rays is the same by kernel and twin, turned, tilted, behind a lens and out of the picture', () => {
  const lens: Radial = { k1: -0.08, k2: 0.01, centre: { x: 20, y: 10 }, radiusPx: 30 };
  const mappings: { homography?: Homography; radial?: Radial }[] = [
    {},
    { homography: [0.9, 0.2, 0, -0.2, 0.9, 0, 3, -2, 1] },
    { homography: [0.9, 0.2, 0.001, -0.2, 0.9, -0.002, 3, -2, 1.1], radial: lens },
  ];
  fc.assert(
    fc.property(made, seed, fc.constantFrom(1 as const, 2 as const), (own, s, stepPx) => {
      const random = createRandom(s);
      const sensor = sensorOf(random, own, mappings[random.integer(0, 2)]);
      const directions = Float64Array.from({ length: 2 * random.integer(1, 40) }, (_, i) =>
        i % 2 === 0 ? Math.cos(i) : Math.sin(i - 1),
      );
      const from = { x: random.uniform(-5, own.widthPx + 5), y: random.uniform(-5, own.heightPx + 5) };
      const rays = { from, directions, stepPx: random.uniform(0.05, 2), steps: random.integer(1, 60) };
      const [fast, plain] = kernelsFor(own, stepPx).map(kernels => {
        const picture = createPictureMaker()(sensor, stepPx, kernels);
        const { light: along, seen } = kernels.light.along(picture, rays);
        return Array.from(seen, (count, ray) => along.slice(ray * rays.steps, ray * rays.steps + count));
      });
      expect(fast).toEqual(plain);
    }),
    { seed: 35, numRuns: 150 },
  );
});

test('a channel that is larger than its pictures can come from is refused, as is reading before taking one in', () => {
  const own: Made = { widthPx: 40, heightPx: 30, bits: 8, fields: 'none', rough: 0.1 };
  const sensor = sensorOf(createRandom(1), own);
  const { light: reader } = createKernels({ widthPx: 10, heightPx: 10 }, wasm);
  expect(() => reader.take(sensor)).toThrow('larger');
  expect(() => reader.meanBlocks(new Int32Array(), 8)).toThrow('taken in');
});

/** The benchmark's frames, the same in every run: one as cameras give them, and those that kernels find hard. */
import { createRandom, type Random } from '../../support/random.ts';
import type { ChainFrame } from './order.ts';

type Codes = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** A frame with its pixels. `key`: the picture it is registered to. */
export type MadeFrame = { readonly frame: ChainFrame; readonly codes: Codes; readonly key: Codes };

type Size = Pick<ChainFrame, 'widthPx' | 'heightPx'>;

const large: Size = { widthPx: 1920, heightPx: 1080 };
const shift = { dx: 7.3, dy: -4.6 };

/** Light in codes of 8 bits at a place of the 1080p scene. */
type Scene = (x: number, y: number) => number;

/** Lobed, with a soft edge: the tumour, and satellites about it. */
const lesions = [
  { x: 960, y: 540, radius: 250, codes: 140 },
  { x: 420, y: 300, radius: 60, codes: 90 },
  { x: 1500, y: 260, radius: 80, codes: 75 },
  { x: 1480, y: 830, radius: 45, codes: 110 },
  { x: 380, y: 800, radius: 95, codes: 60 },
  { x: 700, y: 160, radius: 25, codes: 120 },
] as const;

/** Texture that is smooth between random knots `cellPx` apart. */
function createTexture(random: Random, cellPx: number, codes: number): Scene {
  const side = 256;
  const knots = Float64Array.from({ length: side * side }, () => random.uniform(-codes, codes));
  const ease = (t: number) => t * t * (3 - 2 * t);
  return (x, y) => {
    const column = Math.floor(x / cellPx);
    const row = Math.floor(y / cellPx);
    const across = ease(x / cellPx - column);
    const at = (dy: number, dx: number) => knots[((row + dy) & 255) * side + ((column + dx) & 255)]!;
    const top = at(0, 0) + across * (at(0, 1) - at(0, 0));
    const bottom = at(1, 0) + across * (at(1, 1) - at(1, 0));
    return top + ease(y / cellPx - row) * (bottom - top);
  };
}

/** Tissue with fluorescence of its own, less light towards the corners, lesions on it. */
function createTissue(): Scene {
  const random = createRandom(4);
  const textures = [
    createTexture(random, 170, 9),
    createTexture(random, 60, 6),
    createTexture(random, 24, 4),
  ];
  return (x, y) => {
    const outward = ((x / 960 - 1) ** 2 + (y / 540 - 1) ** 2) / 2;
    let light = 38;
    for (const texture of textures) light += texture(x, y);
    for (const { x: x0, y: y0, radius, codes } of lesions) {
      const far = Math.hypot(x - x0, y - y0);
      if (far > 2 * radius) continue;
      const lobed = far / (radius * (1 + 0.12 * Math.sin(5 * Math.atan2(y - y0, x - x0))));
      light += codes / (1 + Math.exp(9 * (lobed - 1)));
    }
    return light * (1 - 0.45 * outward);
  };
}

const tissue = createTissue();

type Seeing = { readonly size: Size; readonly noiseCodes: number; readonly seed: number };

/** Codes of 8 bits, not rounded, of the scene moved by (dx, dy) pixels of the frame. */
function see({ size, noiseCodes, seed }: Seeing, { dx, dy }: { dx: number; dy: number }): Float64Array {
  const { widthPx, heightPx } = size;
  const random = createRandom(seed);
  const scale = large.widthPx / widthPx;
  const seen = new Float64Array(widthPx * heightPx);
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) {
      // The sum of three such deviates has an SD of 1.
      const noise = random.uniform(-1, 1) + random.uniform(-1, 1) + random.uniform(-1, 1);
      seen[i] = tissue((x - dx) * scale, (y - dy) * scale) + noiseCodes * noise;
    }
  return seen;
}

const toBytes = (seen: Float64Array): Codes =>
  Uint8Array.from(seen, code => Math.max(0, Math.min(255, Math.round(code))));
const toHalfWords = (seen: Float64Array): Codes =>
  Uint16Array.from(seen, code => Math.max(0, Math.min(65_535, Math.round(257 * code))));

/** An ellipse about the middle in 1080p pixels, or what of it lies beyond another. */
function regionOf(size: Size, outer: readonly [number, number], inner?: readonly [number, number]): number[] {
  const scale = size.widthPx / large.widthPx;
  const middleX = (size.widthPx - 1) / 2;
  const middleY = (size.heightPx - 1) / 2;
  const spans: number[] = [];
  const reachAt = (y: number, [radiusX, radiusY]: readonly [number, number]): number | null => {
    const share = 1 - ((y - middleY) / (radiusY * scale)) ** 2;
    return share < 0 ? null : radiusX * scale * Math.sqrt(share);
  };
  for (let y = 0; y < size.heightPx; y++) {
    const reach = reachAt(y, outer);
    if (reach === null) continue;
    const first = Math.ceil(middleX - reach);
    const end = Math.floor(middleX + reach) + 1;
    const hole = inner ? reachAt(y, inner) : null;
    if (hole === null) spans.push(y, first, end);
    else {
      spans.push(y, first, Math.ceil(middleX - hole));
      spans.push(y, Math.floor(middleX + hole) + 1, end);
    }
  }
  return spans;
}

function describe(name: string, size: Size, differing: Partial<ChainFrame> = {}): ChainFrame {
  return {
    name,
    ...size,
    topCode: 255,
    readsSmoothed: true,
    lowCode: 76,
    highCode: 90,
    smallestPx: 30,
    lineCodes: [60, 76, 95, 114, 133],
    tolerancePx: 0.25,
    // 278 and 544 thousand pixels at 1080p.
    regions: [regionOf(size, [340, 260]), regionOf(size, [685, 482], [460, 340])],
    shift,
    ...differing,
  };
}

const seen = (size: Size, noiseCodes = 2) => see({ size, noiseCodes, seed: 1 }, shift);
const keyOf = (size: Size) => see({ size, noiseCodes: 2, seed: 2 }, { dx: 0, dy: 0 });

function filled(size: Size, code: () => number): Codes {
  return Uint8Array.from({ length: size.widthPx * size.heightPx }, code);
}

const makers = {
  typical: size => ({
    frame: describe('typical', size),
    codes: toBytes(seen(size)),
    key: toBytes(keyOf(size)),
  }),
  empty: size => ({
    frame: describe('empty', size, { shift: null }),
    codes: filled(size, () => 0),
    key: toBytes(keyOf(size)),
  }),
  saturated: size => ({
    frame: describe('saturated', size, { shift: null }),
    codes: filled(size, () => 255),
    key: toBytes(keyOf(size)),
  }),
  noisy: size => ({
    frame: describe('noisy', size, { readsSmoothed: false }),
    codes: toBytes(seen(size, 15)),
    key: toBytes(keyOf(size)),
  }),
  random(size) {
    const random = createRandom(3);
    const frame = describe('random', size, {
      readsSmoothed: false,
      lowCode: 127,
      highCode: 140,
      lineCodes: [80, 105, 127, 150, 175],
      shift: null,
    });
    return { frame, codes: filled(size, () => random.integer(0, 255)), key: toBytes(keyOf(size)) };
  },
  wide(size) {
    const frame = describe('wide', size);
    const wider = (code: number) => 257 * code;
    return {
      frame: {
        ...frame,
        topCode: 65_535,
        lowCode: wider(frame.lowCode),
        highCode: wider(frame.highCode),
        lineCodes: frame.lineCodes.map(wider),
      },
      codes: toHalfWords(seen(size)),
      key: toHalfWords(keyOf(size)),
    };
  },
} as const satisfies Record<string, (size: Size) => MadeFrame>;

export type FrameName = keyof typeof makers;

/**
 * typical: lesions on tissue, as after a camera. empty: all 0. saturated: all 255. noisy: that of `typical` under noise of 15 codes, not
 * smoothed. random: every code as likely as any other, not smoothed, half of the pixels signal. wide: `typical` in 16 bits.
 */
export const makeFrame = (name: FrameName, size: Size): MadeFrame => makers[name](size);

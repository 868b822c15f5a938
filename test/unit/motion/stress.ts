/**
 * Pictures that have led registration astray, drawn by number: case n is the same on every run. A scene of 1920 × 1080, seen
 * reduced to 480 × 270. What stands still (a mask, text, glare, loss of light in the corners) pulls towards no motion, what
 * crosses (instruments) pulls anywhere, what repeats fits in many places.
 */
import type { SizePx } from '#model/geometry.ts';
import { sha256OfKeyFrame } from '#model/key-frame.ts';
import { type KeyFrame, type Motion, moved, movedBack } from '#model/motion.ts';
import { phantomSchema } from '#model/phantom.ts';
import specimen from '#seeds/phantoms/back-table-specimen.json' with { type: 'json' };
import liver from '#seeds/phantoms/liver-rim.json' with { type: 'json' };
import bed from '#seeds/phantoms/sarcoma-bed.json' with { type: 'json' };
import { paintSubject } from '#workers/feed/phantom/subjects.ts';
import type { ReducedPicture } from '#workers/quantify/motion/key-picture.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { haveRealImages, readRealImage } from '../../support/real-images.ts';
import { addNoise, addVessel, plantTexture, type Texture, tissueTexture } from './scenes.ts';

const scene: SizePx = { widthPx: 1920, heightPx: 1080 };
const size: SizePx = { widthPx: 480, heightPx: 270 };
const factor = 4;
const centre = { x: (scene.widthPx - 1) / 2, y: (scene.heightPx - 1) / 2 };

const empty = (): Texture => {
  const widthPx = 720;
  const heightPx = 480;
  return { widthPx, heightPx, values: new Float32Array(widthPx * heightPx).fill(110) };
};

function noiseTexture(seed: number, cells: readonly (readonly [cellPx: number, codes: number])[]): Texture {
  const texture = empty();
  const random = createRandom(seed);
  for (const [cellPx, codes] of cells) addNoise(texture, { cellPx, codes, random });
  return texture;
}

function vesselTexture(seed: number): Texture {
  const texture = noiseTexture(seed, [[120, 12]]);
  const random = createRandom(seed + 1);
  for (let vessel = 0; vessel < 30; vessel++) addVessel(texture, random);
  return texture;
}

/** Threads every `periodPx`; `share` of the picture, the rest (below) is tissue. */
function weaveTexture(seed: number, periodPx: number, share: number): Texture {
  const texture = noiseTexture(seed, [[90, 8]]);
  const { widthPx, heightPx, values } = texture;
  const tissue = tissueTexture(seed);
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) {
      const thread = Math.sin((2 * Math.PI * x) / periodPx) + Math.sin((2 * Math.PI * y) / periodPx);
      if ((y - 105) / 270 < share) values[i]! += 14 * thread + 4 * thread * thread;
      else values[i] = tissue.values[i]!;
    }
  return texture;
}

function fluorescenceTexture(): Texture {
  const { widthPx, heightPx, samples } = readRealImage('fluorescence-16bit.png');
  const half = { widthPx: widthPx >> 1, heightPx: heightPx >> 1 };
  const values = new Float32Array(half.widthPx * half.heightPx);
  const top = [...samples].sort((a, b) => a - b)[Math.floor(0.999 * samples.length)] ?? 1;
  for (let y = 0, i = 0; y < half.heightPx; y++)
    for (let x = 0; x < half.widthPx; x++, i++) {
      const at = 2 * y * widthPx + 2 * x;
      const sum = samples[at]! + samples[at + 1]! + samples[at + widthPx]! + samples[at + widthPx + 1]!;
      values[i] = (230 * sum) / 4 / top;
    }
  return { ...half, values };
}

function phantomTexture(seed: object): Texture {
  const spec = phantomSchema.parse({ ...seed, $schema: undefined });
  const { white } = paintSubject(spec, { kind: 'tissue' });
  const values = Float32Array.from(white.luma, packed => (packed & 255) + 0.6 * (packed >> 16));
  return { widthPx: white.widthPx, heightPx: white.heightPx, values };
}

/** By name; made when first asked for. */
const textureMakers: Readonly<Record<string, (seed: number) => Texture>> = {
  tissue: seed => tissueTexture(seed),
  'pale tissue': seed => tissueTexture(seed, 0.4),
  'faint tissue': seed => tissueTexture(seed, 0.15),
  'smooth tissue': seed =>
    noiseTexture(seed, [
      [90, 30],
      [31, 18],
    ]),
  'fine grain': seed =>
    noiseTexture(seed, [
      [60, 20],
      [5, 8],
      [3, 6],
    ]),
  vessels: vesselTexture,
  weave: seed => weaveTexture(seed, 9 + (seed % 5), 1),
  'weave and tissue': seed => weaveTexture(seed, 9 + (seed % 5), 0.6),
  liver: () => phantomTexture(liver),
  bed: () => phantomTexture(bed),
  specimen: () => phantomTexture(specimen),
  ...(haveRealImages && { plant: plantTexture, fluorescence: fluorescenceTexture }),
};
const made = new Map<string, Texture>();
function textureOf(name: string, seed: number): Texture {
  const maker = textureMakers[name];
  if (!maker) throw new Error(`There is no texture ${name}.`);
  const id = maker.length ? `${name} ${seed}` : name;
  const texture = made.get(id) ?? maker(seed);
  made.set(id, texture);
  return texture;
}

type Bar = {
  /** Its middle line goes through this place, in reduced pixels. */
  readonly x: number;
  readonly y: number;
  readonly angleRad: number;
  readonly widthPx: number;
  readonly kind: 'dark' | 'bright' | 'metal';
};
type Spot = { readonly x: number; readonly y: number; readonly radiusPx: number };
type Text = { readonly code: number; readonly boxes: readonly (readonly [x: number, y: number])[] };

/** Everything about a case. */
export type StressCase = {
  readonly index: number;
  readonly texture: string;
  readonly seed: number;
  readonly motion: Motion;
  readonly shift: 'none' | 'small' | 'quarter' | 'third';
  readonly turn: 'none' | 'ten' | 'fifteen';
  readonly noiseCodes: number;
  readonly light: number;
  readonly vignetting: number;
  /** Share of the picture that bars are to hide, of the key frame and of the frame. */
  readonly hidden: number;
  readonly keyBars: readonly Bar[];
  readonly bars: readonly Bar[];
  /** Glare that stays with the light. */
  readonly spots: readonly Spot[];
  /** Radius of an endoscope's round picture, in reduced pixels; null: none. */
  readonly maskPx: number | null;
  readonly text: Text | null;
  /** What issue 4 and the clinic call usual: to be followed. */
  readonly isOrdinary: boolean;
};

const textureNames = Object.keys(textureMakers);
/** Fit in many places, or have next to nothing to hold on to: lost is the right answer as well. */
const oddTextures = new Set(['weave', 'faint tissue', 'plant', 'smooth tissue', 'fluorescence']);

const pick = <T>(random: Random, of: readonly T[]): T => of[random.integer(0, of.length - 1)]!;

/** Case `index`; `series` numbers another set of the same kind. */
export function stressCase(index: number, series = 0): StressCase {
  const random = createRandom(7919 * (index + 1) + 104_729 * series);
  for (let i = 0; i < 4; i++) random.integer(0, 1);
  const texture = textureNames[index % textureNames.length]!;
  const shift = pick(random, ['none', 'small', 'small', 'quarter', 'quarter', 'third'] as const);
  const turn = pick(random, ['none', 'none', 'ten', 'fifteen'] as const);
  const most = { none: 0, small: 0.03, quarter: 0.25, third: 1 / 3 }[shift];
  const motion = {
    dxPx: scene.widthPx * random.uniform(-most, most),
    dyPx: scene.heightPx * random.uniform(-most, most),
    angleRad: (({ none: 0, ten: 10, fifteen: 15 }[turn] * Math.PI) / 180) * random.uniform(-1, 1),
    centre,
  };
  const noiseCodes = pick(random, [0.5, 1, 1, 2, 2, 4, 4, 6]);
  const isPlain = random.integer(0, 3) === 0;
  const hidden = isPlain ? 0 : pick(random, [0, 0, 0.05, 0.1, 0.15, 0.15, 0.25, 0.4]);
  const barOf = (): Bar => ({
    x: random.uniform(60, 420),
    y: random.uniform(40, 230),
    angleRad: random.uniform(0, Math.PI),
    widthPx: 0,
    kind: pick(random, ['dark', 'bright', 'metal', 'metal']),
  });
  const bar = fitted(barOf(), hidden);
  // An instrument is in the key frame, too: elsewhere, or where it still is.
  const keyBar = random.integer(0, 3);
  const keyBars =
    hidden === 0 ? [] : keyBar === 0 ? [bar] : keyBar === 1 ? [fitted(barOf(), hidden / 2)] : [];
  const spotCount = isPlain ? 0 : pick(random, [0, 0, 4, 12, 30]);
  const spot = () => ({
    x: random.uniform(0, 480),
    y: random.uniform(0, 270),
    radiusPx: random.uniform(0.6, 3.5),
  });
  const spots = Array.from({ length: spotCount }, spot);
  const maskPx = !isPlain && random.integer(0, 3) === 0 ? random.uniform(125, 175) : null;
  const text = !isPlain && random.integer(0, 3) === 0 ? textOf(random) : null;
  return {
    index,
    texture,
    seed: 11 + random.integer(0, 3) + 10 * series,
    motion,
    shift,
    turn,
    noiseCodes,
    light: pick(random, [0.8, 1, 1, 1.2]),
    vignetting: isPlain ? 0 : pick(random, [0, 0, 0.3, 0.5]),
    hidden,
    keyBars,
    bars: hidden === 0 ? [] : [bar],
    spots,
    maskPx,
    text,
    isOrdinary:
      hidden <= 0.15 &&
      (keyBars.length === 0 || keyBars[0] !== bar) &&
      shift !== 'third' &&
      turn !== 'fifteen' &&
      noiseCodes <= 4 &&
      spotCount <= 12 &&
      !oddTextures.has(texture) &&
      !(texture === 'weave and tissue'),
  };
}

/** As wide as hides `share` of the picture. */
function fitted(bar: Bar, share: number): Bar {
  const pixels = size.widthPx * size.heightPx;
  let low = 0;
  let high = 600;
  for (let i = 0; i < 12; i++) {
    const widthPx = (low + high) / 2;
    let count = 0;
    for (let y = 0; y < size.heightPx; y += 6)
      for (let x = 0; x < size.widthPx; x += 6) if (acrossBar({ ...bar, widthPx }, x, y) < 1) count++;
    if ((36 * count) / pixels < share) low = widthPx;
    else high = widthPx;
  }
  return { ...bar, widthPx: low };
}

/** 0 on its middle line, 1 at its edges. */
const acrossBar = ({ x, y, angleRad, widthPx }: Bar, atX: number, atY: number): number =>
  Math.abs(-Math.sin(angleRad) * (atX - x) + Math.cos(angleRad) * (atY - y)) / (widthPx / 2 || 1e-9);

function barCode(bar: Bar, x: number, y: number): number {
  if (bar.kind !== 'metal') return bar.kind === 'dark' ? 12 : 252;
  const along = Math.cos(bar.angleRad) * (x - bar.x) + Math.sin(bar.angleRad) * (y - bar.y);
  const across = -Math.sin(bar.angleRad) * (x - bar.x) + Math.cos(bar.angleRad) * (y - bar.y);
  // A cylinder's gleam, its thread, and scratches.
  const gleam = 150 * Math.exp(-(((across / bar.widthPx) * 5 + 0.8) ** 2));
  const thread = 18 * Math.sin((2 * Math.PI * along) / 14);
  const scratch = 20 * Math.sin(along * 1.7 + across * 0.9) * Math.sin(along * 0.23 - across * 1.3);
  return 70 + gleam + thread + scratch;
}

const glyphPx = 2;
/** A line of glyphs of 3 × 5 boxes in each of some corners. */
function textOf(random: Random): Text {
  const boxes: (readonly [number, number])[] = [];
  for (const [left, top] of [
    [8, 6],
    [300, 6],
    [8, 250],
    [330, 250],
  ] as const) {
    if (random.integer(0, 2) === 0) continue;
    const glyphs = random.integer(6, 16);
    for (let glyph = 0; glyph < glyphs; glyph++)
      for (let box = 0; box < 15; box++)
        if (random.integer(0, 1))
          boxes.push([left + glyphPx * (4 * glyph + (box % 3)), top + glyphPx * Math.floor(box / 3)]);
  }
  return { code: pick(random, [200, 235, 255]), boxes };
}

const noiseTable = (() => {
  const random = createRandom(5);
  const deviate = () => random.uniform(-1, 1) + random.uniform(-1, 1) + random.uniform(-1, 1);
  return Float32Array.from({ length: 65_536 + size.widthPx }, deviate);
})();

/** The key frame and the frame of a case. */
export function stressPictures(of: StressCase): { key: KeyFrame; picture: ReducedPicture } {
  const still = { dxPx: 0, dyPx: 0, angleRad: 0, centre };
  const key = draw(of, { motion: still, bars: of.keyBars, light: 1, noiseSeed: 2 * of.index + 1 });
  const { motion, bars, light } = of;
  const frame = { ...key, sceneWidthPx: scene.widthPx, sceneHeightPx: scene.heightPx };
  return {
    key: { ...frame, hash: sha256OfKeyFrame(frame) },
    picture: draw(of, { motion, bars, light, noiseSeed: 2 * of.index + 2 }),
  };
}

type Drawing = {
  readonly motion: Motion;
  readonly bars: readonly Bar[];
  readonly light: number;
  readonly noiseSeed: number;
};

function draw(of: StressCase, { motion, bars, light, noiseSeed }: Drawing): ReducedPicture {
  const texture = textureOf(of.texture, of.seed);
  const { widthPx, heightPx } = size;
  const codes = new Float32Array(widthPx * heightPx);
  const inTexture = (x: number, y: number) => {
    const p = movedBack(motion, { x: x * factor + (factor - 1) / 2, y: y * factor + (factor - 1) / 2 });
    return {
      x: (p.x - centre.x) / factor + (texture.widthPx - 1) / 2,
      y: (p.y - centre.y) / factor + (texture.heightPx - 1) / 2,
    };
  };
  const origin = inTexture(0, 0);
  const beside = inTexture(1, 0);
  const across = { x: beside.x - origin.x, y: beside.y - origin.y };
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) {
      const u = origin.x + x * across.x - y * across.y;
      const v = origin.y + x * across.y + y * across.x;
      const outward = (((2 * x) / widthPx - 1) ** 2 + ((2 * y) / heightPx - 1) ** 2) / 2;
      codes[i] = mirrored(texture, u, v) * light * (1 - of.vignetting * outward);
    }
  for (const bar of bars)
    for (let y = 0, i = 0; y < heightPx; y++)
      for (let x = 0; x < widthPx; x++, i++)
        if (acrossBar(bar, x, y) < 1) codes[i] = barCode(bar, x, y) * light;
  for (const { x, y, radiusPx } of of.spots)
    for (let j = Math.max(0, Math.floor(y - 8)); j < Math.min(heightPx, y + 8); j++)
      for (let i = Math.max(0, Math.floor(x - 8)); i < Math.min(widthPx, x + 8); i++)
        codes[j * widthPx + i]! += 260 * Math.exp(-((i - x) ** 2 + (j - y) ** 2) / (2 * radiusPx ** 2));
  const samples = new Uint8Array(widthPx * heightPx);
  const starts = createRandom(noiseSeed);
  for (let y = 0, i = 0; y < heightPx; y++) {
    const from = starts.integer(0, 65_535);
    for (let x = 0; x < widthPx; x++, i++) {
      // The mask is black with the sensor's own little noise, text is put in by the processor.
      const seen = of.maskPx === null ? 1 : of.maskPx - Math.hypot(x - widthPx / 2, y - heightPx / 2);
      const open = Math.max(0, Math.min(1, seen + 0.5));
      const noise = of.noiseCodes * noiseTable[from + x]!;
      const code = 8 + open * (codes[i]! - 8) + noise * (0.2 + 0.8 * open);
      samples[i] = Math.max(0, Math.min(255, Math.round(code)));
    }
  }
  for (const [left, top] of of.text?.boxes ?? [])
    for (let j = 0; j < glyphPx; j++)
      samples.fill(of.text!.code, (top + j) * widthPx + left, (top + j) * widthPx + left + glyphPx);
  return { widthPx, heightPx, samples };
}

/** Beyond its border a texture is seen in a mirror. */
function mirrored({ widthPx, heightPx, values }: Texture, atX: number, atY: number): number {
  const x = folded(atX, widthPx - 1.001);
  const y = folded(atY, heightPx - 1.001);
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const below = y - top;
  const at = top * widthPx + left;
  const upper = values[at]! * (1 - right) + values[at + 1]! * right;
  const lower = values[at + widthPx]! * (1 - right) + values[at + widthPx + 1]! * right;
  return upper * (1 - below) + lower * below;
}

function folded(at: number, length: number): number {
  const turns = Math.abs(at) % (2 * length);
  return turns > length ? 2 * length - turns : turns;
}

/**
 * How far a motion puts tissue beside where it is: the most over the middle 60 % of the picture, which its corners hold, in
 * scene pixels.
 */
export function stressErrorPx(found: Motion, truth: Motion): number {
  let most = 0;
  for (const x of [0.2, 0.8])
    for (const y of [0.2, 0.8]) {
      const at = { x: x * scene.widthPx, y: y * scene.heightPx };
      const one = moved(found, at);
      const other = moved(truth, at);
      most = Math.max(most, Math.hypot(one.x - other.x, one.y - other.y));
    }
  return most;
}

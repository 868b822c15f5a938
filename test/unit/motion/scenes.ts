/**
 * Pictures whose motion is known: a texture seen through a rigid motion, with what theatres put in the way.
 */
import type { SizePx } from '#model/geometry.ts';
import { type KeyFrame, type Motion, moved, movedBack } from '#model/motion.ts';
import type { SensorCodes } from '#workers/nir-codes.ts';
import { type ReducedPicture, reducedPicture } from '#workers/quantify/motion/key-picture.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { readRealImage } from '../../support/real-images.ts';

export type Texture = SizePx & { readonly values: Float32Array };

/** A scene of 960 × 540, of which reduced pictures are seen. */
const scene: SizePx = { widthPx: 960, heightPx: 540 };
export const reduced: SizePx = { widthPx: 480, heightPx: 270 };
const factor = 2;
const centre = { x: (scene.widthPx - 1) / 2, y: (scene.heightPx - 1) / 2 };

/** A motion about the scene's centre; nothing said: none. */
export const motionOf = (part: Partial<Motion> = {}): Motion => ({
  angleRad: 0,
  dxPx: 0,
  dyPx: 0,
  centre,
  ...part,
});

/**
 * Tissue-like: soft structure of many sizes and thin vessels, codes about 40 … 180. One value a reduced
 * pixel.
 */
export function tissueTexture(seed: number, contrast = 1): Texture {
  const widthPx = 720;
  const heightPx = 480;
  const random = createRandom(seed);
  const values = new Float32Array(widthPx * heightPx);
  for (const [cellPx, codes] of [
    [90, 30],
    [31, 18],
    [12, 9],
    [6, 5],
  ] as const)
    addNoise({ widthPx, heightPx, values }, { cellPx, codes, random });
  for (let vessel = 0; vessel < 9; vessel++) addVessel({ widthPx, heightPx, values }, random);
  for (let i = 0; i < values.length; i++) values[i] = 110 + contrast * values[i]!;
  return { widthPx, heightPx, values };
}

/** Smooth between random values `cellPx` apart. */
export function addNoise(
  { widthPx, heightPx, values }: Texture,
  { cellPx, codes, random }: { cellPx: number; codes: number; random: Random },
): void {
  const across = Math.ceil(widthPx / cellPx) + 2;
  const down = Math.ceil(heightPx / cellPx) + 2;
  const knots = Float32Array.from({ length: across * down }, () => random.uniform(-codes, codes));
  const ease = (t: number) => t * t * (3 - 2 * t);
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) {
      const right = ease((x / cellPx) % 1);
      const below = ease((y / cellPx) % 1);
      const at = Math.floor(y / cellPx) * across + Math.floor(x / cellPx);
      const top = knots[at]! * (1 - right) + knots[at + 1]! * right;
      const bottom = knots[at + across]! * (1 - right) + knots[at + across + 1]! * right;
      values[i]! += top * (1 - below) + bottom * below;
    }
}

/** A dark line that wanders. */
export function addVessel({ widthPx, heightPx, values }: Texture, random: Random): void {
  let x = random.uniform(0, widthPx);
  let y = random.uniform(0, heightPx);
  let angle = random.uniform(0, 2 * Math.PI);
  for (let step = 0; step < 400; step++) {
    angle += random.uniform(-0.15, 0.15);
    x += Math.cos(angle);
    y += Math.sin(angle);
    for (let atY = Math.round(y) - 2; atY <= y + 2.5; atY++)
      for (let atX = Math.round(x) - 2; atX <= x + 2.5; atX++) {
        if (atX < 0 || atY < 0 || atX >= widthPx || atY >= heightPx) continue;
        values[atY * widthPx + atX]! -= 6 * Math.exp(-((atX - x) ** 2 + (atY - y) ** 2) / 2);
      }
  }
}

/**
 * The luma of a real photograph. Not tissue: a plant before a white plate that is partly glare, between two
 * dark rails.
 */
export function plantTexture(): Texture {
  const { widthPx, heightPx, channels, samples } = readRealImage('rgb.png');
  const values = Float32Array.from(
    { length: widthPx * heightPx },
    (_, i) =>
      0.2126 * samples[channels * i]! +
      0.7152 * samples[channels * i + 1]! +
      0.0722 * samples[channels * i + 2]!,
  );
  return { widthPx, heightPx, values };
}

/** What lies between the tissue and the codes. */
export type Seeing = {
  readonly motion?: Motion;
  /** Times the light. */
  readonly light?: number;
  /** SD, in codes of the reduced picture. */
  readonly noiseCodes?: number;
  /** Of the noise: every frame has its own. */
  readonly frame?: number;
  /** An upright bar of one code across the whole height; shares of the width. */
  readonly bar?: { readonly from: number; readonly width: number; readonly code: number };
  /** Loss of light in the corners, which stands still. */
  readonly vignetting?: number;
};

const noiseTable = (() => {
  const random = createRandom(5);
  // The sum of three such deviates has an SD of 1.
  const deviate = () => random.uniform(-1, 1) + random.uniform(-1, 1) + random.uniform(-1, 1);
  return Float32Array.from({ length: 65_536 + reduced.widthPx }, deviate);
})();

/** The reduced picture of the scene; the texture's centre is the scene's where nothing has moved. */
export function see(texture: Texture, seeing: Seeing = {}): ReducedPicture {
  const { motion = motionOf(), light = 1, noiseCodes = 0, frame = 0, bar, vignetting = 0 } = seeing;
  const { widthPx, heightPx } = reduced;
  const starts = createRandom(frame + 1);
  const samples = new Uint8Array(widthPx * heightPx);
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
  for (let y = 0, i = 0; y < heightPx; y++) {
    const noiseFrom = starts.integer(0, 65_535);
    for (let x = 0; x < widthPx; x++, i++) {
      const u = origin.x + x * across.x - y * across.y;
      const v = origin.y + x * across.y + y * across.x;
      const outward = (((2 * x) / widthPx - 1) ** 2 + ((2 * y) / heightPx - 1) ** 2) / 2;
      const share = x / widthPx;
      const isBar = bar !== undefined && share >= bar.from && share < bar.from + bar.width;
      const seen = isBar ? bar.code : between(texture, u, v) * light * (1 - vignetting * outward);
      samples[i] = Math.max(0, Math.min(255, Math.round(seen + noiseCodes * noiseTable[noiseFrom + x]!)));
    }
  }
  return { widthPx, heightPx, samples };
}

/** Beyond its border a texture goes on as its border. */
function between({ widthPx, heightPx, values }: Texture, x: number, y: number): number {
  const left = Math.min(widthPx - 2, Math.max(0, Math.floor(x)));
  const top = Math.min(heightPx - 2, Math.max(0, Math.floor(y)));
  const right = Math.min(1, Math.max(0, x - left));
  const below = Math.min(1, Math.max(0, y - top));
  const at = top * widthPx + left;
  const upper = values[at]! * (1 - right) + values[at + 1]! * right;
  const lower = values[at + widthPx]! * (1 - right) + values[at + widthPx + 1]! * right;
  return upper * (1 - below) + lower * below;
}

/** A key frame whose hash is only a name. */
export const keyOf = (name: string, { samples, ...size }: ReducedPicture): KeyFrame => ({
  hash: name,
  ...size,
  sceneWidthPx: scene.widthPx,
  sceneHeightPx: scene.heightPx,
  samples,
});

/**
 * How far a motion puts tissue beside where it is: the mean over nine places of the scene, in scene pixels.
 */
export function errorPx(found: Motion, truth: Motion): number {
  let sum = 0;
  for (const x of [240, 480, 720])
    for (const y of [135, 270, 405]) {
      const one = moved(found, { x, y });
      const other = moved(truth, { x, y });
      sum += Math.hypot(one.x - other.x, one.y - other.y);
    }
  return sum / 9;
}

/** Codes of a packed picture of 8 bits, reduced. */
export const reducedOf = (samples: Uint8Array<ArrayBuffer>, size: SizePx): ReducedPicture =>
  reducedPicture(codesOf(samples, size), size);

const codesOf = (samples: Uint8Array<ArrayBuffer>, size: SizePx): SensorCodes => ({
  ...size,
  samples,
  startSamples: 0,
  strideSamples: size.widthPx,
  topCode: 255,
});

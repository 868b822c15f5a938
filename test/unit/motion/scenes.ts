/** Pictures whose motion is known: a texture seen through a rigid motion, with what theatres put in the way. */
import type { Motion } from '#model/motion.ts';
import { movedBack } from '#model/motion.ts';
import { createRandom } from '../../support/random.ts';

export type Texture = { readonly widthPx: number; readonly heightPx: number; readonly values: Float32Array };
export type Picture = { readonly widthPx: number; readonly heightPx: number; readonly samples: Uint8Array<ArrayBuffer> };

/** Tissue-like: soft blobs of many sizes, thin vessels, a little gloss. Codes about 40 … 200. */
export function tissueTexture(seed: number, { widthPx, heightPx }: { widthPx: number; heightPx: number }): Texture {
  const random = createRandom(seed);
  const values = new Float32Array(widthPx * heightPx).fill(110);
  for (const [cellPx, codes] of [
    [90, 30],
    [31, 18],
    [12, 9],
    [6, 5],
  ] as const)
    addNoise(values, { widthPx, heightPx, cellPx, codes, random });
  for (let vessel = 0; vessel < 9; vessel++) {
    let x = random.uniform(0, widthPx);
    let y = random.uniform(0, heightPx);
    let angle = random.uniform(0, 2 * Math.PI);
    for (let step = 0; step < 400; step++) {
      angle += random.uniform(-0.15, 0.15);
      x += Math.cos(angle);
      y += Math.sin(angle);
      for (let j = -2; j <= 2; j++)
        for (let i = -2; i <= 2; i++) {
          const [atX, atY] = [Math.round(x) + i, Math.round(y) + j];
          if (atX < 0 || atY < 0 || atX >= widthPx || atY >= heightPx) continue;
          const off = (atX - x) ** 2 + (atY - y) ** 2;
          values[atY * widthPx + atX]! -= 6 * Math.exp(-off / 2);
        }
    }
  }
  return { widthPx, heightPx, values };
}

function addNoise(
  values: Float32Array,
  of: { widthPx: number; heightPx: number; cellPx: number; codes: number; random: ReturnType<typeof createRandom> },
): void {
  const across = Math.ceil(of.widthPx / of.cellPx) + 2;
  const down = Math.ceil(of.heightPx / of.cellPx) + 2;
  const knots = Float32Array.from({ length: across * down }, () => of.random.uniform(-1, 1));
  const ease = (t: number) => t * t * (3 - 2 * t);
  for (let y = 0; y < of.heightPx; y++)
    for (let x = 0; x < of.widthPx; x++) {
      const [u, v] = [x / of.cellPx, y / of.cellPx];
      const at = Math.floor(v) * across + Math.floor(u);
      const [right, below] = [ease(u % 1), ease(v % 1)];
      const top = knots[at]! * (1 - right) + knots[at + 1]! * right;
      const bottom = knots[at + across]! * (1 - right) + knots[at + across + 1]! * right;
      values[y * of.widthPx + x]! += of.codes * (top * (1 - below) + bottom * below);
    }
}

/** What is between the tissue and the codes. */
export type Seeing = {
  readonly motion: Motion;
  /** Times the light. */
  readonly light?: number;
  readonly noiseCodes?: number;
  readonly seed?: number;
  /** An upright bar, in shares of the width, of one code. */
  readonly bar?: { readonly from: number; readonly width: number; readonly code: number };
  /** Loss of light towards the corners, standing still. */
  readonly vignetting?: number;
};

/** The reduced picture of a scene `factor` times as large, whose centre is the texture's. `motion` is in scene pixels. */
export function see(
  texture: Texture,
  { widthPx, heightPx, factor }: { widthPx: number; heightPx: number; factor: number },
  { motion, light = 1, noiseCodes = 0, seed = 1, bar, vignetting = 0 }: Seeing,
): Picture {
  const random = createRandom(seed);
  const samples = new Uint8Array(widthPx * heightPx);
  const offX = (texture.widthPx - 1) / 2;
  const offY = (texture.heightPx - 1) / 2;
  const toScene = (i: number) => i * factor + (factor - 1) / 2;
  const at = (x: number, y: number) => {
    const p = movedBack(motion, { x: toScene(x), y: toScene(y) });
    return { x: (p.x - motion.centre.x) / factor + offX, y: (p.y - motion.centre.y) / factor + offY };
  };
  const origin = at(0, 0);
  const right = at(1, 0);
  const step = { x: right.x - origin.x, y: right.y - origin.y };
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) {
      const u = origin.x + x * step.x - y * step.y;
      const v = origin.y + x * step.y + y * step.x;
      const outward = ((2 * x) / widthPx - 1) ** 2 + ((2 * y) / heightPx - 1) ** 2;
      const isBar = bar && x / widthPx >= bar.from && x / widthPx < bar.from + bar.width;
      const seen = isBar ? bar.code : between(texture, u, v) * light * (1 - (vignetting * outward) / 2);
      // The sum of three uniform deviates has their SD.
      const noise = noiseCodes
        ? noiseCodes * (random.uniform(-1, 1) + random.uniform(-1, 1) + random.uniform(-1, 1))
        : 0;
      samples[i] = Math.max(0, Math.min(255, Math.round(seen + noise)));
    }
  return { widthPx, heightPx, samples };
}

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

/** The pictures of a case of the stress set. */
import { sha256OfKeyFrame } from '#model/key-frame.ts';
import { type KeyFrame, type Motion, movedBack } from '#model/motion.ts';
import type { ReducedPicture } from '#workers/quantify/motion/key-picture.ts';
import { createRandom } from '../../support/random.ts';
import { type StressCase, scene } from './stress.ts';
import { acrossBar, type Bar, barCode, glyphPx, size } from './stress-obstacles.ts';
import { mirrored, textureOf } from './stress-textures.ts';

const factor = scene.widthPx / size.widthPx;

const noiseTable = (() => {
  const random = createRandom(5);
  const deviate = () => random.uniform(-1, 1) + random.uniform(-1, 1) + random.uniform(-1, 1);
  return Float32Array.from({ length: 65_536 + size.widthPx }, deviate);
})();

/** The key frame and the frame of a case. */
export function stressPictures(of: StressCase): { key: KeyFrame; picture: ReducedPicture } {
  const still = { ...of.motion, dxPx: 0, dyPx: 0, angleRad: 0, scale: 1 };
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
  const { centre } = motion;
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

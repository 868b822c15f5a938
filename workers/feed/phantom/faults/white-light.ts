/** What goes wrong with the white-light picture or its whole camera: black, covered, another white balance, glare. */
import type { PhantomSpec } from '#model/phantom.ts';
import { rangeOf } from '../camera.ts';
import { deviateBits, deviateTable, hash } from '../random.ts';
import { createTextureNoise, smoothStep } from '../texture-noise.ts';
import { darkenNir } from './nir-light.ts';
import { everyPlane, fillChannel, planesOf, type Spoil } from './planes.ts';

/** Black as towers send it without a camera head: one code everywhere, no noise. */
export function blacken(spec: PhantomSpec): Spoil {
  const { black } = rangeOf(spec);
  const [luma, ...chroma] = everyPlane(spec);
  return bytes => {
    if (!luma) return;
    bytes.fill(black, luma.from, luma.from + luma.widthPx * luma.heightPx);
    for (const { from, widthPx, heightPx } of chroma) bytes.fill(128, from, from + widthPx * heightPx);
  };
}

const noiseCodes = 1.1;

/** A drape or a glove over the lens: a dim reddish glow without an edge, brightest in the middle; NIR without light. */
export function coverLens(spec: PhantomSpec): Spoil {
  const { widthPx, heightPx } = spec;
  const { black, white, chromaSpan } = rangeOf(spec);
  const places = 65_536;
  const deviates = deviateTable(spec.seed + 1, places + widthPx);
  const noise = Int8Array.from(deviates, deviate => Math.round((deviate * noiseCodes) / 2 ** deviateBits));
  const glow = Uint8Array.from({ length: widthPx * heightPx }, (_, i) => {
    const u = ((i % widthPx) + 0.5) / widthPx - 0.5;
    const v = (Math.floor(i / widthPx) + 0.5) / heightPx - 0.5;
    return Math.round(black + (white - black) * (0.03 + 0.05 * Math.exp(-4 * (u * u + v * v))));
  });
  const [bluish, reddish] = planesOf(spec).chroma;
  const darken = darkenNir(spec);
  return (bytes, frameIndex) => {
    darken(bytes, frameIndex);
    for (let y = 0; y < heightPx; y++) {
      const from = hash(spec.seed + 1, frameIndex, y) & (places - 1);
      for (let x = 0; x < widthPx; x++)
        bytes[2 * y * widthPx + x] = Math.max(0, glow[y * widthPx + x]! + noise[from + x]!);
    }
    fillChannel(bytes, bluish, { channel: 'white', code: Math.round(128 - 0.01 * chromaSpan) });
    fillChannel(bytes, reddish, { channel: 'white', code: Math.round(128 + 0.03 * chromaSpan) });
  };
}

/** What the camera's white balance does to red and blue in its coded signal: about 2000 K warmer at once. */
const redGain = 1.25;
const blueGain = 0.72;

/** White balance changes at once: red and blue of white light are multiplied, luma follows (ITU-R BT.709-6 §3). */
export function jumpWhiteBalance(spec: PhantomSpec): Spoil {
  const { widthPx, heightPx } = spec;
  const { black, white, chromaSpan } = rangeOf(spec);
  const [bluishAt, reddishAt] = planesOf(spec).chroma;
  const lumaSpan = white - black;
  const code = (difference: number) => Math.min(255, Math.max(0, Math.round(128 + chromaSpan * difference)));
  return bytes => {
    for (let y = 0; y < heightPx / 2; y++)
      for (let x = 0; x < widthPx / 2; x++) {
        const u = bluishAt.from + y * widthPx + x;
        const v = reddishAt.from + y * widthPx + x;
        const bluish = (1.8556 * (bytes[u]! - 128)) / chromaSpan;
        const reddish = (1.5748 * (bytes[v]! - 128)) / chromaSpan;
        let sum = 0;
        for (let pixel = 0; pixel < 4; pixel++) {
          const at = (2 * y + (pixel >> 1)) * 2 * widthPx + 2 * x + (pixel & 1);
          const luma = (bytes[at]! - black) / lumaSpan;
          sum += luma;
          // Green stays: luma changes by what red and blue do.
          const changed =
            luma +
            0.2126 * (redGain - 1) * Math.max(0, luma + reddish) +
            0.0722 * (blueGain - 1) * Math.max(0, luma + bluish);
          bytes[at] = Math.min(white, Math.max(0, Math.round(black + lumaSpan * changed)));
        }
        const mean = sum / 4;
        const red = Math.max(0, mean + reddish) * redGain;
        const blue = Math.max(0, mean + bluish) * blueGain;
        const green = (mean - 0.2126 * (mean + reddish) - 0.0722 * (mean + bluish)) / 0.7152;
        const y709 = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        bytes[u] = code((blue - y709) / 1.8556);
        bytes[v] = code((red - y709) / 1.5748);
      }
  };
}

/** Glare spots are this many across the picture's width. */
const spotsAcross = 4;

/** Fluid over the field: large white highlights without colour over about half of white light. NIR's filter keeps them out. */
export function floodWithGlare(spec: PhantomSpec): Spoil {
  const { widthPx, heightPx } = spec;
  const { white } = rangeOf(spec);
  const noise = createTextureNoise(spec.seed + 7);
  const strength = Uint8Array.from({ length: widthPx * heightPx }, (_, i) => {
    const u = ((i % widthPx) / widthPx) * spotsAcross;
    const v = (Math.floor(i / widthPx) / widthPx) * spotsAcross;
    return Math.round(255 * smoothStep(-0.08, 0.04, noise.fractal(u, v, 2)));
  });
  const { luma, chroma } = planesOf(spec);
  return bytes => {
    for (let y = 0; y < heightPx; y++)
      for (let x = 0; x < widthPx; x++) {
        const at = luma.from + 2 * y * widthPx + x;
        bytes[at] = Math.round(bytes[at]! + ((white - bytes[at]!) * strength[y * widthPx + x]!) / 255);
      }
    for (const plane of chroma)
      for (let y = 0; y < plane.heightPx; y++)
        for (let x = 0; x < widthPx / 2; x++) {
          const at = plane.from + y * plane.widthPx + x;
          const left = 1 - strength[2 * y * widthPx + 2 * x]! / 255;
          bytes[at] = Math.round(128 + (bytes[at]! - 128) * left);
        }
  };
}

/**
 * Renders a phantom's frames. Holds the textures of its tissue (about nine bytes a pixel of one channel) and nothing that
 * must be disposed of. Allocates nothing for a frame; a frame depends on the phantom and its index alone.
 */
import type { PhantomSpec } from '#model/phantom.ts';
import {
  codeTable,
  gainAt,
  noiseShift,
  noiseStepBits,
  noiseTable,
  radianceScale,
  vignettingScale,
  vignettingTable,
} from './camera.ts';
import { breathAt, createSampling, frameTimeS, sampleFrame } from './motion.ts';
import { deviateTable, hash } from './random.ts';
import { radianceTexture } from './truth.ts';
import { createWhiteLight } from './white-light.ts';

export type PhantomRenderer = {
  /** Size of a frame: both channels side by side. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Bytes of one packed I420 frame. */
  readonly totalBytes: number;
  /** Writes frame `frameIndex` (0 …) as packed I420. `bytes` must always be the same array, or start out as zeros and be rendered whole: every byte is written. */
  render(frameIndex: number, bytes: Uint8Array): void;
};

const deviates = 65_536;
const vignettingShift = Math.log2(vignettingScale);
/** SD of the noise of the white-light camera, in codes. */
const whiteNoiseCodes = 1.1;

/** Paints the tissue (a few tenths of a second) and returns the renderer. */
export function createPhantomRenderer(spec: PhantomSpec): PhantomRenderer {
  const { widthPx, heightPx } = spec;
  const white = createWhiteLight(spec);
  const { linear, widthPx: textureWidthPx } = radianceTexture(spec);
  const radiance = Uint16Array.from(linear, v => Math.min(65_535, Math.round(v * radianceScale)));
  const vignetting = vignettingTable(spec);
  const noiseOf = noiseTable(spec);
  const isNoisy = spec.camera.fullWellElectrons !== null;
  // A row of noise may begin anywhere in the table and must not run over its end.
  const deviate = deviateTable(spec.seed, deviates + widthPx);
  const lumaSampling = createSampling(widthPx, heightPx);
  const chromaSampling = createSampling(widthPx / 2, heightPx / 2);
  const shineOf = new Int32Array(128);
  const lumaBytes = 2 * widthPx * heightPx;
  const chromaBytes = lumaBytes / 4;
  const topCode = spec.camera.range === 'full' ? 255 : 235;
  let gain = 1;
  let { codes, offset } = codeTable(spec, gain);

  function renderNir(frameIndex: number, bytes: Uint8Array): void {
    const wanted = gainAt(spec, frameTimeS(spec, frameIndex));
    if (wanted !== gain) {
      gain = wanted;
      ({ codes, offset } = codeTable(spec, gain));
    }
    sampleFrame(lumaSampling, spec, { frameIndex, shiftPx: spec.camera.misregistrationPx, step: 1 });
    const { index: columns, part: rights } = lumaSampling.columns;
    const last = codes.length - 1;
    for (let y = 0; y < heightPx; y++) {
      const row = lumaSampling.rows.index[y]! * textureWidthPx;
      const down = lumaSampling.rows.part[y]!;
      const up = 16 - down;
      const noiseFrom = hash(spec.seed, frameIndex, 2 * y) & (deviates - 1);
      const pixel = y * widthPx;
      let to = 2 * y * widthPx + widthPx;
      for (let x = 0; x < widthPx; x++) {
        const i = row + columns[x]!;
        const j = i + textureWidthPx;
        const right = rights[x]!;
        const left = 16 - right;
        const upper = radiance[i]! * left + radiance[i + 1]! * right;
        const lower = radiance[j]! * left + radiance[j + 1]! * right;
        const light = (upper * up + lower * down + 128) >> 8;
        const seen = (light * vignetting[pixel + x]! + vignettingScale / 2) >> vignettingShift;
        const noise =
          (noiseOf[seen >> noiseStepBits]! * deviate[noiseFrom + x]! + (1 << (noiseShift - 1))) >> noiseShift;
        const entry = seen + noise + offset;
        bytes[to++] = codes[entry < 0 ? 0 : entry > last ? last : entry]!;
      }
    }
  }

  function renderWhite(frameIndex: number, bytes: Uint8Array): void {
    const still = { x: 0, y: 0 };
    sampleFrame(lumaSampling, spec, { frameIndex, shiftPx: still, step: 1 });
    const { luma, widthPx: lumaWidthPx } = white;
    const { index: columns, part: rights } = lumaSampling.columns;
    const strength = isNoisy ? Math.round(whiteNoiseCodes * 16) : 0;
    for (let y = 0; y < heightPx; y++) {
      const row = lumaSampling.rows.index[y]! * lumaWidthPx;
      const down = lumaSampling.rows.part[y]!;
      const up = 16 - down;
      const noiseFrom = hash(spec.seed, frameIndex, 2 * y + 1) & (deviates - 1);
      let to = 2 * y * widthPx;
      for (let x = 0; x < widthPx; x++) {
        const i = row + columns[x]!;
        const j = i + lumaWidthPx;
        const right = rights[x]!;
        const left = 16 - right;
        const upper = luma[i]! * left + luma[i + 1]! * right;
        const lower = luma[j]! * left + luma[j + 1]! * right;
        const both = upper * up + lower * down + 128;
        const noise = (strength * deviate[noiseFrom + x]! + (1 << (noiseShift - 1))) >> noiseShift;
        const code = ((both >> 8) & 255) + shineOf[both >>> 24]! + noise;
        bytes[to++] = code < 0 ? 0 : code > topCode ? topCode : code;
      }
    }
  }

  function renderChroma(frameIndex: number, bytes: Uint8Array): void {
    sampleFrame(chromaSampling, spec, { frameIndex, shiftPx: { x: 0, y: 0 }, step: 2 });
    const { chroma } = white;
    const textureWidth = white.widthPx / 2;
    const { index: columns, part: rights } = chromaSampling.columns;
    for (let y = 0; y < heightPx / 2; y++) {
      const row = chromaSampling.rows.index[y]! * textureWidth;
      const down = chromaSampling.rows.part[y]!;
      const up = 16 - down;
      let to = lumaBytes + y * widthPx;
      for (let x = 0; x < widthPx / 2; x++) {
        const i = row + columns[x]!;
        const j = i + textureWidth;
        const right = rights[x]!;
        const left = 16 - right;
        // Up to 255 · 256 in the upper half: the sums leave the signed range, and wrap back by the unsigned shift.
        const upper = (Math.imul(chroma[i]!, left) + Math.imul(chroma[i + 1]!, right)) | 0;
        const lower = (Math.imul(chroma[j]!, left) + Math.imul(chroma[j + 1]!, right)) | 0;
        const both = (Math.imul(upper, up) + Math.imul(lower, down) + 0x0080_0080) | 0;
        bytes[to] = (both >> 8) & 255;
        bytes[to + chromaBytes] = both >>> 24;
        to++;
      }
      bytes.fill(128, to, to + widthPx / 2);
      bytes.fill(128, to + chromaBytes, to + chromaBytes + widthPx / 2);
    }
  }

  /** Highlights grow and shrink as the wet surface swells: the table says what a strength adds to luma now. */
  function setShine(frameIndex: number): void {
    const turn = breathAt(spec, frameIndex) + 0.25 * Math.sin(frameTimeS(spec, frameIndex) * 2.1);
    const from = 44 - 16 * turn;
    for (let strength = 0; strength < 128; strength++) {
      const over = Math.max(0, strength - from) / 40;
      shineOf[strength] = Math.round(170 * Math.min(1, over * over) + 0.16 * strength);
    }
  }

  return {
    widthPx: 2 * widthPx,
    heightPx,
    totalBytes: lumaBytes + 2 * chromaBytes,
    render(frameIndex, bytes) {
      setShine(frameIndex);
      renderWhite(frameIndex, bytes);
      renderChroma(frameIndex, bytes);
      renderNir(frameIndex, bytes);
    },
  };
}

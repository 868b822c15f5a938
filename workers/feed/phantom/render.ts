/**
 * Renders a phantom's frames. Holds the textures of its tissue (about ten bytes a pixel of one channel) and nothing that
 * must be disposed of. Allocates nothing for a frame; a frame depends on the phantom and its index alone.
 */
import type { PhantomSpec } from '#model/phantom.ts';
import { codeTable, gainAt, noiseTable, radianceScale, rangeOf, vignettingTable } from './camera.ts';
import { breathAt, createSampling, frameTimeS, sampleFrame } from './motion.ts';
import { deviateBits, deviateTable, hash } from './random.ts';
import { chromaRow, lumaRow, nirRow } from './resample.ts';
import { radianceTexture } from './truth.ts';
import { createWhiteLight } from './white-light.ts';

export type PhantomRenderer = {
  /** Size of a frame: both channels side by side. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Bytes of one packed I420 frame. */
  readonly totalBytes: number;
  /** Writes frame `frameIndex` (0 …) as packed I420: every one of the `totalBytes` bytes. */
  render(frameIndex: number, bytes: Uint8Array): void;
};

const deviates = 65_536;
/** SD of the noise of the white-light camera, in codes. */
const whiteNoiseCodes = 1.1;
const atRest = { x: 0, y: 0 };

/** Paints the tissue (a few tenths of a second at the default size) and returns the renderer. */
export function createPhantomRenderer(spec: PhantomSpec): PhantomRenderer {
  const { widthPx, heightPx } = spec;
  const white = createWhiteLight(spec);
  const truth = radianceTexture(spec);
  const radiance = new Uint16Array(truth.linear.length);
  for (let i = 0; i < radiance.length; i++)
    radiance[i] = Math.min(65_535, Math.round(truth.linear[i]! * radianceScale));
  const vignetting = vignettingTable(spec);
  const noise = noiseTable(spec);
  // A row of noise may begin anywhere in the table and must not run over its end.
  const deviate = deviateTable(spec.seed, deviates + widthPx);
  const whiteNoiseOf = spec.camera.fullWellElectrons === null ? 0 : whiteNoiseCodes / 2 ** deviateBits;
  const whiteNoise = new Int8Array(deviate.length);
  for (let i = 0; i < whiteNoise.length; i++) whiteNoise[i] = Math.round(deviate[i]! * whiteNoiseOf);
  const lumaSampling = createSampling(widthPx, heightPx);
  const chromaSampling = createSampling(widthPx / 2, heightPx / 2);
  const shine = new Int32Array(128);
  const lumaBytes = 2 * widthPx * heightPx;
  const vOffset = lumaBytes / 4;
  const top = rangeOf(spec).white;
  let gain = 1;
  let { codes, offset } = codeTable(spec, gain);

  const noiseOfRow = (frameIndex: number, row: number): number =>
    hash(spec.seed, frameIndex, row) & (deviates - 1);

  function renderWhite(frameIndex: number, bytes: Uint8Array): void {
    sampleFrame(lumaSampling, spec, { frameIndex, shiftPx: atRest, step: 1 });
    const { columns, rows } = lumaSampling;
    for (let y = 0; y < heightPx; y++) {
      const row = rows.index[y]! * white.widthPx;
      lumaRow(
        columns,
        { luma: white.luma, row, widthPx: white.widthPx, down: rows.part[y]! },
        {
          bytes,
          to: 2 * y * widthPx,
          noise: whiteNoise,
          noiseFrom: noiseOfRow(frameIndex, 2 * y + 1),
          shine,
          top,
        },
      );
    }
  }

  function renderChroma(frameIndex: number, bytes: Uint8Array): void {
    sampleFrame(chromaSampling, spec, { frameIndex, shiftPx: atRest, step: 2 });
    const { columns, rows } = chromaSampling;
    const textureWidthPx = white.widthPx / 2;
    for (let y = 0; y < heightPx / 2; y++) {
      const row = rows.index[y]! * textureWidthPx;
      const to = lumaBytes + y * widthPx;
      chromaRow(
        columns,
        { chroma: white.chroma, row, widthPx: textureWidthPx, down: rows.part[y]! },
        { bytes, to, vOffset },
      );
      const grey = to + widthPx / 2;
      bytes.fill(128, grey, to + widthPx);
      bytes.fill(128, grey + vOffset, to + widthPx + vOffset);
    }
  }

  function renderNir(frameIndex: number, bytes: Uint8Array): void {
    const wanted = gainAt(spec, frameTimeS(spec, frameIndex));
    if (wanted !== gain) {
      gain = wanted;
      ({ codes, offset } = codeTable(spec, gain));
    }
    sampleFrame(lumaSampling, spec, { frameIndex, shiftPx: spec.camera.misregistrationPx, step: 1 });
    const { columns, rows } = lumaSampling;
    for (let y = 0; y < heightPx; y++) {
      const row = rows.index[y]! * truth.widthPx;
      nirRow(
        columns,
        { radiance, vignetting, pixel: y * widthPx, row, widthPx: truth.widthPx, down: rows.part[y]! },
        {
          bytes,
          to: (2 * y + 1) * widthPx,
          noise,
          deviate,
          noiseFrom: noiseOfRow(frameIndex, 2 * y),
          codes,
          offset,
        },
      );
    }
  }

  /** Highlights grow and shrink as the wet surface swells: the table says what a strength adds to luma now. */
  function setShine(frameIndex: number): void {
    const turn = breathAt(spec, frameIndex) + 0.25 * Math.sin(frameTimeS(spec, frameIndex) * 2.1);
    const from = 46 - 16 * turn;
    for (let strength = 0; strength < shine.length; strength++) {
      const over = Math.max(0, strength - from) / 55;
      shine[strength] = Math.round(165 * Math.min(1, over * over * (1.6 - 0.6 * over)) + 0.12 * strength);
    }
  }

  return {
    widthPx: 2 * widthPx,
    heightPx,
    totalBytes: lumaBytes + 2 * vOffset,
    render(frameIndex, bytes) {
      setShine(frameIndex);
      renderWhite(frameIndex, bytes);
      renderChroma(frameIndex, bytes);
      renderNir(frameIndex, bytes);
    },
  };
}

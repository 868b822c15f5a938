/**
 * Renders a phantom's frames. Holds the textures of its tissue and of the target shown last (about ten bytes a pixel of one
 * channel each) and nothing that must be disposed of. Allocates nothing for a frame; a frame depends on the phantom, what is
 * before its camera, and its index alone.
 */
import type { PhantomSpec, PhantomTarget } from '#model/phantom.ts';
import { bolusAt, codeTable, gainAt, noiseTable, rangeOf, vignettingTable } from './camera.ts';
import { type ChartFeed, chartRow, createChartFeed } from './chart-feed.ts';
import {
  atRest,
  breathAt,
  breathingPose,
  createSampling,
  frameTimeS,
  nirPose,
  type Pose,
  samplePose,
} from './motion.ts';
import { deviateBits, deviateTable, hash } from './random.ts';
import { chromaRow, lumaRow, nirRow } from './resample.ts';
import { paintSubject, type SeenTarget, type SubjectTextures } from './subjects.ts';

export type PhantomRenderer = {
  /** Size of a frame: both channels side by side. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Bytes of one packed I420 frame. */
  readonly totalBytes: number;
  /**
   * Writes frame `frameIndex` (0 …) as packed I420: every one of the `totalBytes` bytes. Without a target: of the tissue. The
   * first frame of a target takes as long as painting it.
   */
  render(frameIndex: number, bytes: Uint8Array, target?: PhantomTarget): void;
};

const tissueTarget: SeenTarget = { kind: 'tissue' };

const deviates = 65_536;
/** SD of the noise of the white-light camera, in codes. */
const whiteNoiseCodes = 1.1;

/** Paints the tissue (a few tenths of a second at the default size) and returns the renderer. */
export function createPhantomRenderer(spec: PhantomSpec): PhantomRenderer {
  const { widthPx, heightPx } = spec;
  const tissue = paintSubject(spec, tissueTarget);
  let shown: { readonly target: SeenTarget; readonly textures: SubjectTextures } | null = null;
  let chart: ChartFeed | null = null;
  const vignetting = vignettingTable(spec);
  const noise = noiseTable(spec);
  // A row of noise may begin anywhere in the table and must not run over its end; the chart's is as wide as the frame.
  const deviate = deviateTable(spec.seed, deviates + 2 * widthPx);
  const isNoisy = spec.camera.fullWellElectrons !== null;
  // White light always has some: a picture that repeats itself to the last code would pass for a frozen one.
  const whiteNoiseOf = whiteNoiseCodes / 2 ** deviateBits;
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

  function texturesOf(target: SeenTarget): SubjectTextures {
    if (target.kind === 'tissue') return tissue;
    if (!shown || !isSame(shown.target, target)) shown = { target, textures: paintSubject(spec, target) };
    return shown.textures;
  }

  function renderWhite(frameIndex: number, bytes: Uint8Array, { white }: SubjectTextures, pose: Pose): void {
    samplePose(lumaSampling, spec, { pose, step: 1 });
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

  function renderChroma(bytes: Uint8Array, { white }: SubjectTextures, pose: Pose): void {
    samplePose(chromaSampling, spec, { pose, step: 2 });
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

  function setGain(wanted: number): void {
    if (wanted === gain) return;
    gain = wanted;
    ({ codes, offset } = codeTable(spec, gain));
  }

  function renderNir(frameIndex: number, bytes: Uint8Array, textures: SubjectTextures, pose: Pose): void {
    const { radiance, radianceWidthPx } = textures;
    samplePose(lumaSampling, spec, { pose: nirPose(spec, pose), step: 1 });
    const { columns, rows } = lumaSampling;
    for (let y = 0; y < heightPx; y++) {
      const row = rows.index[y]! * radianceWidthPx;
      nirRow(
        columns,
        { radiance, vignetting, pixel: y * widthPx, row, widthPx: radianceWidthPx, down: rows.part[y]! },
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

  function renderChart(frameIndex: number, bytes: Uint8Array): void {
    chart ??= createChartFeed(spec);
    const noise = isNoisy ? deviate : null;
    for (let row = 0; row < heightPx; row++)
      chartRow(
        chart,
        { row, noise, noiseFrom: noiseOfRow(frameIndex, 2 * row) },
        { bytes, widthPx: 2 * widthPx },
      );
    bytes.set(chart.chroma, lumaBytes);
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
    render(frameIndex, bytes, target = tissueTarget) {
      if (target.kind === 'chart') {
        renderChart(frameIndex, bytes);
        return;
      }
      const isTissue = target.kind === 'tissue';
      const textures = texturesOf(target);
      const pose = isTissue ? breathingPose(spec, frameIndex) : atRest;
      // Calibration is done with the gain held.
      const timeS = frameTimeS(spec, frameIndex);
      // Dye and gain both scale light before the pedestal is added.
      setGain(isTissue ? gainAt(spec, timeS) * bolusAt(spec, timeS) : 1);
      setShine(frameIndex);
      renderWhite(frameIndex, bytes, textures, pose);
      renderChroma(bytes, textures, pose);
      renderNir(frameIndex, bytes, textures, pose);
    },
  };
}

const isSame = (one: SeenTarget, other: SeenTarget): boolean =>
  one.kind === 'uniform' && other.kind === 'uniform'
    ? one.radiance === other.radiance
    : one.kind === other.kind;

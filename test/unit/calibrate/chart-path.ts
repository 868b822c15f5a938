/** A path from screen to stream, for tests of the chart's reader: every way in which a tower and a grabber can change it. */
import { paintChart } from '#model/chart.ts';
import type { FrameFormat, FramePlanes, PixelFormat } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Transfer } from '#model/profile.ts';
import { linearToSignal, signalToLinear } from '#model/transfer.ts';
import { createRandom } from '#test/support/random.ts';
import { framePlanes } from '#test/support/synthetic-planes.ts';

export type Path = {
  readonly size: SizePx;
  readonly format: PixelFormat;
  readonly bitDepth: number;
  /** The camera's curve over the screen's light. `srgb` with no pedestal: codes as the screen got them. */
  readonly transfer: Transfer;
  /** Signal (0 … 1) with the light off, and the light of the chart's white. */
  readonly darkSignal: number;
  readonly gain: number;
  readonly range: 'full' | 'limited' | 'twice' | 'stretched';
  readonly matrix: 'bt601' | 'bt709';
  /** What came before the stream's own format: colour kept for blocks of so many pixels. */
  readonly chroma: '4:4:4' | '4:2:2' | '4:2:0';
  /** Levels that something on the way keeps; null: all. */
  readonly levels: number | null;
  readonly noiseCodes: number;
  /** Passes of a 1-2-1 filter each way. */
  readonly blur: number;
  /** Where the chart lies in the frame, as a picture of its own size is put there; black beside it. */
  readonly place: (x: number, y: number) => { readonly x: number; readonly y: number };
  readonly colour: boolean;
  /** As the stream declares it, right or wrong. */
  readonly declared: { readonly fullRange: boolean | null; readonly matrix: string | null };
};

export const straight: Path = {
  size: { widthPx: 640, heightPx: 480 },
  format: 'I420',
  bitDepth: 8,
  transfer: { kind: 'srgb' },
  darkSignal: 0,
  gain: 1,
  range: 'limited',
  matrix: 'bt709',
  chroma: '4:4:4',
  levels: null,
  noiseCodes: 0,
  blur: 0,
  place: (x, y) => ({ x, y }),
  colour: true,
  declared: { fullRange: null, matrix: null },
};

const weights = { bt601: [0.299, 0.114], bt709: [0.2126, 0.0722] } as const;

/** One frame; `seed` of its noise. */
export function chartFrame(path: Path, seed = 1): FramePlanes {
  const { widthPx, heightPx } = path.size;
  const [r, g, b] = screenToSignals(path);
  const [kr, kb] = weights[path.matrix];
  const luma = r!.map((red, i) => kr * red + (1 - kr - kb) * g![i]! + kb * b![i]!);
  const blockX = path.chroma === '4:4:4' ? 1 : 2;
  const blockY = path.chroma === '4:2:0' ? 2 : 1;
  const bluish = shared(
    luma.map((y, i) => (path.colour ? (b![i]! - y) / (2 - 2 * kb) : 0)),
    { widthPx, blockX, blockY },
  );
  const reddish = shared(
    luma.map((y, i) => (path.colour ? (r![i]! - y) / (2 - 2 * kr) : 0)),
    { widthPx, blockX, blockY },
  );
  const top = 2 ** path.bitDepth - 1;
  const lumaCodes = levelsOf(path);
  const isRgb = path.format.startsWith('RGB') || path.format.startsWith('BGR');
  const random = createRandom(seed);
  const noise = () =>
    path.noiseCodes * (random.uniform(-1, 1) + random.uniform(-1, 1) + random.uniform(-1, 1));
  const step = 2 ** (path.bitDepth - 8);
  const chromaSpan =
    path.range === 'full' || path.range === 'stretched'
      ? top
      : path.range === 'limited'
        ? 224 * step
        : (224 * 219 * step) / 255;
  const format: FrameFormat = {
    format: path.format,
    widthPx,
    heightPx,
    bitDepth: path.bitDepth,
    colour: { ...path.declared, transfer: null, primaries: null },
  };
  return framePlanes(format, ({ plane, channel, x, y }) => {
    if (isRgb) {
      const i = y * widthPx + x;
      const at = path.format.startsWith('BGR') ? 2 - channel : channel;
      if (channel === 3) return 255;
      const red = luma[i]! + (2 - 2 * kr) * reddish[i]!;
      const blue = luma[i]! + (2 - 2 * kb) * bluish[i]!;
      const green = (luma[i]! - kr * red - kb * blue) / (1 - kr - kb);
      return lumaCodes([red, green, blue][at]!) + noise();
    }
    if (plane === 0) return lumaCodes(luma[y * widthPx + x]!) + noise();
    const isBlue = path.format === 'NV12' ? channel === 0 : plane === 1;
    const from = isBlue ? bluish : reddish;
    let sum = 0;
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const)
      sum += from[Math.min(heightPx - 1, 2 * y + dy) * widthPx + Math.min(widthPx - 1, 2 * x + dx)]! / 4;
    return 128 * step + chromaSpan * sum + noise();
  });
}

/** Red, green and blue of every pixel of the frame, as signals before range and matrix. */
function screenToSignals(path: Path): number[][] {
  const { size, transfer, darkSignal, gain, place } = path;
  const { widthPx, heightPx } = size;
  const { rgba } = paintChart(size);
  const pedestal = signalToLinear(darkSignal, transfer);
  const signalOf = Array.from({ length: 256 }, (_, grey) => {
    const light = signalToLinear(grey / 255, { kind: 'srgb' });
    return Math.min(1, Math.max(0, linearToSignal(gain * light + pedestal, transfer)));
  });
  return [0, 1, 2].map(channel => {
    const signals = Array.from({ length: widthPx * heightPx }, (_, i) => {
      const from = place(i % widthPx, Math.floor(i / widthPx));
      const x = Math.round(from.x);
      const y = Math.round(from.y);
      const isInside = x >= 0 && y >= 0 && x < widthPx && y < heightPx;
      return signalOf[isInside ? rgba[4 * (y * widthPx + x) + channel]! : 0]!;
    });
    return blurred(signals, size, path.blur);
  });
}

function blurred(signals: number[], { widthPx, heightPx }: SizePx, passes: number): number[] {
  let values = signals;
  for (let pass = 0; pass < passes; pass++) {
    for (const step of [1, widthPx]) {
      const last = values;
      const limit = widthPx * heightPx - 1;
      values = last.map(
        (v, i) => (last[Math.max(0, i - step)]! + 2 * v + last[Math.min(limit, i + step)]!) / 4,
      );
    }
  }
  return values;
}

/** The mean of each block of pixels, for each of them. */
function shared(
  values: number[],
  { widthPx, blockX, blockY }: { widthPx: number; blockX: number; blockY: number },
): number[] {
  if (blockX === 1 && blockY === 1) return values;
  return values.map((_, i) => {
    const x = (i % widthPx) - ((i % widthPx) % blockX);
    const row = Math.floor(i / widthPx);
    const y = row - (row % blockY);
    let sum = 0;
    for (let dy = 0; dy < blockY; dy++)
      for (let dx = 0; dx < blockX; dx++) sum += values[(y + dy) * widthPx + x + dx]!;
    return sum / (blockX * blockY);
  });
}

/** Signal to code. */
function levelsOf({ range, bitDepth, levels }: Path): (signal: number) => number {
  const step = 2 ** (bitDepth - 8);
  const top = 2 ** bitDepth - 1;
  const limit = (code: number) => Math.round(Math.min(top, Math.max(0, code)));
  return signal => {
    const kept = levels === null ? signal : Math.round(signal * (levels - 1)) / (levels - 1);
    const limited = step * (16 + 219 * kept);
    if (range === 'full') return limit(top * kept);
    if (range === 'limited') return limit(limited);
    if (range === 'twice') return limit(step * (16 + (219 * limit(limited)) / top));
    // A full-range signal taken for a limited one.
    return limit((255 * (limit(top * kept) - 16 * step)) / 219);
  };
}

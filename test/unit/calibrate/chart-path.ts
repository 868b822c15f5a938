/** A path from screen to stream, for tests of the chart's reader: every way in which a tower and a grabber can change it. */
import { paintChart } from '#model/chart.ts';
import type { FrameFormat, FramePlanes, PixelFormat } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Transfer } from '#model/profile.ts';
import { linearToSignal, signalToLinear } from '#model/transfer.ts';
import { createRandom } from '#test/support/random.ts';
import { type CodeAt, framePlanes } from '#test/support/synthetic-planes.ts';

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
  /** The matrix that whoever made RGB again undid. */
  readonly decodedBy?: 'bt601' | 'bt709';
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

/** One frame. */
export const chartFrame = (path: Path): FramePlanes => chartFrames(path, 1)[0]!;

/** Frames that differ by their noise alone. */
export function chartFrames(path: Path, count: number): readonly FramePlanes[] {
  const { widthPx, heightPx } = path.size;
  const planes = signalsOf(path);
  const random = createRandom(1);
  const noise = () =>
    path.noiseCodes === 0
      ? 0
      : path.noiseCodes * (random.uniform(-1, 1) + random.uniform(-1, 1) + random.uniform(-1, 1));
  const format: FrameFormat = {
    format: path.format,
    widthPx,
    heightPx,
    bitDepth: path.bitDepth,
    colour: { ...path.declared, transfer: null, primaries: null },
  };
  const codes = isRgb(path) ? rgbCodes(path, planes) : yuvCodes(path, planes);
  return Array.from({ length: count }, () => framePlanes(format, at => codes(at) + noise()));
}

const isRgb = ({ format }: Path): boolean => format.startsWith('RGB') || format.startsWith('BGR');

type Signals = { readonly luma: Float64Array; readonly bluish: Float64Array; readonly reddish: Float64Array };

/** Luma and the two colour differences of every pixel, colour shared among blocks of pixels. */
function signalsOf(path: Path): Signals {
  const [red, green, blue] = screenToSignals(path);
  const [kr, kb] = weights[path.matrix];
  const luma = red!.map((r, i) => kr * r + (1 - kr - kb) * green![i]! + kb * blue![i]!);
  const difference = (primary: Float64Array, weight: number) =>
    shared(
      primary.map((p, i) => (path.colour ? (p - luma[i]!) / (2 - 2 * weight) : 0)),
      path,
    );
  return { luma, bluish: difference(blue!, kb), reddish: difference(red!, kr) };
}

function rgbCodes(path: Path, { luma, bluish, reddish }: Signals): CodeAt {
  const [kr, kb] = weights[path.decodedBy ?? path.matrix];
  const toCode = levelsOf(path);
  const redChannel = path.format.startsWith('BGR') ? 2 : 0;
  return ({ channel, x, y }) => {
    if (channel === 3) return 255;
    const i = y * path.size.widthPx + x;
    const red = luma[i]! + (2 - 2 * kr) * reddish[i]!;
    const blue = luma[i]! + (2 - 2 * kb) * bluish[i]!;
    if (channel === 1) return toCode((luma[i]! - kr * red - kb * blue) / (1 - kr - kb));
    return toCode(channel === redChannel ? red : blue);
  };
}

function yuvCodes(path: Path, { luma, bluish, reddish }: Signals): CodeAt {
  const { widthPx, heightPx } = path.size;
  const toCode = levelsOf(path);
  const step = 2 ** (path.bitDepth - 8);
  const spans = { full: 255, stretched: 255, limited: 224, twice: (224 * 219) / 255 };
  return ({ plane, channel, x, y }) => {
    if (plane === 0) return toCode(luma[y * widthPx + x]!);
    const isBlue = path.format === 'NV12' ? channel === 0 : plane === 1;
    const from = isBlue ? bluish : reddish;
    const right = Math.min(widthPx - 1, 2 * x + 1);
    const row = 2 * y * widthPx;
    const below = Math.min(heightPx - 1, 2 * y + 1) * widthPx;
    const mean = (from[row + 2 * x]! + from[row + right]! + from[below + 2 * x]! + from[below + right]!) / 4;
    return step * (128 + spans[path.range] * mean);
  };
}

/** Red, green and blue of every pixel of the frame, as signals before range and matrix. */
function screenToSignals(path: Path): Float64Array[] {
  const { size, transfer, darkSignal, gain, place } = path;
  const { widthPx, heightPx } = size;
  const { rgba } = paintChart(size);
  const pedestal = signalToLinear(darkSignal, transfer);
  const signalOf = Float64Array.from({ length: 256 }, (_, grey) => {
    const light = signalToLinear(grey / 255, { kind: 'srgb' });
    return Math.min(1, Math.max(0, linearToSignal(gain * light + pedestal, transfer)));
  });
  const planes = [0, 1, 2].map(() => new Float64Array(widthPx * heightPx).fill(signalOf[0]!));
  for (let y = 0, i = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, i++) {
      const from = place(x, y);
      const fromX = Math.round(from.x);
      const fromY = Math.round(from.y);
      if (fromX < 0 || fromY < 0 || fromX >= widthPx || fromY >= heightPx) continue;
      const at = 4 * (fromY * widthPx + fromX);
      for (const [channel, plane] of planes.entries()) plane[i] = signalOf[rgba[at + channel]!]!;
    }
  return planes.map(plane => blurred(plane, size, path.blur));
}

function blurred(signals: Float64Array, { widthPx, heightPx }: SizePx, passes: number): Float64Array {
  let values = signals;
  const limit = widthPx * heightPx - 1;
  for (let pass = 0; pass < passes; pass++) {
    for (const step of [1, widthPx]) {
      const last = values;
      values = last.map(
        (v, i) => (last[Math.max(0, i - step)]! + 2 * v + last[Math.min(limit, i + step)]!) / 4,
      );
    }
  }
  return values;
}

/** The mean of each block of pixels, for each of them. */
function shared(values: Float64Array, { size: { widthPx }, chroma }: Path): Float64Array {
  if (chroma === '4:4:4') return values;
  const blockY = chroma === '4:2:0' ? 2 : 1;
  return values.map((_, i) => {
    const x = i % widthPx;
    const row = Math.floor(i / widthPx);
    const start = (row - (row % blockY)) * widthPx + x - (x % 2);
    let sum = 0;
    for (let dy = 0; dy < blockY; dy++)
      sum += values[start + dy * widthPx]! + values[start + dy * widthPx + 1]!;
    return sum / (2 * blockY);
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

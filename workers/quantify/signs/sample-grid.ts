/** A coarse grid of a channel's pixels: signal and colour. Reads every `step`-th pixel each way; its arrays are used again for the next frame. */
import type { FramePlanes } from '#model/frame.ts';
import type { Rect } from '#model/geometry.ts';
import { rgbToCode } from '#model/transfer.ts';

/** About how many pixels are looked at: 2 to 6 in a hundred of one channel's. */
const sampledPx = 19_200;

export type Grid = {
  columns: number;
  rows: number;
  /** Pixels of the channel between two samples. */
  step: number;
  /** Shares of black … white. */
  light: Float32Array<ArrayBuffer>;
  /** Blueness and redness, −0.5 … 0.5; of grey frames all 0. */
  blue: Float32Array<ArrayBuffer>;
  red: Float32Array<ArrayBuffer>;
  hasColour: boolean;
};

export const stepOf = ({ width, height }: Rect): number =>
  Math.max(1, Math.round(Math.sqrt((width * height) / sampledPx)));

export const emptyGrid = (): Grid => ({
  columns: 0,
  rows: 0,
  step: 1,
  light: new Float32Array(),
  blue: new Float32Array(),
  red: new Float32Array(),
  hasColour: false,
});

/** Codes that mean black and white. */
export type Levels = { readonly blackCodes: number; readonly whiteCodes: number };

/** Fills `grid` from the part `rect` of `frame`, every `step` pixels. */
export function sampleGrid(
  grid: Grid,
  frame: FramePlanes,
  { rect, levels, step }: { rect: Rect; levels: Levels; step: number },
): void {
  const columns = Math.max(1, Math.floor(rect.width / step));
  const rows = Math.max(1, Math.floor(rect.height / step));
  const length = columns * rows;
  if (grid.light.length < length) {
    grid.light = new Float32Array(length);
    grid.blue = new Float32Array(length);
    grid.red = new Float32Array(length);
  }
  Object.assign(grid, { columns, rows, step });
  const read = createPixelReader(frame, levels);
  grid.hasColour = read.hasColour;
  const half = step >> 1;
  for (let row = 0, i = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, i++) {
      read.at(rect.x + column * step + half, rect.y + row * step + half);
      grid.light[i] = read.light;
      grid.blue[i] = read.blue;
      grid.red[i] = read.red;
    }
}

export type PixelReader = {
  readonly hasColour: boolean;
  light: number;
  blue: number;
  red: number;
  /** Sets the three from a pixel of the frame. */
  at(x: number, y: number): void;
};

/** Reads single pixels of a frame of any format. */
export function createPixelReader({ planes, format }: FramePlanes, levels: Levels): PixelReader {
  const [luma, first, second] = planes;
  if (!luma) throw new Error('A frame without planes.');
  const { samples, strideSamples } = luma;
  const { blackCodes, whiteCodes } = levels;
  const scale = 1 / (whiteCodes - blackCodes);
  const none = { light: 0, blue: 0, red: 0 };
  if (luma.samplesPerPixel === 4) {
    const redAt = format.format.startsWith('BGR') ? 2 : 0;
    return {
      ...none,
      hasColour: true,
      at(x, y) {
        const from = y * strideSamples + 4 * x;
        const r = samples[from + redAt]!;
        const b = samples[from + 2 - redAt]!;
        const grey = rgbToCode(r, samples[from + 1]!, b);
        this.light = (grey - blackCodes) * scale;
        // As BT.709 scales its colour differences.
        this.blue = ((b - grey) * scale) / 1.8556;
        this.red = ((r - grey) * scale) / 1.5748;
      },
    };
  }
  if (!first)
    return {
      ...none,
      hasColour: false,
      at(x, y) {
        this.light = (samples[y * strideSamples + x]! - blackCodes) * scale;
      },
    };
  const middle = 2 ** (format.bitDepth - 1);
  const colourScale = scale * (blackCodes === 0 ? 1 : 219 / 224);
  const isPacked = first.samplesPerPixel === 2;
  const reds = isPacked ? first : (second ?? first);
  return {
    ...none,
    hasColour: true,
    at(x, y) {
      this.light = (samples[y * strideSamples + x]! - blackCodes) * scale;
      const at = (y >> 1) * first.strideSamples + (x >> 1) * first.samplesPerPixel;
      const redAt = isPacked ? at + 1 : (y >> 1) * reds.strideSamples + (x >> 1);
      this.blue = (first.samples[at]! - middle) * colourScale;
      this.red = (reds.samples[redAt]! - middle) * colourScale;
    },
  };
}

/** Mean codes of places of the chart: grey, and colour where the frame has any. */
import { type Homography, inverse, mapPoint, type Rect } from '#model/geometry.ts';
import type { MeanFrame } from './average.ts';

/** One number a pixel of the whole frame. */
export type Grey = { readonly values: Float32Array; readonly widthPx: number; readonly heightPx: number };

/** Luma codes, by the weights with which measurement reads RGB (`rgbToCode`), not rounded. */
export function greyOf({ format, planes }: MeanFrame): Grey {
  const { widthPx, heightPx } = format;
  const { values, samplesPerPixel } = planes[0]!;
  if (samplesPerPixel === 1) return { values, widthPx, heightPx };
  const red = redAt(format.format);
  const grey = new Float32Array(widthPx * heightPx);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4)
    grey[i] = (54 * values[at + red]! + 183 * values[at + 1]! + 19 * values[at + 2 - red]!) / 256;
  return { values: grey, widthPx, heightPx };
}

const redAt = (format: string): 0 | 2 => (format.startsWith('BGR') ? 2 : 0);

/** Codes of a pixel's colour: red, green, blue, or the two chroma samples that stand for it. */
export type ColourAt = (x: number, y: number) => readonly number[];

/** Null for frames without colour. */
export function colourOf({ format, planes }: MeanFrame): { kind: 'rgb' | 'yuv'; at: ColourAt } | null {
  const { widthPx } = format;
  if (format.format === 'Y8' || format.format === 'Y16') return null;
  if (format.format === 'I420' || format.format === 'NV12') {
    const [, u, v = u] = planes;
    const vOffset = v === u ? 1 : 0;
    const at: ColourAt = (x, y) => {
      const i = (y >> 1) * u!.widthPx + (x >> 1);
      return [u!.values[i * u!.samplesPerPixel]!, v!.values[i * v!.samplesPerPixel + vOffset]!];
    };
    return { kind: 'yuv', at };
  }
  const { values } = planes[0]!;
  const red = redAt(format.format);
  const at: ColourAt = (x, y) => {
    const i = 4 * (y * widthPx + x);
    return [values[i + red]!, values[i + 1]!, values[i + 2 - red]!];
  };
  return { kind: 'rgb', at };
}

/** Where the chart lies: shares of the chart to pixels of the frame, and back. */
export type Place = { readonly toFrame: Homography; readonly toChart: Homography };

export const placeOf = (toFrame: Homography): Place => ({ toFrame, toChart: inverse(toFrame) });

/**
 * Visits every pixel whose centre lies in `rect` (shares of the chart), or the one nearest its middle where it has none. Pixels
 * outside the frame are left out.
 */
export function visitPixels(
  { toFrame, toChart }: Place,
  rect: Rect,
  { size, visit }: { size: { widthPx: number; heightPx: number }; visit: (x: number, y: number) => void },
): void {
  const corners = cornersOf(rect).map(corner => mapPoint(toFrame, corner));
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const right = Math.min(size.widthPx - 1, Math.floor(Math.max(...xs)));
  const bottom = Math.min(size.heightPx - 1, Math.floor(Math.max(...ys)));
  let visited = 0;
  for (let y = Math.max(0, Math.ceil(Math.min(...ys))); y <= bottom; y++) {
    for (let x = Math.max(0, Math.ceil(Math.min(...xs))); x <= right; x++) {
      const at = mapPoint(toChart, { x, y });
      if (at.x < rect.x || at.x > rect.x + rect.width || at.y < rect.y || at.y > rect.y + rect.height)
        continue;
      visit(x, y);
      visited++;
    }
  }
  if (visited > 0) return;
  const middle = mapPoint(toFrame, { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });
  const x = Math.round(middle.x);
  const y = Math.round(middle.y);
  if (x >= 0 && y >= 0 && x < size.widthPx && y < size.heightPx) visit(x, y);
}

/** Clockwise from the top left. */
export const cornersOf = ({ x, y, width, height }: Rect) => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];

/** Mean and SD of values over pixels, and how many there were. */
export type Spread = { readonly mean: number; readonly sd: number; readonly n: number };

export function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, n - 1));
  return { mean, sd, n };
}

/** Luma codes of the part `rect` of the chart. */
export function readGrey(grey: Grey, place: Place, rect: Rect): Spread {
  const values: number[] = [];
  visitPixels(place, rect, { size: grey, visit: (x, y) => values.push(grey.values[y * grey.widthPx + x]!) });
  return spreadOf(values);
}

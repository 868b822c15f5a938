/**
 * White light, reduced, as three features a pixel: luma, and two colour differences over luma, which a shadow hardly changes. What a specimen
 * is told from its drape by.
 */
import type { FramePlanes, Plane } from '#model/frame.ts';
import type { Rect, SizePx } from '#model/geometry.ts';

/** Row by row, `features` numbers a pixel; a pixel is `blockPx` scene pixels wide. */
export type WhiteFeatures = SizePx & {
  readonly values: Float32Array<ArrayBuffer>;
  readonly blockPx: number;
};

export const features = 3;
const longestSidePx = 240;
/** Keeps the colour of next to no light from counting. */
const darkest = 0.08;

/** Averages of blocks of the channel in `rect` of a frame. Codes are scaled to 0 … 1 whatever their depth. */
export function whiteFeatures({ planes, format }: FramePlanes, rect: Rect): WhiteFeatures {
  const blockPx = Math.max(1, Math.ceil(Math.max(rect.width, rect.height) / longestSidePx));
  const widthPx = Math.max(1, Math.floor(rect.width / blockPx));
  const heightPx = Math.max(1, Math.floor(rect.height / blockPx));
  const read = readerOf(planes, format.format, 2 ** format.bitDepth - 1);
  const values = new Float32Array(widthPx * heightPx * features);
  const sums = [0, 0, 0];
  for (let row = 0; row < heightPx; row++)
    for (let column = 0; column < widthPx; column++) {
      sums.fill(0);
      for (let dy = 0; dy < blockPx; dy++)
        for (let dx = 0; dx < blockPx; dx++)
          read(rect.x + column * blockPx + dx, rect.y + row * blockPx + dy, sums);
      const at = (row * widthPx + column) * features;
      const [luma = 0, blue = 0, red = 0] = sums.map(sum => sum / (blockPx * blockPx));
      values[at] = luma;
      values[at + 1] = blue / (luma + darkest);
      values[at + 2] = red / (luma + darkest);
    }
  return { widthPx, heightPx, values, blockPx };
}

/** Adds luma and colour differences of a frame's pixel to `sums`. */
type AddPixel = (x: number, y: number, sums: number[]) => void;

function readerOf(planes: readonly Plane[], format: FramePlanes['format']['format'], top: number): AddPixel {
  const first = planes[0]!;
  const sample = (plane: Plane, x: number, y: number, channel = 0): number =>
    plane.samples[y * plane.strideSamples + x * plane.samplesPerPixel + channel]! / top;
  if (first.samplesPerPixel === 4) {
    const red = format.startsWith('BGR') ? 2 : 0;
    return (x, y, sums) => {
      const [r, g, b] = [sample(first, x, y, red), sample(first, x, y, 1), sample(first, x, y, 2 - red)];
      const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      sums[0]! += luma;
      sums[1]! += (b - luma) / 1.8556;
      sums[2]! += (r - luma) / 1.5748;
    };
  }
  const chroma = planes[1];
  if (!chroma)
    return (x, y, sums) => {
      sums[0]! += sample(first, x, y);
    };
  const third = planes[2] ?? chroma;
  const thirdChannel = planes[2] ? 0 : 1;
  return (x, y, sums) => {
    sums[0]! += sample(first, x, y);
    sums[1]! += sample(chroma, x >> 1, y >> 1) - 0.5;
    sums[2]! += sample(third, x >> 1, y >> 1, thirdChannel) - 0.5;
  };
}

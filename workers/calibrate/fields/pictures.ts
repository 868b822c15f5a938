/** Planes as pictures for the screen. */
import type { Picture } from '#model/calibration.ts';
import { colourOf } from '#model/colour-map.ts';
import type { ColourMap } from '#model/display.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Plane } from './planes.ts';

/** Longest side of a picture: enough for a wizard, small enough to be kept with a run. */
const usualLongestPx = 480;

/** How values become colours: `low` and below is the map's first colour, `high` and above its last. */
export type Scale = {
  readonly map: ColourMap;
  readonly low: number;
  readonly high: number;
  /** Of the picture's longer side; 480 when not given. */
  readonly longestPx?: number;
};

/** A plane made smaller by a whole factor, each pixel the mean of what it stands for, in false colour. */
export function pictureOf(
  plane: Plane,
  size: SizePx,
  { map, low, high, longestPx = usualLongestPx }: Scale,
): Picture {
  const factor = Math.ceil(Math.max(size.widthPx, size.heightPx) / longestPx);
  const widthPx = Math.ceil(size.widthPx / factor);
  const heightPx = Math.ceil(size.heightPx / factor);
  const colours = Array.from({ length: 256 }, (_, i) => colourOf(map, i / 255).map(c => Math.round(255 * c)));
  const rgba = new Uint8ClampedArray(4 * widthPx * heightPx);
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, to += 4) {
      const share = (patchMean(plane, size, { x, y, factor }) - low) / (high - low || 1);
      const [red, green, blue] = colours[Math.round(255 * Math.min(1, Math.max(0, share)))]!;
      rgba[to] = red!;
      rgba[to + 1] = green!;
      rgba[to + 2] = blue!;
      rgba[to + 3] = 255;
    }
  }
  return { widthPx, heightPx, rgba };
}

function patchMean(plane: Plane, size: SizePx, at: { x: number; y: number; factor: number }): number {
  const bottom = Math.min(size.heightPx, (at.y + 1) * at.factor);
  const right = Math.min(size.widthPx, (at.x + 1) * at.factor);
  let sum = 0;
  let count = 0;
  for (let y = at.y * at.factor; y < bottom; y++) {
    for (let x = at.x * at.factor; x < right; x++) {
      sum += plane[y * size.widthPx + x]!;
      count++;
    }
  }
  return sum / count;
}

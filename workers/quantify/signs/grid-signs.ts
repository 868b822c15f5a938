/** Light, colour and edges of a grid in a few numbers. */

import type { Rect } from '#model/geometry.ts';
import type { ColourSigns, LightSigns } from '#model/watch/frame-signs.ts';
import type { Grid, PixelReader } from './sample-grid.ts';

const bins = 256;
const counts = new Uint32Array(bins);

/** Quantiles through 256 bins of 0 … 1: to within 0.004, which is a code of eight bits. */
export function lightSigns({ columns, rows, light, blue, red, hasColour }: Grid, clipAt: number): LightSigns {
  const length = columns * rows;
  counts.fill(0);
  let clipped = 0;
  let colour = 0;
  for (let i = 0; i < length; i++) {
    const value = light[i]!;
    if (value >= clipAt) clipped++;
    counts[Math.min(bins - 1, Math.max(0, Math.round(value * (bins - 1))))]!++;
    if (hasColour) colour += Math.sqrt(blue[i]! * blue[i]! + red[i]! * red[i]!);
  }
  const quantile = (share: number): number => {
    let below = 0;
    for (let bin = 0; bin < bins; bin++) {
      below += counts[bin]!;
      if (below >= share * length) return bin / (bins - 1);
    }
    return 1;
  };
  return {
    p5: quantile(0.05),
    median: quantile(0.5),
    p95: quantile(0.95),
    p995: quantile(0.995),
    clippedShare: clipped / length,
    colourfulness: hasColour ? colour / length : null,
  };
}

/** Of sorted values. */
const at = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

/** Fewer pixels of a middling brightness say nothing of the balance of the rest. */
const fewestBalanced = 400;

/** Null where too little of the picture has a colour that can be read. */
export function colourSigns({ columns, rows, light, blue, red, hasColour }: Grid): ColourSigns | null {
  if (!hasColour) return null;
  const rg: number[] = [];
  const bg: number[] = [];
  for (let i = 0; i < columns * rows; i += 3) {
    const y = light[i]!;
    const r = y + 1.5748 * red[i]!;
    const b = y + 1.8556 * blue[i]!;
    const g = y - 0.1873 * blue[i]! - 0.4681 * red[i]!;
    // Nothing at either end of its range: there one channel stops while the others go on.
    if (y < 0.12 || Math.min(r, g, b) < 0.05 || Math.max(r, g, b) > 0.95) continue;
    rg.push(Math.log(r / g));
    bg.push(Math.log(b / g));
  }
  if (rg.length < fewestBalanced) return null;
  const quartiles = (values: number[]): [number, number, number] => {
    const sorted = Float64Array.from(values).sort();
    return [at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75)];
  };
  return { redOverGreen: quartiles(rg), blueOverGreen: quartiles(bg) };
}

/** 90th percentile of redness; null: no colour. */
export function rednessOf({ columns, rows, red, hasColour }: Grid): number | null {
  return hasColour ? at(Float64Array.from(red.subarray(0, columns * rows)).sort(), 0.9) : null;
}

/** Highlights come and go with the wet surface, and are sharp out of focus, too: from here up nothing counts. */
const highlightFrom = 0.75;
/** Under this contrast (p95 − p5) edges are noise. */
const leastContrast = 0.08;

/**
 * Steep edges over contrast: the 95th percentile of the change over two pixels (two, so that 4:2:0 and sharpening play no part), at every
 * second sample of the grid.
 */
export function sharpnessOf(
  read: PixelReader,
  { columns, rows, step }: Grid,
  { rect, light }: { rect: Rect; light: LightSigns },
): number | null {
  const contrast = light.p95 - light.p5;
  if (contrast < leastContrast) return null;
  const changes: number[] = [];
  for (let row = 0; row < rows; row += 2)
    for (let column = 0; column < columns; column += 2) {
      const x = rect.x + Math.min(rect.width - 3, column * step);
      const y = rect.y + Math.min(rect.height - 3, row * step);
      read.at(x, y);
      const here = read.light;
      read.at(x + 2, y);
      const right = read.light;
      read.at(x, y + 2);
      const below = read.light;
      if (Math.max(here, right, below) < highlightFrom)
        changes.push(Math.max(Math.abs(right - here), Math.abs(below - here)));
    }
  if (changes.length === 0) return null;
  return at(Float64Array.from(changes).sort(), 0.95) / contrast;
}

/** A black block with wells of dye, each with less than the one before, and one without: for the start-of-day check. */
import type { Point } from '#model/geometry.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import { colour, type Subject } from './surface.ts';

const block = colour(0.03, 0.03, 0.035);
const solution = colour(0.3, 0.34, 0.26);
/** Light of the block and of a well without dye. */
const plainRadiance = 0.004;
/** Light of the strongest well, above that. */
const brightest = 0.8;

/** Row by row, as the seeded target with these concentrations has them; the last is the control. */
export const wellShares = [1000, 300, 100, 60, 30, 10, 3, 1, 0].map(nM => nM / 1000);
const columns = 3;

const pitchPx = ({ widthPx, heightPx }: PhantomSpec): number => 0.27 * Math.min(widthPx, heightPx);

/** Centres in scene pixels of white light, and their radius. */
export function wellsOf(spec: PhantomSpec): readonly (Point & { readonly radiusPx: number })[] {
  const pitch = pitchPx(spec);
  return wellShares.map((_, i) => ({
    x: (spec.widthPx - 1) / 2 + ((i % columns) - 1) * pitch,
    y: (spec.heightPx - 1) / 2 + (Math.floor(i / columns) - 1) * pitch,
    radiusPx: 0.34 * pitch,
  }));
}

/** True light of a well of the strongest one's `share`. */
export const wellRadiance = (share: number): number => plainRadiance + brightest * share;

export function createWells(spec: PhantomSpec): Subject {
  const wells = wellsOf(spec);
  const pitch = pitchPx(spec);
  const first = wells[0]!;
  /** Only the well of its own cell can reach a point. */
  const nearest = (x: number, y: number): number => {
    const column = Math.min(columns - 1, Math.max(0, Math.round((x - first.x) / pitch)));
    const row = Math.min(columns - 1, Math.max(0, Math.round((y - first.y) / pitch)));
    return row * columns + column;
  };
  const coverAt = (index: number, x: number, y: number): number => {
    const { x: centreX, y: centreY, radiusPx } = wells[index]!;
    return Math.min(1, Math.max(0, 0.5 - (Math.hypot(x - centreX, y - centreY) - radiusPx)));
  };
  return {
    paint(u, v, into) {
      const [x, y] = [u * spec.widthPx, v * spec.widthPx];
      const cover = coverAt(nearest(x, y), x, y);
      into.red = block.red + cover * (solution.red - block.red);
      into.green = block.green + cover * (solution.green - block.green);
      into.blue = block.blue + cover * (solution.blue - block.blue);
      into.height = 0;
      into.gloss = 0;
    },
    radianceAt(x, y) {
      const index = nearest(x, y);
      return plainRadiance + brightest * wellShares[index]! * coverAt(index, x, y);
    },
  };
}

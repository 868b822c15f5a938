/** A plate with glowing dots that white light shows, too: the same places in both channels, for registration. */
import type { Point } from '#model/geometry.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import { colour, type Subject } from './surface.ts';

const plate = colour(0.035, 0.035, 0.04);
const dye = colour(0.42, 0.5, 0.3);
const plateRadiance = 0.03;
const dotRadiance = 0.6;

const columns = 7;
const rows = 5;

/** A dot's centre in scene pixels of white light, and its radius. */
type GridDot = Point & { readonly radiusPx: number };

const spacingPx = ({ widthPx, heightPx }: PhantomSpec): number => Math.min(0.125 * widthPx, 0.17 * heightPx);

/** Seven by five dots, row by row, and a small one in the first cell: the plate looks different however it is turned. */
export function gridDots(spec: PhantomSpec): readonly GridDot[] {
  const spacing = spacingPx(spec);
  const at = (column: number, row: number): Point => ({
    x: (spec.widthPx - 1) / 2 + (column - (columns - 1) / 2) * spacing,
    y: (spec.heightPx - 1) / 2 + (row - (rows - 1) / 2) * spacing,
  });
  const dots = Array.from({ length: columns * rows }, (_, i) => ({
    ...at(i % columns, Math.floor(i / columns)),
    radiusPx: 0.22 * spacing,
  }));
  return [...dots, { ...at(0.5, 0.5), radiusPx: 0.12 * spacing }];
}

/** The plate with its dots. */
export function createGrid(spec: PhantomSpec): Subject {
  const dots = gridDots(spec);
  const first = dots[0]!;
  const mark = dots.at(-1)!;
  const spacing = spacingPx(spec);

  /** Only the dot of its own cell and the mark can reach a point. */
  function shareAt(x: number, y: number): number {
    const column = Math.min(columns - 1, Math.max(0, Math.round((x - first.x) / spacing)));
    const row = Math.min(rows - 1, Math.max(0, Math.round((y - first.y) / spacing)));
    return Math.max(discShare(dots[row * columns + column]!, x, y), discShare(mark, x, y));
  }

  return {
    paint(u, v, into) {
      const share = shareAt(u * spec.widthPx, v * spec.widthPx);
      into.red = plate.red + share * (dye.red - plate.red);
      into.green = plate.green + share * (dye.green - plate.green);
      into.blue = plate.blue + share * (dye.blue - plate.blue);
      into.height = 0;
      into.gloss = 0;
    },
    radianceAt: (x, y) => plateRadiance + (dotRadiance - plateRadiance) * shareAt(x, y),
  };
}

/** How much of the pixel at (x, y) a disc covers: straight over one pixel at its edge. */
function discShare({ x: centreX, y: centreY, radiusPx }: GridDot, x: number, y: number): number {
  const off = Math.sqrt((x - centreX) ** 2 + (y - centreY) ** 2) - radiusPx;
  return Math.min(1, Math.max(0, 0.5 - off));
}

/** A steel ruler across the middle, millimetres on it, on a drape. NIR hardly sees it. */
import type { Point } from '#model/geometry.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import { colour, type Subject } from './surface.ts';

const steel = colour(0.42, 0.43, 0.45);
const ink = colour(0.02, 0.02, 0.02);
const drape = colour(0.012, 0.1, 0.125);
const steelRadiance = 0.02;
const drapeRadiance = 0.008;

/** Digits three cells wide and five high, a row of three bits at a time from the top. */
const glyphs = [
  [7, 5, 5, 5, 7],
  [2, 6, 2, 2, 7],
  [7, 1, 7, 4, 7],
  [7, 1, 3, 1, 7],
  [5, 5, 7, 1, 1],
  [7, 4, 7, 1, 7],
  [7, 4, 7, 5, 7],
  [7, 1, 2, 2, 2],
  [7, 5, 7, 5, 7],
  [7, 5, 7, 1, 7],
] as const;

/** Where the ruler lies, in scene pixels: `from` is 0 mm on its upper edge. Ticks go down from there. */
type Ruler = {
  readonly from: Point;
  readonly lengthMm: number;
  readonly mmPerPx: number;
  readonly heightPx: number;
};

/** As many whole millimetres as fit between a sixteenth of the width on either side. */
export function rulerOf({ widthPx, heightPx, mmPerPx }: PhantomSpec): Ruler {
  return {
    from: { x: widthPx / 16, y: 0.36 * heightPx },
    lengthMm: Math.floor((7 / 8) * widthPx * mmPerPx),
    mmPerPx,
    heightPx: 0.28 * heightPx,
  };
}

/** The ruler as a subject. */
export function createRuler(spec: PhantomSpec): Subject {
  const ruler = rulerOf(spec);
  const { from, lengthMm, mmPerPx, heightPx } = ruler;
  const pxPerMm = 1 / mmPerPx;
  const halfTickPx = Math.max(0.6, 0.1 * pxPerMm);
  const overhangPx = 0.02 * spec.widthPx;
  const right = from.x + lengthMm * pxPerMm + overhangPx;
  const cellPx = Math.max(1, Math.min(0.02 * heightPx, (10 * pxPerMm) / 14));

  const steelAt = (x: number, y: number): number =>
    between(x, from.x - overhangPx, right) * between(y, from.y, from.y + heightPx);

  function tickAt(x: number, y: number): number {
    const mm = Math.min(lengthMm, Math.max(0, Math.round((x - from.x) * mmPerPx)));
    const lengthShare = mm % 10 === 0 ? 0.55 : mm % 5 === 0 ? 0.42 : 0.28;
    const middle = from.x + mm * pxPerMm;
    return (
      between(x, middle - halfTickPx, middle + halfTickPx) *
      between(y, from.y, from.y + lengthShare * heightPx)
    );
  }

  /** The number under the nearest 10 mm tick, centred on it. */
  function labelAt(x: number, y: number): number {
    const mm = 10 * Math.round(((x - from.x) * mmPerPx) / 10);
    if (mm < 0 || mm > lengthMm) return 0;
    const digits = String(mm);
    const row = Math.floor((y - from.y - 0.66 * heightPx) / cellPx / 1.7);
    const cells = 4 * digits.length - 1;
    const column = Math.floor((x - from.x - mm * pxPerMm) / cellPx + cells / 2);
    if (row < 0 || row > 4 || column < 0 || column >= cells || column % 4 === 3) return 0;
    const glyph = glyphs[Number(digits[Math.floor(column / 4)])];
    return ((glyph?.[row] ?? 0) >> (2 - (column % 4))) & 1;
  }

  return {
    paint(u, v, into) {
      const x = u * spec.widthPx;
      const y = v * spec.widthPx;
      const isSteel = steelAt(x, y);
      const isInk = isSteel === 0 ? 0 : Math.max(tickAt(x, y), labelAt(x, y));
      for (const part of ['red', 'green', 'blue'] as const) {
        const plain = drape[part] + isSteel * (steel[part] - drape[part]);
        into[part] = plain + isInk * (ink[part] - plain);
      }
      into.height = 0;
      into.gloss = 0;
    },
    radianceAt: (x, y) => drapeRadiance + (steelRadiance - drapeRadiance) * steelAt(x, y),
  };
}

/** How much of the pixel about `at` lies between two edges. */
const between = (at: number, from: number, to: number): number =>
  Math.max(0, Math.min(at + 0.5, to) - Math.max(at - 0.5, from));

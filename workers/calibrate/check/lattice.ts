/** Discs on a grid: which of them lie on one, and where on it. */
import type { CheckTarget } from '#model/check.ts';
import type { Disc } from './discs.ts';

/** A disc and its place on a grid whose beginning and turn are not known yet. */
export type Cell = { readonly column: number; readonly row: number; readonly disc: Disc };

/** Of the pitch, that a disc may lie off the grid: tilt moves those far from the two that the grid was laid through. */
const tolerance = 0.2;
/** Wells do not overlap. */
const leastPitchRadii = 1.8;

/**
 * The grid through two neighbours that most discs lie on, with `pitchRatio` of the target either way; null where it takes fewer than
 * three discs (two where the target has no more than three wells). No larger than the target.
 */
export function latticeOf(discs: readonly Disc[], target: CheckTarget): readonly Cell[] | null {
  const wells = target.values.filter(value => value !== null).length;
  let best: { cells: readonly Cell[]; off: number } | null = null;
  for (const origin of discs)
    for (const neighbour of discs)
      for (const ratio of new Set([target.pitchRatio, 1 / target.pitchRatio])) {
        const laid = layGrid(discs, { origin, neighbour, ratio, target });
        if (!laid) continue;
        const more = laid.cells.length - (best?.cells.length ?? 0);
        if (!best || more > 0 || (more === 0 && laid.off < best.off)) best = laid;
      }
  return best && best.cells.length >= Math.min(3, wells - 1) && best.cells.length >= 2 ? best.cells : null;
}

function layGrid(
  discs: readonly Disc[],
  at: { origin: Disc; neighbour: Disc; ratio: number; target: CheckTarget },
): { cells: readonly Cell[]; off: number } | null {
  const { origin, neighbour, ratio, target } = at;
  const ux = neighbour.centre.x - origin.centre.x;
  const uy = neighbour.centre.y - origin.centre.y;
  const pitch = Math.hypot(ux, uy);
  if (pitch < leastPitchRadii * origin.radiusPx || pitch * ratio < leastPitchRadii * origin.radiusPx)
    return null;
  const byPlace = new Map<string, { cell: Cell; off: number }>();
  for (const disc of discs) {
    const dx = disc.centre.x - origin.centre.x;
    const dy = disc.centre.y - origin.centre.y;
    const across = (dx * ux + dy * uy) / pitch ** 2;
    const down = (dy * ux - dx * uy) / (pitch ** 2 * ratio);
    const column = Math.round(across);
    const row = Math.round(down);
    const off = Math.hypot(across - column, (down - row) * ratio);
    const key = `${column} ${row}`;
    if (off < tolerance && off < (byPlace.get(key)?.off ?? 1))
      byPlace.set(key, { cell: { column, row, disc }, off });
  }
  const cells = [...byPlace.values()].map(({ cell }) => cell);
  const extent = (of: (cell: Cell) => number) => Math.max(...cells.map(of)) - Math.min(...cells.map(of)) + 1;
  const sides = [extent(({ column }) => column), extent(({ row }) => row)].sort((a, b) => a - b);
  const allowed = [target.columns, target.rows].sort((a, b) => a - b);
  if (sides[0]! > allowed[0]! || sides[1]! > allowed[1]!) return null;
  return { cells, off: [...byPlace.values()].reduce((sum, { off }) => sum + off, 0) };
}

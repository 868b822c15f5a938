/** Places of a target's wells: on a grid, which may be turned, tilted a little, or mirrored. */
import { type CheckTarget, type CheckWithheld, checkWithheld, type PlacedWell } from '../check.ts';
import { inverseSymmetric } from '../fit/least-squares.ts';
import { directHomography } from '../fit/mapping-fit.ts';
import { mapPoint, type Point } from '../geometry.ts';

/** Where a place of the target lies on its own grid, columns apart by 1. */
export const gridPoint = (target: CheckTarget, index: number): Point => ({
  x: index % target.columns,
  y: Math.floor(index / target.columns) * target.pitchRatio,
});

/**
 * All wells of `target`, from some whose places are known (two of different places or more): those stay where they are, the others
 * lie on the grid through them, with their median radius. Two or three fix place, size and turn, and three whether the picture is
 * mirrored; four or more that do not lie on one line allow for shear, and six for perspective where that is needed.
 */
export function gridThrough(
  target: CheckTarget,
  known: readonly PlacedWell[],
): readonly PlacedWell[] | CheckWithheld {
  const usable = known.filter(
    ({ index, centre, radiusPx }) =>
      typeof (target.values[index] ?? null) !== 'object' &&
      [centre.x, centre.y].every(Number.isFinite) &&
      radiusPx > 0,
  );
  const byIndex = new Map(usable.map(well => [well.index, well]));
  const toPicture = placing(
    [...byIndex.values()].map(w => ({ grid: gridPoint(target, w.index), centre: w.centre })),
  );
  if (!toPicture)
    return checkWithheld(
      'wells-unclear',
      'Mark at least two wells at different places, far from each other.',
    );
  const radii = usable.map(({ radiusPx }) => radiusPx).sort((a, b) => a - b);
  const radiusPx = radii[radii.length >> 1]!;
  return target.values.flatMap((value, index): PlacedWell[] =>
    value === null
      ? []
      : [
          byIndex.get(index) ?? {
            index,
            centre: toPicture(gridPoint(target, index)),
            radiusPx,
            from: 'grid',
          },
        ],
  );
}

type Pair = { readonly grid: Point; readonly centre: Point };
type Mapping = (grid: Point) => Point;

/** Null where the pairs do not fix a grid. */
function placing(pairs: readonly Pair[]): Mapping | null {
  if (pairs.length >= 4) {
    const affine = affineOf(pairs);
    if (affine) return withPerspective(pairs, affine) ?? affine;
  }
  const straight = similarityOf(pairs, 1);
  // Two points, or a line of them, fit both ways: a picture is taken not to be mirrored unless it must be.
  const mirrored = similarityOf(pairs, -1);
  if (!straight || !mirrored) return null;
  return mirrored.squares < 0.5 * straight.squares - 1e-6 ? mirrored.map : straight.map;
}

/** Of the pitch, root mean square: what an affine grid may leave before it is taken to be seen at an angle. */
const flatShare = 0.01;

/** The homography, where six or more show that the grid is seen at an angle; null otherwise. */
function withPerspective(pairs: readonly Pair[], affine: Mapping): Mapping | null {
  const squaresOf = (map: Mapping) =>
    pairs.reduce((sum, { grid, centre }) => {
      const at = map(grid);
      return sum + (at.x - centre.x) ** 2 + (at.y - centre.y) ** 2;
    }, 0) / pairs.length;
  const from = affine({ x: 0, y: 0 });
  const to = affine({ x: 1, y: 0 });
  const pitch = Math.hypot(to.x - from.x, to.y - from.y);
  const left = squaresOf(affine);
  if (pairs.length < 6 || left < (flatShare * pitch) ** 2) return null;
  const h = directHomography(pairs.map(({ grid, centre }) => ({ white: grid, nir: centre })));
  const map: Mapping = grid => mapPoint(h, grid);
  // One that leaves much of it was no perspective; written so that NaN is refused too.
  return squaresOf(map) < left / 4 ? map : null;
}

const meanPoint = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, p) => sum + p.x, 0) / points.length,
  y: points.reduce((sum, p) => sum + p.y, 0) / points.length,
});

/** Least squares; null where the places lie on one line. */
function affineOf(pairs: readonly Pair[]): Mapping | null {
  const g = meanPoint(pairs.map(({ grid }) => grid));
  const c = meanPoint(pairs.map(({ centre }) => centre));
  const sum = (of: (pair: Pair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  const xx = sum(p => (p.grid.x - g.x) ** 2);
  const xy = sum(p => (p.grid.x - g.x) * (p.grid.y - g.y));
  const yy = sum(p => (p.grid.y - g.y) ** 2);
  const inverse =
    xx * yy - xy * xy > 1e-6 * (xx + yy) ** 2
      ? inverseSymmetric([
          [xx, xy],
          [xy, yy],
        ])
      : null;
  if (!inverse) return null;
  const row = (of: (p: Point) => number, middle: number) => {
    const x = sum(p => (p.grid.x - g.x) * (of(p.centre) - middle));
    const y = sum(p => (p.grid.y - g.y) * (of(p.centre) - middle));
    return [inverse[0]![0]! * x + inverse[0]![1]! * y, inverse[1]![0]! * x + inverse[1]![1]! * y] as const;
  };
  const [a, b] = row(p => p.x, c.x);
  const [d, e] = row(p => p.y, c.y);
  return p => ({
    x: c.x + a * (p.x - g.x) + b * (p.y - g.y),
    y: c.y + d * (p.x - g.x) + e * (p.y - g.y),
  });
}

/** Turn, size and shift of least squares; `hand` −1: mirrored. Null where all are at one place, on the grid or in the picture. */
function similarityOf(pairs: readonly Pair[], hand: 1 | -1): { map: Mapping; squares: number } | null {
  const g = meanPoint(pairs.map(({ grid }) => grid));
  const c = meanPoint(pairs.map(({ centre }) => centre));
  let size = 0;
  let real = 0;
  let imaginary = 0;
  for (const { grid, centre } of pairs) {
    const gx = grid.x - g.x;
    const gy = hand * (grid.y - g.y);
    const cx = centre.x - c.x;
    const cy = centre.y - c.y;
    size += gx * gx + gy * gy;
    real += gx * cx + gy * cy;
    imaginary += gx * cy - gy * cx;
  }
  if (pairs.length < 2 || !(size > 0) || !(Math.hypot(real, imaginary) > 1e-9 * size)) return null;
  const a = real / size;
  const b = imaginary / size;
  const map: Mapping = p => {
    const x = p.x - g.x;
    const y = hand * (p.y - g.y);
    return { x: c.x + a * x - b * y, y: c.y + b * x + a * y };
  };
  const squares = pairs.reduce((sum, { grid, centre }) => {
    const at = map(grid);
    return sum + (at.x - centre.x) ** 2 + (at.y - centre.y) ** 2;
  }, 0);
  return { map, squares };
}

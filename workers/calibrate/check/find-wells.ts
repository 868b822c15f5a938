/** The wells of a target in a picture: discs on a grid, and which of them is which. */

import { gridThrough } from '#model/check/grid.ts';
import { type CheckTarget, type CheckWithheld, checkWithheld, type PlacedWell } from '#model/check.ts';
import { type Disc, findDiscs } from './discs.ts';
import { type Cell, latticeOf } from './lattice.ts';
import type { HeldPicture } from './picture.ts';
import { discStatistics } from './wells.ts';

/** How much better the best way to lay the target on the grid must agree with its values than the next. */
const clearLead = 0.02;
/** Correlation below this is no agreement. */
const leastAgreement = 0.6;
/** A picture is seldom mirrored: doing so must agree better by this. */
const mirrorPenalty = 0.05;

/**
 * Bright discs of one size on a grid; places of the target that are too dark to see are reckoned from the others. Which way round the
 * target lies is decided by its values: brightest where the concentration is highest, or the depth smallest.
 */
export function findWells(held: HeldPicture, target: CheckTarget): readonly PlacedWell[] | CheckWithheld {
  const discs = ofOneSize(findDiscs(held));
  const lattice = latticeOf(discs, target);
  if (!lattice)
    return checkWithheld(
      'no-wells',
      `${discs.length === 0 ? 'No' : discs.length} round wells on a grid were found. Fill the picture with the target, or mark two wells by hand.`,
    );
  const ways = waysToLie(target, lattice)
    .flatMap(way => {
      const wells = gridThrough(target, way.known);
      return 'withheld' in wells
        ? []
        : [{ wells, agreement: agreementOf(held, target, wells) - way.penalty }];
    })
    .sort((a, b) => b.agreement - a.agreement);
  const [best, next] = ways;
  if (!best || !(best.agreement >= leastAgreement))
    return checkWithheld(
      'wells-unclear',
      'The wells’ brightness does not follow the target’s values. Check which target it is, or mark two wells by hand.',
    );
  if (next && best.agreement - next.agreement < clearLead)
    return checkWithheld(
      'wells-unclear',
      'It is not clear which way round the target lies. Mark two wells by hand.',
    );
  return best.wells;
}

/** Of the radius: discs whose centre is known better fix the grid; weak ones take their place from it where it can stand without them. */
const sureShare = 0.008;
const enoughSure = 5;

function surest(cells: readonly Cell[]): readonly Cell[] {
  const sure = cells.filter(({ disc }) => disc.sdPx <= sureShare * disc.radiusPx);
  const spans = (of: (cell: Cell) => number) => new Set(sure.map(of)).size > 1;
  return sure.length >= enoughSure && spans(({ row }) => row) && spans(({ column }) => column) ? sure : cells;
}

/** The size that most discs have, ± 20 %. */
function ofOneSize(discs: readonly Disc[]): readonly Disc[] {
  const alike = (disc: Disc) => discs.filter(({ radiusPx }) => Math.abs(radiusPx / disc.radiusPx - 1) <= 0.2);
  return discs.map(alike).reduce((best, some) => (some.length > best.length ? some : best), []);
}

type Way = { readonly known: readonly PlacedWell[]; readonly penalty: number };

/** Every turn, mirroring and shift by which all discs come to lie on wells of the target, with the surest of them. */
function waysToLie(target: CheckTarget, cells: readonly Cell[]): Way[] {
  const ways: Way[] = [];
  const radii = cells.map(({ disc }) => disc.radiusPx).sort((a, b) => a - b);
  const radiusPx = radii[radii.length >> 1]!;
  const sure = new Set(surest(cells).map(({ disc }) => disc.centre));
  for (const turn of turns) {
    const turned = cells.map(({ column, row, disc }) => ({
      column: turn.xx * column + turn.xy * row,
      row: turn.yx * column + turn.yy * row,
      disc,
    }));
    const left = Math.min(...turned.map(({ column }) => column));
    const top = Math.min(...turned.map(({ row }) => row));
    const width = Math.max(...turned.map(({ column }) => column)) - left + 1;
    const height = Math.max(...turned.map(({ row }) => row)) - top + 1;
    for (let down = 0; down + height <= target.rows; down++)
      for (let across = 0; across + width <= target.columns; across++) {
        const placed = turned.map(
          ({ column, row, disc }): PlacedWell => ({
            index: (row - top + down) * target.columns + (column - left + across),
            centre: disc.centre,
            radiusPx,
            from: 'found',
          }),
        );
        if (placed.every(({ index }) => target.values[index] !== null))
          ways.push({
            known: placed.filter(({ centre }) => sure.has(centre)),
            penalty: turn.isMirrored ? mirrorPenalty : 0,
          });
      }
  }
  return ways;
}

const turns = [
  { xx: 1, xy: 0, yx: 0, yy: 1, isMirrored: false },
  { xx: 0, xy: -1, yx: 1, yy: 0, isMirrored: false },
  { xx: -1, xy: 0, yx: 0, yy: -1, isMirrored: false },
  { xx: 0, xy: 1, yx: -1, yy: 0, isMirrored: false },
  { xx: -1, xy: 0, yx: 0, yy: 1, isMirrored: true },
  { xx: 0, xy: 1, yx: 1, yy: 0, isMirrored: true },
  { xx: 1, xy: 0, yx: 0, yy: -1, isMirrored: true },
  { xx: 0, xy: -1, yx: -1, yy: 0, isMirrored: true },
] as const;

/**
 * Correlation of the ranks of brightness and of what the target should give, over all wells inside the picture; less a share for those
 * that are not.
 */
function agreementOf(held: HeldPicture, target: CheckTarget, wells: readonly PlacedWell[]): number {
  const seen = wells.flatMap(well => {
    const { mean } = discStatistics(held, well);
    const value = target.values[well.index] ?? null;
    if (mean === null || value === null) return [];
    const signal = value === 'control' ? Number.NEGATIVE_INFINITY : target.kind === 'depth' ? -value : value;
    return [{ mean, signal }];
  });
  if (seen.length < 2) return Number.NEGATIVE_INFINITY;
  const missing = (wells.length - seen.length) / wells.length;
  return (
    correlation(ranksOf(seen.map(({ mean }) => mean)), ranksOf(seen.map(({ signal }) => signal))) - missing
  );
}

/** Mean rank among equals. */
const ranksOf = (values: readonly number[]): number[] =>
  values.map(
    value =>
      values.filter(other => other < value).length + values.filter(other => other === value).length / 2,
  );

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const ma = mean(a);
  const mb = mean(b);
  const sum = (of: (i: number) => number) => a.reduce((total, _, i) => total + of(i), 0);
  const spread = Math.sqrt(sum(i => (a[i]! - ma) ** 2) * sum(i => (b[i]! - mb) ** 2));
  return spread > 0 ? sum(i => (a[i]! - ma) * (b[i]! - mb)) / spread : 0;
}

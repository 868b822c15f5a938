/** Coarse to fine: a search for the shift, then shift, affine and homography as far as the shared edges carry them. */
import type { Finding, PointPair } from '#model/calibration.ts';
import { residualsOf, withUnitCorner } from '#model/fit/mapping-fit.ts';
import { cornersOf, folds } from '#model/fit/registration-fit.ts';
import { compose, type Homography, mapPoint, type Point, type SizePx, translation } from '#model/geometry.ts';
import type { Mapping } from '#model/mapping.ts';
import { type Aligned, align, type Freedom } from './align.ts';
import { type Edges, edgePyramid } from './edges.ts';
import type { Grey } from './grey.ts';
import { judgeRefinement } from './judge-refinement.ts';
import { type LocalShift, localShifts } from './local-shifts.ts';
import { agreementOf, type Template, templateOf } from './template.ts';

export type Refined = {
  readonly homography: Homography;
  readonly freedom: Freedom;
  readonly agreementBefore: number;
  readonly agreementAfter: number;
  /** What is still left in the parts of the picture that show edges in both channels. */
  readonly shiftsPx: readonly Point[];
  /** With a `stop`, `homography` must not be used. */
  readonly findings: readonly Finding[];
};

export type RefineFrom = {
  readonly start: Mapping;
  readonly pairs: readonly PointPair[];
  /** Pixels NIR has of its own, before it was brought to the scene's size. */
  readonly nirPx: number;
};

/** The finest level has no more pixels than this, nor than twice NIR's own: more cost time and say nothing. */
const pixelsAtMost = 600_000;
/** The coarsest level is at least this many pixels each way. */
const coarsestPx = 48;
/** Without pairs a registration may move by this share of the picture's diagonal. */
const reachShare = 0.06;
/** With pairs, by this much at least: what an unsteady hand may be off. */
const pairReachPx = 6;
/** Less agreement than this is what unrelated pictures reach by chance. */
const agreementAtLeast = 0.12;
/** A level is done when a step moves no corner by more than this many of its pixels. */
const coarsePx = 0.05;
const finePx = 0.005;
/** Shifts that agree this well compared with the best are as good as it; between two of a pattern agreement falls below. */
const nearlyAsGood = 0.9;
const valley = 0.6;
/** Of many shifts the best agrees by chance, too; from here on it is the pattern. */
const plainAgreement = 0.3;
/** Parts of the picture (of 16), and quarters of it, that must share edges for each kind of change. */
const needed = {
  shift: { parts: 1, quarters: 1 },
  affine: { parts: 5, quarters: 3 },
  homography: { parts: 9, quarters: 4 },
} as const;

/** `white` and `nir` have the scene's size. */
export function refine(white: Grey, nir: Grey, from: RefineFrom): Refined {
  const scene: SizePx = { widthPx: white.widthPx, heightPx: white.heightPx };
  const { homography: start, radial } = from.start;
  const finestStepPx = finestStepOf(scene, from.nirPx);
  const nirLevels = edgePyramid(nir, coarsestPx, finestStepPx);
  const levels: Level[] = edgePyramid(white, coarsestPx, finestStepPx).map((edges, i) => ({
    template: templateOf(edges, scene, radial),
    edges: nirLevels[i]!,
  }));
  const finest = levels[0]!;
  const reachPx = reachOf(from, scene);
  const before = agreementOf(finest.template, finest.edges, start);

  const search = searchCoarse(levels, { start, reachPx });
  let now = search.best;
  let freedom: Freedom = 'shift';
  for (let level = search.level; level >= 0; level--) {
    const { template, edges } = levels[level]!;
    const shifts = localShifts(template, edges, now.homography);
    const widest = (['homography', 'affine', 'shift'] as const).find(wide => {
      // Perspective is a small difference of large sums: coarse pixels do not show it.
      return areEnough(shifts, wide, scene) && (wide !== 'homography' || level < 2);
    });
    if (!widest) continue;
    freedom = widest;
    const untilPx = (level === 0 ? finePx : coarsePx) * template.stepPx;
    // The search found the shift to a pixel only.
    if (level === search.level)
      now = align(template, edges, { start: now.homography, freedom: 'shift', untilPx });
    now = align(template, edges, { start: now.homography, freedom, untilPx });
  }
  const homography = withUnitCorner(now.homography);
  const shifts = localShifts(finest.template, finest.edges, homography);
  const shiftsPx = shifts.map(({ shiftPx }) => shiftPx);
  const agreementAfter = agreementOf(finest.template, finest.edges, homography);
  const isSharing = agreementAfter >= agreementAtLeast && areEnough(shifts, 'shift', scene);
  return {
    homography,
    freedom,
    agreementBefore: before,
    agreementAfter,
    shiftsPx,
    findings: judgeRefinement({
      isSharing,
      isTooFar:
        isTooFar(homography, from, { scene, reachPx }) || folds({ homography, radial }, from.pairs, scene),
      isRepeating: search.isRepeating,
      movedPx: largestMovePx(start, homography, scene),
      before,
      after: agreementAfter,
      freedom,
      shiftsPx,
      scene,
    }),
  };
}

function finestStepOf({ widthPx, heightPx }: SizePx, nirPx: number): number {
  const pixels = Math.min(pixelsAtMost, 2 * nirPx);
  let stepPx = 1;
  while ((widthPx * heightPx) / stepPx ** 2 > pixels) stepPx *= 2;
  return stepPx;
}

/** How far the shift is searched: what the pairs leave open, or a plausible share of the picture. */
function reachOf({ start, pairs }: RefineFrom, scene: SizePx): number {
  const plausiblePx = reachShare * Math.hypot(scene.widthPx, scene.heightPx);
  if (pairs.length === 0) return plausiblePx;
  const offPx = residualsOf(start, pairs).map(({ x, y }) => Math.hypot(x, y));
  return Math.min(plausiblePx, Math.max(pairReachPx, 2 * Math.max(...offPx)));
}

/** Whether a corner went farther than is plausible, or a pair farther from its mark than pointing explains. */
function isTooFar(
  homography: Homography,
  { start, pairs }: RefineFrom,
  { scene, reachPx }: { scene: SizePx; reachPx: number },
): boolean {
  const plausiblePx = 1.5 * reachShare * Math.hypot(scene.widthPx, scene.heightPx);
  if (largestMovePx(start.homography, homography, scene) > plausiblePx) return true;
  return residualsOf({ homography, radial: start.radial }, pairs).some(
    ({ x, y }) => Math.hypot(x, y) > reachPx,
  );
}

type Level = { readonly template: Template; readonly edges: Edges };

type ShiftSearch = {
  readonly best: Aligned;
  /** Another shift within reach is nearly as good: the pattern repeats. */
  readonly isRepeating: boolean;
};

/**
 * The search at the coarsest level that shows the pattern at all (small dots are gone in large pixels), and that level's index. No
 * shift where neither of the two coarsest does.
 */
function searchCoarse(
  levels: readonly Level[],
  from: { readonly start: Homography; readonly reachPx: number },
): ShiftSearch & { readonly level: number } {
  const lowest = Math.max(0, levels.length - 2);
  for (let level = levels.length - 1; level >= lowest; level--) {
    const search = searchShift(levels[level]!, from);
    if (search.best.agreement >= plainAgreement) return { ...search, level };
  }
  return { best: { homography: from.start, agreement: 0 }, isRepeating: false, level: lowest };
}

/** Every shift within reach, by pixels of the level; of those nearly as good as the best, the smallest. */
function searchShift(
  { template, edges: nir }: Level,
  { start, reachPx }: { start: Homography; reachPx: number },
): ShiftSearch {
  const reach = Math.ceil(reachPx / nir.stepPx);
  const tried: (Aligned & Point)[] = [];
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) {
      if (Math.hypot(x, y) > reach) continue;
      const homography = compose(translation(x * nir.stepPx, y * nir.stepPx), start);
      tried.push({ agreement: agreementOf(template, nir, homography), homography, x, y });
    }
  const most = Math.max(...tried.map(({ agreement }) => agreement));
  const good = tried.filter(({ agreement }) => agreement >= nearlyAsGood * most);
  const best = good.reduce((nearest, t) =>
    Math.hypot(t.x, t.y) < Math.hypot(nearest.x, nearest.y) ? t : nearest,
  );
  // As good is not enough: along a line every shift is. Between two steps of a pattern lies a valley.
  const isValley = (x: number, y: number) =>
    tried.some(t => t.x === Math.round(x) && t.y === Math.round(y) && t.agreement < valley * most);
  const isRepeating = good.some(({ x, y }) => isValley((x + best.x) / 2, (y + best.y) / 2));
  return { best, isRepeating };
}

/** Whether enough parts of the picture, in enough quarters of it, share edges to determine this much. */
function areEnough(shifts: readonly LocalShift[], freedom: Freedom, scene: SizePx): boolean {
  const sharing = shifts.filter(({ agreement }) => agreement > agreementAtLeast);
  const quarters = new Set(
    sharing.map(({ at }) => (2 * at.x < scene.widthPx ? 0 : 1) + (2 * at.y < scene.heightPx ? 0 : 2)),
  );
  const { parts, quarters: quartersAtLeast } = needed[freedom];
  return sharing.length >= parts && quarters.size >= quartersAtLeast;
}

const largestMovePx = (from: Homography, to: Homography, scene: SizePx): number =>
  Math.max(
    ...cornersOf(scene).map(corner => {
      const a = mapPoint(from, corner);
      const b = mapPoint(to, corner);
      return Math.hypot(a.x - b.x, a.y - b.y);
    }),
  );

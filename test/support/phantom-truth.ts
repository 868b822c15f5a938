/** What the phantoms' tissue truly emits, and where their targets' marks lie: the truth that end-to-end tests compare with. */
import { mapPoint, type Point } from '#model/geometry.ts';
import type { PhantomSpec } from '#model/phantom.ts';
import { isInside, type Shape } from '#model/region.ts';
import { bolusAt } from '#workers/feed/phantom/camera.ts';
import { trueRegistration } from '#workers/feed/phantom/description.ts';
import { gridDots } from '#workers/feed/phantom/grid.ts';
import { breathingPose, frameTimeS, restingPoint } from '#workers/feed/phantom/motion.ts';
import { createRadiance } from '#workers/feed/phantom/radiance.ts';
import { rulerOf } from '#workers/feed/phantom/ruler.ts';

/** In scene pixels of white light. */
export type Circle = Extract<Shape, { kind: 'circle' }>;

const circle = (x: number, y: number, radiusPx: number): Circle => ({
  kind: 'circle',
  centre: { x, y },
  radiusPx,
});

/** Circles that stay inside one tissue, through every breath. By the phantom's id. */
export const trueCircles = {
  'back-table-specimen': { tumour: circle(295, 225, 45), background: circle(428, 188, 22) },
  'linear-check': { tumour: circle(79, 59, 18), background: circle(32, 55, 10) },
  bolus: { tumour: circle(144, 120, 24), background: circle(270, 120, 22) },
  'liver-rim': { tumour: circle(462, 159, 8), background: circle(556, 234, 22) },
  'sarcoma-bed': { tumour: circle(256, 199, 24), background: circle(560, 272, 24) },
} as const satisfies Record<string, { tumour: Circle; background: Circle }>;

/**
 * Linear NIR light that leaves the tissue which white light shows at `scenePoint` in a frame: before lens, gain, noise and
 * curve. 1 is white at gain 1.
 */
export function trueRadiance(spec: PhantomSpec, frameIndex: number, scenePoint: Point): number {
  const { x, y } = restingPoint(spec, breathingPose(spec, frameIndex), scenePoint);
  return createRadiance(spec)(x, y) * bolusAt(spec, frameTimeS(spec, frameIndex));
}

/** Mean of the true light over the scene's pixels in a circle, by the product's rule of which pixels are in it. */
export function trueMean(spec: PhantomSpec, frameIndex: number, region: Circle): number {
  const radianceAt = createRadiance(spec);
  const pose = breathingPose(spec, frameIndex);
  const { centre, radiusPx } = region;
  let sum = 0;
  let count = 0;
  for (let y = Math.ceil(centre.y - radiusPx); y <= centre.y + radiusPx; y++)
    for (let x = Math.ceil(centre.x - radiusPx); x <= centre.x + radiusPx; x++) {
      if (!isInside(region, { x, y })) continue;
      const at = restingPoint(spec, pose, { x, y });
      sum += radianceAt(at.x, at.y);
      count++;
    }
  return (sum / count) * bolusAt(spec, frameTimeS(spec, frameIndex));
}

/** The tumour-to-background ratio that a perfect instrument would read in a frame. Gain, lens and curve play no part in it. */
export const trueTbr = (spec: PhantomSpec, frameIndex: number, at: { tumour: Circle; background: Circle }) =>
  trueMean(spec, frameIndex, at.tumour) / trueMean(spec, frameIndex, at.background);

/** Centres of the grid's dots, row by row, the small mark last: in white light, and in NIR at the scene's size. */
export function trueGrid(spec: PhantomSpec): readonly { readonly white: Point; readonly nir: Point }[] {
  const toNir = trueRegistration(spec);
  return gridDots(spec).map(({ x, y }) => ({ white: { x, y }, nir: mapPoint(toNir, { x, y }) }));
}

/** Where a tick of the ruler meets its upper edge, in scene pixels. Throws where the ruler does not go that far. */
export function trueTick(spec: PhantomSpec, mm: number): Point {
  const { from, lengthMm, mmPerPx } = rulerOf(spec);
  if (mm < 0 || mm > lengthMm) throw new Error(`This ruler goes from 0 to ${lengthMm} mm.`);
  return { x: from.x + mm / mmPerPx, y: from.y };
}

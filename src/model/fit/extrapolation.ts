/** Where a registration is known and where it is guessed. */
import type { PointPair, RegistrationFit } from '../calibration.ts';
import type { SizePx } from '../geometry.ts';
import { radialOf } from '../mapping.ts';
import { type DistortionTerms, uncertaintyOf } from './mapping-fit.ts';
import { hullOf, isInHull } from './point-spread.ts';

/** Row by row. Node (c, r) stands at scene pixel (c·(width − 1)/(columns − 1), r·(height − 1)/(rows − 1)): corners included. */
export type ExtrapolationMap = {
  readonly columns: number;
  readonly rows: number;
  /** Standard uncertainty of the mapping, in NIR scene pixels. Finite: at most the picture's diagonal. */
  readonly sdPx: Float32Array<ArrayBuffer>;
  /** 1 outside the points' convex hull, where the mapping is extrapolated; 0 inside. */
  readonly outside: Uint8Array<ArrayBuffer>;
};

/** `pairs` are those that `fit` was made from. At least two columns and rows. */
export function extrapolationMap(
  pairs: readonly PointPair[],
  fit: Pick<RegistrationFit, 'model' | 'registration' | 'distortion'>,
  grid: { readonly scene: SizePx; readonly columns: number; readonly rows: number },
): ExtrapolationMap {
  const { scene, columns, rows } = grid;
  const terms: DistortionTerms = fit.distortion ? (fit.distortion.k2 === 0 ? 1 : 2) : 0;
  const mapping = { homography: fit.registration, radial: radialOf(fit, scene) };
  const { sdPxAt } = uncertaintyOf(pairs, mapping, { model: fit.model, terms, scene });
  const hull = hullOf(pairs.map(pair => pair.white));
  const diagonalPx = Math.hypot(scene.widthPx, scene.heightPx);
  const sdPx = new Float32Array(columns * rows);
  const outside = new Uint8Array(columns * rows);
  for (let at = 0; at < sdPx.length; at++) {
    const p = {
      x: ((at % columns) * (scene.widthPx - 1)) / (columns - 1),
      y: (Math.floor(at / columns) * (scene.heightPx - 1)) / (rows - 1),
    };
    const sd = sdPxAt(p);
    sdPx[at] = Number.isNaN(sd) ? diagonalPx : Math.min(sd, diagonalPx);
    outside[at] = isInHull(hull, p) ? 0 : 1;
  }
  return { columns, rows, sdPx, outside };
}

/** Signal left in a cavity, and where a disc of an applicator's size would cover most of it. */
import { type Area, type NotGiven, notGiven, type ResidualFigures } from '#model/analysis.ts';
import type { Point } from '#model/geometry.ts';
import type { Region } from '#model/region.ts';
import { countPixels, type Spans } from '../spans.ts';
import type { AnalysedFrame } from './analysed-frame.ts';
import { bestDisc, type SignalRows } from './best-disc.ts';
import { areaOf } from './lengths.ts';
import type { LightPicture } from './picture.ts';
import { sizeOf } from './shape-size.ts';

/** `mask`: signal of the picture, wherever the edge is. */
type ResidualOrder = {
  readonly cavity: Region;
  readonly mask: Uint8Array;
  readonly diameterMm: number;
};

export function residualOf(
  frame: AnalysedFrame,
  { cavity, mask, diameterMm }: ResidualOrder,
): ResidualFigures | NotGiven {
  const { picture, scale } = frame;
  const spans = frame.places.spansOf(cavity.shape);
  const pixels = countPixels(spans);
  if (pixels === 0) return notGiven('no-pixels', `${cavity.id} holds no pixel of the NIR picture`);
  const { centroid } = sizeOf(cavity.shape);
  const planePx = picture.scenePxPerPlanePx(picture.toPlane(centroid));
  const rows = signalRows(mask, picture, spans);
  const area: Area = areaOf(rows.total * picture.stepPx ** 2, planePx / picture.stepPx, scale);
  const place = (): ResidualFigures['disc'] => {
    if (!scale)
      return notGiven('no-scale', `a disc of ${diameterMm} mm needs a scale: measure a ruler in calibration`);
    if (rows.total === 0) return notGiven('no-signal', `nothing inside ${cavity.id} reaches the threshold`);
    const radiusPx = diameterMm / 2 / scale.mmPerPx;
    const best = bestDisc(rows, radiusPx / planePx, picture.toPlane(centroid));
    const centre: Point = picture.toScene(best);
    return { centre, diameterMm, radiusPx, covers: best.covered / rows.total };
  };
  return { cavityId: cavity.id, area, share: rows.total / pixels, disc: place() };
}

/** Signal among `spans`, summed along each row of the box that holds it. */
function signalRows(mask: Uint8Array, { widthPx }: LightPicture, spans: Spans): SignalRows {
  let [left, top, right, bottom] = [widthPx, Number.POSITIVE_INFINITY, 0, 0];
  for (let i = 0; i < spans.length; i += 3) {
    const row = spans[i]! * widthPx;
    for (let x = spans[i + 1]!; x < spans[i + 2]!; x++) {
      if (mask[row + x] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, spans[i]!);
      bottom = Math.max(bottom, spans[i]! + 1);
    }
  }
  if (right <= left) return { x: 0, y: 0, columns: 0, rows: 0, sums: new Uint32Array(), total: 0 };
  const columns = right - left;
  const rows = bottom - top;
  const sums = new Uint32Array((columns + 1) * rows);
  for (let i = 0; i < spans.length; i += 3) {
    const y = spans[i]!;
    if (y < top || y >= bottom) continue;
    const to = (y - top) * (columns + 1) + 1 - left;
    for (let x = Math.max(left, spans[i + 1]!); x < Math.min(right, spans[i + 2]!); x++)
      if (mask[y * widthPx + x] !== 0) sums[to + x] = 1;
  }
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * (columns + 1);
    for (let x = 1; x <= columns; x++) sums[start + x]! += sums[start + x - 1]!;
    total += sums[start + columns]!;
  }
  return { x: left, y: top, columns, rows, sums, total };
}

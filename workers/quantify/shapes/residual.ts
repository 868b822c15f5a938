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

/** What a mask has where signal is. */
const signal = 255;

/** `mask`: signal of the picture, wherever the edge is. */
type ResidualOrder = {
  readonly cavity: Region;
  readonly mask: Uint8Array;
  readonly diameterMm: number;
};

type ResidualReader = (frame: AnalysedFrame, order: ResidualOrder) => ResidualFigures | NotGiven;

/** Holds a number a pixel of the largest picture so far. */
export function createResidualReader(): ResidualReader {
  let room = new Uint16Array();
  return (frame, order) => {
    const { widthPx, heightPx } = frame.picture;
    const needed = (widthPx + 1) * heightPx;
    if (room.length < needed) room = new Uint16Array(needed);
    return residualOf(frame, order, room);
  };
}

function residualOf(
  frame: AnalysedFrame,
  { cavity, mask, diameterMm }: ResidualOrder,
  room: Uint16Array<ArrayBuffer>,
): ResidualFigures | NotGiven {
  const { picture, scale } = frame;
  const spans = frame.places.spansOf(cavity.shape);
  const pixels = countPixels(spans);
  if (pixels === 0) return notGiven('no-pixels', `${cavity.id} holds no pixel of the NIR picture`);
  const { centroid } = sizeOf(cavity.shape);
  const planePx = picture.scenePxPerPlanePx(picture.toPlane(centroid));
  const rows = signalRows(mask, picture, { spans, room });
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

/** Signal among `spans`, summed along each row of the box that holds it. `room`: at least a number a pixel of the picture, and one a row. */
function signalRows(
  mask: Uint8Array,
  { widthPx }: LightPicture,
  { spans, room }: { spans: Spans; room: Uint16Array<ArrayBuffer> },
): SignalRows {
  let [left, top, right, bottom] = [widthPx, Number.POSITIVE_INFINITY, 0, 0];
  for (let i = 0; i < spans.length; i += 3) {
    const x0 = spans[i + 1]!;
    const run = mask.subarray(spans[i]! * widthPx + x0, spans[i]! * widthPx + spans[i + 2]!);
    const first = run.indexOf(signal);
    if (first < 0) continue;
    left = Math.min(left, x0 + first);
    right = Math.max(right, x0 + run.lastIndexOf(signal) + 1);
    top = Math.min(top, spans[i]!);
    bottom = Math.max(bottom, spans[i]! + 1);
  }
  const columns = Math.max(0, right - left);
  const rows = Math.max(0, bottom - top);
  const box = { x: left, y: top, columns, rows, sums: room.subarray(0, (columns + 1) * rows) };
  if (columns === 0) return { ...box, x: 0, y: 0, rows, total: 0 };
  let next = 0;
  while (spans[next]! < top) next += 3;
  let total = 0;
  for (let y = top; y < bottom; y++) {
    const sums = box.sums.subarray((y - top) * (columns + 1), (y - top + 1) * (columns + 1));
    sums[0] = 0;
    let done = 1;
    let sum = 0;
    for (; next < spans.length && spans[next] === y; next += 3) {
      const x0 = Math.max(left, spans[next + 1]!);
      const x1 = Math.min(right, spans[next + 2]!);
      if (x0 >= x1) continue;
      sums.fill(sum, done, x0 - left + 1);
      sum = addRun(mask.subarray(y * widthPx + x0, y * widthPx + x1), sums, { from: x0 - left + 1, sum });
      done = x1 - left + 1;
    }
    sums.fill(sum, done);
    total += sum;
  }
  return { ...box, total };
}

/** Running sums of a run's signal, from `sum` on; returns the last. */
function addRun(run: Uint8Array, sums: Uint16Array, { from, sum }: { from: number; sum: number }): number {
  let all = sum;
  for (let x = 0; x < run.length; x++) {
    all += run[x]! >> 7;
    sums[from + x] = all;
  }
  return all;
}

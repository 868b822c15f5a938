/** The frame with the patches that were read outlined, for the user to judge whether the right places were. */
import type { Picture } from '#model/calibration.ts';
import {
  colourBars,
  cornerNames,
  edgePatches,
  endPatches,
  fiducialCentres,
  fiducialSize,
  finePatches,
  middleOf,
  stepPatches,
} from '#model/chart.ts';
import { mapPoint, type Point, type Rect } from '#model/geometry.ts';
import type { Profile } from '#model/profile.ts';
import { planesToRgb } from '#model/yuv.ts';
import { type MeanFrame, toFramePlanes } from './average.ts';
import { cornersOf, type Place } from './codes.ts';
import { readShare } from './levels.ts';

/** Every place that was read; of the fine ramp, whose patches are too small to outline, the rows. */
const outlined: readonly Rect[] = [
  ...cornerNames.map(name => {
    const { x, y } = fiducialCentres[name];
    const { width, height } = fiducialSize;
    return { x: x - width / 2, y: y - height / 2, width, height };
  }),
  ...[0, 64, 128, 192].map(first => {
    const { x, y, height } = finePatches[first]!.rect;
    const end = finePatches[first + 63]!.rect;
    return { x, y: y + height / 4, width: end.x + end.width - x, height: height / 2 };
  }),
  ...[...stepPatches, ...colourBars, ...edgePatches, endPatches.low.patch, endPatches.high.patch].map(
    ({ rect }) => middleOf(rect, readShare),
  ),
];

/** Not a colour of the chart. */
const outline = [255, 0, 144] as const;

export function outlinedPicture(mean: MeanFrame, place: Place, profile: Profile): Picture {
  const { widthPx, heightPx } = mean.format;
  const rgb = planesToRgb(toFramePlanes(mean), { x: 0, y: 0, width: widthPx, height: heightPx }, profile);
  const rgba = new Uint8ClampedArray(4 * widthPx * heightPx);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
    rgba[to + 3] = 255;
  }
  const picture = { widthPx, heightPx, rgba };
  for (const rect of outlined) {
    const corners = cornersOf(rect).map(corner => mapPoint(place.toFrame, corner));
    corners.forEach((corner, i) => {
      drawLine(picture, corner, corners[(i + 1) % 4]!);
    });
  }
  return picture;
}

function drawLine({ rgba, widthPx, heightPx }: Picture, from: Point, to: Point): void {
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))));
  for (let i = 0; i <= steps; i++) {
    const x = Math.round(from.x + ((to.x - from.x) * i) / steps);
    const y = Math.round(from.y + ((to.y - from.y) * i) / steps);
    if (x >= 0 && y >= 0 && x < widthPx && y < heightPx) rgba.set(outline, 4 * (y * widthPx + x));
  }
}

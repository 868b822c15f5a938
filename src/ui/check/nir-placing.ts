/** Between pixels of the NIR channel and of the smaller picture that is shown of it. Integers are pixel centres. Pure. */
import type { CheckPicture } from '#model/check.ts';
import type { Point } from '#model/geometry.ts';
import type { Placing } from '../calibrate/registration/pane-geometry.ts';

/** How many NIR pixels a picture pixel stands for, along one side. */
export const shrinkOf = ({ widthPx, picture }: Pick<CheckPicture, 'widthPx' | 'picture'>): number =>
  Math.ceil(widthPx / picture.widthPx);

/** A picture point in NIR pixels. */
export const enlarged = ({ x, y }: Point, shrink: number): Point => ({
  x: (x + 0.5) * shrink - 0.5,
  y: (y + 0.5) * shrink - 0.5,
});

/** Where NIR pixels stand in the pane in which the picture stands so. */
export const nirPlacing = ({ scale, left, top }: Placing, shrink: number): Placing => {
  const corner = (0.5 / shrink - 0.5) * scale;
  return { scale: scale / shrink, left: left + corner, top: top + corner };
};

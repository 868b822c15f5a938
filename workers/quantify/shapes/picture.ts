/** The smoothed NIR channel that signal, lines, margins, rims and peaks are read from. */
import type { Point, SizePx } from '#model/geometry.ts';
import type { Mapping } from '#model/mapping.ts';

/**
 * Levels of 16 bits that rise with light: 256 times the code for channels of 8 bits without fields (exact sums of the kernel), else
 * corrected light in steps of its own. A *plane* pixel is `stepPx` NIR pixels wide.
 */
export type LightPicture = SizePx & {
  readonly stepPx: 1 | 2;
  readonly levels: Uint16Array<ArrayBuffer>;
  /** Scene to NIR pixels; `toPlane` goes on to the plane. */
  readonly sceneToSensor: Mapping;
  /** Light is `low + step · level`; null: it is that of codes, 256 levels each, straight between them. */
  readonly scale: { readonly low: number; readonly step: number } | null;
  /** Linear light above dark of a level, also between two levels. */
  toLinear(level: number): number;
  /** The (fractional) level of linear light; beyond the range its ends. */
  toLevel(linear: number): number;
  toScene(plane: Point): Point;
  toPlane(scene: Point): Point;
  /** Scene pixels that a plane pixel's side is wide near `plane`: √|det J| of the mapping. */
  scenePxPerPlanePx(plane: Point): number;
};

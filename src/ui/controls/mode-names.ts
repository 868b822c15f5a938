/** The seven ways to show the picture: short for the bar, and whole. English; hand them to `words`. */
import type { Mode } from '#model/display.ts';

export const modeNames = {
  'white-light': ['White', 'White light'],
  overlay: ['Overlay', 'Overlay'],
  'intensity-map': ['Map', 'Intensity map on grey white light'],
  monochrome: ['NIR', 'Monochrome NIR'],
  contour: ['Contour', 'Contour only'],
  'side-by-side': ['Side', 'Side by side: white light, contours'],
  'picture-in-picture': ['Inset', 'Picture in picture'],
} as const satisfies Record<Mode, readonly [string, string]>;

/** How the picture is shown. Nothing here can change a number. */

import type { Display, View } from './display-schema.ts';
import type { Calibration } from './profile.ts';

export type { Display, View };

export const modes = [
  'white-light',
  'overlay',
  'intensity-map',
  'monochrome',
  'contour',
  'side-by-side',
  'picture-in-picture',
] as const;
export const colourMaps = ['green', 'cyan', 'grey', 'inferno', 'viridis', 'cividis', 'red-blue'] as const;

/** The cap keeps tissue visible through the overlay (`clinical.md` §5, inattentional blindness). */
export const opacityLimit = 0.7;

export type Mode = (typeof modes)[number];
export type ColourMap = (typeof colourMaps)[number];

export const defaultDisplay: Display = {
  mode: 'side-by-side',
  // Of all maps the one that stays farthest from tissue for every eye; green over red tissue is lost on one man in twelve.
  // `test/unit/model/colour-vision.test.ts` has the comparison.
  colourMap: 'cyan',
  windowLow: 0,
  windowHigh: 0.6,
  curve: { kind: 'linear' },
  thresholdShare: 0.3,
  opacity: 0.55,
  saturationMark: true,
  signed: false,
  thresholds: [],
  acceptsRelative: false,
  overlayVisible: true,
};

export const defaultView: View = { zoom: 1, centreX: 0.5, centreY: 0.5, flipX: false, quarterTurns: 0 };

/**
 * The iso-lines that may be drawn: none from numbers that are only relative until the user accepted that
 *.
 */
export const thresholdsShown = (display: Display, calibration: Calibration): readonly number[] =>
  calibration === 'calibrated' || display.acceptsRelative ? display.thresholds : [];

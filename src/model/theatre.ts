/** The theatre display: a second screen that shows the picture, the legend and a few numbers, and says itself when they are not live. */

import type { Analysis, AnalysisShapes } from './analysis.ts';
import { modes } from './display.ts';
import { viewSchema } from './display-schema.ts';
import { lateAfterS, noSignalAfterS, type PictureState } from './liveness.ts';
import type { IsoAnchor, Measurement } from './measurement.ts';
import type { Calibration } from './profile.ts';
import type { Region } from './region.ts';
import { z } from './schema-rules.ts';

/** Numbers that may stand on it, in this order. */
export const theatreNumbers = ['tbr', 'cnr', 'margin', 'background', 'since-injection', 'recording'] as const;
export type TheatreNumber = (typeof theatreNumbers)[number];

/** What one display shows, as the console set it. Null: as the console's own picture. */
export const theatreSettingsSchema = z.object({
  mode: z.enum(modes).nullable(),
  view: viewSchema.nullable(),
  numbers: z.array(z.enum(theatreNumbers)).readonly(),
  showsLegend: z.boolean(),
  /** Marks of regions, margins and their names over the picture. */
  showsMarks: z.boolean(),
});
export type TheatreSettings = z.infer<typeof theatreSettingsSchema>;

export const defaultTheatreSettings: TheatreSettings = {
  mode: null,
  view: null,
  numbers: ['tbr', 'margin'],
  showsLegend: true,
  showsMarks: true,
};

/** One big number, in words of the console's language. `value` null: withheld, and `detail` says why. */
export type TheatreFigure = {
  readonly name: string;
  readonly value: string | null;
  readonly detail: string;
};

/**
 * What the console tells a display besides pictures, ten times a second, also while nothing changes. All of it belongs
 * to the moment it was sent: a display takes numbers away when nothing newer came within `noSignalAfterS`.
 */
export type TheatreFacts = {
  readonly settings: TheatreSettings;
  readonly calibration: Calibration;
  readonly regions: readonly Region[];
  readonly measurement: Measurement | null;
  readonly anchors: readonly IsoAnchor[];
  /** 0 … 1, as of the overlay's scene. */
  readonly freshness: number;
  readonly analysis: {
    readonly analysis: Analysis;
    readonly shapes: AnalysisShapes;
    readonly freshness: number;
  } | null;
  readonly figures: readonly TheatreFigure[];
  /** What must be said of the picture besides its age: REPLAY, UNCALIBRATED, a hazard's text. Most serious first. */
  readonly tags: readonly { readonly text: string; readonly tone: 'plain' | 'past' | 'caution' | 'stop' }[];
  /** BCP 47 tag of the console's language. */
  readonly language: string;
  /** The display check's pattern stands where the picture stands. */
  readonly showsPattern: boolean;
};

/** Nothing heard of the console's threads for so long: it is lost. */
export const consoleLostAfterS = 1;

/**
 * `no-console`: none was there yet. `console-lost`: it was closed, reloaded or crashed; the picture is the last one. The others are the
 * picture's own.
 */
export type TheatreState = PictureState | 'no-console' | 'console-lost';

/**
 * What a display must say, by its own clock. `heardS`: since anything was heard of the console; null: never. `pictureState` and `ageS`:
 * as told `toldS` ago, when the frame shown was `ageS` old.
 */
export function theatreState(input: {
  readonly heardS: number | null;
  readonly toldS: number;
  readonly pictureState: PictureState;
  readonly ageS: number;
}): TheatreState {
  const { heardS, toldS, pictureState, ageS } = input;
  if (heardS === null) return 'no-console';
  if (heardS > consoleLostAfterS) return 'console-lost';
  const ages = pictureState === 'live' || pictureState === 'late';
  if (ages && ageS + toldS > noSignalAfterS) return 'no-signal';
  if (ages && ageS + toldS > lateAfterS) return 'late';
  return pictureState;
}

/** What a display tells its console, four times a second. */
export type TheatreReport = {
  readonly state: TheatreState;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The frame on it now, −1: none. */
  readonly frameNumber: number;
  /** Pictures shown a second, over the last two seconds. */
  readonly shownFps: number;
  /** Name of the screen it stands on, where the browser says. */
  readonly screen: string;
  readonly isVisible: boolean;
  readonly isFullScreen: boolean;
};

/** What somebody said of the test pattern on a display. */
export const displayCheckSchema = z.object({
  atS: z.number(),
  screen: z.string().max(200),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  isReadable: z.boolean(),
  note: z.string().max(200),
});
export type DisplayCheck = z.infer<typeof displayCheckSchema>;

/**
 * What the codes of one frame tell besides its numbers: made beside the measurement from a coarse grid of pixels, never recorded, and no number
 * depends on it. Signals are shares of black … white as the camera sent them, before any curve.
 */
import type { RegionRole } from '../region.ts';

/** Quantiles of a channel's signal, and how much of it is at the top. */
export type LightSigns = {
  readonly p5: number;
  readonly median: number;
  readonly p95: number;
  readonly p995: number;
  /** Share of pixels at or above clipping; of white light, at or above 0.98 of white. */
  readonly clippedShare: number;
  /** Mean distance from grey, 0 … about 0.7; null: the frame has no colour. */
  readonly colourfulness: number | null;
};

/** Natural logarithms of colour ratios of the middling bright pixels: lower quartile, median, upper quartile. */
export type ColourSigns = {
  readonly redOverGreen: readonly [number, number, number];
  readonly blueOverGreen: readonly [number, number, number];
};

/** White light under one region. */
export type RegionSigns = {
  readonly id: string;
  readonly role: RegionRole;
  readonly median: number;
  /** Median of how much more red than grey, −0.5 … 0.5; null: no colour. */
  readonly redness: number | null;
  /** Share of its pixels that are white: highlights. */
  readonly brightShare: number;
  /** Smaller side of its bounds, in scene pixels. */
  readonly sizePx: number;
};

export type FrameSigns = {
  readonly frameNumber: number;
  readonly timestampS: number;
  readonly sceneWidthPx: number;
  readonly white: LightSigns | null;
  readonly colour: ColourSigns | null;
  /** 90th percentile of redness over white light; null: no colour. */
  readonly tissueRedness: number | null;
  /** Steepest edges of the scene (95th percentile over two pixels) over its contrast; null: hardly any contrast. */
  readonly sharpness: number | null;
  readonly nir: LightSigns | null;
  /** How fast the scene moved since the frame measured before; null: cannot be told. Scene pixels a second. */
  readonly speedPxPerS: number | null;
  /**
   * By how many scene pixels NIR lies beside where registration puts it, from edges that both channels show; null: not looked at in this
   * frame, or no edges in common. `gain`: by how much better they agree there than where they are (difference of correlation).
   */
  readonly agreement: { readonly dxPx: number; readonly dyPx: number; readonly gain: number } | null;
  readonly regions: readonly RegionSigns[];
};

/**
 * What the shaders compute, in plain TypeScript, function by function under the same names: the reference of the parity
 * tests, and what legend and stills are computed with. `transfer.ts` has the camera curves, `colour-map.ts` the maps.
 * Pixel centres are integers. Colours are sRGB-coded, 0 … 1.
 */
import type { Rgb } from './colour-map.ts';
import type { Display } from './display.ts';
import type { Point, Rect, SizePx } from './geometry.ts';

type Vec2 = readonly [number, number];
type Vec4 = readonly [number, number, number, number];

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
const fract = (value: number): number => value - Math.floor(value);

/** Whether a point lies on an image of this size: −0.5 … size − 0.5, the upper end excluded. */
export const isInside = (point: Point, size: SizePx): boolean =>
  point.x >= -0.5 && point.y >= -0.5 && point.x < size.widthPx - 0.5 && point.y < size.heightPx - 0.5;

/**
 * A channel's pixel centre to a position in its frame, counted from the first texel's edge and kept half a texel inside
 * the channel's rectangle, so that bilinear sampling never takes from a neighbour.
 */
export const clampInside = (point: Point, rect: Rect): Point => ({
  x: rect.x + clamp(point.x + 0.5, 0.5, rect.width - 0.5),
  y: rect.y + clamp(point.y + 0.5, 0.5, rect.height - 0.5),
});

/** BT.709 luma of sRGB-coded colour: the grey of white light under an intensity map. */
export const rgbToGrey = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** Where `linear` lies between the window's ends, cut to 0 … 1. */
export const windowShare = (linear: number, [low, high]: Vec2): number =>
  clamp((linear - low) / (high - low), 0, 1);

/** The display curve over a windowed share. Log: six octaves are the whole scale. Gamma: share^(1/gamma). */
export function curveShare(share: number, curve: Display['curve']): number {
  switch (curve.kind) {
    case 'linear':
      return share;
    case 'log':
      return Math.log2(1 + 63 * share) / 6;
    case 'gamma':
      return share ** (1 / curve.gamma);
  }
}

/**
 * Signed contrast: ½ at the background, 0 and 1 at the window's ends. Each side is stretched on its own, because there is
 * much less light below the background than above it and it must show all the same.
 */
export function signedShare(linear: number, background: number, [low, high]: Vec2): number {
  const difference = linear - background;
  const reach = difference < 0 ? background - low : high - background;
  return 0.5 + 0.5 * clamp(difference / Math.max(reach, 1e-6), -1, 1);
}

/** How far a signed share is from the background, 0 … 1: what the threshold is compared with. */
export const signedStrength = (share: number): number => Math.abs(share * 2 - 1);

/** Place of `linear` on the colour map, 0 … 1, under these settings; `background` matters in signed mode only. */
export function displayShare(linear: number, display: Display, background: number | null): number {
  const window = [display.windowLow, display.windowHigh] as const;
  return display.signed && background !== null
    ? signedShare(linear, background, window)
    : curveShare(windowShare(linear, window), display.curve);
}

/** Opacity of the overlay: none up to the threshold, all of it 1/16 above; the ramp keeps noise from sparkling. */
export const overlayAlpha = (share: number, threshold: number, opacity: number): number =>
  opacity * clamp((share - threshold) * 16, 0, 1);

/** The overlay's colour over tissue; the same at every place. */
export const blendOverlay = (tissue: Rgb, colour: Rgb, alpha: number): Rgb => mix(tissue, colour, alpha);

/** 1 on the stripes of a diagonal hatch, 0 between them; half and half. */
export const stripes = ([x, y]: Vec2, periodPx: number): number => (fract((x - y) / periodPx) >= 0.5 ? 1 : 0);

/** Saturated NIR: magenta stripes over what is there. */
export const clipMark = (colour: Rgb, canvasPx: Vec2, unitPx: number): Rgb =>
  mix(colour, [1, 0, 0.8], stripes(canvasPx, 6 * unitPx));

/** The picture of a lost signal: dark, grey, hatched. */
export function veil(colour: Rgb, canvasPx: Vec2, unitPx: number): Rgb {
  const value = rgbToGrey(colour) * 0.3 + 0.1 * stripes(canvasPx, 28 * unitPx);
  return [value, value, value];
}

/** Four slots; unused ones have a ratio that no light reaches. Widths in units of `markUnitPx`. */
export type IsoStyle = {
  readonly ratios: Vec4;
  readonly halfWidthsPx: Vec4;
  /** Drawn share of a dash's period; 1 is solid. */
  readonly solidShares: Vec4;
};

/** Canvas pixels of one dash and the space after it, at unit 1. */
export const dashPeriodPx = 12;
const halfWidthsPx: Vec4 = [0.6, 0.85, 1.1, 1.4];
const solidShares: Vec4 = [0.3, 0.5, 0.75, 1];
const unreachable = -1e9;

/** Yellow of the iso-lines, and how dark their halo is. */
export const isoColour: Rgb = [1, 0.87, 0.2];

/** Lines for up to four ascending thresholds: thicker and more solid the higher; the highest is always solid. */
export function isoStyleOf(thresholds: readonly number[]): IsoStyle {
  const first = 4 - Math.min(4, thresholds.length);
  const ratio = (slot: number) => thresholds[slot - first] ?? unreachable;
  return { ratios: [ratio(0), ratio(1), ratio(2), ratio(3)], halfWidthsPx, solidShares };
}

/** Canvas pixels of one unit of marks and lines: they keep their share of the picture on larger canvases. */
export const markUnitPx = (canvas: SizePx): number =>
  Math.max(1, Math.min(canvas.widthPx, canvas.heightPx) / 720);

/**
 * Cover of a pixel by iso-lines and by their halo, 0 … 1 each. `ratio`: light over background; `gradient`: its change per
 * canvas pixel; the distance to a line is |ratio − threshold| / |gradient|. Dashes run along the axis nearer to the line.
 */
export function isoLines(
  at: { readonly ratio: number; readonly gradient: Vec2; readonly canvasUnits: Vec2 },
  style: IsoStyle,
  unitPx: number,
): { line: number; halo: number } {
  const [gx, gy] = at.gradient;
  const slope = Math.max(Math.hypot(gx, gy), 1e-6);
  const along = Math.abs(gx) > Math.abs(gy) ? at.canvasUnits[1] : at.canvasUnits[0];
  const covers = style.ratios.map((ratio, slot) => {
    const distancePx = Math.abs(at.ratio - ratio) / slope;
    const halfPx = style.halfWidthsPx[slot]! * unitPx;
    const isDrawn = style.solidShares[slot]! >= fract(along / dashPeriodPx);
    return {
      line: isDrawn ? clamp(halfPx + 0.5 - distancePx, 0, 1) : 0,
      halo: clamp(halfPx + 1.5 * unitPx + 0.5 - distancePx, 0, 1),
    };
  });
  return {
    line: Math.max(...covers.map(cover => cover.line)),
    halo: Math.max(...covers.map(cover => cover.halo)),
  };
}

/** Line over halo over picture. */
export const drawIsoLines = (colour: Rgb, cover: { line: number; halo: number }): Rgb =>
  mix(mix(colour, [0, 0, 0], cover.halo * 0.6), isoColour, cover.line);

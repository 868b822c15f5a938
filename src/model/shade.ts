/**
 * What the shaders compute, in plain TypeScript, function by function under the same names: the reference of the parity
 * tests, and what legend and stills are computed with. `transfer.ts` has the camera curves, `colour-map.ts` the maps.
 * Colours are sRGB-coded, 0 … 1. What a shader gets prepared (a reciprocal, a matrix), its twin here gets, too.
 */
import type { Rgb } from './colour-map.ts';
import type { Display } from './display.ts';
import type { Point, SizePx } from './geometry.ts';

type Vec2 = readonly [number, number];
type Vec3 = readonly [number, number, number];
type Vec4 = readonly [number, number, number, number];

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const mapRgb = (colour: Rgb, change: (value: number) => number): Rgb => [
  change(colour[0]),
  change(colour[1]),
  change(colour[2]),
];
const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
const fract = (value: number): number => value - Math.floor(value);

/** A point from its homogeneous coordinates. */
export const homogeneousToPoint = ([x, y, w]: Vec3): Point => ({ x: x / w, y: y / w });

/** Whether a point lies in (left, top, right, bottom); the right and bottom edges are outside. */
export const isWithin = (point: Point, [left, top, right, bottom]: Vec4): boolean =>
  point.x >= left && point.y >= top && point.x < right && point.y < bottom;

/** The nearest point in (left, top, right, bottom): half a texel inside a channel its neighbour never bleeds in. */
export const clampTo = (point: Point, [left, top, right, bottom]: Vec4): Point => ({
  x: clamp(point.x, left, right),
  y: clamp(point.y, top, bottom),
});

/** Place in a channel of its own, 0 … 1, from the place in a frame where the channel has these edges. */
export const frameToChannel = (point: Point, [left, top, right, bottom]: Vec4): Point => ({
  x: (point.x - left) / (right - left),
  y: (point.y - top) / (bottom - top),
});

/** Signal (0 black, 1 white) of a texel: three weights, then what is added. */
export const texelToSignal = (texel: Rgb, [a, b, c, added]: Vec4): number =>
  texel[0] * a + texel[1] * b + texel[2] * c + added;

/** `texelToSignal` where one channel holds the whole code. */
export const greyToSignal = (texel: number, [weight, , , added]: Vec4): number => texel * weight + added;

/** Displayed RGB of a texel by a column-major 4 × 4 matrix. */
export function texelToRgb(texel: Rgb, matrix: readonly number[]): Rgb {
  const row = (index: number) =>
    texel[0] * matrix[index]! +
    texel[1] * matrix[index + 4]! +
    texel[2] * matrix[index + 8]! +
    matrix[index + 12]!;
  return [clamp(row(0), 0, 1), clamp(row(1), 0, 1), clamp(row(2), 0, 1)];
}

/** Factors from texels, with range and matrix in them. */
export type YuvFactors = {
  readonly luma: number;
  readonly redFromV: number;
  readonly greenFromUv: Vec2;
  readonly blueFromU: number;
  readonly added: Rgb;
};

/** Displayed RGB of luma and chroma texels. */
export const yuvToRgb = (luma: number, [u, v]: Vec2, factors: YuvFactors): Rgb => {
  const [greenFromU, greenFromV] = factors.greenFromUv;
  const fromChroma: Rgb = [v * factors.redFromV, u * greenFromU + v * greenFromV, u * factors.blueFromU];
  const mixed = (channel: 0 | 1 | 2) =>
    clamp(fromChroma[channel] + (factors.added[channel] + luma * factors.luma), 0, 1);
  return [mixed(0), mixed(1), mixed(2)];
};

/** BT.709 luma of sRGB-coded colour: the grey of white light under an intensity map. */
export const rgbToGrey = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** Linear light −0.25 … 1.25 in two bytes, high and low, as shares of 255; the low one is not rounded here. */
export function packLinear(linear: number): Vec2 {
  const steps = clamp((linear + 0.25) / 1.5, 0, 1) * 255;
  const high = Math.min(Math.floor(steps), 254);
  return [high / 255, steps - high];
}

/** Inverse of `packLinear`; linear in both, so that it may follow interpolation. */
export const unpackLinear = ([high, low]: Vec2): number => high * 1.5 + (low * (1.5 / 255) - 0.25);

/** Weights of two bytes, high and low as shares of 255, that are `largest` together. */
export const byteWeights = (largest: number): Vec2 => [(largest * 65_280) / 65_535, (largest * 255) / 65_535];

/**
 * Linear light above the dark of its pixel, divided by the flat field there. `bytes`: flat, high and low, then dark as
 * `packLinear` has it. `toFlat`: `byteWeights` of the largest flat.
 */
export const correctLinear = (linear: number, bytes: Vec4, toFlat: Vec2): number =>
  (linear - unpackLinear([bytes[2], bytes[3]])) / (bytes[0] * toFlat[0] + bytes[1] * toFlat[1]);

/** Where `linear` lies in a window, given as its low end and 1 over its width; cut to 0 … 1. */
export const windowShare = (linear: number, [low, perWidth]: Vec2): number =>
  clamp((linear - low) * perWidth, 0, 1);

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

/** Inverse of `windowShare` and `curveShare`: the linear light that is shown at `share`, 0 … 1. */
export function shareToLinear(share: number, [low, high]: Vec2, curve: Display['curve']): number {
  const windowed = { linear: share, log: (2 ** (6 * share) - 1) / 63, gamma: share }[curve.kind];
  return low + (high - low) * (curve.kind === 'gamma' ? share ** curve.gamma : windowed);
}

/** A display's window as `windowShare` takes it; a window of no width is one of a ten-thousandth. */
export const windowOf = ({ windowLow, windowHigh }: Pick<Display, 'windowLow' | 'windowHigh'>): Vec2 => [
  windowLow,
  1 / Math.max(windowHigh - windowLow, 1e-4),
];

/** Background, and 0.5 over the reach of the window below and above it, as `signedShare` takes them. */
export const signedStretchOf = (
  background: number,
  { windowLow, windowHigh }: Pick<Display, 'windowLow' | 'windowHigh'>,
): Vec3 => [
  background,
  0.5 / Math.max(background - windowLow, 1e-4),
  0.5 / Math.max(windowHigh - background, 1e-4),
];

/**
 * Signed contrast: ½ at the background, 0 and 1 at the window's ends. Each side is stretched on its own, because there is
 * much less light below the background than above it and it must show all the same.
 */
export function signedShare(linear: number, [background, below, above]: Vec3): number {
  const difference = linear - background;
  return clamp(0.5 + difference * (difference < 0 ? below : above), 0, 1);
}

/** How far a signed share is from the background, 0 … 1: what the threshold is compared with. */
export const signedStrength = (share: number): number => Math.abs(share * 2 - 1);

/** Place of `linear` on the colour map, 0 … 1, under these settings; `background` matters in signed mode only. */
export const displayShare = (linear: number, display: Display, background: number | null): number =>
  display.signed && background !== null
    ? signedShare(linear, signedStretchOf(background, display))
    : curveShare(windowShare(linear, windowOf(display)), display.curve);

/** Opacity of the overlay: none up to the threshold, all of it 1/16 above; the ramp keeps noise from sparkling. */
export const overlayAlpha = (share: number, threshold: number, opacity: number): number =>
  opacity * clamp((share - threshold) * 16, 0, 1);

/** The overlay's colour over tissue; the same at every place. */
export const blendOverlay = (tissue: Rgb, colour: Rgb, alpha: number): Rgb => mix(tissue, colour, alpha);

/** Canvas pixels of one unit of marks and lines: they keep their share of the picture on larger canvases. */
export const markUnitPx = (canvas: SizePx): number =>
  Math.max(1, Math.min(canvas.widthPx, canvas.heightPx) / 720);

/** 1 on the stripes of a diagonal hatch, 0 between them; half and half. Places in units of marks. */
export const stripes = ([x, y]: Vec2, period: number): number => (fract((x - y) / period) >= 0.5 ? 1 : 0);

/** Saturated NIR: magenta, and the picture darkened, in stripes. */
export const clipMark = (colour: Rgb, at: Vec2): Rgb =>
  stripes(at, 8) > 0.5 ? [1, 0.1, 0.85] : mapRgb(colour, value => value * 0.35);

/** The picture of a lost signal: dark, grey, hatched. */
export function veil(colour: Rgb, at: Vec2): Rgb {
  const value = rgbToGrey(colour) * 0.3 + 0.1 * stripes(at, 28);
  return [value, value, value];
}

/** Four slots, lowest line first; unused ones have a level that no light reaches. */
export type IsoStyle = {
  readonly levels: Vec4;
  /** In canvas pixels. */
  readonly halfWidthsPx: Vec4;
  /** Drawn share of a dash's period; 1 is solid. */
  readonly solidShares: Vec4;
};

/** Length of one dash and the space after it, in units of marks. */
export const dashPeriodPx = 12;
const halfWidthUnits: Vec4 = [0.7, 0.9, 1.1, 1.4];
const solidShares: Vec4 = [0.35, 0.55, 0.75, 1];
const unreachable = -1e9;

/** Yellow: the margin lines. */
export const isoColour: Rgb = [1, 0.87, 0.2];
/** Green, as fluorescence is everywhere: the outline of what lies above the display threshold. Never a margin. */
export const outlineColour: Rgb = [0.3, 1, 0.55];

/** Lines at up to four ascending levels: thicker and more solid the higher; the highest is always solid. */
export function isoStyleOf(levels: readonly number[], unitPx = 1): IsoStyle {
  const first = 4 - Math.min(4, levels.length);
  const level = (slot: number) => levels[slot - first] ?? unreachable;
  const [a, b, c, d] = halfWidthUnits;
  return {
    levels: [level(0), level(1), level(2), level(3)],
    halfWidthsPx: [a * unitPx, b * unitPx, c * unitPx, d * unitPx],
    solidShares,
  };
}

/**
 * Cover of a pixel by lines and by their halo, 0 … 1 each. `gradient`: the light's change per canvas pixel; the distance
 * to a line is |light − level| ÷ |gradient|. `at` is in units of marks; dashes run along the axis nearer to the line.
 */
export function isoLines(
  light: { readonly linear: number; readonly gradient: Vec2 },
  at: Vec2,
  style: IsoStyle,
): { line: number; halo: number } {
  const [gx, gy] = light.gradient;
  const slope = Math.sqrt(gx * gx + gy * gy + 1e-14);
  const along = fract((Math.abs(gx) > Math.abs(gy) ? at[1] : at[0]) / dashPeriodPx);
  const inside = style.levels.map(
    (level, slot) => style.halfWidthsPx[slot]! - Math.abs(light.linear - level) / slope,
  );
  const drawn = inside.filter((_, slot) => along <= style.solidShares[slot]!);
  return {
    line: clamp(Math.max(-9, ...drawn) + 0.5, 0, 1),
    halo: clamp(Math.max(...inside) + 2, 0, 1),
  };
}

/** Line over halo, colour premultiplied by the last number, alpha: blending keeps 1 − alpha of what is below. */
export function paintIsoLines(
  cover: { readonly line: number; readonly halo: number },
  lineColour: Rgb,
): readonly [...Rgb, alpha: number] {
  const alpha = 1 - (1 - 0.65 * cover.halo) * (1 - cover.line);
  return [...mapRgb(lineColour, value => value * cover.line), alpha];
}

/**
 * Whether a line or its halo may cross a cell, by the high bytes (as `packLinear` makes them) of its darkest and brightest
 * texel. A quarter of the range on either side is for the halo, whose line may lie outside.
 */
export function mayCross([low, high]: Vec2, levels: Vec4): boolean {
  const middle = unpackLinear([(low + high) / 2, 0.5]);
  const reach = 0.75 * 1.5 * (high - low) + 1.5 / 255;
  return levels.some(level => Math.abs(level - middle) <= reach);
}

/** As the shaders have it: see `bandCover`. */
export type BandStyle = {
  readonly limitsPx: Vec4;
  readonly halfWidthPx: number;
  readonly canvasPx: number;
};

/** Coral: distance to the signal; neither an iso-line's yellow nor an edge's magenta. */
export const bandColour: Rgb = [1, 0.7, 0.61];

const bandHalfWidthUnits = 0.8;

/** Up to four limits in NIR pixels, ascending; `nirPxPerCanvasPx`: how wide a canvas pixel is there. */
export function bandStyleOf(
  limitsPx: readonly number[],
  unitPx: number,
  nirPxPerCanvasPx: number,
): BandStyle {
  const limit = (slot: number) => limitsPx[slot] ?? 1e9;
  return {
    limitsPx: [limit(0), limit(1), limit(2), limit(3)],
    halfWidthPx: bandHalfWidthUnits * unitPx * nirPxPerCanvasPx,
    canvasPx: nirPxPerCanvasPx,
  };
}

/**
 * Cover of a pixel by the line at a limit, by its halo and by the hatch between the signal and the first limit, 0 … 1 each. Distances rise by
 * one a pixel, so the distance to a line is what is left to its limit. `at` is in units of marks.
 */
export function bandCover(distancePx: number, [x, y]: Vec2, style: BandStyle): Vec3 {
  const nearest = Math.min(...style.limitsPx.map(limit => Math.abs(distancePx - limit)));
  const inside = (style.halfWidthPx - nearest) / style.canvasPx;
  const isInFirst = distancePx > 0.5 && distancePx < style.limitsPx[0];
  return [clamp(inside + 0.5, 0, 1), clamp(inside + 2, 0, 1), isInFirst ? stripes([y, x], 10) : 0];
}

/** Line over halo and hatch, colour premultiplied, all of it as strong as `strength`. */
export function paintBands(
  [line, halo, hatch]: Vec3,
  lineColour: Rgb,
  strength: number,
): readonly [...Rgb, alpha: number] {
  const drawn = line + (1 - line) * 0.16 * hatch * (1 - halo);
  const alpha = 1 - (1 - 0.85 * halo) * (1 - drawn);
  return [...mapRgb(lineColour, value => value * drawn * strength), alpha * strength];
}

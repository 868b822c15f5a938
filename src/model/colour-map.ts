/**
 * Colour maps as arithmetic, because a texture sample costs more than a polynomial: the reference for
 * `shaders/lib/colour-map.glsl` and what the legend is painted from. Colours are display RGB, sRGB-coded, 0 … 1.
 *
 * Inferno and viridis are van der Walt and Smith's (matplotlib, CC0); cividis is Nuñez, Anderton and Renslow's
 * (PLoS ONE 2018;13:e0199239). Each channel is a polynomial of degree six, fitted for the smallest largest error
 * against the 256 published colours: inferno 0.028, viridis 0.010, cividis 0.022. Green, cyan, grey and red-blue are ours.
 */
import type { ColourMap } from './display.ts';

/** Red, green, blue, sRGB-coded, 0 … 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

const coefficients = {
  inferno: [
    [0.00763, 0.00147, -0.01388],
    [-0.34687, 0.82605, 3.63826],
    [16.20995, -7.54498, -13.83078],
    [-59.61691, 33.84013, 41.32893],
    [109.66753, -66.20413, -84.0044],
    [-98.9984, 62.45999, 79.72053],
    [34.05926, -22.38988, -26.166],
  ],
  viridis: [
    [0.27693, 0.00376, 0.33771],
    [-0.13714, 1.48925, 0.95424],
    [2.08251, -0.72887, 5.12177],
    [-13.16533, -2.01841, -40.5251],
    [20.14225, 7.29992, 97.29014],
    [-5.887, -7.89702, -101.28305],
    [-2.3289, 2.75617, 38.23992],
  ],
  cividis: [
    [0.00346, 0.13685, 0.30449],
    [-1.63238, 0.58752, 2.64326],
    [29.94504, 1.24296, -17.65725],
    [-119.56266, -5.62209, 51.04391],
    [216.36569, 11.38762, -69.21678],
    [-182.05605, -10.33782, 43.12909],
    [57.9544, 3.51256, -10.04319],
  ],
} as const satisfies Record<string, readonly Rgb[]>;

const clampShare = (value: number): number => Math.min(1, Math.max(0, value));

function polynomial(rows: readonly Rgb[], share: number): Rgb {
  const channel = (index: 0 | 1 | 2) =>
    clampShare(rows.reduceRight((sum, row) => sum * share + row[index], 0));
  return [channel(0), channel(1), channel(2)];
}

export const green = (share: number): Rgb => [0.4 * share * share, 0.25 + 0.75 * share, 0.3 * share * share];
export const cyan = (share: number): Rgb => [0.4 * share * share, 0.2 + 0.8 * share, 0.25 + 0.75 * share];
export const grey = (share: number): Rgb => [share, share, share];
export const inferno = (share: number): Rgb => polynomial(coefficients.inferno, share);
export const viridis = (share: number): Rgb => polynomial(coefficients.viridis, share);
export const cividis = (share: number): Rgb => polynomial(coefficients.cividis, share);

/** Diverging: blue at 0, near white at ½, red at 1. */
export function redBlue(share: number): Rgb {
  const side = share * 2 - 1;
  const end: Rgb = side < 0 ? [0.1, 0.3, 1] : [1, 0.12, 0.1];
  const mix = (channel: 0 | 1 | 2) => 0.95 + (end[channel] - 0.95) * Math.abs(side);
  return [mix(0), mix(1), mix(2)];
}

/** Every map by its name in the display settings. */
const colourMapFunctions = {
  green,
  cyan,
  grey,
  inferno,
  viridis,
  cividis,
  'red-blue': redBlue,
} as const satisfies Record<ColourMap, (share: number) => Rgb>;

/** A map's colour at `share`, 0 … 1. */
export const colourOf = (map: ColourMap, share: number): Rgb => colourMapFunctions[map](clampShare(share));

/** `count` ≥ 2 evenly spaced colours of a map, low to high, for a gradient. */
export function legendStops(map: ColourMap, count: number): { share: number; colour: Rgb }[] {
  return Array.from({ length: count }, (_, index) => {
    const share = index / (count - 1);
    return { share, colour: colourOf(map, share) };
  });
}

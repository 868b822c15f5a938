/**
 * How far two colours stand apart for an eye: contrast as WCAG 2.2 defines it, and CIEDE2000. Colours are sRGB-coded, 0 … 1.
 *
 * CIEDE2000: Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula", Color Res Appl 2005;30:21–30, whose 34 pairs are the test.
 */
import type { Rgb } from './colour-map.ts';

/** CIE L*a*b*, D65. */
export type Lab = readonly [lightness: number, a: number, b: number];

/** Linear light of an sRGB-coded value (IEC 61966-2-1). */
export const codedToLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** Inverse of `codedToLinear`; cut to 0 … 1. */
export function linearToCoded(value: number): number {
  const cut = Math.min(1, Math.max(0, value));
  return cut <= 0.0031308 ? cut * 12.92 : 1.055 * cut ** (1 / 2.4) - 0.055;
}

/** '#rrggbb' as a colour; throws an `Error` on anything else. */
export function hexToRgb(hex: string): Rgb {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!found) throw new Error(`hexToRgb takes #rrggbb, not ${hex}.`);
  const channel = (index: number) => Number.parseInt(found[index]!, 16) / 255;
  return [channel(1), channel(2), channel(3)];
}

/** `colour` laid over `ground` with `alpha`, in coded values, as a canvas blends. */
export function laidOver(ground: Rgb, colour: Rgb, alpha: number): Rgb {
  const mixed = (channel: 0 | 1 | 2) => ground[channel] + (colour[channel] - ground[channel]) * alpha;
  return [mixed(0), mixed(1), mixed(2)];
}

/** Relative luminance, 0 … 1 (WCAG 2.2). */
const luminanceOf = ([red, green, blue]: Rgb): number =>
  0.2126 * codedToLinear(red) + 0.7152 * codedToLinear(green) + 0.0722 * codedToLinear(blue);

/** Contrast ratio, 1 … 21 (WCAG 2.2): lines want 3, text wants 4.5. */
export function contrastRatio(a: Rgb, b: Rgb): number {
  const [la, lb] = [luminanceOf(a), luminanceOf(b)];
  return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
}

/** CIE L*a*b* under D65. */
export function rgbToLab(colour: Rgb): Lab {
  const [r, g, b] = colour.map(codedToLinear);
  const x = (0.4124564 * r! + 0.3575761 * g! + 0.1804375 * b!) / 0.95047;
  const y = 0.2126729 * r! + 0.7151522 * g! + 0.072175 * b!;
  const z = (0.0193339 * r! + 0.119192 * g! + 0.9503041 * b!) / 1.08883;
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  return [116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))];
}

const degrees = (radians: number): number => ((radians * 180) / Math.PI + 360) % 360;
const radians = (inDegrees: number): number => (inDegrees * Math.PI) / 180;
const cosOf = (inDegrees: number): number => Math.cos(radians(inDegrees));

/** CIEDE2000 with all weights 1: about 1 is just seen side by side, 10 is seen at a glance. */
export function labDifference([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const [h1, h2] = [degrees(Math.atan2(b1, p1)), degrees(Math.atan2(b2, p2))];
  const isGrey = c1 * c2 === 0;
  const turn = isGrey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin(radians(turn) / 2);
  const meanH = isGrey
    ? h1 + h2
    : Math.abs(h1 - h2) <= 180
      ? (h1 + h2) / 2
      : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
  const [meanL, meanP] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const t =
    1 -
    0.17 * cosOf(meanH - 30) +
    0.24 * cosOf(2 * meanH) +
    0.32 * cosOf(3 * meanH + 6) -
    0.2 * cosOf(4 * meanH - 63);
  const sl = 1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * meanP, 1 + 0.015 * meanP * t];
  const rotation = 30 * Math.exp(-(((meanH - 275) / 25) ** 2));
  const rt = -2 * Math.sqrt(meanP ** 7 / (meanP ** 7 + 25 ** 7)) * Math.sin(radians(2 * rotation));
  const [dl, dc, dh] = [(l2 - l1) / sl, (c2 - c1) / sc, deltaH / sh];
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rt * dc * dh);
}

/** CIEDE2000 of two colours. */
export const colourDifference = (a: Rgb, b: Rgb): number => labDifference(rgbToLab(a), rgbToLab(b));

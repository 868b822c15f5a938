/**
 * The picture by which somebody judges a display: after the simple quality control pattern of AAPM Report 270 (Display Quality Assurance, 2019): 18 grey
 * steps with their values, 5 % in black and 95 % in white, and what it has not: the colour maps, words of known size, edges and single pixels.
 * Here is where things stand; it is painted where the picture stands.
 */
import { acrossTheRoom, arcMinOf, digitShare, theatreMonitor } from './angular-size.ts';
import { type ColourMap, colourMaps } from './display.ts';
import type { Point, Rect, SizePx } from './geometry.ts';

/** Greys are 8-bit codes. `text` is English and a key of `words`, filled with `values`. Rectangles in whole pixels. */
export type PatternPart =
  | { readonly kind: 'patch'; readonly rect: Rect; readonly code: number }
  | { readonly kind: 'bar'; readonly rect: Rect; readonly map: ColourMap }
  /** Lines of one pixel, white and black: grey or beating means that the screen scales what it gets. */
  | { readonly kind: 'grating'; readonly rect: Rect; readonly isUpright: boolean }
  | {
      readonly kind: 'text';
      /** Its left end, or its middle, on the middle of the line. */
      readonly at: Point;
      readonly align: 'left' | 'center';
      readonly fontPx: number;
      readonly code: number;
      readonly text: string;
      readonly values: Readonly<Record<string, string | number>>;
    };

const steps = 18;
const white = 255;
const ground = 64;

/** The 18 greys: 0, 15 … 255. */
export const patternGreys: readonly number[] = Array.from(
  { length: steps },
  (_, index) => (index * white) / (steps - 1),
);

/** Font sizes of the lines of small text, in units of 1/1080 of the height. */
const textUnits = [14, 20, 28, 40, 54] as const;

/** All parts, the lowest first, for a canvas of `size`. */
export function testPattern(size: SizePx): readonly PatternPart[] {
  const { widthPx, heightPx } = size;
  const unit = Math.min(heightPx, (widthPx * 9) / 16) / 1080;
  const whole: Rect = { x: 0, y: 0, width: widthPx, height: heightPx };
  const inner = inset(whole, Math.round(64 * unit));
  const at = (share: { x: number; y: number; width: number; height: number }): Rect => ({
    x: Math.round(inner.x + share.x * inner.width),
    y: Math.round(inner.y + share.y * inner.height),
    width: Math.round(share.width * inner.width),
    height: Math.round(share.height * inner.height),
  });
  return [
    { kind: 'patch', rect: whole, code: white },
    // One pixel of white at the very edge: where it cannot be seen, the screen cuts the picture off.
    { kind: 'patch', rect: inset(whole, 1), code: 0 },
    ...rings(whole, unit),
    ...heading(at({ x: 0.02, y: 0, width: 0.96, height: 0.07 }), { size, unit }),
    ...greys(at({ x: 0, y: 0.08, width: 1, height: 0.36 }), unit),
    ...squares(at({ x: 0, y: 0.47, width: 0.3, height: 0.23 }), unit),
    ...gratings(at({ x: 0.31, y: 0.47, width: 0.12, height: 0.23 })),
    ...bars(at({ x: 0.46, y: 0.47, width: 0.54, height: 0.23 }), unit),
    ...smallText(at({ x: 0, y: 0.73, width: 1, height: 0.27 }), { size, unit }),
  ];
}

const inset = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x + by,
  y: y + by,
  width: width - 2 * by,
  height: height - 2 * by,
});

/** Frames 1 % and 2 % inside the edge, so that how much is cut off can be told, and the grey that all stands on. */
function rings(whole: Rect, unit: number): PatternPart[] {
  const thick = Math.max(1, Math.round(2 * unit));
  const ring = (share: number): PatternPart[] => {
    const rect = inset(whole, Math.round(share * whole.height));
    return [
      { kind: 'patch', rect, code: 160 },
      { kind: 'patch', rect: inset(rect, thick), code: 0 },
    ];
  };
  return [
    ...ring(0.01),
    ...ring(0.02),
    { kind: 'patch', rect: inset(whole, Math.round(0.035 * whole.height)), code: ground },
  ];
}

function heading({ x, y, height }: Rect, of: { size: SizePx; unit: number }): PatternPart[] {
  const { widthPx, heightPx } = of.size;
  const text = 'Display check · {width} × {height} pixels · a white line must run round the very edge';
  return [
    {
      kind: 'text',
      at: { x, y: y + height / 2 },
      align: 'left',
      fontPx: 30 * of.unit,
      code: white,
      text,
      values: { width: widthPx, height: heightPx },
    },
  ];
}

/** Two rows, forth and back, so that neighbours differ by one step, also from row to row at the ends. */
function greys({ x, y, width, height }: Rect, unit: number): PatternPart[] {
  const perRow = steps / 2;
  return patternGreys.flatMap((code, index): PatternPart[] => {
    const row = Math.floor(index / perRow);
    const column = row === 0 ? index : 2 * perRow - 1 - index;
    const left = Math.round(x + (column * width) / perRow);
    const right = Math.round(x + ((column + 1) * width) / perRow);
    const top = Math.round(y + (row * height) / 2);
    const rect = {
      x: left,
      y: top,
      width: right - left,
      height: Math.round(y + ((row + 1) * height) / 2) - top,
    };
    const middle = { x: left + rect.width / 2, y: top + rect.height / 2 };
    return [
      { kind: 'patch', rect, code },
      label(String(code), middle, { fontPx: 34 * unit, code: code < 128 ? white : 0 }),
    ];
  });
}

const label = (text: string, at: Point, look: { fontPx: number; code: number }): PatternPart => ({
  kind: 'text',
  at,
  align: 'center',
  text,
  values: {},
  ...look,
});

/** 5 % in black, 95 % in white: both must be seen, or dark or bright tissue has no shades. */
function squares({ x, y, width, height }: Rect, unit: number): PatternPart[] {
  const half = Math.floor((width - 12 * unit) / 2);
  const pair = (left: number, outer: number, inside: number, words: string): PatternPart[] => {
    const rect = { x: Math.round(left), y, width: half, height };
    const by = Math.round(Math.min(half, height) * 0.3);
    const centre = { x: rect.x + half / 2, y: y + height - by / 2 };
    return [
      { kind: 'patch', rect, code: outer },
      { kind: 'patch', rect: inset(rect, by), code: inside },
      label(words, centre, { fontPx: 24 * unit, code: outer < 128 ? 150 : 90 }),
    ];
  };
  return [
    ...pair(x, 0, Math.round(0.05 * white), '5 % / 0 %'),
    ...pair(x + width - half, white, Math.round(0.95 * white), '95 % / 100 %'),
  ];
}

function gratings({ x, y, width, height }: Rect): PatternPart[] {
  const half = Math.floor(height / 2);
  return [
    { kind: 'grating', rect: { x, y, width, height: half }, isUpright: true },
    { kind: 'grating', rect: { x, y: y + half, width, height: height - half }, isUpright: false },
  ];
}

function bars({ x, y, width, height }: Rect, unit: number): PatternPart[] {
  const name = Math.round(170 * unit);
  return colourMaps.flatMap((map, index): PatternPart[] => {
    const top = Math.round(y + (index * height) / colourMaps.length);
    const bottom = Math.round(y + ((index + 1) * height) / colourMaps.length);
    return [
      {
        kind: 'bar',
        rect: {
          x: x + name,
          y: top,
          width: width - name,
          height: bottom - top - Math.max(1, Math.round(3 * unit)),
        },
        map,
      },
      {
        kind: 'text',
        at: { x, y: (top + bottom) / 2 },
        align: 'left',
        fontPx: 24 * unit,
        code: white,
        text: map,
        values: {},
      },
    ];
  });
}

/** How high the digits of a line are for the eye at four metres from a 32-inch screen that the window fills. */
const arcMinOfFont = (fontPx: number, { widthPx, heightPx }: SizePx): number =>
  arcMinOf(fontPx * digitShare, theatreMonitor(widthPx, heightPx), acrossTheRoom.distanceMm);

/** The same words in five sizes, bright at the left and faint at the right: who reads which line tells what this screen is good for. */
function smallText(rect: Rect, of: { size: SizePx; unit: number }): PatternPart[] {
  const { x, y, width, height } = rect;
  const total = textUnits.reduce((sum, font) => sum + 1.32 * font, 0) * of.unit;
  let top = y + Math.max(0, height - total) / 2;
  return textUnits.flatMap((font): PatternPart[] => {
    const fontPx = font * of.unit;
    const middle = top + 0.66 * fontPx;
    top += 1.32 * fontPx;
    const values = { minutes: arcMinOfFont(fontPx, of.size).toFixed(1) };
    const text = '{minutes}′ at 4 m  TBR 3.86 ± 0.21';
    const line = (left: number, code: number): PatternPart => ({
      kind: 'text',
      at: { x: left, y: middle },
      align: 'left',
      fontPx,
      code,
      text,
      values,
    });
    return [line(x, white), line(Math.round(x + width * 0.54), 150)];
  });
}

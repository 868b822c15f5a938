/** What lies between the tissue and the codes in the stress set, in pixels of the reduced picture. */
import type { SizePx } from '#model/geometry.ts';
import type { Random } from '../../support/random.ts';

/** Of a reduced picture. */
export const size: SizePx = { widthPx: 480, heightPx: 270 };

/** An instrument. */
export type Bar = {
  /** Its middle line goes through this place, in reduced pixels. */
  readonly x: number;
  readonly y: number;
  readonly angleRad: number;
  readonly widthPx: number;
  readonly kind: 'dark' | 'bright' | 'metal';
};
export type Spot = { readonly x: number; readonly y: number; readonly radiusPx: number };
export type Text = { readonly code: number; readonly boxes: readonly (readonly [x: number, y: number])[] };

export const pick = <T>(random: Random, of: readonly T[]): T => of[random.integer(0, of.length - 1)]!;

/** As wide as hides `share` of the picture. */
export function fitted(bar: Bar, share: number): Bar {
  const pixels = size.widthPx * size.heightPx;
  let low = 0;
  let high = 600;
  for (let i = 0; i < 12; i++) {
    const widthPx = (low + high) / 2;
    let count = 0;
    for (let y = 0; y < size.heightPx; y += 6)
      for (let x = 0; x < size.widthPx; x += 6) if (acrossBar({ ...bar, widthPx }, x, y) < 1) count++;
    if ((36 * count) / pixels < share) low = widthPx;
    else high = widthPx;
  }
  return { ...bar, widthPx: low };
}

/** 0 on its middle line, 1 at its edges. */
export const acrossBar = ({ x, y, angleRad, widthPx }: Bar, atX: number, atY: number): number =>
  Math.abs(-Math.sin(angleRad) * (atX - x) + Math.cos(angleRad) * (atY - y)) / (widthPx / 2 || 1e-9);

/** Its code at a place that it covers. */
export function barCode(bar: Bar, x: number, y: number): number {
  if (bar.kind !== 'metal') return bar.kind === 'dark' ? 12 : 252;
  const along = Math.cos(bar.angleRad) * (x - bar.x) + Math.sin(bar.angleRad) * (y - bar.y);
  const across = -Math.sin(bar.angleRad) * (x - bar.x) + Math.cos(bar.angleRad) * (y - bar.y);
  // A cylinder's gleam, its thread, and scratches.
  const gleam = 150 * Math.exp(-(((across / bar.widthPx) * 5 + 0.8) ** 2));
  const thread = 18 * Math.sin((2 * Math.PI * along) / 14);
  const scratch = 20 * Math.sin(along * 1.7 + across * 0.9) * Math.sin(along * 0.23 - across * 1.3);
  return 70 + gleam + thread + scratch;
}

/** A box of a glyph is so many pixels wide and high. */
export const glyphPx = 2;
/** A line of glyphs of 3 × 5 boxes in each of some corners. */
export function textOf(random: Random): Text {
  const boxes: (readonly [number, number])[] = [];
  for (const [left, top] of [
    [8, 6],
    [300, 6],
    [8, 250],
    [330, 250],
  ] as const) {
    if (random.integer(0, 2) === 0) continue;
    const glyphs = random.integer(6, 16);
    for (let glyph = 0; glyph < glyphs; glyph++)
      for (let box = 0; box < 15; box++)
        if (random.integer(0, 1))
          boxes.push([left + glyphPx * (4 * glyph + (box % 3)), top + glyphPx * Math.floor(box / 3)]);
  }
  return { code: pick(random, [200, 235, 255]), boxes };
}

/** Where the nudge pad stands: beside the region, off the white light, and whole. Pure; CSS pixels of the stage. */
import type { Point, Rect, SizePx } from '#model/geometry.ts';

/** Buttons in a row. */
export type PadShape = { readonly columns: number; readonly size: SizePx };

export type PlacedPad = { readonly at: Point; readonly columns: number };

const buttonPx = 56;
const gapPx = 8;
const buttons = 9;
/** Between region and pad: room for its handles and its name. */
const awayPx = 28;

const span = (count: number): number => count * buttonPx + (count - 1) * gapPx;

/** A block, two rows, or one line, for what the stage has room for. */
export const padShapes: readonly PadShape[] = [3, 5, 9].map(columns => ({
  columns,
  size: { widthPx: span(columns), heightPx: span(Math.ceil(buttons / columns)) },
}));

const shared = (a: Rect, b: Rect): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

/** Covering the region is worst, then white light; then it should not be far away. */
export function placePad(
  region: Rect,
  on: { readonly stage: SizePx; readonly white: Rect | null; readonly margin: number },
): PlacedPad {
  const { stage, white, margin } = on;
  const middle = { x: region.x + region.width / 2, y: region.y + region.height / 2 };
  const places = padShapes.flatMap(({ columns, size: { widthPx: width, heightPx: height } }) => {
    const wanted = [
      { x: region.x + region.width + awayPx, y: middle.y - height / 2 },
      { x: region.x - awayPx - width, y: middle.y - height / 2 },
      { x: middle.x - width / 2, y: region.y + region.height + awayPx },
      { x: middle.x - width / 2, y: region.y - awayPx - height },
    ];
    return wanted.map(at => {
      const kept = (value: number, most: number) => Math.max(margin, Math.min(most - margin, value));
      const x = kept(at.x, stage.widthPx - width);
      const y = kept(at.y, stage.heightPx - height);
      const rect = { x, y, width, height };
      const beyond = Math.max(0, width + 2 * margin - stage.widthPx, height + 2 * margin - stage.heightPx);
      const far = Math.hypot(x + width / 2 - middle.x, y + height / 2 - middle.y);
      const cost =
        1e4 * beyond + 100 * shared(rect, region) + 10 * (white ? shared(rect, white) : 0) + far + columns;
      return { at: { x, y }, columns, cost };
    });
  });
  const { at, columns } = places.reduce((best, place) => (place.cost < best.cost ? place : best));
  return { at, columns };
}

/** What a pane is called, and where its name stands: never on white light. */
import type { Point, Rect, SizePx } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import { words } from '#words/words.ts';
import type { MeasureText, TypeSize } from './context.ts';
import { type PaneFrame, viewInWords } from './pane-frame.ts';
import { isWithin, overlaps } from './place-labels.ts';

/** A text whose middle is `at`. `box`: what it covers. */
export type PlacedText = { readonly text: string; readonly at: Point; readonly box: Rect };

const titles = {
  'white-light': 'White light',
  overlay: 'Overlay',
  'intensity-map': 'Intensity map',
  monochrome: 'NIR',
  contour: 'NIR contours',
} as const;

export const titleType = (unit: number): TypeSize => ({ sizePx: 13 * unit, weight: 500 });

/**
 * The pane's name and what its view did: in the dark beside the picture where there is some; else on the picture; for white
 * light below its inset, or nowhere. Null where no place is free. `keptFree`: panes in front of this one.
 */
export function placeTitle(
  on: { pane: Pane; frame: PaneFrame; keptFree: readonly Rect[] },
  set: { unit: number; measure: MeasureText; canvas: SizePx },
): PlacedText | null {
  const { pane, frame } = on;
  const { unit, canvas } = set;
  const { rect } = pane;
  const isWhite = pane.content === 'white-light';
  const text = [words(titles[pane.content]), viewInWords(frame)].filter(Boolean).join(' · ');
  const height = 20 * unit;
  const edge = 8 * unit;
  const width = set.measure(text, titleType(unit));
  const x = rect.x + edge;
  const isInset = rect.width < canvas.widthPx && rect.height < canvas.heightPx;
  const places: [x: number, y: number, isOnPicture: boolean][] = [
    [x, frame.picture.y - height - edge / 4, false],
    [x, rect.y + edge, false],
    [frame.picture.x + edge, frame.picture.y + edge, true],
    [x, rect.y + edge, true],
    ...(isInset ? [[x, rect.y + rect.height, false] as [number, number, boolean]] : []),
  ];
  for (const [left, top, isOnPicture] of places) {
    const box = { x: left, y: top, width, height };
    const isFree = isOnPicture ? !isWhite : !overlaps(box, frame.picture);
    const room = isInset ? { x: rect.x, y: 0, width: rect.width, height: canvas.heightPx } : rect;
    if (isFree && isWithin(box, room) && !on.keptFree.some(other => overlaps(other, box))) {
      return { text, at: { x: left + width / 2, y: top + height / 2 }, box };
    }
  }
  return null;
}

/**
 * Where things stand on a display. The picture has a place of its own, and numbers, tags and notice have theirs beside it, so that none of
 * them ever covers tissue.
 */
import type { Mode, View } from '#model/display.ts';
import type { Rect, SizePx } from '#model/geometry.ts';
import { panesOf } from '#model/panes.ts';
import { paneFrame } from '#overlay/pane-frame.ts';

/** `unit`: canvas pixels of 1/1080 of a 16:9 screen's height, which all words and numbers are sized by. */
export type TheatreLayout = {
  readonly unit: number;
  readonly stage: Rect;
  /** One for each number, in order. */
  readonly figures: readonly Rect[];
  /** The numbers stand below each other: what belongs to one is written under it, not beside it. */
  readonly isColumn: boolean;
  readonly tags: Rect;
  readonly notice: Rect;
};

/** Lengths in units. `capital`: height of a number's digits; 68 of 1080 is 21′ from four metres on a 32-inch screen. */
export const theatreMeasures = { capital: 68, foot: 58, row: 172, column: 520, edge: 24 } as const;

/** More than these in a row would be narrower than a number. */
const mostInRow = 4;

const theatreUnit = ({ widthPx, heightPx }: SizePx): number => Math.min(heightPx, (widthPx * 9) / 16) / 1080;

/** `scene` null: not known yet. Of a row below and a column at the right, that which leaves the larger picture. */
export function layoutTheatre(
  window: SizePx,
  shown: {
    readonly figures: number;
    readonly scene: SizePx | null;
    readonly mode: Mode;
    readonly view: View;
  },
): TheatreLayout {
  const unit = theatreUnit(window);
  const m = theatreMeasures;
  const foot = Math.round(m.foot * unit);
  const above = { widthPx: window.widthPx, heightPx: window.heightPx - foot };
  const footAt = { y: above.heightPx, height: foot };
  const tagsWidth = Math.round(window.widthPx * 0.56);
  const common = {
    unit,
    tags: { x: 0, width: tagsWidth, ...footAt },
    notice: { x: tagsWidth, width: window.widthPx - tagsWidth, ...footAt },
  };
  const row = Math.round(m.row * unit);
  const column = Math.round(m.column * unit);
  const whole = { x: 0, y: 0, width: above.widthPx, height: above.heightPx };
  if (shown.figures === 0) return { ...common, stage: whole, figures: [], isColumn: false };
  const inRow = { ...whole, height: whole.height - row };
  const inColumn = { ...whole, width: whole.width - column };
  const isColumn = shown.figures > mostInRow || pictureArea(inColumn, shown) > pictureArea(inRow, shown);
  const figures = Array.from({ length: shown.figures }, (_, index): Rect => {
    if (!isColumn) {
      const width = whole.width / shown.figures;
      return { x: index * width, y: inRow.height, width, height: row };
    }
    const height = Math.min(whole.height / shown.figures, 1.5 * row);
    return { x: inColumn.width, y: index * height, width: column, height };
  });
  return { ...common, stage: isColumn ? inColumn : inRow, figures, isColumn };
}

/** Canvas pixels that show the scene whole, in the largest pane: another zoom must not move the numbers about. */
function pictureArea(
  stage: Rect,
  { scene, mode, view }: { readonly scene: SizePx | null; readonly mode: Mode; readonly view: View },
): number {
  const size = scene ?? { widthPx: 1920, heightPx: 1080 };
  const canvas = { widthPx: stage.width, heightPx: stage.height };
  const panes = panesOf(mode, canvas, size, { ...view, zoom: 1, centreX: 0.5, centreY: 0.5 });
  return Math.max(
    ...panes.map(pane => {
      const { picture } = paneFrame(pane, size);
      return picture.width * picture.height;
    }),
  );
}

/** `inner` as large as it fits into `outer` with its aspect kept, in the middle; `outer` itself where rounding is all that differs. */
export function fittedInto(outer: Rect, inner: SizePx): Rect {
  const scale = Math.min(outer.width / inner.widthPx, outer.height / inner.heightPx);
  const width = inner.widthPx * scale;
  const height = inner.heightPx * scale;
  if (outer.width - width <= 2 && outer.height - height <= 2) return outer;
  return { x: outer.x + (outer.width - width) / 2, y: outer.y + (outer.height - height) / 2, width, height };
}

/** Where a picture stands in its pane: picture pixels to CSS pixels and back. An integer coordinate is a pixel's centre. */
import { defaultView, type View } from '#model/display.ts';
import type { Point, SizePx } from '#model/geometry.ts';

/** What part of the picture is looked at, as in the viewport. */
export type Sight = View;
export const wholeSight: Sight = defaultView;

/** CSS pixels of the pane. `left`, `top`: where the centre of picture pixel (0, 0) stands; `scale`: of one picture pixel. */
export type Placing = { readonly scale: number; readonly left: number; readonly top: number };

export type PaneSize = { readonly width: number; readonly height: number };

/** The whole picture at zoom 1, as large as fits. */
export function placingOf(picture: SizePx, pane: PaneSize, sight: Sight): Placing {
  const scale = Math.min(pane.width / picture.widthPx, pane.height / picture.heightPx) * sight.zoom;
  return {
    scale,
    left: pane.width / 2 + (0.5 - sight.centreX * picture.widthPx) * scale,
    top: pane.height / 2 + (0.5 - sight.centreY * picture.heightPx) * scale,
  };
}

export const toPane = ({ scale, left, top }: Placing, { x, y }: Point): Point => ({
  x: left + x * scale,
  y: top + y * scale,
});

export const toPicture = ({ scale, left, top }: Placing, { x, y }: Point): Point => ({
  x: (x - left) / scale,
  y: (y - top) / scale,
});

/** A tenth of a pixel is the finest step of the loupe, and what is written beside a point. */
const tenth = (value: number): number => Math.round(value * 10) / 10;

/** `point` to a tenth of a pixel, not outside the picture. */
export const marked = ({ x, y }: Point, { widthPx, heightPx }: SizePx): Point => ({
  x: tenth(Math.min(widthPx - 0.5, Math.max(-0.5, x))),
  y: tenth(Math.min(heightPx - 0.5, Math.max(-0.5, y))),
});

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** How far an arrow key carries a point; null for another key. Shift: the large step. */
export function arrowStep(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  steps: { readonly small: number; readonly large: number },
): Point | null {
  const direction = arrows[key];
  if (!direction) return null;
  const step = shiftKey ? steps.large : steps.small;
  return { x: direction[0] * step, y: direction[1] * step };
}

/** Picture pixels of an arrow key on a marked point. */
export const nudge = { small: 0.1, large: 1 } as const;

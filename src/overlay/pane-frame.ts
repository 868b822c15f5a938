/** A pane's picture on the canvas: where tissue is, where the dark beside it is, and how the view turned it. */
import { type Homography, mapPoint, type Rect, type SizePx } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import { numerals, words } from '#words/words.ts';

/** `picture`: the part of the pane that shows the scene; the rest of the pane is free for words. */
export type PaneFrame = {
  readonly picture: Rect;
  /** 1: the scene just fits the pane. */
  readonly zoom: number;
  readonly isMirrored: boolean;
  /** Clockwise, 0 … 3. */
  readonly quarterTurns: number;
};

/** What a pane's mapping says of its view. `scene` is the size in scene pixels. */
export function paneFrame(pane: Pane, scene: SizePx): PaneFrame {
  const h = pane.sceneToCanvas;
  const from = mapPoint(h, { x: -0.5, y: -0.5 });
  const to = mapPoint(h, { x: scene.widthPx - 0.5, y: scene.heightPx - 0.5 });
  const shown: Rect = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
  const fit = Math.min(pane.rect.width / shown.width, pane.rect.height / shown.height);
  const isMirrored = h[0] * h[4] - h[1] * h[3] < 0;
  const zoom = 1 / fit;
  return { picture: common(shown, pane.rect), zoom, isMirrored, quarterTurns: turnsOf(h) };
}

/** The view turns after it flips sideways, so the scene's y axis points where the turn alone took it. */
const turnsOf = (h: Homography): number => (Math.round(Math.atan2(-h[3], h[4]) / (Math.PI / 2)) + 4) % 4;

function common(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y),
  };
}

/** "2.0×, mirrored, turned 90°": what the view did, empty when it did nothing. */
export function viewInWords(frame: PaneFrame): string {
  return [
    frame.zoom > 1.005 ? `${numerals(frame.zoom.toFixed(1))}×` : '',
    frame.isMirrored ? words('mirrored') : '',
    frame.quarterTurns > 0 ? words('turned {degrees}°', { degrees: frame.quarterTurns * 90 }) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** The dark strips of a pane beside its picture: below, left, right, above. Strips of no size are left out. */
export function stripsBeside(rect: Rect, picture: Rect): Rect[] {
  const bottom = picture.y + picture.height;
  const right = picture.x + picture.width;
  return [
    { x: rect.x, y: bottom, width: rect.width, height: rect.y + rect.height - bottom },
    { x: rect.x, y: rect.y, width: picture.x - rect.x, height: rect.height },
    { x: right, y: rect.y, width: rect.x + rect.width - right, height: rect.height },
    { x: rect.x, y: rect.y, width: rect.width, height: picture.y - rect.y },
  ].filter(strip => strip.width > 0 && strip.height > 0);
}

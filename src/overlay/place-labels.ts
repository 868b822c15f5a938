/**
 * Where labels stand. A label is put beside its shape, inside its pane, off other labels; it covers its own shape only
 * when no free place is left in the pane.
 */
import type { Point, Rect } from '#model/geometry.ts';
import { boundsOfPoints, meets } from './outline.ts';

/** One label to place. `outline`: the shape that it names, in canvas pixels, at most a few hundred corners. */
export type LabelRequest = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly outline: readonly Point[];
};

/** `isApart`: too far from its shape to be read as its name without a line to it. */
export type PlacedLabel = { readonly rect: Rect; readonly isApart: boolean };

/** What a place costs: a shape's own label on it is worst, then two labels on each other, then a neighbour's shape. */
const costs = { onOwnShape: 1e6, onObstacle: 1e5, onOtherShape: 1e3 } as const;

/** Every request's place, in order; earlier labels and `obstacles` are avoided. `gapPx`: between shape and label. */
export function placeLabels(
  requests: readonly LabelRequest[],
  room: { readonly pane: Rect; readonly obstacles: readonly Rect[]; readonly gapPx: number },
): PlacedLabel[] {
  const taken = [...room.obstacles];
  return requests.map(request => {
    const others = requests.filter(other => other !== request).map(other => boundsOfPoints(other.outline));
    const bounds = boundsOfPoints(request.outline);
    const cost = (rect: Rect, rank: number): number => {
      const wide = grown(rect, room.gapPx / 2);
      return (
        (meets(request.outline, wide) ? costs.onOwnShape : 0) +
        taken.filter(obstacle => overlaps(obstacle, rect)).length * costs.onObstacle +
        others.filter(other => overlaps(other, rect)).length * costs.onOtherShape +
        rank +
        distance(rect, bounds)
      );
    };
    let best = cheapest(beside(bounds, request, room), cost);
    if (best.cost >= costs.onObstacle) {
      const anywhere = cheapest(everywhere(request, room.pane), cost);
      if (anywhere.cost < best.cost) best = anywhere;
    }
    taken.push(grown(best.rect, room.gapPx / 4));
    return { rect: best.rect, isApart: distance(best.rect, bounds) > 3 * room.gapPx };
  });
}

/** Moves `rect` into `pane` by the shortest way; to its top left corner where it does not fit. */
export const pushedInto = (rect: Rect, pane: Rect): Rect => ({
  ...rect,
  x: Math.max(pane.x, Math.min(rect.x, pane.x + pane.width - rect.width)),
  y: Math.max(pane.y, Math.min(rect.y, pane.y + pane.height - rect.height)),
});

/** Whether two rectangles share area. */
export const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Whether `box` lies in `room` with all of its area. */
export const isWithin = (box: Rect, room: Rect): boolean =>
  box.x >= room.x &&
  box.y >= room.y &&
  box.x + box.width <= room.x + room.width &&
  box.y + box.height <= room.y + room.height;

type Size = { readonly widthPx: number; readonly heightPx: number };

/** Eight places round the shape, the readiest first: right above, right, above, then round the rest. */
function beside(bounds: Rect, size: Size, room: { pane: Rect; gapPx: number }): Rect[] {
  const left = bounds.x - room.gapPx - size.widthPx;
  const right = bounds.x + bounds.width + room.gapPx;
  const above = bounds.y - room.gapPx - size.heightPx;
  const below = bounds.y + bounds.height + room.gapPx;
  const centreX = bounds.x + (bounds.width - size.widthPx) / 2;
  const centreY = bounds.y + (bounds.height - size.heightPx) / 2;
  // Along a diagonal a round shape leaves its corners free, so the label may come closer there.
  const inwardX = Math.min(bounds.width * 0.14, size.widthPx / 2);
  const inwardY = Math.min(bounds.height * 0.14, size.heightPx / 2);
  const places: [x: number, y: number][] = [
    [right - inwardX, above + inwardY],
    [right, centreY],
    [centreX, above],
    [right - inwardX, below - inwardY],
    [centreX, below],
    [left + inwardX, above + inwardY],
    [left, centreY],
    [left + inwardX, below - inwardY],
  ];
  return places.map(([x, y]) => pushedInto({ x, y, width: size.widthPx, height: size.heightPx }, room.pane));
}

function everywhere(size: Size, pane: Rect): Rect[] {
  const across = Math.max(0, pane.width - size.widthPx);
  const down = Math.max(0, pane.height - size.heightPx);
  const columns = Math.min(16, Math.max(1, Math.ceil(across / (size.widthPx / 2))));
  const rows = Math.min(32, Math.max(1, Math.ceil(down / (size.heightPx / 2))));
  return Array.from({ length: (columns + 1) * (rows + 1) }, (_, i) => ({
    x: pane.x + (across * (i % (columns + 1))) / columns,
    y: pane.y + (down * Math.floor(i / (columns + 1))) / rows,
    width: size.widthPx,
    height: size.heightPx,
  }));
}

function cheapest(
  places: readonly Rect[],
  cost: (rect: Rect, rank: number) => number,
): { rect: Rect; cost: number } {
  let best = { rect: places[0]!, cost: cost(places[0]!, 0) };
  for (const [rank, rect] of places.entries()) {
    const next = rank === 0 ? best.cost : cost(rect, rank);
    if (next < best.cost) best = { rect, cost: next };
  }
  return best;
}

const grown = (rect: Rect, by: number): Rect => ({
  x: rect.x - by,
  y: rect.y - by,
  width: rect.width + 2 * by,
  height: rect.height + 2 * by,
});

/** Shortest distance between two rectangles, 0 where they touch. */
function distance(a: Rect, b: Rect): number {
  const dx = Math.max(0, a.x - (b.x + b.width), b.x - (a.x + a.width));
  const dy = Math.max(0, a.y - (b.y + b.height), b.y - (a.y + a.height));
  return Math.hypot(dx, dy);
}

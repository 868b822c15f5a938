/** The paint of regions: outline, hatch of leaks, handles of the selected one, and their names. */
import { mapPoint, type Point, type Rect } from '#model/geometry.ts';
import type { RegionRole, Shape } from '#model/region.ts';
import { type PaintContext, paintLine, paintText, tracePoints } from './context.ts';
import type { RegionMark } from './layout-overlay.ts';
import { analysisMarkLooks, lineOf, roleMarks, selectionColour } from './marks.ts';
import { boundsOfPoints, handlesOf } from './outline.ts';

/** A region's line, and for a leak the hatch inside, for a cavity its hachures; grey where its tissue is no longer found. */
export function paintOutline(
  context: PaintContext,
  mark: {
    role: RegionRole;
    outline: readonly Point[];
    isSelected: boolean;
    isLost: boolean;
    isClosed: boolean;
  },
  unit: number,
): void {
  const look = lineOf(mark.isLost ? analysisMarkLooks.lost : roleMarks[mark.role], unit, mark.isSelected);
  if (mark.role === 'leak' && mark.isClosed && !mark.isLost) paintHatch(context, mark.outline, unit);
  if (mark.role === 'cavity' && mark.isClosed && !mark.isLost)
    paintLine(context, { ...look, widthPx: 1.6 * unit, dashPx: [] }, () =>
      traceHachures(context, mark.outline, unit),
    );
  paintLine(context, look, () => tracePoints(context, mark.outline, mark.isClosed));
  if (mark.isSelected) {
    // A blue thread inside the line keeps the role's own colour and pattern readable.
    context.strokeStyle = selectionColour;
    context.lineWidth = unit;
    context.beginPath();
    tracePoints(context, mark.outline, mark.isClosed);
    context.stroke();
  }
}

/** Short ticks inwards, as maps draw a hollow. */
function traceHachures(context: PaintContext, outline: readonly Point[], unit: number): void {
  const [every, length] = [16 * unit, 6 * unit];
  const inward = Math.sign(signedArea(outline));
  let sinceTick = every / 2;
  for (const [i, from] of outline.entries()) {
    const to = outline[(i + 1) % outline.length]!;
    const span = Math.hypot(to.x - from.x, to.y - from.y);
    if (span === 0) continue;
    const [ux, uy] = [(to.x - from.x) / span, (to.y - from.y) / span];
    let along = every - sinceTick;
    for (; along <= span; along += every) {
      const [x, y] = [from.x + ux * along, from.y + uy * along];
      context.moveTo(x, y);
      context.lineTo(x - uy * length * inward, y + ux * length * inward);
    }
    sinceTick = span - (along - every);
  }
}

/** Twice the area inside, positive clockwise on the screen. */
const signedArea = (outline: readonly Point[]): number =>
  outline.reduce((sum, { x, y }, i) => {
    const next = outline[(i + 1) % outline.length]!;
    return sum + x * next.y - next.x * y;
  }, 0);

function paintHatch(context: PaintContext, outline: readonly Point[], unit: number): void {
  const { x, y, width, height } = boundsOfPoints(outline);
  const step = 9 * unit;
  context.save();
  context.beginPath();
  tracePoints(context, outline, true);
  context.clip();
  paintLine(context, { colour: roleMarks.leak.colour, widthPx: 1.5 * unit, dashPx: [] }, () => {
    // Lines hang on the canvas's own grid, so that they stand still while the shape is dragged.
    for (let at = Math.floor((x - y - height) / step) * step; at < x + width - y; at += step) {
      context.moveTo(at + y, y);
      context.lineTo(at + y + height, y + height);
    }
  });
  context.restore();
}

/** Handles of a selected shape, as squares that a gloved hand can see. */
export function paintHandles(
  context: PaintContext,
  shape: Shape,
  on: { toCanvas: (p: Point) => Point; unit: number },
): void {
  const size = 10 * on.unit;
  for (const handle of handlesOf(shape)) {
    const { x, y } = on.toCanvas(handle.at);
    context.setLineDash([]);
    context.lineWidth = 2 * on.unit;
    context.strokeStyle = '#0b0d10';
    context.fillStyle = selectionColour;
    context.beginPath();
    context.rect(x - size / 2, y - size / 2, size, size);
    context.fill();
    context.stroke();
  }
}

/** A region's name; a thin line leads to the shape where the name stands apart from it. */
export function paintName(context: PaintContext, mark: RegionMark, unit: number): void {
  const { rect, isApart } = mark.label;
  const { colour } = mark.isLost ? analysisMarkLooks.lost : roleMarks[mark.region.role];
  if (isApart) {
    const to = nearest(mark.outline, rect);
    const from = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
    paintLine(context, { colour, widthPx: unit, dashPx: [] }, () => {
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
    });
  }
  paintText(context, mark.name, {
    at: { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 },
    type: mark.type,
    colour,
    align: 'center',
  });
}

function nearest(outline: readonly Point[], rect: Rect): Point {
  const x = rect.x + rect.width / 2;
  const y = rect.y + rect.height / 2;
  return outline.reduce((best, p) =>
    Math.hypot(p.x - x, p.y - y) < Math.hypot(best.x - x, best.y - y) ? p : best,
  );
}

/** Scene points to canvas pixels by a pane's mapping. */
export const toCanvasBy =
  (h: Parameters<typeof mapPoint>[0]) =>
  (p: Point): Point =>
    mapPoint(h, p);

/** Text and arrows on a still: where they stand, and their paint. */
import type { Annotation } from '#model/annotation.ts';
import { mapPoint, type Point, type Rect } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import {
  type MeasureText,
  type PaintContext,
  paintLine,
  paintPlate,
  paintText,
  type TypeSize,
  wrapText,
} from './context.ts';
import { textColour } from './marks.ts';
import { overlaps, pushedInto } from './place-labels.ts';

/** One annotation in canvas pixels. `plate` is null when there are no words. */
export type PlacedAnnotation = {
  readonly plate: Rect | null;
  readonly lines: readonly string[];
  readonly arrow: { readonly from: Point; readonly to: Point } | null;
};

const typeOf = (unit: number): TypeSize => ({ sizePx: 15 * unit, weight: 500 });
const padding = 6;
const lineHeight = 20;

/** Text starts at its point; an arrow's words stand at its tail, away from its head. All words stay inside `room` and go above `avoid`. */
export function placeAnnotation(
  annotation: Annotation,
  on: { pane: Pane; room: Rect; avoid: Rect | null; unit: number; measure: MeasureText },
): PlacedAnnotation {
  const { unit, room } = on;
  const at = (p: Point) => mapPoint(on.pane.sceneToCanvas, p);
  const lines = wrapText(annotation.text, Math.max(120 * unit, room.width * 0.4), {
    type: typeOf(unit),
    measure: on.measure,
  });
  const width = Math.max(0, ...lines.map(line => on.measure(line, typeOf(unit)))) + 2 * padding * unit;
  const height = (lines.length * lineHeight + padding) * unit;
  const plateAt = (x: number, y: number): Rect | null => {
    if (lines.length === 0) return null;
    const plate = pushedInto({ x, y, width, height }, room);
    if (on.avoid === null || !overlaps(on.avoid, plate)) return plate;
    return pushedInto({ ...plate, y: on.avoid.y - height - 4 * unit }, room);
  };
  if (annotation.kind === 'text') {
    const start = at(annotation.at);
    return { plate: plateAt(start.x, start.y - height / 2), lines, arrow: null };
  }
  const from = at(annotation.from);
  const to = at(annotation.to);
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const awayX = (from.x - to.x) / length;
  const awayY = (from.y - to.y) / length;
  const plate = plateAt(
    from.x + (awayX * width) / 2 - width / 2 + awayX * 4 * unit,
    from.y + (awayY * height) / 2 - height / 2 + awayY * 4 * unit,
  );
  return { plate, lines, arrow: { from, to } };
}

/** Paints one annotation: the arrow first, its words over it. */
export function paintAnnotation(context: PaintContext, placed: PlacedAnnotation, unit: number): void {
  if (placed.arrow) paintArrow(context, placed.arrow, unit);
  if (!placed.plate) return;
  const { x, y } = placed.plate;
  paintPlate(context, placed.plate, 4 * unit);
  for (const [index, line] of placed.lines.entries()) {
    const middle = y + (padding / 2 + lineHeight * (index + 0.5)) * unit;
    paintText(context, line, {
      at: { x: x + padding * unit, y: middle },
      type: typeOf(unit),
      colour: textColour,
      halo: false,
    });
  }
}

function paintArrow(context: PaintContext, arrow: { from: Point; to: Point }, unit: number): void {
  const { from, to } = arrow;
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number): Point => ({
    x: to.x - 14 * unit * Math.cos(angle + turn),
    y: to.y - 14 * unit * Math.sin(angle + turn),
  });
  const [left, right] = [wing(0.45), wing(-0.45)];
  paintLine(context, { colour: textColour, widthPx: 2.5 * unit, dashPx: [] }, () => {
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.moveTo(left.x, left.y);
    context.lineTo(to.x, to.y);
    context.lineTo(right.x, right.y);
  });
}

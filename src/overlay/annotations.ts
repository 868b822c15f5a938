/** What is drawn on a still by hand: where it stands on the canvas, and its paint. */
import type { Annotation } from '#model/annotation.ts';
import { mapPoint, type Point, type Rect } from '#model/geometry.ts';
import type { Pane } from '#model/panes.ts';
import {
  type AnnotationLine,
  annotationLines,
  annotationLook,
  annotationWordsPlace,
  pinRadius,
} from './annotation-lines.ts';
import {
  type LineLook,
  type MeasureText,
  type PaintContext,
  paintLine,
  paintPlate,
  paintText,
  type TypeSize,
  tracePoints,
  wrapText,
} from './context.ts';
import { overlaps, pushedInto } from './place-labels.ts';

/** One annotation in canvas pixels. `plate` is null when there are no words. */
export type PlacedAnnotation = {
  readonly plate: Rect | null;
  readonly lines: readonly string[];
  readonly strokes: readonly AnnotationLine[];
  readonly pin: { readonly at: Point; readonly number: number } | null;
  readonly look: LineLook;
};

const typeOf = (unit: number): TypeSize => ({ sizePx: 15 * unit, weight: 500 });
const padding = 6;
const lineHeight = 20;

/** All words stay inside `room` and go above `avoid`. */
export function placeAnnotation(
  annotation: Annotation,
  on: { pane: Pane; room: Rect; avoid: Rect | null; unit: number; measure: MeasureText },
): PlacedAnnotation {
  const { unit, room } = on;
  const drawn = { map: (p: Point) => mapPoint(on.pane.sceneToCanvas, p), unit };
  const lines = wrapText(annotation.text, Math.max(120 * unit, room.width * 0.4), {
    type: typeOf(unit),
    measure: on.measure,
  });
  const width = Math.max(0, ...lines.map(line => on.measure(line, typeOf(unit)))) + 2 * padding * unit;
  const height = (lines.length * lineHeight + padding) * unit;
  const { at, away, gap } = annotationWordsPlace(annotation, drawn);
  const plateAt = (): Rect | null => {
    if (lines.length === 0) return null;
    const plate = pushedInto(
      {
        x: at.x + away.x * (width / 2 + gap) - width / 2,
        y: at.y + away.y * (height / 2 + gap) - height / 2,
        width,
        height,
      },
      room,
    );
    if (on.avoid === null || !overlaps(on.avoid, plate)) return plate;
    return pushedInto({ ...plate, y: on.avoid.y - height - 4 * unit }, room);
  };
  const { colour, width: widthPx } = annotationLook(annotation, unit);
  return {
    plate: plateAt(),
    lines,
    strokes: annotationLines(annotation, drawn),
    pin: annotation.kind === 'pin' ? { at, number: annotation.number } : null,
    look: { colour, widthPx, dashPx: [] },
  };
}

/** Paints one annotation: its lines first, its words over them. */
export function paintAnnotation(context: PaintContext, placed: PlacedAnnotation, unit: number): void {
  const { strokes, pin, plate, look } = placed;
  if (strokes.length > 0)
    paintLine(context, look, () => {
      for (const { points, isClosed } of strokes) tracePoints(context, points, isClosed);
    });
  if (pin) paintPin(context, pin, { look, unit });
  if (!plate) return;
  paintPlate(context, plate, 4 * unit);
  for (const [index, line] of placed.lines.entries()) {
    const middle = plate.y + (padding / 2 + lineHeight * (index + 0.5)) * unit;
    paintText(context, line, {
      at: { x: plate.x + padding * unit, y: middle },
      type: typeOf(unit),
      colour: look.colour,
      halo: false,
    });
  }
}

function paintPin(
  context: PaintContext,
  { at, number }: { at: Point; number: number },
  { look, unit }: { look: LineLook; unit: number },
): void {
  const radius = pinRadius * unit;
  paintPlate(context, { x: at.x - radius, y: at.y - radius, width: 2 * radius, height: 2 * radius }, radius);
  paintLine(context, look, () => context.arc(at.x, at.y, radius, 0, 2 * Math.PI));
  const type = { sizePx: (number > 99 ? 11 : 15) * unit, weight: 600 } as const;
  paintText(context, String(number), { at, type, colour: look.colour, align: 'center', halo: false });
}

/** Lines and places of an annotation in whatever space it is drawn in: canvas pixels, or scene pixels of an SVG. Pure. */
import { type Annotation, type AnnotationColour, type AnnotationWidth, styleOf } from '#model/annotation.ts';
import type { Point } from '#model/geometry.ts';
import { isoColour, textColour } from './marks.ts';

export type AnnotationLine = { readonly points: readonly Point[]; readonly isClosed: boolean };

/** Where it is drawn: `map` from scene pixels to that space, `unit` the length there that all paint is sized by. */
export type DrawnOn = { readonly map: (p: Point) => Point; readonly unit: number };

/** As CSS colours. */
export const annotationColourValues = {
  white: textColour,
  yellow: isoColour,
  cyan: '#8fd8ff',
  pink: '#ff9ae5',
} as const satisfies Record<AnnotationColour, string>;

/** Width of lines in units. */
const lineWidths = { fine: 1.5, medium: 2.5, bold: 4.5 } as const satisfies Record<AnnotationWidth, number>;

/** Colour, and width of the line in the space of `unit`. */
export function annotationLook(annotation: Pick<Annotation, 'style'>, unit: number) {
  const { colour, width } = styleOf(annotation);
  return { colour: annotationColourValues[colour], width: lineWidths[width] * unit };
}

/** Radius of a pin's disc in units. */
export const pinRadius = 13;

const headLength = 14;
const tickLength = 9;

/** All lines to stroke; none for texts and pins. */
export function annotationLines(annotation: Annotation, { map, unit }: DrawnOn): readonly AnnotationLine[] {
  switch (annotation.kind) {
    case 'text':
    case 'pin':
      return [];
    case 'freehand':
    case 'region':
      return [{ points: annotation.points.map(map), isClosed: annotation.kind === 'region' }];
    case 'arrow': {
      const [from, to] = [map(annotation.from), map(annotation.to)];
      const angle = Math.atan2(to.y - from.y, to.x - from.x);
      const wing = (turn: number): Point => ({
        x: to.x - headLength * unit * Math.cos(angle + turn),
        y: to.y - headLength * unit * Math.sin(angle + turn),
      });
      return [open(from, to), open(wing(0.45), to, wing(-0.45))];
    }
    case 'length': {
      const [from, to] = [map(annotation.from), map(annotation.to)];
      const across = perpendicular(from, to);
      const tick = (at: Point) =>
        open(
          { x: at.x - across.x * tickLength * unit, y: at.y - across.y * tickLength * unit },
          { x: at.x + across.x * tickLength * unit, y: at.y + across.y * tickLength * unit },
        );
      return [open(from, to), tick(from), tick(to)];
    }
  }
}

const open = (...points: readonly Point[]): AnnotationLine => ({ points, isClosed: false });

/** Of unit length, upwards where it can be; upwards too for a line of no length. */
function perpendicular(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return { x: 0, y: -1 };
  const across = { x: (to.y - from.y) / length, y: (from.x - to.x) / length };
  return across.y > 0 ? { x: -across.x, y: -across.y } : across;
}

/** Words stand `gap` away from `at`, in the direction `away` (of unit length). */
export type WordsPlace = { readonly at: Point; readonly away: Point; readonly gap: number };

/** Text starts at its point, an arrow's words stand at its tail away from its head, a pin's to its right, others above their line. */
export function annotationWordsPlace(annotation: Annotation, { map, unit }: DrawnOn): WordsPlace {
  switch (annotation.kind) {
    case 'text':
      return { at: map(annotation.at), away: { x: 1, y: 0 }, gap: 0 };
    case 'pin':
      return { at: map(annotation.at), away: { x: 1, y: 0 }, gap: (pinRadius + 4) * unit };
    case 'arrow': {
      const [from, to] = [map(annotation.from), map(annotation.to)];
      const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      return {
        at: from,
        away: { x: (from.x - to.x) / length, y: (from.y - to.y) / length },
        gap: 4 * unit,
      };
    }
    case 'length': {
      const [from, to] = [map(annotation.from), map(annotation.to)];
      return {
        at: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 },
        away: perpendicular(from, to),
        gap: (tickLength + 2) * unit,
      };
    }
    case 'freehand':
    case 'region': {
      const [first, ...rest] = annotation.points.map(map);
      const highest = rest.reduce((best, p) => (p.y < best.y ? p : best), first!);
      return { at: highest, away: { x: 0, y: -1 }, gap: 5 * unit };
    }
  }
}

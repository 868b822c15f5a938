/** Which state draws which shape. */
import type { ShapeKind } from '../../desk.ts';
import type { Begin } from './begin.ts';
import { drawingCircle } from './drawing-circle.ts';
import { drawingEllipse } from './drawing-ellipse.ts';
import { drawingFreehand } from './drawing-freehand.ts';
import { drawingPolygon } from './drawing-polygon.ts';
import type { PointerState } from './state.ts';

const states = {
  circle: drawingCircle,
  ellipse: drawingEllipse,
  polygon: drawingPolygon,
  freehand: drawingFreehand,
} as const satisfies Record<ShapeKind, (begin: Begin) => PointerState>;

export const startDrawing = (kind: ShapeKind, begin: Begin): PointerState => states[kind](begin);

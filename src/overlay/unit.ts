/** The one length that all paint is sized by. */
import type { SizePx } from '#model/geometry.ts';

/**
 * Canvas pixels of one unit: 1/720 of the canvas's shorter side, as in the shader's marks, so that a larger monitor gets
 * larger words; but never so small that they cannot be read at a desk. `unitPx`: device pixels of a CSS pixel.
 */
export const unitOf = (canvas: SizePx, unitPx: number): number =>
  Math.min(2.5 * unitPx, Math.max(0.9 * unitPx, Math.min(canvas.widthPx, canvas.heightPx) / 720));

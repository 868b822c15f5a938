/** The composite of a still: the picture as drawn, the overlay over it, the footer under it. */

import type { StillPaint } from '#archive/stills.ts';
import { drawnScaleOf } from '#model/annotation-size.ts';
import { movedShape } from '#model/motion.ts';
import { panesOf } from '#model/panes.ts';
import { withText } from '#model/png-chunks.ts';
import { calibrationOf } from '#model/profile.ts';
import type { Still } from '#model/still.ts';
import { withSizes } from '#overlay/annotation-words.ts';
import { measureBy } from '#overlay/context.ts';
import { paintOverlay } from '#overlay/paint.ts';
import { layoutFooter, paintStillFooter } from '#overlay/still-footer.ts';
import { softwareText } from './pictures.ts';

/** A canvas's 2D context; throws an `Error` where the browser gives none. */
export const contextOf = (canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D => {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gave no 2D canvas to paint the still on.');
  return context;
};

/** What is painted, as a PNG that says who made it. */
export async function canvasToPng(
  { canvas }: OffscreenCanvasRenderingContext2D,
  madeWith: string,
): Promise<Blob> {
  const png = await canvas.convertToBlob({ type: 'image/png' });
  return new Blob([withText(new Uint8Array(await png.arrayBuffer()), softwareText(madeWith))], {
    type: png.type,
  });
}

/** The bare picture as PNG. `picture` stays the caller's. */
export function pictureToPng(picture: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  contextOf(canvas).drawImage(picture, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** The picture with everything painted over it, and no footer. `picture` stays the caller's. */
export function paintSeen(picture: ImageBitmap, still: Still, paint: StillPaint): OffscreenCanvas {
  const size = { widthPx: picture.width, heightPx: picture.height };
  const context = contextOf(new OffscreenCanvas(size.widthPx, size.heightPx));
  context.drawImage(picture, 0, 0);
  const motion = still.measurement.motion?.kind === 'followed' ? still.measurement.motion.motion : null;
  paintOverlay(context, {
    canvas: size,
    unitPx: paint.unitPx,
    panes: panesOf(still.display.mode, size, paint.scene, still.view),
    scene: paint.scene,
    display: still.display,
    calibration: calibrationOf(
      still.inputs.profile,
      still.inputs.layout.displayReferred,
      still.inputs.faults,
    ),
    regions: still.inputs.regions.map(region => ({ ...region, shape: movedShape(region.shape, motion) })),
    selectedId: null,
    draft: null,
    measurement: still.measurement,
    anchors: paint.anchors,
    freshness: 1,
    analysis: still.analysis && { analysis: still.analysis, shapes: paint.shapes, freshness: 1 },
    annotations: withSizes(still.annotations, drawnScaleOf(still.inputs)),
    pictureState: paint.isFrozen ? 'frozen' : 'still',
  });
  return context.canvas;
}

/** The annotated picture as PNG, taller than `picture` by its footer. `picture` stays the caller's. `madeWith`: of the build that paints it. */
export function compositeToPng(
  picture: ImageBitmap,
  { still, paint, madeWith }: { still: Still; paint: StillPaint; madeWith: string },
): Promise<Blob> {
  const size = { widthPx: picture.width, heightPx: picture.height };
  const footer = { still, canvas: size, unitPx: paint.unitPx, isFrozen: paint.isFrozen };
  const measuring = measureBy(contextOf(new OffscreenCanvas(1, 1)));
  const { heightPx } = layoutFooter(footer, measuring);
  const context = contextOf(new OffscreenCanvas(size.widthPx, size.heightPx + heightPx));
  context.drawImage(paintSeen(picture, still, paint), 0, 0);
  paintStillFooter(context, footer, { x: 0, y: size.heightPx, width: size.widthPx, height: heightPx });
  return canvasToPng(context, madeWith);
}

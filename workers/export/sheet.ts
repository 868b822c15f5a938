/** Several views of a still as one picture: white light, NIR, what was seen, and the numbers, each with its title. */
import type { StillPaint } from '#archive/stills.ts';
import type { SizePx } from '#model/geometry.ts';
import { panesOf } from '#model/panes.ts';
import type { Still } from '#model/still.ts';
import { measureBy, paintText } from '#overlay/context.ts';
import { inPercent } from '#overlay/figures-in-words.ts';
import { quietColour } from '#overlay/marks.ts';
import { layoutFooter, paintStillFooter } from '#overlay/still-footer.ts';
import { canvasToPng, contextOf } from './composite.ts';

/** `seen`: the picture with its paint. White light and NIR are bare; null where the feed had none. All stay the caller's. */
export type SheetPictures = {
  readonly whiteLight: ImageBitmap | null;
  readonly nir: ImageBitmap | null;
  readonly seen: OffscreenCanvas;
};

/** Pixels of the sheet: two columns of this width. */
const columnPx = 960;
const gapPx = 16;
const titlePx = 36;
const type = { sizePx: 18, weight: 600 } as const;

type Part = {
  readonly title: string;
  readonly heightPx: number;
  readonly paint: (context: OffscreenCanvasRenderingContext2D, x: number, y: number) => void;
};

/** PNG of 1,968 pixels' width; as tall as its pictures make it. */
export function sheetToPng(
  pictures: SheetPictures,
  { still, paint, madeWith }: { still: Still; paint: StillPaint; madeWith: string },
): Promise<Blob> {
  const { windowLow, windowHigh } = still.display;
  const nirTitle = `NIR, linear light ${inPercent(windowLow)} to ${inPercent(windowHigh)} of white`;
  const parts = [
    pictures.whiteLight && picturePart('White light', pictures.whiteLight, wholeOf(pictures.whiteLight)),
    pictures.nir && picturePart(nirTitle, pictures.nir, wholeOf(pictures.nir)),
    picturePart('As seen', pictures.seen, paintedPart(pictures.seen, still, paint)),
    numbersPart(still, paint),
  ].filter(part => part !== null);
  const rows = [parts.slice(0, 2), parts.slice(2)].filter(row => row.length > 0);
  const heights = rows.map(row => titlePx + Math.max(...row.map(({ heightPx }) => heightPx)) + gapPx);
  const context = contextOf(
    new OffscreenCanvas(
      2 * columnPx + 3 * gapPx,
      heights.reduce((sum, height) => sum + height, gapPx),
    ),
  );
  context.fillStyle = '#0b0d10';
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  let y = gapPx;
  for (const [index, row] of rows.entries()) {
    for (const [column, { title, paint: paintPart }] of row.entries()) {
      const x = gapPx + column * (columnPx + gapPx);
      paintText(context, title, { at: { x, y: y + titlePx / 2 }, type, colour: quietColour, halo: false });
      paintPart(context, x, y + titlePx);
    }
    y += heights[index]!;
  }
  return canvasToPng(context, madeWith);
}

/** A part of a picture in whole pixels. */
export type Cut = { readonly x: number; readonly y: number } & SizePx;

const wholeOf = ({ width, height }: ImageBitmap): Cut => ({ x: 0, y: 0, widthPx: width, heightPx: height });

/** The pane that carries the overlay: white light beside it has a picture of its own. */
export function paintedPart(seen: OffscreenCanvas, still: Still, paint: StillPaint): Cut {
  const size = { widthPx: seen.width, heightPx: seen.height };
  const panes = panesOf(still.display.mode, size, paint.scene, still.view);
  const { x, y, width, height } = (panes.find(({ content }) => content !== 'white-light') ?? panes[0]!).rect;
  return { x, y, widthPx: width, heightPx: height };
}

/** Not taller than it is wide: a picture of a few columns would make a sheet of any height. */
function picturePart(title: string, picture: CanvasImageSource, cut: Cut): Part {
  const scale = Math.min(columnPx / cut.widthPx, columnPx / cut.heightPx);
  const width = cut.widthPx * scale;
  const height = cut.heightPx * scale;
  return {
    title,
    heightPx: Math.ceil(height),
    paint: (context, x, y) =>
      context.drawImage(
        picture,
        cut.x,
        cut.y,
        cut.widthPx,
        cut.heightPx,
        x + (columnPx - width) / 2,
        y,
        width,
        height,
      ),
  };
}

function numbersPart(still: Still, { isFrozen }: StillPaint): Part {
  const order = { still, canvas: { widthPx: columnPx, heightPx: columnPx }, unitPx: 1, isFrozen };
  const { heightPx } = layoutFooter(order, measureBy(contextOf(new OffscreenCanvas(1, 1))));
  return {
    title: 'Numbers',
    heightPx,
    paint: (context, x, y) => paintStillFooter(context, order, { x, y, width: columnPx, height: heightPx }),
  };
}

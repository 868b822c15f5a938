/** In a display's worker: each picture that comes is read from the display's canvas as soon as it is drawn there. */
import type { SizePx } from '#model/geometry.ts';
import { panesOn } from '#model/picture-size.ts';
import { epochMs, type Notes, type Shown } from './thread-notes.ts';
import { blockMiddles, boundsOf, fromLevels, levelsAt } from './time-code.ts';

type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export function readTheatre(notes: Notes): void {
  const canvas = OffscreenCanvasRenderingContext2D.prototype;
  const { drawImage } = canvas;
  /** A display paints its picture again ten times a second: it is read once. */
  const known = new WeakSet<ImageBitmap>();

  const look = (
    context: OffscreenCanvasRenderingContext2D,
    { scene, mode, view }: Shown,
    { place, drawn }: { place: Place; drawn: SizePx },
  ): void => {
    const submittedMs = epochMs();
    const stage = { widthPx: place.width, heightPx: place.height };
    const [pane] = panesOn(stage, { drawn, scene, mode, view });
    if (!pane) return;
    const middles = blockMiddles(pane.sceneToCanvas).map(({ x, y }) => ({ x: x + place.x, y: y + place.y }));
    const bounds = boundsOf(middles);
    const { data } = context.getImageData(bounds.x, bounds.y, bounds.width, bounds.height);
    const drawnMs = epochMs();
    notes.readings.push({ code: fromLevels(levelsAt(middles, data, bounds)), submittedMs, drawnMs });
  };

  canvas.drawImage = function (this: OffscreenCanvasRenderingContext2D, ...given: unknown[]) {
    Reflect.apply(drawImage, this, given);
    const [picture, x, y, width, height] = given;
    if (!(picture instanceof ImageBitmap) || !notes.shown || known.has(picture)) return;
    known.add(picture);
    const drawn = { widthPx: picture.width, heightPx: picture.height };
    const place = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
    look(this, notes.shown, { place, drawn });
  };
}

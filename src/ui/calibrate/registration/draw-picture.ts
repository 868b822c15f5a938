/** A picture on a canvas that fills its element, sharp on any screen. */
import type { PaneSize, Placing } from './pane-geometry.ts';
import type { PictureSource } from './use-picture-source.ts';

/** Beyond this many CSS pixels a picture pixel, pixels are shown as squares: that is what there is. */
const squaresFrom = 3;

export function drawPicture(
  canvas: HTMLCanvasElement,
  { drawable }: PictureSource,
  {
    size,
    placing,
    smooth,
  }: { readonly size: PaneSize; readonly placing: Placing; readonly smooth?: boolean },
): void {
  const unit = window.devicePixelRatio;
  const width = Math.max(1, Math.round(size.width * unit));
  const height = Math.max(1, Math.round(size.height * unit));
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const { scale, left, top } = placing;
  context.setTransform(unit, 0, 0, unit, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.imageSmoothingEnabled = smooth ?? scale < squaresFrom;
  context.imageSmoothingQuality = 'high';
  // The centre of pixel 0 stands at `left`; the picture's edge half a pixel before it.
  const corner = { x: left - scale / 2, y: top - scale / 2 };
  context.drawImage(drawable, corner.x, corner.y, drawable.width * scale, drawable.height * scale);
}

/** JPEG, WebP and BMP: decoded by the browser, so their numbers are of a picture and not of a camera. */
import { fileError } from './file-problems.ts';
import { lossySize } from './lossy-size.ts';
import { checkSize, type Picture } from './picture.ts';

/** Decodes `file` as the browser would show it, without turning it or converting its colours. Throws a `ProblemError`. */
export async function readLossy(
  kind: 'JPEG' | 'WebP' | 'BMP',
  file: Uint8Array<ArrayBuffer>,
): Promise<Picture> {
  const size = lossySize(kind, file);
  if (!size) throw fileError('file-damaged');
  checkSize(size.widthPx, size.heightPx);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([file]), {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
    });
  } catch (error) {
    throw fileError('file-damaged', error);
  }
  const { width: widthPx, height: heightPx } = bitmap;
  const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d', { willReadFrequently: true });
  if (!context) throw fileError('file-unsupported', new Error('No 2D canvas.'));
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, widthPx, heightPx);
  return { widthPx, heightPx, channels: 4, samples: new Uint8Array(data), cautions: ['image-lossy'] };
}

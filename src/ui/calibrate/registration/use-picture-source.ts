/** A picture as something a canvas can draw. */
import { useMemo } from 'react';
import type { Picture } from '#model/calibration.ts';

export type PictureSource = { readonly picture: Picture; readonly drawable: OffscreenCanvas };

function pictureSource(picture: Picture): PictureSource {
  const { widthPx, heightPx, rgba } = picture;
  const drawable = new OffscreenCanvas(widthPx, heightPx);
  drawable.getContext('2d')?.putImageData(new ImageData(rgba, widthPx, heightPx), 0, 0);
  return { picture, drawable };
}

export function usePictureSource(picture: Picture | null | undefined): PictureSource | null {
  return useMemo(() => (picture ? pictureSource(picture) : null), [picture]);
}

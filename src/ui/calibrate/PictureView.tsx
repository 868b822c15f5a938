/** A picture that a reading brought: its own pixels, scaled to the panel. */
import { useEffect, useRef } from 'react';
import type { Picture } from '#model/calibration.ts';

export function PictureView({ picture, caption }: { readonly picture: Picture; readonly caption: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { rgba, widthPx, heightPx } = picture;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, widthPx, heightPx), 0, 0);
  }, [picture]);
  return (
    <figure className="picture">
      <canvas
        ref={canvas}
        width={picture.widthPx}
        height={picture.heightPx}
        role="img"
        aria-label={caption}
      />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

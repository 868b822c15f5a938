/** Moment A as a picture: drawn once, scaled by the page. */
import { useEffect, useRef } from 'react';
import type { PinnedMoment } from '#conductor/review-api.ts';
import { pinnedWords } from './compare.ts';

export function PinnedPicture({ pinned }: { readonly pinned: PinnedMoment }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { picture } = pinned;
  useEffect(() => {
    // A picture that was closed meanwhile has no size.
    if (!canvas.current || picture.width === 0) return;
    canvas.current.width = picture.width;
    canvas.current.height = picture.height;
    canvas.current.getContext('2d')?.drawImage(picture, 0, 0);
  }, [picture]);
  return (
    <canvas ref={canvas} className="pinned-picture" role="img" aria-label={`A: ${pinnedWords(pinned)}`} />
  );
}

/** Moment A as a picture: drawn onto a canvas of the shape that the picture shown now has, then scaled by the page. */
import { useEffect, useRef } from 'react';
import type { PinnedMoment } from '#conductor/review-api.ts';
import type { Rect } from '#model/geometry.ts';
import { useConductor } from '../house.ts';
import { pinnedWords } from './compare.ts';
import { pinnedParts } from './compare-panes.ts';

export function PinnedPicture({ pinned }: { readonly pinned: PinnedMoment }) {
  const host = useRef<HTMLCanvasElement>(null);
  const { picture, shownAs } = pinned;
  const canvas = useConductor('scene', scene => scene.canvas);
  useEffect(() => {
    // A picture that was closed meanwhile has no size.
    if (!host.current || picture.width === 0) return;
    host.current.width = canvas.widthPx;
    host.current.height = canvas.heightPx;
    const context = host.current.getContext('2d');
    if (!context) return;
    const only = ({ x, y, width, height }: Rect) => {
      context.beginPath();
      context.rect(x, y, width, height);
      context.clip();
    };
    const size = { widthPx: picture.width, heightPx: picture.height };
    for (const { from, to, move } of pinnedParts(shownAs, size, canvas)) {
      context.save();
      only(to);
      context.transform(move[0], move[1], move[3], move[4], move[6], move[7]);
      only(from);
      context.drawImage(picture, 0, 0);
      context.restore();
    }
  }, [picture, shownAs, canvas]);
  return <canvas ref={host} className="pinned-picture" role="img" aria-label={`A: ${pinnedWords(pinned)}`} />;
}

/** The session's frames in small; what is in view is loaded, one after the other. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReplayIndex } from '#model/replay-index.ts';
import { gutter } from './lane-plot.ts';
import { useReviewCommands } from './review-room.ts';
import { createThumbnailStrip, type ThumbnailStrip } from './thumbnail-strip.ts';
import { frameNear, type TimeWindow } from './time-window.ts';

/** Places along the strip, from a raster that stays when the window is moved, so that pictures seen stay of use. */
function placesOf(
  { frameAtS }: ReplayIndex,
  window: TimeWindow,
  size: { readonly widthPx: number; readonly tilePx: number },
) {
  const perS = size.widthPx / (window.toS - window.fromS);
  const tileS = size.tilePx / perS;
  const count = Math.ceil(size.widthPx / size.tilePx) + 1;
  const from = Math.floor(window.fromS / tileS);
  return Array.from({ length: count }, (_, k) => ({
    xPx: ((from + k) * tileS - window.fromS) * perS,
    widthPx: size.tilePx,
    frameIndex: frameNear(frameAtS, (from + k + 0.5) * tileS),
  }));
}

/** To be mounted anew for another session. */
export function Thumbnails({
  index,
  window,
  widthPx,
  heightPx,
}: {
  readonly index: ReplayIndex;
  readonly window: TimeWindow;
  readonly widthPx: number;
  readonly heightPx: number;
}) {
  const { thumbnail } = useReviewCommands();
  const canvas = useRef<HTMLCanvasElement>(null);
  const strip = useRef<ThumbnailStrip>(null);
  const [aspect, setAspect] = useState(16 / 9);
  const tilePx = heightPx * Math.min(3, Math.max(0.5, aspect));
  const places = useMemo(
    () => placesOf(index, window, { widthPx, tilePx }),
    [index, window, widthPx, tilePx],
  );
  useEffect(() => {
    if (!canvas.current) return;
    const made = createThumbnailStrip(canvas.current, thumbnail, setAspect);
    strip.current = made;
    return () => {
      strip.current = null;
      made[Symbol.dispose]();
    };
  }, [thumbnail]);
  useEffect(() => strip.current?.show({ widthPx, heightPx, places }), [widthPx, heightPx, places]);
  return (
    <div aria-hidden="true">
      <canvas
        ref={canvas}
        className="thumbnails"
        style={{ marginLeft: gutter.left, width: widthPx, height: heightPx }}
      />
    </div>
  );
}

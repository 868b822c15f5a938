/** Tells the stage and the view worker how many device pixels the picture's place has. */
import { type RefObject, useEffect } from 'react';
import type { SizePx } from '#model/geometry.ts';
import { useHouse } from '../house.ts';
import type { OverlayPainter } from './overlay-painter.ts';
import { pictureSize } from './stage.ts';

/** Exact device pixels where the browser tells them, else as near as CSS pixels come. */
function deviceSize(entry: ResizeObserverEntry): SizePx {
  const exact = entry.devicePixelContentBoxSize?.[0];
  if (exact) return { widthPx: exact.inlineSize, heightPx: exact.blockSize };
  const { width, height } = entry.contentRect;
  return { widthPx: Math.round(width * devicePixelRatio), heightPx: Math.round(height * devicePixelRatio) };
}

export function useStageSize(host: RefObject<HTMLElement | null>, painter: RefObject<OverlayPainter | null>) {
  const { stage, conductor } = useHouse();
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const size = entry && deviceSize(entry);
      if (!size || size.widthPx < 1 || size.heightPx < 1) return;
      stage.size = size;
      stage.unitPx = size.widthPx / element.clientWidth;
      conductor.commands.resizeCanvas(pictureSize(size));
      painter.current?.repaint();
    });
    try {
      observer.observe(element, { box: 'device-pixel-content-box' });
    } catch {
      // Safari knows no such box.
      observer.observe(element);
    }
    return () => observer.disconnect();
  }, [conductor, host, painter, stage]);
}

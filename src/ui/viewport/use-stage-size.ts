/** Tells the stage and the view worker how many device pixels the picture's place has. */
import { type RefObject, useEffect } from 'react';
import type { SizePx } from '#model/geometry.ts';
import { useHouse } from '../house.ts';
import type { OverlayPainter } from './overlay-painter.ts';
import { drawnSize } from './stage.ts';

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
    const { scene } = conductor.stores;
    const resize = () => conductor.commands.resizeCanvas(drawnSize(stage.size, scene.getState()));
    const stop = scene.subscribe((now, before) => {
      const isOther =
        now.scene !== before.scene ||
        now.display.mode !== before.display.mode ||
        now.view.quarterTurns !== before.view.quarterTurns;
      if (isOther && stage.size.widthPx > 1) resize();
    });
    const observer = new ResizeObserver(([entry]) => {
      const size = entry && deviceSize(entry);
      if (!size || size.widthPx < 1 || size.heightPx < 1) return;
      stage.size = size;
      stage.unitPx = size.widthPx / element.clientWidth;
      resize();
      painter.current?.repaint();
    });
    try {
      observer.observe(element, { box: 'device-pixel-content-box' });
    } catch {
      // Safari knows no such box.
      observer.observe(element);
    }
    return () => {
      stop();
      observer.disconnect();
    };
  }, [conductor, host, painter, stage]);
}

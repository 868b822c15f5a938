/** The test chart over the whole screen, pixel for pixel; Escape or a press takes it away. */

import { useEffect, useRef } from 'react';
import { words } from '#words/words.ts';
import { useHouse } from '../../house.ts';
import { fillWithChart } from './chart-canvas.ts';

export function ChartScreen({ onClose }: { readonly onClose: () => void }) {
  const { desk } = useHouse();
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const surface = canvas.current;
    if (!element || !surface) return;
    if (!element.open) element.showModal();
    const listening = new AbortController();
    const options = { signal: listening.signal };
    const paint = () => fillWithChart(surface, window);
    let wasFull = false;
    document.addEventListener(
      'fullscreenchange',
      () => {
        // The browser keeps Escape for itself while something fills the screen.
        if (wasFull && !document.fullscreenElement) onClose();
        wasFull = document.fullscreenElement === element;
      },
      options,
    );
    window.addEventListener('resize', paint, options);
    paint();
    element
      .requestFullscreen({ navigationUI: 'hide' })
      .catch(() => desk.say(words('The browser did not fill the screen: the chart fills the window.')));
    return () => {
      listening.abort();
      if (document.fullscreenElement === element) void document.exitFullscreen();
      element.close();
    };
  }, [desk, onClose]);
  return (
    <dialog
      ref={dialog}
      className="chart-screen"
      aria-label={words('Test chart. Escape takes it away.')}
      onCancel={onClose}
      onClick={onClose}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <canvas ref={canvas} role="img" aria-label={words('Test chart')} />
    </dialog>
  );
}

/** Pointer and wheel events of the stage, given to the hand in device pixels. */
import { type RefObject, useEffect } from 'react';
import type { Point } from '#model/geometry.ts';
import { useHouse } from '../house.ts';

/** One notch of a wheel zooms by a fifth. */
const zoomPerWheelPx = Math.log(1.2) / 100;

export function usePointer(host: RefObject<HTMLElement | null>) {
  const { pointer, stage } = useHouse();
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const pointOf = (event: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      return { x: (event.clientX - box.left) * stage.unitPx, y: (event.clientY - box.top) * stage.unitPx };
    };
    const listening = new AbortController();
    const options = { signal: listening.signal };
    element.addEventListener(
      'pointerdown',
      event => {
        if (event.button !== 0) return;
        if (event.isTrusted) element.setPointerCapture(event.pointerId);
        pointer.down(event.pointerId, pointOf(event), event.shiftKey);
      },
      options,
    );
    element.addEventListener('pointermove', event => pointer.move(event.pointerId, pointOf(event)), options);
    element.addEventListener('pointerup', event => pointer.up(event.pointerId, pointOf(event)), options);
    element.addEventListener('pointercancel', () => pointer.cancel(), options);
    element.addEventListener(
      'wheel',
      event => {
        event.preventDefault();
        pointer.zoom(pointOf(event), Math.exp(-event.deltaY * zoomPerWheelPx));
      },
      { ...options, passive: false },
    );
    return () => listening.abort();
  }, [host, pointer, stage]);
}

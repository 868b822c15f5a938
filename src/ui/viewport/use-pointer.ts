/** Pointer and wheel events of the stage, given to the hand in device pixels. */
import { type RefObject, useEffect } from 'react';
import type { Point } from '#model/geometry.ts';
import { useHouse } from '../house.ts';
import type { HandKind } from './pointer/state.ts';

/** One notch of a wheel zooms by a fifth. */
const zoomPerWheelPx = Math.log(1.2) / 100;

/** What came down; a browser that does not say means a mouse. */
const kindOf = ({ pointerType }: PointerEvent): HandKind =>
  pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse';

export function usePointer(host: RefObject<HTMLElement | null>) {
  const { pointer, stage } = useHouse();
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const pointOf = (event: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      // By the box and not by CSS pixels: a page zoomed by its own style counts those otherwise.
      return {
        x: ((event.clientX - box.left) / box.width) * stage.size.widthPx,
        y: ((event.clientY - box.top) / box.height) * stage.size.heightPx,
      };
    };
    const listening = new AbortController();
    const options = { signal: listening.signal };
    element.addEventListener(
      'pointerdown',
      event => {
        if (event.button !== 0) return;
        if (event.isTrusted) element.setPointerCapture(event.pointerId);
        pointer.down(event.pointerId, pointOf(event), {
          isShift: event.shiftKey,
          kind: kindOf(event),
          contactPx: Math.max(event.width, event.height),
        });
      },
      options,
    );
    element.addEventListener('pointermove', event => pointer.move(event.pointerId, pointOf(event)), options);
    element.addEventListener('pointerup', event => pointer.up(event.pointerId, pointOf(event)), options);
    element.addEventListener('pointercancel', event => pointer.cancel(event.pointerId), options);
    // A long press is ours: no menu of the browser's opens under the finger.
    element.addEventListener('contextmenu', event => event.preventDefault(), options);
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

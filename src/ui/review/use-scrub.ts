/**
 * The hand on the timeline: a drag goes through the session, the wheel and two fingers zoom, a shifted wheel moves along. Answers
 * where the pointer is, in CSS pixels from the left of the strips.
 */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Playhead } from '#workers/feed/api.ts';
import { useHouse } from '../house.ts';

type ScrubActions = {
  /** Shows the frame at this place. */
  readonly seekTo: (xPx: number) => void;
  /** `factor` below 1 shows less time, about the place. */
  readonly zoom: (factor: number, xPx: number) => void;
  readonly panBy: (px: number) => void;
};

/** Wheel units that double what is shown. */
const wheelPerDoubling = 300;

export function useScrub(surface: RefObject<HTMLElement | null>, actions: ScrubActions): number | null {
  const { conductor } = useHouse();
  const [hoverPx, setHover] = useState<number | null>(null);
  const latest = useRef(actions);
  latest.current = actions;

  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    const fingers = new Map<number, number>();
    /** How it played when the hand came, to go on when it leaves. */
    let before: Playhead | null = null;
    let spread = 0;
    let pending = 0;
    let nextPx = 0;
    const placeOf = (event: MouseEvent) => event.clientX - element.getBoundingClientRect().left;
    const seekSoon = (xPx: number) => {
      nextPx = xPx;
      pending ||= requestAnimationFrame(() => {
        pending = 0;
        latest.current.seekTo(nextPx);
      });
    };
    const spreadOf = () => {
      const [a = 0, b = 0] = [...fingers.values()];
      return { apart: Math.max(20, Math.abs(a - b)), middle: (a + b) / 2 };
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, placeOf(event));
      if (fingers.size === 2) spread = spreadOf().apart;
      if (fingers.size > 1) return;
      const { playhead } = conductor.stores.feed.getState();
      before = playhead?.isPlaying ? playhead : null;
      if (before) conductor.commands.pause();
      seekSoon(placeOf(event));
    };
    const move = (event: PointerEvent) => {
      setHover(placeOf(event));
      if (!fingers.has(event.pointerId)) return;
      fingers.set(event.pointerId, placeOf(event));
      if (fingers.size === 1) seekSoon(placeOf(event));
      if (fingers.size === 2) {
        const { apart, middle } = spreadOf();
        latest.current.zoom(spread / apart, middle);
        spread = apart;
      }
    };
    const up = (event: PointerEvent) => {
      if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
      if (before) conductor.commands.play(before.speed);
      before = null;
    };
    const wheel = (event: WheelEvent) => {
      // A browser's own zoom stays the browser's.
      if (event.ctrlKey && event.deltaMode !== WheelEvent.DOM_DELTA_PIXEL) return;
      event.preventDefault();
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 30;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        latest.current.panBy((event.deltaX || event.deltaY) * scale);
      else latest.current.zoom(2 ** ((event.deltaY * scale) / wheelPerDoubling), placeOf(event));
    };
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener('pointerup', up, { signal });
    element.addEventListener('pointercancel', up, { signal });
    element.addEventListener('pointerleave', () => setHover(null), { signal });
    element.addEventListener('wheel', wheel, { signal, passive: false });
    return () => {
      cancelAnimationFrame(pending);
      listening.abort();
    };
  }, [surface, conductor]);
  return hoverPx;
}

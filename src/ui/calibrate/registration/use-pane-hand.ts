/** The hand on a pane: a press names a point, a drag carries the picture, two fingers or the wheel zoom it. */
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Point, SizePx } from '#model/geometry.ts';
import { panned, zoomedAbout } from '../../viewport/zoom.ts';
import { marked, type PaneSize, placingOf, type Sight, toPicture } from './pane-geometry.ts';

/** One notch of a wheel zooms by a fifth. */
const zoomPerWheelPx = Math.log(1.2) / 100;
/** A press that moves less than this, in CSS pixels, names a point. */
const clickSlackPx = 4;

type PaneGround = {
  readonly picture: SizePx;
  readonly size: PaneSize;
  readonly sight: Sight;
  readonly onSight: (sight: Sight) => void;
  readonly onPress: (point: Point) => void;
};

const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

export function usePaneHand(canvas: RefObject<HTMLCanvasElement | null>, now: PaneGround): void {
  const ground = useRef(now);
  // Before anything can be pressed on what was just drawn.
  useLayoutEffect(() => {
    ground.current = now;
  });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const touches = new Map<number, Point>();
    /** What the hand began with; null once it has named or zoomed. */
    let start: { at: Point; sight: Sight; spread: number } | null = null;
    let isCarrying = false;
    const pointOf = (event: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const hold = () => {
      const [a, b] = [...touches.values()];
      if (!a) {
        start = null;
        return;
      }
      if (b) isCarrying = true;
      start = { at: b ? between(a, b) : a, sight: ground.current.sight, spread: b ? apart(a, b) : 0 };
    };
    const follow = () => {
      const { picture, size, onSight } = ground.current;
      const [a, b] = [...touches.values()];
      if (!start || !a) return;
      const at = b ? between(a, b) : a;
      isCarrying ||= apart(at, start.at) >= clickSlackPx;
      if (!isCarrying) return;
      const placing = placingOf(picture, size, start.sight);
      const carried = panned(start.sight, picture, {
        x: (at.x - start.at.x) / placing.scale,
        y: (at.y - start.at.y) / placing.scale,
      });
      if (!b) onSight(carried);
      else {
        const factor = apart(a, b) / Math.max(1, start.spread);
        onSight(zoomedAbout(carried, picture, { about: toPicture(placing, start.at), factor }));
      }
    };
    const listening = new AbortController();
    const options = { signal: listening.signal };
    element.addEventListener(
      'pointerdown',
      event => {
        if (event.button !== 0) return;
        if (event.isTrusted) element.setPointerCapture(event.pointerId);
        if (touches.size === 0) isCarrying = false;
        touches.set(event.pointerId, pointOf(event));
        hold();
      },
      options,
    );
    element.addEventListener(
      'pointermove',
      event => {
        if (!touches.has(event.pointerId)) return;
        touches.set(event.pointerId, pointOf(event));
        follow();
      },
      options,
    );
    element.addEventListener(
      'pointerup',
      event => {
        if (!touches.delete(event.pointerId)) return;
        const { picture, size, sight, onPress } = ground.current;
        if (!isCarrying && touches.size === 0)
          onPress(marked(toPicture(placingOf(picture, size, sight), pointOf(event)), picture));
        hold();
      },
      options,
    );
    element.addEventListener(
      'pointercancel',
      event => {
        touches.delete(event.pointerId);
        isCarrying = true;
        hold();
      },
      options,
    );
    element.addEventListener(
      'wheel',
      event => {
        event.preventDefault();
        const { picture, size, sight, onSight } = ground.current;
        const about = toPicture(placingOf(picture, size, sight), pointOf(event));
        onSight(zoomedAbout(sight, picture, { about, factor: Math.exp(-event.deltaY * zoomPerWheelPx) }));
      },
      { ...options, passive: false },
    );
    return () => listening.abort();
  }, [canvas]);
}

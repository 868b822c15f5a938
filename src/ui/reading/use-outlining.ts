/**
 * The hand that outlines: presses put down corners, a drag traces; a press on the first corner, or twice in one place, closes the line.
 * By keys: arrows carry a cross, Space puts a corner down there.
 */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { Point, SizePx } from '#model/geometry.ts';

/** Screen pixels: beyond it a press is a drag. */
const dragPx = 6;
/** Screen pixels about a corner within which it is meant. */
const closePx = 14;
/** Share of the picture's longer side that an arrow carries the cross. */
const steps = { small: 0.004, large: 0.04 } as const;

const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

type Line = { readonly corners: readonly Point[]; readonly trace: readonly Point[] };
const noLine: Line = { corners: [], trace: [] };

/** `onOutline` takes a closed line; `placeOf` says where a pointer is, and the screen pixels of one picture pixel there. */
export function useOutlining(
  { widthPx, heightPx }: SizePx,
  onOutline: (points: readonly Point[]) => void,
  placeOf: (event: PointerEvent) => { readonly point: Point; readonly scale: number } | null,
) {
  const [shown, show] = useState(noLine);
  const [cross, setCross] = useState<Point | null>(null);
  /** What `shown` will be: several moves may come before the next picture of the screen. */
  const line = useRef(noLine);
  const pressedAt = useRef<Point | null>(null);

  const setLine = (next: Line) => {
    line.current = next;
    show(next);
  };
  const letGo = () => {
    pressedAt.current = null;
    setLine(noLine);
  };
  const close = (): boolean => {
    const points = [...line.current.corners, ...line.current.trace];
    if (points.length < 3) return false;
    letGo();
    onOutline(points);
    return true;
  };
  const putDown = (point: Point, reach: number) => {
    const { corners } = line.current;
    const isMeant = [corners[0], corners.at(-1)].some(corner => corner && apart(corner, point) <= reach);
    if (!isMeant) setLine({ corners: [...corners, point], trace: [] });
    else if (corners.length >= 3) close();
  };
  const carried = (event: KeyboardEvent, arrow: Point, from: Point): Point => {
    const step = Math.max(widthPx, heightPx) * (event.shiftKey ? steps.large : steps.small);
    const into = (value: number, end: number) => Math.min(end - 1, Math.max(0, value));
    return { x: into(from.x + step * arrow.x, widthPx), y: into(from.y + step * arrow.y, heightPx) };
  };

  return {
    /** Corners and trace of the line that is being drawn. */
    line: [...shown.corners, ...shown.trace],
    cross,
    /** Ends the line that is being drawn; false: there was none that could be. */
    close,
    letGo,
    /** Takes the last corner back; false: there was none. */
    takeBack(): boolean {
      const { corners } = line.current;
      setLine({ corners: corners.slice(0, -1), trace: [] });
      return corners.length > 0;
    },
    /** Whether the key was the hand's. */
    press(event: KeyboardEvent): boolean {
      const arrow = arrows[event.key];
      const at = cross ?? { x: widthPx / 2, y: heightPx / 2 };
      if (arrow) setCross(carried(event, arrow, at));
      else if (event.key === ' ') {
        setCross(at);
        putDown(at, 0.5);
      } else return false;
      return true;
    },
    hand: {
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0 || pressedAt.current) return;
        if (event.nativeEvent.isTrusted) event.currentTarget.setPointerCapture(event.pointerId);
        pressedAt.current = { x: event.clientX, y: event.clientY };
        setCross(null);
      },
      onPointerMove(event: PointerEvent) {
        const place = pressedAt.current && placeOf(event);
        if (!place || !pressedAt.current) return;
        const { corners, trace } = line.current;
        const moved = apart(pressedAt.current, { x: event.clientX, y: event.clientY });
        if (trace.length > 0 || moved > dragPx) setLine({ corners, trace: [...trace, place.point] });
      },
      onPointerUp(event: PointerEvent) {
        const place = pressedAt.current && placeOf(event);
        pressedAt.current = null;
        if (!place) return;
        const { corners, trace } = line.current;
        if (trace.length === 0) putDown(place.point, closePx / place.scale);
        else if (!close()) setLine({ corners, trace: [] });
      },
      onPointerCancel() {
        pressedAt.current = null;
        setLine({ corners: line.current.corners, trace: [] });
      },
    },
  };
}

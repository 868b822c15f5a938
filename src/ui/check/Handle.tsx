/** Something on a picture that the hand carries: a well, an end of a line. Arrows nudge it, Delete takes it away. */
import { type PointerEvent, useRef } from 'react';
import type { Point } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import { arrowStep, type Placing, toPane } from '../calibrate/registration/pane-geometry.ts';

/** NIR pixels of an arrow key, and with Shift. */
const steps = { small: 1, large: 10 } as const;
/** A press that moves less, in CSS pixels, only selects. */
const clickSlackPx = 4;
/** What a finger can take. */
const leastSizePx = 48;

type Hold = { readonly from: Point; readonly point: Point; readonly isCarrying: boolean };

export function Handle({
  name,
  label,
  point,
  placing,
  sizePx = leastSizePx,
  labelAt = 'middle',
  isSelected = false,
  onMove,
  onSelect,
  onRemove,
}: {
  /** Read out: "Well 3, 100 nM". */
  readonly name: string;
  /** Drawn: "3". */
  readonly label: string;
  readonly point: Point;
  readonly placing: Placing;
  /** CSS pixels; at least 48. */
  readonly sizePx?: number;
  readonly labelAt?: 'middle' | 'above';
  readonly isSelected?: boolean;
  readonly onMove: (point: Point) => void;
  readonly onSelect?: () => void;
  readonly onRemove: () => void;
}) {
  const hold = useRef<Hold | null>(null);
  const at = toPane(placing, point);
  const size = Math.max(leastSizePx, sizePx);
  const follow = (event: PointerEvent) => {
    if (!hold.current) return;
    const { from, point: start, isCarrying } = hold.current;
    const moved = { x: event.clientX - from.x, y: event.clientY - from.y };
    if (!isCarrying && Math.hypot(moved.x, moved.y) < clickSlackPx) return;
    hold.current = { from, point: start, isCarrying: true };
    onMove({ x: start.x + moved.x / placing.scale, y: start.y + moved.y / placing.scale });
  };
  return (
    <button
      type="button"
      className="check-handle"
      aria-label={name}
      aria-description={words('Arrows carry it by a pixel, with Shift by ten; Delete takes it away.')}
      data-selected={isSelected}
      data-label={labelAt}
      style={{ left: at.x - size / 2, top: at.y - size / 2, width: size, height: size }}
      onFocus={onSelect}
      onPointerDown={event => {
        if (event.button !== 0) return;
        if (event.isTrusted) event.currentTarget.setPointerCapture(event.pointerId);
        hold.current = { from: { x: event.clientX, y: event.clientY }, point, isCarrying: false };
        onSelect?.();
      }}
      onPointerMove={follow}
      onPointerUp={() => {
        hold.current = null;
      }}
      onPointerCancel={() => {
        hold.current = null;
      }}
      onKeyDown={event => {
        const step = arrowStep(event, steps);
        if (step) onMove({ x: point.x + step.x, y: point.y + step.y });
        else if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
        else if (event.key === 'Enter') onSelect?.();
        else return;
        event.preventDefault();
      }}
    >
      <span>{label}</span>
    </button>
  );
}

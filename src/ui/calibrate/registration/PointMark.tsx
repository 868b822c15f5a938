/** A marked point on a picture: the hand carries it, arrows nudge it, Enter opens the loupe on it, Delete removes it. */
import { type PointerEvent, useRef } from 'react';
import type { Point } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import { arrowStep, nudge, type Placing, toPane } from './pane-geometry.ts';

const clickSlackPx = 4;

type Hold = { readonly from: Point; readonly point: Point; readonly isCarrying: boolean };

export function PointMark({
  name,
  label,
  point,
  placing,
  onMove,
  onOpen,
  onRemove,
}: {
  /** Read out: "Pair 3, white light". */
  readonly name: string;
  /** Drawn: "3". */
  readonly label: string;
  readonly point: Point;
  readonly placing: Placing;
  readonly onMove: (point: Point) => void;
  readonly onOpen: () => void;
  readonly onRemove: () => void;
}) {
  const hold = useRef<Hold | null>(null);
  const at = toPane(placing, point);
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
      className="point-mark"
      aria-label={name}
      aria-description={words(
        'Arrows carry it by 0.1 pixel, with Shift by 1; Enter opens the loupe, Delete removes it.',
      )}
      style={{ left: at.x, top: at.y }}
      onPointerDown={event => {
        if (event.button !== 0) return;
        if (event.isTrusted) event.currentTarget.setPointerCapture(event.pointerId);
        hold.current = { from: { x: event.clientX, y: event.clientY }, point, isCarrying: false };
      }}
      onPointerMove={follow}
      onPointerUp={() => {
        if (hold.current?.isCarrying === false) onOpen();
        hold.current = null;
      }}
      onPointerCancel={() => {
        hold.current = null;
      }}
      // A press without a pointer: by a screen reader or a voice.
      onClick={event => event.detail === 0 && onOpen()}
      onKeyDown={event => {
        const step = arrowStep(event, nudge);
        if (step) onMove({ x: point.x + step.x, y: point.y + step.y });
        else if (event.key === 'Enter') onOpen();
        else if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
        else return;
        event.preventDefault();
      }}
    >
      <svg viewBox="-16 -16 32 32" aria-hidden="true">
        <path className="halo" d={ring} />
        <path d={ring} />
      </svg>
      <span>{label}</span>
    </button>
  );
}

/** A ring with four ticks, open in the middle. */
const ring = 'M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M-9 0H-4M4 0H9M0 -9V-4M0 4V9';

/** A place of the picture, eight times enlarged, under a cross: arrows carry the cross by a tenth of a pixel. */

import { type PointerEvent, useEffect, useLayoutEffect, useRef } from 'react';
import type { Point } from '#model/geometry.ts';
import { words } from '#words/words.ts';
import { drawPicture } from './draw-picture.ts';
import { arrowStep, marked, nudge, type PaneSize, type Placing, toPane } from './pane-geometry.ts';
import type { PictureSource } from './use-picture-source.ts';

/** CSS pixels of a picture pixel. */
const magnification = 8;
const size: PaneSize = { width: 176, height: 176 };
const middle: Point = { x: size.width / 2, y: size.height / 2 };

export function Loupe({
  name,
  source,
  point,
  placing,
  pane,
  onMove,
  onSet,
  onCancel,
}: {
  /** Of the point: "Pair 3, white light". */
  readonly name: string;
  readonly source: PictureSource;
  readonly point: Point;
  readonly placing: Placing;
  readonly pane: PaneSize;
  readonly onMove: (point: Point) => void;
  readonly onSet: () => void;
  readonly onCancel: () => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const hold = useRef<{ readonly from: Point; readonly point: Point } | null>(null);
  useEffect(() => canvas.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const left = middle.x - point.x * magnification;
    const top = middle.y - point.y * magnification;
    drawPicture(canvas.current, source, { size, placing: { scale: magnification, left, top }, smooth: true });
  }, [source, point]);

  const move = (to: Point) => onMove(marked(to, source.picture));
  const onPane = toPane(placing, point);
  const follow = (event: PointerEvent) => {
    if (!hold.current) return;
    const { from, point: start } = hold.current;
    move({
      x: start.x - (event.clientX - from.x) / magnification,
      y: start.y - (event.clientY - from.y) / magnification,
    });
  };
  const letGo = () => {
    hold.current = null;
  };
  return (
    <fieldset
      className="loupe"
      aria-label={words('Loupe: {name}', { name })}
      data-side={onPane.x < pane.width / 2 ? 'right' : 'left'}
      data-end={onPane.y < pane.height / 2 ? 'bottom' : 'top'}
      onKeyDown={event => {
        if (event.key === 'Escape') onCancel();
        else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) onSet();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className="loupe-glass">
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: arrows carry the point. */}
        <canvas
          ref={canvas}
          role="application"
          tabIndex={0}
          aria-label={words('{name}, {magnification} times enlarged', { name, magnification })}
          aria-description={words(
            'Arrows carry the point by 0.1 pixel, with Shift by 1; Enter sets it, Escape lets it go.',
          )}
          onKeyDown={event => {
            const step = arrowStep(event, nudge);
            if (!step) return;
            event.preventDefault();
            move({ x: point.x + step.x, y: point.y + step.y });
          }}
          onPointerDown={event => {
            if (event.isTrusted) event.currentTarget.setPointerCapture(event.pointerId);
            hold.current = { from: { x: event.clientX, y: event.clientY }, point };
          }}
          onPointerMove={follow}
          onPointerUp={letGo}
          onPointerCancel={letGo}
        />
        <svg className="loupe-cross" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
          <path className="halo" d={cross} />
          <path d={cross} />
        </svg>
      </div>
      <div className="loupe-place">
        {(['x', 'y'] as const).map(axis => (
          <label key={axis}>
            <span>{axis}</span>
            <input
              type="number"
              step={0.1}
              value={Number(point[axis].toFixed(2))}
              aria-label={words('{axis} in pixels', { axis })}
              onChange={event => {
                const { valueAsNumber } = event.currentTarget;
                if (Number.isFinite(valueAsNumber)) move({ ...point, [axis]: valueAsNumber });
              }}
            />
          </label>
        ))}
      </div>
      <div className="loupe-buttons">
        <button type="button" className="primary" onClick={onSet}>
          {words('Set')}
        </button>
        <button type="button" onClick={onCancel}>
          {words('Cancel')}
        </button>
      </div>
    </fieldset>
  );
}

/** Open in the middle: the place itself is never covered. */
const cross = `M0 ${middle.y}H${middle.x - 10}M${middle.x + 10} ${middle.y}H${size.width}M${middle.x} 0V${middle.y - 10}M${middle.x} ${middle.y + 10}V${size.height}`;

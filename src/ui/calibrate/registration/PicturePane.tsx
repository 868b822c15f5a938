/**
 * One picture to be looked at closely: drag carries it, wheel, pinch and + − zoom it, a press or Enter names a point.
 *
 * The canvas tells where it shows what: picture pixel (x, y) stands at CSS pixel
 * (data-left + x · data-scale, data-top + y · data-scale) of the canvas.
 */
import { type ReactNode, type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { Point } from '#model/geometry.ts';
import { zoomedAbout } from '../../viewport/zoom.ts';
import { drawPicture } from './draw-picture.ts';
import {
  arrowStep,
  marked,
  type PaneSize,
  type Placing,
  placingOf,
  type Sight,
  toPane,
  toPicture,
  wholeSight,
} from './pane-geometry.ts';
import { usePaneHand } from './use-pane-hand.ts';
import type { PictureSource } from './use-picture-source.ts';

/** CSS pixels that an arrow key carries the cross of the keyboard. */
const cursorSteps = { small: 4, large: 40 } as const;
const zoomOfKey: Readonly<Record<string, number>> = { '+': 1.25, '=': 1.25, '-': 0.8 };

export type PaneHandle = { focus(): void };

export function PicturePane({
  ref,
  label,
  hint,
  source,
  sight,
  onSight,
  onPress,
  onEscape,
  cursorStart,
  children,
}: {
  readonly ref?: Ref<PaneHandle>;
  readonly label: string;
  readonly hint: string;
  readonly source: PictureSource;
  readonly sight: Sight;
  readonly onSight: (sight: Sight) => void;
  readonly onPress: (point: Point) => void;
  /** Lets go of what the hand has begun; null: it has begun nothing, and Escape is somebody else's. */
  readonly onEscape?: (() => void) | null;
  /** Where the keyboard's cross begins; null: in the middle of what is seen. */
  readonly cursorStart: Point | null;
  /** What lies on the picture. */
  readonly children?: (placing: Placing, size: PaneSize) => ReactNode;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<PaneSize>({ width: 0, height: 0 });
  /** Where the arrows have carried the cross; null: where it begins. */
  const [carried, setCarried] = useState<Point | null>(null);
  const [hasKeys, setHasKeys] = useState(false);
  const { picture } = source;
  const placing = placingOf(picture, size, sight);
  useImperativeHandle(ref, () => ({ focus: () => canvas.current?.focus({ preventScroll: true }) }), []);

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    // At once: a key that is pressed before the observer speaks would name a point of a pane without a size.
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (canvas.current && size.width > 0)
      drawPicture(canvas.current, source, { size, placing: placingOf(source.picture, size, sight) });
  }, [source, size, sight]);

  usePaneHand(canvas, { picture, size, sight, onSight, onPress });

  const middle = toPicture(placing, { x: size.width / 2, y: size.height / 2 });
  const cursor = carried ?? cursorStart ?? middle;

  return (
    <div className="picture-pane">
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a picture on which points are marked is an application. */}
      <canvas
        ref={canvas}
        role="application"
        tabIndex={0}
        aria-label={label}
        aria-description={hint}
        data-scale={placing.scale}
        data-left={placing.left}
        data-top={placing.top}
        onFocus={event => setHasKeys(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => {
          setHasKeys(false);
          setCarried(null);
        }}
        onKeyDown={event => {
          if (size.width === 0) return;
          const step = arrowStep(event, cursorSteps);
          const factor = zoomOfKey[event.key];
          if (step) {
            const { scale } = placing;
            setHasKeys(true);
            setCarried(marked({ x: cursor.x + step.x / scale, y: cursor.y + step.y / scale }, picture));
          } else if (factor !== undefined) {
            onSight(zoomedAbout(sight, picture, { about: cursor, factor }));
          } else if (event.key === '0') onSight(wholeSight);
          else if (event.key === 'Enter') onPress(marked(cursor, picture));
          else if (event.key === 'Escape' && onEscape) onEscape();
          else return;
          event.preventDefault();
        }}
      />
      <span className="pane-name" aria-hidden="true">
        {label}
      </span>
      {size.width > 0 && children?.(placing, size)}
      {hasKeys && size.width > 0 && <KeyCursor at={toPane(placing, cursor)} />}
    </div>
  );
}

function KeyCursor({ at }: { readonly at: Point }) {
  const lines = 'M-24 0H-5M5 0H24M0 -24V-5M0 5V24';
  return (
    <svg className="pane-lines" aria-hidden="true">
      <g transform={`translate(${at.x} ${at.y})`}>
        <path className="halo" d={lines} />
        <path className="key-cursor" d={lines} />
      </g>
    </svg>
  );
}

/** The picture under the hand: mouse, pen and one finger draw on it. */

import {
  type Dispatch,
  type PointerEvent,
  type SetStateAction,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { DrawnScale } from '#model/annotation-size.ts';
import type { SizePx } from '#model/geometry.ts';
import { withSizes } from '#overlay/annotation-words.ts';
import { words } from '#words/words.ts';
import { AnnotationMarks } from './AnnotationMarks.tsx';
import { partsOf, pointsOf } from './annotation-shape.ts';
import type { Editing } from './editing.ts';
import { drag, lift, press, type Surface, shownAnnotations } from './hand.ts';

/** As wide as the window's height lets it be beside its tools, whatever its own pixels. */
const fitting = ({ widthPx, heightPx }: SizePx): string =>
  `calc(max(280px, 100vh - 240px) * ${(widthPx / heightPx).toFixed(4)})`;

/** CSS pixels that a finger reaches. */
const reach = 24;
const handle = 9;

export function AnnotationSurface({
  url,
  editing,
  drawn,
  scene,
  onScene,
  onChange,
}: {
  readonly url: string;
  readonly editing: Editing;
  readonly drawn: DrawnScale;
  /** Null until the picture is there. */
  readonly scene: SizePx | null;
  readonly onScene: (scene: SizePx) => void;
  readonly onChange: Dispatch<SetStateAction<Editing>>;
}) {
  const svg = useRef<SVGSVGElement>(null);
  const scenePxPerPx = useScenePxPerPx(svg, scene);
  const surfaceOf = (event: PointerEvent): Surface => {
    const mark = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    const index = mark?.getAttribute('data-index');
    const touched = index && Number(index) < editing.annotations.length ? Number(index) : null;
    return { scene: scene ?? { widthPx: 1, heightPx: 1 }, reachPx: reach * scenePxPerPx, touched };
  };
  const pointOf = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const box = svg.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return {
      x: ((clientX - box.left) / box.width) * (scene?.widthPx ?? 1) - 0.5,
      y: ((clientY - box.top) / box.height) * (scene?.heightPx ?? 1) - 0.5,
    };
  };
  const surface = scene && { scene, reachPx: reach * scenePxPerPx };
  return (
    <div className="annotated" style={scene ? { maxWidth: fitting(scene) } : undefined}>
      <img
        src={url}
        alt=""
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth: widthPx, naturalHeight: heightPx } }) =>
          onScene({ widthPx, heightPx })
        }
      />
      {surface && (
        <svg
          ref={svg}
          viewBox={`-0.5 -0.5 ${surface.scene.widthPx} ${surface.scene.heightPx}`}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is interactive: drawing, nudging, choosing parts by keys.
          tabIndex={0}
          aria-label={words(
            'Still. Enter puts what the tool makes in the middle; arrows move what is selected, E chooses one end of it.',
          )}
          data-tool={editing.tool}
          onPointerDown={event => {
            if (!event.isPrimary || event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            const [at, on] = [pointOf(event), surfaceOf(event)];
            onChange(now => press(now, at, on));
          }}
          onPointerMove={event => {
            if (!event.isPrimary || !editing.hold) return;
            const on = surfaceOf(event);
            const path = (event.nativeEvent.getCoalescedEvents?.() ?? []).map(pointOf);
            const points = path.length > 0 ? path : [pointOf(event)];
            onChange(now => points.reduce((state, point) => drag(state, point, on), now));
          }}
          onPointerUp={event => {
            if (!event.isPrimary) return;
            const on = surfaceOf(event);
            onChange(now => lift(now, on));
          }}
          onPointerCancel={() => onChange(now => ({ ...now, hold: null }))}
        >
          <AnnotationMarks
            annotations={withSizes(shownAnnotations(editing, surface), drawn)}
            unit={scenePxPerPx}
            selected={editing.selected}
          />
          <Handles editing={editing} surface={surface} unit={scenePxPerPx} />
        </svg>
      )}
    </div>
  );
}

/** Ends and corners of the selected one, and the corners of a region that is being clicked. */
function Handles({
  editing,
  surface,
  unit,
}: {
  readonly editing: Editing;
  readonly surface: Surface;
  readonly unit: number;
}) {
  const { selected, part, corners } = editing;
  const annotation = selected === null ? undefined : shownAnnotations(editing, surface)[selected];
  const points = annotation && partsOf(annotation) > 0 ? pointsOf(annotation) : [];
  return (
    <g className="annotation-handles">
      {[...points, ...corners].map(({ x, y }, index) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place in the outline; two may be alike.
          key={index}
          cx={x}
          cy={y}
          r={handle * unit}
          strokeWidth={2 * unit}
          data-chosen={index === part && index < points.length}
        />
      ))}
    </g>
  );
}

/** Scene pixels of one CSS pixel as the picture stands now. */
function useScenePxPerPx(svg: { readonly current: SVGSVGElement | null }, scene: SizePx | null): number {
  const [value, setValue] = useState(1);
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element || !scene) return;
    const measure = () => {
      const { width } = element.getBoundingClientRect();
      if (width > 0) setValue(scene.widthPx / width);
    };
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    measure();
    return () => watch.disconnect();
  }, [svg, scene]);
  return value;
}

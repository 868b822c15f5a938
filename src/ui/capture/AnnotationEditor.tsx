/** Text and arrows on a still: press for a text, drag for an arrow. */
import { type PointerEvent, useRef, useState } from 'react';
import type { Annotation } from '#model/annotation.ts';
import type { Point } from '#model/geometry.ts';
import { AnnotationMarks } from './AnnotationMarks.tsx';

/** Shorter than this, in picture pixels of a 1000-pixel picture, a drag was a press. */
const leastArrowShare = 0.02;

export function AnnotationEditor({
  url,
  saved,
  onSave,
}: {
  readonly url: string;
  readonly saved: readonly Annotation[];
  readonly onSave: (annotations: readonly Annotation[]) => Promise<void>;
}) {
  const [annotations, setAnnotations] = useState(saved);
  const [text, setText] = useState('');
  const [drag, setDrag] = useState<{ from: Point; to: Point } | null>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const surface = useRef<SVGSVGElement>(null);

  const pointOf = (event: PointerEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    const { width, height } = size ?? { width: 1, height: 1 };
    return {
      x: ((event.clientX - box.left) / box.width) * width - 0.5,
      y: ((event.clientY - box.top) / box.height) * height - 0.5,
    };
  };
  const finish = (from: Point, to: Point) => {
    setDrag(null);
    const words = text.trim();
    const isArrow = Math.hypot(to.x - from.x, to.y - from.y) > leastArrowShare * (size?.width ?? 1);
    if (isArrow) setAnnotations([...annotations, { kind: 'arrow', from, to, text: words }]);
    else if (words) setAnnotations([...annotations, { kind: 'text', at: from, text: words }]);
  };
  return (
    <div className="stack">
      <div className="row">
        <label className="field annotation-text">
          <span>Text</span>
          <input
            type="text"
            maxLength={120}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
          />
        </label>
        <button
          type="button"
          disabled={annotations.length === 0}
          onClick={() => setAnnotations(annotations.slice(0, -1))}
        >
          Take the last back
        </button>
        <button type="button" className="primary" onClick={() => void onSave(annotations)}>
          Save
        </button>
      </div>
      <p className="hint">Press on the picture to put the text there; drag to draw an arrow with it.</p>
      <div className="annotated">
        <img
          src={url}
          alt="Still to annotate"
          draggable={false}
          onLoad={event => {
            const { naturalWidth: width, naturalHeight: height } = event.currentTarget;
            setSize({ width, height });
          }}
        />
        {size && (
          <svg
            ref={surface}
            viewBox={`-0.5 -0.5 ${size.width} ${size.height}`}
            role="img"
            aria-label="Annotations"
            onPointerDown={event => {
              event.currentTarget.setPointerCapture(event.pointerId);
              setDrag({ from: pointOf(event), to: pointOf(event) });
            }}
            onPointerMove={event => drag && setDrag({ ...drag, to: pointOf(event) })}
            onPointerUp={event => drag && finish(drag.from, pointOf(event))}
            onPointerCancel={() => setDrag(null)}
          >
            <AnnotationMarks
              annotations={drag ? [...annotations, { kind: 'arrow', ...drag, text }] : annotations}
              sizePx={size.width / 50}
            />
          </svg>
        )}
      </div>
    </div>
  );
}

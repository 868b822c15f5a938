/** Draws on a still without touching its pixels. What was changed is kept when it is saved, and when the editor is left. */

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Annotation } from '#model/annotation.ts';
import { drawnScaleOf } from '#model/annotation-size.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Still } from '#model/still.ts';
import { words } from '#words/words.ts';
import { AnnotationSurface } from './AnnotationSurface.tsx';
import { AnnotationTools } from './AnnotationTools.tsx';
import { startEditing, worthKeeping } from './editing.ts';
import { afterKey } from './editor-keys.ts';
import './annotate.css';

export function AnnotationEditor({
  url,
  still,
  onSave,
  onDone,
}: {
  /** The scene without paint. */
  readonly url: string;
  readonly still: Still;
  readonly onSave: (annotations: readonly Annotation[]) => Promise<void>;
  readonly onDone: () => void;
}) {
  const [editing, setEditing] = useState(() => startEditing(still.annotations));
  const [scene, setScene] = useState<SizePx | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const drawn = drawnScaleOf(still.inputs);
  const [saved, setSaved] = useState<readonly Annotation[]>(still.annotations);
  const isChanged = editing.annotations !== saved;

  // The newest state for the moment in which the editor goes away.
  const leaving = useRef<() => void>(() => undefined);
  useEffect(() => {
    leaving.current = () => {
      if (isChanged) void onSave(worthKeeping(editing.annotations));
    };
  });
  useEffect(() => () => leaving.current(), []);

  // A text that was just put down asks for its words.
  const count = useRef(editing.annotations.length);
  useEffect(() => {
    const hasNew = editing.annotations.length > count.current;
    count.current = editing.annotations.length;
    if (hasNew && editing.annotations.at(-1)?.kind === 'text' && editing.selected !== null)
      field.current?.select();
  }, [editing.annotations, editing.selected]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isTyping = event.target === field.current;
    const isMenu = event.target instanceof HTMLSelectElement;
    if (isTyping && (event.key === 'Enter' || event.key === 'Escape')) {
      event.preventDefault();
      event.currentTarget.querySelector<SVGSVGElement>('.annotated svg')?.focus();
      return;
    }
    // Buttons and menus keep the keys that they are worked with.
    const isTheirs = event.key === 'Enter' || event.key === ' ' || (isMenu && event.key.startsWith('Arrow'));
    if (isTyping || !scene || (isTheirs && !(event.target instanceof SVGElement))) return;
    const { key, shiftKey, ctrlKey, metaKey } = event;
    const pressed = { key, shiftKey, isCommand: ctrlKey || metaKey };
    if (afterKey(editing, pressed, scene) === null) return;
    event.preventDefault();
    // Keys may come faster than the screen is drawn: each acts on what the one before it left.
    setEditing(now => afterKey(now, pressed, scene) ?? now);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of all that stands inside; each has a button of its own.
    <div className="annotate" onKeyDown={onKeyDown}>
      <AnnotationSurface
        url={url}
        editing={editing}
        drawn={drawn}
        scene={scene}
        onScene={setScene}
        onChange={setEditing}
      />
      <div className="annotate-side">
        <AnnotationTools editing={editing} drawn={drawn} scene={scene} field={field} onChange={setEditing}>
          <button
            type="button"
            className="primary"
            disabled={!isChanged}
            onClick={() => {
              setSaved(editing.annotations);
              void onSave(worthKeeping(editing.annotations)).then(onDone);
            }}
          >
            {words('Save')}
          </button>
        </AnnotationTools>
        <p className="hint" role="status">
          {isChanged ? words('Changed. It is kept when you leave, too.') : words('Nothing to save.')}
        </p>
      </div>
    </div>
  );
}

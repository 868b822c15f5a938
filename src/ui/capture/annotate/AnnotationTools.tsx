/** Tools, style, words, and what takes changes back. */

import type { Dispatch, ReactNode, RefObject, SetStateAction } from 'react';
import { annotationColours, annotationWidths, longestText, mostAnnotations } from '#model/annotation.ts';
import type { DrawnScale } from '#model/annotation-size.ts';
import type { SizePx } from '#model/geometry.ts';
import { annotationColourValues } from '#overlay/annotation-lines.ts';
import { annotationInWords } from '#overlay/annotation-words.ts';
import { words } from '#words/words.ts';
import { Choice } from '../../controls/Choice.tsx';
import {
  type Editing,
  isFull,
  placeInMiddle,
  redo,
  remove,
  select,
  setStyle,
  setText,
  takeTool,
  undo,
} from './editing.ts';
import { annotationTools } from './editor-keys.ts';
import { closeRegion } from './hand.ts';

const hints = {
  select: 'Press on an annotation to select it, then carry it, or one of its ends.',
  arrow: 'Drag from where the words stand to what is meant.',
  length: 'Drag from end to end.',
  text: 'Press where the text begins.',
  freehand: 'Draw a line.',
  pin: 'Press on the place of each block. Numbers count by themselves.',
  region: 'Press corner after corner and close it at the first, or trace the outline.',
} as const;

export function AnnotationTools({
  editing,
  drawn,
  scene,
  field,
  onChange,
  children,
}: {
  readonly editing: Editing;
  readonly drawn: DrawnScale;
  readonly scene: SizePx | null;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onChange: Dispatch<SetStateAction<Editing>>;
  /** Beside undo and redo. */
  readonly children: ReactNode;
}) {
  const { tool, style, selected, annotations, corners, past, future } = editing;
  const chosen = selected === null ? undefined : annotations[selected];
  return (
    <>
      <fieldset className="annotation-tools">
        <legend className="visually-hidden">{words('Tool')}</legend>
        {annotationTools.map(one => (
          <button
            key={one.tool}
            type="button"
            aria-pressed={tool === one.tool}
            aria-keyshortcuts={one.key}
            onClick={() => onChange(now => takeTool(now, one.tool))}
          >
            {words(one.words)}
            <span className="key">{one.key}</span>
          </button>
        ))}
        <button
          type="button"
          disabled={tool === 'select' || !scene || (corners.length > 0 && corners.length < 3)}
          onClick={() =>
            scene && onChange(now => (corners.length > 0 ? closeRegion(now) : placeInMiddle(now, scene)))
          }
        >
          {corners.length > 0 ? words('Close it') : words('In the middle')}
        </button>
      </fieldset>
      <p className="hint">
        {isFull(editing)
          ? words('A still has at most {most} annotations. Delete one to add another.', {
              most: mostAnnotations,
            })
          : words(hints[tool])}
      </p>
      <div className="row">
        <fieldset className="row">
          <legend className="visually-hidden">{words('Colour')}</legend>
          {annotationColours.map(colour => (
            <button
              key={colour}
              type="button"
              className="annotation-colour"
              aria-label={words(colour)}
              aria-pressed={style.colour === colour}
              onClick={() => onChange(now => setStyle(now, { colour }))}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <circle cx="12" cy="12" r="9" fill={annotationColourValues[colour]} />
              </svg>
            </button>
          ))}
        </fieldset>
        <Choice
          label={words('Line')}
          value={style.width}
          options={annotationWidths.map(width => [width, words(width)] as const)}
          onChange={width => onChange(now => setStyle(now, { width }))}
        />
      </div>
      <label className="field">
        <span>
          {chosen
            ? words('Words of {annotation}', {
                annotation: annotationInWords({ ...chosen, text: '' }, drawn),
              })
            : words('Words')}
        </span>
        <input
          ref={field}
          type="text"
          maxLength={longestText}
          disabled={!chosen}
          value={chosen?.text ?? ''}
          placeholder={chosen ? '' : words('Select an annotation first')}
          onChange={({ currentTarget: { value } }) => onChange(now => setText(now, value))}
        />
      </label>
      <div className="row">
        <button
          type="button"
          disabled={past.length === 0}
          aria-keyshortcuts="Z"
          onClick={() => onChange(undo)}
        >
          {words('Undo')}
          <span className="key">Z</span>
        </button>
        <button
          type="button"
          disabled={future.length === 0}
          aria-keyshortcuts="Shift+Z"
          onClick={() => onChange(redo)}
        >
          {words('Redo')}
          <span className="key">⇧Z</span>
        </button>
        <button type="button" disabled={!chosen} aria-keyshortcuts="Delete" onClick={() => onChange(remove)}>
          {words('Remove')}
        </button>
        {children}
      </div>
      <ul className="annotation-list" aria-label={words('Annotations')}>
        {annotations.map((annotation, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an annotation is its place in the list; two may be alike.
          <li key={index}>
            <button
              type="button"
              className="plain"
              aria-pressed={index === selected}
              onClick={() => onChange(now => select(now, index))}
            >
              {annotationInWords(annotation, drawn)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

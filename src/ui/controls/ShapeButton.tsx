/** The shape that is drawn next; pressed, the others open beside it. */

import { useState } from 'react';
import { words } from '#words/words.ts';
import type { ShapeKind } from '../desk.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useDesk, useHouse } from '../house.ts';
import { Icon } from './Icon.tsx';

const names = {
  circle: 'Circle',
  ellipse: 'Ellipse',
  polygon: 'Polygon',
  freehand: 'Freehand',
} as const satisfies Record<ShapeKind, string>;

const kinds = ['circle', 'ellipse', 'polygon', 'freehand'] as const;

export function ShapeButton() {
  const title = useTitle();
  const { desk } = useHouse();
  const shapeKind = useDesk(state => state.shapeKind);
  const [isOpen, setOpen] = useState(false);
  return (
    <fieldset
      className="shape-choice"
      data-keeps-focus
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <legend className="visually-hidden">{words('Shape')}</legend>
      <button
        type="button"
        aria-label={words('Shape: {shape}', { shape: words(names[shapeKind]) })}
        title={title(words('Next shape'), 'regions.next-shape')}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={shapeKind} />
      </button>
      {isOpen && (
        <div className="fly-out">
          {kinds.map(kind => (
            <button
              key={kind}
              type="button"
              aria-pressed={kind === shapeKind}
              onClick={() => {
                desk.store.setState({ shapeKind: kind });
                setOpen(false);
              }}
            >
              <Icon name={kind} /> {words(names[kind])}
            </button>
          ))}
        </div>
      )}
    </fieldset>
  );
}

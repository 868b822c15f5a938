/** A figure's name; pressed, it says what the figure is. */

import type { ReactNode } from 'react';
import type { FigureKey } from '#model/figures.ts';
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useHouse } from '../house.ts';

export function FigureName({
  figure,
  children,
}: {
  readonly figure: FigureKey;
  readonly children: ReactNode;
}) {
  const title = useTitle();
  const { desk } = useHouse();
  return (
    <button
      type="button"
      className="figure-name"
      aria-haspopup="dialog"
      title={title(words('What this is'), 'screen.definitions')}
      onClick={() => desk.explain(figure)}
    >
      {children}
    </button>
  );
}

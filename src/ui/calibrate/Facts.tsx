/** Names and figures, two columns. Names are English keys; figures come in the language of the screen. */
import type { ReactNode } from 'react';
import { screenFigureNamed } from '#model/screen-definitions.ts';
import { words } from '#words/words.ts';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useHouse } from '../house.ts';

export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>
            <FactName name={name} />
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Pressed, it says what the figure is, where there is more to say than its name. */
function FactName({ name }: { readonly name: string }) {
  const title = useTitle();
  const { desk } = useHouse();
  const figure = screenFigureNamed(name);
  if (figure === null) return words(name);
  return (
    <button
      type="button"
      className="figure-name"
      aria-haspopup="dialog"
      title={title(words('What this is'), 'screen.definitions')}
      onClick={() => desk.explain(figure)}
    >
      {words(name)}
    </button>
  );
}

/** The seven ways to show the picture, on keys 1 to 7. */
import { modes } from '#model/display.ts';
import { words } from '#words/words.ts';
import { ShortKey } from '../hands/ShortKey.tsx';
import { useTitle } from '../hands/use-keys-in-words.ts';
import { useCommands, useConductor, useDesk } from '../house.ts';
import { modeNames } from './mode-names.ts';

export function ModeBar() {
  const title = useTitle();
  const { setDisplay } = useCommands();
  const mode = useConductor('scene', state => state.display.mode);
  // A layout is drawn on the whole frame, which only one mode shows.
  const isDrawingLayout = useDesk(state => state.layoutDraft !== null || state.blankDraft !== null);
  return (
    <fieldset className="group" disabled={isDrawingLayout}>
      <legend className="visually-hidden">{words('Mode')}</legend>
      {modes.map(each => (
        <button
          key={each}
          type="button"
          className="mode"
          aria-pressed={each === mode}
          title={title(words(modeNames[each][1]), `picture.mode-${each}`)}
          onClick={() => setDisplay({ mode: each })}
        >
          <span className="key" aria-hidden="true">
            <ShortKey of={`picture.mode-${each}`} />
          </span>
          {words(modeNames[each][0])}
        </button>
      ))}
    </fieldset>
  );
}

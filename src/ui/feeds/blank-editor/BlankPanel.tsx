/** Stands where the numbers stand while black places are set: add, name their edges in per cent, use. */

import type { Blank } from '#model/blank.ts';
import { words } from '#words/words.ts';
import { type BlankDraft, mostBlanks } from '../../desk.ts';
import { useCommands, useConductor, useHouse } from '../../house.ts';
import { ChannelFields } from '../layout-editor/ChannelFields.tsx';
import { useWholeFrame } from '../layout-editor/use-whole-frame.ts';

/** The strip on top, where towers write names. */
const usual = { x: 0, y: 0, width: 1, height: 0.08 };

export function BlankPanel({ draft }: { readonly draft: BlankDraft }) {
  const { desk } = useHouse();
  const { setBlanks } = useCommands();
  const streams = useConductor('feed', feed => feed.description?.streams ?? 1);
  useWholeFrame(draft.stream);
  const leave = () => desk.store.setState({ blankDraft: null });
  const { blanks, stream } = draft;
  const change = (part: Partial<BlankDraft>) => desk.store.setState({ blankDraft: { ...draft, ...part } });
  const put = (at: number, rect: Omit<Blank, 'stream'> | null) =>
    change({
      blanks: blanks.flatMap((blank, index) =>
        index !== at ? [blank] : rect ? [{ ...blank, ...rect }] : [],
      ),
    });
  return (
    <aside className="numbers layout-panel" aria-label={words('Black places')}>
      <p>
        {words(
          'What lies here is black in all that is drawn, measured, recorded and saved from now on. It cannot be brought back. For a name that the tower writes on the picture.',
        )}
      </p>
      {streams === 2 && (
        <fieldset className="row">
          <legend className="visually-hidden">{words('Which camera')}</legend>
          {(['main', 'second'] as const).map(name => (
            <button
              key={name}
              type="button"
              aria-pressed={stream === name}
              onClick={() => change({ stream: name })}
            >
              {name === 'main' ? words('First camera') : words('Second camera')}
            </button>
          ))}
        </fieldset>
      )}
      {blanks.map(
        (blank, index) =>
          blank.stream === stream && (
            <ChannelFields
              // biome-ignore lint/suspicious/noArrayIndexKey: a place is only its number in the list.
              key={index}
              name={words('Black {index}', { index: index + 1 })}
              rect={blank}
              usual={usual}
              onChange={rect => put(index, rect)}
            />
          ),
      )}
      <div className="row">
        <button
          type="button"
          disabled={blanks.length >= mostBlanks}
          onClick={() => change({ blanks: [...blanks, { stream, ...usual }] })}
        >
          {words('Add a place')}
        </button>
      </div>
      <div className="row">
        <button
          type="button"
          className="primary"
          onClick={() => {
            void setBlanks(blanks).then(() => desk.say(words('Black places are in force.')));
            leave();
          }}
        >
          {words('Use')}
        </button>
        <button type="button" onClick={leave}>
          {words('Cancel')}
        </button>
      </div>
    </aside>
  );
}

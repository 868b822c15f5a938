/** All functions and their keys, from the tables that bind them; each can be given another key, or a pedal. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { madeWith } from '#platform/version.ts';
import { words } from '#words/words.ts';
import { download } from '../capture/download.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { PedalsPart } from '../hands/PedalsPart.tsx';
import { useHouse } from '../house.ts';
import { beginTour } from '../welcome/doors.ts';
import { allBindings } from './all-bindings.ts';
import { KeyRow } from './KeyRow.tsx';
import { effectiveKeys, exportKeys, importKeys } from './key-wishes.ts';
import './keys.css';

const groups = Object.entries(Object.groupBy(allBindings, ({ binding }) => binding.group));

export function KeysSheet() {
  const house = useHouse();
  const { keys: ownKeys } = house.hands;
  const { keys: own, pedals } = useStore(ownKeys.store);
  const keys = effectiveKeys(own);
  return (
    <Sheet title={words('All keys')} wide>
      <div className="stack">
        <p className="hint">
          {words(
            'Foot pedals that act as a keyboard work alike. Tab goes through the controls, Enter presses them. While a tissue is asked for, the keys of the modes answer.',
          )}
        </p>
        <div className="row">
          <button type="button" onClick={() => beginTour(house)}>
            {words('Guided tour')}
          </button>
        </div>
        <PedalsPart />
        <OwnKeysPart />
      </div>
      <div className="keys">
        {groups.map(([group, ofGroup]) => (
          <section key={group}>
            <h3>{words(group)}</h3>
            <ul>
              {ofGroup?.map(({ binding }) => (
                <KeyRow
                  key={binding.id}
                  binding={binding}
                  inputs={keys.get(binding.id) ?? []}
                  isOwn={own[binding.id] !== undefined}
                  pedals={pedals}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Sheet>
  );
}

/** Own keys as a file, and back to the first ones. */
function OwnKeysPart() {
  const { hands } = useHouse();
  const { keys } = hands;
  const count = useStore(keys.store, state => Object.keys(state.keys).length);
  const [before, setBefore] = useState<ReturnType<typeof keys.store.getState>['keys'] | null>(null);
  const [told, setTold] = useState('');
  return (
    <section className="row own-keys" aria-label={words('Own keys')}>
      <button
        type="button"
        disabled={count === 0}
        onClick={() => {
          setBefore(keys.store.getState().keys);
          keys.keep({ keys: {} });
          setTold(words('Back to the first keys.'));
        }}
      >
        {words('Back to the first keys')}
      </button>
      {before && (
        <button
          type="button"
          onClick={() => {
            keys.keep({ keys: before });
            setBefore(null);
            setTold(words('Own keys are back.'));
          }}
        >
          {words('Undo')}
        </button>
      )}
      <button
        type="button"
        disabled={count === 0}
        onClick={() => download(exportKeys(keys, madeWith), 'rimlight-keys.json')}
      >
        {words('Export own keys')}
      </button>
      <label className="field">
        <span>{words('Import own keys')}</span>
        <input
          type="file"
          accept="application/json,.json"
          onChange={event => {
            const field = event.currentTarget;
            const was = keys.store.getState().keys;
            void field.files?.[0]?.text().then(text => {
              const why = importKeys(keys, text);
              setTold(why ? words(why) : words('Keys imported.'));
              if (!why) setBefore(was);
              field.value = '';
            });
          }}
        />
      </label>
      <p role="status">{told}</p>
    </section>
  );
}

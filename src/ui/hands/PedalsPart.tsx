/** Pedals that are no keyboards: which are connected, and how one is added. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import { useHouse } from '../house.ts';

export function PedalsPart() {
  const { pedals, connected, keys } = useHouse().hands;
  const ids = useStore(connected, state => state.ids);
  const known = useStore(keys.store, state => state.pedals);
  const [told, setTold] = useState('');
  const there = ids.map(id => words('Pedal {number}', { number: known.indexOf(id) + 1 })).sort();
  const ask = async () => {
    const answer = await pedals.ask();
    if ('refused' in answer) setTold(words(answer.refused));
    else
      setTold(
        answer.added > 0 ? words('Added. Now press Change and the pedal.') : words('No pedal was chosen.'),
      );
  };
  return (
    <section className="row" aria-label={words('Pedals')}>
      {pedals.canAsk && (
        <button type="button" onClick={() => void ask()}>
          {words('Add a pedal')}
        </button>
      )}
      <p className="hint" role="status">
        {told ||
          (there.length > 0
            ? words('Connected: {pedals}.', { pedals: there.join(', ') })
            : words(
                'No other pedal is connected. A gamepad comes by itself when one of its buttons is pressed.',
              ))}
      </p>
    </section>
  );
}

/** The distances whose share of the edge is given: one to four, one's own among them. */

import { useState } from 'react';
import { inShort } from '#overlay/figures-in-words.ts';
import { words } from '#words/words.ts';
import { useCommands, useConductor } from '../house.ts';

const mostLimits = 4;
const farthestMm = 100;

export function Limits() {
  const { setAnalysis } = useCommands();
  const limitsMm = useConductor('analysis', state => state.settings.limitsMm);
  const [text, setText] = useState('');
  const value = Number(text);
  const isGood =
    value > 0 && value <= farthestMm && !limitsMm.includes(value) && limitsMm.length < mostLimits;
  const set = (values: readonly number[]) => setAnalysis({ limitsMm: values.toSorted((a, b) => a - b) });
  return (
    <form
      className="row limits"
      aria-label={words('Limits')}
      onSubmit={event => {
        event.preventDefault();
        if (!isGood) return;
        set([...limitsMm, value]);
        setText('');
      }}
    >
      {limitsMm.map(limit => (
        <button
          key={limit}
          type="button"
          aria-label={words('Remove the limit of {limit} mm', { limit: inShort(limit) })}
          disabled={limitsMm.length === 1}
          onClick={() => set(limitsMm.filter(other => other !== limit))}
        >
          {inShort(limit)} mm ×
        </button>
      ))}
      <input
        type="number"
        aria-label={words('Limit of your own, in millimetres')}
        min={0.1}
        max={farthestMm}
        step="any"
        placeholder="mm"
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      <button type="submit" disabled={!isGood}>
        {words('Add')}
      </button>
    </form>
  );
}

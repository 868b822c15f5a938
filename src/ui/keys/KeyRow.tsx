/** One function: what it does, its keys, and how it is given others. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { words } from '#words/words.ts';
import { useHouse } from '../house.ts';
import { allBindings } from './all-bindings.ts';
import type { Binding } from './bindings.ts';
import { inputInWords } from './inputs.ts';
import { forgetKeys, swapKey } from './key-wishes.ts';
import { learnForS } from './learning.ts';

const nameOf = (id: string): string =>
  words(allBindings.find(({ binding }) => binding.id === id)?.binding.does ?? id);

type RowProps = {
  readonly binding: Binding;
  readonly inputs: readonly string[];
  readonly isOwn: boolean;
  readonly pedals: readonly string[];
};

export function KeyRow({ binding, inputs, isOwn, pedals }: RowProps) {
  const { learning, keys } = useHouse().hands;
  const isWaiting = useStore(learning.store, state => state.waiting?.id === binding.id);
  const outcome = useStore(learning.store, state =>
    state.outcome?.id === binding.id ? state.outcome : null,
  );
  const change = useRef<HTMLButtonElement>(null);
  useEffect(() => (isWaiting ? () => change.current?.focus() : undefined), [isWaiting]);
  const does = words(binding.does);
  const isFirst = !isOwn && inputs.length === binding.keys.length;
  const shown = isFirst ? [words(binding.shown)] : inputs.map(input => inputInWords(input, pedals));
  return (
    <li className="key-row" data-waiting={isWaiting}>
      <span className="key-names">
        {shown.length === 0 ? <span className="hint">{words('no key')}</span> : null}
        {shown.map(name => (
          <kbd key={name}>{name}</kbd>
        ))}
      </span>
      <span className="key-does">{does}</span>
      <span className="key-buttons">
        {isWaiting ? (
          <button type="button" onClick={() => learning.cancel()}>
            {words('Cancel')}
          </button>
        ) : (
          <>
            <button
              ref={change}
              type="button"
              aria-label={words('Change: {does}', { does })}
              onClick={() => learning.begin(binding.id, binding.isFixed ?? false)}
            >
              {words('Change')}
            </button>
            <button
              type="button"
              aria-label={words('Add a key: {does}', { does })}
              title={words('Add a key or a pedal')}
              onClick={() => learning.begin(binding.id, true)}
            >
              +
            </button>
          </>
        )}
      </span>
      <span className="key-told" role="status">
        {isWaiting &&
          words('Press a key, or press a pedal and let go, within {seconds} s. Esc cancels.', {
            seconds: learnForS,
          })}
        {outcome?.wish.kind === 'refused' && <span className="caution">{words(outcome.wish.why)}</span>}
        {outcome?.wish.kind === 'taken' && (
          <>
            <span className="caution">
              {words('{key} is taken: {does}.', {
                key: inputInWords(outcome.input, pedals),
                does: outcome.wish.by.map(nameOf).join('; '),
              })}
            </span>
            <button
              type="button"
              onClick={() => {
                swapKey(keys, binding.id, outcome.input);
                learning.cancel();
              }}
            >
              {words('Swap')}
            </button>
            <button type="button" onClick={() => learning.cancel()}>
              {words('Keep as it was')}
            </button>
          </>
        )}
        {isOwn && !isWaiting && !outcome && (
          <button
            type="button"
            aria-label={words('First keys: {does}', { does })}
            onClick={() => forgetKeys(keys, binding.id)}
          >
            {words('First keys')}
          </button>
        )}
      </span>
    </li>
  );
}

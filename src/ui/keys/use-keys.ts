/**
 * Listens to the keyboard (and to foot pedals that are keyboards) for the whole screen, and to all other pedals.
 *
 * Space hides the overlay wherever the focus is outside a sheet or a text field, because that key must never depend on
 * what was touched last; controls are pressed with Enter. After a press by hand the focus goes back to the picture, so
 * that the next key is the picture's.
 */
import { useEffect } from 'react';
import { matchKeyBindingPress, parseKeybinding } from 'tinykeys';
import { clockS } from '#platform/clock.ts';
import { listenToPedals } from '../hands/listen-to-pedals.ts';
import { type House, useHouse } from '../house.ts';
import { hasReplayKeys } from '../replay/replay-keys.ts';
import { allBindings, type Layer } from './all-bindings.ts';
import type { Binding } from './bindings.ts';
import { createDispatcher } from './dispatcher.ts';
import { inputOf, pedalOf } from './inputs.ts';
import { effectiveKeys, giveKey } from './key-wishes.ts';

const isIn = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

const isTyping = (target: EventTarget | null): boolean =>
  isIn(target, 'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, [contenteditable]');

/** Where a key was pressed. Where nothing has the focus (its button was switched off by its own press) an open sheet has it. */
const placeOf = ({ target }: KeyboardEvent): EventTarget | null =>
  target === document.body ? (document.querySelector('dialog:modal') ?? target) : target;

/** Where keys belong to an open sheet. */
const isInSheet = (target: EventTarget | null): boolean => isIn(target, 'dialog');

/** Where keys are letters, or belong to an open sheet. */
const isElsewhere = (target: EventTarget | null): boolean =>
  isIn(target, 'dialog, input:not([type="range"]), textarea, [contenteditable]');

/** Keys that a focused control needs for itself. */
function belongsToControl({ target, key }: KeyboardEvent): boolean {
  if (key === 'Enter') return isIn(target, 'button, a, select, summary');
  if (key.startsWith('Arrow') || key.startsWith('Page'))
    return isIn(target, 'select, input[type="range"], [role="slider"]');
  return isIn(target, 'select') && key.length === 1 && key !== ' ';
}

type Table = (matches: (input: string) => boolean) => Binding | undefined;

/** The bindings as the user's own keys make them now; those of replay come first while a recording is open. */
function createTable(house: House): { readonly table: Table; readonly stop: () => void } {
  const byLayer: Record<Layer, readonly { readonly input: string; readonly binding: Binding }[]> = {
    usual: [],
    replay: [],
  };
  const read = () => {
    const keys = effectiveKeys(house.hands.keys.store.getState().keys);
    for (const wanted of ['usual', 'replay'] as const)
      byLayer[wanted] = allBindings
        .filter(({ layer }) => layer === wanted)
        .flatMap(({ binding }) => (keys.get(binding.id) ?? []).map(input => ({ input, binding })));
  };
  read();
  return {
    table: matches =>
      [...(hasReplayKeys(house) ? byLayer.replay : []), ...byLayer.usual].find(({ input }) => matches(input))
        ?.binding,
    stop: house.hands.keys.store.subscribe(read),
  };
}

/** Binds everything in the tables; the function returned lets go of the keyboard and of the pedals. */
function bindKeys(house: House): () => void {
  const { learning, keys } = house.hands;
  const dispatcher = createDispatcher(house, clockS);
  const { table, stop } = createTable(house);
  const listening = new AbortController();
  const options = { signal: listening.signal };
  const learn = (input: string) => learning.take(input, wanted => giveKey(keys, wanted));
  // Before anybody else: the key that is learnt does nothing, and Esc closes no sheet meanwhile.
  window.addEventListener(
    'keydown',
    event => {
      if (!learning.store.getState().waiting) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const input = inputOf(event);
      if (event.key === 'Escape') learning.cancel();
      else if (input && !event.repeat) learn(input);
    },
    { ...options, capture: true },
  );
  window.addEventListener(
    'keydown',
    event => {
      if (event.defaultPrevented || event.isComposing) return;
      const binding = table(
        input => !pedalOf(input) && parseKeybinding(input).some(press => matchKeyBindingPress(event, press)),
      );
      if (!binding) return;
      const place = placeOf(event);
      const isElse = isInSheet(place) && binding.inSheets ? isTyping : isElsewhere;
      if (isElse(place) || belongsToControl(event)) return;
      event.preventDefault();
      dispatcher.press(event.code, binding, event.repeat);
    },
    options,
  );
  window.addEventListener(
    'keyup',
    event => {
      if (event.code === 'Space' && !isElsewhere(event.target)) event.preventDefault();
      dispatcher.release(event.code);
    },
    options,
  );
  const letGo = () => dispatcher.releaseAll();
  window.addEventListener('blur', letGo, options);
  document.addEventListener('visibilitychange', letGo, options);
  window.addEventListener('click', giveFocusBack, options);
  const stopPedals = listenToPedals(house, {
    learn,
    press(input) {
      const binding = table(each => each === input);
      if (binding) dispatcher.press(input, binding);
    },
    release: input => dispatcher.release(input),
  });
  return () => {
    letGo();
    stop();
    stopPedals();
    listening.abort();
  };
}

function giveFocusBack(event: MouseEvent): void {
  const byHand = event.detail > 0 && event.isTrusted;
  if (!byHand || !isIn(event.target, 'button') || isIn(event.target, 'dialog, [data-keeps-focus]')) return;
  const stage = document.querySelector<HTMLElement>('.stage');
  stage?.focus({ preventScroll: true });
  // Under other pictures the stage takes no focus: then the keys are at least not the button's.
  if (document.activeElement !== stage && document.activeElement instanceof HTMLButtonElement)
    document.activeElement.blur();
}

export function useKeys(): void {
  const house = useHouse();
  useEffect(() => bindKeys(house), [house]);
}

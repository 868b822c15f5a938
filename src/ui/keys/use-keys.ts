/**
 * Listens to the keyboard (and to foot pedals, which are keyboards) for the whole screen.
 *
 * Space hides the overlay wherever the focus is outside a sheet or a text field, because that key must never depend on
 * what was touched last; controls are pressed with Enter. After a press by hand the focus goes back to the picture, so
 * that the next key is the picture's.
 */
import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { type House, useHouse } from '../house.ts';
import { hasReplayKeys, replayBindings } from '../replay/replay-keys.ts';
import { type Binding, bindings } from './bindings.ts';

const isIn = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

/** Where keys are letters, or belong to an open sheet. */
const isTyping = (target: EventTarget | null): boolean =>
  isIn(target, 'dialog, input:not([type="range"]), textarea, [contenteditable]');

/** Keys that a focused control needs for itself. */
function belongsToControl({ target, key }: KeyboardEvent): boolean {
  if (key === 'Enter') return isIn(target, 'button, a, select, summary');
  if (key.startsWith('Arrow') || key.startsWith('Page'))
    return isIn(target, 'select, input[type="range"], [role="slider"]');
  return isIn(target, 'select') && key.length === 1 && key !== ' ';
}

/** What a key does while a recording is open, by key: these come before the others then. */
const inReplay = new Map(
  replayBindings(({ review }) => review).flatMap(binding => binding.keys.map(key => [key, binding] as const)),
);

/** Binds all of `bindings`; the function returned lets go of the keyboard. */
function bindKeys(house: House): () => void {
  let held: { code: string; binding: Binding } | null = null;
  const letGo = (code: string | null) => {
    if (!held || (code !== null && held.code !== code)) return;
    held.binding.release?.(house);
    held = null;
  };
  const press = (key: string, usual: Binding | undefined) => (event: KeyboardEvent) => {
    const binding = hasReplayKeys(house) ? (inReplay.get(key) ?? usual) : usual;
    if (!binding) return;
    // A key that matches by name and by place comes twice.
    if (event.defaultPrevented || isTyping(event.target) || belongsToControl(event)) return;
    event.preventDefault();
    if (event.repeat && !binding.repeats) return;
    if (binding.release) held = { code: event.code, binding };
    binding.run(house, event);
  };
  const usual = new Map(bindings.flatMap(binding => binding.keys.map(key => [key, binding] as const)));
  const map = Object.fromEntries(
    [...new Set([...usual.keys(), ...inReplay.keys()])].map(
      key => [key, press(key, usual.get(key))] as const,
    ),
  );
  const stop = tinykeys(window, map);
  const listening = new AbortController();
  const options = { signal: listening.signal };
  window.addEventListener(
    'keyup',
    event => {
      if (event.code === 'Space' && !isTyping(event.target)) event.preventDefault();
      letGo(event.code);
    },
    options,
  );
  window.addEventListener('blur', () => letGo(null), options);
  window.addEventListener(
    'click',
    event => {
      const byHand = event.detail > 0 && event.isTrusted;
      if (!byHand || !isIn(event.target, 'button') || isIn(event.target, 'dialog, [data-keeps-focus]'))
        return;
      const stage = document.querySelector<HTMLElement>('.stage');
      stage?.focus({ preventScroll: true });
      // Under other pictures the stage takes no focus: then the keys are at least not the button's.
      if (document.activeElement !== stage && document.activeElement instanceof HTMLButtonElement)
        document.activeElement.blur();
    },
    options,
  );
  return () => {
    letGo(null);
    stop();
    listening.abort();
  };
}

export function useKeys(): void {
  const house = useHouse();
  useEffect(() => bindKeys(house), [house]);
}

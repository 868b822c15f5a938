/**
 * What a press does, whether a key or a pedal made it. A held function is let go when its last holder is, a key that repeats by itself presses
 * only what goes on, and a toggle never goes more than three times a second from one key: contacts bounce and keys stick.
 */
import type { House } from '../house.ts';
import type { Binding } from './bindings.ts';

/** Seconds between two presses of a toggle by the same key. */
export const shortestToggleS = 0.3;

export type Dispatcher = {
  /** `holder`: the key or button, by a name that its release has too. */
  press(holder: string, binding: Binding, isRepeat?: boolean): void;
  release(holder: string): void;
  /** The window lost the keys: nothing is held any more. */
  releaseAll(): void;
};

export function createDispatcher(house: House, nowS: () => number): Dispatcher {
  const held = new Map<string, Binding>();
  const toggledS = new Map<string, number>();
  const tell = () => house.hands.held.setState({ ids: [...new Set([...held.values()].map(({ id }) => id))] });
  const release = (holder: string) => {
    const binding = held.get(holder);
    if (!binding) return;
    held.delete(holder);
    tell();
    // Two keys may hold the same thing.
    if (![...held.values()].includes(binding)) binding.release?.(house);
  };
  return {
    press(holder, binding, isRepeat = false) {
      if (isRepeat && !binding.repeats) return;
      if (binding.isToggle) {
        const key = `${holder} ${binding.id}`;
        const atS = nowS();
        if (atS - (toggledS.get(key) ?? Number.NEGATIVE_INFINITY) < shortestToggleS) return;
        toggledS.set(key, atS);
      }
      if (binding.release) {
        if (held.get(holder) === binding) return;
        release(holder);
        held.set(holder, binding);
        tell();
      }
      binding.run(house);
    },
    release,
    releaseAll() {
      for (const holder of [...held.keys()]) release(holder);
    },
  };
}

/** Pedals that are no keyboards, as inputs like keys; says in a line when one comes or goes. */
import { words } from '#words/words.ts';
import type { House } from '../house.ts';
import { pedalInput } from '../keys/inputs.ts';

/** Seconds that a line stands. */
const newsForS = 6;

type Taking = {
  /** Whether somebody waited for this input. */
  readonly learn: (input: string) => boolean;
  readonly press: (input: string) => void;
  readonly release: (input: string) => void;
};

/** The function returned closes the pedals. */
export function listenToPedals({ hands }: House, { learn, press, release }: Taking): () => void {
  const { pedals, keys, connected, learning, news } = hands;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Down since it was being learnt: learnt when it is let go, as a bit that never returns is no button. */
  const learnt = new Set<string>();
  const stops = [
    pedals.onDevice((device, isConnected) => {
      const number = keys.numberPedal(device.id);
      connected.setState(({ ids }) => ({
        ids: isConnected ? [...ids, device.id] : ids.filter(id => id !== device.id),
      }));
      const said = words(isConnected ? 'Pedal {number} connected: {name}.' : 'Pedal {number} disconnected.', {
        number,
        name: device.name,
      });
      clearTimeout(timer);
      timer = setTimeout(() => news.setState({ said: '' }), 1000 * newsForS);
      news.setState({ said });
    }),
    pedals.onChange(({ device, button, isDown }) => {
      const input = pedalInput(device.id, button);
      const isLearning = learning.store.getState().waiting !== null;
      if (isDown && isLearning) learnt.add(input);
      else if (isDown) press(input);
      else if (learnt.delete(input)) learn(input);
      else release(input);
    }),
  ];
  void pedals.start();
  return () => {
    // What they still hold is let go while somebody listens.
    pedals[Symbol.dispose]();
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}

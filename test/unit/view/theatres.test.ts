/** Ports to theatre displays: what one drawing that fails costs the others. */
import { afterEach, expect, test } from 'vitest';
import { defaultDisplay, defaultView } from '#model/display.ts';
import { createTheatres, type PictureFacts } from '#workers/view/theatres.ts';

const scene = { widthPx: 64, heightPx: 48 };
const facts: PictureFacts = { drawing: 1, frameNumber: 7, arrivedS: 0, scene, state: 'live' };
const own = { display: defaultDisplay, view: defaultView };

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

test('a picture that cannot be drawn is not the last of any display, also not of one that shows another picture', async () => {
  let rooms = 0;
  const theatres = createTheatres(
    () => 0,
    () => {
      rooms += 1;
    },
  );
  for (const [id, widthPx] of [
    ['first', 64],
    ['second', 32],
  ] as const) {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    theatres.connect(id, port2);
    port1.postMessage({ type: 'ready', canvas: { widthPx, heightPx: 24 } });
  }
  await expect.poll(() => rooms).toBe(2);
  const broken = () => Promise.reject(new Error('The context is gone.'));
  await expect(theatres.serve(own, facts, broken)).rejects.toThrow('The context is gone.');
  let drawn = 0;
  await theatres.serve(own, facts, async () => {
    drawn += 1;
    return null;
  });
  expect(drawn).toBe(2);
  theatres[Symbol.dispose]();
});

/** The view worker's ends of the ports to theatre displays: one picture under way, none that nobody has room for, one drawing for those alike. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defaultDisplay, defaultView } from '#model/display.ts';
import { createTheatres, type TheatreOrder } from '#workers/view/theatres.ts';

const size = { widthPx: 640, heightPx: 360 };
const own = { display: defaultDisplay, view: defaultView };
const facts = {
  drawing: 1,
  frameNumber: 7,
  arrivedS: 10,
  scene: { widthPx: 640, heightPx: 480 },
  state: 'live' as const,
};

/** A picture in a place that has none: it can be sent, and closed. */
class FakeBitmap {
  close() {}
}

const open: { [Symbol.dispose](): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each[Symbol.dispose]();
  vi.unstubAllGlobals();
});

function house() {
  vi.stubGlobal('createImageBitmap', async () => new FakeBitmap());
  const roomCame = vi.fn();
  const theatres = createTheatres(() => 10.25, roomCame);
  open.push(theatres);
  const orders: TheatreOrder[] = [];
  const sent: { id: string; message: unknown }[] = [];
  const connect = (id: string) => {
    const { port1, port2 } = new MessageChannel();
    // Node's ports carry no bitmaps: what is posted is read here.
    port1.postMessage = (message: unknown) => void sent.push({ id, message });
    theatres.connect(id, port1);
    open.push({ [Symbol.dispose]: () => port2.close() });
    return {
      ready: (canvas = size) =>
        port1.onmessage?.call(port1, new MessageEvent('message', { data: { type: 'ready', canvas } })),
    };
  };
  let drawing = 0;
  const serve = (isAnew = true) =>
    theatres.serve(own, { ...facts, drawing: isAnew ? ++drawing : drawing }, async order => {
      orders.push(order);
      return createImageBitmap(new Blob());
    });
  return { theatres, connect, serve, orders, sent, roomCame };
}

describe('a display', () => {
  test('that has no room is not drawn for', async () => {
    const { connect, serve, orders } = house();
    connect('a');
    await serve();
    expect(orders).toEqual([]);
  });

  test('is drawn for with the next frame after a drawing that failed', async () => {
    const { theatres, connect, serve, sent } = house();
    connect('a').ready();
    const failing = theatres.serve(own, facts, async () => {
      throw new Error('Another source just took the place of this one.');
    });
    await expect(failing).rejects.toThrow('Another source');
    await serve();
    expect(sent).toHaveLength(1);
  });

  test('is drawn for again also where the drawing for another one, of another size, failed before its turn', async () => {
    const { theatres, connect, serve, sent } = house();
    connect('a').ready();
    connect('small').ready({ widthPx: 320, heightPx: 180 });
    const failing = theatres.serve(own, facts, async () => {
      throw new Error('The context is gone.');
    });
    await expect(failing).rejects.toThrow('The context is gone.');
    await serve();
    expect(sent.map(({ id }) => id).toSorted()).toEqual(['a', 'small']);
  });

  test('gets one picture for each time that it has room, with what it was drawn with and how old it is', async () => {
    const { connect, serve, sent, orders } = house();
    connect('a').ready();
    await serve();
    await serve();
    expect(orders).toHaveLength(1);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.message).toMatchObject({
      type: 'picture',
      frameNumber: 7,
      ageS: 0.25,
      display: defaultDisplay,
      view: defaultView,
      scene: facts.scene,
    });
  });

  test('has its own mode and view where it was given them', async () => {
    const { theatres, connect, serve, orders } = house();
    connect('a').ready();
    theatres.set('a', { mode: 'contour', view: { ...defaultView, flipX: true } });
    await serve();
    expect(orders[0]).toMatchObject({ display: { mode: 'contour' }, view: { flipX: true } });
  });

  test('shares the drawing with others that show the same at the same size', async () => {
    const { connect, serve, orders, sent } = house();
    for (const id of ['a', 'b', 'c']) connect(id).ready();
    connect('small').ready({ widthPx: 320, heightPx: 180 });
    await serve();
    expect(orders).toHaveLength(2);
    expect(sent.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c', 'small']);
  });

  test('that asks again while the picture stands gets nothing, until it is drawn anew', async () => {
    const { connect, serve, orders, sent } = house();
    const display = connect('a');
    display.ready();
    await serve();
    display.ready();
    await serve(false);
    expect(orders).toHaveLength(1);
    await serve();
    expect(sent).toHaveLength(2);
  });

  test('keeps its room when nothing could be drawn', async () => {
    const { theatres, connect, serve, sent } = house();
    connect('a').ready();
    await theatres.serve(own, facts, async () => null);
    expect(sent).toEqual([]);
    await serve();
    expect(sent).toHaveLength(1);
  });

  test('is told the state of the picture whether it has room or not, until it is disconnected', () => {
    const { theatres, connect, sent } = house();
    connect('a');
    theatres.tick({ state: 'no-signal', ageS: 2, frameNumber: 7 });
    theatres.disconnect('a');
    theatres.tick({ state: 'no-signal', ageS: 3, frameNumber: 7 });
    expect(sent.map(({ message }) => message)).toEqual([
      { type: 'tick', state: 'no-signal', ageS: 2, frameNumber: 7 },
    ]);
  });

  test('is drawn no finer than the scene is worth', async () => {
    const { connect, serve, orders } = house();
    connect('a').ready({ widthPx: 3840, heightPx: 2160 });
    await serve();
    expect(orders[0]?.canvas.widthPx).toBeLessThan(2000);
  });
});

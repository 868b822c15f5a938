/** The theatre display's real worker behind real ports, fed with hand-made pictures and facts. Nothing here waits for a console. */
import { afterEach, describe, expect, test } from 'vitest';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { PictureMessage, PictureRequest } from '#workers/ports.ts';
import { createTheatre } from '#workers/theatre/theatre.ts';
import { facts, openDisplay, scene, type TestDisplay } from './display.ts';

const opened: TestDisplay[] = [];
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  for (const display of opened.splice(0)) display.close();
});

async function open(): Promise<TestDisplay> {
  const display = await openDisplay();
  opened.push(display);
  return display;
}

const every = (ms: number, act: () => void): (() => void) => {
  act();
  const timer = setInterval(act, ms);
  const stop = () => clearInterval(timer);
  stops.push(stop);
  return stop;
};
const keepLive = (display: TestDisplay): (() => void) =>
  every(60, () => {
    void display.send();
    display.tell();
  });
const later = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

describe('the theatre display', () => {
  test('waits for a console, then shows its picture and numbers, and reports what it shows', async () => {
    const display = await open();
    await display.until(() => display.news().state === 'no-console');
    expect(display.news().said).toContain('WAITING FOR THE CONSOLE');
    keepLive(display);
    await display.until(() => display.news().state === 'live' && display.news().frameNumber > 3);
    expect(display.news().figures).toEqual([
      'TBR T1 3.86 ± 0.21 · to B1 muscle',
      'Edge to signal 12.3 mm ± 0.6 mm',
    ]);
    expect(display.news().said).toBe('');
    const [red, green] = display.colourAt(0.3, 0.3);
    expect(red).toBeGreaterThan(90);
    expect(green).toBeLessThan(70);
    await display.until(() =>
      display.reports.some(message => message.type === 'report' && message.report.frameNumber > 3),
    );
    const report = display.reports.findLast(message => message.type === 'report')?.report;
    expect(report).toMatchObject({ widthPx: 1280, heightPx: 720, screen: 'Test screen', isVisible: true });
    expect(report?.shownFps).toBeGreaterThan(0);
  });

  test('asks for one picture at a time, of the size of its place', async () => {
    const display = await open();
    await display.until(() => display.requests.length === 1);
    display.tell();
    await later(300);
    expect(display.requests).toHaveLength(1);
    await display.send();
    await display.until(() => display.requests.length === 2);
    await later(300);
    expect(display.requests).toHaveLength(2);
    const { widthPx, heightPx } = display.requests[1]?.canvas ?? { widthPx: 0, heightPx: 0 };
    expect(widthPx).toBe(1280);
    expect(heightPx).toBeLessThan(600);
  });

  test('asks for no picture before it knows its own size, however early the console is there', async () => {
    const { port1, port2 } = new MessageChannel();
    const facts = new MessageChannel();
    const asked: PictureRequest[] = [];
    port1.onmessage = ({ data }: MessageEvent<PictureRequest>) => void asked.push(data);
    const theatre = createTheatre({ clockS: () => performance.now() / 1000, fontReady: Promise.resolve() });
    theatre.connect({ pictures: port2, facts: facts.port2 });
    await later(100);
    expect(asked).toEqual([]);
    const size = { widthPx: 1280, heightPx: 720 };
    theatre.setWindow({ size, screen: '', isVisible: true, isFullScreen: false, isSteady: false });
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]?.canvas.widthPx).toBe(size.widthPx);
    theatre[Symbol.dispose]();
  });

  test('refuses a picture that is older than the one shown', async () => {
    const display = await open();
    const told = every(100, () => display.tell());
    await display.send({ frameNumber: 10, arrivedS: 100, state: 'frozen' }, '#203080');
    await display.until(() => display.news().frameNumber === 10);
    await display.send({ frameNumber: 9, arrivedS: 99.9, state: 'frozen' }, '#804020');
    await later(400);
    expect(display.news().frameNumber).toBe(10);
    const [red, , blue] = display.colourAt(0.3, 0.3);
    expect(blue).toBeGreaterThan(red);
    told();
  });

  test('says NO SIGNAL by its own clock when pictures stop though the console speaks', async () => {
    const display = await open();
    const stop = keepLive(display);
    await display.until(() => display.news().state === 'live');
    stop();
    every(100, () => display.tell());
    await display.until(() => display.news().state === 'no-signal');
    expect(display.news().said).toContain('NO SIGNAL');
    expect(display.news().isStop).toBe(true);
    expect(display.news().figures).toEqual([
      'TBR T1 – there is no live picture',
      'Edge to signal – there is no live picture',
    ]);
    // The veil: what was tissue is dark, and red stands round it.
    await display.until(() => display.colourAt(0.3, 0.1)[0] < 60);
    expect(display.colourAt(0.002, 0.4)[0]).toBeGreaterThan(200);
  });

  test('says CONSOLE LOST by its own clock when nothing is heard, and comes back by itself', async () => {
    const display = await open();
    const stop = keepLive(display);
    await display.until(() => display.news().state === 'live');
    stop();
    await display.until(() => display.news().state === 'console-lost');
    expect(display.news().said).toContain('it returns by itself');
    display.connect();
    keepLive(display);
    await display.until(() => display.news().state === 'live');
    expect(display.news().figures[0]).toContain('3.86');
  });

  test('says CONSOLE LOST at once when the console says goodbye', async () => {
    const display = await open();
    const stop = keepLive(display);
    await display.until(() => display.news().state === 'live');
    stop();
    display.bye();
    every(50, () => display.tick('live'));
    await display.until(() => display.news().state === 'console-lost');
  });

  test('withholds its numbers when facts are old, while the picture stays live', async () => {
    const display = await open();
    const stop = keepLive(display);
    await display.until(() => display.news().state === 'live');
    stop();
    every(60, () => void display.send());
    await display.until(() => display.news().figures[0] === 'TBR T1 – the console is busy');
    await later(800);
    expect(display.news().state).toBe('live');
    expect(display.news().figures[1]).toBe('Edge to signal – the console is busy');
  });

  test('shows the check’s pattern as long as the console asks for it', async () => {
    const display = await open();
    const stop = every(60, () => {
      void display.send();
      display.tell({ showsPattern: true });
    });
    await display.until(() => display.news().showsPattern);
    await display.until(() => display.colourAt(0, 0.5)[0] === 255 && display.colourAt(0.002, 0.5)[0] === 0);
    stop();
    keepLive(display);
    await display.until(() => !display.news().showsPattern && display.colourAt(0, 0.3)[0] !== 255);
  });

  test('speaks the console’s language', async () => {
    const display = await open();
    every(100, () => {
      display.tick('no-signal', 3);
      display.tell({ language: 'nl' });
    });
    await display.send();
    await display.until(() => display.news().said.startsWith('GEEN SIGNAAL'));
    expect(display.news().language).toBe('nl');
  });
});

test('every picture that was handed over is closed, shown or refused, but the one that stands there', async () => {
  const canvas = new OffscreenCanvas(8, 8);
  const closedBefore = ImageBitmap.prototype.close;
  let closed = 0;
  ImageBitmap.prototype.close = function close(this: ImageBitmap) {
    closed++;
    closedBefore.call(this);
  };
  const theatre = createTheatre({ clockS: () => performance.now() / 1000, fontReady: Promise.resolve() });
  try {
    theatre.attach(canvas);
    theatre.setWindow({
      size: { widthPx: 640, heightPx: 360 },
      screen: '',
      isVisible: true,
      isFullScreen: false,
      isSteady: false,
    });
    const pictures = new MessageChannel();
    const told = new MessageChannel();
    theatre.connect({ pictures: pictures.port2, facts: told.port2 });
    told.port1.postMessage({ type: 'facts', facts });
    let asked = 0;
    pictures.port1.onmessage = (_: MessageEvent<PictureRequest>) => {
      asked++;
    };
    const arrivals = [1, 2, 1.5, 3, 3, 2, 4];
    for (const [index, arrivedS] of arrivals.entries()) {
      const bitmap = await createImageBitmap(new ImageData(64, 36));
      const message: PictureMessage = {
        type: 'picture',
        bitmap,
        frameNumber: index,
        arrivedS,
        ageS: 0,
        display: defaultDisplay,
        view: defaultView,
        scene,
        state: 'live',
      };
      pictures.port1.postMessage(message, [bitmap]);
    }
    for (let i = 0; i < 100 && asked <= arrivals.length; i++) await later(20);
    expect(asked).toBe(arrivals.length + 1);
    expect(closed).toBe(arrivals.length - 1);
  } finally {
    theatre[Symbol.dispose]();
    ImageBitmap.prototype.close = closedBefore;
  }
  expect(closed).toBe(7);
});

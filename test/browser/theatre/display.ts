/** A display of its own in the test's page: the real worker behind real ports, fed with hand-made pictures and facts. */
import { page } from 'vitest/browser';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Region } from '#model/region.ts';
import { defaultTheatreSettings, type TheatreFacts } from '#model/theatre.ts';
import type { FactsMessage, PictureMessage, PictureRequest, ReportMessage } from '#workers/ports.ts';
import type { TheatreApi, TheatreNews } from '#workers/theatre/api.ts';
import { proxy, transfer, wrap } from '#workers/wire.ts';

type PictureTold = Extract<PictureMessage, { type: 'picture' }>;

export const scene: SizePx = { widthPx: 1920, heightPx: 1080 };

const region = (id: string, role: Region['role'], x: number): Region => ({
  id,
  role,
  tissue: role === 'background' ? 'muscle' : null,
  shape: { kind: 'circle', centre: { x, y: 560 }, radiusPx: 150 },
});

export const facts: TheatreFacts = {
  settings: defaultTheatreSettings,
  calibration: 'calibrated',
  regions: [region('T1', 'tumour', 900), region('B1', 'background', 1400)],
  measurement: null,
  anchors: [],
  freshness: 1,
  analysis: null,
  figures: [
    { name: 'TBR T1', value: '3.86', detail: '± 0.21 · to B1 muscle' },
    { name: 'Edge to signal', value: '12.3 mm', detail: '± 0.6 mm' },
  ],
  tags: [],
  language: 'en',
  showsPattern: false,
};

export type TestDisplay = {
  readonly canvas: HTMLCanvasElement;
  readonly news: () => TheatreNews;
  readonly requests: PictureRequest[];
  readonly reports: ReportMessage[];
  send(more?: Partial<Omit<PictureTold, 'type' | 'bitmap'>>, colour?: string): Promise<void>;
  tick(state: PictureMessage['state'], ageS?: number): void;
  tell(more?: Partial<TheatreFacts>): void;
  bye(): void;
  connect(): void;
  until(holds: () => boolean): Promise<void>;
  /** Colour of the canvas at shares of its size, as it was last drawn. */
  colourAt(x: number, y: number): readonly [number, number, number];
  close(): void;
};

const later = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** Tissue with a bright spot; the size is what was asked for. */
async function bitmapOf({ widthPx, heightPx }: SizePx, colour: string): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No 2D canvas.');
  context.fillStyle = colour;
  context.fillRect(0, 0, widthPx, heightPx);
  return createImageBitmap(canvas);
}

export async function openDisplay(size: SizePx = { widthPx: 1280, heightPx: 720 }): Promise<TestDisplay> {
  await page.viewport(size.widthPx, size.heightPx);
  document.body.style.margin = '0';
  const canvas = document.createElement('canvas');
  canvas.style.cssText = `display: block; width: ${size.widthPx}px; height: ${size.heightPx}px`;
  document.body.append(canvas);
  const worker = new Worker(new URL('../../../workers/theatre/theatre.worker.ts', import.meta.url), {
    type: 'module',
  });
  const api = wrap<TheatreApi>(worker);
  let newest: TheatreNews | null = null;
  await api.subscribe(
    proxy((news: TheatreNews) => {
      newest = news;
    }),
  );
  await api.setWindow({ size, screen: 'Test screen', isVisible: true, isFullScreen: false, isSteady: false });
  const offscreen = canvas.transferControlToOffscreen();
  await api.attach(transfer(offscreen, [offscreen]));
  const requests: PictureRequest[] = [];
  const reports: ReportMessage[] = [];
  let pictures: MessagePort | null = null;
  let told: MessagePort | null = null;
  let frameNumber = 0;

  const connect = (): void => {
    const pictureLine = new MessageChannel();
    const factsLine = new MessageChannel();
    pictures = pictureLine.port1;
    told = factsLine.port1;
    pictures.onmessage = ({ data }: MessageEvent<PictureRequest>) => void requests.push(data);
    told.onmessage = ({ data }: MessageEvent<ReportMessage>) => void reports.push(data);
    void api.connect(
      transfer({ pictures: pictureLine.port2, facts: factsLine.port2 }, [pictureLine.port2, factsLine.port2]),
    );
  };
  connect();

  const display: TestDisplay = {
    canvas,
    requests,
    reports,
    connect,
    news() {
      if (!newest) throw new Error('The display has not spoken yet.');
      return newest;
    },
    async send(more = {}, colour = '#7a2f28') {
      frameNumber++;
      const drawn = requests.at(-1)?.canvas ?? size;
      const bitmap = await bitmapOf(drawn, colour);
      const message: PictureMessage = {
        type: 'picture',
        bitmap,
        frameNumber,
        arrivedS: frameNumber,
        ageS: 0.02,
        display: { ...defaultDisplay, mode: 'overlay' },
        view: defaultView,
        scene,
        state: 'live',
        ...more,
      };
      pictures?.postMessage(message, [bitmap]);
    },
    tick(state, ageS = 0.02) {
      pictures?.postMessage({ type: 'tick', state, ageS, frameNumber } satisfies PictureMessage);
    },
    tell(more = {}) {
      told?.postMessage({ type: 'facts', facts: { ...facts, ...more } } satisfies FactsMessage);
    },
    bye: () => told?.postMessage({ type: 'bye' } satisfies FactsMessage),
    async until(holds) {
      for (const end = performance.now() + 10_000; performance.now() < end; await later(20))
        if (newest && holds()) return;
      throw new Error(`This never became true: ${holds.toString()}; news ${JSON.stringify(newest)}`);
    },
    colourAt(x, y) {
      const copy = new OffscreenCanvas(size.widthPx, size.heightPx);
      const context = copy.getContext('2d');
      if (!context) throw new Error('No 2D canvas.');
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(
        Math.floor(x * size.widthPx),
        Math.floor(y * size.heightPx),
        1,
        1,
      );
      return [data[0] ?? 0, data[1] ?? 0, data[2] ?? 0];
    },
    close() {
      worker.terminate();
      canvas.remove();
    },
  };
  return display;
}

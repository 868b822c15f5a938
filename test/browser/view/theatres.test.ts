/** Pictures for theatre displays, drawn by the view worker's core beside its own canvas. */
import { afterEach, expect, test, vi } from 'vitest';
import { type Display, defaultDisplay, defaultView } from '#model/display.ts';
import type { SizePx } from '#model/geometry.ts';
import { wholeFrame } from '#model/layout.ts';
import { unknownProfile } from '#model/profile.ts';
import type { PictureMessage, PictureRequest } from '#workers/ports.ts';
import type { Scene, ViewApi } from '#workers/view/api.ts';
import { createViewer } from '#workers/view/viewer.ts';

const canvasSize: SizePx = { widthPx: 64, heightPx: 48 };

const scene: Scene = {
  layout: {
    id: 'both',
    name: 'Both',
    source: 'test',
    displayReferred: false,
    white: { stream: 'main', rect: wholeFrame },
    nir: { stream: 'main', rect: wholeFrame },
  },
  profile: unknownProfile,
  display: { ...defaultDisplay, mode: 'white-light' },
  view: defaultView,
  canvas: canvasSize,
};

/** Light that rises from left to right, and in the upper half only. */
function frame(index: number): VideoFrame {
  const { widthPx, heightPx } = canvasSize;
  const bytes = new Uint8Array((widthPx * heightPx * 3) / 2).fill(128);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) bytes[y * widthPx + x] = y < heightPx / 2 ? 40 + 3 * x : 30 + index;
  return new VideoFrame(bytes, {
    format: 'I420',
    codedWidth: widthPx,
    codedHeight: heightPx,
    timestamp: index * 33_333,
    colorSpace: { fullRange: true, matrix: 'smpte170m' },
  });
}

const rigs: (ViewApi & Disposable)[] = [];
afterEach(() => {
  for (const viewer of rigs.splice(0)) viewer[Symbol.dispose]();
});

function rig() {
  const viewer = createViewer(() => performance.now() / 1000);
  rigs.push(viewer);
  const canvas = new OffscreenCanvas(canvasSize.widthPx, canvasSize.heightPx);
  viewer.attach(canvas, scene);
  let controller!: ReadableStreamDefaultController<VideoFrame>;
  const main = new ReadableStream<VideoFrame>({
    start(c) {
      controller = c;
    },
  });
  viewer.openFeed({ main, second: null, isLive: false, nominalFps: 30 });
  return { viewer, push: (index: number) => controller.enqueue(frame(index)) };
}

type Picture = Extract<PictureMessage, { type: 'picture' }>;

function theatre(viewer: ViewApi, id: string) {
  const { port1, port2 } = new MessageChannel();
  viewer.connectTheatre(id, port1);
  const pictures: Picture[] = [];
  let ticks = 0;
  port2.onmessage = ({ data }: MessageEvent<PictureMessage>) => {
    if (data.type === 'picture') pictures.push(data);
    else ticks += 1;
  };
  const ready = (canvas: SizePx = canvasSize) =>
    port2.postMessage({ type: 'ready', canvas } satisfies PictureRequest);
  return { pictures, ready, ticks: () => ticks };
}

function pixels(bitmap: ImageBitmap): Uint8ClampedArray {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
}

const poll = (read: () => number) => expect.poll(read, { timeout: 20_000, interval: 20 });

const largestDifference = (a: Uint8ClampedArray, b: Uint8ClampedArray): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? 0))), 0);
};

test('a display gets the very picture that the console has, the right way up, and the console keeps its own', async () => {
  const { viewer, push } = rig();
  const display = theatre(viewer, 'a');
  display.ready();
  push(1);
  await poll(() => display.pictures.length).toBe(1);
  const grabbed = await viewer.grab();
  const [picture] = display.pictures;
  if (!grabbed || !picture) throw new Error('no picture');
  expect(largestDifference(pixels(picture.bitmap), pixels(grabbed.picture))).toBeLessThanOrEqual(1);
  expect(pixels(picture.bitmap)[4 * 50]).toBeGreaterThan(100);
  expect(picture).toMatchObject({ frameNumber: 0, scene: canvasSize, view: defaultView });
});

test.each<[string, Partial<Display>, boolean]>([
  ['mirrored', {}, true],
  ['as monochrome NIR', { mode: 'monochrome' }, false],
])('a display shows the frame %s while the console does not', async (_, { mode = null }, flipX) => {
  const { viewer, push } = rig();
  const display = theatre(viewer, 'a');
  viewer.setTheatre('a', { mode, view: { ...defaultView, flipX } });
  display.ready();
  push(1);
  await poll(() => display.pictures.length).toBe(1);
  const grabbed = await viewer.grab();
  const [picture] = display.pictures;
  if (!grabbed || !picture) throw new Error('no picture');
  const [theirs, own] = [pixels(picture.bitmap), pixels(grabbed.picture)];
  const { widthPx } = canvasSize;
  const at = (bytes: Uint8ClampedArray, x: number) => bytes[4 * (5 * widthPx + x)] ?? 0;
  expect(at(own, 60)).toBeGreaterThan(at(own, 4));
  if (flipX) expect(at(theirs, 4)).toBeGreaterThan(at(theirs, 60));
  else expect(largestDifference(theirs, own)).toBeGreaterThan(5);
});

test('nothing queues: a display that does not ask gets no more, however many frames come', async () => {
  const { viewer, push } = rig();
  const display = theatre(viewer, 'a');
  display.ready();
  for (let index = 0; index < 5; index++) push(index);
  await poll(() => display.ticks()).toBeGreaterThan(3);
  expect(display.pictures).toHaveLength(1);
  display.ready();
  await poll(() => display.pictures.length).toBe(2);
  expect(display.pictures[1]?.frameNumber).toBe(4);
});

test('a display that is connected while the picture stands still gets it', async () => {
  const { viewer, push } = rig();
  const first = theatre(viewer, 'a');
  first.ready();
  push(1);
  await poll(() => first.pictures.length).toBe(1);
  const late = theatre(viewer, 'late');
  late.ready({ widthPx: 32, heightPx: 24 });
  await poll(() => late.pictures.length).toBe(1);
  expect(late.pictures[0]?.bitmap.width).toBe(32);
});

test('a display of one pixel gets its picture in the default mode too, and the next one at its true size', async () => {
  const { viewer, push } = rig();
  viewer.setScene({ ...scene, display: { ...scene.display, mode: 'side-by-side' } });
  const problems: string[] = [];
  viewer.subscribe(news => void (news.type === 'problem' && problems.push(news.problem.id)));
  const display = theatre(viewer, 'a');
  display.ready({ widthPx: 1, heightPx: 1 });
  push(1);
  await poll(() => display.pictures.length).toBe(1);
  display.ready();
  push(2);
  await poll(() => display.pictures.length).toBe(2);
  expect(display.pictures[1]?.bitmap.width).toBe(canvasSize.widthPx);
  expect(problems).toEqual([]);
});

test('a picture for a display that cannot be made is told as the display’s, not the camera’s, and is over when one is made', async () => {
  const { viewer, push } = rig();
  const told: string[] = [];
  viewer.subscribe(news => {
    if (news.type === 'problem') told.push(`${news.problem.id}${news.isOver ? ' over' : ''}`);
  });
  const display = theatre(viewer, 'a');
  // Only what is made for displays goes this way.
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('No memory for a bitmap.')));
  display.ready();
  push(1);
  await poll(() => told.length).toBeGreaterThan(0);
  vi.unstubAllGlobals();
  expect(new Set(told)).toEqual(new Set(['display-without-picture']));
  push(2);
  await poll(() => display.pictures.length).toBe(1);
  expect(told.at(-1)).toBe('display-without-picture over');
});

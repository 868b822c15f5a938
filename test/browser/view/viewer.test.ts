/** The view worker's core with real frames and a real canvas, on a clock that the test holds. */
import { afterEach, describe, expect, test } from 'vitest';
import { defaultDisplay, defaultView } from '#model/display.ts';
import { fieldOf, refOf } from '#model/field.ts';
import type { CodesFrame, Frame, FramePlanes } from '#model/frame.ts';
import { wholeFrame } from '#model/layout.ts';
import type { Liveness } from '#model/liveness.ts';
import { unknownProfile } from '#model/profile.ts';
import type { MeasureMessage, RecordMessage, SampleMessage } from '#workers/ports.ts';
import type { Scene, ViewApi, ViewNews } from '#workers/view/api.ts';
import { createViewer } from '#workers/view/viewer.ts';

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
  canvas: { widthPx: 64, heightPx: 48 },
};

/** A grey frame whose luma differs from one `seed` to the next. */
function greyFrame(seed: number, size = { width: 64, height: 48 }): VideoFrame {
  const lumaPx = size.width * size.height;
  const bytes = new Uint8Array((lumaPx * 3) / 2).fill(128);
  for (let i = 0; i < lumaPx; i++) bytes[i] = 60 + ((i * 7 + seed * 13) % 120);
  return new VideoFrame(bytes, {
    format: 'I420',
    codedWidth: size.width,
    codedHeight: size.height,
    timestamp: seed * 33_333,
    colorSpace: { fullRange: true, matrix: 'smpte170m' },
  });
}

/** A stream that takes whatever is pushed, and the frames that went in. */
function source() {
  let controller!: ReadableStreamDefaultController<Frame>;
  const frames: VideoFrame[] = [];
  const stream = new ReadableStream<Frame>({
    start(c) {
      controller = c;
    },
  });
  return {
    stream,
    frames,
    push(frame: VideoFrame) {
      frames.push(frame);
      controller.enqueue(frame);
    },
    pushCodes: (frame: CodesFrame) => controller.enqueue(frame),
    end: () => controller.close(),
  };
}

type Rig = {
  viewer: ViewApi & Disposable;
  canvas: OffscreenCanvas;
  news: ViewNews[];
  clock: { nowS: number };
  liveness(): Liveness | undefined;
};
const rigs: Rig[] = [];
afterEach(() => {
  for (const { viewer } of rigs.splice(0)) viewer[Symbol.dispose]();
});

function rig(): Rig {
  const clock = { nowS: 1000 };
  const viewer = createViewer(() => clock.nowS);
  const canvas = new OffscreenCanvas(64, 48);
  const news: ViewNews[] = [];
  viewer.subscribe(one => news.push(one));
  viewer.attach(canvas, scene);
  const liveness = () => news.flatMap(one => (one.type === 'liveness' ? [one.liveness] : [])).at(-1);
  const made = { viewer, canvas, news, clock, liveness };
  rigs.push(made);
  return made;
}

const settle = (condition: () => boolean | undefined) => expect.poll(condition, { interval: 20 }).toBe(true);
const isClosed = (frame: VideoFrame) => frame.format === null;

test('the newest frame wins, and every other one is closed', async () => {
  const { viewer, liveness } = rig();
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  for (let i = 0; i < 40; i++) feed.push(greyFrame(i));
  await settle(() => liveness()?.frameNumber === 39);
  expect(feed.frames.filter(frame => !isClosed(frame)).length).toBeLessThanOrEqual(1);
  expect(liveness()?.dropped).toBeGreaterThan(0);
  viewer.closeFeed();
  await settle(() => feed.frames.every(isClosed));
});

test('age makes the picture late, then takes the signal away; a new frame brings it back', async () => {
  const { viewer, clock, liveness } = rig();
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  feed.push(greyFrame(0));
  await settle(() => liveness()?.state === 'live');
  clock.nowS += 0.3;
  await settle(() => liveness()?.state === 'late');
  clock.nowS += 0.3;
  await settle(() => liveness()?.state === 'no-signal');
  expect(liveness()?.ageS).toBeCloseTo(0.6, 6);
  feed.push(greyFrame(1));
  await settle(() => liveness()?.state === 'live');
});

test('frames that all carry the same codes are not live after a second', async () => {
  const { viewer, clock, liveness } = rig();
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 10 });
  feed.push(greyFrame(1));
  await settle(() => liveness()?.state === 'live');
  for (let i = 1; i <= 11; i++) {
    clock.nowS += 0.1;
    feed.push(greyFrame(1));
    await settle(() => liveness()?.frameNumber === i);
  }
  await settle(() => liveness()?.state === 'identical');
  clock.nowS += 0.1;
  feed.push(greyFrame(2));
  await settle(() => liveness()?.state === 'live');
});

test('a picture that is not live cannot age, and a frozen one says so', async () => {
  const { viewer, clock, liveness } = rig();
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: false, nominalFps: null });
  feed.push(greyFrame(0));
  await settle(() => liveness()?.state === 'still');
  clock.nowS += 60;
  viewer.freeze(true);
  await settle(() => liveness()?.state === 'frozen');
  feed.push(greyFrame(5));
  await settle(() => isClosed(feed.frames[1]!) || liveness()?.frameNumber === 0);
  expect(liveness()?.frameNumber).toBe(0);
  viewer.freeze(false);
  await settle(() => liveness()?.frameNumber === 1);
});

test('the delivered size may change in the middle of a stream', async () => {
  const { viewer, news, liveness } = rig();
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  feed.push(greyFrame(0));
  await settle(() => liveness()?.frameNumber === 0);
  feed.push(greyFrame(1, { width: 32, height: 20 }));
  await settle(() => liveness()?.frameNumber === 1);
  const sizes = news.flatMap(one =>
    one.type === 'formats' ? [[one.formats.main.widthPx, one.formats.main.heightPx]] : [],
  );
  expect(sizes).toEqual([
    [64, 48],
    [32, 20],
  ]);
});

test('a frame without a known format is read as RGBA, and its colours reach the canvas', async () => {
  const { viewer, canvas, news, liveness } = rig();
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  const paint = new OffscreenCanvas(64, 48);
  const context = paint.getContext('2d')!;
  context.fillStyle = 'rgb(200, 40, 90)';
  context.fillRect(0, 0, 64, 48);
  feed.push(new VideoFrame(paint, { timestamp: 0 }));
  await settle(() => liveness()?.frameNumber === 0);
  const [formats] = news.flatMap(one => (one.type === 'formats' ? [one.formats.main.format] : []));
  expect(['RGBA', 'RGBX', 'BGRA', 'BGRX']).toContain(formats);
  const grab = await viewer.grab();
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
  copy.drawImage(grab!.picture, 0, 0);
  const [r, g, b] = copy.getImageData(32, 24, 1, 1).data;
  expect(
    [r, g, b].map((value, i) => Math.abs(value! - [200, 40, 90][i]!)).every(difference => difference <= 1),
  ).toBe(true);
});

test('a still is the frame on the canvas and the very codes it was drawn from, also while the picture is frozen', async () => {
  const { viewer, liveness } = rig();
  const feed = source();
  expect(await viewer.grab()).toBeNull();
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  feed.push(greyFrame(3));
  await settle(() => liveness()?.frameNumber === 0);
  viewer.freeze(true);
  feed.push(greyFrame(9));
  const grab = await viewer.grab();
  expect([grab?.picture.width, grab?.picture.height]).toEqual([64, 48]);
  const luma = grab!.main.planes[0]!.samples;
  expect(luma.length).toBe(64 * 48);
  expect(luma.every((code, i) => code === 60 + ((i * 7 + 3 * 13) % 120))).toBe(true);
});

test('of a second camera no frame is kept, and of a frozen one only what is shown: a camera has few to lend', async () => {
  const { viewer, liveness } = rig();
  const nir = { stream: 'second', rect: wholeFrame } as const;
  viewer.setScene({ ...scene, layout: { ...scene.layout, nir } });
  const [white, driver] = [source(), source()];
  viewer.openFeed({ main: white.stream, second: driver.stream, isLive: true, nominalFps: 30 });
  const open = (frames: readonly VideoFrame[]) => frames.filter(frame => !isClosed(frame)).length;
  for (let i = 0; i < 5; i++) {
    white.push(greyFrame(i));
    await settle(() => open(white.frames) === 0);
    driver.push(greyFrame(i + 20));
    await settle(() => liveness()?.frameNumber === i);
  }
  expect(open(driver.frames)).toBe(1);
  const grab = await viewer.grab();
  expect(grab!.main.planes[0]!.samples[7]).toBe(60 + ((7 * 7 + 4 * 13) % 120));
  viewer.freeze(true);
  await settle(() => liveness()?.state === 'frozen');
  for (let i = 5; i < 8; i++) {
    driver.push(greyFrame(i + 20));
    await settle(() => open(driver.frames) === 1);
  }
  expect(isClosed(driver.frames[4]!)).toBe(false);
  viewer.freeze(false);
  driver.push(greyFrame(40));
  await settle(() => liveness()?.frameNumber === 8);
});

test('planes go to measurement one at a time and come back; inputs that change measure a standing picture again', async () => {
  const { viewer, liveness } = rig();
  const feed = source();
  const { port1, port2 } = new MessageChannel();
  const measured: number[] = [];
  port2.onmessage = ({ data }: MessageEvent<MeasureMessage>) => {
    measured.push(data.main.number);
    const buffer = data.main.planes[0]!.samples.buffer;
    port2.postMessage({ ...data, type: 'measured', frameNumber: data.main.number, backgroundLinear: 0.1 }, [
      buffer,
    ]);
  };
  viewer.connectQuantify(port1);
  viewer.openFeed({ main: feed.stream, second: null, isLive: false, nominalFps: null });
  feed.push(greyFrame(0));
  await settle(() => liveness()?.frameNumber === 0);
  await settle(() => measured.length === 1);
  await viewer.remeasure();
  await settle(() => measured.length === 2);
  expect(measured).toEqual([0, 0]);
  port2.close();
});

/** Measurement that answers when the test says so. */
function slowMeasurement(viewer: ViewApi) {
  const { port1, port2 } = new MessageChannel();
  const taken: MeasureMessage[] = [];
  let answered = 0;
  port2.onmessage = ({ data }: MessageEvent<MeasureMessage>) => taken.push(data);
  viewer.connectQuantify(port1);
  return {
    numbers: () => taken.map(({ main }) => main.number),
    /** Resolves when the answer has come. */
    async answer() {
      const { main, second } = taken[answered++]!;
      const message = { type: 'measured', main, second, frameNumber: main.number, backgroundLinear: 0.1 };
      port2.postMessage(message, [main.planes[0]!.samples.buffer]);
      await new Promise(resolve => setTimeout(resolve, 20));
    },
    close: () => port2.close(),
  };
}

test('a played frame that came while measurement was busy is measured when it is free; of several only the last', async () => {
  const { viewer, liveness } = rig();
  const measurement = slowMeasurement(viewer);
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: false, nominalFps: null });
  for (const [number, frame] of [greyFrame(0), greyFrame(1), greyFrame(2)].entries()) {
    feed.push(frame);
    await settle(() => liveness()?.frameNumber === number);
  }
  expect(measurement.numbers()).toEqual([0]);
  await measurement.answer();
  await settle(() => measurement.numbers().length === 2);
  await measurement.answer();
  // Nothing is left to measure: frame 1 was never the picture again, frame 2 is measured once.
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(measurement.numbers()).toEqual([0, 2]);
  measurement.close();
});

test('settings for the next played frame wait until the one that is shown has been measured, also where it had to wait', async () => {
  const { viewer, liveness } = rig();
  const measurement = slowMeasurement(viewer);
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: false, nominalFps: null });
  for (const [number, frame] of [greyFrame(0), greyFrame(1)].entries()) {
    feed.push(frame);
    await settle(() => liveness()?.frameNumber === number);
  }
  let measuredAtAnswer: readonly number[] | null = null;
  const waiting = viewer.measured().then(() => {
    measuredAtAnswer = measurement.numbers();
  });
  await measurement.answer();
  await settle(() => measurement.numbers().length === 2);
  expect(measuredAtAnswer).toBeNull();
  await measurement.answer();
  await waiting;
  expect(measuredAtAnswer).toEqual([0, 1]);
  await viewer.measured();

  // One that has only just come is waited for, too, and nobody waits for a feed that is closed.
  feed.push(greyFrame(2));
  await new Promise(resolve => setTimeout(resolve));
  const another = viewer.measured();
  await settle(() => measurement.numbers().length === 3);
  await measurement.answer();
  await another;
  expect(measurement.numbers()).toEqual([0, 1, 2]);
  viewer.closeFeed();
  await viewer.measured();
  measurement.close();
});

test('a live frame that measurement was too busy for is left to the next one', async () => {
  const { viewer, liveness } = rig();
  const measurement = slowMeasurement(viewer);
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  feed.push(greyFrame(0));
  await settle(() => liveness()?.frameNumber === 0);
  feed.push(greyFrame(1));
  await settle(() => liveness()?.frameNumber === 1);
  await measurement.answer();
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(measurement.numbers()).toEqual([0]);
  feed.push(greyFrame(2));
  await settle(() => measurement.numbers().length === 2);
  expect(measurement.numbers()).toEqual([0, 2]);
  measurement.close();
});

test('a feed that is closed while its frame waits for measurement leaves nothing to measure and no problem', async () => {
  const { viewer, liveness, news } = rig();
  const measurement = slowMeasurement(viewer);
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: false, nominalFps: null });
  feed.push(greyFrame(0));
  await settle(() => liveness()?.frameNumber === 0);
  feed.push(greyFrame(1));
  await settle(() => liveness()?.frameNumber === 1);
  void measurement.answer();
  viewer.closeFeed();
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(measurement.numbers()).toEqual([0]);
  expect(news.filter(one => one.type === 'problem')).toEqual([]);
  measurement.close();
});

describe('calibration asks for frames', () => {
  function asking(viewer: ViewApi) {
    const { port1, port2 } = new MessageChannel();
    const samples: SampleMessage[] = [];
    port2.onmessage = ({ data }: MessageEvent<SampleMessage>) => samples.push(data);
    viewer.connectCalibrate(port1);
    return {
      samples,
      numbers: () => samples.map(({ main }) => main.number),
      ask: async () => {
        port2.postMessage({ type: 'sample' });
        // The request has come before the frame that is to answer it.
        await new Promise(resolve => setTimeout(resolve, 20));
      },
      close: () => port2.close(),
    };
  }
  const lumaOf = ({ planes }: FramePlanes) => Array.from(planes[0]!.samples.subarray(0, 64 * 48));
  const lumaBy = (seed: number) =>
    Array.from({ length: 64 * 48 }, (_, i) => 60 + ((i * 7 + seed * 13) % 120));

  test('each request is answered by one frame that is shown after it, and nobody is answered unasked', async () => {
    const { viewer, liveness } = rig();
    const calibration = asking(viewer);
    const feed = source();
    viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
    const show = async (number: number) => {
      feed.push(greyFrame(number));
      await settle(() => liveness()?.frameNumber === number);
    };
    await show(0);
    await calibration.ask();
    expect(calibration.samples).toEqual([]);
    await show(1);
    await show(2);
    await calibration.ask();
    await calibration.ask();
    await show(3);
    await show(4);
    await show(5);
    await settle(() => calibration.samples.length === 3);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(calibration.numbers()).toEqual([1, 3, 4]);
    for (const { main, second } of calibration.samples) {
      expect(lumaOf(main)).toEqual(lumaBy(main.number));
      expect(second).toBeNull();
    }
    calibration.close();
  });

  test('the answer is a copy: measurement, a still and the picture have the same frame', async () => {
    const { viewer, liveness } = rig();
    const measurement = slowMeasurement(viewer);
    const calibration = asking(viewer);
    const feed = source();
    viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
    await calibration.ask();
    feed.push(greyFrame(7));
    await settle(() => liveness()?.frameNumber === 0);
    await settle(() => calibration.samples.length === 1 && measurement.numbers().length === 1);
    expect(lumaOf(calibration.samples[0]!.main)).toEqual(lumaBy(7));
    const grab = await viewer.grab();
    expect(lumaOf(grab!.main)).toEqual(lumaBy(7));
    // The buffer that went to measurement comes back and is used again.
    await measurement.answer();
    feed.push(greyFrame(8));
    await settle(() => measurement.numbers().length === 2);
    expect(lumaOf(calibration.samples[0]!.main)).toEqual(lumaBy(7));
    calibration.close();
    measurement.close();
  });

  test('an image, which no frame follows, answers with itself, as often as it is asked', async () => {
    const { viewer, liveness } = rig();
    const calibration = asking(viewer);
    const feed = source();
    viewer.openFeed({ main: feed.stream, second: null, isLive: false, nominalFps: null });
    feed.push(greyFrame(5));
    await settle(() => liveness()?.frameNumber === 0);
    await calibration.ask();
    await settle(() => calibration.samples.length === 1);
    await calibration.ask();
    await settle(() => calibration.samples.length === 2);
    expect(calibration.samples.map(({ main }) => lumaOf(main))).toEqual([lumaBy(5), lumaBy(5)]);
    calibration.close();
  });

  test('both cameras’ frames of a pair come together', async () => {
    const { viewer, liveness } = rig();
    const nir = { stream: 'second', rect: wholeFrame } as const;
    viewer.setScene({ ...scene, layout: { ...scene.layout, nir } });
    const calibration = asking(viewer);
    const [main, second] = [source(), source()];
    viewer.openFeed({ main: main.stream, second: second.stream, isLive: true, nominalFps: 30 });
    await calibration.ask();
    main.push(greyFrame(3));
    second.push(greyFrame(4));
    await settle(() => calibration.samples.length === 1);
    await settle(() => liveness()?.state === 'live');
    const [sample] = calibration.samples;
    expect(lumaOf(sample!.main)).toEqual(lumaBy(3));
    expect(lumaOf(sample!.second!)).toEqual(lumaBy(4));
    expect(calibration.samples.length).toBe(1);
    calibration.close();
  });
});

test('fields that come after the profile that names them are in the picture at once', async () => {
  const { viewer, liveness } = rig();
  const feed = source();
  const flat = fieldOf(
    Array.from({ length: 64 * 48 }, (_, i) => (i % 64 < 32 ? 0.5 : 1.5)),
    64,
    48,
  );
  const profile = { ...unknownProfile, flatField: refOf(flat) };
  viewer.setScene({ ...scene, profile, display: { ...scene.display, mode: 'monochrome', windowHigh: 2 } });
  viewer.openFeed({ main: feed.stream, second: null, isLive: false, nominalFps: null });
  const uniform = new Uint8Array((64 * 48 * 3) / 2).fill(128);
  const colorSpace = { fullRange: true, matrix: 'smpte170m' } as const;
  feed.push(
    new VideoFrame(uniform, { format: 'I420', codedWidth: 64, codedHeight: 48, timestamp: 0, colorSpace }),
  );
  await settle(() => liveness()?.frameNumber === 0);
  const sides = async () => {
    const { picture } = (await viewer.grab())!;
    const copy = new OffscreenCanvas(64, 48).getContext('2d')!;
    copy.drawImage(picture, 0, 0);
    return [10, 50].map(x => copy.getImageData(x, 24, 1, 1).data[0]!);
  };
  expect(await sides()).toEqual([64, 64]);
  viewer.setFields([flat]);
  await expect.poll(sides).toEqual([128, 43]);
  viewer.setFields([]);
  await expect.poll(sides).toEqual([64, 64]);
});

test('while recording every frame is handed over, shown or not, with its number', async () => {
  const { viewer, liveness } = rig();
  const feed = source();
  const { port1, port2 } = new MessageChannel();
  const recorded: number[] = [];
  port2.onmessage = ({ data }: MessageEvent<RecordMessage>) => {
    recorded.push(data.number);
    if ('close' in data.frame) data.frame.close();
    port2.postMessage({ type: 'recorded', waiting: 0 });
  };
  viewer.connectEncode(port1);
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  feed.push(greyFrame(0));
  await settle(() => liveness()?.frameNumber === 0);
  viewer.record(true);
  for (let i = 1; i <= 5; i++) feed.push(greyFrame(i));
  await settle(() => recorded.length === 5);
  viewer.record(false);
  feed.push(greyFrame(6));
  await settle(() => liveness()?.frameNumber === 6);
  expect(recorded).toEqual([1, 2, 3, 4, 5]);
  port2.close();
});

test('beside a frame that a hung recorder keeps, none is kept that is shown: a camera would deliver no other', async () => {
  const { viewer, liveness, clock } = rig();
  const feed = source();
  const { port1, port2 } = new MessageChannel();
  viewer.connectEncode(port1);
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  viewer.record(true);
  for (let i = 0; i < 4; i++) {
    feed.push(greyFrame(i));
    await settle(() => liveness()?.frameNumber === i);
    clock.nowS += 0.3;
    await settle(() => feed.frames.every(isClosed));
  }
  const grab = await viewer.grab();
  expect(grab!.main.planes[0]!.samples[7]).toBe(60 + ((7 * 7 + 3 * 13) % 120));
  port2.close();
});

test('a recorded frame keeps the number it was recorded with', async () => {
  const { viewer, liveness } = rig();
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: false, nominalFps: null });
  feed.pushCodes({
    kind: 'codes',
    number: 4711,
    timestampS: 1,
    format: {
      format: 'Y16',
      widthPx: 4,
      heightPx: 2,
      bitDepth: 16,
      colour: { fullRange: true, matrix: null, transfer: null, primaries: null },
    },
    planes: [
      {
        samples: new Uint16Array(8).fill(500),
        widthPx: 4,
        heightPx: 2,
        strideSamples: 4,
        samplesPerPixel: 1,
      },
    ],
  });
  await settle(() => liveness()?.frameNumber === 4711);
});

test('a lost graphics context is told, and the shown frame stands again on a new canvas', async () => {
  const { viewer, canvas, news, liveness } = rig();
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: false, nominalFps: null });
  feed.push(greyFrame(2));
  await settle(() => liveness()?.frameNumber === 0);
  const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
  extension?.loseContext();
  await settle(() => liveness()?.graphics === 'lost');
  expect(await viewer.grab()).toBeNull();
  viewer.attach(new OffscreenCanvas(64, 48), scene);
  await settle(() => liveness()?.graphics === 'working');
  expect(news.some(one => one.type === 'problem' && one.problem.id === 'graphics-lost' && one.isOver)).toBe(
    true,
  );
  await settle(() => true);
  const grab = await viewer.grab();
  const copy = new OffscreenCanvas(64, 48).getContext('2d')!;
  copy.drawImage(grab!.picture, 0, 0);
  const [r] = copy.getImageData(32, 24, 1, 1).data;
  expect(r).toBeGreaterThan(40);
});

test('a stream that breaks is a problem, and one that ends says so', async () => {
  const { viewer, news } = rig();
  const broken = new ReadableStream<Frame>({
    start: controller => controller.error(new Error('cable out')),
  });
  viewer.openFeed({ main: broken, second: null, isLive: true, nominalFps: 30 });
  await settle(() => news.some(one => one.type === 'problem' && one.problem.id === 'stream-broke'));
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  feed.end();
  await settle(() => news.filter(one => one.type === 'ended').length === 2);
});

test('a feed that is closed while its frame is on the way to the canvas leaves no problem and no open frame', async () => {
  const { viewer, news } = rig();
  const frames: VideoFrame[] = [];
  for (let round = 0; round < 12; round++) {
    const feed = source();
    viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
    feed.push(greyFrame(round));
    feed.push(greyFrame(round + 100));
    frames.push(...feed.frames);
    await new Promise(resolve => setTimeout(resolve, round));
    viewer.closeFeed();
  }
  await settle(() => frames.every(isClosed));
  expect(news.filter(one => one.type === 'problem')).toEqual([]);
});

test('a browser that cannot draw says so, and the picture does not pass for live graphics', async () => {
  const viewer = createViewer(() => 1000);
  const news: ViewNews[] = [];
  viewer.subscribe(one => news.push(one));
  const canvas = new OffscreenCanvas(64, 48);
  // A canvas has one kind of context for life: WebGL is refused from here on.
  canvas.getContext('2d');
  viewer.attach(canvas, scene);
  await settle(() =>
    news.some(one => one.type === 'problem' && one.problem.id === 'no-webgl2' && !one.isOver),
  );
  await settle(() => news.some(one => one.type === 'liveness' && one.liveness.graphics === 'lost'));
  viewer[Symbol.dispose]();
});

test('frames that come but cannot be drawn do not make an old picture live', async () => {
  const { viewer, canvas, clock, liveness } = rig();
  const feed = source();
  viewer.openFeed({ main: feed.stream, second: null, isLive: true, nominalFps: 30 });
  feed.push(greyFrame(0));
  await settle(() => liveness()?.state === 'live');
  canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  await settle(() => liveness()?.graphics === 'lost');
  for (let i = 1; i <= 6; i++) {
    clock.nowS += 0.1;
    feed.push(greyFrame(i));
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  await settle(() => liveness()?.state === 'no-signal');
  expect(liveness()?.frameNumber).toBe(0);
});

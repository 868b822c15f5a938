import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import { afterEach, describe, expect, test } from 'vitest';
import { ProblemError } from '#model/problem.ts';
import type { FeedNews, Playhead } from '#workers/feed/api.ts';
import { openFiles } from '#workers/feed/file/open-files.ts';
import type { Maker } from '#workers/feed/maker.ts';

const size = { width: 64, height: 48 };
const frameCount = 24;
const fps = 24;
/** Every frame's luma is its own, so that a frame says which one it is. */
const lumaOf = (index: number) => 20 + index * 8;

let maker: Maker | null = null;
afterEach(() => {
  maker?.[Symbol.dispose]();
  maker = null;
});

/** A VP9 video of flat frames, written losslessly enough to read each frame's number back. */
async function makeVideo(
  format: OutputFormat,
  options: { fps?: number; from?: number } = {},
): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(source);
  await output.start();
  const chunks: { packet: EncodedPacket; meta: EncodedVideoChunkMetadata | undefined }[] = [];
  const encoder = new VideoEncoder({
    output: (chunk, meta) => chunks.push({ packet: EncodedPacket.fromEncodedChunk(chunk), meta }),
    error(error) {
      throw error;
    },
  });
  encoder.configure({ codec: 'vp09.00.10.08', ...size, bitrateMode: 'quantizer' });
  const rate = options.fps ?? fps;
  for (let index = 0; index < frameCount; index++) {
    const data = new Uint8Array((size.width * size.height * 3) / 2).fill(128);
    data.fill(lumaOf(index) + (options.from ?? 0), 0, size.width * size.height);
    const frame = new VideoFrame(data, {
      format: 'I420',
      codedWidth: size.width,
      codedHeight: size.height,
      timestamp: Math.round((index * 1e6) / rate),
      duration: Math.round(1e6 / rate),
    });
    encoder.encode(frame, { keyFrame: index % 8 === 0, vp9: { quantizer: 0 } });
    frame.close();
  }
  await encoder.flush();
  encoder.close();
  for (const { packet, meta } of chunks) await source.add(packet, meta);
  await output.finalize();
  return new Uint8Array(target.buffer!);
}

type Shown = { luma: number; timestamp: number };

async function open(main: Uint8Array, second: Uint8Array | null = null) {
  const news: FeedNews[] = [];
  const file = (bytes: Uint8Array) => new File([new Uint8Array(bytes)], 'unnamed');
  maker = await openFiles({ main: file(main), second: second && file(second) }, told => void news.push(told));
  const playheads = (): Playhead[] => news.flatMap(told => (told.type === 'playhead' ? [told.playhead] : []));
  return {
    maker,
    playheads,
    problems: () => news.flatMap(told => (told.type === 'problem' ? [told.problem.id] : [])),
    until: (holds: (newest: Playhead) => boolean) =>
      expect.poll(() => playheads().slice(-1).some(holds)).toBe(true),
  };
}

/** Reads a stream for as long as it lasts, as the view worker does; every frame is closed. */
function collect(stream: ReadableStream<unknown>): Shown[] {
  const shown: Shown[] = [];
  const reader = stream.getReader();
  const readOn = async (): Promise<void> => {
    const { value, done } = await reader.read();
    if (done) return;
    if (!(value instanceof VideoFrame)) throw new Error('A video delivers video frames.');
    const { timestamp } = value;
    const planes = new Uint8Array(value.allocationSize());
    await value.copyTo(planes);
    value.close();
    shown.push({ luma: planes[0]!, timestamp });
    await readOn();
  };
  readOn().catch(error => {
    throw error;
  });
  return shown;
}

const refusal = async (bytes: Uint8Array): Promise<string | null> => {
  try {
    await open(bytes);
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.id;
    throw error;
  }
};

const newest = <T>(list: readonly T[]): T | undefined => list.at(-1);

describe('a video', () => {
  for (const [name, format] of [
    ['MP4', new Mp4OutputFormat()],
    ['WebM', new WebMOutputFormat()],
  ] as const)
    test(`in ${name} plays in display order from the first to the last frame, and pauses there`, async () => {
      const { maker, until, playheads, problems } = await open(await makeVideo(format));
      expect(maker.description).toMatchObject({ kind: 'file', live: false, streams: 1 });
      expect(maker.description.nominalFps).toBeCloseTo(fps, 0);
      const shown = collect(maker.main);
      await until(p => !p.isPlaying && p.frameIndex === frameCount - 1);
      await expect.poll(() => newest(shown)?.luma).toBe(lumaOf(frameCount - 1));
      expect(shown[0]).toEqual({ luma: lumaOf(0), timestamp: 0 });
      const lumas = shown.map(frame => frame.luma);
      expect(lumas).toEqual(lumas.toSorted((a, b) => a - b));
      expect(newest(playheads())).toMatchObject({ frameCount, isPlaying: false });
      expect(newest(playheads())?.durationS).toBeCloseTo(frameCount / fps, 1);
      expect(problems()).toEqual([]);
    });

  test('goes to the frame it is asked for, paused or playing, and clamps to its ends', async () => {
    const { maker, until } = await open(await makeVideo(new Mp4OutputFormat()));
    const shown = collect(maker.main);
    maker.player?.pause();
    for (const index of [13, 3, 23, 0]) {
      maker.player?.seek(index);
      await expect.poll(() => newest(shown)?.luma).toBe(lumaOf(index));
      await until(p => !p.isPlaying && p.frameIndex === index);
    }
    maker.player?.seek(900);
    await expect.poll(() => newest(shown)?.luma).toBe(lumaOf(frameCount - 1));
    maker.player?.seek(-5);
    await expect.poll(() => newest(shown)?.luma).toBe(lumaOf(0));
    maker.player?.play(8);
    await until(p => !p.isPlaying && p.frameIndex === frameCount - 1 && p.speed === 8);
    await expect.poll(() => newest(shown)?.luma).toBe(lumaOf(frameCount - 1));
  });

  test('that ended begins again when it is played again', async () => {
    const { maker, playheads } = await open(await makeVideo(new WebMOutputFormat()));
    const shown = collect(maker.main);
    maker.player?.seek(frameCount - 2);
    await expect
      .poll(() => newest(playheads()))
      .toMatchObject({ isPlaying: false, frameIndex: frameCount - 1 });
    shown.length = 0;
    maker.player?.play(4);
    await expect.poll(() => shown[0]?.luma).toBe(lumaOf(0));
    await expect
      .poll(() => newest(playheads()))
      .toMatchObject({ isPlaying: false, frameIndex: frameCount - 1, speed: 4 });
  });

  test('beside a second one of another rate shows what belongs to the same moment', async () => {
    const { maker, until } = await open(
      await makeVideo(new Mp4OutputFormat()),
      await makeVideo(new WebMOutputFormat(), { fps: fps / 2, from: 4 }),
    );
    expect(maker.description).toMatchObject({ streams: 2, layout: { id: 'two-cameras' } });
    const white = collect(maker.main);
    const nir = collect(maker.second!);
    maker.player?.pause();
    for (const index of [10, 5, 21]) {
      maker.player?.seek(index);
      await expect.poll(() => newest(white)?.luma).toBe(lumaOf(index));
      await expect.poll(() => newest(nir)?.luma).toBe(lumaOf(Math.floor(index / 2)) + 4);
    }
    maker.player?.seek(0);
    maker.player?.play(2);
    await until(p => !p.isPlaying && p.frameIndex === frameCount - 1);
    // The slower camera has twice as long a film; it stops where the first ends.
    expect(newest(nir)?.luma).toBeLessThanOrEqual(lumaOf(frameCount / 2) + 4);
  });

  test('that nobody reads waits, and ends when it is disposed of', async () => {
    const { maker: opened } = await open(await makeVideo(new Mp4OutputFormat()));
    const shown = collect(opened.main);
    await expect.poll(() => shown.length).toBeGreaterThan(2);
    opened[Symbol.dispose]();
    const length = shown.length;
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(shown.length).toBe(length);
  });

  test('that is cut off is refused, or plays up to where it breaks and says so', async () => {
    const ids: (string | null)[] = [];
    for (const whole of [
      await makeVideo(new Mp4OutputFormat({ fastStart: false })),
      await makeVideo(new Mp4OutputFormat({ fastStart: 'in-memory' })),
      await makeVideo(new WebMOutputFormat()),
    ])
      for (const share of [0.02, 0.3, 0.6, 0.9]) {
        let id: string | null = null;
        try {
          const { maker, until, playheads, problems } = await open(
            whole.subarray(0, Math.floor(whole.length * share)),
          );
          const shown = collect(maker.main);
          await until(p => !p.isPlaying);
          const { frameCount: announced } = newest(playheads())!;
          const isWhole = newest(shown)?.luma === lumaOf(announced - 1);
          expect(problems(), `${share} of it`).toEqual(isWhole ? [] : ['video-breaks-off']);
          maker[Symbol.dispose]();
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          id = error.problem.id;
        }
        ids.push(id);
      }
    expect(new Set(ids)).toEqual(new Set([null, 'file-damaged']));
  });

  test('that is only a name for noise is refused', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(5000));
    const mp4 = noise.slice();
    mp4.set(new TextEncoder().encode('ftypisom'), 4);
    expect(await refusal(mp4)).toBe('file-damaged');
    const webm = noise.slice();
    webm.set([0x1a, 0x45, 0xdf, 0xa3]);
    expect(await refusal(webm)).toBe('file-damaged');
  });
});

describe('a picture compressed with loss', () => {
  async function encoded(type: string): Promise<Uint8Array> {
    const canvas = new OffscreenCanvas(40, 30);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#808080';
    context.fillRect(0, 0, 40, 30);
    return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer());
  }

  /** A 24-bit BMP of one grey. */
  function bmp(width: number, height: number, announced = height): Uint8Array {
    const rowBytes = Math.ceil((width * 3) / 4) * 4;
    const file = new Uint8Array(54 + rowBytes * height).fill(0x80, 54);
    const view = new DataView(file.buffer);
    file.set([0x42, 0x4d]);
    view.setUint32(2, file.length, true);
    view.setUint32(10, 54, true);
    view.setUint32(14, 40, true);
    view.setInt32(18, width, true);
    view.setInt32(22, announced, true);
    view.setUint16(26, 1, true);
    view.setUint16(28, 24, true);
    return file;
  }

  test('is shown, and its numbers are called display-referred', async () => {
    for (const bytes of [await encoded('image/jpeg'), await encoded('image/webp'), bmp(40, 30)]) {
      const { maker, problems } = await open(bytes);
      expect(problems()).toEqual(['image-lossy']);
      expect(maker.description.layout.displayReferred).toBe(true);
      const { value } = await maker.main.getReader().read();
      if (!value || !('kind' in value)) throw new Error('A picture is delivered as codes.');
      expect(value.format).toMatchObject({ format: 'RGBA', widthPx: 40, heightPx: 30 });
      for (const channel of [0, 1, 2]) expect(value.planes[0]?.samples[channel]).toBeCloseTo(128, -1);
    }
  });

  test('is refused when it is cut off before its picture, or of absurd size', async () => {
    const jpeg = await encoded('image/jpeg');
    expect(await refusal(jpeg.subarray(0, 30))).toBe('file-damaged');
    expect(await refusal(bmp(40, 30).subarray(0, 20))).toBe('file-damaged');
    expect(await refusal(bmp(40, 1, 30_000))).toBe('file-too-large');
    const webp = await encoded('image/webp');
    expect(await refusal(webp.subarray(0, 24))).toBe('file-damaged');
  });
});

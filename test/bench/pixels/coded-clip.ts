/** A clip for the gateway, whose frames carry their number: when each was sent the gateway knows. Encoded as VP8 by a browser. */
import type { BrowserContext } from 'playwright-core';
import type { Clip } from '../../gateway/ivf.ts';
import { codePlace, toBlocks } from './time-code.ts';

const clipSize = { widthPx: 1280, heightPx: 480, fps: 30 };
/** A frame must not be taken for its namesake of the round before: eight seconds are longer than any frame is under way. */
const clipFrames = 240;
/** A viewer that lost a packet goes on at the next one, not from the beginning. */
const keyFrameEvery = 15;

export async function makeCodedClip(context: BrowserContext): Promise<Clip> {
  const page = await context.newPage();
  // WebCodecs exists on secure pages only.
  await page.route('http://localhost/**', route => route.fulfill({ body: '', contentType: 'text/html' }));
  await page.goto('http://localhost/');
  const codes = Array.from({ length: clipFrames }, (_, index) => toBlocks(index));
  const encoded: string[] = await page.evaluate(encodeClip, {
    ...clipSize,
    codes,
    place: codePlace,
    keyFrameEvery,
  });
  await page.close();
  return {
    ...clipSize,
    frames: encoded.map((frame, index) => ({
      data: Buffer.from(frame, 'base64'),
      atS: index / clipSize.fps,
    })),
    durationS: clipFrames / clipSize.fps,
  };
}

/** Runs in a page: knows nothing but what it is given. */
async function encodeClip(order: {
  widthPx: number;
  heightPx: number;
  fps: number;
  codes: boolean[][];
  place: typeof codePlace;
  keyFrameEvery: number;
}): Promise<string[]> {
  const { widthPx, heightPx, fps, codes, place, keyFrameEvery } = order;
  const half = widthPx / 2;
  const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No 2D canvas.');
  const chunks: string[] = [];
  const encoder = new VideoEncoder({
    output(chunk) {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      chunks.push(btoa(text));
    },
    error(error) {
      throw error;
    },
  });
  encoder.configure({ codec: 'vp8', width: widthPx, height: heightPx, bitrate: 3_000_000, framerate: fps });
  for (const [index, blocks] of codes.entries()) {
    const turn = (2 * Math.PI * index) / codes.length;
    const [x, y] = [half / 2 + 120 * Math.cos(turn), heightPx / 2 + 60 * Math.sin(turn)];
    for (const [left, inner, outer] of [
      [0, '#d8a090', '#8a3b34'],
      [half, '#e0e0e0', '#202020'],
    ] as const) {
      const gradient = context.createRadialGradient(left + x, y, 20, left + x, y, 120);
      gradient.addColorStop(0, inner);
      gradient.addColorStop(1, outer);
      context.fillStyle = gradient;
      context.fillRect(left, 0, half, heightPx);
    }
    for (const [at, isWhite] of blocks.entries()) {
      context.fillStyle = isWhite ? '#d8d8d8' : '#1c1c1c';
      const column = at % place.columns;
      const row = Math.floor(at / place.columns);
      context.fillRect(
        place.x + column * place.blockPx,
        place.y + row * place.blockPx,
        place.blockPx,
        place.blockPx,
      );
    }
    const frame = new VideoFrame(context.canvas, { timestamp: Math.round((index * 1e6) / fps) });
    encoder.encode(frame, { keyFrame: index % keyFrameEvery === 0 });
    frame.close();
  }
  await encoder.flush();
  return chunks;
}

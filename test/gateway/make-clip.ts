/** Makes the gateway's own clip: two seconds of a moving bright spot, white light on the left and NIR on the right. */
import { chromium } from 'playwright-core';
import type { SizePx } from '#model/geometry.ts';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import { toIvf } from './ivf.ts';

const fps = 15;
const usualSize: SizePx = { widthPx: 640, heightPx: 320 };

/**
 * The bytes of an IVF file, encoded as VP8 by a browser: nothing else here has an encoder. The same scene in every size. `swing`: how far the spot
 * goes, as a share of the usual; it goes too fast to be measured.
 */
export async function makeClip(sizePx: SizePx = usualSize, swing = 1): Promise<Buffer> {
  const size = { ...sizePx, fps, swing };
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
  try {
    const page = await browser.newPage();
    // WebCodecs exists on secure pages only.
    await page.route('http://localhost/**', route => route.fulfill({ body: '', contentType: 'text/html' }));
    await page.goto('http://localhost/');
    const frames = await page.evaluate(async ({ widthPx, heightPx, fps, swing }) => {
      const half = widthPx / 2;
      const canvas = new OffscreenCanvas(widthPx, heightPx);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('No 2D canvas.');
      const chunks: string[] = [];
      const encoder = new VideoEncoder({
        output(chunk) {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          chunks.push(btoa(String.fromCharCode(...bytes)));
        },
        error(error) {
          throw error;
        },
      });
      encoder.configure({ codec: 'vp8', width: widthPx, height: heightPx, bitrate: 150_000, framerate: fps });
      const count = 2 * fps;
      for (let index = 0; index < count; index++) {
        const turn = (2 * Math.PI * index) / count;
        const unit = heightPx / 320;
        const x = half / 2 + 60 * swing * unit * Math.cos(turn);
        const y = heightPx / 2 + 40 * swing * unit * Math.sin(turn);
        for (const [left, inner, outer] of [
          [0, '#d8a090', '#8a3b34'],
          [half, '#e0e0e0', '#202020'],
        ] as const) {
          const gradient = context.createRadialGradient(left + x, y, 10 * unit, left + x, y, 60 * unit);
          gradient.addColorStop(0, inner);
          gradient.addColorStop(1, outer);
          context.fillStyle = gradient;
          context.fillRect(left, 0, half, heightPx);
        }
        const frame = new VideoFrame(canvas, { timestamp: Math.round((index * 1e6) / fps) });
        encoder.encode(frame, { keyFrame: index === 0 });
        frame.close();
      }
      await encoder.flush();
      return chunks;
    }, size);
    return toIvf(
      frames.map(frame => Buffer.from(frame, 'base64')),
      size,
    );
  } finally {
    await browser.close();
  }
}

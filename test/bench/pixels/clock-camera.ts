/**
 * A camera that films a clock. Chromium's fake camera reads a frame of its file at the moment at which it delivers it, so a process of ours keeps writing
 * the time into the file: what a frame shows is the time at which it was taken, to the length of one round of writing. It is a camera by
 * `getUserMedia` like any other. Holds a folder with the file and the process until disposed of. Node only.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createRandom } from '../../support/random.ts';
import { type I420Picture, writeY4mPictures } from '../../support/y4m.ts';
import type { ClockOrder, ClockReport } from './clock-writer.ts';

const cameraSize = { widthPx: 1280, heightPx: 480 };
const cameraFps = 30;
/** Odd, for the reason in `y4m.ts`, and few: all of them are written in every round. */
const frames = 3;

const reportSchema = z.object({
  rounds: z.number(),
  medianMs: z.number(),
  p99Ms: z.number(),
  stalls: z.array(z.tuple([z.number(), z.number()])),
});

export type ClockCamera = {
  /** The file for `--use-file-for-fake-video-capture`. */
  readonly file: string;
  /** Since the last call: how long the clock stood between two rounds of writing, in milliseconds, which is the error of a frame's time; and when it stood still. */
  report(): Promise<ClockReport>;
  [Symbol.dispose](): void;
};

export function startClockCamera(): ClockCamera {
  const folder = mkdtempSync(join(tmpdir(), 'rimlight-clock-'));
  const file = join(folder, 'camera.y4m');
  writeY4mPictures(file, { ...cameraSize, range: 'limited', fps: cameraFps }, pictures());
  const order: ClockOrder = {
    file,
    frames,
    ...cameraSize,
    atMs: performance.timeOrigin + performance.now(),
    atNs: Number(process.hrtime.bigint()),
  };
  const writer = fork(fileURLToPath(new URL('clock-writer.ts', import.meta.url)), [JSON.stringify(order)]);
  const ended = new Promise<never>((_, reject) => {
    writer.once('error', reject);
    writer.once('exit', code => reject(new Error(`The camera's clock stopped (${code}).`)));
  });
  ended.catch(() => undefined);
  return {
    file,
    report: () =>
      Promise.race([
        ended,
        new Promise<ClockReport>(resolve => {
          writer.once('message', message => resolve(reportSchema.parse(message)));
          writer.send('report');
        }),
      ]),
    [Symbol.dispose]() {
      writer.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** White light beside NIR: tissue with a bright disc, noise in every pixel, other noise in every frame. */
function* pictures(): Generator<I420Picture> {
  const { widthPx, heightPx } = cameraSize;
  const half = widthPx / 2;
  const random = createRandom(8);
  const u = new Uint8Array((widthPx * heightPx) / 4).fill(128);
  const v = new Uint8Array(u.length).fill(128);
  for (let row = 0; row < heightPx / 2; row++) v.fill(144, row * half, row * half + half / 2);
  const y = new Uint8Array(widthPx * heightPx);
  for (let n = 0; n < frames; n++) {
    for (let row = 0; row < heightPx; row++)
      for (let column = 0; column < widthPx; column++) {
        const x = column % half;
        const isTumour = (x - 330) ** 2 + (row - 240) ** 2 <= 80 ** 2;
        const texture = 8 * Math.sin(x / 9) * Math.cos(row / 11);
        const code = column < half ? 120 + texture + (isTumour ? 12 : 0) : isTumour ? 150 : 60 + texture / 2;
        y[row * widthPx + column] = code + random.integer(-4, 4);
      }
    yield { widthPx, heightPx, y, u, v };
  }
}

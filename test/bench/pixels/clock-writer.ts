/** The process that writes the time into the camera's file, about once a millisecond, until its parent lets go of it. Its order is its argument. */
import { openSync, readSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { clockCode, codeHeightPx, codePlace, stampI420 } from './time-code.ts';

const orderSchema = z.object({
  file: z.string(),
  frames: z.number(),
  widthPx: z.number(),
  heightPx: z.number(),
  /** One moment, as milliseconds since the epoch and by this machine's steady clock. */
  atMs: z.number(),
  atNs: z.number(),
});
export type ClockOrder = z.infer<typeof orderSchema>;

/** Milliseconds between rounds of writing, and from when to when, since the epoch, nothing was written for a tenth of a frame's time or more. */
export type ClockReport = {
  readonly rounds: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly stalls: readonly (readonly [fromMs: number, toMs: number])[];
};

const roundMs = 1;
const stallMs = 3.3;

const { file, frames, atMs, atNs, ...size } = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const nowMs = () => atMs + (Number(process.hrtime.bigint()) - atNs) / 1e6;
const frameBytes = (size.widthPx * size.heightPx * 3) / 2;
const video = openSync(file, 'r+');
const header = Buffer.alloc(200);
readSync(video, header, 0, header.length, 0);
const headerBytes = header.indexOf('\n') + 1;

/** The rows with the code, of every frame: one piece of each file, written at one go. */
const bandFrom = codePlace.y * size.widthPx;
const bandBytes = codeHeightPx * size.widthPx;
const starts = Array.from(
  { length: frames },
  (_, n) => headerBytes + n * ('FRAME\n'.length + frameBytes) + 'FRAME\n'.length,
);
const pictures = starts.map(start => {
  const bytes = new Uint8Array(frameBytes);
  readSync(video, bytes, 0, frameBytes, start);
  return bytes;
});

const sleep = new Int32Array(new SharedArrayBuffer(4));
let steps: number[] = [];
let stalls: [number, number][] = [];
let lastMs = nowMs();

process.on('message', () => {
  steps.sort((a, b) => a - b);
  const at = (share: number) => steps[Math.floor(share * (steps.length - 1))] ?? 0;
  const report: ClockReport = { rounds: steps.length, medianMs: at(0.5), p99Ms: at(0.99), stalls };
  process.send?.(report);
  steps = [];
  stalls = [];
});
process.on('disconnect', () => process.exit());

function writeRound(): void {
  const roundAtMs = nowMs();
  const code = clockCode(roundAtMs);
  for (const [n, bytes] of pictures.entries()) {
    stampI420(bytes, size, code);
    writeSync(video, bytes, bandFrom, bandBytes, starts[n]! + bandFrom);
  }
  steps.push(roundAtMs - lastMs);
  if (roundAtMs - lastMs > stallMs) stalls.push([lastMs, roundAtMs]);
  lastMs = roundAtMs;
  Atomics.wait(sleep, 0, 0, roundMs);
  setImmediate(writeRound);
}
writeRound();

/** What a recorder that is behind, or hangs, may keep of a camera's frames: one. The others reach it as copies, in their order. */
import { afterEach, expect, test } from 'vitest';
import type { RecordMessage } from '#workers/ports.ts';
import { createRecordLink, type RecordLink } from '#workers/view/record-link.ts';
import { until } from '../../support/waiting.ts';

const size = { widthPx: 16, heightPx: 8 };

/** Luma is `code`; closed when the test is over. */
function frameOf(code: number): VideoFrame {
  const luma = size.widthPx * size.heightPx;
  const codes = new Uint8Array(luma * 1.5).fill(128).fill(code, 0, luma);
  return new VideoFrame(codes, {
    format: 'I420',
    codedWidth: size.widthPx,
    codedHeight: size.heightPx,
    timestamp: code * 1000,
  });
}

let link: RecordLink | null = null;
afterEach(() => {
  link?.[Symbol.dispose]();
  link = null;
});

function rig() {
  const { port1, port2 } = new MessageChannel();
  const got: RecordMessage[] = [];
  port1.onmessage = ({ data }: MessageEvent<RecordMessage>) => got.push(data);
  const made = createRecordLink(() => performance.now() / 1000);
  link = made;
  made.connect(port2);
  made.turn(true);
  const send = (number: number, stream: 'main' | 'second' = 'main') => {
    const frame = frameOf(number);
    made.send(stream, { frame, number, arrivedS: number }, { profileMark: 0, blanks: [] });
    frame.close();
  };
  const answer = () => port1.postMessage({ type: 'recorded', waiting: 0 });
  return { got, send, answer };
}

const isLent = ({ frame }: RecordMessage): boolean => frame instanceof VideoFrame;
const lumaOf = ({ frame }: RecordMessage): number | undefined =>
  'kind' in frame ? frame.planes[0]?.samples[5] : undefined;

test('a recorder that never answers holds one frame of each camera; what else it was sent are copies, in order, and then nothing', async () => {
  const { got, send } = rig();
  send(1);
  send(2);
  send(3);
  send(4, 'second');
  send(5, 'second');
  for (let number = 6; number < 20; number++) send(number);
  await until(() => got.length === 6);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(got.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(got.map(isLent)).toEqual([true, false, false, false, false, false]);
  expect(got.slice(1).map(lumaOf)).toEqual([2, 3, 4, 5, 6]);
});

test('a recorder that follows gets every frame as it is', async () => {
  const { got, send, answer } = rig();
  for (let number = 0; number < 12; number++) {
    send(number);
    await until(() => got.length === number + 1);
    answer();
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  expect(got.every(isLent)).toBe(true);
});

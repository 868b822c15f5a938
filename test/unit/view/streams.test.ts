import { expect, test } from 'vitest';
import type { CodesFrame } from '#model/frame.ts';
import { createStreams } from '#workers/view/streams.ts';

/** A frame of no interest but for its time. */
const frameAt = (timestampS: number): CodesFrame => ({
  kind: 'codes',
  timestampS,
  format: {
    format: 'I420',
    widthPx: 1,
    heightPx: 1,
    bitDepth: 8,
    colour: { fullRange: true, matrix: null, transfer: null, primaries: null },
  },
  planes: [],
});

/** Timestamps of the frames that passed, of a live stream that told `times`, 20 ms apart, and whether it is called out of order. */
async function passed(times: readonly number[], isCoded: boolean) {
  let nowS = 100;
  const came: number[] = [];
  const main = new ReadableStream<CodesFrame>({
    start(controller) {
      for (const timeS of times) controller.enqueue(frameAt(timeS));
      controller.close();
    },
  });
  return new Promise<{ came: readonly number[]; isOutOfOrder: boolean }>(resolve => {
    const streams = createStreams(
      { main, second: null, nominalFps: null, isLive: true, isCoded },
      () => {
        nowS += 0.02;
        return nowS;
      },
      {
        arrived: (_stream, { frame }) => came.push('kind' in frame ? frame.timestampS : Number.NaN),
        due: () => undefined,
        ended() {
          resolve({ came, isOutOfOrder: streams.isOutOfOrder() });
          streams[Symbol.dispose]();
        },
      },
    );
  });
}

const steppingBack = [0, 0.05, 0.1, 0.04, 0.06, 0.08, 0.12, 0.17];

test('a camera’s frames that are older than one before are dropped, and that is said', async () => {
  expect(await passed(steppingBack, false)).toEqual({
    came: [0, 0.05, 0.1, 0.12, 0.17],
    isOutOfOrder: true,
  });
});

test('a remote stream loses no frame when the browser corrects its estimate of when to show them', async () => {
  expect(await passed(steppingBack, true)).toEqual({ came: steppingBack, isOutOfOrder: false });
});

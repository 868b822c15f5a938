/** The real feed worker on a real disk: frame k shown is frame k, raw and packed, read from the picture; and small pictures are those of their frames. */
import { afterAll, describe, expect, test } from 'vitest';
import { deleteSession } from '#archive/sessions.ts';
import type { CodesFrame, Frame } from '#model/frame.ts';
import { moved, startFeedWorker } from '#platform/workers.ts';
import type { FeedPortMessage } from '#workers/ports.ts';
import { createRandom } from '../../support/random.ts';
import makerUrl from './painted.worker.ts?worker&url';

const frameCount = 90;
const made: string[] = [];
afterAll(async () => {
  const root = await navigator.storage.getDirectory();
  for (const id of made) await deleteSession(root, id).catch(() => undefined);
});

async function make(id: string, isPacked: boolean): Promise<void> {
  made.push(id);
  const worker = new Worker(makerUrl, { type: 'module' });
  const answer = await new Promise<string | null>(resolve => {
    worker.onmessage = ({ data }: MessageEvent<string | null>) => resolve(data);
    worker.postMessage({ id, frames: frameCount, isPacked });
  });
  worker.terminate();
  if (answer !== null) throw new Error(answer);
}

/** The number in the picture, read from pixels alone: `codeAt` bar 0 to 15. */
function numberIn(codeAt: (bar: number) => number): number {
  let index = 0;
  for (let bar = 0; bar < 16; bar++) index = 2 * index + (codeAt(bar) > 127 ? 1 : 0);
  return index;
}
const paintedIn = ({ planes }: CodesFrame) => numberIn(bar => planes[0]!.samples[10 * 128 + bar * 8 + 4]!);

async function opened(sessionId: string) {
  const worker = startFeedWorker();
  const { port1, port2 } = new MessageChannel();
  const stream = new Promise<ReadableStream<Frame>>(resolve => {
    port1.onmessage = ({ data }: MessageEvent<FeedPortMessage>) => {
      if (data.type === 'stream') resolve(data.stream);
    };
  });
  await worker.api.open({ kind: 'replay', sessionId }, moved({ main: port2, second: null }, [port2]));
  const frames: CodesFrame[] = [];
  const read = async () => {
    for await (const frame of await stream) if ('kind' in frame) frames.push(frame);
  };
  // It ends with the worker.
  read().catch(() => undefined);
  const wait = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise(resolve => setTimeout(resolve, 2));
  };
  return { worker, api: worker.api, frames, wait };
}

describe.each([
  { what: 'raw', isPacked: false },
  { what: 'packed', isPacked: true },
])('a $what session', ({ what, isPacked }) => {
  const id = `painted-${what}-session`;

  test('shows frame k when frame k is asked for: anywhere, forwards and backwards, at rest and playing', async () => {
    await make(id, isPacked);
    const { worker, api, frames, wait } = await opened(id);
    const random = createRandom(11);
    await api.pause();
    await wait(() => frames.length > 0);
    const steps = Array.from({ length: 12 }, (_, k) => [40 + k, 51 - k]);
    const wanted = [
      ...Array.from({ length: 40 }, () => random.integer(0, frameCount - 1)),
      ...steps.map(([forwards]) => forwards!),
      ...steps.map(([, backwards]) => backwards!),
    ];
    for (const frameIndex of wanted) {
      const before = frames.length;
      await api.seek(frameIndex);
      await wait(() => frames.length > before);
      expect(paintedIn(frames.at(-1)!)).toBe(frameIndex);
    }
    for (const speed of [1, -1, 4, -4]) {
      await api.play(speed);
      for (let i = 0; i < 3; i++) {
        const frameIndex = random.integer(20, 70);
        const before = frames.length;
        await api.seek(frameIndex);
        await wait(() => frames.slice(before).some(frame => paintedIn(frame) === frameIndex));
        await wait(() => frames.length > before + 3);
      }
    }
    expect(frames.every(frame => paintedIn(frame) === frame.number)).toBe(true);
    worker[Symbol.dispose]();
  });

  test('small pictures are those of their frames, and do not move what plays', async () => {
    const { worker, api, frames, wait } = await opened(id);
    await api.pause();
    await wait(() => frames.length > 0);
    await api.seek(33);
    await wait(() => paintedIn(frames.at(-1)!) === 33);
    const before = frames.length;
    const wanted = [80, 0, 33, 34, 12, 89];
    const pictures = await Promise.all(wanted.map(frameIndex => api.thumbnail(frameIndex, 32)));
    for (const [i, picture] of pictures.entries()) {
      expect([picture?.width, picture?.height]).toEqual([64, 32]);
      const context = new OffscreenCanvas(64, 32).getContext('2d')!;
      context.drawImage(picture!, 0, 0);
      const { data } = context.getImageData(0, 4, 64, 1);
      expect(numberIn(bar => data[(bar * 4 + 2) * 4]!)).toBe(wanted[i]);
      picture!.close();
    }
    expect(await api.thumbnail(frameCount, 32)).toBeNull();
    expect(frames.length).toBe(before);
    const index = await api.index();
    expect(index?.frameAtS.length).toBe(frameCount);
    expect(index?.frameAtS[60]).toBeCloseTo(2, 6);
    worker[Symbol.dispose]();
  });
});

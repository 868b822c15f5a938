/** Recorded sessions played in a test: frames that carry their index in their picture, and what is heard of the player. */
import { openSession } from '#archive/reader.ts';
import type { SessionWriter } from '#archive/writer.ts';
import type { CodesFrame, Frame, FrameFormat } from '#model/frame.ts';
import type { FeedNews, Playhead } from '#workers/feed/api.ts';
import type { Maker } from '#workers/feed/maker.ts';
import { createReplay } from '#workers/feed/replay/replay.ts';
import { grey, sessionInMemory } from '../archive/samples.ts';

export const id = 'session-0001';

/** A pause of the test, not of the recording. */
export const after = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

export async function replayOf(
  fill: (writer: SessionWriter) => Promise<void>,
  opened: Maker[],
  streams: 1 | 2 = 1,
) {
  const { sessions, folder } = await sessionInMemory(fill, { streams });
  const news: FeedNews[] = [];
  const start = async () => {
    const open = () => openSession(sessions, id);
    const tell = (one: FeedNews) => void news.push(one);
    const maker = await createReplay(await open(), {
      tell,
      clockS: () => performance.now() / 1000,
      openAgain: open,
    });
    opened.push(maker);
    return maker;
  };
  const playheads = () => news.flatMap(one => (one.type === 'playhead' ? [one.playhead] : []));
  const until = async (isSo: (playhead: Playhead) => boolean): Promise<Playhead> => {
    for (;;) {
      const found = playheads().find(isSo);
      if (found) return found;
      await after(2);
    }
  };
  return { start, sessions, folder, news, playheads, until };
}

/** Reads as the view worker does: always. */
export function collect(stream: ReadableStream<Frame>): CodesFrame[] {
  const frames: CodesFrame[] = [];
  const reader = stream.getReader();
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if ('kind' in value) frames.push(value);
    }
  };
  read().catch((error: unknown) => {
    throw error;
  });
  return frames;
}

export const nextAfter = async (frames: readonly CodesFrame[], count: number) => {
  while (frames.length <= count) await after(2);
  return frames.at(-1)!;
};

const bits = 16;
const paintedFormat: FrameFormat = grey(bits * 4, 4);

/** Frame `index` with its index painted as black and white bars of four pixels, the highest bit at the left. */
export async function writePainted(writer: SessionWriter, index: number, arrivedS: number): Promise<void> {
  const room = writer.roomFor(paintedFormat);
  const { widthPx, heightPx } = paintedFormat;
  const codes = new Uint8Array(room.buffer, room.startBytes, widthPx * heightPx);
  for (let i = 0; i < codes.length; i++)
    codes[i] = (index >> (bits - 1 - Math.floor((i % widthPx) / 4))) & 1 ? 235 : 16;
  await writer.writeFrame({
    stream: 'main',
    number: 1000 + index,
    timestampS: index / 30,
    arrivedS,
    profileMark: 0,
    format: paintedFormat,
  });
}

/** The number in the picture, read from pixels alone. */
export function paintedIn({ planes }: CodesFrame): number {
  let index = 0;
  for (let bit = 0; bit < bits; bit++) index = 2 * index + (planes[0]!.samples[bit * 4 + 2]! > 128 ? 1 : 0);
  return index;
}

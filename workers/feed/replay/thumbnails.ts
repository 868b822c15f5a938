/**
 * Small pictures of a session, one at a time, the one asked for last first: a hand on the timeline is answered before the strip behind it.
 * Holds a reader of its own from the first picture on, so that a video need not be wound back for what plays; dispose of it.
 */
import type { SessionReader } from '#archive/reader.ts';
import { channelRectPx, type StreamSizes } from '#model/layout.ts';
import { unknownProfile } from '#model/profile.ts';
import { type SmallPicture, smallPicture } from './small-picture.ts';

type Wish = {
  readonly frameIndex: number;
  readonly heightPx: number;
  answer(picture: ImageBitmap | null): void;
};

/** More than a timeline shows; those that have waited longest are answered with nothing. */
const mostWishes = 200;

export type Thumbnails = {
  /** As `FeedApi.thumbnail`. */
  make(frameIndex: number, heightPx: number): Promise<ImageBitmap | null>;
  [Symbol.dispose](): void;
};

export function createThumbnails(open: () => Promise<SessionReader>): Thumbnails {
  const wishes: Wish[] = [];
  let reader: Promise<SessionReader> | null = null;
  let isBusy = false;
  let isOver = false;

  const make = async ({ frameIndex, heightPx }: Wish): Promise<ImageBitmap | null> => {
    try {
      reader ??= open();
      const picture = await pictureOf(await reader, frameIndex, heightPx);
      if (!picture || isOver) return null;
      const { rgba, widthPx } = picture;
      return await createImageBitmap(new ImageData(rgba, widthPx));
    } catch {
      // A frame that is damaged has no small picture; the replay tells of it when it is shown.
      return null;
    }
  };

  const work = async (): Promise<void> => {
    isBusy = true;
    for (let wish = wishes.pop(); wish; wish = wishes.pop()) wish.answer(isOver ? null : await make(wish));
    isBusy = false;
  };

  return {
    make: (frameIndex, heightPx) =>
      new Promise(answer => {
        wishes.push({ frameIndex, heightPx, answer });
        if (wishes.length > mostWishes) wishes.shift()?.answer(null);
        if (!isBusy) void work();
      }),
    [Symbol.dispose]() {
      isOver = true;
      void reader?.then(
        opened => opened[Symbol.dispose](),
        () => undefined,
      );
    },
  };
}

/** White light of main frame `frameIndex` in small, or NIR in grey where the layout has no white light; null: no such frame or channel. */
export async function pictureOf(
  reader: SessionReader,
  frameIndex: number,
  heightPx: number,
): Promise<SmallPicture | null> {
  const main = reader.frames[frameIndex];
  if (!main) return null;
  const { layout, profile } = await inputsAt(reader, frameIndex);
  const channel = layout.white ?? layout.nir;
  const second =
    reader.secondFrames.findLast(({ sequence }) => sequence < main.sequence) ?? reader.secondFrames[0];
  const entry = channel?.stream === 'second' ? second : main;
  if (!channel || !entry) return null;
  const sizes: StreamSizes = { main: main.format, ...(second && { second: second.format }) };
  const rect = channelRectPx(channel, sizes);
  if (!rect) return null;
  const planes = await reader.readFrame(entry);
  return smallPicture(planes, { rect, isGrey: layout.white === null, profile }, heightPx);
}

/** What the picture is read with, as it was in force; the session's own layout before the first settings. */
async function inputsAt(reader: SessionReader, frameIndex: number) {
  const held = reader.events.findLast(
    ({ entry, holdsFrom }) => entry.type === 'inputs' && holdsFrom <= frameIndex,
  );
  const event = held ? await reader.readEvent(held.entry) : null;
  return event?.type === 'inputs'
    ? event.inputs
    : { layout: reader.manifest.feed.layout, profile: unknownProfile };
}

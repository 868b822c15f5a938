/**
 * Decodes pictures a group at a time: packets of which the first stands alone. Holds a decoder between groups; whoever created it
 * disposes of it.
 */
import { packingOf, pictureLayout } from './packing.ts';
import type { PictureSize, ReadPace } from './video.ts';
import { vp9 } from './vp9.ts';

/** The pictures of one group, on their way out of the decoder. */
export type GroupDecoding = {
  /** Resolves as soon as it is there; rejects with an `Error` when it will not come. `place` counts within the group. */
  picture(place: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Resolves when nothing more will come, whatever came, and the buffers are the caller's again. */
  readonly ended: Promise<void>;
  readonly hasEnded: boolean;
  readonly hasFailed: boolean;
};

export type GroupDecoder = {
  /** Begins a group, and gives up the one before where it has not ended. Pictures are put into `buffers`, one each. */
  start(
    packets: readonly Uint8Array<ArrayBuffer>[],
    buffers: readonly Uint8Array<ArrayBuffer>[],
  ): GroupDecoding;
  [Symbol.dispose](): void;
};

/** A decoder that has given no picture for so long will give none: the largest take seconds each. */
const stuckAfterS = 30;

/** Takes the decoder's frames and failures. */
type Taker = { take(frame: VideoFrame): void; fail(error: unknown): void };

/** A decoder may keep a picture until it is given the next: it is not waited for longer. */
const keptBackS = 1;

/** Throws where the browser has no decoder. */
export function createGroupDecoder(size: PictureSize, step?: ReadPace['step']): GroupDecoder {
  let decoder: VideoDecoder | null = null;
  /** Null between groups. */
  let taker: Taker | null = null;

  const closeDecoder = () => {
    if (decoder && decoder.state !== 'closed') decoder.close();
    decoder = null;
  };

  const openDecoder = (): VideoDecoder => {
    const opened = new VideoDecoder({
      output: frame => {
        if (taker && decoder === opened) taker.take(frame);
        else frame.close();
      },
      error: error => {
        if (decoder === opened) taker?.fail(error);
      },
    });
    decoder = opened;
    return opened;
  };

  return {
    start(packets, buffers) {
      taker?.fail(new Error('The picture was not waited for.'));
      const used = decoder ?? openDecoder();
      used.configure({
        ...vp9,
        codedWidth: size.widthPx,
        codedHeight: size.heightPx,
        optimizeForLatency: true,
      });

      const waits = buffers.map(() => Promise.withResolvers<Uint8Array<ArrayBuffer>>());
      // Most pictures of a group are not asked for.
      for (const { promise } of waits) promise.catch(() => undefined);
      const copies: Promise<void>[] = [];
      let hasFailed = false;
      let hasEnded = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = () => {
        clearTimeout(timer);
        if (taker === own) taker = null;
        const missing = new Error('The video does not hold this picture whole.');
        for (const { reject } of waits) reject(missing);
      };
      const fail = (error: unknown) => {
        if (hasFailed) return;
        hasFailed = true;
        closeDecoder();
        for (const { reject } of waits) reject(toError(error));
        end();
      };
      const watch = () => {
        clearTimeout(timer);
        timer = setTimeout(() => fail(new Error('The video decoder does not answer.')), stuckAfterS * 1000);
      };
      const own: Taker = {
        fail,
        take(frame) {
          watch();
          // The timestamp is the picture's place, which we gave the packet: a decoder may leave pictures out.
          const wait = waits[frame.timestamp];
          const buffer = buffers[frame.timestamp];
          const copied = wait && buffer ? copyOut(frame, size, buffer) : Promise.resolve(null);
          copies.push(
            copied
              .then(picture => {
                if (picture) wait?.resolve(picture);
              }, fail)
              .finally(() => frame.close()),
          );
        },
      };
      taker = own;
      watch();
      const run = async (): Promise<void> => {
        try {
          for (const [place, data] of packets.entries()) {
            used.decode(
              new EncodedVideoChunk({ type: place === 0 ? 'key' : 'delta', timestamp: place, data }),
            );
            await step?.(() => soon(waits[place]?.promise));
          }
          await used.flush();
        } catch (error) {
          fail(error);
        }
        await Promise.all(copies);
        end();
        hasEnded = true;
      };
      return {
        picture: place => waits[place]?.promise ?? Promise.reject(new Error('No such picture in its group.')),
        ended: run(),
        get hasEnded() {
          return hasEnded;
        },
        get hasFailed() {
          return hasFailed;
        },
      };
    },
    [Symbol.dispose]() {
      taker?.fail(new Error('The video was closed.'));
      closeDecoder();
    },
  };
}

const soon = (picture: Promise<unknown> | undefined): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, keptBackS * 1000);
    const come = () => {
      clearTimeout(timer);
      resolve();
    };
    picture?.then(come, come);
  });

const toError = (error: unknown): Error =>
  new Error('A picture of the video cannot be decoded.', { cause: error });

/** Copies the frame's samples in the format that the decoder chose, never through RGB. */
async function copyOut(
  frame: VideoFrame,
  size: PictureSize,
  into: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { visibleRect: rect, format } = frame;
  if (rect?.width !== size.widthPx || rect.height !== size.heightPx)
    throw new Error(`A picture is ${rect?.width} × ${rect?.height} and not as large as the video says.`);
  const { chromaWidthPx, uAtBytes, vAtBytes, totalBytes } = pictureLayout(size);
  const luma = { offset: 0, stride: size.widthPx };
  if (format === 'I420') {
    const chroma = [uAtBytes, vAtBytes].map(offset => ({ offset, stride: chromaWidthPx }));
    await frame.copyTo(into, { layout: [luma, ...chroma] });
    return into;
  }
  const packing = format === 'NV12' && packingOf({ ...size, format, bitDepth: 8, colour: noColour });
  if (!packing) throw new Error(`The decoder gives pictures as ${format}, which this viewer does not know.`);
  const woven = new Uint8Array(totalBytes);
  await frame.copyTo(woven, { layout: [luma, { offset: uAtBytes, stride: 2 * chromaWidthPx }] });
  packing.toPicture(woven, into);
  return into;
}

const noColour = { fullRange: null, matrix: null, transfer: null, primaries: null } as const;

/** One video file, indexed: when each of its frames is due, and the decoded frames themselves. Holds the file and a decoder. */
import { BlobSource, EncodedPacketSink, Input, MATROSKA, MP4, QTFF, VideoSampleSink, WEBM } from 'mediabunny';
import { ProblemError } from '#model/problem.ts';
import { fileError } from './file-problems.ts';
import { checkSize } from './picture.ts';

export type Reel = {
  /** Presentation times in seconds, ascending, as the file has them; at least one. */
  readonly timesS: Float64Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Name of the container. */
  readonly container: string;
  /** The frame shown at `timeS`, or null before the first. The caller closes it. */
  frameAt(timeS: number): Promise<VideoFrame | null>;
  /** Frames from the one shown at `timeS` on, in display order. The caller closes each. */
  framesFrom(timeS: number): AsyncGenerator<VideoFrame, void, void>;
  [Symbol.dispose](): void;
};

/** Opens a video and decodes its first frame as a proof. Throws a `ProblemError`, holding nothing then. */
export async function openReel(file: File): Promise<Reel> {
  const input = new Input({ formats: [MP4, QTFF, WEBM, MATROSKA], source: new BlobSource(file) });
  try {
    return await reelOf(input);
  } catch (error) {
    input.dispose();
    throw error instanceof ProblemError ? error : fileError('file-damaged', error);
  }
}

async function reelOf(input: Input): Promise<Reel> {
  const track = await input.getPrimaryVideoTrack();
  if (!track) {
    // A file cut off before its index looks as if nothing was in it.
    const isEmpty = (await input.getTracks()).length === 0;
    throw fileError(isEmpty ? 'file-damaged' : 'video-no-picture');
  }
  const [widthPx, heightPx] = [await track.getCodedWidth(), await track.getCodedHeight()];
  checkSize(widthPx, heightPx);
  if (!(await track.canDecode())) throw fileError('video-codec');
  const { name: container } = await input.getFormat();

  const times: number[] = [];
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  }))
    times.push(packet.timestamp);
  // Packets come in decoding order, which is not the order of display where there are B-frames.
  const timesS = Float64Array.from(times).sort();
  if (timesS.length === 0) throw fileError('file-damaged');

  const sink = new VideoSampleSink(track);
  const frameAt = async (timeS: number): Promise<VideoFrame | null> => {
    using sample = await sink.getSample(timeS);
    return sample?.toVideoFrame() ?? null;
  };
  const first = await frameAt(timesS[0]!);
  if (!first) throw fileError('file-damaged');
  first.close();

  return {
    timesS,
    widthPx,
    heightPx,
    container,
    frameAt,
    async *framesFrom(timeS) {
      for await (const sample of sink.samples(timeS)) {
        const frame = sample.toVideoFrame();
        sample.close();
        yield frame;
      }
    },
    [Symbol.dispose]() {
      input.dispose();
    },
  };
}

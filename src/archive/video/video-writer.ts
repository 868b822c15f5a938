/**
 * Writes pictures into a WebM file by the browser's VP9 encoder. Holds an encoder and a few pictures on their way through it; the file
 * is written in pieces as they come out.
 */
import {
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  StreamTarget,
  type StreamTargetChunk,
  WebMOutputFormat,
} from 'mediabunny';
import type { WritableFile } from '../files.ts';
import { answersWithin } from './answers-within.ts';
import { pictureLayout } from './packing.ts';
import type { PictureSize, VideoWriter } from './video.ts';
import { vp9 } from './vp9.ts';

/**
 * Every so many pictures one stands alone, so that any is reached by decoding this many at most. With noise it costs nothing
 * (README.md); 8 would take 720p past the 100 ms that scrubbing may take.
 */
const groupPictures = 4;
/**
 * 0 to 63; 0 is lossless in VP9 by definition (base_q_idx 0). 12 errs by 1 code of 255 (root mean square, 8 at worst), less than the
 * noise of cameras, for 40 to 65 % of the room (README.md).
 */
const quantizers = { exact: 0, lossy: 12 } as const;
/** Nominal: when a frame was taken stands in its record. Whole milliseconds, as WebM counts them. */
const pictureMs = 40;
const waitingPictures = 3;
/** Far longer than any picture takes on any machine; past it the encoder will not answer any more. */
const stuckAfterS = 120;

/** Rejects with an `Error` where the browser has no such encoder. */
export async function createVideoWriter(
  file: WritableFile,
  size: PictureSize,
  quality: 'exact' | 'lossy',
): Promise<VideoWriter> {
  const config: VideoEncoderConfig = {
    ...vp9,
    width: size.widthPx,
    height: size.heightPx,
    bitrateMode: 'quantizer',
    latencyMode: 'realtime',
  };
  if (typeof VideoEncoder === 'undefined' || !(await VideoEncoder.isConfigSupported(config)).supported)
    throw new Error('This browser does not encode VP9 at a fixed quantizer.');

  let bytes = 0;
  let pictures = 0;
  let encoded = 0;
  let failure: unknown = null;
  /** Wakes whoever waits for the encoder, also when it failed. */
  let wake: () => void = () => undefined;
  const fail = (error: unknown) => {
    failure ??= error;
    wake();
  };
  const throwFailure = () => {
    if (failure !== null) throw failure;
  };

  const output = new Output({
    format: new WebMOutputFormat({ minimumClusterDuration: 0 }),
    target: new StreamTarget(
      new WritableStream<StreamTargetChunk>({
        write({ data, position }) {
          try {
            file.write(data, position);
          } catch (error) {
            fail(error);
            throw error;
          }
          bytes = Math.max(bytes, position + data.length);
        },
      }),
    ),
  });
  const track = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(track);
  await output.start();

  let written = Promise.resolve();
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      encoded += 1;
      wake();
      const packet = EncodedPacket.fromEncodedChunk(chunk);
      written = written.then(() => (failure === null ? track.add(packet, metadata) : undefined)).catch(fail);
    },
    error: fail,
  });
  encoder.addEventListener('dequeue', () => wake());
  encoder.configure(config);
  const { chromaWidthPx, uAtBytes, vAtBytes } = pictureLayout(size);
  const layout = [
    { offset: 0, stride: size.widthPx },
    { offset: uAtBytes, stride: chromaWidthPx },
    { offset: vAtBytes, stride: chromaWidthPx },
  ];

  /** Until `holds` or a failure. */
  const waitUntil = async (holds: () => boolean): Promise<void> => {
    while (failure === null && !holds())
      await answersWithin(
        new Promise<void>(resolve => {
          wake = resolve;
        }),
        stuckAfterS,
        'The video encoder',
      );
    await written;
    throwFailure();
  };

  return {
    async add(picture) {
      throwFailure();
      // The frame copies the picture.
      const frame = new VideoFrame(picture, {
        format: 'I420',
        codedWidth: size.widthPx,
        codedHeight: size.heightPx,
        layout,
        timestamp: pictures * pictureMs * 1000,
        duration: pictureMs * 1000,
      });
      const options = {
        keyFrame: pictures % groupPictures === 0,
        vp9: { quantizer: quantizers[quality] },
      };
      encoder.encode(frame, options);
      frame.close();
      pictures += 1;
      await waitUntil(() => encoder.encodeQueueSize < waitingPictures);
    },
    settled: () => waitUntil(() => encoded >= pictures),
    async finish() {
      throwFailure();
      await answersWithin(encoder.flush(), stuckAfterS, 'The video encoder');
      await written;
      throwFailure();
      encoder.close();
      await output.finalize();
      throwFailure();
      return { bytes };
    },
    [Symbol.dispose]() {
      failure ??= new Error('The video was disposed of before it was written.');
      if (encoder.state !== 'closed') encoder.close();
      // What it might still have to say concerns a file that nobody will read.
      if (output.state === 'started') void output.cancel().catch(() => undefined);
    },
  };
}

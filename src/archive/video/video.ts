/**
 * The contract of the videos that frames' codes are packed into. `exact-video.ts` is the browser's; a reader or packer takes it
 * as an argument, so that the archive works where there is none (Node: raw records only).
 */
import type { FrameFormat } from '#model/frame.ts';
import type { ReadableFile, WritableFile } from '../files.ts';

/**
 * A picture of 8-bit 4:2:0: planes Y, U, V packed without padding, chroma ⌈w/2⌉ × ⌈h/2⌉. How a frame's codes of any format become
 * such pictures and come back: `packing.ts`.
 */
export type PictureSize = { readonly widthPx: number; readonly heightPx: number };

/** Writes one video file. Calls must not overlap. Whoever created it finishes or disposes of it; the file stays the caller's. */
export type VideoWriter = {
  /** The next picture. The buffer is the caller's again when the promise resolves. */
  add(picture: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Resolves once the encoder has nothing to do. */
  settled(): Promise<void>;
  /** Returns once all is in the file. */
  finish(): Promise<{ readonly bytes: number }>;
  [Symbol.dispose](): void;
};

/** Reads one video file. Calls must not overlap. Whoever opened it disposes of it; the file stays the caller's. */
export type VideoReader = {
  readonly size: PictureSize;
  /**
   * Picture `index`, counted from 0 by its place in the file, never by time. Memory of the reader, until the next call. Near to
   * the one before (either way) it is cheap. Rejects with an `Error` where the file does not hold it.
   */
  picture(index: number): Promise<Uint8Array<ArrayBuffer>>;
  [Symbol.dispose](): void;
};

export type ReadPace = {
  /**
   * Called after each picture that is given to the decoder, of those decoded ahead too; the next waits for it. `settled` resolves when the decoder
   * has done with it. Where it rejects, so do the pictures.
   */
  step?: ((settled: () => Promise<void>) => Promise<void>) | undefined;
};

export type VideoCodec = {
  /** `exact`: every sample comes back as it was. Otherwise as good as pays for its room. */
  createWriter(file: WritableFile, size: PictureSize, quality: 'exact' | 'lossy'): Promise<VideoWriter>;
  openReader(file: ReadableFile, how?: ReadPace): Promise<VideoReader>;
  /** Encodes and decodes noise, extremes and odd sizes, and compares: true where all of it came back. */
  proveExact(): Promise<boolean>;
};

/** Turns the packed planes of frames of one format into pictures and back, without losing a bit. */
export type Packing = {
  readonly size: PictureSize;
  /** Writes the picture of `payload` (planes as `packedPlanes` lays them) into `picture`. */
  toPicture(payload: Uint8Array<ArrayBuffer>, picture: Uint8Array<ArrayBuffer>): void;
  toPayload(picture: Uint8Array<ArrayBuffer>, payload: Uint8Array<ArrayBuffer>): void;
};

/** What `packing.ts` exports; null for sizes that no video holds. */
export type PackingOf = (format: FrameFormat) => Packing | null;

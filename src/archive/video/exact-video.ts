/** Video that keeps every sample, by the browser's own VP9; and the proof that this browser's does. */
import type { ReadableFile, WritableFile } from '../files.ts';
import { pictureLayout } from './packing.ts';
import type { PictureSize, ReadPace, VideoCodec } from './video.ts';
import { openVideoReader } from './video-reader.ts';
import { createVideoWriter } from './video-writer.ts';

/** WebM of VP9 at quantizer 0, by WebCodecs. Works in pages and workers; rejects where there is none. */
export const exactVideo: VideoCodec = {
  createWriter: createVideoWriter,
  openReader: openVideoReader,
  async proveExact() {
    try {
      for (const size of provenSizes) if (!(await isExact(size))) return false;
      return true;
    } catch {
      // No coder, or one that refuses: nothing is proved.
      return false;
    }
  },
};

/** The same, decoded at the pace of `step`. */
export const pacedVideo = (step: ReadPace['step']): VideoCodec => ({
  ...exactVideo,
  openReader: file => openVideoReader(file, { step }),
});

/** Odd both ways; and wide enough for two tiles, which encoders treat apart. */
const provenSizes: readonly PictureSize[] = [
  { widthPx: 37, heightPx: 19 },
  { widthPx: 530, heightPx: 35 },
];
const provenPictures = 12;

async function isExact(size: PictureSize): Promise<boolean> {
  const { totalBytes } = pictureLayout(size);
  const pictures = Array.from({ length: provenPictures }, (_, i) =>
    provenPicture(size.widthPx, totalBytes, i),
  );
  const file = memoryFile();
  using writer = await createVideoWriter(file, size, 'exact');
  for (const picture of pictures) await writer.add(picture);
  await writer.finish();
  using reader = await openVideoReader(file.toRead());
  for (const [index, picture] of pictures.entries()) {
    const decoded = await reader.picture(index);
    if (picture.some((sample, i) => sample !== decoded[i])) return false;
  }
  return true;
}

/**
 * Pictures that lossy coding cannot keep: noise, the extremes beside each other, and a slope that moves by a sample a picture, so that
 * it is predicted from the one before.
 */
function provenPicture(widthPx: number, length: number, index: number): Uint8Array<ArrayBuffer> {
  let state = (index + 1) * 2_654_435_761;
  return Uint8Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    if (index % 6 === 2) return ((i + Math.floor(i / widthPx)) % 2) * 255;
    return index % 6 < 2 ? state >>> 24 : (i + index + (state >>> 30)) % 256;
  });
}

function memoryFile(): WritableFile & { toRead(): ReadableFile } {
  let bytes = new Uint8Array(2 ** 20);
  let sizeBytes = 0;
  return {
    write(from, atBytes) {
      const end = atBytes + from.length;
      if (end > bytes.length) {
        const grown = new Uint8Array(2 * end);
        grown.set(bytes);
        bytes = grown;
      }
      bytes.set(from, atBytes);
      sizeBytes = Math.max(sizeBytes, end);
    },
    cut: to => {
      sizeBytes = to;
    },
    flush: () => undefined,
    close: () => undefined,
    toRead: () => ({
      sizeBytes,
      read(into, atBytes) {
        const part = bytes.subarray(atBytes, Math.min(sizeBytes, atBytes + into.length));
        into.set(part);
        return part.length;
      },
      close: () => undefined,
    }),
  };
}

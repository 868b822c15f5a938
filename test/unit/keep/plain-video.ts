/** A video without a browser, for tests of what is done with videos: pictures one behind the other, each deflated. Fulfils the contract. */
import { deflateSync, inflateSync } from 'node:zlib';
import { pictureLayout } from '#archive/video/packing.ts';
import type { VideoCodec } from '#archive/video/video.ts';

const headBytes = 8;
/** What lossy means here: the low bits are gone. */
const lossyMask = 0xf8;

/** `spoil` may change a picture on its way in, as a coder would that is not exact; `proves` is what `proveExact` answers. */
export function plainVideo({
  spoil = () => undefined,
  proves = true,
}: {
  readonly spoil?: (picture: Uint8Array<ArrayBuffer>, index: number) => void;
  readonly proves?: boolean;
} = {}): VideoCodec {
  return {
    proveExact: async () => proves,
    async createWriter(file, size, quality) {
      let atBytes = headBytes;
      let index = 0;
      file.write(new Uint8Array(new Uint32Array([size.widthPx, size.heightPx]).buffer), 0);
      return {
        async add(picture) {
          const kept = picture.map(sample => (quality === 'lossy' ? sample & lossyMask : sample));
          spoil(kept, index++);
          const packed = new Uint8Array(deflateSync(kept));
          file.write(new Uint8Array(new Uint32Array([packed.length]).buffer), atBytes);
          file.write(packed, atBytes + 4);
          atBytes += 4 + packed.length;
        },
        settled: async () => undefined,
        finish: async () => ({ bytes: atBytes }),
        [Symbol.dispose]: () => undefined,
      };
    },
    async openReader(file) {
      const bytes = new Uint8Array(file.sizeBytes);
      await file.read(bytes, 0);
      if (bytes.length < headBytes) throw new Error('No video.');
      const view = new DataView(bytes.buffer);
      const size = { widthPx: view.getUint32(0, true), heightPx: view.getUint32(4, true) };
      const starts: number[] = [];
      for (let at = headBytes; at + 4 <= bytes.length; at += 4 + view.getUint32(at, true)) starts.push(at);
      return {
        size,
        async picture(index) {
          const at = starts[index];
          if (at === undefined) throw new Error(`No picture ${index}.`);
          const picture = new Uint8Array(
            inflateSync(bytes.subarray(at + 4, at + 4 + view.getUint32(at, true))),
          );
          if (picture.length !== pictureLayout(size).totalBytes) throw new Error('Half a picture.');
          return picture;
        },
        [Symbol.dispose]: () => undefined,
      };
    },
  };
}

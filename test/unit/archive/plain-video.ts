/** Videos that are nothing but pictures one behind the other, so that packed sessions can be tested where there is no codec. */
import { loadChecksum } from '#archive/checksum.ts';
import { chunkFileName } from '#archive/format.ts';
import {
  encodeHeader,
  type RecordHeader,
  recordBytes,
  recordHeaderBytes,
  type StreamName,
} from '#archive/record.ts';
import { readPayload, scanChunk } from '#archive/scan.ts';
import { packingOf } from '#archive/video/packing.ts';
import type { VideoCodec, VideoWriter } from '#archive/video/video.ts';
import type { MemoryFolder } from './memory-folder.ts';

const headBytes = 8;
const pictureBytes = (widthPx: number, heightPx: number) =>
  widthPx * heightPx + 2 * Math.ceil(widthPx / 2) * Math.ceil(heightPx / 2);

/** `opened` counts the readers that are open, and how many were ever. */
export function plainVideo(): VideoCodec & { readonly opened: { now: number; most: number; ever: number } } {
  const opened = { now: 0, most: 0, ever: 0 };
  return {
    opened,
    async createWriter(file, { widthPx, heightPx }, quality) {
      const head = new Uint8Array(headBytes);
      new DataView(head.buffer).setUint32(0, widthPx);
      new DataView(head.buffer).setUint32(4, heightPx);
      file.write(head, 0);
      let bytes = headBytes;
      return {
        async add(picture) {
          file.write(quality === 'exact' ? picture : picture.map(code => code & 0xf0), bytes);
          bytes += picture.length;
        },
        settled: async () => undefined,
        finish: async () => ({ bytes }),
        [Symbol.dispose]: () => undefined,
      };
    },
    async openReader(file) {
      const head = new Uint8Array(headBytes);
      if ((await file.read(head, 0)) < headBytes) throw new Error('No video.');
      const [widthPx, heightPx] = [0, 4].map(at => new DataView(head.buffer).getUint32(at));
      if (!widthPx || !heightPx || widthPx > 8192 || heightPx > 8192) throw new Error('No video.');
      const picture = new Uint8Array(pictureBytes(widthPx, heightPx));
      opened.now += 1;
      opened.ever += 1;
      opened.most = Math.max(opened.most, opened.now);
      return {
        size: { widthPx, heightPx },
        async picture(index) {
          const count = await file.read(picture, headBytes + index * picture.length);
          if (count < picture.length) throw new Error(`There is no picture ${index}.`);
          return picture;
        },
        [Symbol.dispose]() {
          opened.now -= 1;
        },
      };
    },
    proveExact: async () => true,
  };
}

/** Packs a raw chunk as the keeper does. `isHalf`: it breaks off before the raw records are removed. */
export async function packChunk(
  session: MemoryFolder,
  number: number,
  { quality = 'exact', isHalf = false }: { quality?: 'exact' | 'lossy'; isHalf?: boolean } = {},
): Promise<void> {
  const checksum = await loadChecksum();
  const codec = plainVideo();
  const rawName = chunkFileName('records', number);
  const raw = await session.openToRead(rawName);
  const packed = await session.openToWrite(chunkFileName('packed', number));
  const videos = new Map<StreamName, { writer: VideoWriter; count: number; size: string }>();
  let atBytes = 0;
  const put = (header: RecordHeader, payload: Uint8Array<ArrayBuffer>) => {
    const bytes = new Uint8Array(recordBytes(payload.length));
    encodeHeader(header, bytes, checksum);
    bytes.set(payload, recordHeaderBytes);
    packed.write(bytes, atBytes);
    atBytes += bytes.length;
  };
  for (const { chunk: _, offsetBytes: __, ...header } of await scanChunk(session, rawName)) {
    const payload = await readPayload(raw, { ...header, chunk: _, offsetBytes: __ }, checksum);
    if (!payload) throw new Error('The sample is damaged.');
    const packing = header.kind === 'frame' ? packingOf(header.format) : null;
    if (header.kind === 'event' || !packing) {
      put(header, payload);
      continue;
    }
    const { stream } = header;
    const size = JSON.stringify(packing.size);
    const video = videos.get(stream) ?? {
      writer: await codec.createWriter(
        await session.openToWrite(chunkFileName(stream, number)),
        packing.size,
        quality,
      ),
      count: 0,
      size,
    };
    videos.set(stream, video);
    // A video has one size; frames of another stay as they came.
    if (video.size !== size) {
      put(header, payload);
      continue;
    }
    const picture = new Uint8Array(pictureBytes(packing.size.widthPx, packing.size.heightPx));
    packing.toPicture(payload, picture);
    await video.writer.add(picture);
    const isExact = quality === 'exact';
    if (!isExact)
      packing.toPayload(
        picture.map(code => code & 0xf0),
        payload,
      );
    const coded = { index: video.count, isExact };
    put({ ...header, coded, payloadChecksum: checksum(payload) }, new Uint8Array(0));
    video.count += 1;
  }
  if (!isHalf) await session.remove(rawName);
}

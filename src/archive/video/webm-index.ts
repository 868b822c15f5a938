/**
 * Where the packets of one of our video files lie, in their order: a walk over its elements that reads their headers only. A library
 * that plays any WebM finds pictures by time and loads whole clusters; here a picture is found by its place.
 *
 * Understands what `video-writer.ts` writes (RFC 9559: one track, unlaced simple blocks), and stops at the first thing that is nothing of it:
 * what lies before stays usable.
 */
import type { ReadableFile } from '../files.ts';
import type { PictureSize } from './video.ts';

export type Packet = { readonly atBytes: number; readonly bytes: number; readonly isKey: boolean };

/** Elements whose children are walked. Where they end is not asked, so that a file that was cut is read to its last block. */
const entered: readonly number[] = [
  0x18538067, // Segment
  0x1654ae6b, // Tracks
  0xae, // TrackEntry
  0xe0, // Video
  0x1f43b675, // Cluster
];
const [pixelWidth, pixelHeight, simpleBlock] = [0xb0, 0xba, 0xa3];
/** An identifier has up to 4 bytes, a size up to 8; a block's own head has 4. */
const headBytes = 16;
const blockHeadBytes = 4;
/** What 65,536 pictures, each in a cluster of its own, may have. More is no file of ours, and would take long to walk. */
const elementLimit = 400_000;

/** Rejects with an `Error` when the file has no track of pictures, or far more elements than a video of ours. */
export async function indexWebm(
  file: ReadableFile,
): Promise<{ size: PictureSize; packets: readonly Packet[] }> {
  const packets: Packet[] = [];
  const buffer = new Uint8Array(headBytes);
  let widthPx = 0;
  let heightPx = 0;
  let atBytes = 0;
  for (let elements = 0; atBytes < file.sizeBytes; elements++) {
    if (elements === elementLimit)
      throw new Error('The video has more elements than any video of a session.');
    const head = buffer.subarray(0, await file.read(buffer, atBytes));
    const element = elementHead(head);
    if (!element) break;
    const { id, bytes, dataAt } = element;
    const dataAtBytes = atBytes + dataAt;
    if (entered.includes(id)) {
      atBytes = dataAtBytes;
      continue;
    }
    if (bytes === null || dataAtBytes + bytes > file.sizeBytes) break;
    if (id === pixelWidth) widthPx = numberIn(head.subarray(dataAt, dataAt + bytes));
    if (id === pixelHeight) heightPx = numberIn(head.subarray(dataAt, dataAt + bytes));
    if (id === simpleBlock) {
      const flags = head[dataAt + blockHeadBytes - 1];
      const isLaced = flags === undefined || (flags & 0x06) !== 0;
      if (isLaced || bytes <= blockHeadBytes) break;
      packets.push({
        atBytes: dataAtBytes + blockHeadBytes,
        bytes: bytes - blockHeadBytes,
        isKey: (flags & 0x80) !== 0,
      });
    }
    atBytes = dataAtBytes + bytes;
  }
  if (!(widthPx >= 1 && heightPx >= 1)) throw new Error('The video has no track of pictures.');
  return { size: { widthPx, heightPx }, packets };
}

/** Null where no element begins. `bytes` null: the writer had not come to its end. */
function elementHead(head: Uint8Array): { id: number; bytes: number | null; dataAt: number } | null {
  const idBytes = Math.clz32(head[0] ?? 0) - 23;
  if (idBytes > 4) return null;
  const id = numberIn(head.subarray(0, idBytes));
  const first = head[idBytes] ?? 0;
  const sizeBytes = Math.clz32(first) - 23;
  const dataAt = idBytes + sizeBytes;
  if (sizeBytes > 8 || head.length < dataAt) return null;
  // The marker bit is taken off; all others set means that the size is not known.
  const top = first & (0xff >> sizeBytes);
  const rest = head.subarray(idBytes + 1, dataAt);
  const isUnknown = top === 0xff >> sizeBytes && rest.every(byte => byte === 0xff);
  return { id, bytes: isUnknown ? null : top * 256 ** rest.length + numberIn(rest), dataAt };
}

const numberIn = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

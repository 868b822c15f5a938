/** One stream of a chunk as a video: which frames it takes, written, and read back from the disk. */
import type { Folder, WritableFile } from '#archive/files.ts';
import type { StreamName } from '#archive/record.ts';
import type { Entry, FrameEntry } from '#archive/scan.ts';
import { packingOf, pictureLayout } from '#archive/video/packing.ts';
import type { Packing } from '#archive/video/video.ts';
import type { PackTools } from './tools.ts';

/** Frames of one stream that share a format, in order: frame `i` is picture `i`. */
export type CodedStream = {
  readonly stream: StreamName;
  readonly frames: readonly FrameEntry[];
  readonly packing: Packing;
};

/** A record counts its picture in 16 bits. */
const mostPictures = 65_536;

/**
 * What of `entries` can become video: of each stream the frames of the format that most bytes have. A video has one size, and sources
 * change theirs in the middle; the others stay raw.
 */
export function toCodedStreams(entries: readonly Entry[]): readonly CodedStream[] {
  return (['main', 'second'] as const).flatMap(stream => {
    const byFormat = new Map<string, FrameEntry[]>();
    for (const entry of entries) {
      if (entry.kind !== 'frame' || entry.stream !== stream) continue;
      const { format, widthPx, heightPx, bitDepth } = entry.format;
      const key = [format, widthPx, heightPx, bitDepth].join(' ');
      const alike = byFormat.get(key) ?? [];
      alike.push(entry);
      byFormat.set(key, alike);
    }
    const [most] = [...byFormat.values()]
      .filter(([first]) => first && packingOf(first.format))
      .sort((a, b) => bytesOf(b) - bytesOf(a));
    const packing = most?.[0] && packingOf(most[0].format);
    return most && packing ? [{ stream, frames: most.slice(0, mostPictures), packing }] : [];
  });
}

const bytesOf = (frames: readonly FrameEntry[]): number =>
  frames.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0);

/** After so many pictures a video that does not pay is given up; some of them are still inside the encoder. */
const trial = { pictures: 24, inEncoder: 8 } as const;

/**
 * Writes the stream as video `name` and makes it safe on the disk. Answers its bytes, or null when after a few pictures it was clear that it
 * takes more than `mostShare` of the frames' own bytes. `payloadOf` rejects where a frame is damaged.
 */
export async function writeVideo(
  folder: Folder,
  { stream, name, quality, mostShare, payloadOf }: VideoOrder,
  { codec, step }: PackTools,
): Promise<number | null> {
  const { frames, packing } = stream;
  const picture = new Uint8Array(pictureLayout(packing.size).totalBytes);
  const file = await folder.openToWrite(name);
  let written = 0;
  const counted: WritableFile = {
    ...file,
    write(from, atBytes) {
      file.write(from, atBytes);
      written = Math.max(written, atBytes + from.length);
    },
  };
  try {
    using writer = await codec.createWriter(counted, packing.size, quality);
    for (const [index, frame] of frames.entries()) {
      if (index === trial.pictures) {
        const came = (trial.pictures - trial.inEncoder) * frame.payloadBytes;
        if (written > came * mostShare) return null;
      }
      packing.toPicture(await payloadOf(frame), picture);
      await writer.add(picture);
      await step(writer.settled);
    }
    const { bytes } = await writer.finish();
    file.flush();
    return bytes;
  } finally {
    file.close();
  }
}

type VideoOrder = {
  readonly stream: CodedStream;
  readonly name: string;
  readonly quality: 'exact' | 'lossy';
  readonly mostShare: number;
  payloadOf(frame: FrameEntry): Promise<Uint8Array<ArrayBuffer>>;
};

/** Checksums of the payloads that video `name` gives for each frame of the stream, as it lies on the disk; null: it does not give it. */
export async function checksumsIn(
  folder: Folder,
  { stream: { frames, packing }, name }: { stream: CodedStream; name: string },
  { codec, checksum, step }: PackTools,
): Promise<readonly (bigint | null)[]> {
  const file = await folder.openToRead(name);
  try {
    using reader = await codec.openReader(file, { step });
    const payload = new Uint8Array(frames[0]?.payloadBytes ?? 0);
    const found: (bigint | null)[] = [];
    for (const index of frames.keys()) {
      const picture = await reader.picture(index).catch(() => null);
      if (picture) packing.toPayload(picture, payload);
      found.push(picture && checksum(payload));
      await step();
    }
    return found;
  } finally {
    file.close();
  }
}

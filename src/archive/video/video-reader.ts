/**
 * Reads pictures of a WebM file by their place in it. Holds a decoder and the pictures of up to three groups: the one asked for last and its
 * neighbours, of which the next in the direction of travel is decoded ahead.
 */
import type { ReadableFile } from '../files.ts';
import { createGroupDecoder, type GroupDecoding } from './group-decoder.ts';
import { pictureLayout } from './packing.ts';
import type { ReadPace, VideoReader } from './video.ts';
import { indexWebm, type Packet } from './webm-index.ts';

/** Past this neighbours are not kept. */
const cacheBytes = 160 * 2 ** 20;
/** Four pictures of 8192 × 8192. A file that wants more is not ours. */
const groupBytes = 512 * 2 ** 20;
const limitPx = 8192;

type Group = { readonly start: number; readonly packets: readonly Packet[] };
type Held = {
  readonly group: number;
  readonly decoding: GroupDecoding;
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
};

/** Rejects with an `Error` when the file is no video of ours. One that was cut holds the pictures before the cut. */
export async function openVideoReader(file: ReadableFile, { step }: ReadPace = {}): Promise<VideoReader> {
  const { size, packets } = await indexWebm(file);
  const { totalBytes } = pictureLayout(size);
  const { groups, groupOf } = groupsOf(packets);
  const longest = groups.reduce((most, group) => Math.max(most, group.packets.length), 0);
  if (size.widthPx > limitPx || size.heightPx > limitPx || longest * totalBytes > groupBytes)
    throw new Error(`A video of ${size.widthPx} × ${size.heightPx} in such groups is none of a session.`);
  /** Groups kept on either side. */
  const reach = 3 * longest * totalBytes <= cacheBytes ? 1 : 0;

  const decoder = createGroupDecoder(size, step);
  const spare: Uint8Array<ArrayBuffer>[] = [];
  let held: Held[] = [];
  let last = -1;
  /** Counts calls, so that what is decoded ahead gives way to the next. */
  let calls = 0;
  let isDisposed = false;

  /** Begins to decode the first `count` pictures of a group; null when another call came before it could. */
  const start = async (group: number, count: number): Promise<Held | null> => {
    const call = calls;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (const { atBytes, bytes } of groups[group]!.packets.slice(0, count)) {
      const part = new Uint8Array(bytes);
      parts.push(part.subarray(0, await file.read(part, atBytes)));
    }
    if (call !== calls || isDisposed) return null;
    const buffers = parts.map(() => spare.pop() ?? new Uint8Array(totalBytes));
    const started = { group, buffers, decoding: decoder.start(parts, buffers) };
    held.push(started);
    return started;
  };

  /** Lets go of groups far from `group`, and of those that failed, because they may only have been given up. */
  const keepNear = (group: number) => {
    const isKept = (each: Held) => Math.abs(each.group - group) <= reach && !each.decoding.hasFailed;
    // Buffers that a decoder still writes to are left to the collector.
    for (const each of held) if (!isKept(each) && each.decoding.hasEnded) spare.push(...each.buffers);
    held = held.filter(isKept);
    spare.length = Math.min(spare.length, longest);
  };

  const lookAhead = async (from: Held, towards: number): Promise<void> => {
    const call = calls;
    const next = from.group + towards;
    await from.decoding.ended;
    if (reach === 0 || call !== calls || !groups[next] || held.some(each => each.group === next)) return;
    await start(next, groups[next].packets.length);
  };

  const decode = async (group: number, place: number, count: number): Promise<Uint8Array<ArrayBuffer>> => {
    const found = held.find(each => each.group === group) ?? (await start(group, count));
    if (!found) throw new Error('A video gives one picture at a time.');
    const picture = await found.decoding.picture(place);
    const at = groups[group]!.start + place;
    if (Math.abs(at - last) === 1) void lookAhead(found, at - last).catch(() => undefined);
    last = at;
    return picture;
  };

  return {
    size,
    async picture(index) {
      calls += 1;
      const group = groupOf[index] ?? -1;
      const packed = groups[group];
      if (isDisposed || !packed) throw new Error(`The video does not hold picture ${index}.`);
      const place = index - packed.start;
      keepNear(group);
      try {
        return await decode(group, place, packed.packets.length);
      } catch (error) {
        // What lies behind the picture may be what is damaged.
        if (isDisposed || place === packed.packets.length - 1) throw error;
        keepNear(group);
        return decode(group, place, place + 1);
      }
    },
    [Symbol.dispose]() {
      isDisposed = true;
      decoder[Symbol.dispose]();
      held = [];
      spare.length = 0;
    },
  };
}

/** Groups begin at packets that stand alone. `groupOf[picture]` is −1 before the first of them. */
function groupsOf(packets: readonly Packet[]): { groups: readonly Group[]; groupOf: readonly number[] } {
  const groups: { start: number; packets: Packet[] }[] = [];
  const groupOf = packets.map((packet, index) => {
    if (packet.isKey) groups.push({ start: index, packets: [] });
    groups.at(-1)?.packets.push(packet);
    return groups.length - 1;
  });
  return { groups, groupOf };
}

/** The walk over a video file's elements: bounded, whatever the file says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadableFile } from '#archive/files.ts';
import { indexWebm } from '#archive/video/webm-index.ts';

function fileOf(bytes: Uint8Array, count = { reads: 0 }): ReadableFile {
  return {
    sizeBytes: bytes.length,
    read(into, atBytes) {
      count.reads += 1;
      const part = bytes.subarray(atBytes, atBytes + into.length);
      into.set(part);
      return part.length;
    },
    close: () => undefined,
  };
}

const unknownSize = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const segment = [0x18, 0x53, 0x80, 0x67, ...unknownSize];
const tracks = [
  ...[0x16, 0x54, 0xae, 0x6b, 0x80 | 10],
  ...[0xae, 0x80 | 8],
  ...[0xe0, 0x80 | 6, 0xb0, 0x81, 40, 0xba, 0x81, 30],
];
const cluster = [0x1f, 0x43, 0xb6, 0x75, ...unknownSize];
/** A simple block of track 1 with `data`; a size of two bytes, as it may have. */
const block = (flags: number, data: readonly number[]) => [
  ...[0xa3, 0x40, 4 + data.length, 0x81, 0, 0, flags],
  ...data,
];
const start = [...segment, ...tracks, ...cluster];
const video = Uint8Array.from([
  ...start,
  ...block(0x80, [1, 2, 3]),
  ...block(0, [4]),
  0xec,
  0x82,
  9,
  9,
  ...block(0x80, [5]),
]);

test('packets are found in their order with what they hold, whatever lies between them', async () => {
  const { size, packets } = await indexWebm(fileOf(video));
  expect(size).toEqual({ widthPx: 40, heightPx: 30 });
  const held = packets.map(({ atBytes, bytes, isKey }) => [
    ...video.subarray(atBytes, atBytes + bytes),
    isKey,
  ]);
  expect(held).toEqual([
    [1, 2, 3, true],
    [4, false],
    [5, true],
  ]);
});

test('a file that was cut has the packets before the cut', async () => {
  for (let end = start.length; end < video.length; end++) {
    const { packets } = await indexWebm(fileOf(video.subarray(0, end)));
    const whole = [10, 18, 30].filter(bytes => start.length + bytes <= end).length;
    expect(packets).toHaveLength(whole);
  }
});

test('laced blocks, which this viewer never writes, end the walk', async () => {
  const laced = Uint8Array.from([...start, ...block(0x80, [1]), ...block(0x86, [2]), ...block(0, [3])]);
  expect((await indexWebm(fileOf(laced))).packets).toHaveLength(1);
});

test('any bytes are refused with a reason or give packets that lie in the file', async () => {
  const parts = fc.constantFrom<readonly number[]>(
    segment,
    tracks,
    cluster,
    block(0x80, [1, 2]),
    [0xa3, 0x10, 0xff],
    [0xec, 0x80],
  );
  const anyFile = fc
    .array(fc.oneof(parts, fc.array(fc.nat(255), { maxLength: 12 })), { maxLength: 40 })
    .map(pieces => Uint8Array.from(pieces.flat()));
  await fc.assert(
    fc.asyncProperty(anyFile, async bytes => {
      const found = await indexWebm(fileOf(bytes)).catch((error: unknown) => error);
      if (found instanceof Error) {
        expect(found.message).toMatch(/^The video/);
        return;
      }
      for (const packet of (await indexWebm(fileOf(bytes))).packets) {
        expect(packet.bytes).toBeGreaterThan(0);
        expect(packet.atBytes + packet.bytes).toBeLessThanOrEqual(bytes.length);
      }
    }),
    { numRuns: 500 },
  );
});

test('a file of nothing but empty elements is given up after a bounded number of them', async () => {
  const count = { reads: 0 };
  const endless = new Uint8Array(4_000_000);
  for (let at = 0; at < endless.length; at += 2) endless.set([0xec, 0x80], at);
  await expect(indexWebm(fileOf(endless, count))).rejects.toThrow('more elements');
  expect(count.reads).toBeLessThan(500_000);
});

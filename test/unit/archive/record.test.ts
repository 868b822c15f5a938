/** One record's header against its documentation, through a round trip, and with bits turned over. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadChecksum } from '#archive/checksum.ts';
import { decodeHeader, encodeHeader, type RecordHeader, recordBytes } from '#archive/record.ts';
import { packedPlanes } from '#model/frame.ts';
import { createRecordRoom } from '#workers/encode/record-room.ts';
import { anyFormat, codesOf, grey } from './samples.ts';

const checksum = await loadChecksum();

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const common = {
  sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  number: fc.maxSafeInteger(),
  arrivedS: finite,
  payloadChecksum: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
};
const anyHeader: fc.Arbitrary<RecordHeader> = fc.oneof(
  fc
    .record({
      kind: fc.constant('frame' as const),
      stream: fc.constantFrom('main' as const, 'second' as const),
      timestampS: finite,
      profileMark: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      format: anyFormat,
      ...common,
    })
    .map(header => ({ ...header, payloadBytes: packedPlanes(header.format).totalBytes })),
  fc.record({
    kind: fc.constant('event' as const),
    type: fc.constantFrom('inputs', 'display', 'measurement', 'mark'),
    payloadBytes: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    ...common,
  }),
);

const encoded = (header: RecordHeader) => {
  const bytes = new Uint8Array(128);
  encodeHeader(header, bytes, checksum);
  return bytes;
};

test('XXH64 is the published one, in one piece and in many', () => {
  // Vectors of the reference implementation (xxHash, seed 0).
  expect(checksum(new Uint8Array(0))).toBe(0xef46db3751d8e999n);
  expect(checksum(new TextEncoder().encode('abc'))).toBe(0x44bc2cf5ad770999n);
  const long = new Uint8Array(200_003).fill(7);
  const view = new Uint8Array(long.length + 3).subarray(3);
  view.set(long);
  expect(checksum(view)).toBe(checksum(long));
});

test('the writer hashes with another implementation than the reader, and both agree on any bytes', async () => {
  const room = await createRecordRoom();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 40 }), (bytes, from) => {
      room.ensure(from + bytes.length);
      room.view(from, from + bytes.length).set(bytes);
      expect(room.checksum(from, from + bytes.length)).toBe(checksum(new Uint8Array(bytes)));
    }),
    { numRuns: 500 },
  );
  const large = codesOf(grey(1000, 700), 1);
  room.ensure(large.length);
  room.view(0, large.length).set(large);
  expect(room.checksum(0, large.length)).toBe(checksum(large));
});

test('every header comes back as it was written', () => {
  fc.assert(
    fc.property(anyHeader, header => {
      expect(decodeHeader(encoded(header), checksum)).toEqual(header);
    }),
  );
});

test('a header with any one bit turned over is refused', () => {
  const bit = fc.integer({ min: 0, max: 128 * 8 - 1 });
  fc.assert(
    fc.property(anyHeader, bit, (header, at) => {
      const bytes = encoded(header);
      bytes[at >> 3]! ^= 1 << (at & 7);
      expect(decodeHeader(bytes, checksum)).toBeTypeOf('string');
    }),
    { numRuns: 1000 },
  );
});

test('any bytes at all are a header or a reason, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      const copy = new Uint8Array(bytes);
      expect(['unwritten', 'cut', 'not-a-record']).toContain(decodeHeader(copy, checksum));
    }),
  );
  expect(decodeHeader(new Uint8Array(128), checksum)).toBe('unwritten');
});

test('every field lies where the documentation puts it', () => {
  const bytes = encoded({
    kind: 'frame',
    sequence: 7,
    stream: 'second',
    number: 123_456,
    timestampS: 1.5,
    profileMark: 0xfedcba98,
    arrivedS: 1_700_000_000.25,
    format: {
      format: 'NV12',
      widthPx: 1921,
      heightPx: 1079,
      bitDepth: 8,
      colour: { fullRange: false, matrix: 'bt709', transfer: 'iec61966-2-1', primaries: 'smpte170m' },
    },
    payloadBytes: 1921 * 1079 + 961 * 540 * 2,
    payloadChecksum: 0x0123456789abcdefn,
  });
  const view = new DataView(bytes.buffer);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 16)).replace(/\0+$/, '');
  expect(String.fromCharCode(...bytes.subarray(0, 8))).toBe('RLRECORD');
  expect([view.getUint16(8, true), view.getUint16(10, true)]).toEqual([1, 128]);
  expect([...bytes.subarray(12, 16)]).toEqual([1, 1, 2, 8]);
  expect([view.getUint32(16, true), view.getUint32(20, true), bytes[24]]).toEqual([1921, 1079, 1]);
  expect(view.getUint32(28, true)).toBe(0xfedcba98);
  expect(view.getBigInt64(32, true)).toBe(123_456n);
  expect([view.getFloat64(40, true), view.getFloat64(48, true)]).toEqual([1.5, 1_700_000_000.25]);
  expect([view.getUint32(56, true), view.getUint32(60, true)]).toEqual([1921 * 1079 + 961 * 540 * 2, 7]);
  expect([word(64), word(80), word(96)]).toEqual(['bt709', 'iec61966-2-1', 'smpte170m']);
  expect(view.getBigUint64(112, true)).toBe(0x0123456789abcdefn);
  expect(view.getBigUint64(120, true)).toBe(checksum(bytes.subarray(0, 120)));
});

test('a word that the header cannot hold is refused when writing, not shortened', () => {
  const header = {
    kind: 'event',
    sequence: 0,
    number: 0,
    arrivedS: 0,
    payloadBytes: 0,
    payloadChecksum: 0n,
  } as const;
  expect(() => encoded({ ...header, type: 'a-name-longer-than-sixteen' })).toThrow(RangeError);
  expect(() => encoded({ ...header, type: 'größe' })).toThrow(RangeError);
});

test('records are multiples of 16 bytes, so that 16-bit samples can be read where they lie', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), payloadBytes => {
      const bytes = recordBytes(payloadBytes);
      expect(bytes % 16).toBe(0);
      expect(bytes - 128 - payloadBytes).toBeGreaterThanOrEqual(0);
      expect(bytes - 128 - payloadBytes).toBeLessThan(16);
    }),
  );
  expect(recordBytes(packedPlanes(grey(3, 3)).totalBytes)).toBe(144);
});

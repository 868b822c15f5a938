/** One record's header against its documentation, through a round trip, and with bits turned over. */
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstLink, nextLink } from '#archive/chain.ts';
import { loadChecksum } from '#archive/checksum.ts';
import { decodeHeader, encodeHeader, type RecordHeader, recordBytes, storedBytes } from '#archive/record.ts';
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
      coded: fc.option(fc.record({ index: fc.nat({ max: 65_535 }), isExact: fc.boolean() })),
      ...common,
    })
    .map(header => ({ ...header, payloadBytes: packedPlanes(header.format).totalBytes })),
  fc.record({
    kind: fc.constant('event' as const),
    type: fc.constantFrom('inputs', 'display', 'measurement', 'mark'),
    payloadBytes: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    link: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytesToHex)),
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

const someFrame = {
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
  coded: null,
  payloadBytes: 1921 * 1079 + 961 * 540 * 2,
  payloadChecksum: 0x0123456789abcdefn,
} as const satisfies RecordHeader;
const someEvent = {
  kind: 'event',
  type: 'mark',
  sequence: 8,
  number: -1,
  arrivedS: 1_700_000_000.5,
  link: Array.from({ length: 32 }, (_, i) => (160 + i).toString(16)).join(''),
  payloadBytes: 77,
  payloadChecksum: 5n,
} as const satisfies RecordHeader;

test('every field of a frame lies where the documentation puts it', () => {
  const bytes = encoded(someFrame);
  const view = new DataView(bytes.buffer);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 16)).replace(/\0+$/, '');
  expect(String.fromCharCode(...bytes.subarray(0, 8))).toBe('RLRECORD');
  expect([view.getUint16(8, true), view.getUint16(10, true)]).toEqual([2, 128]);
  expect([...bytes.subarray(12, 16)]).toEqual([1, 1, 2, 8]);
  expect([view.getUint32(16, true), view.getUint32(20, true), bytes[24]]).toEqual([1921, 1079, 1]);
  expect([...bytes.subarray(25, 28)]).toEqual([0, 0, 0]);
  expect(view.getUint32(28, true)).toBe(0xfedcba98);
  expect(view.getBigInt64(32, true)).toBe(123_456n);
  expect([view.getFloat64(40, true), view.getFloat64(48, true)]).toEqual([1.5, 1_700_000_000.25]);
  expect([view.getUint32(56, true), view.getUint32(60, true)]).toEqual([1921 * 1079 + 961 * 540 * 2, 7]);
  expect([word(64), word(80), word(96)]).toEqual(['bt709', 'iec61966-2-1', 'smpte170m']);
  expect(view.getBigUint64(112, true)).toBe(0x0123456789abcdefn);
  expect(view.getBigUint64(120, true)).toBe(checksum(bytes.subarray(0, 120)));
  expect(storedBytes(someFrame)).toBe(someFrame.payloadBytes);
});

test('a frame whose codes lie in a video says which picture, and is a header with nothing behind it', () => {
  const coded = { ...someFrame, coded: { index: 0xabcd, isExact: false } };
  const bytes = encoded(coded);
  expect([bytes[12], bytes[25], bytes[26], bytes[27]]).toEqual([3, 1, 0xcd, 0xab]);
  expect(encoded({ ...coded, coded: { index: 1, isExact: true } })[25]).toBe(0);
  expect(storedBytes(coded)).toBe(0);
  // All but the kind and the picture are as in the raw frame.
  const raw = encoded(someFrame);
  const differ = [...bytes.keys()].filter(i => i < 120 && bytes[i] !== raw[i]);
  expect(differ).toEqual([12, 25, 26, 27]);
});

test('an event carries its link, and one from before there was a chain is of version 1', () => {
  const bytes = encoded(someEvent);
  expect([bytes[8], bytes[12]]).toEqual([2, 2]);
  expect(bytesToHex(bytes.subarray(80, 112))).toBe(someEvent.link);
  const first = encoded({ ...someEvent, link: null });
  expect([first[8], ...first.subarray(80, 112)]).toEqual([1, ...new Uint8Array(32)]);
});

test('a link is SHA-256 of the link before and the payload', () => {
  // echo -n abc | (head -c 32 /dev/zero; cat) | sha256sum, and the same again with its output in front.
  const abc = new TextEncoder().encode('abc');
  const first = nextLink(firstLink, abc);
  expect(first).toBe('365aa7d8f7f9402c4b9434502b4cc89ddb09fe50d7cd95b493b834c62d5a5370');
  expect(nextLink(first, abc)).toBe('0f25de757a05fdcd69becaeb50675b3d752b78fd31929cdbc8352b5defb683a1');
});

test('headers of what no frame can be are refused though their checksum is right', () => {
  const patched = (header: RecordHeader, patch: (view: DataView) => void) => {
    const bytes = encoded(header);
    const view = new DataView(bytes.buffer);
    patch(view);
    view.setBigUint64(120, checksum(bytes.subarray(0, 120)), true);
    return decodeHeader(bytes, checksum);
  };
  const refusals: [patch: (view: DataView) => void, header?: RecordHeader][] = [
    [view => view.setUint32(16, 0, true)],
    [view => view.setUint32(16, 2 ** 32 - 1, true)],
    [view => view.setUint32(56, 1, true)],
    [view => view.setUint8(14, 9)],
    [view => view.setUint8(14, 0)],
    [view => view.setUint8(15, 7)],
    [view => view.setUint8(15, 17)],
    [view => view.setUint8(12, 4)],
    [view => view.setFloat64(40, Number.NaN, true)],
    [view => view.setFloat64(48, Number.POSITIVE_INFINITY, true)],
    [view => view.setBigInt64(32, 2n ** 60n, true)],
    [view => view.setFloat64(48, Number.NaN, true), someEvent],
    // Coded frames came with version 2.
    [view => view.setUint16(8, 1, true), { ...someFrame, coded: { index: 0, isExact: true } }],
  ];
  for (const [patch, header = someFrame] of refusals) expect(patched(header, patch)).toBe('impossible');
  for (const version of [0, 3])
    expect(patched(someFrame, view => view.setUint16(8, version, true))).toBe('newer-version');
});

test('a word that the header cannot hold is refused when writing, not shortened', () => {
  const header = {
    kind: 'event',
    sequence: 0,
    number: 0,
    arrivedS: 0,
    link: null,
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

/**
 * One record's header, to bytes and back. Pure. The layout is documented byte by byte in README.md, which is the format's
 * definition: change both, and `recordVersions`, together. Written is version 2; version 1, which had neither chain nor coded
 * frames, is read for ever.
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { type DeliveredColour, type FrameFormat, type PixelFormat, packedPlanes } from '#model/frame.ts';
import { linkBytes } from './chain.ts';
import type { Checksum } from './checksum.ts';

export const recordHeaderBytes = 128;
/** Headers and payloads begin at multiples of this, so that 16-bit samples can be read where they lie. */
const alignmentBytes = 16;
const recordVersions = { first: 1, chained: 2 } as const;
const magic = 'RLRECORD';
const magicAt = { bytes: 8, version: 8, headerBytes: 10 } as const;
const checksumAtBytes = 120;

const kinds = { frame: 1, event: 2, codedFrame: 3 } as const;
/** An event's link to those before it. */
const linkAtBytes = 80;
/** What a coded frame says of its picture. */
const pictureAt = { flags: 25, index: 26 } as const;
const lossyFlag = 1;
/** A coded frame's picture is counted in 16 bits, so a chunk holds at most this many records. */
export const mostRecords = 65_535;
/** Position + 1 is the code in the file; only ever append. */
const pixelFormats: readonly PixelFormat[] = ['I420', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX', 'Y8', 'Y16'];
const wordBytes = 16;

export type StreamName = 'main' | 'second';

export type FrameHeader = {
  readonly kind: 'frame';
  /** Counts the session's records from 0, over all chunks. */
  readonly sequence: number;
  readonly stream: StreamName;
  readonly number: number;
  /** Seconds on the feed's own clock. */
  readonly timestampS: number;
  /** Seconds since the epoch. */
  readonly arrivedS: number;
  /** First four bytes of the hash of the profile that was in force (`hashMark`); 0: none is known. */
  readonly profileMark: number;
  readonly format: FrameFormat;
  /** Null: the planes lie behind the header. Otherwise they are picture `index` of the chunk's video of this stream. */
  readonly coded: { readonly index: number; readonly isExact: boolean } | null;
  /** Bytes of the packed planes, wherever they lie. */
  readonly payloadBytes: number;
  readonly payloadChecksum: bigint;
};

export type EventHeader = {
  readonly kind: 'event';
  readonly sequence: number;
  /** The event's `type`, at most 16 ASCII characters, so that an index needs no payload. */
  readonly type: string;
  /** The event's `frameNumber`. */
  readonly number: number;
  /** The event's `atS`. */
  readonly arrivedS: number;
  /** `nextLink` of the event before and this one's payload; null: written before there was a chain. */
  readonly link: string | null;
  readonly payloadBytes: number;
  readonly payloadChecksum: bigint;
};

export type RecordHeader = FrameHeader | EventHeader;

/** Why bytes are no header. `unwritten`: all zero, as a loss of power leaves what had not reached the disk. */
export type HeaderFault = 'unwritten' | 'cut' | 'not-a-record' | 'checksum' | 'newer-version' | 'impossible';

/** Bytes that a record with such a payload behind it takes in a chunk, padding included. */
export const recordBytes = (payloadBytes: number): number =>
  recordHeaderBytes + Math.ceil(payloadBytes / alignmentBytes) * alignmentBytes;

/** Bytes of payload that lie behind `header`: none where a frame's codes lie in a video. */
export const storedBytes = (header: RecordHeader): number =>
  header.kind === 'frame' && header.coded ? 0 : header.payloadBytes;

/** Writes `header` over the first 128 bytes of `into`. Throws a `RangeError` when a word is not short ASCII. */
export function encodeHeader(header: RecordHeader, into: Uint8Array<ArrayBuffer>, checksum: Checksum): void {
  const bytes = into.subarray(0, recordHeaderBytes).fill(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, recordHeaderBytes);
  writeWord(bytes, 0, magic);
  const isFirst = header.kind === 'event' && header.link === null;
  view.setUint16(magicAt.version, isFirst ? recordVersions.first : recordVersions.chained, true);
  view.setUint16(magicAt.headerBytes, recordHeaderBytes, true);
  view.setUint8(12, kinds[header.kind]);
  if (header.kind === 'frame') {
    const { format, colour } = { format: header.format, colour: header.format.colour };
    view.setUint8(13, header.stream === 'main' ? 0 : 1);
    view.setUint8(14, pixelFormats.indexOf(format.format) + 1);
    view.setUint8(15, format.bitDepth);
    view.setUint32(16, format.widthPx, true);
    view.setUint32(20, format.heightPx, true);
    view.setUint8(24, colour.fullRange === null ? 0 : colour.fullRange ? 2 : 1);
    view.setUint32(28, header.profileMark, true);
    view.setFloat64(40, header.timestampS, true);
    writeWord(bytes, 64, colour.matrix ?? '');
    writeWord(bytes, 80, colour.transfer ?? '');
    writeWord(bytes, 96, colour.primaries ?? '');
    if (header.coded) {
      view.setUint8(12, kinds.codedFrame);
      view.setUint8(pictureAt.flags, header.coded.isExact ? 0 : lossyFlag);
      view.setUint16(pictureAt.index, header.coded.index, true);
    }
  } else {
    writeWord(bytes, 64, header.type);
    if (header.link !== null) bytes.set(hexToBytes(header.link), linkAtBytes);
  }
  view.setBigInt64(32, BigInt(header.number), true);
  view.setFloat64(48, header.arrivedS, true);
  view.setUint32(56, header.payloadBytes, true);
  view.setUint32(60, header.sequence, true);
  view.setBigUint64(112, header.payloadChecksum, true);
  view.setBigUint64(checksumAtBytes, checksum(bytes.subarray(0, checksumAtBytes)), true);
}

/** Reads a header from the first 128 bytes of `bytes`, or says why there is none. Never throws. */
export function decodeHeader(bytes: Uint8Array<ArrayBuffer>, checksum: Checksum): RecordHeader | HeaderFault {
  if (bytes.length < recordHeaderBytes) return bytes.every(byte => byte === 0) ? 'unwritten' : 'cut';
  const head = bytes.subarray(0, recordHeaderBytes);
  if (readWord(head, 0, magicAt.bytes) !== magic)
    return head.every(byte => byte === 0) ? 'unwritten' : 'not-a-record';
  const view = new DataView(head.buffer, head.byteOffset, recordHeaderBytes);
  if (view.getBigUint64(checksumAtBytes, true) !== checksum(head.subarray(0, checksumAtBytes)))
    return 'checksum';
  const version = view.getUint16(magicAt.version, true);
  const isChained = version === recordVersions.chained;
  if (!isChained && version !== recordVersions.first) return 'newer-version';
  const kind = view.getUint8(12);
  const common = {
    sequence: view.getUint32(60, true),
    number: Number(view.getBigInt64(32, true)),
    arrivedS: view.getFloat64(48, true),
    payloadBytes: view.getUint32(56, true),
    payloadChecksum: view.getBigUint64(112, true),
  };
  if (!Number.isSafeInteger(common.number) || !Number.isFinite(common.arrivedS)) return 'impossible';
  if (kind === kinds.event) {
    const link = isChained ? bytesToHex(head.subarray(linkAtBytes, linkAtBytes + linkBytes)) : null;
    return { kind: 'event', type: readWord(head, 64, wordBytes), link, ...common };
  }
  const isCoded = kind === kinds.codedFrame && isChained;
  const format = isCoded || kind === kinds.frame ? readFormat(head, view) : null;
  const timestampS = view.getFloat64(40, true);
  if (!format || packedPlanes(format).totalBytes !== common.payloadBytes || !Number.isFinite(timestampS))
    return 'impossible';
  return {
    kind: 'frame',
    stream: view.getUint8(13) === 0 ? 'main' : 'second',
    timestampS,
    profileMark: view.getUint32(28, true),
    format,
    coded: isCoded
      ? {
          index: view.getUint16(pictureAt.index, true),
          isExact: (view.getUint8(pictureAt.flags) & lossyFlag) === 0,
        }
      : null,
    ...common,
  };
}

/** Null for what no frame can be. */
function readFormat(head: Uint8Array<ArrayBuffer>, view: DataView): FrameFormat | null {
  const format = pixelFormats[view.getUint8(14) - 1];
  const bitDepth = view.getUint8(15);
  const widthPx = view.getUint32(16, true);
  const heightPx = view.getUint32(20, true);
  if (!format || bitDepth < 8 || bitDepth > 16 || widthPx === 0 || heightPx === 0) return null;
  return { format, widthPx, heightPx, bitDepth, colour: readColour(head, view.getUint8(24)) };
}

function readColour(head: Uint8Array<ArrayBuffer>, range: number): DeliveredColour {
  return {
    fullRange: range === 0 ? null : range === 2,
    matrix: readWord(head, 64, wordBytes) || null,
    transfer: readWord(head, 80, wordBytes) || null,
    primaries: readWord(head, 96, wordBytes) || null,
  };
}

function writeWord(bytes: Uint8Array, at: number, word: string): void {
  if (word.length > wordBytes) throw new RangeError(`"${word}" is longer than ${wordBytes} characters.`);
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) throw new RangeError(`"${word}" is not plain ASCII.`);
    bytes[at + i] = code;
  }
}

function readWord(bytes: Uint8Array, at: number, lengthBytes: number): string {
  let word = '';
  for (let i = at; i < at + lengthBytes && bytes[i] !== 0; i++) word += String.fromCharCode(bytes[i]!);
  return word;
}

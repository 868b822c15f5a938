/**
 * One record's header, to bytes and back. Pure. The layout is documented byte by byte in README.md, which is the format's
 * definition: change both, and `recordVersions`, together. Written is version 2; version 1, which had neither chain nor coded
 * frames, is read for ever.
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import { type DeliveredColour, type FrameFormat, type PixelFormat, packedPlanes } from '#model/frame.ts';
import { linkBytes } from './chain.ts';
import type { Checksum } from './checksum.ts';

export const recordHeaderBytes = 128;
/** Headers and payloads begin at multiples of this, so that 16-bit samples can be read where they lie. */
const alignmentBytes = 16;
const recordVersions = { first: 1, chained: 2 } as const;
const magic = 'RLRECORD';
/** Its bytes, big-endian: compared without making a string of each. */
const magicWords = [0x524c_5245, 0x434f_5244] as const;
const magicAt = { version: 8, headerBytes: 10 } as const;
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

/** The format that was decoded last, and the bytes that said it: nearly all frames of a session share one. */
export type FormatMemory = { format: FrameFormat | null; readonly head: Uint8Array<ArrayBuffer> };
export const formatMemory = (): FormatMemory => ({ format: null, head: new Uint8Array(recordHeaderBytes) });

/**
 * Reads a header from the first 128 bytes of `bytes`, or says why there is none. Never throws. With the same `memory` each time, equal
 * formats of successive frames are one object.
 */
export function decodeHeader(
  bytes: Uint8Array<ArrayBuffer>,
  checksum: Checksum,
  memory: FormatMemory = formatMemory(),
): RecordHeader | HeaderFault {
  if (bytes.length < recordHeaderBytes) return bytes.every(byte => byte === 0) ? 'unwritten' : 'cut';
  const head = bytes.subarray(0, recordHeaderBytes);
  const view = new DataView(head.buffer, head.byteOffset, recordHeaderBytes);
  if (view.getUint32(0) !== magicWords[0] || view.getUint32(4) !== magicWords[1])
    return head.every(byte => byte === 0) ? 'unwritten' : 'not-a-record';
  if (view.getBigUint64(checksumAtBytes, true) !== checksum(head.subarray(0, checksumAtBytes)))
    return 'checksum';
  const version = view.getUint16(magicAt.version, true);
  const isChained = version === recordVersions.chained;
  if (!isChained && version !== recordVersions.first) return 'newer-version';
  // Written out, not spread: an index has a million of these, and what is copied property by property costs thrice the time and memory.
  const sequence = view.getUint32(60, true);
  const number = view.getInt32(36, true) * 2 ** 32 + view.getUint32(32, true);
  const arrivedS = view.getFloat64(48, true);
  const payloadBytes = view.getUint32(56, true);
  const payloadChecksum = view.getBigUint64(112, true);
  if (!Number.isSafeInteger(number) || !Number.isFinite(arrivedS)) return 'impossible';
  const kind = view.getUint8(12);
  if (kind === kinds.event) {
    const type = readWord(head, 64, wordBytes);
    const link = isChained ? hexOf(head, linkAtBytes, linkBytes) : null;
    return { kind: 'event', sequence, type, number, arrivedS, link, payloadBytes, payloadChecksum };
  }
  const isCoded = kind === kinds.codedFrame && isChained;
  const format = isCoded || kind === kinds.frame ? readFormat(head, view, memory) : null;
  const timestampS = view.getFloat64(40, true);
  if (!format || packedPlanes(format).totalBytes !== payloadBytes || !Number.isFinite(timestampS))
    return 'impossible';
  const isExact = (view.getUint8(pictureAt.flags) & lossyFlag) === 0;
  return {
    kind: 'frame',
    sequence,
    stream: view.getUint8(13) === 0 ? 'main' : 'second',
    number,
    timestampS,
    arrivedS,
    profileMark: view.getUint32(28, true),
    format,
    coded: isCoded ? { index: view.getUint16(pictureAt.index, true), isExact } : null,
    payloadBytes,
    payloadChecksum,
  };
}

/** Null for what no frame can be. */
function readFormat(head: Uint8Array<ArrayBuffer>, view: DataView, memory: FormatMemory): FrameFormat | null {
  if (memory.format && formatFields.every(([from, end]) => isSame(head, memory.head, { from, end })))
    return memory.format;
  const format = pixelFormats[view.getUint8(14) - 1];
  const bitDepth = view.getUint8(15);
  const widthPx = view.getUint32(16, true);
  const heightPx = view.getUint32(20, true);
  if (!format || bitDepth < 8 || bitDepth > 16 || widthPx === 0 || heightPx === 0) return null;
  memory.format = { format, widthPx, heightPx, bitDepth, colour: readColour(head, view.getUint8(24)) };
  memory.head.set(head);
  return memory.format;
}

/** Where a header says what a frame's format is. */
const formatFields = [
  [14, 25],
  [64, 112],
] as const;

function isSame(a: Uint8Array, b: Uint8Array, { from, end }: { from: number; end: number }): boolean {
  for (let i = from; i < end; i++) if (a[i] !== b[i]) return false;
  return true;
}

const hexDigits = new TextEncoder().encode('0123456789abcdef');

/** In one piece: a string that is put together digit by digit takes ten times the memory, and a session has half a million. */
function hexOf(bytes: Uint8Array, at: number, count: number): string {
  const digits: number[] = [];
  for (let i = at; i < at + count; i++) digits.push(hexDigits[bytes[i]! >> 4]!, hexDigits[bytes[i]! & 15]!);
  return String.fromCharCode(...digits);
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

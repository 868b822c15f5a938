/** PNG files, 1 to 16 bit. fast-png decodes; what it takes on trust (sizes, checksums, lengths) is checked here first. */
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { fileError } from './file-problems.ts';
import { inflatedBytes, slackBytes } from './inflate.ts';
import { checkSize, type Picture } from './picture.ts';

const signatureBytes = 8;
/** Length, type and checksum of a chunk. */
const chunkFrameBytes = 12;
const neededChunks = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

type Header = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly depth: number;
  readonly colourType: number;
  readonly isInterlaced: boolean;
};

const channelsOfColourType: Readonly<Record<number, 1 | 2 | 3 | 4>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Decodes a PNG. Throws a `ProblemError` when it is damaged, cut off, too large or stored unusually. */
export async function readPng(file: Uint8Array<ArrayBuffer>): Promise<Picture> {
  const { header, needed, imageData } = walkChunks(file);
  checkSize(header.widthPx, header.heightPx);
  const rawBytes = rawBytesOf(header);
  const inflated = await inflatedBytes(imageData, rawBytes + slackBytes);
  if (inflated < rawBytes || inflated > rawBytes + slackBytes) throw fileError('file-damaged');
  try {
    return toPicture(decode(needed, { checkCrc: true }), header.colourType === 3);
  } catch (error) {
    throw fileError('file-damaged', error);
  }
}

/** Keeps only the chunks that make the picture: the others may hold anything, of any size, and names. */
function walkChunks(file: Uint8Array<ArrayBuffer>): {
  header: Header;
  needed: Uint8Array<ArrayBuffer>;
  imageData: Uint8Array<ArrayBuffer>[];
} {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const kept: Uint8Array<ArrayBuffer>[] = [file.subarray(0, signatureBytes)];
  const imageData: Uint8Array<ArrayBuffer>[] = [];
  let header: Header | null = null;
  let type = '';
  for (let at = signatureBytes; type !== 'IEND'; ) {
    if (at + chunkFrameBytes > file.length) throw fileError('file-damaged');
    const length = view.getUint32(at);
    const end = at + chunkFrameBytes + length;
    if (end > file.length) throw fileError('file-damaged');
    type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (type === 'IHDR' && length === 13) header = readHeader(view, at + 8);
    if (!header) throw fileError('file-damaged');
    if (type === 'IDAT') imageData.push(file.subarray(at + 8, at + 8 + length));
    if (neededChunks.includes(type)) kept.push(file.subarray(at, end));
    at = end;
  }
  if (!header) throw fileError('file-damaged');
  return { header, needed: joined(kept), imageData };
}

function readHeader(view: DataView, at: number): Header {
  const depth = view.getUint8(at + 8);
  const colourType = view.getUint8(at + 9);
  const interlace = view.getUint8(at + 12);
  const isDepthAllowed = colourType === 0 || depth >= 8 || (colourType === 3 && depth < 8);
  const isKnown = channelsOfColourType[colourType] && [1, 2, 4, 8, 16].includes(depth) && interlace <= 1;
  if (!isKnown || !isDepthAllowed) throw fileError('file-damaged');
  // fast-png counts whole bytes when it puts interlaced pixels back.
  if (interlace === 1 && depth < 8) throw fileError('file-unsupported');
  return {
    widthPx: view.getUint32(at),
    heightPx: view.getUint32(at + 4),
    depth,
    colourType,
    isInterlaced: interlace === 1,
  };
}

/** First column and row, and their steps, of the seven passes (PNG specification §8.2). */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of the picture before compression: each row of each pass has a filter byte before it. */
function rawBytesOf({ widthPx, heightPx, depth, colourType, isInterlaced }: Header): number {
  const bitsPerPixel = depth * channelsOfColourType[colourType]!;
  const passes = isInterlaced ? adam7 : ([[0, 0, 1, 1]] as const);
  let total = 0;
  for (const [x, y, stepX, stepY] of passes) {
    const columns = Math.ceil((widthPx - x) / stepX);
    const rows = Math.ceil((heightPx - y) / stepY);
    if (columns > 0 && rows > 0) total += rows * (1 + Math.ceil((columns * bitsPerPixel) / 8));
  }
  return total;
}

/** Any PNG may carry a palette, as advice; only indexed ones mean it. */
function toPicture(png: DecodedPng, isIndexed: boolean): Picture {
  const { width: widthPx, height: heightPx, depth } = png;
  const size = { widthPx, heightPx, cautions: [] };
  if (isIndexed) {
    const samples = new Uint8Array(convertIndexedToRgb(png));
    return { ...size, channels: samples.length === widthPx * heightPx * 4 ? 4 : 3, samples };
  }
  const channels = png.channels === 2 || png.channels === 3 || png.channels === 4 ? png.channels : 1;
  if (depth === 16) return { ...size, channels, samples: new Uint16Array(png.data) };
  return { ...size, channels, samples: depth === 8 ? new Uint8Array(png.data) : unpacked(png) };
}

/** Grey of 1, 2 or 4 bit, scaled to 8 bit: 255, 85 and 17 are whole steps, so nothing is lost. */
function unpacked({ data, width, height, depth }: DecodedPng): Uint8Array<ArrayBuffer> {
  const step = 255 / (2 ** depth - 1);
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(width / perByte);
  const samples = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const byte = data[y * rowBytes + Math.floor(x / perByte)]!;
      const shift = 8 - depth * ((x % perByte) + 1);
      samples[y * width + x] = ((byte >> shift) & (2 ** depth - 1)) * step;
    }
  return samples;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

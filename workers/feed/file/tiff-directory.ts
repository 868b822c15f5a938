/** The first directory of a TIFF file (TIFF 6.0), read with every length checked before anything is decoded. */
import { fileError } from './file-problems.ts';
import { checkSize } from './picture.ts';

/** Where one strip or tile lies in the file, and how long it is uncompressed. */
type TiffPiece = { readonly offset: number; readonly bytes: number; readonly rawBytes: number };

export type TiffDirectory = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: number;
  readonly bitDepth: 8 | 16;
  /** 0 white is zero, 1 black is zero, 2 RGB, 3 palette. */
  readonly photometric: number;
  readonly compression: 'none' | 'lzw' | 'deflate';
  readonly pieces: readonly TiffPiece[];
  readonly hasMorePages: boolean;
};

const entryBytes = 12;
/** The largest picture in the smallest usual tiles stays below this. */
const mostValues = 300_000;
const bytesOfType: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };
const tags = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  channels: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  sampleFormat: 339,
} as const;
const neededTags: ReadonlySet<number> = new Set(Object.values(tags));
const compressions: Readonly<Record<number, TiffDirectory['compression']>> = {
  1: 'none',
  5: 'lzw',
  8: 'deflate',
  32946: 'deflate',
};

/**
 * Reads and checks the first directory, and blanks every entry of `file` that is not needed: a decoder that follows them
 * could be sent in circles. Throws a `ProblemError`.
 */
export function readTiffDirectory(file: Uint8Array<ArrayBuffer>): TiffDirectory {
  try {
    return checked(file, readEntries(file));
  } catch (error) {
    // Reading past the end is a `RangeError` of `DataView`.
    throw error instanceof RangeError ? fileError('file-damaged', error) : error;
  }
}

type Entries = { readonly values: ReadonlyMap<number, readonly number[]>; readonly hasMorePages: boolean };

function readEntries(file: Uint8Array<ArrayBuffer>): Entries {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const isLittle = file[0] === 0x49;
  const directory = view.getUint32(4, isLittle);
  const count = view.getUint16(directory, isLittle);
  if (count === 0) throw fileError('file-damaged');
  const values = new Map<number, number[]>();
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * entryBytes;
    const tag = view.getUint16(entry, isLittle);
    const type = view.getUint16(entry + 2, isLittle);
    const sizeBytes = bytesOfType[type];
    if (!neededTags.has(tag) || !sizeBytes) {
      // Type 0 is none of TIFF's; the decoder skips it.
      view.setUint16(entry + 2, 0, isLittle);
      continue;
    }
    if (values.has(tag)) throw fileError('file-damaged');
    const length = view.getUint32(entry + 4, isLittle);
    const start = length * sizeBytes > 4 ? view.getUint32(entry + 8, isLittle) : entry + 8;
    const isSound = length > 0 && length <= mostValues && start + length * sizeBytes <= file.length;
    if (!isSound) throw fileError('file-damaged');
    values.set(
      tag,
      Array.from({ length }, (_, i) => {
        const at = start + i * sizeBytes;
        if (type === 1) return view.getUint8(at);
        return type === 3 ? view.getUint16(at, isLittle) : view.getUint32(at, isLittle);
      }),
    );
  }
  const next = directory + 2 + count * entryBytes;
  const hasMorePages = next + 4 <= file.length && view.getUint32(next, isLittle) !== 0;
  return { values, hasMorePages };
}

function checked(file: Uint8Array, { values, hasMorePages }: Entries): TiffDirectory {
  const one = (tag: number, otherwise: number) => values.get(tag)?.[0] ?? otherwise;
  const widthPx = one(tags.width, 0);
  const heightPx = one(tags.height, 0);
  const channels = one(tags.channels, 1);
  const photometric = one(tags.photometric, -1);
  const compression = compressions[one(tags.compression, 1)];
  const depths = values.get(tags.bitsPerSample) ?? [1];
  const bitDepth = depths[0];
  const isTiled = values.has(tags.tileWidth);
  const isUsual =
    (bitDepth === 8 || bitDepth === 16) &&
    depths.every(depth => depth === bitDepth) &&
    (values.get(tags.sampleFormat) ?? [1]).every(format => format === 1) &&
    one(tags.orientation, 1) === 1 &&
    one(tags.fillOrder, 1) === 1 &&
    one(tags.predictor, 1) <= 2 &&
    (one(tags.planar, 1) === 1 || channels === 1) &&
    channels >= 1 &&
    channels <= 4 &&
    (photometric === 2 ? channels >= 3 : channels <= 2 && photometric >= 0 && photometric <= 3) &&
    (photometric !== 3 || (bitDepth === 8 && channels === 1)) &&
    // The decoder keeps one channel of a tile only.
    (!isTiled || channels === 1);
  if (!isUsual || !compression) throw fileError('file-unsupported');

  checkSize(widthPx, heightPx);
  const pieces = piecesOf({
    offsets: values.get(isTiled ? tags.tileOffsets : tags.stripOffsets) ?? [],
    bytes: values.get(isTiled ? tags.tileBytes : tags.stripBytes) ?? [],
    columns: isTiled ? Math.ceil(widthPx / one(tags.tileWidth, 0)) : 1,
    pieceWidthPx: one(tags.tileWidth, widthPx),
    pieceHeightPx: Math.min(
      one(isTiled ? tags.tileHeight : tags.rowsPerStrip, heightPx),
      isTiled ? Infinity : heightPx,
    ),
    heightPx,
    isTiled,
    pixelBytes: channels * (bitDepth / 8),
  });
  for (const { offset, bytes, rawBytes } of pieces) {
    const isInside = offset + bytes <= file.length;
    if (!isInside || (compression === 'none' && bytes < rawBytes)) throw fileError('file-damaged');
  }
  return { widthPx, heightPx, channels, bitDepth, photometric, compression, pieces, hasMorePages };
}

/** Strips lie below each other and the last may be lower; tiles are whole even at the edges. */
function piecesOf(grid: {
  offsets: readonly number[];
  bytes: readonly number[];
  columns: number;
  pieceWidthPx: number;
  pieceHeightPx: number;
  heightPx: number;
  isTiled: boolean;
  pixelBytes: number;
}): TiffPiece[] {
  const { offsets, bytes, columns, pieceWidthPx, pieceHeightPx, heightPx, isTiled, pixelBytes } = grid;
  const count = columns * Math.ceil(heightPx / pieceHeightPx);
  // A piece without height or width makes the count infinite.
  if (offsets.length !== count || bytes.length !== count) throw fileError('file-damaged');
  return offsets.map((offset, i) => {
    const rows = isTiled ? pieceHeightPx : Math.min(pieceHeightPx, heightPx - i * pieceHeightPx);
    return { offset, bytes: bytes[i]!, rawBytes: pieceWidthPx * rows * pixelBytes };
  });
}

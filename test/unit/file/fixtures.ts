/** Small image files made byte by byte, so that each can be wrong in exactly one way. */
import { crc32, deflateSync } from 'node:zlib';

export const fileOf = (...parts: BlobPart[]): File => new File(parts, 'Not a name to trust.jpg');

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

/** A PNG of unfiltered rows. `extra` chunks come before the image data. */
export function makePng(picture: {
  widthPx: number;
  heightPx: number;
  depth: number;
  colourType: number;
  interlace?: number;
  rows: Uint8Array[];
  extra?: { type: string; data: Uint8Array }[];
  /** Replaces the compressed rows. */
  imageData?: Uint8Array;
}): Buffer {
  const { widthPx, heightPx, depth, colourType, rows } = picture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([depth, colourType, 0, 0, picture.interlace ?? 0], 8);
  const raw = Buffer.concat(rows.flatMap(row => [Buffer.from([0]), row]));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(picture.extra ?? []).map(({ type, data }) => chunk(type, data)),
    chunk('IDAT', picture.imageData ?? deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export type TiffEntry = { tag: number; type: number; values: readonly number[] };

const bytesOfType: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 12: 8 };

/** A TIFF of one directory. Entries whose values are too long for themselves are laid out behind it, then the strips. */
export function makeTiff(options: {
  isBigEndian?: boolean;
  entries: readonly TiffEntry[];
  strips: readonly Uint8Array[];
  nextDirectory?: number;
  /** Tags of the strips' places and lengths; those of tiles when given. */
  pieceTags?: readonly [number, number];
}): Buffer {
  const { isBigEndian = false, strips, nextDirectory = 0, pieceTags = [273, 279] } = options;
  const directoryAt = 8;
  const entries = [
    ...options.entries,
    { tag: pieceTags[0], type: 4, values: strips.map(() => 0) },
    { tag: pieceTags[1], type: 4, values: strips.map(strip => strip.length) },
  ].sort((a, b) => a.tag - b.tag);
  const sizeOf = (entry: TiffEntry) => entry.values.length * bytesOfType[entry.type]!;
  let end = directoryAt + 2 + entries.length * 12 + 4;
  const placed = entries.map(entry => {
    const at = sizeOf(entry) > 4 ? end : null;
    if (at !== null) end += sizeOf(entry) + (sizeOf(entry) % 2);
    return { ...entry, at };
  });
  const stripsAt = strips.map(strip => {
    const at = end;
    end += strip.length;
    return at;
  });
  const file = Buffer.alloc(end);
  const view = new DataView(file.buffer, file.byteOffset);
  const isLittle = !isBigEndian;
  file.write(isBigEndian ? 'MM' : 'II', 0, 'latin1');
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, directoryAt, isLittle);
  view.setUint16(directoryAt, entries.length, isLittle);
  for (const [index, { tag, type, values, at }] of placed.entries()) {
    const entryAt = directoryAt + 2 + index * 12;
    view.setUint16(entryAt, tag, isLittle);
    view.setUint16(entryAt + 2, type, isLittle);
    view.setUint32(entryAt + 4, values.length, isLittle);
    if (at !== null) view.setUint32(entryAt + 8, at, isLittle);
    for (const [i, value] of (tag === pieceTags[0] ? stripsAt : values).entries()) {
      const valueAt = (at ?? entryAt + 8) + i * bytesOfType[type]!;
      if (type === 3) view.setUint16(valueAt, value, isLittle);
      else if (type === 4) view.setUint32(valueAt, value, isLittle);
      else view.setUint8(valueAt, value);
    }
  }
  view.setUint32(directoryAt + 2 + entries.length * 12, nextDirectory, isLittle);
  for (const [i, strip] of strips.entries()) file.set(strip, stripsAt[i]);
  return file;
}

const short = (tag: number, ...values: number[]): TiffEntry => ({ tag, type: 3, values });

/** The usual entries of a picture in strips. */
export function tiffEntries(picture: {
  widthPx: number;
  heightPx: number;
  depth: number;
  channels?: number;
  compression?: number;
  photometric?: number;
  rowsPerStrip?: number;
}): TiffEntry[] {
  const { widthPx, heightPx, depth, channels = 1, compression = 1, rowsPerStrip = heightPx } = picture;
  return [
    short(256, widthPx),
    short(257, heightPx),
    short(258, ...Array.from({ length: channels }, () => depth)),
    short(259, compression),
    short(262, picture.photometric ?? (channels >= 3 ? 2 : 1)),
    short(277, channels),
    short(278, rowsPerStrip),
  ];
}

/** Sixteen-bit samples as bytes. */
export function bytesOf16(samples: readonly number[], isBigEndian = false): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  for (const [i, sample] of samples.entries())
    if (isBigEndian) bytes.writeUInt16BE(sample, i * 2);
    else bytes.writeUInt16LE(sample, i * 2);
  return bytes;
}

/** Codes of up to 12 bit as TIFF's LZW packs them, most significant bit first. */
function packLzw(codes: readonly { code: number; bits: number }[]): Buffer {
  const bits = codes.map(({ code, bits: count }) => code.toString(2).padStart(count, '0')).join('');
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return Buffer.from(padded.match(/.{8}/g)!.map(byte => Number.parseInt(byte, 2)));
}

/** LZW that never uses its table: clears it before its codes would need a tenth bit. */
export function literalLzw(data: Uint8Array): Buffer {
  const codes = [...data].flatMap((byte, i) =>
    i % 200 === 0
      ? [
          { code: 256, bits: 9 },
          { code: byte, bits: 9 },
        ]
      : [{ code: byte, bits: 9 }],
  );
  return packLzw([...codes, { code: 257, bits: 9 }]);
}

/** LZW whose every code is one byte longer than the one before: `count` codes hold count²/2 bytes of zeros. */
export function growingLzw(count: number): Buffer {
  const codes = [
    { code: 256, bits: 9 },
    { code: 0, bits: 9 },
  ];
  let next = 258;
  let bits = 9;
  while (codes.length < count + 2) {
    codes.push({ code: next++, bits });
    if (next === 2 ** bits - 1 && bits < 12) bits++;
  }
  return packLzw([...codes, { code: 257, bits }]);
}

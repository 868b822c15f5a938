/** A baseline TIFF of one 16-bit grey channel, uncompressed: what every reader opens. TIFF 6.0, Adobe 1992, sections 2 and 4. */

/** Rows packed, from the top. `pxPerCm`: null where it is not known. `description` and `software` are cut down to ASCII, as their tags demand. */
export type GreyImage = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly samples: Uint16Array;
  readonly pxPerCm: number | null;
  readonly description: string;
  readonly software: string;
};

const types = { ascii: 2, short: 3, long: 4, rational: 5 } as const;
type Entry = {
  readonly tag: number;
  readonly type: keyof typeof types;
  readonly count: number;
  /** The value itself, or where it lies. */
  readonly value: number;
};

/** Little-endian, one strip: header, description, software, resolution, directory, samples. */
export function greyToTiff16(image: GreyImage): Uint8Array<ArrayBuffer> {
  const { widthPx, heightPx, samples, pxPerCm } = image;
  if (samples.length !== widthPx * heightPx)
    throw new Error('A grey image needs width times height samples.');
  const description = asciiz(image.description);
  const software = asciiz(image.software);
  const descriptionAt = 8;
  const softwareAt = even(descriptionAt + description.length);
  const resolutionAt = even(softwareAt + software.length);
  const directoryAt = resolutionAt + 8;
  const byteCount = samples.length * 2;
  const [numerator, denominator] = rational(pxPerCm);
  const entries = (samplesAt: number): Entry[] => [
    { tag: 256, type: 'long', count: 1, value: widthPx },
    { tag: 257, type: 'long', count: 1, value: heightPx },
    { tag: 258, type: 'short', count: 1, value: 16 },
    // No compression; black is zero.
    { tag: 259, type: 'short', count: 1, value: 1 },
    { tag: 262, type: 'short', count: 1, value: 1 },
    { tag: 270, type: 'ascii', count: description.length, value: descriptionAt },
    { tag: 273, type: 'long', count: 1, value: samplesAt },
    { tag: 277, type: 'short', count: 1, value: 1 },
    { tag: 278, type: 'long', count: 1, value: heightPx },
    { tag: 279, type: 'long', count: 1, value: byteCount },
    { tag: 282, type: 'rational', count: 1, value: resolutionAt },
    { tag: 283, type: 'rational', count: 1, value: resolutionAt },
    // 1: no unit, 3: centimetres.
    { tag: 296, type: 'short', count: 1, value: pxPerCm === null ? 1 : 3 },
    { tag: 305, type: 'ascii', count: software.length, value: softwareAt },
  ];
  const samplesAt = even(directoryAt + 2 + entries(0).length * 12 + 4);
  const bytes = new Uint8Array(samplesAt + byteCount);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directoryAt, true);
  bytes.set(description, descriptionAt);
  bytes.set(software, softwareAt);
  view.setUint32(resolutionAt, numerator, true);
  view.setUint32(resolutionAt + 4, denominator, true);
  const directory = entries(samplesAt);
  view.setUint16(directoryAt, directory.length, true);
  for (const [index, { tag, type, count, value }] of directory.entries()) {
    const at = directoryAt + 2 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, types[type], true);
    view.setUint32(at + 4, count, true);
    // A short stands in the first two of the four bytes, which little-endian makes the same.
    view.setUint32(at + 8, value, true);
  }
  for (const [index, sample] of samples.entries()) view.setUint16(samplesAt + 2 * index, sample, true);
  return bytes;
}

const even = (offset: number): number => offset + (offset % 2);

/**
 * Seven bits, ended by zero; what has no letter there becomes "?", and a zero inside, which would end it early, a space. Never of fewer
 * than five bytes, which would lie in the entry.
 */
const asciiz = (text: string): Uint8Array => {
  const letters = text.replace(/\P{ASCII}/gu, '?').replaceAll('\0', ' ');
  return new TextEncoder().encode(`${letters.padEnd(4)}\0`);
};

/** Within 1e-6 of a resolution between 0.001 and 4,000,000 pixels a centimetre. */
function rational(pxPerCm: number | null): [numerator: number, denominator: number] {
  if (pxPerCm === null) return [1, 1];
  const denominator = pxPerCm < 4000 ? 1_000_000 : 1000;
  return [Math.round(pxPerCm * denominator), denominator];
}

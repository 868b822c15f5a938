/** What a PNG says about itself, as chunks that neither the browser nor `fast-png` writes into a PNG that is there. PNG 3rd edition §11.3. */

/** Signature and header chunk: the only thing that must come before. */
const headerEnd = 8 + 25;

/** `png` with a `pHYs` chunk of square pixels (§11.3.4.3). A copy. */
export function withResolution(png: Uint8Array, pxPerMetre: number): Uint8Array<ArrayBuffer> {
  const content = new Uint8Array(9);
  const view = new DataView(content.buffer);
  view.setUint32(0, Math.round(pxPerMetre));
  view.setUint32(4, Math.round(pxPerMetre));
  // The unit is the metre.
  content[8] = 1;
  return withChunks(png, [chunkOf('pHYs', content)]);
}

/** `png` with a `tEXt` chunk for each entry (§11.3.3.2). What Latin-1 has no letter for becomes "?". A copy. */
export const withText = (png: Uint8Array, text: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> =>
  withChunks(
    png,
    Object.entries(text).map(([key, words]) => chunkOf('tEXt', latin1(`${key}\0${words}`))),
  );

function withChunks(png: Uint8Array, chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, png.length);
  const whole = new Uint8Array(length);
  whole.set(png.subarray(0, headerEnd));
  let at = headerEnd;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  whole.set(png.subarray(headerEnd), at);
  return whole;
}

/** Length, type, content, checksum (§5.3). */
function chunkOf(type: 'pHYs' | 'tEXt', content: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(content.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length);
  chunk.set(latin1(type), 4);
  chunk.set(content, 8);
  view.setUint32(content.length + 8, crc32(chunk.subarray(4, content.length + 8)));
  return chunk;
}

const latin1 = (text: string): Uint8Array =>
  Uint8Array.from(text.replace(/[^\0-\xff]/gu, '?'), letter => letter.charCodeAt(0));

/** Annex D: polynomial 0xEDB88320, reflected. A few hundred bytes need no table. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

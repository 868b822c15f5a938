/** How large a PNG's pixels are, as the chunk that `fast-png` reads and does not write. PNG 3rd edition §11.3.4.3. */

/** Signature and header chunk: the only thing that must come before. */
const headerEnd = 8 + 25;

/** `png` with a `pHYs` chunk of square pixels. A copy. */
export function withResolution(png: Uint8Array, pxPerMetre: number): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4);
  view.setUint32(8, Math.round(pxPerMetre));
  view.setUint32(12, Math.round(pxPerMetre));
  // The unit is the metre.
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  const whole = new Uint8Array(png.length + chunk.length);
  whole.set(png.subarray(0, headerEnd));
  whole.set(chunk, headerEnd);
  whole.set(png.subarray(headerEnd), headerEnd + chunk.length);
  return whole;
}

/** PNG 3rd edition, annex D: polynomial 0xEDB88320, reflected. Thirteen bytes need no table. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** How long compressed data really are, so that a small file cannot fill the memory and a cut one cannot pass for black. */

/** What may follow a picture in its compressed data without being taken for an attack. */
export const slackBytes = 65_536;

/**
 * Bytes that the zlib stream in `parts` inflates to; counting stops above `limitBytes`. Where the stream breaks, the
 * count is what came before.
 */
export async function inflatedBytes(
  parts: readonly Uint8Array<ArrayBuffer>[],
  limitBytes: number,
): Promise<number> {
  const reader = new Blob([...parts]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  let count = 0;
  try {
    while (count <= limitBytes) {
      const { value, done } = await reader.read();
      if (done) return count;
      count += value.length;
    }
    await reader.cancel();
  } catch {
    // Broken or followed by something else: whether enough came is for the caller to judge.
  }
  return count;
}

const clearCode = 256;
const endCode = 257;
const tableSize = 4096;

/** Bytes that a TIFF's LZW strip expands to, counted without expanding it; counting stops above `limitBytes`. */
export function lzwBytes(strip: Uint8Array, limitBytes: number): number {
  const lengths = new Uint32Array(tableSize + 1).fill(1, 0, clearCode);
  let next = endCode + 1;
  let codeBits = 9;
  let previous = -1;
  let count = 0;
  let bits = 0;
  let bitCount = 0;
  for (const byte of strip) {
    bits = ((bits << 8) | byte) & 0xff_ffff;
    bitCount += 8;
    if (bitCount < codeBits) continue;
    bitCount -= codeBits;
    const code = (bits >> bitCount) & ((1 << codeBits) - 1);
    if (code === endCode || count > limitBytes) break;
    if (code === clearCode) {
      next = endCode + 1;
      codeBits = 9;
      previous = -1;
      continue;
    }
    const length = code < next ? lengths[code]! : lengths[previous]! + 1;
    count += length;
    if (previous >= 0) {
      if (next > tableSize - 1) break;
      lengths[next++] = lengths[previous]! + 1;
      if (next === (1 << codeBits) - 1 && codeBits < 12) codeBits++;
    }
    previous = code;
  }
  return count;
}

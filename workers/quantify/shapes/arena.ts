/** Where planes and tables live. A kernel's arena is its WebAssembly memory, grown once: growing later would void what was given out. */
import type { Arena } from './kernels.ts';

const alignedBytes = 16;
/** SIMD may read and write a little beyond a plane's end. */
const spareBytes = 64;
const pageBytes = 65_536;

/** Throws an `Error` when more is taken than `bytes`. */
export function createKernelArena(memory: WebAssembly.Memory, fromBytes: number, bytes: number): Arena {
  const endBytes = fromBytes + bytes;
  const missing = endBytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  const { buffer } = memory;
  let at = fromBytes;
  const take = (lengthBytes: number): number => {
    const start = Math.ceil(at / alignedBytes) * alignedBytes;
    at = start + lengthBytes + spareBytes;
    if (at > endBytes) throw new Error(`An arena of ${bytes} bytes is too small.`);
    return start;
  };
  return {
    bytes: length => new Uint8Array(buffer, take(length), length),
    halfWords: length => new Uint16Array(buffer, take(2 * length), length),
    words: length => new Uint32Array(buffer, take(4 * length), length),
    floats: length => new Float32Array(buffer, take(4 * length), length),
  };
}

export const createPlainArena = (): Arena => ({
  bytes: length => new Uint8Array(length),
  halfWords: length => new Uint16Array(length),
  words: length => new Uint32Array(length),
  floats: length => new Float32Array(length),
});

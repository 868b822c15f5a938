/** XXH64 (Collet 2012, seed 0): fast enough to guard every recorded byte, and known to every language. */
import xxhash from 'xxhash-wasm';

/** XXH64 of `bytes`. */
export type Checksum = (bytes: Uint8Array) => bigint;

/** Small enough that what is copied into the hash's own memory is still in the processor's cache when it is read. */
const pieceBytes = 65_536;

/** Compiles the hash once; every call returns the same function. */
export const loadChecksum = (): Promise<Checksum> => {
  loaded ??= load();
  return loaded;
};

let loaded: Promise<Checksum> | undefined;

async function load(): Promise<Checksum> {
  const { h64Raw, create64 } = await xxhash();
  return bytes => {
    if (bytes.length <= pieceBytes) return h64Raw(bytes);
    const hash = create64();
    for (let at = 0; at < bytes.length; at += pieceBytes) hash.update(bytes.subarray(at, at + pieceBytes));
    return hash.digest();
  };
}

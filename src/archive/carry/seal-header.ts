/** The first bytes of a sealed file, byte by byte as README.md has them. Pure; nothing in them costs work before it was judged. */
import { carriedChanged, carriedCut, carriedForeign, carriedNewer, notCarried } from './problems.ts';

export const sealHeaderBytes = 104;
/** Of them, what the key's proof stands for. */
export const sealFactsBytes = 72;
/** Of them, what the checksum stands for. */
export const sealSummedBytes = 88;
/** What AES-GCM adds to a chunk. */
export const sealTagBytes = 16;

const magic = 'RLSEALED';
const version = 1;
const keyDerivation = 'PBKDF2-SHA-256';
export const saltBytes = 16;
export const noncePrefixBytes = 7;
const limits = { iterations: 10_000_000, smallestChunk: 512, largestChunk: 4 * 2 ** 20 } as const;

export type SealFacts = {
  /** Rounds of PBKDF2. */
  readonly iterations: number;
  readonly salt: Uint8Array<ArrayBuffer>;
  /** Of a chunk before it is sealed. */
  readonly chunkBytes: number;
  readonly noncePrefix: Uint8Array<ArrayBuffer>;
  /** Of all that is sealed. */
  readonly plainBytes: number;
};

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** The first `sealFactsBytes` of the header. */
export function encodeSealFacts(facts: SealFacts): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sealFactsBytes);
  const view = new DataView(bytes.buffer);
  const put = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  put(0, magic);
  view.setUint16(8, version, true);
  view.setUint16(10, sealHeaderBytes, true);
  put(12, keyDerivation);
  view.setUint32(28, facts.iterations, true);
  bytes.set(facts.salt, 32);
  view.setUint32(48, facts.chunkBytes, true);
  bytes.set(facts.noncePrefix, 52);
  view.setBigUint64(64, BigInt(facts.plainBytes), true);
  return bytes;
}

/** Whether a file that begins so is, or was, sealed. */
export const looksSealed = (head: Uint8Array): boolean => ascii(head.subarray(0, 8)) === magic;

/** Bytes of a file that seals `plainBytes`: at least one chunk, be it empty. */
export const sealedBytes = (plainBytes: number, chunkBytes: number): number =>
  sealHeaderBytes + plainBytes + sealTagBytes * chunksOf(plainBytes, chunkBytes);

export const chunksOf = (plainBytes: number, chunkBytes: number): number =>
  Math.max(1, Math.ceil(plainBytes / chunkBytes));

/**
 * Judges the header of a file of `fileBytes`, of which `sum` is the checksum that its bytes give. Throws a `ProblemError` that says what
 * is wrong: no such file, changed, absurd, cut, or longer than it was.
 */
export function decodeSealFacts(
  head: Uint8Array<ArrayBuffer>,
  sum: Uint8Array<ArrayBuffer>,
  fileBytes: number,
): SealFacts {
  if (!looksSealed(head)) throw notCarried();
  if (head.length < sealHeaderBytes) throw carriedCut();
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isSummed = head.subarray(sealSummedBytes).every((byte, i) => byte === sum[i]);
  if (!isSummed) throw carriedChanged('its beginning');
  if (view.getUint16(8, true) !== version) throw carriedNewer();
  const plainBytes = view.getBigUint64(64, true);
  const facts: SealFacts = {
    iterations: view.getUint32(28, true),
    salt: head.slice(32, 32 + saltBytes),
    chunkBytes: view.getUint32(48, true),
    noncePrefix: head.slice(52, 52 + noncePrefixBytes),
    plainBytes: Number(plainBytes),
  };
  const isUsual =
    view.getUint16(10, true) === sealHeaderBytes &&
    ascii(head.subarray(12, 28)).replace(/\0+$/, '') === keyDerivation &&
    head.subarray(52 + noncePrefixBytes, 64).every(byte => byte === 0) &&
    facts.iterations > 0 &&
    facts.iterations <= limits.iterations &&
    facts.chunkBytes >= limits.smallestChunk &&
    facts.chunkBytes <= limits.largestChunk &&
    plainBytes <= BigInt(Number.MAX_SAFE_INTEGER) &&
    chunksOf(facts.plainBytes, facts.chunkBytes) <= 0xffff_ffff;
  if (!isUsual) throw carriedForeign('absurd numbers in its beginning');
  const expectedBytes = sealedBytes(facts.plainBytes, facts.chunkBytes);
  if (fileBytes < expectedBytes) throw carriedCut();
  if (fileBytes > expectedBytes) throw carriedForeign('something behind its end');
  return facts;
}

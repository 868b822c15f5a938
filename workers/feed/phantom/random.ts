/** Randomness that depends on nothing but its seed: integer hashes, a table of normal deviates. */

/** Mixes three integers to 32 well-spread bits (the finaliser of MurmurHash3 over a running sum). Unsigned. */
export function hash(a: number, b: number, c: number): number {
  let h =
    Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b) ^ Math.imul(c + 0x165667b1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A stream of uniform numbers in [0, 1): the hashes of 0, 1, 2 …. */
function createUniform(seed: number): () => number {
  let count = 0;
  return () => hash(seed, count++, 0x5bd1e995) / 2 ** 32;
}

/** One standard deviation in the table of deviates is 2 to this power. */
export const deviateBits = 8;

/**
 * `length` normal deviates (mean 0 and SD 1 to within rounding, cut at ±4.5 SD) times 2 to the power of `deviateBits`, by Box and Muller.
 * Normalised as a whole, so that noise read from random places of the table shifts no mean.
 */
export function deviateTable(seed: number, length: number): Int16Array {
  const uniform = createUniform(seed);
  const raw = new Float64Array(length);
  for (let i = 0; i < length; i += 2) {
    const radius = Math.min(4.5, Math.sqrt(-2 * Math.log(1 - uniform())));
    const angle = 2 * Math.PI * uniform();
    raw[i] = radius * Math.cos(angle);
    if (i + 1 < length) raw[i + 1] = radius * Math.sin(angle);
  }
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < length; i++) {
    sum += raw[i]!;
    squares += raw[i]! * raw[i]!;
  }
  const mean = sum / length;
  const scale = 2 ** deviateBits / Math.sqrt(squares / length - mean * mean);
  const table = new Int16Array(length);
  for (let i = 0; i < length; i++) table[i] = Math.round((raw[i]! - mean) * scale);
  return table;
}

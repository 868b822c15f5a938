/** Random numbers that are the same in every run. */

export type Random = {
  /** In low … high, and a number that a float32 holds. */
  uniform(low: number, high: number): number;
  /** Whole, low … high, both included. */
  integer(low: number, high: number): number;
};

/** Mulberry32 (Tommy Ettinger, public domain). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform: (low, high) => Math.fround(low + (high - low) * next()),
    integer: (low, high) => low + Math.floor((high - low + 1) * next()),
  };
}

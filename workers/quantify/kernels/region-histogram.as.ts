/**
 * Histograms of codes, in WebAssembly. The caller (`../region-histogram.ts`) packs a region's codes behind the tables, so
 * that nothing here knows of spans. Its twin in plain TypeScript stands beside the caller.
 */

/** The first byte of memory that is free for the caller. */
export function freeFromBytes(): usize {
  return __heap_base;
}

// @ts-ignore: decorator
@inline
function count(table: usize, code: u64): void {
  const at = table + ((<usize>code) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/**
 * Codes of 8 bits in bytes `from` … `end`. `tables`: 4 × 256 counters, of which the first 256 are the result.
 * Neighbouring pixels are often equal: four tables in turn keep an increment from waiting for the store before it.
 */
export function count8(tables: usize, from: usize, end: usize): void {
  memory.fill(tables, 0, 4096);
  const table1 = tables + 1024;
  const table2 = tables + 2048;
  const table3 = tables + 3072;
  let at = from;
  for (; at + 8 <= end; at += 8) {
    const eight = load<u64>(at);
    count(tables, eight & 255);
    count(table1, (eight >> 8) & 255);
    count(table2, (eight >> 16) & 255);
    count(table3, (eight >> 24) & 255);
    count(tables, (eight >> 32) & 255);
    count(table1, (eight >> 40) & 255);
    count(table2, (eight >> 48) & 255);
    count(table3, eight >> 56);
  }
  for (; at < end; at++) count(tables, <u64>load<u8>(at));
  for (let bin = tables; bin < table1; bin += 16) {
    const first = i32x4.add(v128.load(bin), v128.load(bin, 1024));
    const second = i32x4.add(v128.load(bin, 2048), v128.load(bin, 3072));
    v128.store(bin, i32x4.add(first, second));
  }
}

/**
 * Codes of up to 16 bits, two bytes each, into one table of `topCode + 1` counters; codes above `topCode` count as
 * `topCode`. Further tables would cost more to empty and to add up than they save.
 */
export function count16(table: usize, from: usize, end: usize, topCode: u32): void {
  memory.fill(table, 0, (<usize>topCode + 1) << 2);
  for (let at = from; at < end; at += 2) count(table, <u64>min<u32>(load<u16>(at), topCode));
}

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
function count(table: usize, code: u32): void {
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
  // A byte at a time: a load costs less than cutting a byte out of a word, and there are loads to spare.
  if (at + 8 <= end) {
    const last = end - 8;
    do {
      count(tables, load<u8>(at));
      count(table1, load<u8>(at, 1));
      count(table2, load<u8>(at, 2));
      count(table3, load<u8>(at, 3));
      count(tables, load<u8>(at, 4));
      count(table1, load<u8>(at, 5));
      count(table2, load<u8>(at, 6));
      count(table3, load<u8>(at, 7));
      at += 8;
    } while (at <= last);
  }
  for (; at < end; at++) count(tables, load<u8>(at));
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
  for (let at = from; at < end; at += 2) count(table, min<u32>(load<u16>(at), topCode));
}

/**
 * Segmentation on runs: work grows with the number of runs, not of pixels. The caller (`../segment.ts`) hands in its tables: `runs` (first
 * column, and column after the last in the upper half word), `rows` (the first run of each row, and one after the last), and beside each
 * run a word of `parents`: union-find whose root is always the lowest index, so that numbers follow rows, then columns.
 * Reads up to 16 bytes beyond the image, writes up to 15 beyond the mask.
 */

// @ts-ignore: decorator
@inline
const hot: u32 = 0x80000000;

// @ts-ignore: decorator
@inline
function word(table: usize, index: u32): u32 {
  return load<u32>(table + ((<usize>index) << 2));
}

// @ts-ignore: decorator
@inline
function setWord(table: usize, index: u32, value: u32): void {
  store<u32>(table + ((<usize>index) << 2), value);
}

/**
 * Union by Rem's algorithm: both paths are walked towards the lower index at once, each step hanging the higher one's node onto the lower
 * one's parent, until they meet or a root is reached (Patwary, Blair, Manne, 2010). No parent is ever behind its child.
 */
// @ts-ignore: decorator
@inline
function join(parents: usize, a: u32, b: u32): void {
  let parentA = word(parents, a);
  let parentB = word(parents, b);
  while (parentA != parentB) {
    if (parentA < parentB) {
      setWord(parents, b, parentA);
      if (parentB == b) break;
      b = parentB;
      parentB = word(parents, b);
    } else {
      setWord(parents, a, parentB);
      if (parentA == a) break;
      a = parentA;
      parentA = word(parents, a);
    }
  }
}

/** One bit for each of 16 pixels that is at or above `level`. */
// @ts-ignore: decorator
@inline
function above16(at: usize, level: v128): u64 {
  const first = i16x8.ge_u(v128.load(at), level);
  const second = i16x8.ge_u(v128.load(at, 16), level);
  return <u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(first, second)));
}

// @ts-ignore: decorator
@inline
function above64(at: usize, level: v128): u64 {
  return (
    above16(at, level) |
    (above16(at + 32, level) << 16) |
    (above16(at + 64, level) << 32) |
    (above16(at + 96, level) << 48)
  );
}

/** Like `above64`, for the last pixels of a row: bits from `count` (1 … 64) on are 0, and little is read beyond them. */
function aboveTail(at: usize, count: i32, level: v128): u64 {
  let bits: u64 = 0;
  for (let x = 0; x < count; x += 8) {
    const eight = i16x8.ge_u(v128.load(at + (x << 1)), level);
    bits |= (<u64>(<u32>i16x8.bitmask(eight))) << x;
  }
  return bits & (<u64>-1 >> (64 - count));
}

/** Joins the runs `from` … `end` with those of the row above, `above` … `from`, by 8 neighbours. */
// @ts-ignore: decorator
@inline
function joinRows(runs: usize, parents: usize, above: u32, from: u32, end: u32): void {
  let p = above;
  let c = from;
  while (p < from && c < end) {
    const previous = word(runs, p);
    const current = word(runs, c);
    const previousEnd = previous >> 16;
    const currentEnd = current >> 16;
    if ((previous & 0xffff) <= currentEnd && (current & 0xffff) <= previousEnd) join(parents, p, c);
    // Whichever ends first can touch nothing further.
    const step = <u32>(previousEnd < currentEnd);
    p += step;
    c += 1 - step;
  }
}

/**
 * Finds the runs of pixels at or above `low` (0 … 65535) and joins them. `weights`: the length of each, and the bit `hot` where a pixel is
 * at or above `high` (`low` … 65535). `allowed`: 0, or the plane's bits. Gives the number of runs.
 */
export function findRuns(
  image: usize,
  width: i32,
  height: i32,
  low: i32,
  high: i32,
  allowed: usize,
  runs: usize,
  parents: usize,
  weights: usize,
  rows: usize,
): u32 {
  const lows = i16x8.splat(<i16>low);
  const highs = i16x8.splat(<i16>high);
  const isHot = high <= low;
  const allowedBytes = (<usize>((width + 31) >> 5)) << 2;
  let count: u32 = 0;
  let above: u32 = 0;
  for (let y = 0; y < height; y++) {
    const from = count;
    setWord(rows, y, from);
    const row = image + ((<usize>y * <usize>width) << 1);
    const bitRow = allowed + <usize>y * allowedBytes;
    let carry: u64 = 0;
    let start: u32 = 0;
    let weight: u32 = 0;
    for (let x = 0; x < width; x += 64) {
      const at = row + (<usize>x << 1);
      const left = width - x;
      let bits = left >= 64 ? above64(at, lows) : aboveTail(at, left, lows);
      if (allowed) bits &= left > 32 ? load<u64>(bitRow + (x >> 3)) : <u64>load<u32>(bitRow + (x >> 3));
      let turns = bits ^ ((bits << 1) | carry);
      if ((turns | bits) == 0) continue;
      const hots = isHot ? bits : left >= 64 ? above64(at, highs) : aboveTail(at, left, highs);
      let seen: u64 = 0;
      if (carry) {
        if (turns == 0) {
          if (hots) weight = hot;
          continue;
        }
        seen = (turns & (0 - turns)) - 1;
        if (hots & seen) weight = hot;
        const end = <u32>x + <u32>ctz(turns);
        turns &= turns - 1;
        setWord(runs, count, start | (end << 16));
        setWord(parents, count, count);
        setWord(weights, count, weight | (end - start));
        count++;
      }
      while (turns) {
        start = <u32>x + <u32>ctz(turns);
        const before = (turns & (0 - turns)) - 1;
        turns &= turns - 1;
        if (turns == 0) {
          weight = hots & ~before & bits ? hot : 0;
          break;
        }
        seen = (turns & (0 - turns)) - 1;
        const end = <u32>x + <u32>ctz(turns);
        turns &= turns - 1;
        setWord(runs, count, start | (end << 16));
        setWord(parents, count, count);
        setWord(weights, count, (hots & seen & ~before ? hot : 0) | (end - start));
        count++;
      }
      carry = bits >> 63;
    }
    if (carry) {
      setWord(runs, count, start | (<u32>width << 16));
      setWord(parents, count, count);
      setWord(weights, count, weight | (<u32>width - start));
      count++;
    }
    joinRows(runs, parents, above, from, count);
    above = from;
  }
  setWord(rows, height, count);
  return count;
}

/** Drops the runs of components without a hot pixel or smaller than `smallest`; the others move up. Gives their number. */
export function keepRuns(
  height: i32,
  smallest: u32,
  runs: usize,
  parents: usize,
  weights: usize,
  rows: usize,
): u32 {
  const all = word(rows, height);
  for (let run: u32 = 0; run < all; run++) {
    const root = word(parents, word(parents, run));
    setWord(parents, run, root);
    if (root == run) continue;
    const weight = word(weights, run);
    const sum = word(weights, root);
    setWord(weights, root, ((sum + (weight & ~hot)) | (weight & hot)));
  }
  let count: u32 = 0;
  let run: u32 = 0;
  for (let y = 0; y < height; y++) {
    const end = word(rows, y + 1);
    setWord(rows, y, count);
    for (; run < end; run++) {
      const root = word(parents, run);
      // A root's weight has done its work and becomes the component's new root.
      if (root == run) {
        const weight = word(weights, run);
        setWord(weights, run, (weight & hot) != 0 && (weight & ~hot) >= smallest ? count : <u32>-1);
      }
      const moved = word(weights, root);
      if (moved == <u32>-1) continue;
      setWord(runs, count, word(runs, run));
      setWord(parents, count, moved);
      count++;
    }
  }
  setWord(rows, height, count);
  return count;
}

// @ts-ignore: decorator
@inline
function gapStart(runs: usize, gap: u32, from: u32): u32 {
  return gap == from ? 0 : word(runs, gap - 1) >> 16;
}

// @ts-ignore: decorator
@inline
function gapEnd(runs: usize, gap: u32, end: u32, width: u32): u32 {
  return gap == end ? width : word(runs, gap) & 0xffff;
}

/** 0, the outside, for the gaps at a row's ends. */
// @ts-ignore: decorator
@inline
function gapNode(gap: u32, from: u32, end: u32): u32 {
  return gap == from || gap == end ? 0 : gap + 1;
}

/**
 * Joins gaps between runs by 4 neighbours and with the outside, and joins the runs on both sides of those that are holes. `gaps`, a word
 * more than there are runs: afterwards not 0 at 1 + the index of a run before which there is a hole.
 */
export function fillHoles(width: u32, height: i32, runs: usize, parents: usize, gaps: usize, rows: usize): void {
  const all = word(rows, height);
  setWord(gaps, 0, 0);
  let above: u32 = 0;
  let from: u32 = 0;
  for (let y = 0; y < height; y++) {
    const end = word(rows, y + 1);
    const isInner = y > 0 && y + 1 < height;
    for (let run = from; run < end; run++) setWord(gaps, run + 1, isInner ? run + 1 : 0);
    if (y > 0 && end > above) {
      let p = above;
      let c = from;
      // A row of n runs has n + 1 gaps; those at its ends may be empty and then overlap nothing.
      while (p <= from && c <= end) {
        const previousEnd = gapEnd(runs, p, from, width);
        const currentEnd = gapEnd(runs, c, end, width);
        if (gapStart(runs, p, above) < currentEnd && gapStart(runs, c, from) < previousEnd)
          join(gaps, gapNode(p, above, from), gapNode(c, from, end));
        const step = <u32>(previousEnd < currentEnd);
        p += step;
        c += 1 - step;
      }
    }
    above = from;
    from = end;
  }
  for (let y = 0, run: u32 = 0; y < height; y++) {
    const end = word(rows, y + 1);
    for (let first = run; run < end; run++) {
      const root = run == first ? 0 : word(gaps, word(gaps, run + 1));
      setWord(gaps, run + 1, root);
      if (root) join(parents, run - 1, run);
    }
  }
}

/** Sets whole blocks of 16 bytes from `at` on, until `end` is reached or passed. */
// @ts-ignore: decorator
@inline
function paint(at: usize, end: usize, value: v128): void {
  for (; at < end; at += 16) v128.store(at, value);
}

/**
 * Paints the mask and numbers the pieces. Runs on both sides of a hole become one (`gaps` 0: no holes are filled), `labels` has the number
 * of each run's piece, `areas` and `counts` each piece's pixels and runs. Gives the number of pieces.
 */
export function paintPieces(
  width: u32,
  height: i32,
  runs: usize,
  parents: usize,
  gaps: usize,
  rows: usize,
  labels: usize,
  areas: usize,
  counts: usize,
  mask: usize,
): u32 {
  const ones = i8x16.splat(-1);
  const zeros = i8x16.splat(0);
  let pieces: u32 = 0;
  let merged: u32 = 0;
  let run: u32 = 0;
  for (let y = 0; y < height; y++) {
    const end = word(rows, y + 1);
    const first = run;
    setWord(rows, y, merged);
    const row = mask + <usize>y * <usize>width;
    let painted = row;
    while (run < end) {
      const start = word(runs, run) & 0xffff;
      let stop: u32 = 0;
      let label: u32 = 0;
      do {
        // `parents` turns into labels as it is read: a parent is never behind its child.
        const parent = word(parents, run);
        if (parent == run) {
          label = pieces++;
          setWord(areas, label, 0);
          setWord(counts, label, 0);
        } else label = word(parents, parent);
        setWord(parents, run, label);
        stop = word(runs, run) >> 16;
        run++;
      } while (gaps && run < end && word(gaps, run + 1));
      setWord(runs, merged, start | (stop << 16));
      setWord(labels, merged, label);
      merged++;
      setWord(areas, label, word(areas, label) + stop - start);
      setWord(counts, label, word(counts, label) + 1);
      // Left to right: what is painted beyond an end is painted over by what follows.
      paint(painted, row + start, zeros);
      painted = row + stop;
      paint(row + start, painted, ones);
    }
    paint(painted, row + width, zeros);
  }
  setWord(rows, height, merged);
  return pieces;
}

/** Writes the runs of chosen pieces as (row, first column, column after the last). `slots`: where each piece's next goes; −1: nowhere. */
export function gatherSpans(height: i32, runs: usize, rows: usize, labels: usize, slots: usize, spans: usize): void {
  let run: u32 = 0;
  for (let y = 0; y < height; y++) {
    const end = word(rows, y + 1);
    for (; run < end; run++) {
      const label = word(labels, run);
      const slot = word(slots, label);
      if (slot == <u32>-1) continue;
      setWord(slots, label, slot + 1);
      const span = word(runs, run);
      const at = spans + <usize>slot * 12;
      store<u32>(at, y);
      store<u32>(at, span & 0xffff, 4);
      store<u32>(at, span >> 16, 8);
    }
  }
}

/**
 * Iso-lines by marching squares, in WebAssembly SIMD; the twin is `plainContours` in `../contour.ts`. Blocks of 64 pixels of a row keep their least and
 * greatest value, so that a level looks only into those it crosses: bits of "at or above the level", and cells whose four bits differ by
 * exclusive or of neighbouring bits. A crossing is made once, by the first of its cells, and each has one successor; then lines are followed
 * and simplified in place.
 */

/** No successor, or a crossing that has been followed. */
const none: u32 = 0x7fffffff;
/** Set in the successor of a crossing that is itself one. */
const led: u32 = 0x80000000;

/** Least and greatest value of each block of 64 pixels: two half words a block, `ceil(widthPx / 64)` blocks a row. The last may look back. */
export function findRanges(image: usize, ranges: usize, widthPx: i32, heightPx: i32): void {
  const rowBytes = (<usize>widthPx) << 1;
  let to = ranges;
  for (let y = 0; y < heightPx; y++) {
    const row = image + <usize>y * rowBytes;
    if (widthPx < 64) {
      let least = 65535;
      let greatest = 0;
      for (let x: usize = 0; x < rowBytes; x += 2) {
        const value = <i32>load<u16>(row + x);
        least = min(least, value);
        greatest = max(greatest, value);
      }
      store<u16>(to, <u16>least);
      store<u16>(to, <u16>greatest, 2);
      to += 4;
      continue;
    }
    let x = 0;
    do {
      const at = row + ((<usize>min(x, widthPx - 64)) << 1);
      const v0 = v128.load(at);
      const v1 = v128.load(at, 16);
      const v2 = v128.load(at, 32);
      const v3 = v128.load(at, 48);
      const v4 = v128.load(at, 64);
      const v5 = v128.load(at, 80);
      const v6 = v128.load(at, 96);
      const v7 = v128.load(at, 112);
      const least = i16x8.min_u(
        i16x8.min_u(i16x8.min_u(v0, v1), i16x8.min_u(v2, v3)),
        i16x8.min_u(i16x8.min_u(v4, v5), i16x8.min_u(v6, v7)),
      );
      const greatest = i16x8.max_u(
        i16x8.max_u(i16x8.max_u(v0, v1), i16x8.max_u(v2, v3)),
        i16x8.max_u(i16x8.max_u(v4, v5), i16x8.max_u(v6, v7)),
      );
      // Both in one vector: the greatest is the least of the complements.
      const turned = v128.not(greatest);
      const low = i8x16.shuffle(least, turned, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
      const high = i8x16.shuffle(least, turned, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
      const four = i16x8.min_u(low, high);
      const two = i16x8.min_u(four, i8x16.shuffle(four, four, 4, 5, 6, 7, 4, 5, 6, 7, 12, 13, 14, 15, 12, 13, 14, 15));
      const one = i16x8.min_u(two, i8x16.shuffle(two, two, 2, 3, 2, 3, 2, 3, 2, 3, 10, 11, 10, 11, 10, 11, 10, 11));
      store<u16>(to, i16x8.extract_lane_u(one, 0));
      store<u16>(to, ~i16x8.extract_lane_u(one, 4), 2);
      to += 4;
      x += 64;
    } while (x < widthPx);
  }
}

/** Bits of the 64 pixels from `at` on that are at or above `level`; `count` of them count. */
// @ts-ignore: decorator
@inline
function bitsAt(at: usize, level: v128, count: i32): u64 {
  let bits: u64 = 0;
  let x = 0;
  do {
    const here = at + ((<usize>x) << 1);
    const low = i16x8.ge_u(v128.load(here), level);
    const high = x + 8 < count ? i16x8.ge_u(v128.load(here, 16), level) : i16x8.splat(0);
    bits |= <u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high))) << <u64>x;
    x += 16;
  } while (x < count);
  return count < 64 ? bits & ((<u64>1 << <u64>count) - 1) : bits;
}

/** Bits of one row. */
function fillBits(row: usize, ranges: usize, bits: usize, widthPx: i32, least: i32): void {
  const level = i16x8.splat(<i16>least);
  let x = 0;
  let range = ranges;
  let to = bits;
  do {
    if (x + 256 <= widthPx) {
      // Four blocks at once: most are on one side of the level.
      const sides = i16x8.bitmask(i16x8.ge_u(v128.load(range), level));
      if (sides === 0 || sides === 255) {
        const all = i16x8.splat(<i16>-(sides & 1));
        v128.store(to, all);
        v128.store(to, all, 16);
        x += 256;
        range += 16;
        to += 32;
        continue;
      }
    }
    const count = min(widthPx - x, 64);
    let word: u64 = 0;
    if (<i32>load<u16>(range) >= least) word = count < 64 ? (<u64>1 << <u64>count) - 1 : -1;
    else if (<i32>load<u16>(range, 2) >= least) word = bitsAt(row + ((<usize>x) << 1), level, count);
    store<u64>(to, word);
    x += 64;
    range += 4;
    to += 8;
  } while (x < widthPx);
}

/**
 * Which side of a cell a line comes from and which it goes to, by the cell's bits (1: top left, 2: top right, 4: bottom right, 8: bottom left). Sides:
 * 0 top, 1 right, 2 bottom, 3 left; from · 4 + to. Inside is on the right.
 */
const turns = memory.data<u8>([
  0, 3, 4, 7, 9, 0, 8, 11, 14, 2, 0, 6, 13, 1, 12, 0,
]);

/** Where a crossing stands between two values: 0 … 1. */
// @ts-ignore: decorator
@inline
function between(first: usize, second: usize, level: f64): f64 {
  const from = <f64>load<u16>(first);
  return (level - from) / (<f64>load<u16>(second) - from);
}

// @ts-ignore: decorator
@inline
function link(next: usize, from: u32, to: u32): void {
  const at = next + ((<usize>from) << 2);
  store<u32>(at, (load<u32>(at) & led) | to);
  const end = next + ((<usize>to) << 2);
  store<u32>(end, load<u32>(end) | led);
}

/**
 * Every crossing of `level` (`least`: the least whole value at or above it): its place in `points` (two 32-bit floats) and the one that follows it in
 * `next`. `bits`: two rows of 64-bit words; `above`: a word a column. Returns how many; -1 when there are more than `capacity`.
 */
export function linkCrossings(
  image: usize,
  ranges: usize,
  widthPx: i32,
  heightPx: i32,
  level: f64,
  least: i32,
  bits: usize,
  above: usize,
  points: usize,
  next: usize,
  capacity: i32,
): i32 {
  const words = (widthPx + 63) >> 6;
  const rowBytes = (<usize>widthPx) << 1;
  const limit = capacity - 4;
  let upper = bits;
  let lower = bits + ((<usize>words) << 3);
  fillBits(image, ranges, upper, widthPx, least);
  let n = 0;
  // Crossings between pixels of the first row have no cell above that could make them.
  for (let x = 0; x + 1 < widthPx; x++) {
    const at = image + ((<usize>x) << 1);
    if (<i32>load<u16>(at) >= least === <i32>load<u16>(at, 2) >= least) continue;
    if (n > limit) return -1;
    store<f32>(points + ((<usize>n) << 3), <f32>(<f64>x + between(at, at + 2, level)));
    store<f32>(points + ((<usize>n) << 3), 0, 4);
    store<u32>(next + ((<usize>n) << 2), none);
    store<u32>(above + ((<usize>x) << 2), n);
    n++;
  }
  for (let y = 0; y + 1 < heightPx; y++) {
    const row = image + <usize>y * rowBytes;
    fillBits(row + rowBytes, ranges + (<usize>((y + 1) * words) << 2), lower, widthPx, least);
    let right: u32 = none;
    let word = 0;
    do {
      const at = (<usize>word) << 3;
      if (word + 2 < words) {
        const p = v128.load(upper + at);
        const q = v128.load(lower + at);
        const p1 = v128.or(i64x2.shr_u(p, 1), i64x2.shl(v128.load(upper + at, 8), 63));
        const q1 = v128.or(i64x2.shr_u(q, 1), i64x2.shl(v128.load(lower + at, 8), 63));
        if (!v128.any_true(v128.or(v128.or(v128.xor(p, p1), v128.xor(q, q1)), v128.xor(p, q)))) {
          word += 2;
          continue;
        }
      }
      const p = load<u64>(upper + at);
      const q = load<u64>(lower + at);
      const isLast = word + 1 === words;
      const p1 = (p >> 1) | (isLast ? 0 : load<u64>(upper + at, 8) << 63);
      const q1 = (q >> 1) | (isLast ? 0 : load<u64>(lower + at, 8) << 63);
      let active = (p ^ p1) | (q ^ q1) | (p ^ q);
      // The last pixel of a row has no cell to its right.
      if (isLast) active &= (<u64>1 << <u64>((widthPx - 1) & 63)) - 1;
      while (active !== 0) {
        if (n > limit) return -1;
        const bit = ctz(active);
        active &= active - 1;
        const x = (word << 6) + <i32>bit;
        const topRight = <u32>(p1 >> bit) & 1;
        const bottomRight = <u32>(q1 >> bit) & 1;
        const bottomLeft = <u32>(q >> bit) & 1;
        const code = (<u32>(p >> bit) & 1) | (topRight << 1) | (bottomRight << 2) | (bottomLeft << 3);
        const cell = row + ((<usize>x) << 1);
        const aboveAt = above + ((<usize>x) << 2);
        const top = load<u32>(aboveAt);
        let left = right;
        if (x === 0 && (code & 1) !== bottomLeft) {
          left = n;
          store<f32>(points + ((<usize>n) << 3), 0);
          store<f32>(points + ((<usize>n) << 3), <f32>(<f64>y + between(cell, cell + rowBytes, level)), 4);
          store<u32>(next + ((<usize>n) << 2), none);
          n++;
        }
        // Both are made whether they are crossings or not: what is not is overwritten, and nothing has to be foretold.
        right = n;
        let to = points + ((<usize>n) << 3);
        store<f32>(to, <f32>(x + 1));
        store<f32>(to, <f32>(<f64>y + between(cell + 2, cell + 2 + rowBytes, level)), 4);
        store<u32>(next + ((<usize>n) << 2), none);
        n += topRight ^ bottomRight;
        const bottom = n;
        to = points + ((<usize>n) << 3);
        store<f32>(to, <f32>(<f64>x + between(cell + rowBytes, cell + rowBytes + 2, level)));
        store<f32>(to, <f32>(y + 1), 4);
        store<u32>(next + ((<usize>n) << 2), none);
        store<u32>(aboveAt, bottom);
        n += bottomRight ^ bottomLeft;
        if (code === 5 || code === 10) {
          const sum =
            <i32>load<u16>(cell) + <i32>load<u16>(cell, 2) + <i32>load<u16>(cell + rowBytes) + <i32>load<u16>(cell + rowBytes, 2);
          const isJoined = <f64>sum >= 4 * level;
          if (code === 5) {
            link(next, top, isJoined ? right : left);
            link(next, bottom, isJoined ? left : right);
          } else {
            link(next, isJoined ? left : right, top);
            link(next, isJoined ? right : left, bottom);
          }
        } else {
          const turn = <u32>load<u8>(turns + code);
          const from = turn >> 2;
          const end = turn & 3;
          const start = select(select(top, <u32>right, from === 0), select(<u32>bottom, left, from === 2), from < 2);
          const stop = select(select(top, <u32>right, end === 0), select(<u32>bottom, left, end === 2), end < 2);
          link(next, start, stop);
        }
      }
      word++;
    } while (word < words);
    const swap = upper;
    upper = lower;
    lower = swap;
  }
  return n;
}

/** What `farthest` found: its squared distance to the piece, times `scale`. */
let reach: f64 = 0;
/** The piece's squared length; 1 for a piece without length. */
let scale: f64 = 0;
/** Where the piece ends. */
let endX: f64 = 0;
let endY: f64 = 0;

// @ts-ignore: decorator
@inline
function xAt(points: usize, i: i32): f64 {
  return <f64>load<f32>(points + ((<usize>i) << 3));
}

// @ts-ignore: decorator
@inline
function yAt(points: usize, i: i32): f64 {
  return <f64>load<f32>(points + ((<usize>i) << 3), 4);
}

/** The reach of point `i` from the piece that begins at (px, py), goes (vx, vy) and has the squared length `whole` (`factor`: 1 for 0). */
// @ts-ignore: decorator
@inline
function reachOf(points: usize, i: i32, px: f64, py: f64, vx: f64, vy: f64, whole: f64, factor: f64): f64 {
  const ux = xAt(points, i) - px;
  const uy = yAt(points, i) - py;
  const along = ux * vx + uy * vy;
  const across = ux * vy - uy * vx;
  let far = across * across;
  if (along <= 0) far = (ux * ux + uy * uy) * factor;
  else if (along >= whole) {
    const wx = xAt(points, i) - endX;
    const wy = yAt(points, i) - endY;
    far = (wx * wx + wy * wy) * factor;
  }
  return far;
}

/** Pieces with fewer points between their ends are gone through one by one; at least 4. */
const fewPoints: i32 = 16;

/** The point between `first` and `last` that is farthest from the straight piece between them, the first of equals; -1 when there is none. */
function farthest(points: usize, first: i32, last: i32, tolerance2: f64): i32 {
  const px = xAt(points, first);
  const py = yAt(points, first);
  const qx = xAt(points, last);
  const qy = yAt(points, last);
  const vx = qx - px;
  const vy = qy - py;
  const whole = vx * vx + vy * vy;
  const factor: f64 = whole > 0 ? whole : 1;
  endX = qx;
  endY = qy;
  scale = factor;
  if (last - first > fewPoints) return farthestOfMany(points, first, last, tolerance2);
  let most = f64x2.splat(-1);
  let mostAt = -1;
  let i = first + 1;
  while (i < last) {
    const far = reachOf(points, i, px, py, vx, vy, whole, factor);
    mostAt = far > f64x2.extract_lane(most, 0) ? i : mostAt;
    most = f64x2.pmax(most, f64x2.splat(far));
    i++;
  }
  reach = f64x2.extract_lane(most, 0);
  return mostAt;
}

/** The reach of 4 points in single floats. */
// @ts-ignore: decorator
@inline
function aboutReaches(at: usize, ax: v128, ay: v128, vx: v128, vy: v128, whole: v128, factor: v128): v128 {
  const two = v128.load(at);
  const others = v128.load(at, 16);
  const ux = f32x4.sub(i8x16.shuffle(two, others, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27), ax);
  const uy = f32x4.sub(i8x16.shuffle(two, others, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31), ay);
  const along = f32x4.add(f32x4.mul(ux, vx), f32x4.mul(uy, vy));
  const across = f32x4.sub(f32x4.mul(ux, vy), f32x4.mul(uy, vx));
  const isBefore = f32x4.le(along, f32x4.splat(0));
  const isBehind = f32x4.ge(along, whole);
  const far = f32x4.mul(across, across);
  if (!v128.any_true(v128.or(isBefore, isBehind))) return far;
  const wx = f32x4.sub(ux, vx);
  const wy = f32x4.sub(uy, vy);
  const behind = f32x4.mul(f32x4.add(f32x4.mul(wx, wx), f32x4.mul(wy, wy)), factor);
  const before = f32x4.mul(f32x4.add(f32x4.mul(ux, ux), f32x4.mul(uy, uy)), factor);
  return v128.bitselect(before, v128.bitselect(behind, far, isBehind), isBefore);
}

/**
 * `farthest`, first in single floats, 4 points at a time: exactly, only what may be the farthest is looked at, and nothing where all is certainly within
 * the tolerance (-1). Roots of reaches are off by less than 16 roundings (2⁻²⁰) of |u| |v|; points that follow each other on a line are
 * less than 2 pixels apart, which bounds |u|.
 */
function farthestOfMany(points: usize, first: i32, last: i32, tolerance2: f64): i32 {
  const x = xAt(points, first);
  const y = yAt(points, first);
  const dx = endX - x;
  const dy = endY - y;
  const length2 = dx * dx + dy * dy;
  const ax = f32x4.splat(<f32>x);
  const ay = f32x4.splat(<f32>y);
  const vx = f32x4.splat(<f32>dx);
  const vy = f32x4.splat(<f32>dy);
  const whole = f32x4.splat(<f32>length2);
  const factor = f32x4.splat(<f32>scale);
  // The last four overlap those before, so that none is beyond the piece.
  const lastFour = points + ((<usize>(last - 4)) << 3);
  let greatest = f32x4.splat(0);
  let at = points + ((<usize>(first + 1)) << 3);
  do {
    greatest = f32x4.pmax(greatest, aboutReaches(min(at, lastFour), ax, ay, vx, vy, whole, factor));
    at += 32;
  } while (at <= lastFour + 24);
  const pairs = f32x4.pmax(greatest, i8x16.shuffle(greatest, greatest, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const about = Math.sqrt(<f64>max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1)));
  const off = <f64>(last - first) * Math.sqrt(scale) / <f64>(1 << 19);
  if ((about + off) * (about + off) < tolerance2 * scale) return -1;
  const least = max(about - 2 * off, 0);
  const low = f32x4.splat(<f32>(least * least * 0.999999));
  let most: f64 = -1;
  let mostAt = -1;
  at = points + ((<usize>(first + 1)) << 3);
  do {
    const four = min(at, lastFour);
    let bits = i32x4.bitmask(f32x4.ge(aboutReaches(four, ax, ay, vx, vy, whole, factor), low));
    while (bits !== 0) {
      const i = <i32>((four - points) >> 3) + ctz(bits);
      bits &= bits - 1;
      const far = reachOf(points, i, x, y, dx, dy, length2, scale);
      if (far > most) {
        most = far;
        mostAt = i;
      }
    }
    at += 32;
  } while (at <= lastFour + 24);
  reach = most;
  return mostAt;
}

/** Marks in `kept` what a piece needs to stay within the tolerance. The smaller part first, so that the stack stays low. */
function keepWithin(points: usize, first: i32, last: i32, tolerance2: f64, kept: usize, stack: usize): void {
  let top = stack;
  let from = first;
  let to = last;
  do {
    const middle = to - from > 1 ? farthest(points, from, to, tolerance2) : -1;
    if (middle >= 0 && reach > tolerance2 * scale) {
      store<u8>(kept + <usize>middle, 1);
      const isFirstLarger = middle - from > to - middle;
      store<i32>(top, isFirstLarger ? from : middle);
      store<i32>(top, isFirstLarger ? middle : to, 4);
      top += 8;
      if (isFirstLarger) from = middle;
      else to = middle;
      continue;
    }
    if (top === stack) break;
    top -= 8;
    from = load<i32>(top);
    to = load<i32>(top, 4);
  } while (true);
}

/** Two far points of a loop, and a third when these are all. Its first point stands behind its last once more. */
function keepLoop(points: usize, count: i32, tolerance2: f64, kept: usize, stack: usize): void {
  let middle = 1;
  let most: f64 = -1;
  for (let i = 1; i < count; i++) {
    const dx = xAt(points, i) - xAt(points, 0);
    const dy = yAt(points, i) - yAt(points, 0);
    const far = dx * dx + dy * dy;
    if (far > most) {
      most = far;
      middle = i;
    }
  }
  store<u8>(kept + <usize>middle, 1);
  const first = farthest(points, 0, middle, -1);
  const firstReach = reach;
  const second = farthest(points, middle, count, -1);
  if (max(firstReach, reach) <= tolerance2 * scale) {
    const third = firstReach >= reach ? first : second;
    if (third >= 0) store<u8>(kept + <usize>third, 1);
    return;
  }
  keepWithin(points, 0, middle, tolerance2, kept, stack);
  keepWithin(points, middle, count, tolerance2, kept, stack);
}

/** Simplifies the `count` points from `points` on, in place; returns how many stay. */
function simplify(points: usize, count: i32, isClosed: bool, tolerance2: f64, kept: usize, stack: usize): i32 {
  if (count < 3) return count;
  memory.fill(kept, 0, <usize>count);
  store<u8>(kept, 1);
  if (isClosed) {
    store<u64>(points + ((<usize>count) << 3), load<u64>(points));
    keepLoop(points, count, tolerance2, kept, stack);
  } else {
    store<u8>(kept + <usize>(count - 1), 1);
    keepWithin(points, 0, count - 1, tolerance2, kept, stack);
  }
  let n = 0;
  for (let i = 0; i < count; i++) {
    store<u64>(points + ((<usize>n) << 3), load<u64>(points + ((<usize>i) << 3)));
    n += <i32>load<u8>(kept + <usize>i);
  }
  return n;
}

/**
 * Follows `count` crossings into `to` (one point more than crossings), each line simplified to `tolerance` unless that is 0, and describes the lines: 4 words
 * each, the first of its crossings in row order, where its points begin, how many there are, whether it is closed. Open lines come first.
 * `kept`: a byte a crossing; `stack`: 512 bytes. Returns the number of lines.
 */
export function followLines(
  points: usize,
  next: usize,
  count: i32,
  tolerance: f64,
  to: usize,
  lines: usize,
  kept: usize,
  stack: usize,
): i32 {
  let line = lines;
  let n = 0;
  for (let pass = 0; pass < 2; pass++) {
    const isClosed = pass === 1;
    for (let start: u32 = 0; start < <u32>count; start++) {
      const successor = load<u32>(next + ((<usize>start) << 2));
      if (successor === none || (!isClosed && (successor & led) !== 0)) continue;
      const from = to + ((<usize>n) << 3);
      let at = from;
      let first = start;
      let id = start;
      do {
        store<u64>(at, load<u64>(points + ((<usize>id) << 3)));
        at += 8;
        first = min(first, id);
        const nextAt = next + ((<usize>id) << 2);
        id = load<u32>(nextAt) & ~led;
        store<u32>(nextAt, none);
      } while (id !== none && id !== start);
      let length = <i32>((at - from) >> 3);
      if (tolerance > 0) length = simplify(from, length, isClosed, tolerance * tolerance, kept, stack);
      store<u32>(line, first);
      store<u32>(line, n, 4);
      store<u32>(line, length, 8);
      store<u32>(line, <u32>isClosed, 12);
      line += 16;
      n += length;
    }
  }
  return <i32>((line - lines) >> 4);
}

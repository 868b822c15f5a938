/**
 * The exact Euclidean distance map, in WebAssembly SIMD; its twin is `plainDistance` in `../distance.ts`. With `g` the distance to the
 * nearest mask pixel in a pixel's own column, d²(x) = min over columns i of g(i)² + (x − i)²: per row the lower convex hull of the points
 * (i, g(i)² + i²). Most columns are discarded 8 at a time because they lie above chords between the columns of the previous row's
 * hull, which are genuine points of this row too, so that discarding is exact however little the rows have in common. What stays is thinned
 * 4 at a time, each column against its two neighbours, until all that is left is convex. Where the mask is so dense that a hull would hold
 * most columns, d² is found from the few columns nearby instead.
 *
 * Steps that cannot be foretold cost more than work that is thrown away: lists are packed by tables, and a row is drawn without asking where
 * one column's pixels end. Inner loops test at their end: V8 leaves what does not change inside a loop that tests at its start.
 */

/** Columns free on both sides of a row of `g` and of its squares. */
const sideColumns: i32 = 96;
/** The farthest column that is looked at when no hull is made. */
const farthestNear: i32 = 60;
/** From here on a square is no longer exact in 32-bit floats. */
const exactBelow: i32 = 1 << 24;
/** Rows whose distances to the mask below are known at a time: they stay in the processor's nearest memory but one. */
const stripRows: i32 = 16;
/** Where a column does not reach the mask. Its square is higher than any chord. */
const none: i16 = 32767;
/** After so many rounds of thinning, what is left is made convex one by one. */
const thinnings: i32 = 8;

/**
 * A column of a list: g in the lower half word, the column in the upper one. The product of such a pair with itself is g² + column², its
 * height in the hull; with the pixel's column subtracted, d². Of columns side by side with one g only the ends are listed: those between
 * them are nearest to no pixel but their own, whose distance is then g.
 */
let list: usize = 0;
let other: usize = 0;
/** By pixel of the row: the column that is nearest from here on, 0 where it is the one before. All 0 between rows. */
let starts: usize = 0;
/** Columns, at least 8 apart but for the last, of the hull before: where the next row's chords end. */
let ends: usize = 0;
let endCount: i32 = 0;
/** Whether no square can be too large for 32-bit floats. */
let isExact: bool = false;

/** The places of the bits that are set in a byte, lowest first, as bytes of half words. */
const places8 = memory.data(16 * 256, 16);
/** The same for 4 bits, as bytes of words. */
const places4 = memory.data(16 * 16, 16);

function fillPlaces(): void {
  if (load<u16>(places8 + 16) !== 0) return;
  for (let bits = 0; bits < 256; bits++) {
    let at = places8 + (<usize>bits << 4);
    for (let place = 0; place < 8; place++) {
      if (((bits >> place) & 1) === 0) continue;
      store<u16>(at, <u16>(0x0100 + 0x0202 * place));
      at += 2;
    }
  }
  for (let bits = 0; bits < 16; bits++) {
    let at = places4 + (<usize>bits << 4);
    for (let place = 0; place < 4; place++) {
      if (((bits >> place) & 1) === 0) continue;
      store<u32>(at, 0x03020100 + 0x04040404 * place);
      at += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function gAt(g: usize, x: i32): i32 {
  return <i32>load<u16>(g + ((<usize>x) << 1));
}

/**
 * Lists the columns that may be in a row's hull, from the columns of the hull before it; returns how many. `margin` covers all rounding of
 * the chords.
 */
function listColumns(g: usize, margin: i32): i32 {
  const zero = i16x8.splat(0);
  let to = list;
  let a = load<i32>(ends);
  const end = ends + ((<usize>endCount) << 2);
  let at = ends + 4;
  do {
    // The last column of all: a chord to itself.
    const b = at < end ? load<i32>(at) : a + 1;
    const ga = gAt(g, a);
    const gb = gAt(g, b);
    const ha = ga * ga + a * a;
    const slope = at < end ? <f32>(gb * gb + b * b - ha) / <f32>(b - a) : 0;
    const slopes = f32x4.splat(slope);
    const step = i32x4.add(i32x4.splat(margin), i32x4.trunc_sat_f32x4_s(f32x4.mul(slopes, f32x4.splat(8))));
    // A step back: V8 makes ready before a loop only what the loop begins with.
    const base = i32x4.sub(i32x4.splat(ha + margin), step);
    let chord0 = i32x4.add(base, i32x4.trunc_sat_f32x4_s(f32x4.mul(slopes, f32x4(0, 1, 2, 3))));
    let chord1 = i32x4.add(base, i32x4.trunc_sat_f32x4_s(f32x4.mul(slopes, f32x4(4, 5, 6, 7))));
    const ahead = i16x8.splat(<i16>b);
    let columns = i16x8.add(i16x8.splat(<i16>a), i16x8(-8, -7, -6, -5, -4, -3, -2, -1));
    let here = g + ((<usize>a) << 1);
    const stop = g + ((<usize>b) << 1);
    do {
      chord0 = i32x4.add(chord0, step);
      chord1 = i32x4.add(chord1, step);
      columns = i16x8.add(columns, i16x8.splat(8));
      const eight = v128.load(here);
      const pairs0 = i16x8.shuffle(eight, columns, 0, 8, 1, 9, 2, 10, 3, 11);
      const pairs1 = i16x8.shuffle(eight, columns, 4, 12, 5, 13, 6, 14, 7, 15);
      const isBelow = i16x8.narrow_i32x4_s(
        i32x4.gt_s(chord0, heightsOf(pairs0)),
        i32x4.gt_s(chord1, heightsOf(pairs1)),
      );
      const isInner = v128.and(i16x8.eq(eight, v128.load(here - 2)), i16x8.eq(eight, v128.load(here, 2)));
      const isListed = v128.andnot(v128.and(isBelow, i16x8.gt_s(ahead, columns)), isInner);
      const bits = i8x16.bitmask(i8x16.narrow_i16x8_s(isListed, zero));
      const places = v128.load(places8 + (<usize>bits << 4));
      const listed = i8x16.swizzle(eight, places);
      const listedAt = i8x16.swizzle(columns, places);
      v128.store(to, i16x8.shuffle(listed, listedAt, 0, 8, 1, 9, 2, 10, 3, 11));
      v128.store(to, i16x8.shuffle(listed, listedAt, 4, 12, 5, 13, 6, 14, 7, 15), 16);
      to += <usize>popcnt(bits) << 2;
      here += 16;
    } while (here < stop);
    a = b;
    at += 4;
  } while (at <= end);
  return <i32>((to - list) >> 2);
}

// @ts-ignore: decorator
@inline
function heightsOf(pairs: v128): v128 {
  return i32x4.dot_i16x8_s(pairs, pairs);
}

/** One round: each column of the list against its neighbours there; returns how many stay. */
function thin(count: i32): i32 {
  let from = list + 4;
  const last = list + ((<usize>(count - 1)) << 2);
  let to = other;
  store<u32>(to, load<u32>(list));
  to += 4;
  do {
    const before = v128.load(from - 4);
    const here = v128.load(from);
    const after = v128.load(from + 4);
    const height = heightsOf(here);
    const column = i32x4.shr_u(here, 16);
    const rise0 = i32x4.sub(height, heightsOf(before));
    const rise1 = i32x4.sub(heightsOf(after), height);
    const run0 = i32x4.sub(column, i32x4.shr_u(before, 16));
    const run1 = i32x4.sub(i32x4.shr_u(after, 16), column);
    const isLow0 = i64x2.lt_s(i64x2.extmul_low_i32x4_s(rise0, run1), i64x2.extmul_low_i32x4_s(rise1, run0));
    const isLow1 = i64x2.lt_s(i64x2.extmul_high_i32x4_s(rise0, run1), i64x2.extmul_high_i32x4_s(rise1, run0));
    const isLow = i8x16.shuffle(isLow0, isLow1, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
    const bits = i32x4.bitmask(isLow) & ((1 << <i32>min<usize>((last - from) >> 2, 4)) - 1);
    v128.store(to, i8x16.swizzle(here, v128.load(places4 + (<usize>bits << 4))));
    to += <usize>popcnt(bits) << 2;
    from += 16;
  } while (from < last);
  store<u32>(to, load<u32>(last));
  const swap = list;
  list = other;
  other = swap;
  return <i32>((to + 4 - list) >> 2);
}

// @ts-ignore: decorator
@inline
function columnOf(pair: u32): i64 {
  return <i64>(pair >> 16);
}

// @ts-ignore: decorator
@inline
function heightOf(pair: u32): i64 {
  const low = <i64>(pair & 0xffff);
  return low * low + columnOf(pair) * columnOf(pair);
}

/** Makes the list convex, one column after the other; returns how many stay. */
function makeConvex(count: i32): i32 {
  let n = 1;
  for (let i = 1; i < count; i++) {
    const pair = load<u32>(list + ((<usize>i) << 2));
    while (n > 1) {
      const at = list + ((<usize>n) << 2);
      const top = load<u32>(at - 4);
      const under = load<u32>(at - 8);
      const rise0 = heightOf(top) - heightOf(under);
      const rise1 = heightOf(pair) - heightOf(top);
      if (rise0 * (columnOf(pair) - columnOf(top)) < rise1 * (columnOf(top) - columnOf(under))) break;
      n--;
    }
    store<u32>(list + ((<usize>n) << 2), pair);
    n++;
  }
  return n;
}

function makeHull(g: usize, margin: i32): i32 {
  let count = listColumns(g, margin);
  for (let round = 0; count > 2; round++) {
    if (round === thinnings) return makeConvex(count);
    const left = thin(count);
    if (left === count) break;
    count = left;
  }
  return count;
}

/** Marks where each column's pixels start, and keeps where the next row's chords end. */
function markStarts(count: i32, widthPx: i32): void {
  const first = load<u32>(list);
  store<u32>(starts, first);
  store<i32>(ends, <i32>(first >> 16));
  let kept = <i32>(first >> 16);
  let keptAt = ends + 4;
  const beyond = <f64>((widthPx + 15) & ~15);
  for (let i = 1; i < count; i += 2) {
    // The first pixel that is no nearer to the column before; where both are as near, either will do.
    const at = list + ((<usize>i) << 2);
    const here = v128.load64_zero(at);
    const before = v128.load64_zero(at - 4);
    const rises = i32x4.sub(heightsOf(here), heightsOf(before));
    const runs = i32x4.sub(i32x4.shr_u(here, 16), i32x4.shr_u(before, 16));
    const turns = f64x2.div(f64x2.convert_low_i32x4_s(rises), f64x2.convert_low_i32x4_s(i32x4.shl(runs, 1)));
    const within = f64x2.pmin(f64x2.pmax(f64x2.ceil(turns), f64x2.splat(0)), f64x2.splat(beyond));
    const places = f64x2.add(within, f64x2.splat(4503599627370496));
    const pair = i32x4.extract_lane(here, 0);
    store<u32>(starts + ((<usize>i32x4.extract_lane(places, 0)) << 2), pair);
    const column = <i32>(<u32>pair >> 16);
    store<i32>(keptAt, column);
    const isFar = column - kept >= 8;
    keptAt += (<usize>isFar) << 2;
    kept = select(column, kept, isFar);
    if (i + 1 >= count) break;
    const pair1 = i32x4.extract_lane(here, 1);
    store<u32>(starts + ((<usize>i32x4.extract_lane(places, 2)) << 2), pair1);
    const column1 = <i32>(<u32>pair1 >> 16);
    store<i32>(keptAt, column1);
    const isFar1 = column1 - kept >= 8;
    keptAt += (<usize>isFar1) << 2;
    kept = select(column1, kept, isFar1);
  }
  // The hull's last column is the last that reaches the mask at all.
  const last = <i32>(load<u32>(list + ((<usize>(count - 1)) << 2)) >> 16);
  store<i32>(keptAt, last);
  endCount = <i32>((keptAt - ends) >> 2) + <i32>(kept < last);
}

/** The nearest columns of 4 pixels, from where they start; `before` is that of the pixel before. */
// @ts-ignore: decorator
@inline
function nearest(marks: v128, before: v128): v128 {
  const zero = i32x4.splat(0);
  const two = i32x4.max_s(marks, i8x16.shuffle(zero, marks, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
  const four = i32x4.max_s(two, i8x16.shuffle(zero, two, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23));
  return i32x4.max_s(four, before);
}

// @ts-ignore: decorator
@inline
function lastOf(columns: v128): v128 {
  return i8x16.shuffle(columns, columns, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15);
}

/** Distances of 4 pixels from their columns, or from `own`. `x`: where the pixels are, in the upper half words. */
// @ts-ignore: decorator
@inline
function distancesOf(columns: v128, x: v128, own: v128): v128 {
  const offsets = i16x8.sub(columns, x);
  const away = f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(offsets, offsets)));
  return f32x4.pmin(away, f32x4.convert_i32x4_s(own));
}

/** A row of the map from where its columns start; up to 15 floats too many. */
function drawRow(g: usize, to: usize, widthPx: i32): void {
  const zero = i32x4.splat(0);
  const four = i32x4.splat(4 << 16);
  const end = starts + ((<usize>widthPx) << 2);
  let x = i32x4(-4 << 16, -3 << 16, -2 << 16, -1 << 16);
  let before = zero;
  let marks = starts;
  let at = to;
  let from = g;
  do {
    const n0 = nearest(v128.load(marks), before);
    const n1 = nearest(v128.load(marks, 16), lastOf(n0));
    const n2 = nearest(v128.load(marks, 32), lastOf(n1));
    const n3 = nearest(v128.load(marks, 48), lastOf(n2));
    before = lastOf(n3);
    v128.store(marks, zero);
    v128.store(marks, zero, 16);
    v128.store(marks, zero, 32);
    v128.store(marks, zero, 48);
    x = i32x4.add(x, four);
    v128.store(at, distancesOf(n0, x, v128.load16x4_u(from)));
    x = i32x4.add(x, four);
    v128.store(at, distancesOf(n1, x, v128.load16x4_u(from, 8)), 16);
    x = i32x4.add(x, four);
    v128.store(at, distancesOf(n2, x, v128.load16x4_u(from, 16)), 32);
    x = i32x4.add(x, four);
    v128.store(at, distancesOf(n3, x, v128.load16x4_u(from, 24)), 48);
    marks += 64;
    at += 64;
    from += 32;
  } while (marks < end);
}

/** `drawRow` where squares may be too large for 32-bit floats. */
function drawLargeRow(g: usize, to: usize, widthPx: i32): void {
  let column: u32 = 0;
  for (let x = 0; x < widthPx; x++) {
    const at = (<usize>x) << 2;
    column = max(column, load<u32>(starts + at));
    store<u32>(starts + at, 0);
    const below = <i32>(column & 0xffff);
    const beside = <i32>(column >> 16) - x;
    const own = gAt(g, x);
    store<f32>(to + at, <f32>Math.sqrt(<f64>min(below * below + beside * beside, own * own)));
  }
  // Columns that start beyond the width are nearest to no pixel.
  for (let x = widthPx; x < widthPx + 16; x++) store<u32>(starts + ((<usize>x) << 2), 0);
}

/**
 * A row of the map from the columns nearby: those k away can only help while k² is less than the largest d² so far. Returns the
 * steps taken; -1 when some column is farther than that, and the row is not done.
 */
function drawNear(g: usize, squares: usize, to: usize, widthPx: i32): i32 {
  for (let x = 0; x < widthPx; x += 8) {
    const at = (<usize>x) << 1;
    const near = i16x8.min_u(v128.load(g + at), i16x8.splat(255));
    // 255 and beyond: as good as unreached, because no step that far is taken.
    v128.store(squares + at, i16x8.mul(near, near));
  }
  // What was written beyond the width is no column.
  const beyond = squares + ((<usize>widthPx) << 1);
  v128.store(beyond, i16x8.splat(-1));
  let steps = 0;
  for (let x = 0; x < widthPx; x += 16) {
    const at = squares + ((<usize>x) << 1);
    let d0 = v128.load(at);
    let d1 = x + 8 < widthPx ? v128.load(at, 16) : d0;
    let k = 1;
    let k2 = i16x8.splat(1);
    let odd = i16x8.splat(3);
    while (v128.any_true(i16x8.sub_sat_u(i16x8.max_u(d0, d1), k2))) {
      if (k > farthestNear) return -1;
      const left = at - ((<usize>k) << 1);
      const right = at + ((<usize>k) << 1);
      d0 = i16x8.min_u(d0, i16x8.add_sat_u(k2, i16x8.min_u(v128.load(left), v128.load(right))));
      d1 = i16x8.min_u(d1, i16x8.add_sat_u(k2, i16x8.min_u(v128.load(left, 16), v128.load(right, 16))));
      k2 = i16x8.add(k2, odd);
      odd = i16x8.add(odd, i16x8.splat(2));
      k++;
    }
    steps += k;
    const out = to + ((<usize>x) << 2);
    v128.store(out, f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(d0))));
    v128.store(out, f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(d0))), 16);
    if (x + 8 >= widthPx) break;
    v128.store(out, f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(d1))), 32);
    v128.store(out, f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(d1))), 48);
  }
  return steps;
}

/**
 * Distances to the nearest mask pixel at or below, column by column: of the first of the `rows` rows (at most 16) from `mask` on, into `top`,
 * from those of the row behind the last, `below`. `none` where there is no such pixel.
 */
// @ts-ignore: decorator
@inline
function sweepPast(mask: usize, rows: i32, widthPx: i32, below: usize, top: usize): void {
  const one = i8x16.splat(1);
  const zero = i8x16.splat(0);
  const last = mask + <usize>(rows - 1) * <usize>widthPx;
  for (let x: usize = 0; x < <usize>widthPx; x += 16) {
    // No mask so far: from 128 on.
    let here = i8x16.splat(-128);
    let from = last + x;
    // Where the row before the first would be; may be less than nothing, and then wraps as `from` does.
    const end = mask + x - <usize>widthPx;
    do {
      here = v128.and(i8x16.eq(v128.load(from), zero), i8x16.add(here, one));
      from -= <usize>widthPx;
    } while (from !== end);
    const away = i16x8.splat(<i16>rows);
    const low = i16x8.extend_low_i8x16_s(here);
    const high = i16x8.extend_high_i8x16_s(here);
    const at = x << 1;
    const below0 = i16x8.add_sat_s(v128.load(below + at), away);
    const below1 = i16x8.add_sat_s(v128.load(below + at, 16), away);
    v128.store(top + at, v128.bitselect(below0, low, i16x8.shr_s(low, 15)));
    v128.store(top + at, v128.bitselect(below1, high, i16x8.shr_s(high, 15)), 16);
  }
}

/** The same for each of the rows, into `strip`. */
// @ts-ignore: decorator
@inline
function sweepUp(mask: usize, rows: i32, widthPx: i32, below: usize, strip: usize): void {
  const one = i16x8.splat(1);
  const zero = i8x16.splat(0);
  const stride = <usize>((widthPx + 15) & ~15) << 1;
  const lastRow = mask + <usize>(rows - 1) * <usize>widthPx;
  const lastOut = strip + <usize>(rows - 1) * stride;
  for (let x: usize = 0; x < <usize>widthPx; x += 16) {
    const at = x << 1;
    let low = v128.load(below + at);
    let high = v128.load(below + at, 16);
    let from = lastRow + x;
    let out = lastOut + at;
    const end = mask + x - <usize>widthPx;
    do {
      const isClear = i8x16.eq(v128.load(from), zero);
      low = v128.and(i16x8.extend_low_i8x16_s(isClear), i16x8.add_sat_s(low, one));
      high = v128.and(i16x8.extend_high_i8x16_s(isClear), i16x8.add_sat_s(high, one));
      v128.store(out, low);
      v128.store(out, high, 16);
      out -= stride;
      from -= <usize>widthPx;
    } while (from !== end);
  }
}

/** `g` of the next row from that of the row above and what is below. */
// @ts-ignore: decorator
@inline
function sweepDown(g: usize, ahead: usize, widthPx: i32): void {
  for (let x = 0; x < widthPx; x += 8) {
    const at = (<usize>x) << 1;
    const above = i16x8.add_sat_s(v128.load(g + at), i16x8.splat(1));
    v128.store(g + at, i16x8.min_s(above, v128.load(ahead + at)));
  }
  // What was written beyond the width is no column.
  v128.store(g + ((<usize>widthPx) << 1), i16x8.splat(none));
}

/** The steps `drawNear` would have taken in a row that is done. */
function nearStepsOf(to: usize, widthPx: i32): i32 {
  let steps: f32 = 0;
  for (let x = 8; x < widthPx; x += 16) steps += load<f32>(to + ((<usize>x) << 2)) + 3;
  return <i32>min<f32>(steps, 16777216);
}

/**
 * The map of `mask` (bytes, not 0: signal) into `to` (32-bit floats, 64 bytes free behind); Infinity everywhere when the mask is empty. `row` and
 * `squares`: half words, `widthPx` and 96 on both sides; `tables`: aligned to 16 bytes, with `w` the width rounded up to 16 and `s` the
 * number of strips of 16 rows, 2 w (s + 17) + 16 w + 512 bytes. Up to 8191 × 4096 pixels.
 */
export function mapDistances(
  mask: usize,
  to: usize,
  widthPx: i32,
  heightPx: i32,
  row: usize,
  squares: usize,
  tables: usize,
): void {
  const stride = <usize>((widthPx + 15) & ~15) << 1;
  const strips = (heightPx + stripRows - 1) / stripRows;
  const strip = tables;
  // What is at or below the first row of each strip; behind the last there is nothing.
  const tops = strip + <usize>stripRows * stride;
  for (let at: usize = 0; at < stride; at += 16) v128.store(tops + <usize>strips * stride + at, i16x8.splat(none));
  for (let k = strips - 1; k >= 0; k--) {
    const y = k * stripRows;
    const top = tops + <usize>k * stride;
    const from = mask + <usize>y * <usize>widthPx;
    sweepPast(from, min(stripRows, heightPx - y), widthPx, top + stride, top);
  }

  // A column reaches the mask in every row or in none.
  let first = 0;
  while (first < widthPx && load<u16>(tops + ((<usize>first) << 1)) === none) first++;
  if (first === widthPx) {
    const end = to + (<usize>widthPx * <usize>heightPx << 2);
    for (let at = to; at < end; at += 16) v128.store(at, f32x4.splat(Infinity));
    return;
  }
  let last = widthPx - 1;
  while (load<u16>(tops + ((<usize>last) << 1)) === none) last--;
  list = tops + <usize>(strips + 1) * stride;
  other = list + (stride << 1) + 128;
  starts = other + (stride << 1) + 128;
  ends = starts + (stride << 1) + 128;
  memory.fill(starts, 0, (stride << 1) + 128);
  fillPlaces();
  store<i32>(ends, first);
  store<i32>(ends + 4, last);
  endCount = last > first ? 2 : 1;

  isExact = widthPx * widthPx + heightPx * heightPx < exactBelow;
  const rowBytes = ((<usize>(widthPx + 2 * sideColumns)) << 1) & ~15;
  for (let at: usize = 0; at < rowBytes; at += 16) {
    v128.store(row + at, i16x8.splat(none));
    v128.store(squares + at, i16x8.splat(-1));
  }
  const g = row + (<usize>sideColumns << 1);
  const squaresRow = squares + (<usize>sideColumns << 1);
  const margin = 3 + ((widthPx * widthPx + heightPx * heightPx) >> 22);
  let nearRows = 0;
  let n = 0;
  for (let y = 0; y < heightPx; y++) {
    const inStrip = y % stripRows;
    const maskRow = mask + <usize>y * <usize>widthPx;
    if (inStrip === 0) {
      const under = tops + <usize>(y / stripRows + 1) * stride;
      sweepUp(maskRow, min(stripRows, heightPx - y), widthPx, under, strip);
    }
    const out = to + (<usize>y * <usize>widthPx << 2);
    sweepDown(g, strip + <usize>inStrip * stride, widthPx);
    if (nearRows > 0) {
      const steps = drawNear(g, squaresRow, out, widthPx);
      nearRows = steps >= 0 && isNearFaster(steps, n) ? nearRows - 1 : 0;
      if (steps >= 0) continue;
    }
    n = makeHull(g, margin);
    markStarts(n, widthPx);
    if (isExact) drawRow(g, out, widthPx);
    else drawLargeRow(g, out, widthPx);
    if (n << 4 > widthPx && isNearFaster(nearStepsOf(out, widthPx), n)) nearRows = 32;
  }
}

/** By measured times: a step is about a fifth of a hull's column. */
// @ts-ignore: decorator
@inline
function isNearFaster(steps: i32, hullSize: i32): bool {
  return steps < 5 * hullSize;
}

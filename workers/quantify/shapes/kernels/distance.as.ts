/**
 * The exact Euclidean distance map, in WebAssembly SIMD; its twin is `plainDistance` in `../distance.ts`. With `g` the distance to the
 * nearest mask pixel in a pixel's own column, d²(x) = min over columns i of g(i)² + (x − i)²: per row the lower convex hull of the points
 * (i, g(i)² + i²). Most columns are discarded 8 at a time because they lie above chords between the columns of the previous row's
 * hull, which are genuine points of this row too, so that discarding is exact however little the rows have in common. Where the mask is so
 * dense that a hull would hold most columns, d² is found from the few columns nearby instead.
 *
 * Inner loops test at their end: V8 leaves what does not change inside a loop that tests at its start.
 */

/** Columns free on both sides of a row of `g` and of its squares. */
const sideColumns: i32 = 96;
/** The farthest column that is looked at when no hull is made. */
const farthestNear: i32 = 60;
/** The columns' plane stands this far behind the middle of the map, so that a row's last vector never reaches what is still to be read. */
const aheadBytes: usize = 32;
/** From here on a square is no longer exact in 32-bit floats. */
const exactBelow: i32 = 1 << 24;

/**
 * The hull of the row under way: runs of neighbouring columns of equal g, all in the hull, 16 bytes each: first column, last column, g² (two
 * words). Runs make straight edges and the mask itself cheap. The two entries before the first are so high that no column makes them leave.
 */
let runs: usize = 0;
const highest: i64 = 1 << 46;
const high: i64 = 1 << 44;
/** Columns, at least 8 apart but for the last, of the hull before: where the next row's chords end. */
let ends: usize = 0;
let endCount: i32 = 0;
/** 1 / (2 n) for n columns. */
let halves: usize = 0;
/** Whether no square can be too large for 32-bit floats. */
let isExact: bool = false;

// @ts-ignore: decorator
@inline
function gAt(g: usize, x: i32): i32 {
  return <i32>load<u16>(g + ((<usize>x) << 1));
}

/**
 * The hull of a row from the columns of the hull before it; returns where its last run stands. `margin` covers all rounding of the chords.
 */
function makeHull(g: usize, margin: f32): usize {
  // The last run is held here, with the last column and height of the one before it, and stored when another follows.
  let top = runs - 16;
  let a1 = -1;
  let b1 = -1;
  let q1 = high;
  let b0 = -2;
  let h0 = highest + 4;
  let a = load<i32>(ends);
  const end = ends + ((<usize>endCount) << 2);
  let at = ends + 4;
  do {
    // The last column of all: a chord to itself.
    const b = at < end ? load<i32>(at) : a + 1;
    const ga = gAt(g, a);
    const gb = gAt(g, b);
    const span = b - a;
    const slope = at < end ? <f32>(gb * gb - ga * ga) / <f32>span : 0;
    const start = f32x4.splat(<f32>(ga * ga) + margin);
    const turn = f32x4.splat(slope + <f32>span);
    let t0 = f32x4(0, 1, 2, 3);
    let t1 = f32x4(4, 5, 6, 7);
    let x = a;
    do {
      const here = g + ((<usize>x) << 1);
      const eight = v128.load(here);
      const g0 = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(eight));
      const g1 = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(eight));
      const below0 = f32x4.lt(f32x4.mul(g0, g0), f32x4.add(start, f32x4.mul(t0, f32x4.sub(turn, t0))));
      const below1 = f32x4.lt(f32x4.mul(g1, g1), f32x4.add(start, f32x4.mul(t1, f32x4.sub(turn, t1))));
      let bits = i16x8.bitmask(i16x8.narrow_i32x4_s(below0, below1));
      bits &= (1 << min(b - x, 8)) - 1;
      if (b1 === x - 1 && b1 > a1) {
        // Columns that carry the last run on can make nothing leave.
        const carried = bits & i16x8.bitmask(i16x8.eq(eight, v128.load(here - 2)));
        const length = ctz(~carried);
        b1 += length;
        bits &= -1 << length;
      }
      while (bits !== 0) {
        const column = x + ctz(bits);
        bits &= bits - 1;
        const gc = gAt(g, column);
        const q = <i64>(gc * gc);
        const h = q + <i64>(column * column);
        do {
          const isRun = b1 > a1;
          const h1 = q1 + <i64>(b1 * b1);
          const x0 = select(b1 - 1, b0, isRun);
          const rise = select(<i64>(2 * b1 - 1), h1 - h0, isRun);
          if (rise * <i64>(column - b1) < (h - h1) * <i64>(b1 - x0)) break;
          if (isRun) b1--;
          else {
            top -= 16;
            a1 = load<i32>(top);
            b1 = load<i32>(top, 4);
            q1 = load<i64>(top, 8);
            b0 = load<i32>(top - 12);
            h0 = load<i64>(top - 8) + <i64>(b0 * b0);
          }
        } while (true);
        if (column === b1 + 1 && q === q1) b1 = column;
        else {
          store<i32>(top, a1);
          store<i32>(top, b1, 4);
          store<i64>(top, q1, 8);
          top += 16;
          b0 = b1;
          h0 = q1 + <i64>(b1 * b1);
          a1 = column;
          b1 = column;
          q1 = q;
        }
      }
      t0 = f32x4.add(t0, f32x4.splat(8));
      t1 = f32x4.add(t1, f32x4.splat(8));
      x += 8;
    } while (x < b);
    a = b;
    at += 4;
  } while (at <= end);
  store<i32>(top, a1);
  store<i32>(top, b1, 4);
  store<i64>(top, q1, 8);
  return top;
}

/**
 * Distances from column `i`, `g` away, for `from` … `end` of a row. At least 8 are written, up to 7 too many: a fixed number for the many
 * short pieces costs less than a loop whose length cannot be foretold.
 */
// @ts-ignore: decorator
@inline
function fill(to: usize, i: i32, g: i32, from: i32, end: i32): void {
  const g2 = g * g;
  const farthest = max(i - from, end - 1 - i);
  if (isExact || farthest * farthest + g2 < exactBelow) {
    const start = f32x4.splat(<f32>g2);
    let t = f32x4.add(f32x4.splat(<f32>(from - i)), f32x4(0, 1, 2, 3));
    let at = to + ((<usize>from) << 2);
    const endAt = to + ((<usize>end) << 2);
    do {
      v128.store(at, f32x4.sqrt(f32x4.add(f32x4.mul(t, t), start)));
      t = f32x4.add(t, f32x4.splat(4));
      v128.store(at, f32x4.sqrt(f32x4.add(f32x4.mul(t, t), start)), 16);
      t = f32x4.add(t, f32x4.splat(4));
      at += 32;
    } while (at < endAt);
  } else {
    for (let x = from; x < end; x++)
      store<f32>(to + ((<usize>x) << 2), <f32>Math.sqrt(<f64>((x - i) * (x - i) + g2)));
  }
}

/** A row of the map from its hull, whose last run stands at `top`; keeps where the next row's chords end. */
function drawHull(g: usize, to: usize, widthPx: i32, top: usize): void {
  let from = 0;
  const first = load<i32>(runs);
  let kept = first;
  let keptAt = ends + 4;
  let i = first;
  let hi: i64 = 0;
  for (let at = runs; at <= top; at += 16) {
    const a = load<i32>(at);
    const b = load<i32>(at, 4);
    const q = load<i64>(at, 8);
    const ha = q + <i64>(a * a);
    if (at > runs) {
      // Half way between the two whole numbers next to the turn, rounded; rounding can only err where both are as near.
      const turn = <f64>(ha - hi) * load<f64>(halves + ((<usize>(a - i)) << 3)) + 0.5;
      const end = max(0, min(<i32>reinterpret<i64>(turn + 6755399441055744), widthPx));
      // Drawn even when it is nearest to no pixel at all: what comes next overwrites it, and nothing has to be foretold.
      fill(to, i, gAt(g, i), from, end);
      from = max(from, end);
      store<i32>(keptAt, a);
      const isFar = a - kept >= 8;
      keptAt += (<usize>isFar) << 2;
      kept = select(a, kept, isFar);
    }
    if (b > a) {
      const ga = gAt(g, a);
      if (from < a) fill(to, a, ga, from, a);
      // Each pixel of a run is nearest to its own column.
      const level = f32x4.splat(<f32>ga);
      let x = max(from, a);
      do {
        v128.store(to + ((<usize>x) << 2), level);
        x += 4;
      } while (x < b);
      from = max(from, b);
      store<i32>(keptAt, b);
      const isFar = b - kept >= 8;
      keptAt += (<usize>isFar) << 2;
      kept = select(b, kept, isFar);
    }
    i = b;
    hi = q + <i64>(b * b);
  }
  if (from < widthPx) fill(to, i, gAt(g, i), from, widthPx);
  // The hull's last column is the last that reaches the mask at all.
  store<i32>(keptAt, i);
  endCount = <i32>((keptAt - ends) >> 2) + <i32>(kept < i);
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

/** Distance to the nearest mask pixel at or below, in each column: 65535 where there is none. */
function sweepUp(mask: usize, ahead: usize, widthPx: i32, heightPx: i32): void {
  const rowBytes = (<usize>widthPx) << 1;
  for (let y = heightPx - 1; y >= 0; y--) {
    const from = mask + <usize>y * <usize>widthPx;
    const row = ahead + <usize>y * rowBytes;
    const isLast = y === heightPx - 1;
    if (widthPx < 8) {
      for (let x = 0; x < widthPx; x++) {
        const at = row + ((<usize>x) << 1);
        const below = isLast ? 65535 : <i32>load<u16>(at + rowBytes);
        store<u16>(at, load<u8>(from + <usize>x) !== 0 ? 0 : min(below + 1, 65535));
      }
      continue;
    }
    // The last vector ends with the row, over columns already done, because behind it stands the row below.
    for (let next = 0; next < widthPx; next += 8) {
      const x = min(next, widthPx - 8);
      const at = row + ((<usize>x) << 1);
      const below = isLast ? i16x8.splat(-1) : v128.load(at + rowBytes);
      const isClear = i16x8.eq(v128.load8x8_u(from + <usize>x), i16x8.splat(0));
      v128.store(at, v128.and(isClear, i16x8.add_sat_u(below, i16x8.splat(1))));
    }
  }
}

/** `g` of the next row from that of the row above and what is below. */
// @ts-ignore: decorator
@inline
function sweepDown(g: usize, ahead: usize, widthPx: i32): void {
  for (let x = 0; x < widthPx; x += 8) {
    const at = (<usize>x) << 1;
    const above = i16x8.add_sat_u(v128.load(g + at), i16x8.splat(1));
    v128.store(g + at, i16x8.min_u(above, v128.load(ahead + at)));
  }
  // What was written beyond the width is no column.
  v128.store(g + ((<usize>widthPx) << 1), i16x8.splat(-1));
}

/** The steps `drawNear` would have taken in a row that is done. */
function nearStepsOf(to: usize, widthPx: i32): i32 {
  let steps: f32 = 0;
  for (let x = 8; x < widthPx; x += 16) steps += load<f32>(to + ((<usize>x) << 2)) + 3;
  return <i32>min<f32>(steps, 16777216);
}

/**
 * The map of `mask` (bytes, not 0: signal) into `to` (32-bit floats, 64 bytes free behind); Infinity everywhere when the mask is empty. `row` and
 * `squares`: half words, `widthPx` and 96 on both sides; `tables`: 8 bytes aligned, 28 a column and 256. Up to 8191 × 4096 pixels.
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
  const ahead = to + (<usize>widthPx * <usize>heightPx << 1) + aheadBytes;
  sweepUp(mask, ahead, widthPx, heightPx);

  // A column reaches the mask in every row or in none.
  let first = 0;
  while (first < widthPx && load<u16>(ahead + ((<usize>first) << 1)) === 65535) first++;
  if (first === widthPx) {
    const end = to + (<usize>widthPx * <usize>heightPx << 2);
    for (let at = to; at < end; at += 16) v128.store(at, f32x4.splat(Infinity));
    return;
  }
  let last = widthPx - 1;
  while (load<u16>(ahead + ((<usize>last) << 1)) === 65535) last--;
  runs = tables + 32;
  halves = runs + ((<usize>widthPx + 1) << 4);
  ends = halves + ((<usize>widthPx) << 3);
  store<i64>(runs - 16, -1);
  store<i64>(runs - 8, high);
  store<i32>(runs - 32, -2);
  store<i32>(runs - 28, -2);
  store<i64>(runs - 24, highest);
  for (let span = 1; span < widthPx; span++) store<f64>(halves + ((<usize>span) << 3), 0.5 / <f64>span);
  store<i32>(ends, first);
  store<i32>(ends + 4, last);
  endCount = last > first ? 2 : 1;

  isExact = widthPx * widthPx + heightPx * heightPx < exactBelow;
  const rowBytes = ((<usize>(widthPx + 2 * sideColumns)) << 1) & ~15;
  for (let at: usize = 0; at < rowBytes; at += 16) {
    v128.store(row + at, i16x8.splat(-1));
    v128.store(squares + at, i16x8.splat(-1));
  }
  const g = row + (<usize>sideColumns << 1);
  const squaresRow = squares + (<usize>sideColumns << 1);
  const margin = <f32>2 + <f32>(widthPx * widthPx + heightPx * heightPx) / <f32>(1 << 22);
  let nearRows = 0;
  let n = 0;
  for (let y = 0; y < heightPx; y++) {
    const out = to + (<usize>y * <usize>widthPx << 2);
    sweepDown(g, ahead + (<usize>y * <usize>widthPx << 1), widthPx);
    if (nearRows > 0) {
      const steps = drawNear(g, squaresRow, out, widthPx);
      nearRows = steps >= 0 && isNearFaster(steps, n) ? nearRows - 1 : 0;
      if (steps >= 0) continue;
    }
    const top = makeHull(g, margin);
    drawHull(g, out, widthPx, top);
    n = <i32>((top - runs) >> 4) + 1;
    if (n << 4 > widthPx && isNearFaster(nearStepsOf(out, widthPx), n)) nearRows = 32;
  }
}

/** By measured times: a step is about a fifth of a hull's column. */
// @ts-ignore: decorator
@inline
function isNearFaster(steps: i32, hullSize: i32): bool {
  return steps < 5 * hullSize;
}

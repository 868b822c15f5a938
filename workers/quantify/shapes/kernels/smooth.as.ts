/**
 * Binomial 5 × 5. The column sums of one row go straight into four pairwise sums along the row, (1 1)⁴ = 1 4 6 4 1, which trail them by
 * two pixels: nothing is stored in between. Sums of 8-bit codes fit lanes of 16 bits (65,280), those of 16-bit codes lanes of 32.
 * Planes may be read, not written, up to 16 bytes beyond their end.
 */

// @ts-ignore: decorator
@inline
const first8: i32 = 16;
// @ts-ignore: decorator
@inline
const first16: i32 = 8;

/** The row `y` of a plane, or the nearest there is. */
// @ts-ignore: decorator
@inline
function rowAt(plane: usize, y: i32, height: i32, rowBytes: usize): usize {
  return plane + <usize>max(0, min(height - 1, y)) * rowBytes;
}

// @ts-ignore: decorator
@inline
function column16(a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  const fours = i16x8.shl(i16x8.add(i16x8.add(b, d), c), 2);
  return i16x8.add(i16x8.add(i16x8.add(a, e), i16x8.shl(c, 1)), fours);
}

// @ts-ignore: decorator
@inline
function column32(a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  const fours = i32x4.shl(i32x4.add(i32x4.add(b, d), c), 2);
  return i32x4.add(i32x4.add(i32x4.add(a, e), i32x4.shl(c, 1)), fours);
}

/** Each lane with the one before it; the first with the last of `before`. */
// @ts-ignore: decorator
@inline
function pairs16(before: v128, now: v128): v128 {
  return i16x8.add(now, v128.shuffle<u16>(before, now, 7, 8, 9, 10, 11, 12, 13, 14));
}

// @ts-ignore: decorator
@inline
function pairs32(before: v128, now: v128): v128 {
  return i32x4.add(now, v128.shuffle<u32>(before, now, 3, 4, 5, 6));
}

// @ts-ignore: decorator
@inline
function columnOf8(a: usize, b: usize, c: usize, d: usize, e: usize, x: usize): i32 {
  return (
    <i32>load<u8>(a + x) +
    <i32>load<u8>(e + x) +
    4 * (<i32>load<u8>(b + x) + <i32>load<u8>(d + x)) +
    6 * <i32>load<u8>(c + x)
  );
}

// @ts-ignore: decorator
@inline
function columnOf16(a: usize, b: usize, c: usize, d: usize, e: usize, x: usize): i32 {
  const at = x << 1;
  return (
    <i32>load<u16>(a + at) +
    <i32>load<u16>(e + at) +
    4 * (<i32>load<u16>(b + at) + <i32>load<u16>(d + at)) +
    6 * <i32>load<u16>(c + at)
  );
}

/** Codes of 8 bits to exact sums, 256 times the code. */
export function smooth8(from: usize, to: usize, width: i32, height: i32): void {
  const row = <usize>width;
  const last = width - 1;
  for (let y = 0; y < height; y++) {
    const a = rowAt(from, y - 2, height, row);
    const b = rowAt(from, y - 1, height, row);
    const c = rowAt(from, y, height, row);
    const d = rowAt(from, y + 1, height, row);
    const e = rowAt(from, y + 2, height, row);
    const out = to + ((<usize>y * row) << 1);
    let done = 0;
    if (width >= first8) {
      let sums = i16x8.splat(<i16>columnOf8(a, b, c, d, e, 0));
      let twos = i16x8.shl(sums, 1);
      let fours = i16x8.shl(sums, 2);
      let eights = i16x8.shl(sums, 3);
      for (let x = 0; x + 16 <= width; x += 16) {
        const ra = v128.load(a + x);
        const rb = v128.load(b + x);
        const rc = v128.load(c + x);
        const rd = v128.load(d + x);
        const re = v128.load(e + x);
        const low = column16(
          i16x8.extend_low_i8x16_u(ra),
          i16x8.extend_low_i8x16_u(rb),
          i16x8.extend_low_i8x16_u(rc),
          i16x8.extend_low_i8x16_u(rd),
          i16x8.extend_low_i8x16_u(re),
        );
        const high = column16(
          i16x8.extend_high_i8x16_u(ra),
          i16x8.extend_high_i8x16_u(rb),
          i16x8.extend_high_i8x16_u(rc),
          i16x8.extend_high_i8x16_u(rd),
          i16x8.extend_high_i8x16_u(re),
        );
        const twosLow = pairs16(sums, low);
        const foursLow = pairs16(twos, twosLow);
        const eightsLow = pairs16(fours, foursLow);
        const result = pairs16(eights, eightsLow);
        const at = out + ((<usize>x) << 1);
        if (x == 0) {
          v128.store32_lane(at, result, 1);
          v128.store64_lane(at + 4, result, 1);
        } else v128.store(at - 4, result);
        sums = high;
        twos = pairs16(low, high);
        fours = pairs16(twosLow, twos);
        eights = pairs16(foursLow, fours);
        v128.store(at + 12, pairs16(eightsLow, eights));
      }
      done = (width & ~15) - 2;
    }
    for (let x = done; x < width; x++) {
      const sum =
        columnOf8(a, b, c, d, e, max(0, x - 2)) +
        4 * columnOf8(a, b, c, d, e, max(0, x - 1)) +
        6 * columnOf8(a, b, c, d, e, x) +
        4 * columnOf8(a, b, c, d, e, min(last, x + 1)) +
        columnOf8(a, b, c, d, e, min(last, x + 2));
      store<u16>(out + (x << 1), <u16>sum);
    }
  }
}

/** Codes of 16 bits to the sum over 256, rounded half up. */
export function smooth16(from: usize, to: usize, width: i32, height: i32): void {
  const row = (<usize>width) << 1;
  const last = width - 1;
  const half = i32x4.splat(128);
  for (let y = 0; y < height; y++) {
    const a = rowAt(from, y - 2, height, row);
    const b = rowAt(from, y - 1, height, row);
    const c = rowAt(from, y, height, row);
    const d = rowAt(from, y + 1, height, row);
    const e = rowAt(from, y + 2, height, row);
    const out = to + <usize>y * row;
    let done = 0;
    if (width >= first16) {
      let sums = i32x4.splat(columnOf16(a, b, c, d, e, 0));
      let twos = i32x4.shl(sums, 1);
      let fours = i32x4.shl(sums, 2);
      let eights = i32x4.shl(sums, 3);
      for (let x = 0; x + 8 <= width; x += 8) {
        const at = (<usize>x) << 1;
        const ra = v128.load(a + at);
        const rb = v128.load(b + at);
        const rc = v128.load(c + at);
        const rd = v128.load(d + at);
        const re = v128.load(e + at);
        const low = column32(
          i32x4.extend_low_i16x8_u(ra),
          i32x4.extend_low_i16x8_u(rb),
          i32x4.extend_low_i16x8_u(rc),
          i32x4.extend_low_i16x8_u(rd),
          i32x4.extend_low_i16x8_u(re),
        );
        const high = column32(
          i32x4.extend_high_i16x8_u(ra),
          i32x4.extend_high_i16x8_u(rb),
          i32x4.extend_high_i16x8_u(rc),
          i32x4.extend_high_i16x8_u(rd),
          i32x4.extend_high_i16x8_u(re),
        );
        const twosLow = pairs32(sums, low);
        const foursLow = pairs32(twos, twosLow);
        const eightsLow = pairs32(fours, foursLow);
        const resultLow = pairs32(eights, eightsLow);
        sums = high;
        twos = pairs32(low, high);
        fours = pairs32(twosLow, twos);
        eights = pairs32(foursLow, fours);
        const resultHigh = pairs32(eightsLow, eights);
        const result = i16x8.narrow_i32x4_u(
          i32x4.shr_u(i32x4.add(resultLow, half), 8),
          i32x4.shr_u(i32x4.add(resultHigh, half), 8),
        );
        if (x == 0) {
          v128.store32_lane(out, result, 1);
          v128.store64_lane(out + 4, result, 1);
        } else v128.store(out + at - 4, result);
      }
      done = (width & ~7) - 2;
    }
    for (let x = done; x < width; x++) {
      const sum =
        columnOf16(a, b, c, d, e, max(0, x - 2)) +
        4 * columnOf16(a, b, c, d, e, max(0, x - 1)) +
        6 * columnOf16(a, b, c, d, e, x) +
        4 * columnOf16(a, b, c, d, e, min(last, x + 1)) +
        columnOf16(a, b, c, d, e, min(last, x + 2));
      store<u16>(out + (x << 1), <u16>((sum + 128) >> 8));
    }
  }
}

/**
 * Registration's work on whole pictures, in WebAssembly SIMD. What each function does is said in
 * `../kernels.ts`; `../plain.ts` does the same and gives the same bits. Planes are padded to eights and
 * aligned to 16 bytes.
 */

/** The first byte of memory that is free for the caller. */
export function freeFromBytes(): usize {
  return __heap_base;
}

/**
 * Sums of each column of bytes over `rows` rows that are `stride` bytes apart, into 16 bits each. `width` is
 * a multiple of 16.
 */
export function addRows8(from: usize, stride: usize, rows: i32, width: i32, to: usize): void {
  for (let x: i32 = 0; x < width; x += 16) {
    let low = i16x8.splat(0);
    let high = low;
    let at = from + <usize>x;
    for (let row = 0; row < rows; row++, at += stride) {
      const codes = v128.load(at);
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(codes));
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(codes));
    }
    const out = to + (<usize>x << 1);
    v128.store(out, low);
    v128.store(out, high, 16);
  }
}

/**
 * As `addRows8`, of 16-bit codes none of which counts as more than `top`, into 32 bits each. `width` is a
 * multiple of 8.
 */
export function addRows16(from: usize, stride: usize, rows: i32, width: i32, top: i32, to: usize): void {
  const most = i16x8.splat(<i16>top);
  for (let x: i32 = 0; x < width; x += 8) {
    let low = i32x4.splat(0);
    let high = low;
    let at = from + (<usize>x << 1);
    for (let row = 0; row < rows; row++, at += stride) {
      const codes = i16x8.min_u(v128.load(at), most);
      low = i32x4.add(low, i32x4.extend_low_i16x8_u(codes));
      high = i32x4.add(high, i32x4.extend_high_i16x8_u(codes));
    }
    const out = to + (<usize>x << 2);
    v128.store(out, low);
    v128.store(out, high, 16);
  }
}

/**
 * Means of `factor` neighbouring sums, `scale` times, rounded half up: the codes of 8 bits of a reduced row.
 */
export function reduceRow16(sums: usize, factor: i32, width: i32, scale: f64, to: usize): void {
  let x: i32 = 0;
  if (scale == 0.0625 && factor == 4) {
    const half = i32x4.splat(8);
    for (; x + 16 <= width; x += 16) {
      const at = sums + (<usize>x << 3);
      const a = fours(at, half);
      const b = fours(at + 32, half);
      const c = fours(at + 64, half);
      const d = fours(at + 96, half);
      v128.store(to + <usize>x, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
    }
  } else if (scale == 0.25 && factor == 2) {
    const half = i32x4.splat(2);
    for (; x + 16 <= width; x += 16) {
      const at = sums + (<usize>x << 2);
      const a = twos(at, half);
      const b = twos(at + 16, half);
      const c = twos(at + 32, half);
      const d = twos(at + 48, half);
      v128.store(to + <usize>x, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
    }
  }
  let at = sums + ((<usize>(x * factor)) << 1);
  for (; x < width; x++) {
    let sum: i32 = 0;
    for (let i: i32 = 0; i < factor; i++, at += 2) sum += <i32>load<u16>(at);
    store<u8>(to + <usize>x, <u8>(<i32>Math.floor(<f64>sum * scale + 0.5)));
  }
}

// @ts-ignore: decorator
@inline
function fours(at: usize, half: v128): v128 {
  const first = i32x4.extadd_pairwise_i16x8_u(v128.load(at));
  const second = i32x4.extadd_pairwise_i16x8_u(v128.load(at, 16));
  const even = v128.shuffle<i32>(first, second, 0, 2, 4, 6);
  const odd = v128.shuffle<i32>(first, second, 1, 3, 5, 7);
  return i32x4.shr_u(i32x4.add(i32x4.add(even, odd), half), 4);
}

// @ts-ignore: decorator
@inline
function twos(at: usize, half: v128): v128 {
  return i32x4.shr_u(i32x4.add(i32x4.extadd_pairwise_i16x8_u(v128.load(at)), half), 2);
}

/** As `reduceRow16`, of 32-bit sums. */
export function reduceRow32(sums: usize, factor: i32, width: i32, scale: f64, to: usize): void {
  let at = sums;
  for (let x: i32 = 0; x < width; x++) {
    let sum: f64 = 0;
    for (let i: i32 = 0; i < factor; i++, at += 4) sum += <f64>load<u32>(at);
    store<u8>(to + <usize>x, <u8>(<i32>Math.floor(sum * scale + 0.5)));
  }
}

export function expand(from: usize, width: i32, height: i32, to: usize): void {
  const stride = (width + 7) & ~7;
  const rows = (height + 7) & ~7;
  let out = to;
  for (let y: i32 = 0; y < rows; y++) {
    const row = from + <usize>(min<i32>(y, height - 1) * width);
    let x: i32 = 0;
    for (; x + 8 <= width; x += 8, out += 16)
      v128.store(out, i16x8.shl(v128.load8x8_u(row + <usize>x), 4));
    for (; x < stride; x++, out += 2)
      store<i16>(out, <i16>((<i32>load<u8>(row + <usize>min<i32>(x, width - 1))) << 4));
  }
}

export function halve(from: usize, width: i32, height: i32, to: usize): void {
  const fromStride = <usize>((width + 7) & ~7) << 1;
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const stride = (halfWidth + 7) & ~7;
  const rows = (halfHeight + 7) & ~7;
  const two = i32x4.splat(2);
  let out = to;
  for (let y: i32 = 0; y < rows; y++) {
    const row = from + <usize>(2 * min<i32>(y, halfHeight - 1)) * fromStride;
    let x: i32 = 0;
    for (; x + 8 <= halfWidth; x += 8, out += 16) {
      const at = row + (<usize>x << 2);
      const left = i16x8.add(v128.load(at), v128.load(at + fromStride));
      const right = i16x8.add(v128.load(at, 16), v128.load(at + fromStride, 16));
      const low = i32x4.shr_s(i32x4.add(i32x4.extadd_pairwise_i16x8_s(left), two), 2);
      const high = i32x4.shr_s(i32x4.add(i32x4.extadd_pairwise_i16x8_s(right), two), 2);
      v128.store(out, i16x8.narrow_i32x4_s(low, high));
    }
    for (; x < stride; x++, out += 2) {
      const at = row + (<usize>min<i32>(x, halfWidth - 1) << 2);
      const sum =
        <i32>load<i16>(at) +
        <i32>load<i16>(at + 2) +
        <i32>load<i16>(at + fromStride) +
        <i32>load<i16>(at + fromStride + 2);
      store<i16>(out, <i16>((sum + 2) >> 2));
    }
  }
}

/** `room`: 2 · across · down + across words. */
export function flatten(
  from: usize,
  width: i32,
  height: i32,
  mostLight: i32,
  to: usize,
  room: usize,
): void {
  const across = width >> 3;
  const down = height >> 3;
  const means = room + (<usize>(across * down) << 2);
  const knots = means + (<usize>(across * down) << 2);
  const stride = <usize>width << 1;
  for (let block: i32 = 0, sums = room; block < down; block++)
    for (let i: i32 = 0; i < across; i++, sums += 4) {
      let at = from + <usize>(block << 3) * stride + (<usize>i << 4);
      let sum = v128.load(at);
      for (let row = 1; row < 8; row++) {
        at += stride;
        sum = i16x8.add(sum, v128.load(at));
      }
      const four = i32x4.extadd_pairwise_i16x8_s(sum);
      store<i32>(
        sums,
        i32x4.extract_lane(four, 0) +
          i32x4.extract_lane(four, 1) +
          i32x4.extract_lane(four, 2) +
          i32x4.extract_lane(four, 3),
      );
    }
  for (let y: i32 = 0; y < down; y++) {
    const row = room + (<usize>(y * across) << 2);
    const above = room + (<usize>(max<i32>(0, y - 1) * across) << 2);
    const below = room + (<usize>(min<i32>(down - 1, y + 1) * across) << 2);
    for (let x: i32 = 0; x < across; x++) {
      const left = <usize>max<i32>(0, x - 1) << 2;
      const here = <usize>x << 2;
      const right = <usize>min<i32>(across - 1, x + 1) << 2;
      const sum =
        y == 0 || y == down - 1
          ? 4 * three(row, left, here, right)
          : three(above, left, here, right) + 2 * three(row, left, here, right) + three(below, left, here, right);
      store<i32>(means + (<usize>(y * across) << 2) + here, (sum + 512) >> 10);
    }
  }
  // The quadratic B-spline's shares, 64 · (15 − 2 · pixel)² and 64 · (2 · pixel + 1)².
  const ofLeft = i16x8(14400, 10816, 7744, 5184, 3136, 1600, 576, 64);
  const ofRight = i16x8(64, 576, 1600, 3136, 5184, 7744, 10816, 14400);
  const most = i16x8.splat(<i16>mostLight);
  const least = i16x8.splat(<i16>-mostLight);
  for (let y: i32 = 0; y < height; y++) {
    const block = y >> 3;
    const before = 15 - 2 * (y & 7);
    const after = 16 - before;
    const near = means + (<usize>(block * across) << 2);
    for (let i: i32 = 0; i < across; i++) {
      const at = near + (<usize>i << 2);
      const ofAbove = rise(at, block, down, -1, <usize>across << 2) * (64 * before * before);
      const ofBelow = rise(at, block, down, 1, <usize>across << 2) * (64 * after * after);
      store<i32>(
        knots + (<usize>i << 2),
        load<i32>(at) + ((ofAbove + 16384) >> 15) + ((ofBelow + 16384) >> 15),
      );
    }
    const row = <usize>y * stride;
    for (let i: i32 = 0; i < across; i++) {
      const knot = knots + (<usize>i << 2);
      const left = i16x8.splat(<i16>rise(knot, i, across, -1, 4));
      const right = i16x8.splat(<i16>rise(knot, i, across, 1, 4));
      const off = i16x8.add(i16x8.q15mulr_sat_s(left, ofLeft), i16x8.q15mulr_sat_s(right, ofRight));
      const mean = i16x8.add(i16x8.splat(<i16>load<i32>(knot)), off);
      const at = row + (<usize>i << 4);
      const light = i16x8.sub(v128.load(from + at), mean);
      v128.store(to + at, i16x8.max_s(least, i16x8.min_s(most, light)));
    }
  }
}

/**
 * How much more the neighbour on one side (`by`) is; at the end, what a straight line through the other
 * neighbour gives.
 */
// @ts-ignore: decorator
@inline
function rise(at: usize, i: i32, count: i32, by: i32, bytes: usize): i32 {
  if (count == 1) return 0;
  const here = load<i32>(at);
  if (by < 0) return i > 0 ? load<i32>(at - bytes) - here : here - load<i32>(at + bytes);
  return i < count - 1 ? load<i32>(at + bytes) - here : here - load<i32>(at - bytes);
}

// @ts-ignore: decorator
@inline
function three(row: usize, left: usize, here: usize, right: usize): i32 {
  if (left == here || right == here) return 4 * load<i32>(row + here);
  return load<i32>(row + left) + 2 * load<i32>(row + here) + load<i32>(row + right);
}

/** Between neighbours: pairs of the row above and of the row below, at (x, y). */
// @ts-ignore: decorator
@inline
function mix(upper: v128, lower: v128, xs: v128, ys: v128): v128 {
  const part = i32x4.splat(127);
  const right = v128.and(i32x4.shr_s(xs, 9), part);
  const below = v128.and(i32x4.shr_s(ys, 9), part);
  const pair = v128.or(i32x4.sub(i32x4.splat(128), right), i32x4.shl(right, 16));
  const top = i32x4.dot_i16x8_s(upper, pair);
  const bottom = i32x4.dot_i16x8_s(lower, pair);
  const sum = i32x4.add(i32x4.shl(top, 7), i32x4.mul(i32x4.sub(bottom, top), below));
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(8192)), 14);
}

/** Four pixels of the frame, in 65536ths. */
// @ts-ignore: decorator
@inline
function sample4(now: usize, stride: v128, next: usize, xs: v128, ys: v128): v128 {
  const at = i32x4.shl(i32x4.add(i32x4.mul(i32x4.shr_s(ys, 16), stride), i32x4.shr_s(xs, 16)), 1);
  const at0 = now + <usize>i32x4.extract_lane(at, 0);
  const at1 = now + <usize>i32x4.extract_lane(at, 1);
  const at2 = now + <usize>i32x4.extract_lane(at, 2);
  const at3 = now + <usize>i32x4.extract_lane(at, 3);
  let upper = v128.load32_zero(at0);
  upper = v128.load32_lane(at1, upper, 1);
  upper = v128.load32_lane(at2, upper, 2);
  upper = v128.load32_lane(at3, upper, 3);
  let lower = v128.load32_zero(at0 + next);
  lower = v128.load32_lane(at1 + next, lower, 1);
  lower = v128.load32_lane(at2 + next, lower, 2);
  lower = v128.load32_lane(at3 + next, lower, 3);
  return mix(upper, lower, xs, ys);
}

/**
 * Eight pixels of the frame, the first at (x, y); `across` and `along`: 0, 1, 2, 3 times the step each way.
 * Hardly turned, they lie side by side in the frame, too, and are loaded together.
 */
// @ts-ignore: decorator
@inline
function sample8(
  now: usize,
  strides: v128,
  next: usize,
  x: i32,
  y: i32,
  cosine: i32,
  sine: i32,
  across: v128,
  along: v128,
): v128 {
  const xs = i32x4.add(i32x4.splat(x), across);
  const ys = i32x4.add(i32x4.splat(y), along);
  const across4 = i32x4.splat(4 * cosine);
  const along4 = i32x4.splat(4 * sine);
  if (((x + 7 * cosine) >> 16) - (x >> 16) != 7 || (y + 7 * sine) >> 16 != y >> 16)
    return i16x8.narrow_i32x4_s(
      sample4(now, strides, next, xs, ys),
      sample4(now, strides, next, i32x4.add(xs, across4), i32x4.add(ys, along4)),
    );
  const at = now + <usize>(y >> 16) * next + (<usize>(x >> 16) << 1);
  const upper = v128.load(at);
  const upperNext = v128.load(at, 2);
  const lower = v128.load(at + next);
  const lowerNext = v128.load(at + next, 2);
  return i16x8.narrow_i32x4_s(
    mix(
      v128.shuffle<i16>(upper, upperNext, 0, 8, 1, 9, 2, 10, 3, 11),
      v128.shuffle<i16>(lower, lowerNext, 0, 8, 1, 9, 2, 10, 3, 11),
      xs,
      ys,
    ),
    mix(
      v128.shuffle<i16>(upper, upperNext, 4, 12, 5, 13, 6, 14, 7, 15),
      v128.shuffle<i16>(lower, lowerNext, 4, 12, 5, 13, 6, 14, 7, 15),
      i32x4.add(xs, across4),
      i32x4.add(ys, along4),
    ),
  );
}

// @ts-ignore: decorator
@inline
function isInside(x: i32, y: i32, mostX: i32, mostY: i32): bool {
  // Negative numbers are large ones without sign.
  return <u32>x <= <u32>mostX && <u32>y <= <u32>mostY;
}

// @ts-ignore: decorator
@inline
function residual8(values: v128, key: v128, gain: v128): v128 {
  const r = i16x8.sub(values, i16x8.q15mulr_sat_s(i16x8.shl(key, 1), gain));
  return i16x8.max_s(i16x8.splat(-4080), i16x8.min_s(i16x8.splat(4080), r));
}

// @ts-ignore: decorator
@inline
function weight4(r: v128, perLimit: v128): v128 {
  const share = f32x4.mul(f32x4.convert_i32x4_s(r), perLimit);
  const open = f32x4.max(f32x4.splat(0), f32x4.sub(f32x4.splat(1), f32x4.mul(share, share)));
  return i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.mul(open, open), f32x4.splat(32767)));
}

// @ts-ignore: decorator
@inline
function addTo(sums: usize, index: usize, lanes: v128): void {
  const at = sums + (index << 3);
  const sum =
    <i64>i32x4.extract_lane(lanes, 0) +
    <i64>i32x4.extract_lane(lanes, 1) +
    <i64>i32x4.extract_lane(lanes, 2) +
    <i64>i32x4.extract_lane(lanes, 3);
  store<f64>(at, load<f64>(at) + <f64>sum);
}

/** `planes`: light, then the four slopes, `planeBytes` apart. `sums`: 17 doubles. */
export function normal(
  planes: usize,
  planeBytes: usize,
  now: usize,
  width: i32,
  height: i32,
  x0: i32,
  y0: i32,
  cosine: i32,
  sine: i32,
  gain: i32,
  limit: i32,
  rowStep: i32,
  sums: usize,
): void {
  memory.fill(sums, 0, 17 * 8);
  const stride = (width + 7) & ~7;
  const next = <usize>stride << 1;
  const strides = i32x4.splat(stride);
  const mostX = ((width - 1) << 16) - 1;
  const mostY = ((height - 1) << 16) - 1;
  const gains = i16x8.splat(<i16>gain);
  const perLimit = f32x4.splat(<f32>1 / <f32>limit);
  const across = i32x4(0, cosine, 2 * cosine, 3 * cosine);
  const along = i32x4(0, sine, 2 * sine, 3 * sine);
  for (let row: i32 = 0; row < height; row += rowStep) {
    const x = x0 - row * sine;
    const y = y0 + row * cosine;
    let begin: i32 = 0;
    let end = width & ~7;
    while (
      begin < end &&
      !(
        isInside(x + begin * cosine, y + begin * sine, mostX, mostY) &&
        isInside(x + (begin + 7) * cosine, y + (begin + 7) * sine, mostX, mostY)
      )
    )
      begin += 8;
    while (
      begin < end &&
      !(
        isInside(x + (end - 1) * cosine, y + (end - 1) * sine, mostX, mostY) &&
        isInside(x + (end - 8) * cosine, y + (end - 8) * sine, mostX, mostY)
      )
    )
      end -= 8;
    if (begin >= end) continue;
    let fromX = x + begin * cosine;
    let fromY = y + begin * sine;
    const zero = i32x4.splat(0);
    let xx = zero;
    let xy = zero;
    let xa = zero;
    let xz = zero;
    let yy = zero;
    let ya = zero;
    let yz = zero;
    let aa = zero;
    let az = zero;
    let zz = zero;
    let xr = zero;
    let yr = zero;
    let ar = zero;
    let zr = zero;
    let tt = zero;
    let tr = zero;
    let at = planes + (<usize>(row * stride + begin) << 1);
    for (let i = begin; i < end; i += 8, at += 16) {
      const values = sample8(now, strides, next, fromX, fromY, cosine, sine, across, along);
      fromX += 8 * cosine;
      fromY += 8 * sine;
      const light = v128.load(at);
      const r = residual8(values, light, gains);
      const weight = i16x8.narrow_i32x4_s(
        weight4(i32x4.extend_low_i16x8_s(r), perLimit),
        weight4(i32x4.extend_high_i16x8_s(r), perLimit),
      );
      const slopeX = v128.load(at + planeBytes);
      const slopeY = v128.load(at + 2 * planeBytes);
      const slopeA = v128.load(at + 3 * planeBytes);
      const slopeZ = v128.load(at + 4 * planeBytes);
      const wx = i16x8.q15mulr_sat_s(slopeX, weight);
      xx = i32x4.add(xx, i32x4.dot_i16x8_s(wx, slopeX));
      xy = i32x4.add(xy, i32x4.dot_i16x8_s(wx, slopeY));
      xa = i32x4.add(xa, i32x4.dot_i16x8_s(wx, slopeA));
      xz = i32x4.add(xz, i32x4.dot_i16x8_s(wx, slopeZ));
      xr = i32x4.add(xr, i32x4.dot_i16x8_s(wx, r));
      const wy = i16x8.q15mulr_sat_s(slopeY, weight);
      yy = i32x4.add(yy, i32x4.dot_i16x8_s(wy, slopeY));
      ya = i32x4.add(ya, i32x4.dot_i16x8_s(wy, slopeA));
      yz = i32x4.add(yz, i32x4.dot_i16x8_s(wy, slopeZ));
      yr = i32x4.add(yr, i32x4.dot_i16x8_s(wy, r));
      const wa = i16x8.q15mulr_sat_s(slopeA, weight);
      aa = i32x4.add(aa, i32x4.dot_i16x8_s(wa, slopeA));
      az = i32x4.add(az, i32x4.dot_i16x8_s(wa, slopeZ));
      ar = i32x4.add(ar, i32x4.dot_i16x8_s(wa, r));
      const wz = i16x8.q15mulr_sat_s(slopeZ, weight);
      zz = i32x4.add(zz, i32x4.dot_i16x8_s(wz, slopeZ));
      zr = i32x4.add(zr, i32x4.dot_i16x8_s(wz, r));
      const wt = i16x8.q15mulr_sat_s(light, weight);
      tt = i32x4.add(tt, i32x4.dot_i16x8_s(wt, light));
      tr = i32x4.add(tr, i32x4.dot_i16x8_s(wt, r));
    }
    addTo(sums, 0, xx);
    addTo(sums, 1, xy);
    addTo(sums, 2, xa);
    addTo(sums, 3, xz);
    addTo(sums, 4, yy);
    addTo(sums, 5, ya);
    addTo(sums, 6, yz);
    addTo(sums, 7, aa);
    addTo(sums, 8, az);
    addTo(sums, 9, zz);
    addTo(sums, 10, xr);
    addTo(sums, 11, yr);
    addTo(sums, 12, ar);
    addTo(sums, 13, zr);
    addTo(sums, 14, tt);
    addTo(sums, 15, tr);
    store<f64>(sums + 128, load<f64>(sums + 128) + <f64>(end - begin));
  }
}

/** `bins`: 1024 words, and one for what is not asked. */
export function residuals(
  light: usize,
  planeBytes: usize,
  now: usize,
  width: i32,
  height: i32,
  x0: i32,
  y0: i32,
  cosine: i32,
  sine: i32,
  gain: i32,
  rowStep: i32,
  leastSlope: i32,
  bins: usize,
): void {
  memory.fill(bins, 0, 4100);
  const least = i16x8.splat(<i16>leastSlope);
  const rest = i16x8.splat(1024);
  const stride = (width + 7) & ~7;
  const next = <usize>stride << 1;
  const strides = i32x4.splat(stride);
  const mostX = ((width - 1) << 16) - 1;
  const mostY = ((height - 1) << 16) - 1;
  const gains = i16x8.splat(<i16>gain);
  const across = i32x4(0, cosine, 2 * cosine, 3 * cosine);
  const along = i32x4(0, sine, 2 * sine, 3 * sine);
  for (let row: i32 = 0; row < height; row += rowStep)
    for (let i: i32 = 0; i + 8 <= width; i += 8) {
      const x = x0 - row * sine + i * cosine;
      const y = y0 + row * cosine + i * sine;
      if (!isInside(x, y, mostX, mostY) || !isInside(x + 7 * cosine, y + 7 * sine, mostX, mostY)) continue;
      const values = sample8(now, strides, next, x, y, cosine, sine, across, along);
      const at = light + (<usize>(row * stride + i) << 1);
      const r = i16x8.abs(residual8(values, v128.load(at), gains));
      const slope = i16x8.add(
        i16x8.abs(v128.load(at + planeBytes)),
        i16x8.abs(v128.load(at + 2 * planeBytes)),
      );
      const bin = v128.bitselect(i16x8.min_s(r, i16x8.splat(1023)), rest, i16x8.ge_s(slope, least));
      count(bins, i16x8.extract_lane_u(bin, 0));
      count(bins, i16x8.extract_lane_u(bin, 1));
      count(bins, i16x8.extract_lane_u(bin, 2));
      count(bins, i16x8.extract_lane_u(bin, 3));
      count(bins, i16x8.extract_lane_u(bin, 4));
      count(bins, i16x8.extract_lane_u(bin, 5));
      count(bins, i16x8.extract_lane_u(bin, 6));
      count(bins, i16x8.extract_lane_u(bin, 7));
    }
}

// @ts-ignore: decorator
@inline
function count(bins: usize, bin: u16): void {
  const at = bins + (<usize>bin << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** `planes`: light, then slopes x and y, `planeBytes` apart. `sums`: 7 words for each 8 × 8. */
export function tiles(
  planes: usize,
  planeBytes: usize,
  now: usize,
  width: i32,
  height: i32,
  x0: i32,
  y0: i32,
  cosine: i32,
  sine: i32,
  sums: usize,
): void {
  const stride = (width + 7) & ~7;
  const rows = (height + 7) & ~7;
  const next = <usize>stride << 1;
  const strides = i32x4.splat(stride);
  const mostX = ((width - 1) << 16) - 1;
  const mostY = ((height - 1) << 16) - 1;
  const across = i32x4(0, cosine, 2 * cosine, 3 * cosine);
  const along = i32x4(0, sine, 2 * sine, 3 * sine);
  const one = i16x8.splat(1);
  const zero = i32x4.splat(0);
  let out = sums;
  for (let top: i32 = 0; top < rows; top += 8)
    for (let left: i32 = 0; left < stride; left += 8, out += 28) {
      memory.fill(out, 0, 28);
      if (left + 8 > width || top + 8 > height) continue;
      let x = x0 + left * cosine - top * sine;
      let y = y0 + left * sine + top * cosine;
      if (
        !isInside(x, y, mostX, mostY) ||
        !isInside(x + 7 * cosine, y + 7 * sine, mostX, mostY) ||
        !isInside(x - 7 * sine, y + 7 * cosine, mostX, mostY) ||
        !isInside(x + 7 * cosine - 7 * sine, y + 7 * sine + 7 * cosine, mostX, mostY)
      )
        continue;
      let both = zero;
      let ofKey = zero;
      let ofNow = zero;
      let key = zero;
      let value = zero;
      let bySlopeX = zero;
      let bySlopeY = zero;
      let at = planes + (<usize>(top * stride + left) << 1);
      for (let j: i32 = 0; j < 8; j++, at += next) {
        const values = sample8(now, strides, next, x, y, cosine, sine, across, along);
        const keys = v128.load(at);
        both = i32x4.add(both, i32x4.dot_i16x8_s(keys, values));
        ofKey = i32x4.add(ofKey, i32x4.dot_i16x8_s(keys, keys));
        ofNow = i32x4.add(ofNow, i32x4.dot_i16x8_s(values, values));
        key = i32x4.add(key, i32x4.dot_i16x8_s(keys, one));
        value = i32x4.add(value, i32x4.dot_i16x8_s(values, one));
        bySlopeX = i32x4.add(bySlopeX, i32x4.dot_i16x8_s(v128.load(at + planeBytes), values));
        bySlopeY = i32x4.add(bySlopeY, i32x4.dot_i16x8_s(v128.load(at + 2 * planeBytes), values));
        x -= sine;
        y += cosine;
      }
      store<i32>(out, sumOf(both));
      store<i32>(out + 4, sumOf(ofKey));
      store<i32>(out + 8, sumOf(ofNow));
      store<i32>(out + 12, sumOf(key));
      store<i32>(out + 16, sumOf(value));
      store<i32>(out + 20, sumOf(bySlopeX));
      store<i32>(out + 24, sumOf(bySlopeY));
    }
}

// @ts-ignore: decorator
@inline
function sumOf(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

export function transformColumns(re: usize, im: usize, width: i32, height: i32, turns: usize): void {
  reverseRows(re, <usize>width << 2, height);
  reverseRows(im, <usize>width << 2, height);
  const half = height >> 1;
  const rowBytes = <usize>width << 2;
  for (let span: i32 = 1; span < height; span <<= 1) {
    const step = half / span;
    for (let k: i32 = 0; k < span; k++) {
      const c = f32x4.splat(load<f32>(turns + (<usize>(k * step) << 2)));
      const s = f32x4.splat(load<f32>(turns + (<usize>(half + k * step) << 2)));
      for (let row = k; row < height; row += 2 * span) {
        let a = <usize>row * rowBytes;
        const end = a + rowBytes;
        const apart = <usize>span * rowBytes;
        for (; a < end; a += 16) {
          const b = a + apart;
          const bre = v128.load(re + b);
          const bim = v128.load(im + b);
          const tre = f32x4.add(f32x4.mul(c, bre), f32x4.mul(s, bim));
          const tim = f32x4.sub(f32x4.mul(c, bim), f32x4.mul(s, bre));
          const are = v128.load(re + a);
          const aim = v128.load(im + a);
          v128.store(re + b, f32x4.sub(are, tre));
          v128.store(im + b, f32x4.sub(aim, tim));
          v128.store(re + a, f32x4.add(are, tre));
          v128.store(im + a, f32x4.add(aim, tim));
        }
      }
    }
  }
}

function reverseRows(plane: usize, rowBytes: usize, height: i32): void {
  let reversed: i32 = 0;
  for (let row: i32 = 0; row < height; row++) {
    if (row < reversed) {
      const a = plane + <usize>row * rowBytes;
      const b = plane + <usize>reversed * rowBytes;
      for (let i: usize = 0; i < rowBytes; i += 16) {
        const kept = v128.load(a + i);
        v128.store(a + i, v128.load(b + i));
        v128.store(b + i, kept);
      }
    }
    let bit = height >> 1;
    while (bit > 0 && (reversed & bit) != 0) {
      reversed ^= bit;
      bit >>= 1;
    }
    reversed |= bit;
  }
}

/** `length`: how many numbers, a multiple of 4. */
export function crossPower(re: usize, im: usize, keyRe: usize, keyIm: usize, length: i32): void {
  const least = f32x4.splat(1e-20);
  const one = f32x4.splat(1);
  const bytes = <usize>length << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const a = v128.load(re + i);
    const b = v128.load(im + i);
    const size = f32x4.sqrt(f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)));
    const per = f32x4.div(one, f32x4.max(size, least));
    const x = f32x4.mul(a, per);
    const y = f32x4.mul(b, per);
    const c = v128.load(keyRe + i);
    const d = v128.load(keyIm + i);
    v128.store(re + i, f32x4.add(f32x4.mul(x, c), f32x4.mul(y, d)));
    v128.store(im + i, f32x4.sub(f32x4.mul(y, c), f32x4.mul(x, d)));
  }
}

/** From (x, y) to (y, x), four by four. `width` and `height` are multiples of 4. */
export function transpose(from: usize, width: i32, height: i32, to: usize): void {
  const rowBytes = <usize>width << 2;
  const columnBytes = <usize>height << 2;
  for (let y: i32 = 0; y < height; y += 4)
    for (let x: i32 = 0; x < width; x += 4) {
      const at = from + <usize>y * rowBytes + (<usize>x << 2);
      const a = v128.load(at);
      const b = v128.load(at + rowBytes);
      const c = v128.load(at + 2 * rowBytes);
      const d = v128.load(at + 3 * rowBytes);
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
      const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
      const out = to + <usize>x * columnBytes + (<usize>y << 2);
      v128.store(out, v128.shuffle<i32>(ab, cd, 0, 1, 4, 5));
      v128.store(out + columnBytes, v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
      v128.store(out + 2 * columnBytes, v128.shuffle<i32>(abHigh, cdHigh, 0, 1, 4, 5));
      v128.store(out + 3 * columnBytes, v128.shuffle<i32>(abHigh, cdHigh, 2, 3, 6, 7));
    }
}

/**
 * A rectangle of light times `window`, into a grid of `width` × `height` of which the rest is 0. Widths are
 * multiples of 4.
 */
export function windowed(
  light: usize,
  stride: i32,
  window: usize,
  usedWidth: i32,
  usedHeight: i32,
  width: i32,
  height: i32,
  to: usize,
): void {
  memory.fill(to, 0, <usize>(width * height) << 2);
  for (let y: i32 = 0; y < usedHeight; y++) {
    const from = light + (<usize>(y * stride) << 1);
    const by = window + (<usize>(y * usedWidth) << 2);
    const out = to + (<usize>(y * width) << 2);
    for (let x: i32 = 0; x < usedWidth; x += 4) {
      const values = f32x4.convert_i32x4_s(v128.load16x4_s(from + (<usize>x << 1)));
      v128.store(out + (<usize>x << 2), f32x4.mul(values, v128.load(by + (<usize>x << 2))));
    }
  }
}

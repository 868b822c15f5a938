/**
 * Binomial 5 × 5 as pairwise sums, (1 1)⁴ = 1 4 6 4 1: first along the row, then down the column. A sum trails its last pixel by two each
 * way: feeding row y gives row y − 2, and rows −2 … height + 1 are fed, those beyond the border being the border's. Vectors hold every
 * second sum, so that codes of 8 bits widen to lanes of 16 (largest sum 65,280), and those of 16 to lanes of 32, without a shuffle.
 * Two rows at a time share the sums of the rows above, which the caller's `state` holds (18 bytes a pixel of the width, and 64): 16
 * bytes for them, 2 for rows that nobody wants. Up to 16 bytes are read before and behind a plane.
 */

// @ts-ignore: decorator
@inline
const blockBytes: usize = 16;

/** The row `y` of a plane, or the nearest there is. */
// @ts-ignore: decorator
@inline
function rowAt(plane: usize, y: i32, height: i32, rowBytes: usize): usize {
  return plane + <usize>max(0, min(height - 1, y)) * rowBytes;
}

/** The lanes of `now` moved up by one, the last of `before` first. */
// @ts-ignore: decorator
@inline
function moved<Lane>(before: v128, now: v128): v128 {
  if (sizeof<Lane>() == 2) return v128.shuffle<u16>(before, now, 7, 8, 9, 10, 11, 12, 13, 14);
  return v128.shuffle<u32>(before, now, 3, 4, 5, 6);
}

/** Sums of pixel pairs, in lanes twice as wide. */
// @ts-ignore: decorator
@inline
function pairsAt<Code>(at: usize): v128 {
  const codes = v128.load(at);
  if (sizeof<Code>() == 1) return i16x8.extadd_pairwise_i8x16_u(codes);
  return i32x4.add(v128.and(codes, i32x4.splat(0xffff)), i32x4.shr_u(codes, 16));
}

/** Pairs that begin one pixel before `at`. Before the first of a row is the border, so that it makes a pair with itself: `first`. */
// @ts-ignore: decorator
@inline
function pairsBefore<Code>(at: usize, first: i32, isFirst: bool): v128 {
  const pairs = pairsAt<Code>(at - sizeof<Code>());
  if (!isFirst) return pairs;
  return sizeof<Code>() == 1 ? i16x8.replace_lane(pairs, 0, <i16>first) : i32x4.replace_lane(pairs, 0, first);
}

/** The sums of one block in pixel order: exact where codes had 8 bits, else over 256, rounded half up. */
// @ts-ignore: decorator
@inline
function storeBlock<Code>(at: usize, even: v128, odd: v128): void {
  if (sizeof<Code>() == 1) {
    v128.store(at, v128.shuffle<u16>(even, odd, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(at + 16, v128.shuffle<u16>(even, odd, 4, 12, 5, 13, 6, 14, 7, 15));
  } else {
    const half = i32x4.splat(128);
    const low = i32x4.shr_u(i32x4.add(even, half), 8);
    const high = v128.and(i32x4.shl(i32x4.add(odd, half), 8), i32x4.splat(0xffff0000));
    v128.store(at, v128.or(low, high));
  }
}

// @ts-ignore: decorator
@inline
function smoothBlocks<Code, Lane>(from: usize, to: usize, width: i32, height: i32, blocks: i32, state: usize): void {
  const row = <usize>width * sizeof<Code>();
  const rowTo = <usize>width << 1;
  const end = <usize>blocks * blockBytes;
  const unwanted = state + (end << 3) + 16;
  // Rows begin two columns early: what they spoil at the end of the row before is written last, by `smoothTail`; this is not.
  const before = load<u32>(to - 4);
  for (let y = -2; y < height + 2; y += 2) {
    const rowA = rowAt(from, y, height, row);
    const rowB = rowAt(from, y + 1, height, row);
    let outA = (y >= 2 ? to + <usize>(y - 2) * rowTo : unwanted) - 4;
    let outB = (y >= 2 && y <= height ? to + <usize>(y - 1) * rowTo : unwanted) - 4;
    // Left of the border all is as on it.
    const pairA = 2 * <i32>load<Code>(rowA);
    let twosA = v128.splat<Lane>(<Lane>pairA);
    let foursA = v128.shl<Lane>(twosA, 1);
    let eightsA = v128.shl<Lane>(twosA, 2);
    const pairB = 2 * <i32>load<Code>(rowB);
    let twosB = v128.splat<Lane>(<Lane>pairB);
    let foursB = v128.shl<Lane>(twosB, 1);
    let eightsB = v128.shl<Lane>(twosB, 2);
    let above = state;
    for (let x: usize = 0; x < end; x += blockBytes) {
      const beforeA = pairsBefore<Code>(rowA + x, pairA, x == 0);
      const afterA = pairsAt<Code>(rowA + x);
      const threesA = v128.add<Lane>(moved<Lane>(twosA, afterA), beforeA);
      const centresA = v128.add<Lane>(beforeA, afterA);
      const innerA = v128.add<Lane>(threesA, centresA);
      const outerA = v128.add<Lane>(moved<Lane>(foursA, centresA), threesA);
      const rowOddA = v128.add<Lane>(outerA, innerA);
      const rowEvenA = v128.add<Lane>(moved<Lane>(eightsA, innerA), outerA);
      twosA = afterA;
      foursA = centresA;
      eightsA = innerA;

      const beforeB = pairsBefore<Code>(rowB + x, pairB, x == 0);
      const afterB = pairsAt<Code>(rowB + x);
      const threesB = v128.add<Lane>(moved<Lane>(twosB, afterB), beforeB);
      const centresB = v128.add<Lane>(beforeB, afterB);
      const innerB = v128.add<Lane>(threesB, centresB);
      const outerB = v128.add<Lane>(moved<Lane>(foursB, centresB), threesB);
      const rowOddB = v128.add<Lane>(outerB, innerB);
      const rowEvenB = v128.add<Lane>(moved<Lane>(eightsB, innerB), outerB);
      twosB = afterB;
      foursB = centresB;
      eightsB = innerB;

      const even1A = v128.add<Lane>(v128.load(above), rowEvenA);
      const even1B = v128.add<Lane>(rowEvenA, rowEvenB);
      const even2A = v128.add<Lane>(v128.load(above, 16), even1A);
      const even2B = v128.add<Lane>(even1A, even1B);
      const even3A = v128.add<Lane>(v128.load(above, 32), even2A);
      const even3B = v128.add<Lane>(even2A, even2B);
      const even4A = v128.add<Lane>(v128.load(above, 48), even3A);
      v128.store(above, rowEvenB);
      v128.store(above, even1B, 16);
      v128.store(above, even2B, 32);
      v128.store(above, even3B, 48);

      const odd1A = v128.add<Lane>(v128.load(above, 64), rowOddA);
      const odd1B = v128.add<Lane>(rowOddA, rowOddB);
      const odd2A = v128.add<Lane>(v128.load(above, 80), odd1A);
      const odd2B = v128.add<Lane>(odd1A, odd1B);
      const odd3A = v128.add<Lane>(v128.load(above, 96), odd2A);
      const odd3B = v128.add<Lane>(odd2A, odd2B);
      const odd4A = v128.add<Lane>(v128.load(above, 112), odd3A);
      v128.store(above, rowOddB, 64);
      v128.store(above, odd1B, 80);
      v128.store(above, odd2B, 96);
      v128.store(above, odd3B, 112);

      storeBlock<Code>(outA, even4A, odd4A);
      storeBlock<Code>(outB, v128.add<Lane>(even3A, even3B), v128.add<Lane>(odd3A, odd3B));
      above += 128;
      outA += sizeof<Code>() == 1 ? 32 : 16;
      outB += sizeof<Code>() == 1 ? 32 : 16;
    }
  }
  store<u32>(to - 4, before);
}

// @ts-ignore: decorator
@inline
function columnAt<Code>(a: usize, b: usize, c: usize, d: usize, e: usize, x: i32): u32 {
  const at = <usize>x * sizeof<Code>();
  const beside = <u32>load<Code>(b + at) + <u32>load<Code>(d + at);
  return <u32>load<Code>(a + at) + <u32>load<Code>(e + at) + 4 * beside + 6 * <u32>load<Code>(c + at);
}

/** The columns from `first` on, one by one. */
// @ts-ignore: decorator
@inline
function smoothTail<Code>(from: usize, to: usize, width: i32, height: i32, first: i32): void {
  const row = <usize>width * sizeof<Code>();
  const last = width - 1;
  for (let y = 0; y < height; y++) {
    const a = rowAt(from, y - 2, height, row);
    const b = rowAt(from, y - 1, height, row);
    const c = rowAt(from, y, height, row);
    const d = rowAt(from, y + 1, height, row);
    const e = rowAt(from, y + 2, height, row);
    const out = to + ((<usize>y * <usize>width) << 1);
    let sum0 = columnAt<Code>(a, b, c, d, e, max(0, first - 2));
    let sum1 = columnAt<Code>(a, b, c, d, e, max(0, first - 1));
    let sum2 = columnAt<Code>(a, b, c, d, e, first);
    let sum3 = columnAt<Code>(a, b, c, d, e, min(last, first + 1));
    for (let x = first; x < width; x++) {
      const sum4 = columnAt<Code>(a, b, c, d, e, min(last, x + 2));
      const sum = sum0 + sum4 + 4 * (sum1 + sum3) + 6 * sum2;
      store<u16>(out + (<usize>x << 1), <u16>(sizeof<Code>() == 1 ? sum : (sum + 128) >> 8));
      sum0 = sum1;
      sum1 = sum2;
      sum2 = sum3;
      sum3 = sum4;
    }
  }
}

/** Codes of 8 bits to exact sums, 256 times the code. */
export function smooth8(from: usize, to: usize, width: i32, height: i32, state: usize): void {
  const blocks = width >> 4;
  if (blocks > 0) smoothBlocks<u8, u16>(from, to, width, height, blocks, state);
  smoothTail<u8>(from, to, width, height, max(0, 16 * blocks - 2));
}

/** Codes of 16 bits to the sum over 256, rounded half up. */
export function smooth16(from: usize, to: usize, width: i32, height: i32, state: usize): void {
  const blocks = width >> 3;
  if (blocks > 0) smoothBlocks<u16, u32>(from, to, width, height, blocks, state);
  smoothTail<u16>(from, to, width, height, max(0, 8 * blocks - 2));
}

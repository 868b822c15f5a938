/**
 * What is read from the NIR channel's own codes: levels for the smoothed picture, means over 3 × 3 pixels, the light of pieces; and light along
 * rays of the smoothed picture. The caller (`../channel-light.ts`) packs a channel's codes and says what they mean (`setChannel`). Light is in
 * doubles, and every sum has the order of the twin: the same bits. A line holds the light of one row by column, 8 bytes each.
 */

const nothing: f64 = -Infinity;

let codes: usize = 0;
let isWide: bool = false;
let width: i32 = 0;
let table: usize = 0;
let topCode: u32 = 0;
let clipCode: u32 = 0;
let dark: usize = 0;
let darkLow: f64 = 0;
let darkStep: f64 = 0;
let flat: usize = 0;
let flatLow: f64 = 0;
let flatStep: f64 = 0;

/** `codeTable`: light above dark by code. */
export function setChannel(
  from: usize,
  bytesPerCode: i32,
  widthPx: i32,
  codeTable: usize,
  top: u32,
  clip: u32,
): void {
  codes = from;
  isWide = bytesPerCode === 2;
  width = widthPx;
  table = codeTable;
  topCode = top;
  clipCode = clip;
}

/** Addresses 0: no such field. */
export function setFields(
  darkAt: usize,
  darkFrom: f64,
  darkBy: f64,
  flatAt: usize,
  flatFrom: f64,
  flatBy: f64,
): void {
  dark = darkAt;
  darkLow = darkFrom;
  darkStep = darkBy;
  flat = flatAt;
  flatLow = flatFrom;
  flatStep = flatBy;
}

// @ts-ignore: decorator
@inline
function fieldAt(at: usize, low: f64, step: f64): f64 {
  return low + step * <f64>load<u16>(at);
}

// @ts-ignore: decorator
@inline
function twoFieldsAt(at: usize, low: f64, step: f64): v128 {
  const two = i32x4.extend_low_i16x8_u(v128.load32_zero(at));
  return f64x2.add(f64x2.splat(low), f64x2.mul(f64x2.splat(step), f64x2.convert_low_i32x4_u(two)));
}

/** Takes a field off a line: `isFlat`, divided by it. */
// @ts-ignore: decorator
@inline
function correct<IsFlat>(line: usize, field: usize, x0: i32, x1: i32): void {
  const low = sizeof<IsFlat>() == 8 ? flatLow : darkLow;
  const step = sizeof<IsFlat>() == 8 ? flatStep : darkStep;
  let at = line + ((<usize>x0) << 3);
  const end = line + ((<usize>x1) << 3);
  let from = field + ((<usize>x0) << 1);
  for (; at + 16 <= end; at += 16, from += 4) {
    const two = twoFieldsAt(from, low, step);
    const light = v128.load(at);
    v128.store(at, sizeof<IsFlat>() == 8 ? f64x2.div(light, two) : f64x2.sub(light, two));
  }
  if (at < end) {
    const one = fieldAt(from, low, step);
    store<f64>(at, sizeof<IsFlat>() == 8 ? load<f64>(at) / one : load<f64>(at) - one);
  }
}

/** Light of the pixels `x0` … `x1` − 1 of row `y`; a clipped one counts as it reads. */
function readRun(y: i32, x0: i32, x1: i32, line: usize): void {
  const row = <usize>y * <usize>width;
  const lights = table;
  let to = line + ((<usize>x0) << 3);
  const end = line + ((<usize>x1) << 3);
  if (isWide) {
    const top = topCode;
    let at = codes + ((row + <usize>x0) << 1);
    for (; to < end; to += 8, at += 2)
      store<f64>(to, load<f64>(lights + ((<usize>min<u32>(load<u16>(at), top)) << 3)));
  } else {
    // Eight bits have a table as long as there are codes.
    let at = codes + row + <usize>x0;
    for (; to + 32 <= end; to += 32, at += 4) {
      const four = load<u32>(at);
      store<f64>(to, load<f64>(lights + ((<usize>(four & 255)) << 3)));
      store<f64>(to, load<f64>(lights + ((<usize>((four >> 8) & 255)) << 3)), 8);
      store<f64>(to, load<f64>(lights + ((<usize>((four >> 16) & 255)) << 3)), 16);
      store<f64>(to, load<f64>(lights + ((<usize>(four >> 24)) << 3)), 24);
    }
    for (; to < end; to += 8, at++) store<f64>(to, load<f64>(lights + ((<usize>load<u8>(at)) << 3)));
  }
  if (dark !== 0) correct<u32>(line, dark + (row << 1), x0, x1);
  if (flat !== 0) correct<u64>(line, flat + (row << 1), x0, x1);
}

// @ts-ignore: decorator
@inline
function codeAt(at: usize): u32 {
  return isWide ? <u32>load<u16>(codes + (at << 1)) : <u32>load<u8>(codes + at);
}

function fillNothing(line: usize, x0: i32, x1: i32): void {
  let at = line + ((<usize>x0) << 3);
  const end = line + ((<usize>x1) << 3);
  for (; at + 16 <= end; at += 16) v128.store(at, f64x2.splat(nothing));
  if (at < end) store<f64>(at, nothing);
}

function countClipped(y: i32, x0: i32, x1: i32): i32 {
  const clip = clipCode;
  let at = <usize>y * <usize>width + <usize>x0;
  const end = <usize>y * <usize>width + <usize>x1;
  let clipped = 0;
  if (!isWide && clip <= 255) {
    const least = i8x16.splat(<i8>clip);
    for (; at + 16 <= end; at += 16)
      clipped += popcnt<i32>(i8x16.bitmask(i8x16.ge_u(v128.load(codes + at), least)));
  } else if (isWide && clip <= 65535) {
    const least = i16x8.splat(<i16>clip);
    for (; at + 8 <= end; at += 8)
      clipped += popcnt<i32>(i16x8.bitmask(i16x8.ge_u(v128.load(codes + (at << 1)), least)));
  }
  for (; at < end; at++) clipped += <i32>(codeAt(at) >= clip);
  return clipped;
}

// @ts-ignore: decorator
@inline
function spanAt(span: usize, field: usize): i32 {
  return load<i32>(span + (field << 2));
}

/** Blocks of the picture: see `raiseBlocks`. */
let blockPx: i32 = 1;
let columns: i32 = 0;
let blockLight: usize = 0;
let blockRows: usize = 0;
/** Infinity: none was seen yet. */
let someMean: f32 = 0;

/** The places `x0` … `x1` − 1 of row `y`; lines hold sums over three in a row. */
function raiseRun(above: usize, middle: usize, below: usize, y: i32, x0: i32, x1: i32): void {
  if (x0 >= x1) return;
  const side = blockPx;
  const firstOfRow = (y / side) * columns + x0 / side;
  let light = blockLight + ((<usize>firstOfRow) << 2);
  let row = blockRows + ((<usize>firstOfRow) << 2);
  let edge = (x0 / side + 1) * side;
  let x = x0;
  do {
    const end = min(x1, edge);
    const at = (<usize>x) << 3;
    let most = f64x2.splat(nothing);
    if (end - x === 8) {
      const first = columnsAt(above, middle, below, at);
      const second = columnsAt(above, middle, below, at + 16);
      const third = columnsAt(above, middle, below, at + 32);
      const fourth = columnsAt(above, middle, below, at + 48);
      // No sum is NaN: the plain maximum of either.
      most = f64x2.pmax(f64x2.pmax(first, second), f64x2.pmax(third, fourth));
      most = f64x2.pmax(most, v128.shuffle<u64>(most, most, 1, 0));
      x = end;
    }
    for (; x < end; x++) most = f64x2.pmax(most, columnsAt(above, middle, below, (<usize>x) << 3));
    // Without a branch, which no one could foretell. Two sums may be one mean, and then the first row counts.
    const mean = <f32>(f64x2.extract_lane(most, 0) / 9);
    const before = load<f32>(light);
    const isHigher = mean > before;
    store<f32>(light, select(mean, before, isHigher));
    store<i32>(row, select(y, load<i32>(row), isHigher));
    light += 4;
    row += 4;
    edge += side;
  } while (x < x1);
}

/** Whether two means of a run differ, or one of them from those before; notes one of them. */
function isUnevenRun(above: usize, middle: usize, below: usize, x0: i32, x1: i32): bool {
  for (let x = x0; x < x1; x++) {
    const at = (<usize>x) << 3;
    const sum = load<f64>(above + at) + load<f64>(middle + at) + load<f64>(below + at);
    if (sum === nothing) continue;
    const mean = <f32>(sum / 9);
    if (someMean !== mean && someMean !== <f32>Infinity) return true;
    someMean = mean;
  }
  return false;
}

/** Sums over three in a row about the pixels that have both neighbours in the run. */
function sumThrees(light: usize, x0: i32, x1: i32, to: usize): void {
  let x = x0 + 1;
  for (; x + 2 < x1; x += 2) {
    const at = light + ((<usize>x) << 3);
    const sums = f64x2.add(f64x2.add(v128.load(at - 8), v128.load(at)), v128.load(at, 8));
    v128.store(to + ((<usize>x) << 3), sums);
  }
  if (x + 1 < x1) {
    const at = light + ((<usize>x) << 3);
    store<f64>(to + ((<usize>x) << 3), load<f64>(at - 8) + load<f64>(at) + load<f64>(at, 8));
  }
}

/**
 * Raises blocks (`light`, which the caller fills with −∞, and `rows`) to the highest mean over 3 × 3 about the pixels of `spans` … `spansEnd`
 * (row, first column, column after the last). `lines`: four, `lineBytes` each. Returns how many pixels are clipped; `results`: 1 where
 * no two means differ.
 */
export function raiseBlocks(
  spans: usize,
  spansEnd: usize,
  side: i32,
  light: usize,
  rows: usize,
  lines: usize,
  lineBytes: usize,
  results: usize,
): i32 {
  blockPx = side;
  columns = (width + side - 1) / side;
  blockLight = light;
  blockRows = rows;
  someMean = <f32>Infinity;
  let isUneven = false;
  let clipped = 0;
  let from = width;
  let to = 0;
  for (let span = spans; span < spansEnd; span += 12) {
    from = min(from, spanAt(span, 1));
    to = max(to, spanAt(span, 2));
  }
  let above = lines + lineBytes;
  let middle = above + lineBytes;
  let own = middle + lineBytes;
  let before = spans;
  let span = spans;
  if (spans < spansEnd) {
    fillNothing(above, from, to);
    fillNothing(middle, from, to);
    const last = spanAt(spansEnd - 12, 0);
    for (let y = spanAt(spans, 0); y <= last; y++) {
      fillNothing(own, from, to);
      const first = span;
      for (; span < spansEnd && spanAt(span, 0) === y; span += 12) {
        const x0 = spanAt(span, 1);
        const x1 = spanAt(span, 2);
        readRun(y, x0, x1, lines);
        clipped += countClipped(y, x0, x1);
        sumThrees(lines, x0, x1, own);
      }
      for (; before < first; before += 12) {
        const x0 = spanAt(before, 1) + 1;
        const x1 = spanAt(before, 2) - 1;
        if (!isUneven) isUneven = isUnevenRun(above, middle, own, x0, x1);
        raiseRun(above, middle, own, y - 1, x0, x1);
      }
      const oldest = above;
      above = middle;
      middle = own;
      own = oldest;
    }
  }
  store<i32>(results, <i32>!isUneven);
  return clipped;
}

/** Sums of a piece: what is valid, how many, and the largest over 3 × 3. */
let pieceSum: f64 = 0;
let pieceCount: i32 = 0;
let pieceMost: f64 = 0;

/** Light of a run into a line, −∞ where it is clipped; added to the sums, by column. */
function readValid(y: i32, x0: i32, x1: i32, line: usize): void {
  readRun(y, x0, x1, line);
  let sum = pieceSum;
  if (countClipped(y, x0, x1) === 0) {
    for (let x = x0; x < x1; x++) sum += load<f64>(line + ((<usize>x) << 3));
    pieceCount += x1 - x0;
  } else {
    const row = <usize>y * <usize>width;
    for (let x = x0; x < x1; x++) {
      const at = line + ((<usize>x) << 3);
      if (codeAt(row + <usize>x) >= clipCode) {
        store<f64>(at, nothing);
        continue;
      }
      sum += load<f64>(at);
      pieceCount++;
    }
  }
  pieceSum = sum;
}

// @ts-ignore: decorator
@inline
function columnsAt(above: usize, middle: usize, below: usize, at: usize): v128 {
  return f64x2.add(f64x2.add(v128.load(above + at), v128.load(middle + at)), v128.load(below + at));
}

/** The largest sum over 3 × 3 within a run: of three neighbouring columns, from left to right. */
function largestIn(above: usize, middle: usize, below: usize, x0: i32, x1: i32): void {
  let most = f64x2.splat(pieceMost);
  let at = (<usize>x0) << 3;
  const end = (<usize>x1) << 3;
  // Columns x and x + 1, then x + 2 and x + 3: sums that begin at x and at x + 1.
  if (at + 24 > end) return;
  let now = columnsAt(above, middle, below, at);
  for (; at + 32 <= end; at += 16) {
    const next = columnsAt(above, middle, below, at + 16);
    const second = v128.shuffle<u64>(now, next, 1, 2);
    most = f64x2.max(most, f64x2.add(f64x2.add(now, second), next));
    now = next;
  }
  let last = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  for (; at + 24 <= end; at += 8) {
    let nine: f64 = 0;
    for (let x: usize = 0; x < 24; x += 8) {
      const own = at + x;
      const column = load<f64>(above + own) + load<f64>(middle + own) + load<f64>(below + own);
      nine = x === 0 ? column : nine + column;
    }
    last = max(last, nine);
  }
  pieceMost = last;
}

/**
 * Light of a piece whose runs on the picture are `spans` … `spansEnd`; a pixel of the picture is `step` pixels of the channel wide. `lines`: three.
 * Returns how many pixels are valid; `results`: their sum, and the largest sum over 3 × 3 of them (−∞: none).
 */
export function sumPiece(
  spans: usize,
  spansEnd: usize,
  step: i32,
  lines: usize,
  lineBytes: usize,
  results: usize,
): i32 {
  pieceSum = 0;
  pieceCount = 0;
  pieceMost = nothing;
  let from = width;
  let to = 0;
  for (let span = spans; span < spansEnd; span += 12) {
    from = min(from, step * spanAt(span, 1));
    to = max(to, step * spanAt(span, 2));
  }
  let above = lines;
  let middle = above + lineBytes;
  let own = middle + lineBytes;
  // Beyond the first and the last row of a piece there is none of it.
  let rows = 0;
  let before = spans;
  for (let span = spans; span < spansEnd; ) {
    const row = spanAt(span, 0);
    const first = span;
    let next = span;
    while (next < spansEnd && spanAt(next, 0) === row) next += 12;
    for (let dy = 0; dy < step; dy++) {
      fillNothing(own, from, to);
      for (let run = first; run < next; run += 12)
        readValid(step * row + dy, step * spanAt(run, 1), step * spanAt(run, 2), own);
      if (++rows > 2) {
        // The row before: of this row of the picture, or of the one before.
        const start = dy === 0 ? before : first;
        const end = dy === 0 ? first : next;
        for (let run = start; run < end; run += 12)
          largestIn(above, middle, own, step * spanAt(run, 1), step * spanAt(run, 2));
      }
      const oldest = above;
      above = middle;
      middle = own;
      own = oldest;
    }
    before = first;
    span = next;
  }
  store<f64>(results, pieceSum);
  store<f64>(results, pieceMost, 8);
  return pieceCount;
}

/** Rounded half up, 0 … 65,535, in the low two of four lanes. */
// @ts-ignore: decorator
@inline
function levelsOfTwo(light: v128, low: v128, perLight: v128): v128 {
  const level = f64x2.mul(f64x2.sub(light, low), perLight);
  const whole = f64x2.floor(level);
  const isMore = f64x2.ge(f64x2.sub(level, whole), f64x2.splat(0.5));
  const rounded = f64x2.add(whole, v128.and(isMore, f64x2.splat(1)));
  return i32x4.trunc_sat_f64x2_u_zero(f64x2.pmax(f64x2.splat(0), f64x2.pmin(f64x2.splat(65535), rounded)));
}

/** The light of two neighbouring pixels, or of two neighbouring fours. */
// @ts-ignore: decorator
@inline
function twoLightsAt(above: usize, below: usize, step: i32): v128 {
  if (step === 1) return v128.load(above);
  const first = v128.load(above);
  const second = v128.load(above, 16);
  const firstBelow = v128.load(below);
  const secondBelow = v128.load(below, 16);
  let light = f64x2.add(v128.shuffle<u64>(first, second, 0, 2), v128.shuffle<u64>(first, second, 1, 3));
  light = f64x2.add(light, v128.shuffle<u64>(firstBelow, secondBelow, 0, 2));
  light = f64x2.add(light, v128.shuffle<u64>(firstBelow, secondBelow, 1, 3));
  return f64x2.div(light, f64x2.splat(4));
}

/** Levels of light on a scale from `low`, each the mean of `step` × `step` pixels. `lines`: two. */
export function levelsOfLight(
  to: usize,
  widthTo: i32,
  heightTo: i32,
  step: i32,
  low: f64,
  perLight: f64,
  lines: usize,
  lineBytes: usize,
): void {
  const below = lines + lineBytes;
  const from = f64x2.splat(low);
  const by = f64x2.splat(perLight);
  const stepBytes = <usize>step << 4;
  let at = to;
  for (let y = 0; y < heightTo; y++) {
    readRun(step * y, 0, step * widthTo, lines);
    if (step === 2) readRun(2 * y + 1, 0, 2 * widthTo, below);
    const end = at + ((<usize>widthTo) << 1);
    let own = lines;
    let under = below;
    // What is read beyond the last pixel of an odd width is thrown away.
    do {
      const two = levelsOfTwo(twoLightsAt(own, under, step), from, by);
      store<u16>(at, <u16>i32x4.extract_lane(two, 0));
      if (at + 2 < end) store<u16>(at, <u16>i32x4.extract_lane(two, 1), 2);
      own += stepBytes;
      under += stepBytes;
      at += 4;
    } while (at < end);
    at = end;
  }
}

// @ts-ignore: decorator
@inline
function levelAt(levels: usize, at: usize): u32 {
  const code = codeAt(at);
  return load<u16>(levels + ((<usize>min(code, topCode)) << 1));
}

/** Levels by code out of a table (2 bytes a code), each the mean of `step` × `step` pixels, rounded half up. */
export function levelsOfCodes(to: usize, widthTo: i32, heightTo: i32, step: i32, levels: usize): void {
  let at = to;
  const stride = <usize>width;
  for (let y = 0; y < heightTo; y++) {
    let from = <usize>(step * y) * stride;
    for (let x = 0; x < widthTo; x++, at += 2, from += step) {
      if (step === 1) {
        store<u16>(at, <u16>levelAt(levels, from));
        continue;
      }
      const two = levelAt(levels, from) + levelAt(levels, from + 1);
      const sum = two + levelAt(levels, from + stride) + levelAt(levels, from + stride + 1);
      store<u16>(at, <u16>((sum + 2) >> 2));
    }
  }
}

/** Sums of 2 × 2 codes of 8 bits, times 64. */
export function sumFours(to: usize, widthTo: i32, heightTo: i32): void {
  const stride = <usize>width;
  for (let y = 0; y < heightTo; y++) {
    let from = codes + <usize>(2 * y) * stride;
    let at = to + ((<usize>y * <usize>widthTo) << 1);
    const end = at + ((<usize>widthTo) << 1);
    for (; at + 16 <= end; at += 16, from += 16) {
      const above = i16x8.extadd_pairwise_i8x16_u(v128.load(from));
      const below = i16x8.extadd_pairwise_i8x16_u(v128.load(from + stride));
      v128.store(at, i16x8.shl(i16x8.add(above, below), 6));
    }
    for (; at < end; at += 2, from += 2) {
      const above = <u32>load<u8>(from) + <u32>load<u8>(from, 1);
      const below = <u32>load<u8>(from + stride) + <u32>load<u8>(from + stride, 1);
      store<u16>(at, <u16>((above + below) << 6));
    }
  }
}

/** Scene to plane: the caller's doubles. */
let mapping: usize = 0;
let isRadial: bool = false;

// @ts-ignore: decorator
@inline
function number(index: usize): f64 {
  return load<f64>(mapping + (index << 3));
}

/**
 * Light between the pixels of `levels` along rays: `steps` places each from (x, y) of the scene on, `stepPx` apart, in the `count` directions (dx, dy) at
 * `directions`. `map`: a homography by columns, then k1, k2, centre and radius of a lens (`hasLens`), then what a plane pixel is off and how many pixels
 * of the channel it is wide. `codeLast` above 0: levels are 256 times a code, and light is between those of the table; else `low + by · level`.
 * Writes light by ray, and how many places of each lie on the picture to `seen`.
 */
export function readRays(
  levels: usize,
  widthPx: i32,
  heightPx: i32,
  x: f64,
  y: f64,
  stepPx: f64,
  steps: i32,
  directions: usize,
  count: i32,
  map: usize,
  hasLens: i32,
  codeLast: i32,
  low: f64,
  by: f64,
  to: usize,
  seen: usize,
): void {
  mapping = map;
  isRadial = hasLens !== 0;
  // Two lanes: x and y.
  const alongX = v128.load(map);
  const alongY = v128.load(map, 24);
  const offset = v128.load(map, 48);
  const c = number(2);
  const f = number(5);
  const k = number(8);
  const shift = f64x2.splat(number(14));
  const wide = f64x2.splat(number(15));
  const isAffine = c === 0 && f === 0 && k === 1;
  const least = f64x2.splat(-0.5);
  const most = f64x2(<f64>widthPx - 0.5, <f64>heightPx - 0.5);
  const lastPx = f64x2(<f64>(widthPx - 1), <f64>(heightPx - 1));
  const lastCell = f64x2(<f64>max(0, widthPx - 2), <f64>max(0, heightPx - 2));
  const zero = f64x2.splat(0);
  const right = <usize>(widthPx > 1 ? 2 : 0);
  const down = <usize>(heightPx > 1 ? 2 * widthPx : 0);
  const last = <f64>codeLast;
  for (let ray = 0; ray < count; ray++) {
    const dx = load<f64>(directions + ((<usize>ray) << 4));
    const dy = load<f64>(directions + ((<usize>ray) << 4), 8);
    const line = to + ((<usize>ray * <usize>steps) << 3);
    let place = 0;
    do {
      const r = <f64>place * stepPx;
      let sx = x + r * dx;
      let sy = y + r * dy;
      if (isRadial) {
        const radius = number(13);
        const ux = (sx - number(11)) / radius;
        const uy = (sy - number(12)) / radius;
        const r2 = ux * ux + uy * uy;
        const factor = 1 + r2 * (number(9) + number(10) * r2);
        sx = number(11) + ux * factor * radius;
        sy = number(12) + uy * factor * radius;
      }
      let p = f64x2.add(
        f64x2.add(f64x2.mul(alongX, f64x2.splat(sx)), f64x2.mul(alongY, f64x2.splat(sy))),
        offset,
      );
      // By 1 it would stay as it is.
      if (!isAffine) p = f64x2.div(p, f64x2.splat(c * sx + f * sy + k));
      p = f64x2.div(f64x2.sub(p, shift), wide);
      if (!i64x2.all_true(v128.and(f64x2.ge(p, least), f64x2.le(p, most)))) break;
      p = f64x2.pmax(zero, f64x2.pmin(lastPx, p));
      const cell = f64x2.pmin(lastCell, f64x2.floor(p));
      const share = f64x2.sub(p, cell);
      const fx = f64x2.extract_lane(share, 0);
      const fy = f64x2.extract_lane(share, 1);
      const whole = i32x4.trunc_sat_f64x2_s_zero(cell);
      const x0 = i32x4.extract_lane(whole, 0);
      const y0 = i32x4.extract_lane(whole, 1);
      const at = levels + (<usize>(y0 * widthPx + x0) << 1);
      const above = <f64>load<u16>(at) * (1 - fx) + <f64>load<u16>(at + right) * fx;
      const below = <f64>load<u16>(at + down) * (1 - fx) + <f64>load<u16>(at + down + right) * fx;
      const level = above * (1 - fy) + below * fy;
      let light: f64;
      if (codeLast > 0) {
        const code = level / 256 < last ? level / 256 : last;
        const under = min(codeLast - 1, <i32>code);
        const entry = table + ((<usize>under) << 3);
        const own = load<f64>(entry);
        light = own + (code - <f64>under) * (load<f64>(entry, 8) - own);
      } else light = low + by * level;
      store<f64>(line + ((<usize>place) << 3), light);
    } while (++place < steps);
    store<i32>(seen + ((<usize>ray) << 2), place);
  }
}

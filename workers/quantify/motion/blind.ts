/**
 * What of the picture is no picture: the black about an endoscope's round field. It stands still whatever the
 * tissue does and its border is the sharpest edge there is, so it is found in the key frame, filled with what
 * is beside it, and asked nothing.
 */
import type { SizePx } from '#model/geometry.ts';
import { type LightPlane, levelCount, paddedSize } from './kernels.ts';

export type Blind = {
  /** 1 for each pixel of the picture that is blind, row by row. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** The same of each scale, in padded rows: 1 where any of the pixels under it is. */
  readonly levels: readonly Uint8Array<ArrayBuffer>[];
  /** Writes what is beside the blind part over it: along the row, or where a row is all blind, the next that is not. */
  fill(codes: Uint8Array<ArrayBuffer>): void;
  /** Writes `blindLight` over it in a frame's light of a scale. */
  stamp(light: LightPlane, level: number): void;
};

/** Light that no tissue has: what looks there disagrees beyond any weight. 64 of its squares fit into 32 bits. */
const blindLight = 5600;

/** Black of limited range, and noise about it. */
const mostBlackCode = 24;
/** Less of the picture is shadow, not a mask. */
const leastShare = 0.02;
/** Its border is soft by so many pixels. */
const borderPx = 2;

/** Null where the key frame has no blind part: black that holds all corners, reaches the border and ends sharply. */
export function blindOf(samples: Uint8Array<ArrayBuffer>, { widthPx, heightPx }: SizePx): Blind | null {
  const pixels = new Uint8Array(widthPx * heightPx);
  const waiting: number[] = [];
  const visit = (x: number, y: number): void => {
    if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) return;
    const at = y * widthPx + x;
    if (pixels[at] || samples[at]! > mostBlackCode) return;
    pixels[at] = 1;
    waiting.push(at);
  };
  for (let x = 0; x < widthPx; x++) for (const y of [0, heightPx - 1]) visit(x, y);
  for (let y = 0; y < heightPx; y++) for (const x of [0, widthPx - 1]) visit(x, y);
  let count = 0;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    count++;
    const x = at % widthPx;
    const y = (at - x) / widthPx;
    visit(x - 1, y);
    visit(x + 1, y);
    visit(x, y - 1);
    visit(x, y + 1);
  }
  const corners = [0, widthPx - 1, pixels.length - widthPx, pixels.length - 1];
  if (count < leastShare * pixels.length || corners.some(at => !pixels[at])) return null;
  const grown = grow(pixels, { widthPx, heightPx });
  if (!endsSharply(samples, grown, grow(grown, { widthPx, heightPx }))) return null;
  const runs = runsOf(grown, widthPx);
  const levels = Array.from({ length: levelCount }, (_, level) =>
    levelOf(grown, { widthPx, heightPx }, level),
  );
  const stamps = levels.map(stampsOf);
  return {
    pixels: grown,
    levels,
    fill: codes => fillRuns(codes, runs),
    stamp(light, level) {
      const ends = stamps[level]!;
      for (let i = 0; i < ends.length; i += 2) light.fill(blindLight, ends[i]!, ends[i + 1]!);
    },
  };
}

/** Tissue beside a mask is lit; beside the dark of a fluorescence picture it fades. */
const litCode = 48;
const leastLit = 0.6;

/** Whether most of what is in `wide` and not in `narrow` is lit. */
function endsSharply(
  samples: Uint8Array<ArrayBuffer>,
  narrow: Uint8Array<ArrayBuffer>,
  wide: Uint8Array<ArrayBuffer>,
): boolean {
  let ring = 0;
  let lit = 0;
  for (let at = 0; at < samples.length; at++) {
    if (!wide[at] || narrow[at]) continue;
    ring++;
    if (samples[at]! >= litCode) lit++;
  }
  return lit >= leastLit * ring && ring > 0;
}

function grow(pixels: Uint8Array<ArrayBuffer>, { widthPx, heightPx }: SizePx): Uint8Array<ArrayBuffer> {
  const across = pixels.slice();
  for (let y = 0, at = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, at++)
      for (let i = Math.max(0, x - borderPx); i <= Math.min(widthPx - 1, x + borderPx); i++)
        if (pixels[at - x + i]) across[at] = 1;
  const grown = across.slice();
  for (let y = 0, at = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, at++)
      for (let j = Math.max(0, y - borderPx); j <= Math.min(heightPx - 1, y + borderPx); j++)
        if (across[j * widthPx + x]) grown[at] = 1;
  return grown;
}

type Runs = {
  readonly widthPx: number;
  /** Begin, end and source of each run of blind pixels in rows that are not all blind. */
  readonly inRows: Int32Array<ArrayBuffer>;
  /** First pixels of a row that is all blind and of the row it is to be like. */
  readonly wholeRows: Int32Array<ArrayBuffer>;
};

function runsOf(pixels: Uint8Array<ArrayBuffer>, widthPx: number): Runs {
  const inRows: number[] = [];
  const seeing: number[] = [];
  for (let row = 0; row < pixels.length; row += widthPx) {
    const isBlind = (x: number) => pixels[row + x] === 1;
    const before = inRows.length;
    for (let x = 0; x < widthPx; x++) {
      if (!isBlind(x)) continue;
      const begin = x;
      while (x < widthPx && isBlind(x)) x++;
      if (begin === 0 && x === widthPx) break;
      const middle = (begin + x) >> 1;
      // Inside the row both neighbours are near; at its ends only one is there.
      if (begin > 0 && x < widthPx)
        inRows.push(row + begin, row + middle, row + begin - 1, row + middle, row + x, row + x);
      else inRows.push(row + begin, row + x, begin > 0 ? row + begin - 1 : row + x);
    }
    if (inRows.length > before || !isBlind(0)) seeing.push(row);
  }
  const wholeRows: number[] = [];
  const isSeeing = new Set(seeing);
  for (let row = 0; row < pixels.length; row += widthPx) {
    if (isSeeing.has(row)) continue;
    let nearest = -1;
    for (const other of seeing)
      if (nearest < 0 || Math.abs(other - row) < Math.abs(nearest - row)) nearest = other;
    if (nearest >= 0) wholeRows.push(row, nearest);
  }
  return { widthPx, inRows: Int32Array.from(inRows), wholeRows: Int32Array.from(wholeRows) };
}

function fillRuns(codes: Uint8Array<ArrayBuffer>, { widthPx, inRows, wholeRows }: Runs): void {
  for (let i = 0; i < inRows.length; i += 3) codes.fill(codes[inRows[i + 2]!]!, inRows[i]!, inRows[i + 1]!);
  for (let i = 0; i < wholeRows.length; i += 2)
    codes.copyWithin(wholeRows[i]!, wholeRows[i + 1]!, wholeRows[i + 1]! + widthPx);
}

function levelOf(
  pixels: Uint8Array<ArrayBuffer>,
  { widthPx, heightPx }: SizePx,
  level: number,
): Uint8Array<ArrayBuffer> {
  const padded = paddedSize({ widthPx: widthPx >> level, heightPx: heightPx >> level });
  const blind = new Uint8Array(padded.widthPx * padded.heightPx);
  for (let y = 0, at = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, at++)
      if (pixels[at] && x >> level < widthPx >> level && y >> level < heightPx >> level)
        blind[(y >> level) * padded.widthPx + (x >> level)] = 1;
  return blind;
}

/** Begin and end of each run of blind pixels. */
function stampsOf(blind: Uint8Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const ends: number[] = [];
  for (let at = 0; at < blind.length; at++) if (blind[at] !== (at > 0 ? blind[at - 1] : 0)) ends.push(at);
  if (ends.length % 2) ends.push(blind.length);
  return Int32Array.from(ends);
}

/** What goes wrong with where light falls: channels changed about, NIR beside white light, blur, a scene that sweeps, another size. */
import type { PhantomSpec } from '#model/phantom.ts';
import { frameTimeS } from '../motion.ts';
import { deviateBits, deviateTable, hash } from '../random.ts';
import { everyPlane, type PlaneAt, planesOf, type Spoil } from './planes.ts';

/** The cables are changed about: NIR on the left, white light on the right. */
export function swapChannels(spec: PhantomSpec): Spoil {
  const planes = everyPlane(spec);
  const aside = new Uint8Array(spec.widthPx);
  return bytes => {
    for (const { from, widthPx, heightPx } of planes) {
      const half = widthPx / 2;
      for (let begin = from; begin < from + widthPx * heightPx; begin += widthPx) {
        aside.set(bytes.subarray(begin, begin + half));
        bytes.copyWithin(begin, begin + half, begin + widthPx);
        bytes.set(aside.subarray(0, half), begin + half);
      }
    }
  };
}

/** NIR is moved by so much more, in pixels: 12 along the diagonal of a bumped sensor. Its edges repeat. */
const bumpPx = { x: 11, y: 5 };

/** The prism or the second sensor was bumped: NIR lies beside where the profile says. */
export function misregister({ widthPx, heightPx }: PhantomSpec): Spoil {
  return bytes => {
    for (let y = heightPx - 1; y >= 0; y--) {
      const from = (2 * Math.max(0, y - bumpPx.y) + 1) * widthPx;
      const to = (2 * y + 1) * widthPx;
      const edge = bytes[from]!;
      bytes.copyWithin(to + bumpPx.x, from, from + widthPx - bumpPx.x);
      bytes.fill(edge, to, to + bumpPx.x);
    }
  };
}

/** Two box blurs of this radius, as a share of the channel's width: a disc of confusion of about 25 of 640 pixels. */
const blurShare = 0.0125;

/** The camera is far outside its depth of field: both channels blurred, the sensor's noise as fine as before. */
export function defocus(spec: PhantomSpec): Spoil {
  const planes = everyPlane(spec);
  const places = 65_536;
  const deviates = deviateTable(spec.seed + 2, places + 2 * spec.widthPx);
  const noise = Int8Array.from(deviates, deviate => Math.round((deviate * 1.2) / 2 ** deviateBits));
  const lineOf = new Uint8Array(spec.widthPx);
  const before = new Uint8Array(2 * spec.widthPx * spec.heightPx);
  const sums = new Int32Array(2 * spec.widthPx);
  return (bytes, frameIndex) => {
    for (const plane of planes) {
      const half = plane.widthPx / 2;
      const radius = Math.max(1, Math.round(blurShare * half));
      for (let turn = 0; turn < 2; turn++) {
        for (let y = 0; y < plane.heightPx; y++)
          for (const begin of [plane.from + y * plane.widthPx, plane.from + y * plane.widthPx + half])
            blurLine(bytes, { begin, step: 1, length: half, radius }, lineOf);
        blurColumns(bytes, plane, { radius, before, sums });
      }
    }
    const { luma } = planesOf(spec);
    for (let y = 0; y < luma.heightPx; y++) {
      const from = hash(spec.seed + 2, frameIndex, y) & (places - 1);
      const begin = y * luma.widthPx;
      for (let x = 0; x < luma.widthPx; x++)
        bytes[begin + x] = Math.min(255, Math.max(0, bytes[begin + x]! + noise[from + x]!));
    }
  };
}

type Line = {
  readonly begin: number;
  readonly step: number;
  readonly length: number;
  readonly radius: number;
};

/** Mean over 2 × radius + 1 samples along a line; its ends repeat. */
function blurLine(bytes: Uint8Array, { begin, step, length, radius }: Line, line: Uint8Array): void {
  for (let i = 0, at = begin; i < length; i++, at += step) line[i] = bytes[at]!;
  const last = length - 1;
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += line[Math.min(last, Math.max(0, i))]!;
  const count = 2 * radius + 1;
  for (let i = 0, at = begin; i < length; i++, at += step) {
    bytes[at] = (sum / count + 0.5) | 0;
    sum += line[Math.min(last, i + radius + 1)]! - line[Math.max(0, i - radius)]!;
  }
}

/** The same down all columns of a plane at once, row by row: in the order of memory. `before` and `sums` are written. */
function blurColumns(
  bytes: Uint8Array,
  { from, widthPx, heightPx }: PlaneAt,
  by: { readonly radius: number; readonly before: Uint8Array; readonly sums: Int32Array },
): void {
  const { radius, before, sums } = by;
  before.set(bytes.subarray(from, from + widthPx * heightPx));
  const row = (y: number): number => Math.min(heightPx - 1, Math.max(0, y)) * widthPx;
  sums.fill(0);
  for (let y = -radius; y <= radius; y++)
    for (let x = 0, at = row(y); x < widthPx; x++, at++) sums[x]! += before[at]!;
  const count = 2 * radius + 1;
  for (let y = 0; y < heightPx; y++) {
    let coming = row(y + radius + 1);
    let going = row(y - radius);
    for (let x = 0, at = from + y * widthPx; x < widthPx; x++, at++) {
      bytes[at] = (sums[x]! / count + 0.5) | 0;
      sums[x]! += before[coming++]! - before[going++]!;
    }
  }
}

/** The sweep: so far to either side (share of the width), so often a second. At 30 frames a second and 640 pixels: up to 24 a frame. */
const sweep = { share: 0.2, perS: 0.9 };

/** How far the scene lies from its place in a frame, in pixels; even numbers, so that chroma moves alike. */
export function sweepAt(spec: PhantomSpec, frameIndex: number): { xPx: number; yPx: number } {
  const turn = 2 * Math.PI * sweep.perS * frameTimeS(spec, frameIndex);
  const reach = sweep.share * spec.widthPx;
  return {
    xPx: 2 * Math.round((reach * Math.sin(turn)) / 2),
    yPx: 2 * Math.round((reach * Math.sin(0.6 * turn)) / 6),
  };
}

/** The camera is swept over the field: both channels move together, blurred along the way of half a frame. Edges are mirrored. */
export function sweepScene(spec: PhantomSpec): Spoil {
  const planes = everyPlane(spec);
  const before = new Uint8Array((spec.widthPx * 2 * spec.heightPx * 3) / 2);
  const line = new Uint8Array(spec.widthPx);
  return (bytes, frameIndex) => {
    before.set(bytes);
    const { xPx, yPx } = sweepAt(spec, frameIndex);
    const next = sweepAt(spec, frameIndex + 1);
    const wayPx = Math.abs(next.xPx - xPx) / 4;
    for (const plane of planes) {
      const isLuma = plane.from === 0;
      moveMirrored(before, bytes, { plane, xPx: isLuma ? xPx : xPx / 2, yPx: isLuma ? yPx : yPx / 2 });
      const radius = Math.round(isLuma ? wayPx : wayPx / 2);
      const half = plane.widthPx / 2;
      if (radius > 0)
        for (let begin = plane.from; begin < plane.from + plane.widthPx * plane.heightPx; begin += half)
          blurLine(bytes, { begin, step: 1, length: half, radius }, line);
    }
  };
}

function moveMirrored(
  from: Uint8Array,
  to: Uint8Array,
  by: { readonly plane: PlaneAt; readonly xPx: number; readonly yPx: number },
): void {
  const { plane, xPx, yPx } = by;
  const half = plane.widthPx / 2;
  for (let y = 0; y < plane.heightPx; y++) {
    const row = plane.from + mirrored(y + yPx, plane.heightPx) * plane.widthPx;
    const at = plane.from + y * plane.widthPx;
    for (let x = 0; x < half; x++) {
      const source = row + mirrored(x + xPx, half);
      to[at + x] = from[source]!;
      to[at + half + x] = from[source + half]!;
    }
  }
}

/** The sample that stands at `i` when a line goes on as its mirror image beyond both ends. */
function mirrored(i: number, length: number): number {
  const inside = ((i % (2 * length)) + 2 * length) % (2 * length);
  return inside < length ? inside : 2 * length - 1 - inside;
}

/** The tower switched to half its size. */
export const halvedSize = ({ widthPx, heightPx }: Pick<PhantomSpec, 'widthPx' | 'heightPx'>) => ({
  widthPx,
  heightPx: 2 * Math.floor(heightPx / 4),
});

/** Writes a frame of half the size: each sample the mean of two by two. Returns a view of `into`, whose first bytes it writes. */
export function halve(
  spec: Pick<PhantomSpec, 'widthPx' | 'heightPx'>,
  bytes: Uint8Array,
  into: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const { heightPx } = halvedSize(spec);
  let to = 0;
  for (const plane of everyPlane(spec)) {
    const rows = plane.from === 0 ? heightPx : heightPx / 2;
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < Math.floor(plane.widthPx / 2); x++) {
        const at = plane.from + 2 * y * plane.widthPx + 2 * x;
        const sum = bytes[at]! + bytes[at + 1]! + bytes[at + plane.widthPx]! + bytes[at + plane.widthPx + 1]!;
        into[to++] = (sum + 2) >> 2;
      }
  }
  return into.subarray(0, to);
}

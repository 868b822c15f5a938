/** How long and how large what was drawn by hand is, with what is not known of it. Pure. */
import type { Length } from './analysis.ts';
import type { Point } from './geometry.ts';
import type { MeasurementInputs } from './measurement.ts';

/** Millimetres a scene pixel with its standard uncertainty, or null; `note` says what to know about it, or why there is none. */
export type DrawnScale = {
  readonly scale: { readonly mmPerPx: number; readonly sdMmPerPx: number } | null;
  readonly note: '' | 'no scale' | 'scale of another camera' | 'scale expired';
};

/** What a camera over an operation can have; a file may say anything, and a length of it must stay a number. */
const isPossible = ({ mmPerPx, sdMmPerPx }: { mmPerPx: number; sdMmPerPx: number }): boolean =>
  mmPerPx >= 1e-6 && mmPerPx <= 1e3 && sdMmPerPx <= 10 * mmPerPx;

/** The scale that holds under `inputs`: none when the profile was made for another camera or picture. */
export function drawnScaleOf({ profile, faults }: Pick<MeasurementInputs, 'profile' | 'faults'>): DrawnScale {
  if (!profile.scale || !isPossible(profile.scale)) return { scale: null, note: 'no scale' };
  if (faults.some(({ kind }) => kind !== 'expired')) return { scale: null, note: 'scale of another camera' };
  const isExpired = faults.some(fault => fault.kind === 'expired' && fault.part === 'scale');
  return { scale: profile.scale, note: isExpired ? 'scale expired' : '' };
}

/**
 * One standard uncertainty, in each direction, of a point put down by hand: it lies within a pixel of what was meant, evenly
 * spread (GUM, JCGM 100:2008, §4.3.7).
 */
const handSdPx = 1 / Math.sqrt(3);

/** Of a straight line in scene pixels. The scale's relative uncertainty acts on all of it, the hand's on each end. */
export function drawnLength(from: Point, to: Point, { scale }: DrawnScale): Length {
  const px = Math.hypot(to.x - from.x, to.y - from.y);
  const sdPx = Math.SQRT2 * handSdPx;
  const mm = scale && {
    value: px * scale.mmPerPx,
    sd: Math.hypot(px * scale.sdMmPerPx, sdPx * scale.mmPerPx),
  };
  return { px, sdPx, mm };
}

/** Scene pixels, and square millimetres where there is a scale; each with one standard uncertainty. */
type DrawnArea = {
  readonly px: number;
  readonly sdPx: number;
  readonly mm2: { readonly value: number; readonly sd: number } | null;
};

/**
 * Of a closed outline in scene pixels; null where it crosses itself, because then no one area is meant. A = ½ |Σ x_i (y_{i+1} − y_{i−1})|,
 * so corners that err independently by s leave u(A) = ½ s √(Σ |p_{i+1} − p_{i−1}|²).
 */
export function drawnArea(points: readonly Point[], { scale }: DrawnScale): DrawnArea | null {
  if (crossesItself(points)) return null;
  const count = points.length;
  // About the first corner: far from the origin the sums would cancel.
  const o = points[0]!;
  let twice = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const before = points[(i + count - 1) % count]!;
    const after = points[(i + 1) % count]!;
    twice += (points[i]!.x - o.x) * (after.y - before.y);
    squares += (after.x - before.x) ** 2 + (after.y - before.y) ** 2;
  }
  const px = Math.abs(twice) / 2;
  const sdPx = (handSdPx * Math.sqrt(squares)) / 2;
  if (!scale) return { px, sdPx, mm2: null };
  const value = px * scale.mmPerPx ** 2;
  const sd = Math.hypot((2 * value * scale.sdMmPerPx) / scale.mmPerPx, sdPx * scale.mmPerPx ** 2);
  return { px, sdPx, mm2: { value, sd } };
}

/** Twice the signed area of a, b, c: on which side of a–b c lies. */
const side = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/** Whether two edges of the closed outline cross; edges that only touch do not. Every pair is looked at: corners are few. */
function crossesItself(points: readonly Point[]): boolean {
  const count = points.length;
  for (let i = 0; i < count; i++) {
    const a = points[i]!;
    const b = points[(i + 1) % count]!;
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue;
      const c = points[j]!;
      const d = points[(j + 1) % count]!;
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  }
  return false;
}

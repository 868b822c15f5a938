/**
 * Robust Gauss–Newton in its inverse-compositional form (Baker and Matthews 2004): slopes are the key
 * frame's, made once; residuals that are too large for the rest (instruments, glare, other light) lose their
 * weight (Tukey's biweight, scale by the median).
 */
import type { KeyLevel, LightPlane, MotionKernels, RowStep, Warp } from './kernels.ts';
import { type Centre, centreOfLevel, type SlopeUnits } from './prepare.ts';
import { solveStep } from './solve-step.ts';

/**
 * Of level 0, in its pixels, about the scene's centre. The scale is always found, so that tissue coming nearer
 * does not pull at the rest; whether a `Motion` carries it is the model's.
 */
export type Pose = {
  readonly angleRad: number;
  readonly dx: number;
  readonly dy: number;
  readonly scale: number;
  /** The frame's contrast over the key frame's. */
  readonly gain: number;
};

/** A scale of the key frame, the units of its slopes, and which scale it is (0: full size). */
export type SolveLevel = { readonly key: KeyLevel; readonly units: SlopeUnits; readonly level: number };

/** Where a level's pixels lie under a pose. Half a 128th of a pixel is added, so that cutting off rounds. */
export function warpOf({ angleRad, dx, dy, scale }: Pose, centre: Centre, level: number): Warp {
  const { x, y } = centreOfLevel(centre, level);
  const c = scale * Math.cos(angleRad);
  const s = scale * Math.sin(angleRad);
  const fixed = (value: number) => Math.round(value * 65_536);
  return {
    x0: fixed(x + dx / 2 ** level - c * x + s * y) + 256,
    y0: fixed(y + dy / 2 ** level - s * x - c * y) + 256,
    cosine: fixed(c),
    sine: fixed(s),
  };
}

/** Tukey's constant for 95 % efficiency, by 1.4826: a normal SD from the median of absolute residuals. */
const limitOfMedian = 3.44 * 1.4826;
/** In sixteenths of a code: below, the steps of eight bits would be taken for outliers. */
const smallestLimit = 24;
const largestLimit = 4080;
/** Beyond these a pose is no pose of the same picture. */
const mostScale = 1.25;
const gains = { least: 0.6, most: 1.7 };

/** Where to begin in a frame's light of the same scale, and when to end. */
export type SolveOrder = {
  readonly now: LightPlane;
  readonly centre: Centre;
  readonly start: Pose;
  /** At most. */
  readonly steps: number;
  readonly rowStep: RowStep;
  /** Ends when a step moves no corner by as much, in pixels of level 0. */
  readonly closePx: number;
};

/**
 * The pose that explains most of the frame. Null where the picture does not hold all of it, or it runs away.
 */
export function solve(
  kernels: MotionKernels,
  { key, units, level }: SolveLevel,
  { now, centre, start, steps, rowStep, closePx }: SolveOrder,
): Pose | null {
  let pose = start;
  const side = 2 ** level;
  const reachPx = (Math.hypot(key.size.widthPx, key.size.heightPx) * side) / 2;
  for (let step = 0; step < steps; step++) {
    const warp = warpOf(pose, centre, level);
    const order = { warp, gain: Math.round(pose.gain * 16_384), rowStep };
    const median = medianOf(kernels.residuals(key, now, { ...order, limit: 1, rowStep: sparser(rowStep) }));
    const limit = Math.round(Math.min(largestLimit, Math.max(smallestLimit, limitOfMedian * median)));
    const sums = kernels.normal(key, now, { ...order, limit });
    const found = solveStep(sums);
    if (!found) return null;
    const [x = 0, y = 0, turn = 0, grow = 0] = found;
    const by = {
      x: x * units.shift * side,
      y: y * units.shift * side,
      angleRad: turn * units.angle,
      scale: 1 + grow * units.scale,
    };
    pose = { ...undone(pose, by), gain: clamp(pose.gain + sums[15]! / Math.max(1, sums[14]!), gains) };
    if (!(pose.scale < mostScale && pose.scale > 1 / mostScale)) return null;
    const movedPx = Math.hypot(by.x, by.y) + (Math.abs(by.angleRad) + Math.abs(by.scale - 1)) * reachPx;
    if (movedPx < closePx) break;
  }
  return pose;
}

/** A median needs fewer rows than a pose. */
const sparser = (rowStep: RowStep): RowStep => (rowStep === 1 ? 2 : rowStep === 2 ? 4 : 8);

const clamp = (value: number, { least, most }: { least: number; most: number }): number =>
  Math.min(most, Math.max(least, value));

/** The pose after the inverse of a step. */
function undone(
  pose: Pose,
  by: { x: number; y: number; angleRad: number; scale: number },
): Omit<Pose, 'gain'> {
  const angleRad = pose.angleRad - by.angleRad;
  const scale = pose.scale / by.scale;
  const c = scale * Math.cos(angleRad);
  const s = scale * Math.sin(angleRad);
  return { angleRad, scale, dx: pose.dx - c * by.x + s * by.y, dy: pose.dy - s * by.x - c * by.y };
}

function medianOf(counts: Uint32Array<ArrayBuffer>): number {
  let total = -counts[counts.length - 1]!;
  for (const count of counts) total += count;
  let seen = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    seen += counts[bin]!;
    if (2 * seen >= total) return bin;
  }
  return counts.length;
}

/** Where one tissue ends and the next begins: shapes that white light and NIR must agree on. In shares of the width. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createTextureNoise, distance, smoothStep } from './texture-noise.ts';

/** NIR light of fat and of the drape, as a share of the background's. */
const fatShare = 0.6;
const drapeShare = 0.18;

/** How much of the background's light a point gives by its kind of tissue, 0 … 1: soft over a few pixels. */
export function createDyeShare(spec: PhantomSpec): (u: number, v: number) => number {
  switch (spec.tissue) {
    case 'liver':
      return createLiverShare(spec);
    case 'muscle bed': {
      const outwardAt = createCavity(spec);
      return (u, v) => 1 - (1 - fatShare) * smoothStep(0.88, 1.02, outwardAt(u, v));
    }
    case 'specimen on drape': {
      const depthAt = createSpecimenDepth(spec);
      const muscleAt = createSpecimenMuscle(spec);
      return (u, v) => {
        const depth = depthAt(u, v);
        if (depth < -0.004) return drapeShare;
        const flesh = fatShare + (1 - fatShare) * muscleAt(u, v, depth);
        return drapeShare + (flesh - drapeShare) * smoothStep(-0.004, 0.008, depth);
      };
    }
  }
}

function createLiverShare(spec: PhantomSpec): (u: number, v: number) => number {
  const insideAt = createLiverEdge(spec);
  return (u, v) => fatShare + (1 - fatShare) * smoothStep(-0.004, 0.008, insideAt(u, v));
}

/** 0 in the middle of the wound's cavity, 1 at its ragged edge, more on the fat about it. */
export function createCavity(spec: PhantomSpec): (u: number, v: number) => number {
  const noise = createTextureNoise(spec.seed * 2 + 7);
  const middleV = (0.5 * spec.heightPx) / spec.widthPx;
  return (u, v) =>
    distance((u - 0.5) / 0.53, (v - middleV) / 0.42) + 0.13 * noise.fractal(u * 5 + 1, v * 5, 3);
}

/** Distance above the liver's lower edge; negative below it. */
export function createLiverEdge(spec: PhantomSpec): (u: number, v: number) => number {
  const noise = createTextureNoise(spec.seed * 2 + 7);
  const aspect = spec.heightPx / spec.widthPx;
  return (u, v) => aspect * 0.9 - 0.16 * (u - 0.35) ** 2 + 0.03 * noise.smooth(u * 2.5, 4.5) - v;
}

/** 1 on the specimen's cut muscle and 0 on the fat about it, which is thick in places and missing in others. */
export function createSpecimenMuscle(spec: PhantomSpec): (u: number, v: number, depth: number) => number {
  const noise = createTextureNoise(spec.seed * 2 + 11);
  return (u, v, depth) =>
    depth > 0.14 ? 1 : smoothStep(0.038, 0.054, depth + 0.11 * noise.fractal(u * 4.5 + 60, v * 4.5, 3));
}

/** Distance into the specimen from its ragged edge; negative on the drape. */
export function createSpecimenDepth(spec: PhantomSpec): (u: number, v: number) => number {
  const noise = createTextureNoise(spec.seed * 2 + 9);
  const middleV = (0.5 * spec.heightPx) / spec.widthPx;
  return (u, v) => {
    const dx = u - 0.5;
    const dy = (v - middleV) * 1.3;
    const away = distance(dx, dy);
    // Far from the edge nobody asks how ragged it is.
    if (away > 0.46) return 0.4 - away;
    const angle = Math.atan2(dy, dx);
    const lobes = noise.fractal(3 + 1.5 * Math.cos(angle), 3 + 1.5 * Math.sin(angle), 2);
    return 0.325 + 0.08 * lobes - away + 0.008 * noise.smooth(u * 45, v * 45);
  };
}

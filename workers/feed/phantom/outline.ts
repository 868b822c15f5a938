/** Where the tissue ends and the surroundings begin. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createTextureNoise, smoothStep } from './texture-noise.ts';

/** 1 inside the specimen and 0 on the drape, soft over a few pixels; 1 everywhere for tissue that fills the picture. In shares of the width. */
export function outlineOf(spec: PhantomSpec): (u: number, v: number) => number {
  if (spec.tissue !== 'specimen on drape') return () => 1;
  const depth = createSpecimenDepth(spec);
  return (u, v) => smoothStep(-0.004, 0.008, depth(u, v));
}

/** Distance into the specimen from its ragged edge, in shares of the width; negative on the drape. */
export function createSpecimenDepth(spec: PhantomSpec): (u: number, v: number) => number {
  const noise = createTextureNoise(spec.seed * 2 + 9);
  const centreV = (0.5 * spec.heightPx) / spec.widthPx;
  return (u, v) => {
    const dx = u - 0.5;
    const dy = (v - centreV) * 1.3;
    const away = Math.hypot(dx, dy);
    const angle = Math.atan2(dy, dx);
    const lobes = noise.fractal(3 + 1.5 * Math.cos(angle), 3 + 1.5 * Math.sin(angle), 3);
    return 0.325 + 0.07 * lobes - away + 0.008 * noise.smooth(u * 45, v * 45);
  };
}

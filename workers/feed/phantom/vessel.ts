/** The vessel, which white light and NIR both show. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createTextureNoise, smoothStep } from './texture-noise.ts';

/** How much of a point (in shares of the width) is vessel: 1 on its axis, which winds a little; it thins towards its end. */
export function createVesselShare(spec: PhantomSpec): (u: number, v: number) => number {
  const { vessel } = spec.nir;
  if (!vessel) return () => 0;
  const noise = createTextureNoise(spec.seed * 2 + 5);
  const aspect = spec.heightPx / spec.widthPx;
  const fromV = vessel.fromY * aspect;
  const alongU = vessel.toX - vessel.fromX;
  const alongV = vessel.toY * aspect - fromV;
  const length = Math.max(1e-6, Math.hypot(alongU, alongV));
  return (u, v) => {
    const along = ((u - vessel.fromX) * alongU + (v - fromV) * alongV) / length;
    const across = ((v - fromV) * alongU - (u - vessel.fromX) * alongV) / length;
    if (Math.abs(across) > 0.06 + vessel.width || along < -0.02 || along > length + 0.02) return 0;
    const winding = 0.05 * noise.smooth(along * 4.5, 0.5) + 0.016 * noise.smooth(along * 15, 7.5);
    const half = (vessel.width / 2) * (1 - 0.5 * (along / length)) * (1 + 0.3 * noise.smooth(along * 9, 3.5));
    const side = 1 - smoothStep(half * 0.5, half * 1.5, Math.abs(across - winding));
    return side * smoothStep(-0.015, 0.03, along) * (1 - smoothStep(length - 0.06, length + 0.01, along));
  };
}

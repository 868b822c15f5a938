/** The NIR light that leaves the tissue: linear radiance, 1 is white at gain 1. The phantom's ground truth. */
import type { PhantomSpec } from '#model/phantom.ts';
import { outlineOf } from './outline.ts';
import { createTextureNoise, smoothStep } from './texture-noise.ts';

/** Light outside the tissue (drape, instruments) as a share of the background. */
const surroundShare = 0.18;

const mix = (from: number, to: number, share: number): number => from + (to - from) * share;

/** Radiance at a point of the tissue at rest, in scene pixels of a phantom. */
export function createRadiance(spec: PhantomSpec): (xPx: number, yPx: number) => number {
  const { nir, widthPx, heightPx } = spec;
  const noise = createTextureNoise(spec.seed * 2 + 1);
  const inTissue = outlineOf(spec);
  const vesselAt = createVesselShare(spec);

  return (xPx, yPx) => {
    const u = xPx / widthPx;
    const v = yPx / widthPx;
    const texture = 1 + 0.2 * noise.fractal(u * 5, v * 5, 2) + 0.07 * noise.smooth(u * 60, v * 60);
    let light = nir.background * texture * mix(surroundShare, 1, inTissue(u, v));
    if (nir.vessel) light = mix(light, nir.vessel.radiance * (0.5 + 0.5 * texture), vesselAt(u, v));
    if (nir.rim) {
      const { rim } = nir;
      const dx = xPx - rim.x * widthPx;
      const dy = yPx - rim.y * heightPx;
      const halfPx = (rim.width * widthPx) / 2;
      const edgePx = Math.max(1, halfPx * 0.6);
      const offPx = Math.abs(Math.hypot(dx, dy) - rim.radius * widthPx);
      const ring = 1 - smoothStep(halfPx - edgePx / 2, halfPx + edgePx / 2, offPx);
      if (ring > 0) light = mix(light, rim.radiance * (0.7 + 0.3 * texture), ring * besideGap(rim, dx, dy));
    }
    if (nir.nodule) {
      const { nodule } = nir;
      const offPx = Math.hypot(xPx - nodule.x * widthPx, yPx - nodule.y * heightPx) - nodule.radius * widthPx;
      const share = 1 - smoothStep(-nodule.edgePx / 2, nodule.edgePx / 2, offPx);
      if (share > 0) light = mix(light, nodule.radiance * (0.8 + 0.2 * texture), share);
    }
    if (nir.leak) {
      const { leak } = nir;
      const off = Math.hypot(xPx - leak.x * widthPx, yPx - leak.y * heightPx) / (leak.radius * widthPx);
      const ragged = off * (1 + 0.45 * noise.fractal(u * 14 + 40, v * 14, 3));
      light += leak.radiance * (1 - smoothStep(0.35, 1.1, ragged));
    }
    return Math.max(0, light);
  };
}

/** 1 on the ring, 0 in its gap; half-way exactly at the gap's ends. Angles run clockwise from three o'clock. */
function besideGap(
  rim: { gapFromDeg: number; gapDeg: number; radius: number },
  dx: number,
  dy: number,
): number {
  if (rim.gapDeg === 0) return 1;
  const fromMiddle = (Math.atan2(dy, dx) * 180) / Math.PI - rim.gapFromDeg - rim.gapDeg / 2;
  const off = Math.abs(((((fromMiddle + 180) % 360) + 360) % 360) - 180);
  const edgeDeg = Math.min(4, rim.gapDeg / 2);
  return smoothStep(rim.gapDeg / 2 - edgeDeg / 2, rim.gapDeg / 2 + edgeDeg / 2, off);
}

/** How much of a point (in shares of the width) is vessel: 1 on its axis, which winds a little. White light draws it, too. */
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
    if (Math.abs(across) > 0.05 + vessel.width || along < -0.02 || along > length + 0.02) return 0;
    const winding = 0.045 * noise.smooth(along * 5, 0.5) + 0.012 * noise.smooth(along * 16, 7.5);
    const half = (vessel.width / 2) * (1 - 0.45 * smoothStep(0, length, along));
    const side = 1 - smoothStep(half * 0.55, half * 1.45, Math.abs(across - winding));
    return side * smoothStep(-0.015, 0.015, along) * (1 - smoothStep(length - 0.03, length + 0.01, along));
  };
}

/** The NIR light that leaves the tissue: linear radiance, 1 is white at gain 1. The phantom's ground truth. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createDyeShare } from './outline.ts';
import { createTextureNoise, distance, smoothStep, type TextureNoise } from './texture-noise.ts';
import { createVesselShare } from './vessel.ts';

type Nir = PhantomSpec['nir'];
/** A structure's share in the light at a point (in scene pixels), and the light it brings. */
type Structure = { shareAt(xPx: number, yPx: number): number; readonly radiance: number };

/** Light scattered into the tissue about a nodule, as a share of what it has above the background. */
const haloShare = 0.08;

const mix = (from: number, to: number, share: number): number => from + (to - from) * share;

/** Radiance at a point of the tissue at rest, in scene pixels of a phantom. */
export function createRadiance(spec: PhantomSpec): (xPx: number, yPx: number) => number {
  const { nir, widthPx } = spec;
  const noise = createTextureNoise(spec.seed * 2 + 1);
  const dyeShareAt = createDyeShare(spec);
  const vesselAt = createVesselShare(spec);
  const rim = nir.rim && rimStructure(nir.rim, spec, noise);
  const nodule = nir.nodule && noduleStructure(nir.nodule, spec);
  const leakAt = nir.leak && leakShare(nir.leak, spec, noise);

  return (xPx, yPx) => {
    const u = xPx / widthPx;
    const v = yPx / widthPx;
    const texture = 1 + 0.2 * noise.fractal(u * 5, v * 5, 2) + 0.08 * noise.smooth(u * 55, v * 55);
    let light = nir.background * texture * dyeShareAt(u, v);
    if (nir.vessel) light = mix(light, nir.vessel.radiance * (0.5 + 0.5 * texture), vesselAt(u, v));
    if (rim) light = mix(light, rim.radiance * (0.6 + 0.4 * texture), rim.shareAt(xPx, yPx));
    if (nodule) light = mix(light, nodule.radiance * (0.75 + 0.25 * texture), nodule.shareAt(xPx, yPx));
    if (leakAt && nir.leak) light += nir.leak.radiance * leakAt(xPx, yPx);
    return Math.max(0, light);
  };
}

/** A disc with a soft edge, half-way at its radius, and a weak halo. */
function noduleStructure(nodule: NonNullable<Nir['nodule']>, spec: PhantomSpec): Structure {
  const radiusPx = nodule.radius * spec.widthPx;
  const halfEdgePx = nodule.edgePx / 2;
  return {
    radiance: nodule.radiance,
    shareAt(xPx, yPx) {
      const offPx = distance(xPx - nodule.x * spec.widthPx, yPx - nodule.y * spec.heightPx) - radiusPx;
      const disc = 1 - smoothStep(-halfEdgePx, halfEdgePx, offPx);
      if (disc === 1 || offPx > 1.5 * radiusPx) return disc;
      const away = Math.max(0, offPx) / (0.6 * radiusPx);
      return disc + (1 - disc) * haloShare * Math.exp(-away * away);
    },
  };
}

/** A ring of its own width, a little out of round, dark in the gap; half-way at its borders and at the gap's ends. */
function rimStructure(rim: NonNullable<Nir['rim']>, spec: PhantomSpec, noise: TextureNoise): Structure {
  const radiusPx = rim.radius * spec.widthPx;
  const halfPx = (rim.width * spec.widthPx) / 2;
  const halfEdgePx = Math.max(0.5, halfPx * 0.4);
  return {
    radiance: rim.radiance,
    shareAt(xPx, yPx) {
      const dx = xPx - rim.x * spec.widthPx;
      const dy = yPx - rim.y * spec.heightPx;
      const away = distance(dx, dy);
      if (Math.abs(away - radiusPx) > 2 * halfPx + 0.1 * radiusPx) return 0;
      const out = 0.05 * radiusPx * noise.smooth(30 + dx / radiusPx, 30 + dy / radiusPx);
      const offPx = Math.abs(away - radiusPx - out);
      const ring = 1 - smoothStep(halfPx - halfEdgePx, halfPx + halfEdgePx, offPx);
      return ring === 0 ? 0 : ring * besideGap(rim, dx, dy);
    },
  };
}

/** 1 on the ring, 0 in its gap. Angles run clockwise from three o'clock. */
function besideGap(rim: NonNullable<Nir['rim']>, dx: number, dy: number): number {
  if (rim.gapDeg === 0) return 1;
  const fromMiddle = (Math.atan2(dy, dx) * 180) / Math.PI - rim.gapFromDeg - rim.gapDeg / 2;
  const off = Math.abs(((((fromMiddle + 180) % 360) + 360) % 360) - 180);
  const edgeDeg = Math.min(8, rim.gapDeg / 2);
  return smoothStep(rim.gapDeg / 2 - edgeDeg / 2, rim.gapDeg / 2 + edgeDeg / 2, off);
}

/** A ragged puddle. */
function leakShare(
  leak: NonNullable<Nir['leak']>,
  spec: PhantomSpec,
  noise: TextureNoise,
): Structure['shareAt'] {
  return (xPx, yPx) => {
    const off =
      distance(xPx - leak.x * spec.widthPx, yPx - leak.y * spec.heightPx) / (leak.radius * spec.widthPx);
    if (off > 2.5) return 0;
    const u = xPx / spec.widthPx;
    const v = yPx / spec.widthPx;
    return 1 - smoothStep(0.3, 1.1, off * (1 + 0.5 * noise.fractal(u * 14 + 40, v * 14, 3)));
  };
}

/** The bed of a resected sarcoma: bundles of muscle in a cavity, sheets of fascia, fat at the wound's edge. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createFat } from './fat.ts';
import { createCavity } from './outline.ts';
import { blend, colour, createSurface, type Painter } from './surface.ts';
import { createTextureNoise, smoothStep } from './texture-noise.ts';
import { createVesselShare } from './vessel.ts';

const perimysium = colour(0.52, 0.25, 0.19);
const fasciaPale = colour(0.5, 0.25, 0.2);
const pooledBlood = colour(0.085, 0.004, 0.005);
const capillaryRed = colour(0.15, 0.008, 0.014);
const shadedBlood = colour(0.085, 0.006, 0.006);
const vein = colour(0.13, 0.034, 0.05);

/** Bundles run across the wound at this angle, bending a little. */
const grainRad = 0.42;

/** The painter of a muscle bed. */
export function createMuscleBed(spec: PhantomSpec): Painter {
  const noise = createTextureNoise(spec.seed * 2 + 2);
  const fat = createFat(spec.seed * 2 + 3, 27);
  const outwardAt = createCavity(spec);
  const vesselAt = createVesselShare(spec);
  const edge = createSurface();
  const cosine = Math.cos(grainRad);
  const sine = Math.sin(grainRad);

  return (u, v, into) => {
    const outward = outwardAt(u, v);
    const fatty = smoothStep(0.93, 1.0, outward);
    if (fatty === 1) {
      fat(u, v, into);
      into.height += 0.06;
      return;
    }
    const wall = smoothStep(0.7, 1.02, outward);
    const large = noise.fractal(u * 3.1 + 50, v * 3.1 + 2, 3);
    const along = (u * cosine + v * sine) * 4;
    const across = v * cosine - u * sine + 0.05 * noise.smooth(u * 3, v * 3 + 9) + 0.02 * large;
    const bundle = noise.smooth(along * 0.45, across * 19);
    const fascicle = noise.smooth(along * 1.3 + 5, across * 58);
    const fibre = noise.smooth(along * 4 + 9, across * 170);
    const tone = 1 + 0.5 * bundle + 0.46 * fascicle + 0.42 * fibre + 0.25 * large;
    into.red = 0.25 * tone;
    into.green = 0.036 * tone;
    into.blue = 0.03 * tone;
    // Perimysium between the bundles: thin, pale, torn.
    const septum = smoothStep(0.5, 0.95, noise.ridge(along * 0.6 + 3, across * 16 + 0.5 * bundle));
    blend(into, 0.42 * septum * smoothStep(-0.35, 0.4, fascicle + large), perimysium);
    const fascia = smoothStep(0.1, 0.62, noise.smooth(u * 4.3 + 30, v * 4.3 + 11) + 0.25 * fascicle);
    blend(into, 0.45 * fascia, fasciaPale);
    const pool = smoothStep(0.16, 0.44, large - 0.3 * outward + 0.12);
    blend(into, 0.85 * pool, pooledBlood);
    const capillary = smoothStep(0.78, 0.98, noise.ridge(u * 7 + 70, v * 7 + 4 + 0.2 * bundle));
    blend(into, 0.5 * capillary * smoothStep(0, 0.3, -large), capillaryRed);
    // The foot of the wall lies in its own shade and collects blood; above it the wall is raw.
    const foot = smoothStep(0.64, 0.84, outward) * (1 - smoothStep(0.84, 0.96, outward));
    blend(into, 0.62 * foot, shadedBlood);
    const vessel = vesselAt(u, v);
    blend(into, 0.8 * vessel, vein);
    const relief = 0.0115 * bundle + 0.004 * fascicle + 0.0011 * fibre;
    into.height = relief * (1 - 0.85 * pool) * (1 - 0.5 * vessel) + 0.009 * vessel + 0.06 * wall;
    into.gloss = 0.9 + 0.1 * pool;

    if (fatty > 0) {
      fat(u, v, edge);
      edge.green *= 0.6 + 0.4 * fatty;
      blend(into, fatty, edge);
      into.height += fatty * edge.height;
      into.gloss += fatty * (edge.gloss - into.gloss);
    }
  };
}

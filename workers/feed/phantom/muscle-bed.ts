/** The bed of a resected sarcoma: bundles of muscle in a cavity, sheets of fascia, fat at the wound's edge. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createFat } from './fat.ts';
import { createVesselShare } from './radiance.ts';
import { blend, type Painter, type Surface } from './surface.ts';
import { createTextureNoise, smoothStep } from './texture-noise.ts';

/** Bundles run across the wound at this angle, bending a little. */
const grainRad = 0.42;

/** The painter of a muscle bed. */
export function createMuscleBed(spec: PhantomSpec): Painter {
  const noise = createTextureNoise(spec.seed * 2 + 2);
  const fat = createFat(spec.seed * 2 + 3, 30);
  const vesselAt = createVesselShare(spec);
  const middleV = (0.5 * spec.heightPx) / spec.widthPx;
  const edge: Surface = { red: 0, green: 0, blue: 0, height: 0, gloss: 0 };
  const cosine = Math.cos(grainRad);
  const sine = Math.sin(grainRad);

  return (u, v, into) => {
    const ragged = noise.fractal(u * 5 + 1, v * 5, 3);
    const away = Math.hypot((u - 0.5) / 0.53, (v - middleV) / 0.42) + 0.13 * ragged;
    const wall = smoothStep(0.72, 1.02, away);

    const along = (u * cosine + v * sine) * 4;
    const bend = 0.05 * noise.smooth(u * 3, v * 3 + 9) + 0.012 * noise.smooth(u * 13, v * 13);
    const across = v * cosine - u * sine + bend;
    const bundle = noise.smooth(along * 0.45, across * 21);
    const fascicle = noise.smooth(along * 1.2 + 5, across * 62);
    const fibre = noise.smooth(along * 5 + 9, across * 190);
    const septum = noise.ridge(along * 0.6 + 3, across * 17 + 0.6 * bundle);
    const tone = 1 + 0.42 * bundle + 0.34 * fascicle + 0.26 * fibre;
    into.red = 0.33 * tone;
    into.green = 0.066 * tone;
    into.blue = 0.052 * tone;
    blend(into, 0.36 * septum * (0.6 + fibre), [0.6, 0.36, 0.28]);
    const fascia = smoothStep(0.18, 0.75, noise.fractal(u * 4 + 30, v * 4 + 11, 3) + 0.2 * fascicle);
    blend(into, 0.5 * fascia, [0.6, 0.37, 0.31]);
    const pool = smoothStep(0.3, 0.62, noise.fractal(u * 3.1 + 50, v * 3.1 + 2, 3) - 0.35 * away);
    blend(into, 0.8 * pool, [0.12, 0.008, 0.008]);
    blend(into, 0.5 * smoothStep(0.72, 1, noise.ridge(u * 6 + 70, v * 6 + 4)), [0.2, 0.018, 0.03]);
    const vessel = vesselAt(u, v);
    blend(into, 0.72 * vessel, [0.17, 0.045, 0.09]);
    into.height =
      (0.009 * bundle + 0.0032 * fascicle + 0.0009 * fibre) * (1 - 0.8 * pool) + 0.011 * vessel + 0.05 * wall;
    into.gloss = 0.62 + 0.38 * pool + 0.2 * fascia;

    const fatty = smoothStep(0.93, 1.01, away);
    if (fatty > 0) {
      fat(u, v, edge);
      blend(into, fatty, [edge.red, edge.green, edge.blue]);
      into.height += fatty * edge.height;
      into.gloss += fatty * (edge.gloss - into.gloss);
    }
    // The foot of the wall lies in its own shade and collects blood.
    const foot = smoothStep(0.66, 0.86, away) * (1 - smoothStep(0.88, 0.99, away));
    blend(into, 0.5 * foot, [0.14, 0.015, 0.013]);
  };
}

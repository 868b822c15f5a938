/** A resected specimen on a woven drape, cut surface up: fat about muscle, and the pale tumour where the nodule glows. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createFat } from './fat.ts';
import { createSpecimenDepth } from './outline.ts';
import { createVesselShare } from './radiance.ts';
import { blend, type Painter, type Surface } from './surface.ts';
import { createTextureNoise, smoothStep } from './texture-noise.ts';

/** Threads of the drape across the picture: five pixels each at 640 pixels, which the camera still resolves. */
const threads = 116;

/** The painter of a specimen on a drape. */
export function createSpecimen(spec: PhantomSpec): Painter {
  const noise = createTextureNoise(spec.seed * 2 + 2);
  const fat = createFat(spec.seed * 2 + 3, 34);
  const depthAt = createSpecimenDepth(spec);
  const vesselAt = createVesselShare(spec);
  const aspect = spec.heightPx / spec.widthPx;
  const { nodule } = spec.nir;
  const lobes: Surface = { red: 0, green: 0, blue: 0, height: 0, gloss: 0 };

  function drape(u: number, v: number, into: Surface): void {
    const fold = noise.fractal(u * 1.6 + 0.8 * v, v * 2.3 - 0.5 * u + 7, 2);
    const slack = 0.004 * noise.smooth(u * 8, v * 8);
    const warp = Math.sin((u + slack) * threads * 2 * Math.PI);
    const weft = Math.sin((v - slack) * threads * 2 * Math.PI);
    const weave = 1 + 0.09 * warp + 0.09 * weft + 0.06 * warp * weft + 0.1 * noise.smooth(u * 130, v * 130);
    into.red = 0.028 * weave;
    into.green = 0.17 * weave;
    into.blue = 0.2 * weave;
    into.height = 0.05 * fold;
    into.gloss = 0;
  }

  return (u, v, into) => {
    drape(u, v, into);
    const depth = depthAt(u, v);
    const stain = smoothStep(-0.075, -0.005, depth + 0.03 * noise.fractal(u * 12, v * 12 + 5, 3));
    blend(into, 0.75 * stain, [0.11, 0.018, 0.016]);
    into.gloss += 0.25 * stain;
    // The lamp stands above and left: the specimen's shade falls to the lower right.
    const shade = smoothStep(-0.05, 0.03, depthAt(u - 0.02, v - 0.024));
    blend(into, 0.72 * shade, [0.004, 0.012, 0.015]);
    const solid = smoothStep(-0.003, 0.005, depth);
    if (solid === 0) return;

    const grain = noise.smooth(u * 9 + 2 * v, v * 38 - 9 * u);
    const fibre = noise.smooth(u * 30 + 8 * v, v * 120 - 30 * u);
    const tone = 1 + 0.4 * grain + 0.28 * fibre;
    const cutRed = 0.36 * tone;
    const cutGreen = 0.082 * tone;
    const cutBlue = 0.062 * tone;
    fat(u, v, lobes);
    const wanders = 0.03 * noise.fractal(u * 7 + 60, v * 7, 3);
    const muscle = smoothStep(0.045, 0.062, depth + wanders);
    blend(lobes, muscle, [cutRed, cutGreen, cutBlue]);
    const septum = noise.ridge(u * 7 + 2 * v + 3, v * 14 - 4 * u);
    blend(lobes, 0.4 * muscle * septum, [0.62, 0.42, 0.3]);
    blend(lobes, 0.6 * vesselAt(u, v), [0.16, 0.02, 0.03]);
    let bulge = 0.002 * grain * muscle + lobes.height * (1 - muscle);
    if (nodule) {
      const ragged = 1 + 0.2 * noise.fractal(u * 11 + 4, v * 11, 3);
      const off = (Math.hypot(u - nodule.x, v - nodule.y * aspect) / nodule.radius) * ragged;
      const mass = 1 - smoothStep(0.92, 1.12, off);
      const whorl = noise.fractal(u * 22 + 4 * grain, v * 22 + 31, 3);
      blend(lobes, 0.85 * mass, [0.6 + 0.12 * whorl, 0.44 + 0.13 * whorl, 0.33 + 0.12 * whorl]);
      const bleeding = smoothStep(0.35, 0.8, noise.fractal(u * 15 + 90, v * 15, 2)) * mass;
      blend(lobes, 0.6 * bleeding, [0.26, 0.04, 0.035]);
      bulge += 0.1 * nodule.radius * mass + 0.0015 * whorl * mass;
    }
    blend(into, solid, [lobes.red, lobes.green, lobes.blue]);
    const round = Math.min(1, Math.max(0, depth) / 0.07);
    into.height = 0.05 * Math.sqrt(round * (2 - round)) + bulge;
    into.gloss += solid * (0.75 - into.gloss);
  };
}

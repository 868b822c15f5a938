/** A resected specimen on a woven drape, cut surface up: fat about muscle, and the pale tumour where the nodule glows. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createFat } from './fat.ts';
import { createSpecimenDepth, createSpecimenMuscle } from './outline.ts';
import { blend, colour, createSurface, type Painter, type Surface } from './surface.ts';
import { createTextureNoise, distance, smoothStep } from './texture-noise.ts';
import { createVesselShare } from './vessel.ts';

const bled = colour(0.15, 0.014, 0.013);
const whorl = colour(0.5, 0.36, 0.26);
const capsule = colour(0.2, 0.05, 0.04);
const perimysium = colour(0.55, 0.32, 0.2);
const vesselRed = colour(0.1, 0.008, 0.014);
const soakedBlood = colour(0.075, 0.006, 0.006);
const drapeShade = colour(0.002, 0.006, 0.008);

/** Threads of the drape across the picture: some five pixels each, which the camera still resolves. */
const threads = 104;

/** The painter of a specimen on a drape. */
export function createSpecimen(spec: PhantomSpec): Painter {
  const noise = createTextureNoise(spec.seed * 2 + 2);
  const fat = createFat(spec.seed * 2 + 3, 34);
  const depthAt = createSpecimenDepth(spec);
  const muscleAt = createSpecimenMuscle(spec);
  const vesselAt = createVesselShare(spec);
  const aspect = spec.heightPx / spec.widthPx;
  const { nodule } = spec.nir;
  const tumour = createSurface();
  const cut = createSurface();
  const flesh = createSurface();

  function paintDrape(u: number, v: number, into: Surface): void {
    const fold = noise.smooth(u * 2.1 + 1.3 * v, v * 2.7 - 0.8 * u + 7);
    const crease = noise.ridge(u * 1.7 - 0.9 * v + 3, v * 1.3 + 0.8 * u);
    const slack = 0.006 * fold;
    const warp = Math.sin((u + slack) * threads * 2 * Math.PI);
    const weft = Math.sin((v - slack) * threads * 2 * Math.PI);
    const weave = 1 + 0.1 * warp + 0.1 * weft + 0.08 * warp * weft + 0.14 * noise.smooth(u * 130, v * 130);
    into.red = 0.012 * weave;
    into.green = 0.1 * weave;
    into.blue = 0.125 * weave;
    into.height = 0.075 * fold + 0.022 * crease;
    into.gloss = 0;
  }

  function paintTumour(u: number, v: number, into: Surface): void {
    if (!nodule) return;
    const near = distance(u - nodule.x, v - nodule.y * aspect) / nodule.radius;
    if (near > 1.5) return;
    const ragged = near * (1 + 0.3 * noise.fractal(u * 10 + 4, v * 10, 3));
    const mass = 1 - smoothStep(0.9, 1.06, ragged);
    const lobule = noise.fractal(u * 19 + 2, v * 19 + 31, 3);
    tumour.red = 0.33 + 0.13 * lobule;
    tumour.green = 0.19 + 0.12 * lobule;
    tumour.blue = 0.115 + 0.09 * lobule;
    blend(into, 0.9 * mass, tumour);
    const bleeding = smoothStep(0.22, 0.6, noise.fractal(u * 13 + 90, v * 13, 2)) * mass;
    blend(into, 0.75 * bleeding, bled);
    const septum = smoothStep(0.6, 0.95, noise.ridge(u * 16 + 9, v * 16)) * mass;
    blend(into, 0.35 * septum, whorl);
    // A capsule of squeezed tissue about the mass.
    blend(into, 0.5 * smoothStep(0.86, 0.96, ragged) * (1 - smoothStep(1, 1.12, ragged)), capsule);
    into.height += 0.09 * nodule.radius * mass + 0.0028 * lobule * mass;
  }

  function paintFlesh(u: number, v: number, depth: number): void {
    fat(u, v, flesh);
    const muscle = muscleAt(u, v, depth);
    if (muscle > 0) {
      const grain = noise.smooth(u * 9 + 2 * v, v * 36 - 9 * u);
      const fibre = noise.smooth(u * 30 + 8 * v, v * 120 - 30 * u);
      const large = noise.smooth(u * 6 + 11, v * 6);
      const tone = 1 + 0.42 * grain + 0.34 * fibre + 0.4 * large;
      cut.red = 0.23 * tone;
      cut.green = 0.036 * tone;
      cut.blue = 0.029 * tone;
      blend(flesh, muscle, cut);
      const septum = smoothStep(0.45, 1, noise.ridge(u * 8 + 2 * v + 3, v * 15 - 4 * u));
      blend(flesh, 0.5 * muscle * septum * smoothStep(-0.3, 0.3, large), perimysium);
      flesh.height += muscle * (0.004 * grain + 0.0008 * fibre - 0.004 - flesh.height);
    }
    blend(flesh, 0.65 * vesselAt(u, v), vesselRed);
    paintTumour(u, v, flesh);
  }

  return (u, v, into) => {
    const depth = depthAt(u, v);
    const solid = smoothStep(-0.002, 0.005, depth);
    if (solid < 1) {
      paintDrape(u, v, into);
      if (depth > -0.12) {
        const soaked = depth + 0.035 * noise.fractal(u * 16, v * 16 + 5, 3);
        blend(into, 0.8 * smoothStep(-0.034, -0.012, soaked), soakedBlood);
        // The lamp stands above and left: the specimen's shade falls to the lower right.
        const shade = smoothStep(-0.045, 0.04, depthAt(u - 0.024, v - 0.028));
        blend(into, 0.8 * shade, drapeShade);
      }
    }
    if (solid === 0) return;
    paintFlesh(u, v, depth);
    blend(into, solid, flesh);
    const round = Math.min(1, Math.max(0, depth) / 0.065);
    const height = 0.045 * Math.sqrt(round * (2 - round)) + flesh.height;
    into.height = solid < 1 ? into.height + solid * (height - into.height) : height;
    into.gloss = 0.72 * solid;
  };
}

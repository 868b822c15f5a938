/** The liver's edge under its capsule, omental fat below it, and a metastasis that dimples the surface where the rim glows. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createFat } from './fat.ts';
import { createLiverEdge } from './outline.ts';
import { blend, colour, createSurface, type Painter, type Surface } from './surface.ts';
import { createTextureNoise, distance, smoothStep } from './texture-noise.ts';
import { createVesselShare } from './vessel.ts';

const flushed = colour(0.12, 0.008, 0.012);
const paler = colour(0.24, 0.066, 0.034);
const veinRed = colour(0.075, 0.009, 0.016);
const vesselRed = colour(0.075, 0.011, 0.022);
const edgeShade = colour(0.07, 0.008, 0.007);

/** The painter of a liver. */
export function createLiver(spec: PhantomSpec): Painter {
  const noise = createTextureNoise(spec.seed * 2 + 2);
  const fat = createFat(spec.seed * 2 + 3, 24);
  const insideAt = createLiverEdge(spec);
  const vesselAt = createVesselShare(spec);
  const aspect = spec.heightPx / spec.widthPx;
  const lesion = spec.nir.rim ?? spec.nir.nodule;
  const cell = { nearest: 0, border: 0 };
  const mass = createSurface();
  const below = createSurface();

  function dimple(u: number, v: number, into: Surface): void {
    if (!lesion) return;
    const near = distance(u - lesion.x, v - lesion.y * aspect) / lesion.radius;
    if (near > 1.9) return;
    const ragged = near * (1 + 0.22 * noise.fractal(u * 17 + 4, v * 17, 3));
    const pale = 1 - smoothStep(0.5, 0.98, ragged);
    const mottle = noise.fractal(u * 42 + 7, v * 42, 2);
    mass.red = 0.36 + 0.09 * mottle;
    mass.green = 0.2 + 0.08 * mottle;
    mass.blue = 0.12 + 0.05 * mottle;
    blend(into, 0.72 * pale, mass);
    const flush = smoothStep(0.7, 0.95, ragged) * (1 - smoothStep(0.98, 1.45, ragged));
    blend(into, 0.5 * flush, flushed);
    into.height += 0.2 * lesion.radius * (smoothStep(0.1, 0.75, ragged) - smoothStep(0.75, 1.8, ragged));
    into.height += 0.0016 * mottle * pale;
  }

  return (u, v, into) => {
    const inside = insideAt(u, v);
    const large = noise.fractal(u * 2.6, v * 2.6, 3);
    // Turned against the lattice of the noise, whose rows would show.
    const fine = noise.smooth(u * 81 + v * 47, v * 81 - u * 47);
    noise.cells(u * 60 + v * 35 + 0.6 * fine, v * 60 - u * 35, cell);
    const tone = 1 + 0.34 * large + 0.1 * fine - 0.1 * (1 - smoothStep(0, 0.45, cell.border));
    into.red = 0.165 * tone;
    into.green = 0.03 * tone;
    into.blue = 0.02 * tone;
    blend(into, 0.3 * smoothStep(-0.05, 0.6, noise.smooth(u * 5 + 20, v * 5)), paler);
    const vein = smoothStep(0.75, 1, noise.ridge(u * 4.2 + 8, v * 4.2)) * smoothStep(-0.1, 0.35, large);
    blend(into, 0.32 * vein, veinRed);
    blend(into, 0.3 * vesselAt(u, v), vesselRed);
    into.height = 0.03 * large + 0.0026 * noise.smooth(u * 15, v * 15) + 0.0003 * fine;
    into.gloss = 1;
    dimple(u, v, into);

    // The free edge rounds off: a quarter of an ellipse, and fat in its shade beyond.
    const shoulder = Math.min(1, Math.max(0, 1 - inside / 0.12));
    into.height -= 0.055 * shoulder * shoulder;
    into.gloss *= 1 - shoulder * shoulder;
    blend(into, 0.35 * shoulder * shoulder, edgeShade);
    const beyond = smoothStep(-0.002, 0.005, -inside);
    if (beyond > 0) {
      fat(u, v, below);
      const shade = 0.16 + 0.84 * smoothStep(0.002, 0.08, -inside);
      below.red *= shade;
      below.green *= shade * (0.75 + 0.25 * shade);
      below.blue *= shade;
      blend(into, beyond, below);
      into.height += beyond * (below.height - 0.03 - into.height);
      into.gloss += beyond * (below.gloss * shade - into.gloss);
    }
  };
}

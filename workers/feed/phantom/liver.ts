/** The liver's edge under its capsule, omental fat below it, and a metastasis that dimples the surface where the rim glows. */
import type { PhantomSpec } from '#model/phantom.ts';
import { createFat } from './fat.ts';
import { createVesselShare } from './radiance.ts';
import { blend, type Painter, type Surface } from './surface.ts';
import { createTextureNoise, smoothStep } from './texture-noise.ts';

/** The painter of a liver. */
export function createLiver(spec: PhantomSpec): Painter {
  const noise = createTextureNoise(spec.seed * 2 + 2);
  const fat = createFat(spec.seed * 2 + 3, 26);
  const vesselAt = createVesselShare(spec);
  const aspect = spec.heightPx / spec.widthPx;
  const lesion = spec.nir.rim ?? spec.nir.nodule;
  const cell = { nearest: 0, border: 0 };
  const below: Surface = { red: 0, green: 0, blue: 0, height: 0, gloss: 0 };

  return (u, v, into) => {
    const large = noise.fractal(u * 2.6, v * 2.6, 3);
    const fine = noise.smooth(u * 95, v * 95);
    noise.cells(u * 72, v * 72, cell);
    const tone = 1 + 0.24 * large + 0.09 * fine - 0.16 * (1 - smoothStep(0, 0.3, cell.border));
    into.red = 0.27 * tone;
    into.green = 0.06 * tone;
    into.blue = 0.038 * tone;
    blend(into, 0.16 * smoothStep(0, 0.8, noise.fractal(u * 5 + 20, v * 5, 3)), [0.36, 0.13, 0.07]);
    blend(into, 0.3 * smoothStep(0.8, 1, noise.ridge(u * 4.2 + 8, v * 4.2)), [0.14, 0.02, 0.03]);
    blend(into, 0.35 * vesselAt(u, v), [0.13, 0.022, 0.04]);
    into.height = 0.025 * large + 0.0032 * noise.smooth(u * 17, v * 17) + 0.00042 * fine;
    into.gloss = 0.92;

    if (lesion) {
      const ragged = 1 + 0.12 * noise.fractal(u * 16 + 4, v * 16, 2);
      const off = (Math.hypot(u - lesion.x, v - lesion.y * aspect) / lesion.radius) * ragged;
      const pale = 1 - smoothStep(0.55, 1, off);
      blend(into, 0.5 * pale, [0.5, 0.31, 0.2]);
      blend(into, 0.28 * smoothStep(0.75, 0.95, off) * (1 - smoothStep(1, 1.3, off)), [0.14, 0.02, 0.02]);
      into.height += 0.25 * lesion.radius * (smoothStep(0, 0.65, off) - smoothStep(0.7, 1.5, off));
    }

    const rimV = aspect * 0.9 - 0.16 * (u - 0.35) ** 2 + 0.03 * noise.smooth(u * 2.5, 4.5);
    const inside = rimV - v;
    // The free edge rounds off: a quarter of an ellipse.
    const shoulder = Math.max(0, 1 - inside / 0.11);
    into.height -= 0.05 * shoulder * shoulder;
    if (inside < 0.006) {
      const beyond = smoothStep(-0.004, 0.006, -inside + 0.003);
      fat(u, v, below);
      const shade = 0.3 + 0.7 * smoothStep(0.005, 0.075, -inside);
      blend(into, beyond, [below.red * shade, below.green * shade * 0.92, below.blue * shade]);
      into.height += beyond * (below.height - 0.02 - into.height);
      into.gloss += beyond * (below.gloss * shade - into.gloss);
    }
  };
}

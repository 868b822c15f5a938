/** Subcutaneous and perirenal fat: glistening yellow lobules with fine vessels between them. */
import { blend, type Painter } from './surface.ts';
import { createTextureNoise, smoothStep } from './texture-noise.ts';

/** `lobules`: how many lie across the picture. */
export function createFat(seed: number, lobules: number): Painter {
  const noise = createTextureNoise(seed);
  const cell = { nearest: 0, border: 0 };
  return (u, v, into) => {
    const bend = 0.35 * noise.smooth(u * 9, v * 9);
    noise.cells(u * lobules + bend, v * lobules - bend, cell);
    const dome = 1 - cell.nearest * cell.nearest;
    const large = noise.smooth(u * 7 + 3, v * 7);
    into.red = 0.66 + 0.1 * large + 0.06 * dome;
    into.green = 0.42 + 0.1 * large + 0.05 * dome;
    into.blue = 0.1 + 0.05 * large;
    blend(into, 0.55 * (1 - smoothStep(0, 0.16, cell.border)), [0.5, 0.2, 0.07]);
    blend(into, 0.5 * smoothStep(0.55, 0.95, noise.ridge(u * 11 + 8, v * 11)), [0.42, 0.07, 0.04]);
    into.height = (0.42 * dome) / lobules + 0.012 * large;
    into.gloss = 0.75;
  };
}

/** Fat: glistening yellow lobules of unequal size with fine vessels between them. */
import { blend, colour, type Painter } from './surface.ts';
import { createTextureNoise, smoothStep } from './texture-noise.ts';

const septum = colour(0.46, 0.17, 0.055);
const capillaryRed = colour(0.34, 0.035, 0.02);

/** `lobules`: how many lie across the picture. */
export function createFat(seed: number, lobules: number): Painter {
  const noise = createTextureNoise(seed);
  const cell = { nearest: 0, border: 0 };
  return (u, v, into) => {
    const large = noise.smooth(u * 7 + 3, v * 7);
    const bend = 0.5 * noise.smooth(u * 13, v * 13 + 5);
    noise.cells(u * lobules + bend + large, v * lobules - bend, cell);
    const dome = 1 - cell.nearest * cell.nearest;
    into.red = 0.62 + 0.16 * large + 0.07 * dome;
    into.green = 0.33 + 0.14 * large + 0.05 * dome;
    into.blue = 0.085 + 0.06 * large + 0.01 * dome;
    blend(into, 0.34 * (1 - smoothStep(0, 0.2, cell.border)), septum);
    const capillary = smoothStep(0.62, 0.97, noise.ridge(u * 10 + 8, v * 10 + 0.1 * bend));
    blend(into, 0.6 * capillary * smoothStep(-0.1, 0.25, large), capillaryRed);
    into.height = (0.3 * dome) / lobules + 0.012 * large;
    into.gloss = 0.72;
  };
}

/** What a tissue painter says of one point of the tissue. */

/** Filled in place: hundreds of thousands are made at once. */
export type Surface = {
  /** Linear reflectance of the three colours, 0 … 1. */
  red: number;
  green: number;
  blue: number;
  /** Height towards the camera, in shares of the picture's width. */
  height: number;
  /** 0 dull … 1 wet. */
  gloss: number;
};

/** A black, flat, dull point to be filled in. */
export const createSurface = (): Surface => ({ red: 0, green: 0, blue: 0, height: 0, gloss: 0 });

/** Describes the point (u, v), in shares of the picture's width from the top left, in `into`. */
export type Painter = (u: number, v: number, into: Surface) => void;

/** Linear reflectance. Declared once, outside the painters: an array made at every point would cost more than the noise. */
export type Colour = Pick<Surface, 'red' | 'green' | 'blue'>;

export const colour = (red: number, green: number, blue: number): Colour => ({ red, green, blue });

/** Moves the colour of `surface` towards another by `share`, 0 … 1. */
export function blend(surface: Surface, share: number, towards: Colour): void {
  if (share === 0) return;
  surface.red += (towards.red - surface.red) * share;
  surface.green += (towards.green - surface.green) * share;
  surface.blue += (towards.blue - surface.blue) * share;
}

/** A thing at rest: its look in white light, and the NIR light that leaves it (at scene pixels; 1 is white at gain 1). */
export type Subject = { readonly paint: Painter; radianceAt(xPx: number, yPx: number): number };

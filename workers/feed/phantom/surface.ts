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

/** Describes the point (u, v), in shares of the picture's width from the top left, in `into`. */
export type Painter = (u: number, v: number, into: Surface) => void;

/** Moves the colour of `surface` towards another by `share`. */
export function blend(surface: Surface, share: number, colour: readonly [number, number, number]): void {
  surface.red += (colour[0] - surface.red) * share;
  surface.green += (colour[1] - surface.green) * share;
  surface.blue += (colour[2] - surface.blue) * share;
}

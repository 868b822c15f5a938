/**
 * Colours as people without one kind of cone see them: Machado, Oliveira, Fernandes, "A physiologically-based model for simulation of
 * color vision deficiency", IEEE Trans Vis Comput Graph 2009;15:1291–8, severity 1.0, on linear light.
 */
import type { Rgb } from './colour-map.ts';
import { codedToLinear, linearToCoded } from './contrast.ts';

/** Without red, green or blue cones. Of men about one in twelve lacks, or has other, red or green ones. */
export const deficiencies = ['protanopia', 'deuteranopia', 'tritanopia'] as const;
export type Deficiency = (typeof deficiencies)[number];

const rows = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<Deficiency, readonly [Rgb, Rgb, Rgb]>;

/** `colour` (sRGB-coded, 0 … 1) as it looks with `deficiency`. */
export function seenWith(colour: Rgb, deficiency: Deficiency): Rgb {
  const linear = colour.map(codedToLinear);
  const seen = ([r, g, b]: Rgb) => linearToCoded(linear[0]! * r + linear[1]! * g + linear[2]! * b);
  const [red, green, blue] = rows[deficiency];
  return [seen(red), seen(green), seen(blue)];
}

/** What a mapping leaves over in each part of the picture. */
import type { Homography, Point } from '#model/geometry.ts';
import type { Edges } from './edges.ts';
import { compareSamples, correlation, sampleInto, samplesFor, type Template } from './template.ts';

/** What is left to move in one part of the picture. */
export type LocalShift = {
  /** Scene pixels; the part's middle. */
  readonly at: Point;
  /** In NIR scene pixels: where NIR's edges lie, minus where the mapping takes white light's. */
  readonly shiftPx: Point;
  readonly agreement: number;
};

/** Parts of the picture, each way. */
const partsAcross = 4;
/** A part whose edges sum to less than this, a pixel, is empty. */
const edgesAtLeast = 0.002;
/** Parallel lines say nothing about the way along them: the weaker direction needs this share of the slopes. */
const weakerDirection = 0.02;

/** Sums over a part: slopes' squares and product, slopes times offset, and the products that correlate. */
type Sums = {
  xx: number;
  xy: number;
  yy: number;
  x: number;
  y: number;
  together: number;
  white: number;
  nir: number;
};

/**
 * The shift that one Gauss–Newton step would still make in each part by itself. Only parts where both channels show edges that
 * run in more than one direction.
 */
export function localShifts(template: Template, nir: Edges, homography: Homography): LocalShift[] {
  const samples = samplesFor(template);
  sampleInto(samples, template, { nir, homography });
  const { gain } = compareSamples(template, samples);
  const { count, cos, sin, slopes, scene } = template;
  const parts = Array.from({ length: partsAcross * partsAcross }, (): Sums => {
    return { xx: 0, xy: 0, yy: 0, x: 0, y: 0, together: 0, white: 0, nir: 0 };
  });
  const partOf = (share: number) => Math.min(partsAcross - 1, Math.max(0, Math.floor(partsAcross * share)));
  for (let i = 0; i < count; i++) {
    const nirCos = samples[2 * i]!;
    if (Number.isNaN(nirCos)) continue;
    const nirSin = samples[2 * i + 1]!;
    const column = partOf(template.x[i]! / scene.widthPx);
    const row = partOf(template.y[i]! / scene.heightPx);
    const sums = parts[row * partsAcross + column]!;
    for (let half = 0; half < 2; half++) {
      const white = half === 0 ? cos[i]! : sin[i]!;
      const other = half === 0 ? nirCos : nirSin;
      const across = slopes[4 * i + 2 * half]!;
      const down = slopes[4 * i + 2 * half + 1]!;
      const off = gain * other - white;
      sums.xx += across * across;
      sums.xy += across * down;
      sums.yy += down * down;
      sums.x += across * off;
      sums.y += down * off;
      sums.together += white * other;
      sums.white += white * white;
      sums.nir += other * other;
    }
  }
  return parts.flatMap((sums, part) => shiftOf(sums, part, template));
}

function shiftOf(sums: Sums, part: number, { scene, stepPx, toUnit }: Template): LocalShift[] {
  const { xx, xy, yy, x, y, together, white, nir } = sums;
  const partPx = (scene.widthPx * scene.heightPx) / (partsAcross * stepPx) ** 2;
  const determinant = xx * yy - xy * xy;
  const isPlain = Math.min(white, nir) < edgesAtLeast * partPx;
  if (isPlain || !(determinant > weakerDirection * (xx + yy) ** 2)) return [];
  const unitPx = 1 / toUnit[0];
  const column = part % partsAcross;
  return [
    {
      at: {
        x: ((column + 0.5) * scene.widthPx) / partsAcross - 0.5,
        y: (((part - column) / partsAcross + 0.5) * scene.heightPx) / partsAcross - 0.5,
      },
      // A step takes the mapping back by what it finds, so what is left is its opposite.
      shiftPx: {
        x: (-unitPx * (yy * x - xy * y)) / determinant,
        y: (-unitPx * (xx * y - xy * x)) / determinant,
      },
      agreement: correlation(together, white, nir),
    },
  ];
}

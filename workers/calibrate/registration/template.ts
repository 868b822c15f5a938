/** White light's edges as a list of pixels with slopes, and how NIR's edges compare with them under a mapping. */
import { compose, type Homography, identity, type SizePx, scaling, translation } from '#model/geometry.ts';
import { type Radial, toSensor } from '#model/mapping.ts';
import type { Edges } from './edges.ts';

/** Everything that does not change while NIR moves. One entry a pixel at or beside an edge. */
export type Template = {
  readonly count: number;
  /** Where they stand in the scene, distortion undone. */
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  readonly cos: Float32Array<ArrayBuffer>;
  readonly sin: Float32Array<ArrayBuffer>;
  /** Slope of cos across and down, then of sin: four a pixel, per unit of `toUnit`. */
  readonly slopes: Float32Array<ArrayBuffer>;
  /** The tile of the picture each stands in, row by row, `tilesAcross` each way. */
  readonly tile: Uint8Array<ArrayBuffer>;
  /** Scene pixels to coordinates of order 1 about the middle, in which changes of the mapping are worked out. */
  readonly toUnit: Homography;
  readonly scene: SizePx;
  readonly stepPx: number;
};

/** Tiles are small enough that most show one thing, and large enough to tell an edge from noise. */
export const tilesAcross = 14;

/** Shorter vectors than this are flat ground. Ground within two pixels of an edge is kept: it holds the edge in place. */
const flat = 0.02;

export function templateOf(white: Edges, scene: SizePx, radial: Radial | null): Template {
  const { widthPx, heightPx, cos, sin, stepPx } = white;
  const chosen = edgePixels(white);
  const count = chosen.length;
  const unitPx = Math.hypot(scene.widthPx, scene.heightPx) / 2;
  const template: Template = {
    count,
    x: new Float64Array(count),
    y: new Float64Array(count),
    cos: new Float32Array(count),
    sin: new Float32Array(count),
    slopes: new Float32Array(4 * count),
    tile: new Uint8Array(count),
    toUnit: compose(
      scaling(1 / unitPx, 1 / unitPx),
      translation(-(scene.widthPx - 1) / 2, -(scene.heightPx - 1) / 2),
    ),
    scene,
    stepPx,
  };
  // A difference over two pixels of this level, per unit.
  const perUnit = unitPx / stepPx / 2;
  const offset = (stepPx - 1) / 2;
  for (let i = 0; i < count; i++) {
    const at = chosen[i]!;
    const column = at % widthPx;
    const row = (at - column) / widthPx;
    const inScene = { x: stepPx * column + offset, y: stepPx * row + offset };
    const p = radial ? toSensor({ homography: identity, radial }, inScene) : inScene;
    template.x[i] = p.x;
    template.y[i] = p.y;
    template.cos[i] = cos[at]!;
    template.sin[i] = sin[at]!;
    template.slopes[4 * i] = (cos[at + 1]! - cos[at - 1]!) * perUnit;
    template.slopes[4 * i + 1] = (cos[at + widthPx]! - cos[at - widthPx]!) * perUnit;
    template.slopes[4 * i + 2] = (sin[at + 1]! - sin[at - 1]!) * perUnit;
    template.slopes[4 * i + 3] = (sin[at + widthPx]! - sin[at - widthPx]!) * perUnit;
    template.tile[i] =
      tilesAcross * Math.floor((tilesAcross * row) / heightPx) + Math.floor((tilesAcross * column) / widthPx);
  }
  return template;
}

function edgePixels({ widthPx, heightPx, cos, sin }: Edges): number[] {
  const isEdge = (at: number) => Math.abs(cos[at]!) + Math.abs(sin[at]!) > flat;
  const chosen: number[] = [];
  for (let y = 2; y < heightPx - 2; y++) {
    for (let x = 2; x < widthPx - 2; x++) {
      const at = y * widthPx + x;
      const isNear = isEdge(at - 2) || isEdge(at + 2) || isEdge(at - 2 * widthPx) || isEdge(at + 2 * widthPx);
      if (isNear || isEdge(at)) chosen.push(at);
    }
  }
  return chosen;
}

/** NIR's edges at the template's pixels under a mapping: cos and sin of each; NaN where NIR does not reach. */
export type Samples = Float32Array<ArrayBuffer>;

export const samplesFor = (template: Template): Samples => new Float32Array(2 * template.count);

/** Fills `into`, straight between NIR's pixels. `homography`: scene pixels, undistorted, to NIR scene pixels. */
export function sampleInto(
  into: Samples,
  template: Template,
  { nir, homography }: { readonly nir: Edges; readonly homography: Homography },
): void {
  const { widthPx, heightPx, cos, sin, stepPx } = nir;
  const [a, b, c, d, e, f, g, h, k] = homography;
  const offset = (stepPx - 1) / 2;
  for (let i = 0; i < template.count; i++) {
    const px = template.x[i]!;
    const py = template.y[i]!;
    const w = c * px + f * py + k;
    const x = ((a * px + d * py + g) / w - offset) / stepPx;
    const y = ((b * px + e * py + h) / w - offset) / stepPx;
    if (!(x >= 1 && y >= 1 && x < widthPx - 2 && y < heightPx - 2)) {
      into[2 * i] = Number.NaN;
      continue;
    }
    const column = Math.floor(x);
    const row = Math.floor(y);
    const at = row * widthPx + column;
    const s = x - column;
    const t = y - row;
    const low = 1 - s;
    const top = 1 - t;
    into[2 * i] =
      (cos[at]! * low + cos[at + 1]! * s) * top + (cos[at + widthPx]! * low + cos[at + widthPx + 1]! * s) * t;
    into[2 * i + 1] =
      (sin[at]! * low + sin[at + 1]! * s) * top + (sin[at + widthPx]! * low + sin[at + widthPx + 1]! * s) * t;
  }
}

export type Comparison = {
  /** Correlation of the edges where both channels are, −1 … 1; 0 where nothing can be compared. */
  readonly agreement: number;
  /** What NIR's edges are multiplied by to come nearest to white light's. */
  readonly gain: number;
};

/** Correlation of two sets of vectors from their sums of products. */
export const correlation = (together: number, white: number, nir: number): number =>
  white > 0 && nir > 0 ? together / Math.sqrt(white * nir) : 0;

export function compareSamples({ count, cos, sin }: Template, samples: Samples): Comparison {
  let together = 0;
  let white = 0;
  let nir = 0;
  for (let i = 0; i < count; i++) {
    const nirCos = samples[2 * i]!;
    if (Number.isNaN(nirCos)) continue;
    const nirSin = samples[2 * i + 1]!;
    const c = cos[i]!;
    const s = sin[i]!;
    together += c * nirCos + s * nirSin;
    white += c * c + s * s;
    nir += nirCos * nirCos + nirSin * nirSin;
  }
  return { agreement: correlation(together, white, nir), gain: nir > 0 ? together / nir : 0 };
}

/** How well the channels' edges agree under a mapping. */
export function agreementOf(template: Template, nir: Edges, homography: Homography): number {
  const samples = samplesFor(template);
  sampleInto(samples, template, { nir, homography });
  return compareSamples(template, samples).agreement;
}

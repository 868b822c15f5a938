/**
 * Moves one channel's edges onto the other's: Gauss–Newton on the gain-corrected squared difference, whose minimum is where the
 * correlation coefficient is largest (Evangelidis & Psarakis 2008, doi:10.1109/TPAMI.2008.113), in the inverse compositional
 * form of Baker & Matthews (IJCV 56(3), 2004, doi:10.1023/B:VISI.0000011205.11775.fd): slopes are those of white light, which
 * stays where it is, and are worked out once a level.
 */
import {
  compose,
  type Homography,
  identity,
  inverse,
  mapPoint,
  type Point,
  type SizePx,
  scaling,
  translation,
} from '#model/geometry.ts';
import { solveSymmetric } from '#model/least-squares.ts';
import { type Mapping, type Radial, toSensor } from '#model/mapping.ts';
import type { Edges } from './edges.ts';

/** What may change: two, six or eight of the unknowns. */
export type Freedom = 'shift' | 'affine' | 'homography';
const unknowns = { shift: [4, 5], affine: [0, 1, 2, 3, 4, 5], homography: [0, 1, 2, 3, 4, 5, 6, 7] } as const;

/** Edge pixels of white light with their slopes; everything that does not change while NIR moves. */
export type Template = {
  readonly count: number;
  /** Where they stand in the scene, distortion undone. */
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  readonly cos: Float32Array<ArrayBuffer>;
  readonly sin: Float32Array<ArrayBuffer>;
  /** Slope of cos, then of sin, by each of the eight unknowns: 16 a pixel. */
  readonly slopes: Float32Array<ArrayBuffer>;
  readonly scene: SizePx;
  readonly stepPx: number;
};

/** Shorter vectors than this are flat ground. Part of the ground about an edge is kept: it holds the edge in place. */
const flat = 0.02;

/** To coordinates of order 1 about the scene's middle. */
const unitOf = ({ widthPx, heightPx }: SizePx): Homography => {
  const s = 2 / Math.hypot(widthPx, heightPx);
  return compose(scaling(s, s), translation(-(widthPx - 1) / 2, -(heightPx - 1) / 2));
};

export function templateOf(white: Edges, scene: SizePx, radial: Radial | null): Template {
  const { widthPx, heightPx, cos, sin, stepPx } = white;
  const chosen: number[] = [];
  for (let y = 2; y < heightPx - 2; y++)
    for (let x = 2; x < widthPx - 2; x++) {
      const at = y * widthPx + x;
      const isEdge = (i: number) => Math.abs(cos[i]!) + Math.abs(sin[i]!) > flat;
      if (
        isEdge(at) ||
        isEdge(at - 2) ||
        isEdge(at + 2) ||
        isEdge(at - 2 * widthPx) ||
        isEdge(at + 2 * widthPx)
      )
        chosen.push(at);
    }
  const count = chosen.length;
  const template: Template = {
    count,
    x: new Float64Array(count),
    y: new Float64Array(count),
    cos: new Float32Array(count),
    sin: new Float32Array(count),
    slopes: new Float32Array(16 * count),
    scene,
    stepPx,
  };
  const unit = unitOf(scene);
  // Of an edge by one unit: pixels here per picture pixel, picture pixels per unit, over the two pixels of the difference.
  const perUnit = 1 / stepPx / unit[0] / 2;
  const undistorting: Mapping = { homography: identity, radial };
  chosen.forEach((at, i) => {
    const inScene = {
      x: stepPx * (at % widthPx) + (stepPx - 1) / 2,
      y: stepPx * Math.floor(at / widthPx) + (stepPx - 1) / 2,
    };
    const p = toSensor(undistorting, inScene);
    template.x[i] = p.x;
    template.y[i] = p.y;
    template.cos[i] = cos[at]!;
    template.sin[i] = sin[at]!;
    const { x: u, y: v } = mapPoint(unit, p);
    [cos, sin].forEach((plane, half) => {
      const across = (plane[at + 1]! - plane[at - 1]!) * perUnit;
      const down = (plane[at + widthPx]! - plane[at - widthPx]!) * perUnit;
      const radially = u * across + v * down;
      const byUnknown = [
        u * across,
        u * down,
        v * across,
        v * down,
        across,
        down,
        -u * radially,
        -v * radially,
      ];
      template.slopes.set(byUnknown, 16 * i + 8 * half);
    });
  });
  return template;
}

/** Sums over the template's pixels that `homography` takes into NIR. */
export type Comparison = {
  /** Correlation of the edges, −1 … 1; 0 where nothing can be compared. */
  readonly agreement: number;
  /** Share of the template's edges that NIR's picture covers. */
  readonly seenShare: number;
};

/** NIR's edges at the template's pixels, cos and sin; NaN where NIR does not reach. Reuses `into`. */
export function sampleInto(into: Float32Array, template: Template, nir: Edges, homography: Homography): void {
  const { widthPx, heightPx, cos, sin, stepPx } = nir;
  const [a, b, c, d, e, f, g, h, k] = homography;
  const offset = (stepPx - 1) / 2;
  for (let i = 0; i < template.count; i++) {
    const px = template.x[i]!;
    const py = template.y[i]!;
    const w = c * px + f * py + k;
    const x = ((a * px + d * py + g) / w - offset) / stepPx;
    const y = ((b * px + e * py + h) / w - offset) / stepPx;
    if (!(x >= 1 && y >= 1 && x < widthPx - 2 && y < heightPx - 2 && w > 0 === k > 0)) {
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

function compareSamples(template: Template, samples: Float32Array): Comparison & { readonly gain: number } {
  let together = 0;
  let white = 0;
  let nir = 0;
  let all = 0;
  for (let i = 0; i < template.count; i++) {
    const c = template.cos[i]!;
    const s = template.sin[i]!;
    const square = c * c + s * s;
    all += square;
    const nc = samples[2 * i]!;
    if (Number.isNaN(nc)) continue;
    const ns = samples[2 * i + 1]!;
    together += c * nc + s * ns;
    white += square;
    nir += nc * nc + ns * ns;
  }
  const agreement = white > 0 && nir > 0 ? together / Math.sqrt(white * nir) : 0;
  return { agreement, seenShare: all > 0 ? white / all : 0, gain: nir > 0 ? together / nir : 0 };
}

export function compare(template: Template, nir: Edges, homography: Homography): Comparison {
  const samples = new Float32Array(2 * template.count);
  sampleInto(samples, template, nir, homography);
  return compareSamples(template, samples);
}

export type Aligned = Comparison & { readonly homography: Homography };

const stepsAtMost = 30;

/** The best alignment near `start`, changing no more than `freedom` of it. */
export function align(
  template: Template,
  nir: Edges,
  { start, freedom }: { readonly start: Homography; readonly freedom: Freedom },
): Aligned {
  const free = unknowns[freedom];
  const unit = unitOf(template.scene);
  const unitBack = inverse(unit);
  const samples = new Float32Array(2 * template.count);
  sampleInto(samples, template, nir, start);
  let best: Aligned & { gain: number } = { ...compareSamples(template, samples), homography: start };
  let now = start;
  let gain = best.gain;
  let failures = 0;
  for (let step = 0; step < stepsAtMost && failures < 3; step++) {
    const change = solveStep(template, samples, { free, gain });
    if (!change) break;
    now = compose(now, compose(unitBack, compose(inverse(change), unit)));
    sampleInto(samples, template, nir, now);
    const reached = compareSamples(template, samples);
    gain = reached.gain;
    if (reached.agreement > best.agreement) best = { ...reached, homography: now };
    else failures++;
    if (largestMove(change) / unit[0] < 0.003 * template.stepPx) break;
  }
  return best;
}

/** One Gauss–Newton step as a mapping of the unit coordinates; null where the edges do not determine it. */
function solveStep(
  template: Template,
  samples: Float32Array,
  { free, gain }: { free: readonly number[]; gain: number },
): Homography | null {
  const normal = new Float64Array(64);
  const slope = new Float64Array(8);
  const { slopes } = template;
  for (let i = 0; i < template.count; i++) {
    const nc = samples[2 * i]!;
    if (Number.isNaN(nc)) continue;
    for (let half = 0; half < 2; half++) {
      const off = half === 0 ? gain * nc - template.cos[i]! : gain * samples[2 * i + 1]! - template.sin[i]!;
      const at = 16 * i + 8 * half;
      for (const j of free) {
        const sj = slopes[at + j]!;
        slope[j]! += sj * off;
        for (const k of free) {
          if (k > j) break;
          normal[8 * j + k]! += sj * slopes[at + k]!;
        }
      }
    }
  }
  const rows = free.map(j => free.map(k => normal[8 * Math.max(j, k) + Math.min(j, k)]!));
  const solved = solveSymmetric(
    rows,
    free.map(j => slope[j]!),
  );
  if (!solved?.every(Number.isFinite)) return null;
  const d = new Array<number>(8).fill(0);
  free.forEach((j, i) => {
    d[j] = solved[i]!;
  });
  return [1 + d[0]!, d[1]!, d[6]!, d[2]!, 1 + d[3]!, d[7]!, d[4]!, d[5]!, 1];
}

/** How far a change of the unit coordinates moves the corners of their square, at most. */
function largestMove(change: Homography): number {
  const corners: Point[] = [0, 1, 2, 3].map(i => ({ x: i % 2 ? 0.7 : -0.7, y: i > 1 ? 0.7 : -0.7 }));
  return Math.max(
    ...corners.map(p => {
      const q = mapPoint(change, p);
      return Math.hypot(q.x - p.x, q.y - p.y);
    }),
  );
}

/** What is left to move in one part of the picture. */
export type LocalShift = {
  /** Scene pixels; the part's middle. */
  readonly at: Point;
  /** In NIR scene pixels: where NIR's edges lie, minus where the mapping takes white light's. */
  readonly shiftPx: Point;
  readonly agreement: number;
};

/** Cells of the picture, `across` each way. */
export const cellsAcross = 4;

/**
 * The shift that one Gauss–Newton step would still make in each cell by itself: what the mapping leaves over. Only cells with
 * shared edges.
 */
export function localShifts(template: Template, nir: Edges, homography: Homography): LocalShift[] {
  const samples = new Float32Array(2 * template.count);
  sampleInto(samples, template, nir, homography);
  const { gain } = compareSamples(template, samples);
  const cells = Array.from({ length: cellsAcross * cellsAcross }, () => new Float64Array(9));
  const { scene, slopes } = template;
  for (let i = 0; i < template.count; i++) {
    const nc = samples[2 * i]!;
    if (Number.isNaN(nc)) continue;
    const ns = samples[2 * i + 1]!;
    const c = template.cos[i]!;
    const s = template.sin[i]!;
    const column = Math.min(
      cellsAcross - 1,
      Math.max(0, Math.floor((cellsAcross * template.x[i]!) / scene.widthPx)),
    );
    const row = Math.min(
      cellsAcross - 1,
      Math.max(0, Math.floor((cellsAcross * template.y[i]!) / scene.heightPx)),
    );
    const sums = cells[row * cellsAcross + column]!;
    const [cx, cy, sx, sy] = [
      slopes[16 * i + 4]!,
      slopes[16 * i + 5]!,
      slopes[16 * i + 12]!,
      slopes[16 * i + 13]!,
    ];
    sums[0]! += cx * cx + sx * sx;
    sums[1]! += cx * cy + sx * sy;
    sums[2]! += cy * cy + sy * sy;
    sums[3]! += cx * (gain * nc - c) + sx * (gain * ns - s);
    sums[4]! += cy * (gain * nc - c) + sy * (gain * ns - s);
    sums[5]! += c * nc + s * ns;
    sums[6]! += c * c + s * s;
    sums[7]! += nc * nc + ns * ns;
    sums[8]! += 1;
  }
  return cells.flatMap((sums, i) => cellShift(sums, i, template));
}

/** Of a cell's pixels, edge vectors summing to less than this share are no structure. */
const edgeShareAtLeast = 0.002;

function cellShift(sums: Float64Array, index: number, { scene, stepPx }: Template): LocalShift[] {
  const [xx, xy, yy, bx, by, together, white, nir] = sums;
  const cellPx = (scene.widthPx * scene.heightPx) / (cellsAcross * stepPx) ** 2;
  const agreement = together! / Math.sqrt(white! * nir!);
  const determinant = xx! * yy! - xy! * xy!;
  const isEnough =
    Math.min(white!, nir!) > edgeShareAtLeast * cellPx && determinant > 1e-3 * (xx! + yy!) ** 2;
  if (!isEnough || !(agreement > 0)) return [];
  const unitPx = 1 / unitOf(scene)[0];
  return [
    {
      at: {
        x: (((index % cellsAcross) + 0.5) * scene.widthPx) / cellsAcross - 0.5,
        y: ((Math.floor(index / cellsAcross) + 0.5) * scene.heightPx) / cellsAcross - 0.5,
      },
      shiftPx: {
        x: (-unitPx * (yy! * bx! - xy! * by!)) / determinant,
        y: (-unitPx * (xx! * by! - xy! * bx!)) / determinant,
      },
      agreement,
    },
  ];
}

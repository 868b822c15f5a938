/**
 * The test chart: what is shown full screen on a tower's input and read back from its stream. Everything is laid out in shares
 * of the chart's width and height, so that it fits any screen and survives stretching.
 *
 * A white frame carries a square fiducial in each corner (rings in the ratio 1:1:3:1:1, as readers of bar codes use them,
 * ISO/IEC 18004 §6.3.3) and, from each fiducial to the next, sixteen black and white cells: another word on each side, so that
 * any one side tells that this is the chart, which way up it is, and what is missing. Inside lie the patches that are read.
 */
import type { Picture } from './calibration.ts';
import type { Point, Rect, SizePx } from './geometry.ts';
import { signalToLinear } from './transfer.ts';

/** Red, green and blue as a screen is given them: 8-bit sRGB codes. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Relative linear light that a screen should emit for an 8-bit grey, 0 … 1 (inverse of the sRGB curve). */
export const greyToLight = (grey: number): number => signalToLinear(grey / 255, { kind: 'srgb' });

/** The middle of `rect`, `share` of its width and height: what is read of a patch, away from its edges. */
export const middleOf = (rect: Rect, share: number): Rect => ({
  x: rect.x + (rect.width * (1 - share)) / 2,
  y: rect.y + (rect.height * (1 - share)) / 2,
  width: rect.width * share,
  height: rect.height * share,
});

/** What lies where patches are: left and right edge of all rows of patches, in shares of the chart. */
const left = 0.12;
const wide = 0.76;

const inRow = (index: number, count: number, row: { y: number; height: number }): Rect => ({
  x: left + (index * wide) / count,
  y: row.y,
  width: wide / count,
  height: row.height,
});

export const cornerNames = ['top-left', 'top-right', 'bottom-right', 'bottom-left'] as const;
export type CornerName = (typeof cornerNames)[number];

/** Centres of the fiducials, and the size of each, in shares of the chart. */
export const fiducialCentres = {
  'top-left': { x: 0.065, y: 0.085 },
  'top-right': { x: 0.935, y: 0.085 },
  'bottom-right': { x: 0.935, y: 0.915 },
  'bottom-left': { x: 0.065, y: 0.915 },
} as const satisfies Record<CornerName, Point>;
export const fiducialSize = { width: 0.07, height: 0.1 } as const;

/** One side of the frame: its cells lie on the line between two fiducials' centres; `1` is black. */
export type ChartSide = { readonly from: CornerName; readonly to: CornerName; readonly cells: string };

/**
 * The words of the four sides. Any two of them, in either direction, differ in at least eight cells, and each differs from its
 * own reverse in as many: found between two fiducials, a word tells which two they are.
 */
export const chartSides: readonly ChartSide[] = [
  { from: 'top-left', to: 'top-right', cells: '1100110100011101' },
  { from: 'bottom-left', to: 'bottom-right', cells: '1101101010101100' },
  { from: 'top-left', to: 'bottom-left', cells: '0110011011000101' },
  { from: 'top-right', to: 'bottom-right', cells: '0101001100110001' },
];

/** Where cell `index` of a side lies between its two fiducials' centres: 0 at the first, 1 at the second; its middle. */
export const cellAt = (index: number): number => cellsFrom + (index + 0.5) * cellPitch;
const cellsFrom = 0.08;
const cellPitch = (1 - 2 * cellsFrom) / 16;
/** Thickness of the cells across their side, as a share of a fiducial's. */
const cellThickness = 0.5;

/** A patch of one grey. */
export type GreyPatch = { readonly rect: Rect; readonly grey: number };

/** The grey ramp: 18 steps from 0 to 255, evenly spaced in code. */
export const stepPatches: readonly GreyPatch[] = Array.from({ length: 18 }, (_, i) => ({
  rect: inRow(i, 18, { y: 0.165, height: 0.18 }),
  grey: 15 * i,
}));

/** The fine ramp: every 8-bit grey in order, in four rows of 64. */
export const finePatches: readonly GreyPatch[] = Array.from({ length: 256 }, (_, grey) => ({
  rect: inRow(grey % 64, 64, { y: 0.36 + 0.025 * Math.floor(grey / 64), height: 0.025 }),
  grey,
}));

/** 5 % of the signal on black and 95 % on white: told apart from their surround while nothing is clipped. */
export const endPatches = {
  low: {
    surround: { rect: inRow(0, 4, { y: 0.475, height: 0.1 }), grey: 0 },
    patch: { rect: middleOf(inRow(0, 4, { y: 0.475, height: 0.1 }), 0.5), grey: 13 },
  },
  high: {
    surround: { rect: inRow(3, 4, { y: 0.475, height: 0.1 }), grey: 255 },
    patch: { rect: middleOf(inRow(3, 4, { y: 0.475, height: 0.1 }), 0.5), grey: 242 },
  },
} as const satisfies Record<'low' | 'high', Record<'surround' | 'patch', GreyPatch>>;

/** Fully saturated bars at 75 % of the signal, in the order of falling luma (SMPTE EG 1). */
const barGrey = 191;
export const barNames = ['white', 'yellow', 'cyan', 'green', 'magenta', 'red', 'blue', 'black'] as const;
export type BarName = (typeof barNames)[number];
export type ChartBar = { readonly name: BarName; readonly rect: Rect; readonly rgb: Rgb };

/** Which primaries are lit in a bar: 1 or 0 each. */
export const barPrimaries = {
  white: [1, 1, 1],
  yellow: [1, 1, 0],
  cyan: [0, 1, 1],
  green: [0, 1, 0],
  magenta: [1, 0, 1],
  red: [1, 0, 0],
  blue: [0, 0, 1],
  black: [0, 0, 0],
} as const satisfies Record<BarName, Rgb>;

export const colourBars: readonly ChartBar[] = barNames.map((name, i) => {
  const [red, green, blue] = barPrimaries[name];
  return {
    name,
    rect: inRow(i, 8, { y: 0.59, height: 0.115 }),
    rgb: [red * barGrey, green * barGrey, blue * barGrey],
  };
});

/**
 * Two saturated colours with the same luma under BT.601 and under BT.709 (to half a code): their difference is at right angles
 * to the luma weights of both. Only chroma tells them apart.
 */
const amber: Rgb = [181, 124, 8];
const azure: Rgb = [75, 132, 248];
const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

/**
 * Edges: flat fields of the two colours, and stripes of `stripePx` pixels of the screen. `columns` alternate along x. The grey
 * stripes show whether the picture still has the screen's own pixels.
 */
export type EdgePatch = {
  readonly name:
    | 'flat-amber'
    | 'flat-azure'
    | 'columns-1'
    | 'rows-1'
    | 'columns-2'
    | 'rows-2'
    | 'grey-columns'
    | 'grey-rows';
  readonly rect: Rect;
  readonly colours: readonly [first: Rgb, second: Rgb];
  readonly along: 'x' | 'y';
  readonly stripePx: 1 | 2;
};

const edge = (index: number, patch: Omit<EdgePatch, 'rect'>): EdgePatch => ({
  ...patch,
  rect: inRow(index, 8, { y: 0.72, height: 0.115 }),
});

export const edgePatches: readonly EdgePatch[] = [
  edge(0, { name: 'flat-amber', colours: [amber, amber], along: 'x', stripePx: 1 }),
  edge(1, { name: 'columns-1', colours: [amber, azure], along: 'x', stripePx: 1 }),
  edge(2, { name: 'rows-1', colours: [amber, azure], along: 'y', stripePx: 1 }),
  edge(3, { name: 'columns-2', colours: [amber, azure], along: 'x', stripePx: 2 }),
  edge(4, { name: 'rows-2', colours: [amber, azure], along: 'y', stripePx: 2 }),
  edge(5, { name: 'flat-azure', colours: [azure, azure], along: 'x', stripePx: 1 }),
  edge(6, { name: 'grey-columns', colours: [black, white], along: 'x', stripePx: 1 }),
  edge(7, { name: 'grey-rows', colours: [black, white], along: 'y', stripePx: 1 }),
];

const greyRgb = (grey: number): Rgb => [grey, grey, grey];
/** Between the patches, so that none borrows light from a bright neighbour. */
const ground: Rgb = [118, 118, 118];

type Paint = (rect: Rect, colourAt: (x: number, y: number) => Rgb) => void;

/**
 * The chart for a screen of `size` pixels, for showing, saving, or feeding to a simulated tower. Stripes are whole pixels of this
 * size and begin on even ones. Throws a `RangeError` when a size is not a whole number of at least 1.
 */
export function paintChart(size: SizePx): Picture {
  const { widthPx, heightPx } = size;
  if (![widthPx, heightPx].every(px => Number.isInteger(px) && px >= 1))
    throw new RangeError(`A chart cannot be ${widthPx} × ${heightPx} pixels.`);
  const rgba = new Uint8ClampedArray(4 * widthPx * heightPx);
  const paint: Paint = (rect, colourAt) => {
    const right = Math.round((rect.x + rect.width) * widthPx);
    const bottom = Math.round((rect.y + rect.height) * heightPx);
    for (let y = Math.round(rect.y * heightPx); y < bottom; y++) {
      for (let x = Math.round(rect.x * widthPx); x < right; x++) {
        const at = 4 * (y * widthPx + x);
        rgba.set(colourAt(x, y), at);
        rgba[at + 3] = 255;
      }
    }
  };
  paintFrame(paint);
  paint({ x: left - 0.01, y: 0.155, width: wide + 0.02, height: 0.69 }, () => ground);
  for (const { rect, grey } of [...stepPatches, ...finePatches]) paint(rect, () => greyRgb(grey));
  for (const { surround, patch } of [endPatches.low, endPatches.high]) {
    paint(surround.rect, () => greyRgb(surround.grey));
    paint(patch.rect, () => greyRgb(patch.grey));
  }
  for (const { rect, rgb } of colourBars) paint(rect, () => rgb);
  for (const { rect, colours, along, stripePx } of edgePatches)
    paint(rect, (x, y) => colours[Math.floor((along === 'x' ? x : y) / stripePx) % 2 === 0 ? 0 : 1]);
  return { ...size, rgba };
}

function paintFrame(paint: Paint): void {
  paint({ x: 0, y: 0, width: 1, height: 1 }, () => white);
  const { width, height } = fiducialSize;
  for (const { from, to, cells } of chartSides) {
    const a = fiducialCentres[from];
    const b = fiducialCentres[to];
    const isAcross = a.y === b.y;
    const cell = isAcross
      ? { width: cellPitch * (b.x - a.x), height: height * cellThickness }
      : { width: width * cellThickness, height: cellPitch * (b.y - a.y) };
    for (let i = 0; i < cells.length; i++) {
      if (cells[i] !== '1') continue;
      const x = a.x + (b.x - a.x) * cellAt(i) - cell.width / 2;
      const y = a.y + (b.y - a.y) * cellAt(i) - cell.height / 2;
      paint({ x, y, ...cell }, () => black);
    }
  }
  for (const name of cornerNames) {
    const { x, y } = fiducialCentres[name];
    const whole = { x: x - width / 2, y: y - height / 2, width, height };
    paint(whole, () => black);
    paint(middleOf(whole, 5 / 7), () => white);
    paint(middleOf(whole, 3 / 7), () => black);
  }
}

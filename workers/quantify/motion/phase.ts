/**
 * Where to begin: band-passed phase correlation of the coarsest level (Kuglin and Hines 1975). Smooth tissue
 * leaves most frequencies to noise and to the light that stands still, so only a band is asked: exp(−(f /
 * 0.10)²) · (1 − exp(−(f / 0.012)²)), f in cycles a pixel of the level of twice the size. What the coarsest
 * level cannot hold is outside the band.
 */
import type { SizePx } from '#model/geometry.ts';
import type { FloatPlane, Grid, Level, LightPlane, MotionKernels, Spectrum, Window } from './kernels.ts';
import { lightIn } from './kernels.ts';
import type { Centre } from './prepare.ts';

/** A shift of the key frame in pixels of the level. */
export type Shift = { readonly dx: number; readonly dy: number };

export type PhaseCorrelator = {
  /** Room for the spectrum of a key frame. */
  createSpectrum(): Spectrum;
  /** Writes the spectrum of the level turned by `angleRad` about `centre`. */
  setSpectrum(to: Spectrum, level: Level, turn: { angleRad: number; centre: Centre }): void;
  /** Takes the frame to be compared. */
  setNow(light: LightPlane): void;
  /** The highest peaks, highest first, as shifts of the key frame. */
  peaks(key: Spectrum, count: number): readonly Shift[];
};

/** Takes all its planes from the kernels' arena. */
export function createPhaseCorrelator(
  kernels: MotionKernels,
  { size, padded }: Pick<Level, 'size' | 'padded'>,
): PhaseCorrelator {
  const { arena } = kernels;
  const upright: Grid = { width: gridLength(size.widthPx), height: gridLength(size.heightPx) };
  const lying: Grid = { width: upright.height, height: upright.width };
  const length = upright.width * upright.height;
  const createSpectrum = (): Spectrum => ({ re: arena.floats(length), im: arena.floats(length) });
  const window = createWindow(kernels, size, upright);
  const skipped =
    ((size.heightPx - window.height) >> 1) * padded.widthPx + ((size.widthPx - window.width) >> 1);
  const band = bandOf(upright);
  const turnsDown = turnsOf(kernels, upright.height);
  const turnsAcross = turnsOf(kernels, upright.width);
  const grid = createSpectrum();
  const now = createSpectrum();
  const cross = createSpectrum();
  const turned = lightIn(arena, padded.widthPx * padded.heightPx);

  /** Columns, then rows: the result lies transposed. */
  function transform(light: LightPlane, to: Spectrum): void {
    const from = { light: light.subarray(skipped), strideSamples: padded.widthPx };
    kernels.windowed(from, window, grid.re, upright);
    grid.im.fill(0);
    kernels.transformColumns(grid, upright, turnsDown);
    kernels.transpose(grid.re, upright, to.re);
    kernels.transpose(grid.im, upright, to.im);
    kernels.transformColumns(to, lying, turnsAcross);
  }

  return {
    createSpectrum,
    setSpectrum(to, { light }, turn) {
      if (turn.angleRad === 0) turned.set(light);
      else turnLight({ light, size, strideSamples: padded.widthPx }, turn, turned);
      transform(turned, to);
      for (let i = 0; i < length; i++) {
        const share = band[i]! / Math.max(1e-20, Math.hypot(to.re[i]!, to.im[i]!));
        to.re[i] = to.re[i]! * share;
        to.im[i] = to.im[i]! * share;
      }
    },
    setNow: light => transform(light, now),
    peaks(key, count) {
      // The transform of the conjugate is the conjugate of the inverse; only its real part is asked.
      cross.re.set(now.re);
      cross.im.set(now.im);
      kernels.crossPower(cross, key);
      for (let i = 0; i < length; i++) cross.im[i] = -cross.im[i]!;
      kernels.transformColumns(cross, lying, turnsAcross);
      kernels.transpose(cross.re, lying, grid.re);
      kernels.transpose(cross.im, lying, grid.im);
      kernels.transformColumns(grid, upright, turnsDown);
      return highest(grid.re, upright, count);
    },
  };
}

/**
 * A power of two that holds `lengthPx`, or all but a tenth of it: the window leaves next to nothing there.
 */
function gridLength(lengthPx: number): number {
  let length = 8;
  while (1.1 * length < lengthPx) length *= 2;
  return length;
}

function turnsOf({ arena }: MotionKernels, length: number): FloatPlane {
  const turns = arena.floats(length);
  for (let k = 0; k < length / 2; k++) {
    turns[k] = Math.cos((2 * Math.PI * k) / length);
    turns[length / 2 + k] = Math.sin((2 * Math.PI * k) / length);
  }
  return turns;
}

/** Raised cosines over the outer quarter each way. */
function createWindow({ arena }: MotionKernels, { widthPx, heightPx }: SizePx, grid: Grid): Window {
  const width = Math.min(widthPx, grid.width) & ~3;
  const height = Math.min(heightPx, grid.height);
  const edge = (i: number, length: number): number => {
    const inside = Math.min(1, (4 * (Math.min(i, length - 1 - i) + 0.5)) / length);
    return 0.5 - 0.5 * Math.cos(Math.PI * inside);
  };
  const shares = arena.floats(width * height);
  for (let i = 0; i < shares.length; i++)
    shares[i] = edge(i % width, width) * edge(Math.floor(i / width), height);
  return { width, height, shares };
}

/** By frequency, transposed: index fx · height + fy. */
function bandOf({ width, height }: Grid): Float64Array<ArrayBuffer> {
  const of = (i: number, length: number) => (i <= length / 2 ? i : i - length) / length / 2;
  return Float64Array.from({ length: width * height }, (_, i) => {
    const fx = of(Math.floor(i / height), width);
    const fy = of(i % height, height);
    const square = fx * fx + fy * fy;
    return Math.exp(-square / 0.1 ** 2) * (1 - Math.exp(-square / 0.012 ** 2));
  });
}

/** Turns a plane about `centre`, clockwise on the screen; 0 where nothing came from. */
function turnLight(
  from: { light: LightPlane; size: SizePx; strideSamples: number },
  { angleRad, centre }: { angleRad: number; centre: Centre },
  to: LightPlane,
): void {
  const { light, size, strideSamples: stride } = from;
  const c = Math.cos(angleRad);
  const s = Math.sin(angleRad);
  to.fill(0);
  for (let y = 0; y < size.heightPx; y++)
    for (let x = 0; x < size.widthPx; x++) {
      const fromX = centre.x + c * (x - centre.x) + s * (y - centre.y);
      const fromY = centre.y - s * (x - centre.x) + c * (y - centre.y);
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      if (left < 0 || top < 0 || left >= size.widthPx - 1 || top >= size.heightPx - 1) continue;
      const at = top * stride + left;
      const right = fromX - left;
      const below = fromY - top;
      const upper = light[at]! * (1 - right) + light[at + 1]! * right;
      const lower = light[at + stride]! * (1 - right) + light[at + stride + 1]! * right;
      to[y * stride + x] = Math.round(upper * (1 - below) + lower * below);
    }
}

/** Two peaks are at least this far apart. */
const apartPx = 3;

/** Empties the plane about each peak it finds. Of equals the first. */
function highest(plane: FloatPlane, { width, height }: Grid, count: number): Shift[] {
  const found: Shift[] = [];
  const signed = (i: number, length: number) => (i <= length / 2 ? i : i - length);
  while (found.length < count) {
    let best = 0;
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < plane.length; i++)
      if (plane[i]! > top) {
        top = plane[i]!;
        best = i;
      }
    const x = best % width;
    const y = Math.floor(best / width);
    found.push({ dx: signed(x, width), dy: signed(y, height) });
    for (let j = -apartPx; j <= apartPx; j++)
      for (let i = -apartPx; i <= apartPx; i++)
        plane[((y + j) & (height - 1)) * width + ((x + i) & (width - 1))] = Number.NEGATIVE_INFINITY;
  }
  return found;
}

/** What coloured patches of the chart tell: matrix and chroma subsampling. */
import type { ChartReading } from '#model/calibration.ts';
import {
  type BarName,
  barPrimaries,
  colourBars,
  type EdgePatch,
  edgePatches,
  middleOf,
} from '#model/chart.ts';
import { yuvMatrices } from '#model/yuv.ts';
import { type ColourAt, type Grey, type Place, readGrey, spreadOf, visitPixels } from './codes.ts';
import { readShare } from './levels.ts';

type Colour = { readonly kind: 'rgb' | 'yuv'; readonly at: ColourAt };
type Frame = { readonly grey: Grey; readonly colour: Colour; readonly place: Place };

/** Luma weights of red, green and blue: ITU-R BT.601-7 §2.5.1, BT.709-6 §3.2. */
const weights = {
  bt601: [0.299, 0.587, 0.114],
  bt709: [0.2126, 0.7152, 0.0722],
} as const;
const matrixNames = ['bt601', 'bt709'] as const;

/** Bars of another colour than grey. */
const colouredBars = colourBars.filter(({ name }) => name !== 'white' && name !== 'black');

function readBars({ colour, place, grey }: Frame): ReadonlyMap<BarName, readonly number[]> {
  return new Map(
    colourBars.map(({ name, rect }) => [
      name,
      readColour(colour, place, { rect: middleOf(rect, readShare), grey }),
    ]),
  );
}

function readColour(
  { at }: Colour,
  place: Place,
  { rect, grey }: { rect: EdgePatch['rect']; grey: Grey },
): number[] {
  const sums: number[] = [];
  let n = 0;
  visitPixels(place, rect, {
    size: grey,
    visit: (x, y) => {
      at(x, y).forEach((code, i) => {
        sums[i] = (sums[i] ?? 0) + code;
      });
      n++;
    },
  });
  return sums.map(sum => sum / n);
}

/** Whether the bars differ in more than grey: by at least 3 % of the depth. */
export function hasColour(frame: Frame, bitDepth: number): boolean {
  const bars = readBars(frame);
  const neutral = bars.get('white')!;
  const strongest = colouredBars.map(({ name }) => {
    const codes = bars.get(name)!;
    if (frame.colour.kind === 'yuv') return Math.max(...codes.map((code, i) => Math.abs(code - neutral[i]!)));
    const [red, green, blue] = codes.map((code, i) => code - neutral[i]!);
    return Math.max(red!, green!, blue!) - Math.min(red!, green!, blue!);
  });
  return Math.max(...strongest) >= 0.03 * 2 ** bitDepth;
}

/**
 * The matrix by which luma was made of red, green and blue: bars hold each primary at one of two levels, so that their luma
 * between black and white bar is a sum of weights whatever the curve. Frames of RGB carry no matrix; there `colours` tells
 * whether whoever made them undid the right one.
 */
export function readMatrix(frame: Frame): {
  matrix: 'bt601' | 'bt709' | 'unclear';
  colours: 'right' | 'wrong';
} {
  return frame.colour.kind === 'yuv' ? matrixOfLuma(frame) : matrixOfRgb(frame);
}

const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

function matrixOfLuma({ grey, place }: Frame): ReturnType<typeof readMatrix> {
  const luma = new Map(
    colourBars.map(({ name, rect }) => [name, readGrey(grey, place, middleOf(rect, readShare)).mean]),
  );
  const black = luma.get('black')!;
  const contrast = luma.get('white')! - black;
  const misfits = matrixNames.map(name =>
    rms(colouredBars.map(bar => (luma.get(bar.name)! - black) / contrast - lumaOf(bar.name, name))),
  );
  return matrixBy(misfits[0]!, misfits[1]!);
}

const lumaOf = (bar: BarName, matrix: 'bt601' | 'bt709'): number =>
  barPrimaries[bar].reduce<number>((sum, lit, i) => sum + lit * weights[matrix][i]!, 0);

/** The two matrices lie 0.08 apart: a misfit of a third of it still tells them. */
function matrixBy(misfit601: number, misfit709: number): ReturnType<typeof readMatrix> {
  const matrix = misfit601 < misfit709 ? 'bt601' : 'bt709';
  return Math.min(misfit601, misfit709) < 0.03
    ? { matrix, colours: 'right' }
    : { matrix: 'unclear', colours: 'wrong' };
}

/** Bars as they would look if they had been coded by one matrix and decoded by the other, against how they do. */
function matrixOfRgb(frame: Frame): ReturnType<typeof readMatrix> {
  const bars = readBars(frame);
  const black = bars.get('black')!;
  const white = bars.get('white')!;
  const misfitOf = (coded: 'bt601' | 'bt709' | null, decoded: 'bt601' | 'bt709' | null) =>
    rms(
      colouredBars.flatMap(({ name }) => {
        const made = coded && decoded ? recoded(barPrimaries[name], coded, decoded) : barPrimaries[name];
        const top = (255 - black[0]!) / (white[0]! - black[0]!);
        return bars.get(name)!.map((code, i) => {
          const seen = (code - black[i]!) / (white[i]! - black[i]!);
          return seen - Math.min(top, Math.max(-black[i]! / (white[i]! - black[i]!), made[i]!));
        });
      }),
    );
  const right = misfitOf(null, null);
  const wrong = Math.min(misfitOf('bt601', 'bt709'), misfitOf('bt709', 'bt601'));
  return { matrix: 'unclear', colours: right <= wrong && right < 0.05 ? 'right' : 'wrong' };
}

function recoded(rgb: readonly number[], coded: 'bt601' | 'bt709', decoded: 'bt601' | 'bt709'): number[] {
  const [red, green, blue] = rgb;
  const [wr, wg, wb] = weights[coded];
  const y = wr * red! + wg * green! + wb * blue!;
  const u = (blue! - y) / yuvMatrices[coded].bu;
  const v = (red! - y) / yuvMatrices[coded].rv;
  const { rv, gu, gv, bu } = yuvMatrices[decoded];
  return [y + rv * v, y + gu * u + gv * v, y + bu * u];
}

/**
 * How finely colour is kept. Planes of 4:2:0 are what they are. In RGB, stripes of two colours of one luma are looked for, one
 * and two pixels wide; `unclear` where grey stripes do not show the screen's own pixels, for then the picture was scaled.
 */
export function readSubsampling(frame: Frame): Exclude<ChartReading['subsampling'], 'no-colour'> {
  if (frame.colour.kind === 'yuv') return '4:2:0';
  const { grey, place } = frame;
  const greyStripes = (['grey-columns', 'grey-rows'] as const).map(name => stripesOf(grey, place, name));
  if (!greyStripes.every(({ contrast, turns }) => contrast > 0.6 && turns > 0.8)) return 'unclear';
  const half = (differenceAt(frame, 'flat-azure').mean - differenceAt(frame, 'flat-amber').mean) / 2;
  const keptOf = (name: EdgePatch['name']) => differenceAt(frame, name).sd / half;
  if (keptOf('columns-1') > 0.5) return keptOf('rows-1') > 0.5 ? '4:4:4' : 'unclear';
  if (keptOf('rows-1') > 0.5) return '4:2:2';
  // Filters on the way in and out leave stripes of two pixels half of their contrast.
  return keptOf('columns-2') > 0.25 && keptOf('rows-2') > 0.25 ? '4:2:0' : 'unclear';
}

const edgeNamed = (name: EdgePatch['name']) => edgePatches.find(patch => patch.name === name)!;

/** Blue minus red over a patch of edges. */
function differenceAt({ colour, place, grey }: Frame, name: EdgePatch['name']) {
  const values: number[] = [];
  visitPixels(place, middleOf(edgeNamed(name).rect, readShare), {
    size: grey,
    visit: (x, y) => {
      const [red, , blue] = colour.at(x, y);
      values.push(blue! - red!);
    },
  });
  return spreadOf(values);
}

/** Contrast of grey stripes (1: all of it), and the share of neighbouring pixels across them that part black from white. */
function stripesOf(
  grey: Grey,
  place: Place,
  name: 'grey-columns' | 'grey-rows',
): { contrast: number; turns: number } {
  const { rect, along } = edgeNamed(name);
  const step = along === 'x' ? 1 : grey.widthPx;
  const values: number[] = [];
  const pairs: [number, number][] = [];
  visitPixels(place, middleOf(rect, readShare), {
    size: grey,
    visit: (x, y) => {
      const at = y * grey.widthPx + x;
      values.push(grey.values[at]!);
      pairs.push([grey.values[at]!, grey.values[at + step] ?? grey.values[at]!]);
    },
  });
  const { mean, sd } = spreadOf(values);
  const [dark, bright] = (['black', 'white'] as const).map(
    bar => readGrey(grey, place, middleOf(colourBars.find(b => b.name === bar)!.rect, readShare)).mean,
  );
  const turns = pairs.filter(([a, b]) => a < mean !== b < mean).length / pairs.length;
  return { contrast: sd / ((bright! - dark!) / 2), turns };
}

/** Finds the chart in a frame: fiducials, and between them the words that only the chart's sides carry. */
import {
  type ChartSide,
  type CornerName,
  cellAt,
  chartSides,
  cornerNames,
  fiducialCentres,
} from '#model/chart.ts';
import { directHomography } from '#model/fit/mapping-fit.ts';
import type { Homography, Point } from '#model/geometry.ts';
import { ProblemError } from '#model/problem.ts';
import type { Grey } from './codes.ts';
import { findFiducials } from './fiducials.ts';

/** One side of the chart that was read between two fiducials. */
type SeenSide = { readonly side: ChartSide; readonly from: Point; readonly to: Point };
type Corners = Partial<Record<CornerName, Point>>;

/** Where black and white are parted, as shares of the way between them: other parts of the picture may be darker or brighter. */
const cuts = [0.5, 0.35, 0.65, 0.2, 0.8] as const;

/**
 * The mapping from shares of the chart to pixels of the frame. Throws a `ProblemError`: `chart-incomplete` when some side of the
 * chart is seen but not all four corners, `chart-not-found` when none is.
 */
export function findChart(grey: Grey): Homography {
  const { low, high } = extremesOf(grey);
  let partly: Corners | null = null;
  for (const cut of cuts) {
    // Between a code and the next there is nothing that a chart could be read from.
    if (high - low < 2) break;
    const fiducials = findFiducials(grey, low + cut * (high - low));
    const sides = fiducials.flatMap(from =>
      fiducials.flatMap(to => (from === to ? [] : sidesBetween(grey, { from, to }, 0.4 * (high - low)))),
    );
    const corners = cornersOf(sides);
    const pairs = cornerNames.flatMap(name => {
      const nir = corners[name];
      return nir ? [{ white: fiducialCentres[name], nir }] : [];
    });
    if (pairs.length === 4) return directHomography(pairs);
    if (pairs.length > 0) partly ??= corners;
  }
  throw new ProblemError(partly ? incomplete(partly) : notFound);
}

/** Codes that one pixel in a thousand is darker, and brighter, than. */
function extremesOf({ values }: Grey): { low: number; high: number } {
  const some: number[] = [];
  for (let i = 0; i < values.length; i += Math.max(1, Math.floor(values.length / 50_000)))
    some.push(values[i]!);
  const sorted = Float64Array.from(some).sort();
  const tail = Math.floor(sorted.length / 1000);
  return { low: sorted[tail]!, high: sorted[sorted.length - 1 - tail]! };
}

/** The side whose word stands between two fiducials: one, or none. */
function sidesBetween(
  grey: Grey,
  { from, to }: { from: Point; to: Point },
  contrastCodes: number,
): SeenSide[] {
  const levels = Array.from({ length: 16 }, (_, i) => {
    const t = cellAt(i);
    return levelAt(grey, { x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) });
  });
  const darkest = Math.min(...levels);
  const brightest = Math.max(...levels);
  if (!(brightest - darkest > contrastCodes)) return [];
  const word = levels.map(level => (level < (darkest + brightest) / 2 ? '1' : '0')).join('');
  return chartSides.filter(({ cells }) => cells === word).map(side => ({ side, from, to }));
}

/** Mean of three by three pixels; not a number outside the frame. */
function levelAt({ values, widthPx, heightPx }: Grey, p: Point): number {
  const x = Math.round(p.x);
  const y = Math.round(p.y);
  if (x < 1 || y < 1 || x > widthPx - 2 || y > heightPx - 2) return Number.NaN;
  let sum = 0;
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++) sum += values[(y + dy) * widthPx + x + dx]!;
  return sum / 9;
}

/** The corners that the seen sides name. Two sides that disagree about one (two charts) leave it to the first. */
function cornersOf(sides: readonly SeenSide[]): Corners {
  const corners: Corners = {};
  for (const { side, from, to } of sides) {
    corners[side.from] ??= from;
    corners[side.to] ??= to;
  }
  return corners;
}

const notFound = {
  id: 'chart-not-found',
  severity: 'stop',
  text: 'The test chart is not in the picture.',
  tip: 'Show the chart full screen on the input that feeds this source, without cropping or zoom, then read it again.',
} as const;

const incomplete = (corners: Corners) => {
  const missing = cornerNames.filter(name => !corners[name]).map(name => name.replace('-', ' '));
  return {
    id: 'chart-incomplete',
    severity: 'stop',
    text: `Part of the test chart is cut off or covered: its ${missing.join(' and its ')} corner cannot be seen.`,
    tip: 'Show the whole chart full screen; switch off zoom, cropping and overscan, and close menus that lie over it.',
  } as const;
};

/** What is signal: the threshold by its rule, and the pieces above it. */
import {
  type Component,
  componentsKept,
  type NotGiven,
  notGiven,
  type SignalFigures,
  type SignalRule,
} from '#model/analysis.ts';
import type { Spans } from '../spans.ts';
import {
  type AnalysedFrame,
  firstOf,
  noBackground,
  statisticsFor,
  tooClipped,
  trustedBackground,
} from './analysed-frame.ts';
import type { Piece, Segmented } from './kernels.ts';
import { areaOf } from './lengths.ts';
import { levelFrom } from './light-picture.ts';
import { otsuLevel } from './otsu.ts';
import type { LightPicture } from './picture.ts';
import type { Allowed } from './region-places.ts';

/** From which linear light on a pixel of the smoothed picture is signal, with the standard uncertainty that the rule gives it. */
export type Threshold = { readonly linear: number; readonly sd: number };

/** Pieces of signal; `segmented` holds until the segmenter's next call. */
export type Signal = { readonly threshold: Threshold; readonly segmented: Segmented };

export const noSignalRule = (what: string): NotGiven =>
  notGiven('no-signal-rule', `${what} needs a rule for signal: choose one`);

/** `allowed`: the pixels that Otsu's rule looks at. */
export function thresholdOf(frame: AnalysedFrame, rule: SignalRule, allowed: Allowed): Threshold | NotGiven {
  switch (rule.by) {
    case 'tbr': {
      const background = trustedBackground(frame);
      if (background?.mean == null) return noBackground(frame);
      return { linear: rule.times * background.mean, sd: rule.times * (background.meanSd ?? 0) };
    }
    case 'background-sd': {
      const background = trustedBackground(frame);
      if (background?.mean == null || background.sd === null) return noBackground(frame);
      // u(σ) = σ / √(2 (n − 1)) of n independent pixels: GUM (JCGM 100:2008) E.4.3.
      const independent = Math.max(2, background.effectiveN ?? background.n);
      const sdSd = background.sd / Math.sqrt(2 * (independent - 1));
      return {
        linear: background.mean + rule.k * background.sd,
        sd: Math.hypot(background.meanSd ?? 0, rule.k * sdSd),
      };
    }
    case 'otsu': {
      const level = dividingLevel(frame.picture, allowed.spans);
      if (level === null)
        return notGiven('no-signal', 'all pixels inside the edge are alike: nothing to tell apart');
      return { linear: frame.picture.toLinear(level), sd: 0 };
    }
    case 'specimen-percent':
      return specimenThreshold(frame, rule.percent);
  }
}

const otsuBins = 256;

/** By level; emptied by whoever counts in it. */
const levelCounts = new Uint32Array(65_536);
const bins = new Uint32Array(otsuBins);

/** Otsu's level over the pixels of `spans`, their range divided into 256 bins; null: they are all alike. */
function dividingLevel({ levels, widthPx }: LightPicture, spans: Spans): number | null {
  levelCounts.fill(0);
  for (let i = 0; i < spans.length; i += 3) {
    const row = spans[i]! * widthPx;
    countLevels(levels, row + spans[i + 1]!, row + spans[i + 2]!);
  }
  let low = 0;
  let high = levelCounts.length - 1;
  while (low < high && levelCounts[low] === 0) low++;
  while (high > low && levelCounts[high] === 0) high--;
  if (!(high > low)) return null;
  const range = high - low + 1;
  bins.fill(0);
  for (let level = low; level <= high; level++)
    bins[Math.floor(((level - low) * otsuBins) / range)]! += levelCounts[level]!;
  const bin = otsuLevel(bins);
  return bin === null ? null : low + Math.ceil(((bin + 1) * range) / otsuBins);
}

/** Counted by level, so that each pixel is looked at once and binned with all that are like it. */
function countLevels(levels: Uint16Array, from: number, end: number): void {
  for (let at = from; at < end; at++) levelCounts[levels[at]!]!++;
}

function specimenThreshold(frame: AnalysedFrame, percent: number): Threshold | NotGiven {
  const edge = firstOf(frame, 'edge');
  if (!edge) return notGiven('no-edge', 'no edge: draw the specimen');
  const statistics = statisticsFor(frame, edge.id);
  const clipped = statistics && tooClipped(frame, edge.id, statistics.clippedShare);
  if (clipped) return clipped;
  const peak = statistics?.peak ?? null;
  if (peak === null) return notGiven('no-pixels', `${edge.id} has no 3 × 3 valid pixels`);
  if (peak <= 0) return notGiven('no-signal', `nothing in ${edge.id} is above dark`);
  return { linear: (percent / 100) * peak, sd: 0 };
}

/** The pieces above `threshold` where `allowed`. The segmenter's own, until its next call. */
export function segmentSignal(frame: AnalysedFrame, threshold: Threshold, allowed: Allowed): Signal {
  const { kernels, picture, settings } = frame;
  const { reach, smallestPx, fillsHoles } = settings.signal!;
  const low = levelFrom(picture, threshold.linear);
  const order = {
    image: picture.levels,
    low,
    high: Math.max(low, levelFrom(picture, threshold.linear * reach)),
    allowed: allowed.plane,
    smallestPx: Math.max(1, Math.ceil(smallestPx / picture.stepPx ** 2)),
    fillsHoles,
  };
  return { threshold, segmented: kernels.segment(order, componentsKept) };
}

/** Areas in NIR pixels; what they are in mm² follows the magnification at each piece's centroid. */
export function signalFigures(frame: AnalysedFrame, { threshold, segmented }: Signal): SignalFigures {
  const components = segmented.pieces.map((piece, i) => componentOf(frame, piece, { i, segmented }));
  const { picture, scale } = frame;
  const nirPerPixel = picture.stepPx ** 2;
  const inTable = components.reduce((sum, { area }) => sum + area.px, 0);
  const total = segmented.areaPx * nirPerPixel;
  const rest = areaOf(total - inTable, magnification(frame, middleOf(frame)), scale).mm2?.value ?? 0;
  const value = components.reduce((sum, { area }) => sum + (area.mm2?.value ?? 0), rest);
  return {
    thresholdLinear: threshold.linear,
    area: {
      px: total,
      mm2: scale && { value, sd: (2 * value * scale.sdMmPerPx) / scale.mmPerPx },
    },
    count: segmented.count,
    components,
  };
}

function componentOf(
  frame: AnalysedFrame,
  piece: Piece,
  { i, segmented }: { i: number; segmented: Segmented },
): Component {
  const { picture, scale, kernels } = frame;
  const at = { x: piece.sumX / piece.areaPx, y: piece.sumY / piece.areaPx };
  const centroid = picture.toScene(at);
  const { sum, n, most } = kernels.light.pieceLight({ picture, mask: segmented.mask, spans: piece.spans });
  return {
    number: i + 1,
    area: areaOf(piece.areaPx * picture.stepPx ** 2, magnification(frame, at), scale),
    mean: n === 0 ? null : sum / n,
    peak: most > Number.NEGATIVE_INFINITY ? most / 9 : null,
    // Beyond where a lens' polynomial turns back there is no scene to point at.
    centroid: Number.isFinite(centroid.x) ? centroid : picture.toScene(middleOf(frame)),
  };
}

const middleOf = ({ picture }: AnalysedFrame) => ({
  x: (picture.widthPx - 1) / 2,
  y: (picture.heightPx - 1) / 2,
});

/** Scene pixels that an NIR pixel is wide at `plane`. */
const magnification = ({ picture }: AnalysedFrame, plane: { x: number; y: number }): number =>
  picture.scenePxPerPlanePx(plane) / picture.stepPx;

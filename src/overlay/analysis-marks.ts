/** What analysis puts on a pane, as data: which lines, where, and where their words stand. Painted by `paint-analysis.ts`. */
import { type Analysis, type EdgeProfile, isGiven, type Polyline } from '#model/analysis.ts';
import { type Homography, mapPoint, type Point, type Rect } from '#model/geometry.ts';
import { mayShowNumbers } from '#model/liveness.ts';
import type { Pane } from '#model/panes.ts';
import { words } from '#words/words.ts';
import type { MeasureText, TypeSize } from './context.ts';
import { bandRuns } from './edge-band.ts';
import { inPercent, inShort } from './figures-in-words.ts';
import { analysisColours } from './marks.ts';
import { outlineOf } from './outline.ts';
import { placeLabels } from './place-labels.ts';
import type { OverlayScene } from './scene.ts';
import { lengthQuantity, quantityInWords } from './uncertainty.ts';

/** Words beside a mark; `to`: the point that they belong to, where a line must lead there. */
export type AnalysisLabel = {
  readonly text: string;
  readonly rect: Rect;
  readonly to: Point | null;
  readonly colour: string;
};

/** Points in canvas pixels; `signal` in scene pixels, because it can be long and is mapped while it is traced. */
export type AnalysisMarks = {
  readonly freshness: number;
  readonly signal: readonly Polyline[];
  /** Stretches of the edge nearer than a limit: `rank` 0 is nearer than the first. */
  readonly band: readonly { readonly rank: number; readonly points: readonly Point[] }[];
  /** From the edge to the nearest signal; the same point where signal reaches the edge. */
  readonly smallest: { readonly from: Point; readonly to: Point } | null;
  readonly peaks: readonly { readonly number: number; readonly at: Point }[];
  /** Arcs along the rim where it has gaps. */
  readonly gaps: readonly (readonly Point[])[];
  readonly rimCentre: Point | null;
  readonly disc: readonly Point[] | null;
  readonly labels: readonly AnalysisLabel[];
};

export const analysisType = (unit: number): TypeSize => ({ sizePx: 14 * unit, weight: 600 });
/** Radius of a peak's ring, in units. */
export const peakRadius = 8;

type LabelWish = { readonly text: string; readonly outline: readonly Point[]; readonly colour: string };

/** Everything analysis puts on `pane`; null where it may put nothing: on white light, without a fresh analysis, without a signal. */
export function analysisMarks(
  scene: OverlayScene,
  pane: Pane,
  set: { unit: number; measure: MeasureText; obstacles: readonly Rect[] },
): AnalysisMarks | null {
  const paint = scene.analysis;
  if (!paint || paint.freshness <= 0 || pane.content === 'white-light') return null;
  if (!mayShowNumbers(scene.pictureState)) return null;
  const { analysis, shapes } = paint;
  const h = pane.sceneToCanvas;
  const margin = isGiven(analysis.margin) ? analysis.margin : null;
  const limitsMm = margin?.under.map(({ limitMm }) => limitMm) ?? [];
  const smallest = margin && { from: mapPoint(h, margin.at), to: mapPoint(h, margin.signalAt) };
  const gaps = gapArcs(analysis, h);
  const disc = discOutline(analysis, h);
  const peaks = isGiven(analysis.peaks)
    ? analysis.peaks.peaks.map(({ number, at }) => ({ number, at: mapPoint(h, at) }))
    : [];
  const ring = peakRadius * set.unit;
  const wishes: LabelWish[] = [
    ...(margin && smallest
      ? [
          {
            text: smallestInWords(margin),
            outline: [smallest.from, smallest.to],
            colour: analysisColours.smallest,
          },
        ]
      : []),
    ...(gaps[0] ? [{ text: gapInWords(analysis), outline: gaps[0], colour: analysisColours.gap }] : []),
    ...(disc ? [{ text: discInWords(analysis), outline: disc, colour: analysisColours.disc }] : []),
    ...peaks.map(({ number, at }) => ({
      text: String(number),
      outline: [
        { x: at.x - ring, y: at.y - ring },
        { x: at.x + ring, y: at.y + ring },
      ],
      colour: analysisColours.peak,
    })),
  ];
  return {
    freshness: paint.freshness,
    signal: shapes.signal,
    band: margin && shapes.edge ? bandOf(shapes.edge, limitsMm, h) : [],
    smallest,
    peaks,
    gaps,
    rimCentre: isGiven(analysis.rim) ? mapPoint(h, analysis.rim.centre) : null,
    disc,
    labels: placed(wishes, pane, set),
  };
}

function bandOf(edge: EdgeProfile, limitsMm: readonly number[], h: Homography): AnalysisMarks['band'] {
  const count = edge.distancesPx.length;
  const at = (i: number): Point => {
    const sample = i % count;
    return mapPoint(h, { x: edge.points[2 * sample]!, y: edge.points[2 * sample + 1]! });
  };
  return bandRuns(edge, limitsMm)
    .filter(({ rank }) => rank < limitsMm.length)
    .map(({ rank, from, segments }) => ({
      rank,
      points: Array.from({ length: segments + 1 }, (_, i) => at(from + i)),
    }));
}

const arcStepDegrees = 3;

/** Arcs a little outside the rim, so that they do not stand on what is missing. Largest gap first. */
function gapArcs({ rim }: Analysis, h: Homography): Point[][] {
  if (!isGiven(rim)) return [];
  const radiusPx = rim.radius.px * 1.12;
  return rim.gaps.map(({ fromDegrees, degrees }) => {
    const steps = Math.max(1, Math.ceil(degrees / arcStepDegrees));
    return Array.from({ length: steps + 1 }, (_, i) => {
      const turn = ((fromDegrees + (degrees * i) / steps) * Math.PI) / 180;
      return mapPoint(h, {
        x: rim.centre.x + radiusPx * Math.cos(turn),
        y: rim.centre.y + radiusPx * Math.sin(turn),
      });
    });
  });
}

const discOf = ({ residual }: Analysis) =>
  isGiven(residual) && !('withheld' in residual.disc) ? residual.disc : null;

function discOutline(analysis: Analysis, h: Homography): Point[] | null {
  const disc = discOf(analysis);
  return disc && outlineOf({ kind: 'circle', centre: disc.centre, radiusPx: disc.radiusPx }, h);
}

function discInWords(analysis: Analysis): string {
  const disc = discOf(analysis);
  return disc
    ? words('⌀ {diameter} mm covers {share}', {
        diameter: inShort(disc.diameterMm),
        share: inPercent(disc.covers),
      })
    : '';
}

function gapInWords({ rim }: Analysis): string {
  const gap = isGiven(rim) ? rim.gaps[0] : undefined;
  return gap
    ? words('gap {degrees}°, {length}', {
        degrees: Math.round(gap.degrees),
        length: quantityInWords(lengthQuantity(gap.length)),
      })
    : '';
}

function smallestInWords(margin: Extract<Analysis['margin'], { edgeId: string }>): string {
  return margin.reachesEdge
    ? words('signal reaches the edge')
    : quantityInWords(lengthQuantity(margin.smallest));
}

function placed(
  wishes: readonly LabelWish[],
  pane: Pane,
  set: { unit: number; measure: MeasureText; obstacles: readonly Rect[] },
): AnalysisLabel[] {
  const { unit, measure, obstacles } = set;
  const type = analysisType(unit);
  const requests = wishes.map(({ text, outline }) => ({
    outline,
    widthPx: measure(text, type) + 6 * unit,
    heightPx: type.sizePx * 1.3,
  }));
  const places = placeLabels(requests, { pane: pane.rect, obstacles, gapPx: 5 * unit });
  return wishes.map(({ text, outline, colour }, i) => {
    const { rect, isApart } = places[i]!;
    return { text, colour, rect, to: isApart ? middleOf(outline) : null };
  });
}

const middleOf = (outline: readonly Point[]): Point => ({
  x: outline.reduce((sum, { x }) => sum + x, 0) / outline.length,
  y: outline.reduce((sum, { y }) => sum + y, 0) / outline.length,
});

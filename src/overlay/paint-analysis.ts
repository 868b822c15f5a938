/** The paint of what analysis found: signal's outline, edge band, smallest distance, rim gaps, applicator, peaks. */
import { type Homography, mapPoint, type Point } from '#model/geometry.ts';
import { type AnalysisLabel, type AnalysisMarks, analysisType, peakRadius } from './analysis-marks.ts';
import { type PaintContext, paintLine, paintText, tracePoints } from './context.ts';
import { analysisColours, analysisMarkLooks, bandLook, lineOf, signalLook } from './marks.ts';

/** Paints the marks under the regions' names; what was measured fades with its age. */
export function paintAnalysis(
  context: PaintContext,
  marks: AnalysisMarks,
  on: { sceneToCanvas: Homography; unit: number },
): void {
  const { unit, sceneToCanvas } = on;
  context.save();
  context.globalAlpha *= Math.min(1, Math.max(0, marks.freshness));
  paintLine(context, signalLook(unit), () => {
    for (const { points, isClosed } of marks.signal)
      traceMapped(context, points, { isClosed, sceneToCanvas });
  });
  // The nearest last, so that it lies on top where two stretches meet.
  for (const { rank, points } of marks.band.toSorted((a, b) => b.rank - a.rank))
    paintBand(context, points, { rank, unit });
  for (const gap of marks.gaps) paintGap(context, gap, unit);
  if (marks.rimCentre && marks.gaps.length > 0) paintCross(context, marks.rimCentre, unit);
  if (marks.disc) {
    const { disc } = marks;
    paintLine(context, lineOf(analysisMarkLooks.disc, unit), () => tracePoints(context, disc, true));
  }
  for (const { at } of marks.peaks) paintPeak(context, at, unit);
  if (marks.smallest) paintSmallest(context, marks.smallest, unit);
  for (const label of marks.labels) paintLabel(context, label, unit);
  context.restore();
}

/** Traces x, y, x, y … without making a point of each. */
function traceMapped(
  context: PaintContext,
  points: Float32Array,
  on: { isClosed: boolean; sceneToCanvas: Homography },
): void {
  for (let i = 0; i + 1 < points.length; i += 2) {
    const { x, y } = mapPoint(on.sceneToCanvas, { x: points[i]!, y: points[i + 1]! });
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  if (on.isClosed && points.length >= 6) context.closePath();
}

/** A stretch of the edge: thicker and more solid the nearer the signal; the nearest striped like a hazard tape, too. */
function paintBand(
  context: PaintContext,
  points: readonly Point[],
  { rank, unit }: { rank: number; unit: number },
): void {
  const look = bandLook(rank, unit);
  paintLine(context, look, () => tracePoints(context, points, false));
  if (rank > 0) return;
  context.setLineDash([3 * unit, 6 * unit]);
  context.strokeStyle = '#1a0a06';
  context.lineWidth = look.widthPx * 0.5;
  context.beginPath();
  tracePoints(context, points, false);
  context.stroke();
  context.setLineDash([]);
}

/** A dimension line: arrowheads at both ends; a cross where there is no distance. */
function paintSmallest(context: PaintContext, { from, to }: { from: Point; to: Point }, unit: number): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const look = lineOf(analysisMarkLooks.smallest, unit);
  if (length < 2 * unit) {
    const arm = 9 * unit;
    paintLine(context, look, () => {
      for (const side of [-1, 1]) {
        context.moveTo(from.x - arm, from.y - side * arm);
        context.lineTo(from.x + arm, from.y + side * arm);
      }
    });
    return;
  }
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = Math.min(9 * unit, Math.max(5 * unit, length * 0.4));
  const head = (at: Point, direction: number) => {
    for (const turn of [0.5, -0.5]) {
      context.moveTo(at.x - wing * Math.cos(direction + turn), at.y - wing * Math.sin(direction + turn));
      context.lineTo(at.x, at.y);
    }
  };
  paintLine(context, look, () => {
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    head(to, angle);
    head(from, angle + Math.PI);
  });
}

/** An arc with a tick at each end, as a dimension of what is missing. */
function paintGap(context: PaintContext, arc: readonly Point[], unit: number): void {
  const tick = (at: Point | undefined, next: Point | undefined) => {
    if (!at || !next) return;
    const along = Math.atan2(next.y - at.y, next.x - at.x);
    const [dx, dy] = [-Math.sin(along) * 6 * unit, Math.cos(along) * 6 * unit];
    context.moveTo(at.x - dx, at.y - dy);
    context.lineTo(at.x + dx, at.y + dy);
  };
  paintLine(context, lineOf(analysisMarkLooks.gap, unit), () => tracePoints(context, arc, false));
  paintLine(context, lineOf({ ...analysisMarkLooks.gap, dash: [] }, unit), () => {
    tick(arc[0], arc[1]);
    tick(arc.at(-1), arc.at(-2));
  });
}

function paintCross(context: PaintContext, { x, y }: Point, unit: number): void {
  const arm = 5 * unit;
  paintLine(context, { colour: analysisColours.gap, widthPx: 1.5 * unit, dashPx: [] }, () => {
    context.moveTo(x - arm, y);
    context.lineTo(x + arm, y);
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
  });
}

/** A ring whose middle stays free, so that the peak itself can be seen. */
function paintPeak(context: PaintContext, { x, y }: Point, unit: number): void {
  const radius = peakRadius * unit;
  paintLine(context, lineOf(analysisMarkLooks.peak, unit), () => {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    for (const [dx, dy] of [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const) {
      context.moveTo(x + dx * radius, y + dy * radius);
      context.lineTo(x + dx * radius * 1.5, y + dy * radius * 1.5);
    }
  });
}

function paintLabel(context: PaintContext, { text, rect, to, colour }: AnalysisLabel, unit: number): void {
  const at = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
  if (to) {
    paintLine(context, { colour, widthPx: unit, dashPx: [] }, () => {
      context.moveTo(at.x, at.y);
      context.lineTo(to.x, to.y);
    });
  }
  paintText(context, text, { at, type: analysisType(unit), colour, align: 'center' });
}

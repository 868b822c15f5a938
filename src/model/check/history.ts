/** A report beside the camera's own earlier ones. There is no accepted limit to compare with. */
import type { CheckFigure, CheckReport, ComparedFigure, TrendPoint } from '../check.ts';
import { checkFigures } from './figures.ts';

/** Fewer say nothing of what is usual. */
const leastEarlier = 3;

const isSameCamera = (a: CheckReport, b: CheckReport): boolean =>
  a.device === b.device && a.scope === b.scope;
const isSameFigure = (a: CheckFigure, b: CheckFigure): boolean => a.id === b.id && a.madeHow === b.madeHow;

/**
 * Each figure beside median and MAD of the same figure in the last `last` (10) reports of the same camera and optics made before it
 * that have it, made the same way. `earlier` may hold reports of other cameras, later ones and the report itself: they do not count.
 */
export function compareWithHistory(
  report: CheckReport,
  earlier: readonly CheckReport[],
  last = 10,
): readonly ComparedFigure[] {
  const before = earlier
    .filter(other => other.id !== report.id && other.madeAtS < report.madeAtS && isSameCamera(other, report))
    .sort((a, b) => b.madeAtS - a.madeAtS)
    .map(checkFigures);
  return checkFigures(report).map(figure => {
    const values = before
      .flatMap(figures => figures.find(other => isSameFigure(other, figure))?.value ?? [])
      .slice(0, last);
    if (values.length < leastEarlier)
      return { ...figure, usual: null, earlier: values.length, difference: null };
    const median = medianOf(values);
    const mad = medianOf(values.map(value => Math.abs(value - median)));
    return { ...figure, usual: { median, mad }, earlier: values.length, difference: figure.value - median };
  });
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** One figure over all reports of the camera and optics of `of`, made the same way as in `of`, oldest first. */
export function checkTrend(
  of: CheckReport,
  reports: readonly CheckReport[],
  figureId: string,
): readonly TrendPoint[] {
  const wanted = checkFigures(of).find(({ id }) => id === figureId);
  if (!wanted) return [];
  return reports
    .filter(other => isSameCamera(other, of))
    .flatMap(other => {
      const figure = checkFigures(other).find(each => isSameFigure(each, wanted));
      return figure ? [{ madeAtS: other.madeAtS, value: figure.value, sd: figure.sd }] : [];
    })
    .sort((a, b) => a.madeAtS - b.madeAtS);
}

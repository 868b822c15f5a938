/** Concentration series: linearity and the lowest concentration that is told from nothing. */
import {
  type CheckTarget,
  type CheckWell,
  type CheckWithheld,
  type ConcentrationResult,
  checkWithheld,
  type SeriesPoint,
} from '../check.ts';
import { fitLine } from './line-fit.ts';
import { detectedCnr, leastPoints, noSpread, seriesOf, tooFewPoints } from './series.ts';

/**
 * Everything a concentration target says: net = factor · concentration^exponent by least squares of logarithms, every well the same
 * weight, with the standard error of the slope; and the lowest concentration with CNR ≥ 3.
 */
export function readConcentration(
  target: CheckTarget,
  wells: readonly CheckWell[],
): ConcentrationResult | CheckWithheld {
  const series = seriesOf(wells);
  if ('withheld' in series) return series;
  const points = series.points.toReversed();
  return {
    targetId: target.id,
    unit: target.unit,
    control: series.control,
    points,
    fit: fitOf(points),
    limit: series.control.sd > 0 ? limitOf(points, target.unit) : noSpread,
  };
}

function fitOf(points: readonly SeriesPoint[]): ConcentrationResult['fit'] {
  const fitted = points.filter(({ isFitted }) => isFitted);
  const line = fitLine(fitted.map(({ value, net }) => ({ x: Math.log(value), y: Math.log(net) })));
  if (fitted.length < leastPoints || !line) return tooFewPoints(points);
  return {
    exponent: { value: line.slope, sd: Math.sqrt(line.slopeVariance) },
    factor: Math.exp(line.intercept),
    rSquared: line.rSquared,
    n: line.n,
  };
}

function limitOf(points: readonly SeriesPoint[], unit: string): ConcentrationResult['limit'] {
  // A weak well that beats a stronger one that fails is an accident or a wrong place: the first failure ends it.
  const failed = points.findIndex(({ cnr }) => !(cnr !== null && cnr >= detectedCnr));
  const last = points[failed < 0 ? points.length - 1 : failed - 1];
  if (!last || last.cnr === null)
    return checkWithheld(
      'no-signal',
      points[0]
        ? `Not even ${points[0].value} ${unit} reaches CNR ${detectedCnr}. Check the light and the filter.`
        : 'No well with dye lies inside the picture.',
    );
  return { value: last.value, cnr: last.cnr };
}

/** Depth series: how fast signal falls with depth, and how deep it is still told from nothing. */
import {
  type CheckTarget,
  type CheckWell,
  type CheckWithheld,
  checkWithheld,
  type DepthResult,
  type SeriesPoint,
} from '../check.ts';
import { fitLine, type LineFit } from './line-fit.ts';
import { detectedCnr, leastPoints, noSpread, seriesOf, tooFewPoints } from './series.ts';

/**
 * Everything a depth target says: net = surface · exp(−attenuation · depth) by least squares of ln net on depth, every well the same
 * weight; and the depth at which that curve passes three SD of the control.
 */
export function readDepth(target: CheckTarget, wells: readonly CheckWell[]): DepthResult | CheckWithheld {
  const series = seriesOf(wells);
  if ('withheld' in series) return series;
  const { control, points } = series;
  const fitted = points.filter(({ isFitted }) => isFitted);
  const line = fitLine(fitted.map(({ value, net }) => ({ x: value, y: Math.log(net) })));
  const shared = { targetId: target.id, control, points };
  if (fitted.length < leastPoints || !line) {
    const few = tooFewPoints(points);
    return { ...shared, fit: few, limitMm: few };
  }
  if (!falls(line)) return { ...shared, fit: noDecay, limitMm: noDecay };
  return {
    ...shared,
    fit: {
      attenuationPerMm: { value: -line.slope, sd: Math.sqrt(line.slopeVariance) },
      surface: Math.exp(line.intercept),
      rSquared: line.rSquared,
      n: line.n,
    },
    limitMm: control.sd > 0 ? limitOf(line, control.sd, points) : noSpread,
  };
}

/** Written so that a slope that is no number fails. */
const falls = ({ slope, slopeVariance }: LineFit): boolean =>
  slope < -2 * Math.sqrt(slopeVariance) && slope < 0;

const noDecay = checkWithheld(
  'no-decay',
  'Signal does not fall with depth. Check that the circles lie on the wells, in the right order.',
);

/** Where the line passes ln 3σ; its uncertainty by the delta method, intercept and slope together. */
function limitOf(line: LineFit, controlSd: number, points: readonly SeriesPoint[]): DepthResult['limitMm'] {
  const { slope, intercept, slopeVariance, interceptVariance, covariance } = line;
  const depth = (Math.log(detectedCnr * controlSd) - intercept) / slope;
  if (!(depth > 0))
    return checkWithheld('no-signal', 'The curve passes CNR 3 above the surface: there is no depth.');
  const variance = (interceptVariance + depth * depth * slopeVariance + 2 * depth * covariance) / slope ** 2;
  return {
    value: depth,
    sd: Math.sqrt(Math.max(0, variance)),
    isBeyond: depth > points.at(-1)!.value || depth < points[0]!.value,
  };
}

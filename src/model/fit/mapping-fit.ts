/**
 * Least squares for mappings between the channels: normalised direct linear transformation, then the geometric error; and how
 * certain such a mapping is anywhere in the picture.
 */
import type { PointPair, RegistrationFit } from '../calibration.ts';
import {
  compose,
  type Homography,
  inverse,
  mapPoint,
  type Point,
  type SizePx,
  scaling,
  translation,
} from '../geometry.ts';
import { type Mapping, type Radial, radialOf, toSensor } from '../mapping.ts';
import {
  inverseSymmetric,
  jacobianOf,
  leastSquares,
  normalMatrix,
  smallestEigenvector,
} from './least-squares.ts';

/** One standard uncertainty of a point marked by hand, each way, in scene pixels. */
export const pointingSdPx = 0.5;

/** What is fitted besides: nothing, k1, or k1 and k2. */
export type DistortionTerms = 0 | 1 | 2;

export type MappingModel = {
  readonly model: RegistrationFit['model'];
  readonly terms: DistortionTerms;
  readonly scene: SizePx;
};

/** Moves the points' mean to the origin and their rms distance to √2 (Hartley 1997, doi:10.1109/34.601246). */
function normaliserOf(points: readonly Point[]): Homography {
  const n = points.length;
  const x = points.reduce((sum, p) => sum + p.x, 0) / n;
  const y = points.reduce((sum, p) => sum + p.y, 0) / n;
  const rms = Math.sqrt(points.reduce((sum, p) => sum + (p.x - x) ** 2 + (p.y - y) ** 2, 0) / n);
  const scale = Math.SQRT2 / rms;
  return compose(scaling(scale, scale), translation(-x, -y));
}

/** White to NIR in normalised coordinates, and the way out of them: there every parameter is of order 1. */
type Normalised = { readonly white: Homography; readonly nir: Homography; readonly nirBack: Homography };

function normalisedOf(pairs: readonly PointPair[]): Normalised {
  const nir = normaliserOf(pairs.map(pair => pair.nir));
  return { white: normaliserOf(pairs.map(pair => pair.white)), nir, nirBack: inverse(nir) };
}

/**
 * The homography of least algebraic error: the normalised direct linear transformation (Hartley & Zisserman, Multiple View
 * Geometry, algorithm 4.2). At least four pairs, no three on a line.
 */
export function directHomography(pairs: readonly PointPair[]): Homography {
  const { white, nir, nirBack } = normalisedOf(pairs);
  const equations = pairs.flatMap(pair => {
    const { x, y } = mapPoint(white, pair.white);
    const to = mapPoint(nir, pair.nir);
    return [
      [x, 0, -to.x * x, y, 0, -to.x * y, 1, 0, -to.x],
      [0, x, -to.y * x, 0, y, -to.y * y, 0, 1, -to.y],
    ];
  });
  const h = smallestEigenvector(normalMatrix(equations));
  const direct = [h[0]!, h[1]!, h[2]!, h[3]!, h[4]!, h[5]!, h[6]!, h[7]!, h[8]!] as const;
  return withUnitCorner(compose(nirBack, compose(direct, white)));
}

/** Scaled so that its last element is 1, as matrices are written; a mapping of the origin to infinity stays as it is. */
export function withUnitCorner(h: Homography): Homography {
  const s = Math.abs(h[8]) > 1e-12 ? h[8] : 1;
  return [h[0] / s, h[1] / s, h[2] / s, h[3] / s, h[4] / s, h[5] / s, h[6] / s, h[7] / s, h[8] / s];
}

/** Six numbers of an affine mapping or eight of a homography (normalised, last element 1), then k1 and k2. */
type Parameters = readonly number[];

const matrixSize = (model: RegistrationFit['model']): number => (model === 'affine' ? 6 : 8);

/** Unknowns of a model. */
export const unknownsOf = ({ model, terms }: Pick<MappingModel, 'model' | 'terms'>): number =>
  matrixSize(model) + terms;

function matrixOf(parameters: Parameters, model: RegistrationFit['model']): Homography {
  const [a, b, c, d, e, f, g = 0, h = 0] = parameters.slice(0, matrixSize(model));
  return [a!, b!, g, c!, d!, h, e!, f!, 1];
}

const parametersOf = (m: Homography, { model, terms }: MappingModel, radial: Radial | null): number[] => {
  const u = withUnitCorner(m);
  const projective = model === 'affine' ? [] : [u[2], u[5]];
  return [
    u[0],
    u[1],
    u[3],
    u[4],
    u[6],
    u[7],
    ...projective,
    ...[radial?.k1 ?? 0, radial?.k2 ?? 0].slice(0, terms),
  ];
};

function mappingOf(parameters: Parameters, model: MappingModel, normalised: Normalised): Mapping {
  const distortion = parameters.slice(matrixSize(model.model));
  const inside = compose(matrixOf(parameters, model.model), normalised.white);
  return {
    homography: compose(normalised.nirBack, inside),
    radial: radialOf({ distortion: { k1: distortion[0] ?? 0, k2: distortion[1] ?? 0 } }, model.scene),
  };
}

/** Mapped minus marked, x and y of each pair in turn, in NIR scene pixels. */
const offsetsOf = (mapping: Mapping, pairs: readonly PointPair[]): number[] =>
  pairs.flatMap(({ white, nir }) => {
    const mapped = toSensor(mapping, white);
    return [mapped.x - nir.x, mapped.y - nir.y];
  });

/** Mapped minus marked of each pair. */
export function residualsOf(mapping: Mapping, pairs: readonly PointPair[]): Point[] {
  const offsets = offsetsOf(mapping, pairs);
  return pairs.map((_, i) => ({ x: offsets[2 * i]!, y: offsets[2 * i + 1]! }));
}

/** Root mean square length. */
export const rmsOf = (residuals: readonly Point[]): number =>
  Math.sqrt(residuals.reduce((sum, { x, y }) => sum + x * x + y * y, 0) / residuals.length);

/**
 * The mapping of least geometric error: the sum of squared distances in NIR pixels between mapped and marked points. Pairs
 * must be spread as their model needs; what comes out of others is not meaningful.
 */
export function fitMapping(pairs: readonly PointPair[], model: MappingModel): Mapping {
  const normalised = normalisedOf(pairs);
  const direct = compose(normalised.nir, compose(directHomography(pairs), inverse(normalised.white)));
  const start =
    model.model === 'affine' ? [1, 0, 0, 1, 0, 0] : parametersOf(direct, { ...model, terms: 0 }, null);
  const withTerms = [...start, ...[0, 0].slice(0, model.terms)];
  const found = leastSquares(p => offsetsOf(mappingOf(p, model, normalised), pairs), withTerms);
  const mapping = mappingOf(found, model, normalised);
  return { ...mapping, homography: withUnitCorner(mapping.homography) };
}

export type MappingUncertainty = {
  /** Of one coordinate of one marked point: from the residuals, at least `pointingSdPx`. */
  readonly sigmaPx: number;
  /** Standard uncertainty of where the mapping takes `p` (length of the vector), in NIR scene pixels; may be infinite. */
  sdPxAt(p: Point): number;
  /** Standard uncertainty of k1 and k2, as far as they were fitted. */
  readonly distortionSd: readonly number[];
};

/** Propagates the points' uncertainty through the fit, σ²(JᵀJ)⁻¹, to any place of the picture. */
export function uncertaintyOf(
  pairs: readonly PointPair[],
  mapping: Mapping,
  model: MappingModel,
): MappingUncertainty {
  const normalised = normalisedOf(pairs);
  const matrix = compose(normalised.nir, compose(mapping.homography, inverse(normalised.white)));
  const parameters = parametersOf(matrix, model, mapping.radial);
  const jacobian = jacobianOf(p => offsetsOf(mappingOf(p, model, normalised), pairs), parameters);
  const inverted = inverseSymmetric(normalMatrix(jacobian));
  const freedom = 2 * pairs.length - parameters.length;
  const squares = pairs.length * rmsOf(residualsOf(mapping, pairs)) ** 2;
  const sigmaPx = Math.max(pointingSdPx, freedom > 0 ? Math.sqrt(squares / freedom) : 0);
  return {
    sigmaPx,
    sdPxAt(p) {
      if (!inverted) return Number.POSITIVE_INFINITY;
      const slopes = jacobianOf(q => {
        const { x, y } = toSensor(mappingOf(q, model, normalised), p);
        return [x, y];
      }, parameters);
      return sigmaPx * Math.sqrt(slopes.reduce((sum, row) => sum + quadratic(inverted, row), 0));
    },
    distortionSd: inverted
      ? inverted
          .slice(matrixSize(model.model))
          .map((row, i) => sigmaPx * Math.sqrt(row[matrixSize(model.model) + i]!))
      : [],
  };
}

const quadratic = (matrix: readonly (readonly number[])[], v: readonly number[]): number =>
  matrix.reduce((sum, row, i) => sum + v[i]! * row.reduce((inner, m, j) => inner + m * v[j]!, 0), 0);

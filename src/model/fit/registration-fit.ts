/** NIR onto white light from points marked by hand: what is refused, what is fitted, and what is said of it. */
import type { Finding, PointPair, RegistrationFit } from '../calibration.ts';
import type { Point, SizePx } from '../geometry.ts';
import { type Mapping, toSensor } from '../mapping.ts';
import {
  type DistortionTerms,
  fitMapping,
  type MappingModel,
  residualsOf,
  rmsOf,
  uncertaintyOf,
  unknownsOf,
} from './mapping-fit.ts';
import {
  areaOf,
  areCollinear,
  duplicateOf,
  hullOf,
  isInPicture,
  orientationOf,
  placeWords,
} from './point-spread.ts';

/** A homography is fitted where it magnifies a pointing error between the points no more than this. */
const magnificationAtMost = 3;
/** Share of the picture inside the points' outline under which they are crowded, and which distortion needs. */
const crowdedShare = 0.15;
const distortionShare = 0.4;
const distortionPairs = 8;
/** A term of distortion is kept when it is this many of its standard uncertainties from zero. */
const significant = 4;
/** A corner less certain than this is extrapolated; a fit with a larger rms does not hold together. Pixels of the scene. */
const cornerSdPx = 2;
const poorRmsPx = 2;

const finding = (severity: Finding['severity'], id: string, words: string): Finding => ({
  severity,
  id,
  words,
});
const px = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} px`;

/**
 * Maps white-light scene pixels to NIR scene pixels. A homography where the points allow one; an affine mapping where three or
 * more on a line leave it undetermined (`magnificationAtMost`). Radial distortion when it is asked for, the pairs can show it
 * and it is there. Points are numbered from 1 in words. A `Finding` of severity `stop` is a refusal: nothing was fitted.
 */
export function fitRegistration(
  pairs: readonly PointPair[],
  scene: SizePx,
  usesDistortion: boolean,
): RegistrationFit | Finding {
  const refusal = refusalOf(pairs, scene);
  if (refusal) return refusal;
  const findings: Finding[] = [];
  const plain = chooseModel(pairs, scene);
  if (plain.model.model === 'affine')
    findings.push(
      finding(
        'caution',
        'affine-only',
        'The points allow only a flat fit (shift, turn, stretch), because too many of them lie on one line. Mark four points that form a wide quadrilateral.',
      ),
    );
  const { mapping, model } = usesDistortion ? withDistortion(pairs, plain, findings) : plain;
  if (folds(mapping, pairs, scene)) return foldedMapping;

  const residuals = residualsOf(mapping, pairs);
  const rmsPx = rmsOf(residuals);
  if (orientationOf(pairs).kind === 'mirrored') findings.push(mirrored);
  findings.push(...judgeResiduals(pairs, model, rmsPx), ...judgeSpread(pairs, mapping, model));
  return {
    model: model.model,
    registration: mapping.homography,
    distortion: mapping.radial && { k1: mapping.radial.k1, k2: mapping.radial.k2 },
    rmsPx,
    largestPx: Math.max(...residuals.map(({ x, y }) => Math.hypot(x, y))),
    residuals,
    findings,
  };
}

function refusalOf(pairs: readonly PointPair[], scene: SizePx): Finding | null {
  const stop = (id: string, words: string) => finding('stop', id, words);
  if (pairs.length < 4)
    return stop('too-few-pairs', `Mark at least four pairs of points; there are ${pairs.length}.`);
  const outside = pairs.findIndex(({ white, nir }) => !isInPicture(white, scene) || !isInPicture(nir, scene));
  if (outside >= 0)
    return stop('point-outside', `Pair ${outside + 1} lies outside the picture. Remove it or mark it again.`);
  const twice = duplicateOf(pairs);
  if (twice)
    return stop(
      'point-twice',
      `Pairs ${twice[0] + 1} and ${twice[1] + 1} mark the same place. Remove one of them.`,
    );
  if (areCollinear(pairs.map(p => p.white)) || areCollinear(pairs.map(p => p.nir)))
    return stop('points-on-a-line', 'All points lie on one line. Mark points above and below it, too.');
  const orientation = orientationOf(pairs);
  if (orientation.kind === 'crossed')
    return stop(
      'points-crossed',
      `The points are crossed: their order round the picture differs between the channels. Look at pair ${orientation.worst + 1} first; two points may be exchanged.`,
    );
  return null;
}

type Fitted = { readonly mapping: Mapping; readonly model: MappingModel };

function fitted(pairs: readonly PointPair[], model: MappingModel): Fitted {
  return { mapping: fitMapping(pairs, model), model };
}

function chooseModel(pairs: readonly PointPair[], scene: SizePx): Fitted {
  const projective = fitted(pairs, { model: 'homography', terms: 0, scene });
  const { sigmaPx, sdPxAt } = uncertaintyOf(pairs, projective.mapping, projective.model);
  // Two coordinates of the same uncertainty make a vector that is √2 as uncertain.
  const limitPx = magnificationAtMost * Math.SQRT2 * sigmaPx;
  const middles = pairs.flatMap(({ white: a }, i) =>
    pairs.slice(0, i).map(({ white: b }) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })),
  );
  return middles.every(p => sdPxAt(p) <= limitPx)
    ? projective
    : fitted(pairs, { model: 'affine', terms: 0, scene });
}

function withDistortion(pairs: readonly PointPair[], plain: Fitted, findings: Finding[]): Fitted {
  const { scene } = plain.model;
  const share = areaOf(hullOf(pairs.map(p => p.white))) / (scene.widthPx * scene.heightPx);
  if (pairs.length < distortionPairs || share < distortionShare || plain.model.model === 'affine') {
    findings.push(
      finding(
        'caution',
        'distortion-not-fitted',
        `Lens distortion was not fitted: it needs at least ${distortionPairs} pairs that reach the edges of the picture.`,
      ),
    );
    return plain;
  }
  const bent = (terms: DistortionTerms): Fitted | null => {
    const result = fitted(pairs, { ...plain.model, terms });
    const { radial } = result.mapping;
    if (!radial || !isPlausible(radial)) return null;
    const { distortionSd } = uncertaintyOf(pairs, result.mapping, result.model);
    const last = terms === 2 ? radial.k2 : radial.k1;
    return Math.abs(last) > significant * distortionSd[terms - 1]! ? result : null;
  };
  const found = bent(2) ?? bent(1);
  if (!found)
    findings.push(
      finding('good', 'distortion-none', 'The points show no lens distortion; none was put into the fit.'),
    );
  return found ?? plain;
}

/** Within the profile's limits, and growing from the middle to the corners: otherwise the picture would fold. */
function isPlausible({ k1, k2 }: { k1: number; k2: number }): boolean {
  const slopes = Array.from({ length: 21 }, (_, i) => (i / 20) ** 2).map(
    r2 => 1 + r2 * (3 * k1 + 5 * k2 * r2),
  );
  return Math.abs(k1) <= 1 && Math.abs(k2) <= 1 && slopes.every(slope => slope > 0);
}

export function cornersOf({ widthPx, heightPx }: SizePx): Point[] {
  const [right, bottom] = [widthPx - 1, heightPx - 1];
  return [
    { x: 0, y: 0 },
    { x: right, y: 0 },
    { x: right, y: bottom },
    { x: 0, y: bottom },
  ];
}

/** Whether the mapping's horizon runs through the picture, or it has no inverse. */
export function folds(mapping: Mapping, pairs: readonly PointPair[], scene: SizePx): boolean {
  const h = mapping.homography;
  // The homography's own denominator, at the places that reach it once distortion is undone.
  const flat = (p: Point): Point =>
    toSensor({ homography: [1, 0, 0, 0, 1, 0, 0, 0, 1], radial: mapping.radial }, p);
  const places = [...cornersOf(scene), ...pairs.map(p => p.white)].map(flat);
  const w = places.map(p => h[2] * p.x + h[5] * p.y + h[8]);
  return !(h.every(Number.isFinite) && (w.every(v => v > 0) || w.every(v => v < 0)));
}

const foldedMapping = finding(
  'stop',
  'mapping-folds',
  'No camera could see the picture as these points say: it would fold over. Check that each pair marks the same place in both channels.',
);

const mirrored = finding(
  'caution',
  'mirrored',
  'NIR is a mirror image of white light. If the camera has no mirror, points were marked in the wrong order.',
);

function judgeResiduals(pairs: readonly PointPair[], model: MappingModel, rmsPx: number): Finding[] {
  const freedom = 2 * pairs.length - unknownsOf(model);
  if (freedom === 0)
    return [
      finding(
        'caution',
        'no-check',
        'Four pairs always fit exactly, so nothing is left over to judge them by. Mark two more as a check.',
      ),
    ];
  const wrong = wrongPair(pairs, model);
  if (wrong)
    return [
      finding(
        'caution',
        'pair-off',
        `Pair ${wrong.index + 1} lies ${px(wrong.offPx)} from where the others put it. Mark it again or remove it.`,
      ),
    ];
  return rmsPx > poorRmsPx
    ? [
        finding(
          'caution',
          'poor-fit',
          `The points do not agree well (${px(rmsPx)} rms). Mark sharp, flat details at one height, and more of them.`,
        ),
      ]
    : [finding('good', 'fits', `The points agree to ${px(rmsPx)} rms.`)];
}

/** The pair farthest, in standard uncertainties, from where a fit of all others puts it; null: none beyond four. */
function wrongPair(
  pairs: readonly PointPair[],
  model: MappingModel,
): { index: number; offPx: number } | null {
  // Others that fit exactly by themselves would call any pair wrong.
  if (2 * (pairs.length - 1) <= unknownsOf(model)) return null;
  let worst = { index: -1, offPx: 0, sds: 4 };
  pairs.forEach((pair, index) => {
    const others = pairs.filter((_, i) => i !== index);
    const mapping = fitMapping(others, model);
    const { sigmaPx, sdPxAt } = uncertaintyOf(others, mapping, model);
    const offPx = rmsOf(residualsOf(mapping, [pair]));
    const sds = offPx / Math.hypot(sdPxAt(pair.white), Math.SQRT2 * sigmaPx);
    if (sds > worst.sds) worst = { index, offPx, sds };
  });
  return worst.index < 0 ? null : worst;
}

function judgeSpread(pairs: readonly PointPair[], mapping: Mapping, model: MappingModel): Finding[] {
  const { scene } = model;
  const findings: Finding[] = [];
  const marked = pairs.map(p => p.white);
  if (areaOf(hullOf(marked)) < crowdedShare * scene.widthPx * scene.heightPx) {
    const middle = {
      x: marked.reduce((sum, p) => sum + p.x, 0) / marked.length,
      y: marked.reduce((sum, p) => sum + p.y, 0) / marked.length,
    };
    findings.push(
      finding(
        'caution',
        'points-crowded',
        `The points lie close together (${placeWords(middle, scene)} of the picture). Mark some near the corners, too.`,
      ),
    );
  }
  const { sdPxAt } = uncertaintyOf(pairs, mapping, model);
  const weak = cornersOf(scene)
    .map(corner => ({ corner, sdPx: sdPxAt(corner) }))
    .filter(({ sdPx }) => sdPx > cornerSdPx);
  if (weak.length > 0) {
    const names = weak.map(({ corner }) => placeWords(corner, scene)).join(', ');
    const most = Math.max(...weak.map(({ sdPx }) => sdPx));
    findings.push(
      finding(
        'caution',
        'corners-extrapolated',
        `In these corners NIR may be off by ${px(most)} and more: ${names}. Mark points nearer to them if you work there.`,
      ),
    );
  }
  return findings;
}

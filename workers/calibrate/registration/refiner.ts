/** Automatic refinement of a registration: both channels averaged over frames, their edges brought together, and what is said of it. */
import type { Finding, PointPair, RegistrationReading } from '#model/calibration.ts';
import { residualsOf, rmsOf } from '#model/fit/mapping-fit.ts';
import type { SizePx } from '#model/geometry.ts';
import { sceneSize } from '#model/layout.ts';
import { type Mapping, radialOf } from '#model/mapping.ts';
import { ProblemError } from '#model/problem.ts';
import type { MeasuredFrame } from '../../nir-codes.ts';
import type { Reading } from '../api.ts';
import { createChannelAverage, sizesOf } from './channel-average.ts';
import { resized } from './grey.ts';
import { type Refined, refine } from './refine.ts';

export type Refiner = {
  /** Looks at a frame and lets it go. Throws a `ProblemError` when its size is not that of the frames before. */
  add(frame: MeasuredFrame): void;
  /**
   * The refined registration, or the one begun with and a `stop` that says why. `rmsPx` and `largestPx` are of the pairs; without
   * pairs they are of the shifts still left in parts of the picture. Throws a `ProblemError` where a channel is missing.
   */
  finish(): RegistrationReading;
};

export function createRefiner({
  layout,
  profile,
  pairs,
}: Reading & { readonly pairs: readonly PointPair[] }): Refiner {
  const white = createChannelAverage(layout.white);
  const nir = createChannelAverage(layout.nir);
  let scene: SizePx | null = null;
  return {
    add(frame) {
      scene = sceneSize(layout, sizesOf(frame));
      white.add(frame);
      nir.add(frame);
    },
    finish() {
      const whiteMean = white.mean();
      const nirMean = nir.mean();
      if (!whiteMean || !nirMean || !scene) throw new ProblemError(channelMissing);
      const start: Mapping = { homography: profile.registration, radial: radialOf(profile, scene) };
      const nirPx = nirMean.widthPx * nirMean.heightPx;
      const refined = refine(whiteMean, resized(nirMean, scene), { start, pairs, nirPx });
      return readingOf(refined, { start, pairs, distortion: profile.distortion });
    },
  };
}

function readingOf(
  refined: Refined,
  from: { start: Mapping; pairs: readonly PointPair[]; distortion: RegistrationReading['distortion'] },
): RegistrationReading {
  const { homography, findings, shiftsPx, agreementBefore, agreementAfter } = refined;
  const isStopped = findings.some(finding => finding.severity === 'stop');
  const registration = isStopped ? from.start.homography : homography;
  const residuals = residualsOf({ homography: registration, radial: from.start.radial }, from.pairs);
  const left = residuals.length > 0 ? residuals : shiftsPx;
  return {
    model: registration[2] === 0 && registration[5] === 0 ? 'affine' : 'homography',
    registration,
    distortion: from.distortion,
    rmsPx: left.length > 0 ? rmsOf(left) : 0,
    largestPx: Math.max(0, ...left.map(({ x, y }) => Math.hypot(x, y))),
    residuals,
    findings: isStopped ? findings : [...findings, ...judgePairs(residuals)],
    agreementBefore,
    agreementAfter,
  };
}

function judgePairs(residuals: readonly { x: number; y: number }[]): Finding[] {
  const lengths = residuals.map(({ x, y }) => Math.hypot(x, y));
  const worst = lengths.indexOf(Math.max(...lengths));
  if (worst < 0 || lengths[worst]! < 4) return [];
  return [
    {
      severity: 'caution',
      id: 'refined-off-pair',
      words: `The edges put pair ${worst + 1} ${lengths[worst]!.toFixed(1)} px from where it was marked. Look at both before you accept.`,
    },
  ];
}

const channelMissing = {
  id: 'refine-one-channel',
  severity: 'stop',
  text: 'Only one of the channels is in the picture.',
  tip: 'Choose a layout with white light and NIR, then refine again.',
} as const;

/** What is said of a refinement, in words. */
import type { Finding } from '#model/calibration.ts';
import { rmsOf } from '#model/fit/mapping-fit.ts';
import type { Point, SizePx } from '#model/geometry.ts';
import type { Freedom } from './align.ts';

export type RefinementFacts = {
  /** Both channels show the same edges somewhere. */
  readonly isSharing: boolean;
  /** It left what the pairs or a plausible camera allow. */
  readonly isTooFar: boolean;
  readonly isRepeating: boolean;
  /** The farthest that a corner of the picture moved. */
  readonly movedPx: number;
  readonly before: number;
  readonly after: number;
  readonly freedom: Freedom;
  /** What is left to move in the parts of the picture. */
  readonly shiftsPx: readonly Point[];
  readonly scene: SizePx;
};

/** Agreement must rise by this much, unless nothing had to move. */
const riseAtLeast = 0.005;
const stillPx = 0.5;
/** Share of the picture's width beyond which what is left in a part of it is worth a word: 1.3 px of 640. */
const unevenShare = 0.002;

/** A `stop` stands alone. */
export function judgeRefinement(facts: RefinementFacts): Finding[] {
  const { before, after, freedom, shiftsPx, movedPx } = facts;
  const stop = (id: string, words: string): Finding[] => [{ severity: 'stop', id, words }];
  if (!facts.isSharing)
    return stop(
      'refine-no-edges',
      'There are no edges that both channels show. Put the dot target in the picture, then refine again.',
    );
  if (facts.isTooFar)
    return stop(
      'refine-too-far',
      'The edges would move NIR farther than is plausible. Mark four pairs of points by hand, then refine again.',
    );
  if (movedPx > stillPx && after < before + riseAtLeast)
    return stop(
      'refine-no-gain',
      'The channels do not agree better after refinement, so it was thrown away. Use the points, or put the dot target in the picture.',
    );
  const rmsPx = rmsOf(shiftsPx);
  const largestPx = Math.max(...shiftsPx.map(({ x, y }) => Math.hypot(x, y)));
  const findings: Finding[] = [];
  if (largestPx > Math.max(0.5, unevenShare * facts.scene.widthPx))
    findings.push({
      severity: 'caution',
      id: 'refined-uneven',
      words: `In a part of the picture NIR still lies ${largestPx.toFixed(1)} px off: things at different heights, or a lens that distorts. Use a flat target.`,
    });
  if (facts.isRepeating)
    findings.push({
      severity: 'caution',
      id: 'refined-repeating',
      words:
        'The pattern repeats itself, so NIR could be off by a whole step of it. Mark pairs of points first, or check a detail that is there only once.',
    });
  if (freedom !== 'homography')
    findings.push({ severity: 'caution', id: `refined-${freedom}`, words: freedomWords[freedom] });
  if (findings.length === 0)
    findings.push({
      severity: 'good',
      id: 'refined',
      words: `The edges of both channels lie on each other to ${rmsPx.toFixed(2)} px rms, ${largestPx.toFixed(2)} px at most.`,
    });
  return findings;
}

const freedomWords = {
  shift:
    'Both channels show edges in one part of the picture only, so NIR was shifted and not turned or stretched. Fill the picture with the dot target.',
  affine:
    'Both channels show edges in some parts of the picture only, so NIR was shifted, turned and stretched, but perspective was left as it was.',
} as const;

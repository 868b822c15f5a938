/** What is wrong with a flat field, in words. */
import type { Finding, Uniformity } from '#model/calibration.ts';
import { noiseFloorLinear } from '#model/figures.ts';
import type { Profile } from '#model/profile.ts';
import { codeLevels } from '#model/transfer.ts';
import { type Averaged, codesSteadiness } from './averages.ts';
import { cellsOf, largestPatch } from './cells.ts';
import { boxMeanInside, insideOf, type Plane, percentile } from './planes.ts';
import type { RoundPicture } from './round-picture.ts';
import type { Surface } from './surface.ts';

export type FlatFacts = {
  readonly averaged: Averaged;
  readonly profile: Profile;
  readonly method: 'mean' | 'smooth';
  /** Null: the whole picture is read. */
  readonly round: RoundPicture | null;
  /** Mean light above dark, inside. */
  readonly light: number;
  readonly surface: Surface;
  readonly before: Uniformity;
  readonly after: Uniformity;
  readonly residualShare: number;
  readonly maskedShare: number;
};

const limits = {
  clipped: 0.001,
  /** Of white's light. */
  light: 0.1,
  /** Of the mean: darker than this is a hole. */
  hole: 0.2,
  holeShare: 0.02,
  /** A connected patch of this share of the picture, half as bright as what surrounds it or less. */
  patchShare: 0.01,
  /** Of the maximum. */
  corner: 0.1,
  /** Over what surrounds it. */
  highlight: 0.25,
  highlightShare: 0.0005,
  /** Of the light, between two frames. */
  change: 0.1,
  smallChange: 0.02,
  /** From what surrounds it. */
  mark: 0.03,
  masked: 0.25,
  someMasked: 0.005,
} as const;

export function flatFindings(facts: FlatFacts): readonly Finding[] {
  const { averaged, surface, round } = facts;
  const off = boxMeanInside(
    averaged.even.map((value, i) => value / surface.values[i]! - 1),
    averaged,
    { radiusPx: 2, outside: round?.outside ?? null },
  );
  const offInside = insideOf(off, round?.outside ?? null);
  return [
    ...roundOf(facts),
    ...levelOf(facts),
    ...shapeOf(facts, off),
    ...highlightsOf(offInside),
    ...defectsOf(facts, offInside),
    ...changeOf(facts),
    ...knownOf(facts),
    ...resultOf(facts),
    good(
      'flat-instrument-only',
      'A fixed flat field corrects the instrument (lens, sensor, lamp at this distance), not the tissue: slopes, folds and other distances still change what is seen.',
    ),
  ];
}

function roundOf({ round }: FlatFacts): Finding[] {
  if (!round) return [];
  return [
    caution(
      'flat-round-picture',
      `Round picture: the black around it, ${percent(round.outsideShare)} of the pixels, is left out; nothing is corrected there, so draw no region over it. If not the picture but the target is round, move closer or use a larger target, and read again.`,
    ),
  ];
}

function levelOf({ averaged, profile, light, round }: FlatFacts): Finding[] {
  const { histogram, format, frames, even } = averaged;
  const { clipCode } = codeLevels(format, profile);
  const clipped =
    histogram.subarray(clipCode).reduce((sum, count) => sum + count, 0) /
    (frames * (1 - (round?.outsideShare ?? 0)) * even.length);
  const found: Finding[] = [];
  if (clipped > limits.clipped)
    found.push(
      stop(
        'flat-clipped',
        `${percent(clipped)} of the pixels are clipped at white. Lower the gain, the exposure or the light, and read again.`,
      ),
    );
  if (light <= noiseFloorLinear(format, profile))
    found.push(
      stop(
        'flat-too-dark',
        'The target is as dark as the camera’s noise. Give it more light, and read again.',
      ),
    );
  else if (light < limits.light)
    found.push(
      stop(
        'flat-too-dark',
        `The target gives only ${percent(light)} of white’s light. Raise the light or the exposure to between a third and two thirds, and read again.`,
      ),
    );
  return found;
}

/** `off`: how far each place is above its surroundings, as a share. */
function shapeOf({ averaged, light, round }: FlatFacts, off: Plane): Finding[] {
  const { even, widthPx, heightPx } = averaged;
  const outside = round?.outside ?? null;
  const places = insideOf(boxMeanInside(even, averaged, { radiusPx: 2, outside }), outside);
  let dark = 0;
  for (const value of places) if (value < limits.hole * light) dark++;
  const cellPx = Math.max(1, Math.ceil(Math.max(widthPx, heightPx) / 64));
  const size = { widthPx, heightPx, cellPx, ...(outside && { skip: outside }) };
  const cells = cellsOf(even, size);
  const shares = cellsOf(off, size);
  const patch = largestPatch(cells, i => cells.values[i]! < limits.hole * light || shares.values[i]! < -0.5);
  const insideShare = places.length / even.length;
  if (
    dark / places.length > limits.holeShare ||
    patch / cells.values.length > limits.patchShare * insideShare
  )
    return [
      stop(
        'flat-holes',
        'The target does not fill the picture: parts of it are dark. Move closer or use a larger target. A round picture is read by itself where its edge is a sharp circle on black; for any other shape choose a layout that leaves the black out.',
      ),
    ];
  const maximum = percentile(places, 0.995);
  const across = Math.max(1, Math.round(widthPx / 40));
  const down = Math.max(1, Math.round(heightPx / 40));
  const corners = [0, widthPx - across].flatMap(x =>
    [0, heightPx - down].map(y => cornerMean(even, { x, y, across, down, widthPx, outside })),
  );
  if (Math.min(...corners) < limits.corner * maximum)
    return [
      stop(
        'flat-too-uneven',
        'A corner gets less than a tenth of the light: correcting that would only lift noise. Use a wider light, or a layout without the corners.',
      ),
    ];
  return [];
}

/** Infinite where a part of it lies outside: the picture has no such corner. */
function cornerMean(
  plane: Plane,
  at: {
    x: number;
    y: number;
    across: number;
    down: number;
    widthPx: number;
    outside: Uint8Array | null;
  },
): number {
  let sum = 0;
  for (let y = at.y; y < at.y + at.down; y++)
    for (let x = at.x; x < at.x + at.across; x++)
      sum += at.outside?.[y * at.widthPx + x] ? Number.POSITIVE_INFINITY : plane[y * at.widthPx + x]!;
  return sum / (at.across * at.down);
}

function highlightsOf(off: Plane): Finding[] {
  let bright = 0;
  for (const share of off) if (share > limits.highlight) bright++;
  if (bright / off.length <= limits.highlightShare) return [];
  return [
    stop(
      'flat-highlights',
      'There are highlights in the picture. Tilt the target or use a matt one, so that it does not mirror the light, and read again.',
    ),
  ];
}

function defectsOf({ method, maskedShare, surface }: FlatFacts, off: Plane): Finding[] {
  let marked = 0;
  for (const share of off) if (Math.abs(share) > limits.mark) marked++;
  if (Math.max(surface.maskedShare, marked / off.length) > limits.masked)
    return [
      stop(
        'flat-patterned',
        'The target is not even: much of the picture is marks or a pattern. Use an even target, a little out of focus, and read again.',
      ),
    ];
  if (maskedShare > limits.someMasked)
    return [
      caution(
        'flat-defects',
        `${percent(maskedShare)} of the picture was left out as dust, scratches or dead pixels; nothing is corrected there. Clean lens and target and read again.`,
      ),
    ];
  if (method === 'mean' && surface.maskedShare > limits.someMasked)
    return [
      caution(
        'flat-defects',
        `Marks cover ${percent(surface.maskedShare)} of the picture and become part of the correction. If they are on the target and not in the camera, clean it or choose the smooth fit.`,
      ),
    ];
  return [];
}

function changeOf({ averaged }: FlatFacts): Finding[] {
  const level = codesSteadiness(averaged);
  const share = 1 - Math.min(...averaged.meanLight) / Math.max(...averaged.meanLight);
  if (!level.isSignificant || share <= limits.smallChange) return [];
  if (share > limits.change)
    return [
      stop(
        'flat-changing',
        `The level changed by ${percent(share)} during the reading. Lock the camera’s gain and exposure, wait until the lamp is warm, and read again.`,
      ),
    ];
  return [
    caution(
      'flat-changing-slightly',
      `The level changed by ${percent(share)} during the reading. The shape of the field does not suffer; lock gain and exposure before anything is measured.`,
    ),
  ];
}

function knownOf({ profile }: FlatFacts): Finding[] {
  const found: Finding[] = [];
  if (profile.transfer.kind === 'unknown')
    found.push(
      caution(
        'flat-curve-unknown',
        'The camera’s curve is not known, so codes were read as light. Measure the curve first; otherwise the correction holds for this brightness alone.',
      ),
    );
  if (profile.darkCodes === null)
    found.push(
      caution('flat-no-dark', 'No dark was measured. Read dark first; otherwise the field is too shallow.'),
    );
  return found;
}

function resultOf({ before, after, residualShare }: FlatFacts): Finding[] {
  const words = `After correction ${percent(after.above80)} of the picture lies above 80 % of its maximum (before: ${percent(before.above80)}); places differ by ${percent(residualShare)}.`;
  if (after.above80 >= 0.95 && after.above90 >= before.above90 - 0.005) return [good('flat-even', words)];
  return [
    caution(
      'flat-still-uneven',
      `${words} See that target, light and camera did not move during the reading.`,
    ),
  ];
}

const percent = (share: number): string => `${(100 * share).toPrecision(share < 0.1 ? 2 : 3)} %`;
const stop = (id: string, words: string): Finding => ({ severity: 'stop', id, words });
const caution = (id: string, words: string): Finding => ({ severity: 'caution', id, words });
const good = (id: string, words: string): Finding => ({ severity: 'good', id, words });

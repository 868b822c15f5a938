/** The average that a check reads: linear light above dark as far as the profile knows it, codes where it knows nothing. */
import {
  type CheckConditions,
  type CheckPicture,
  type CheckWithheld,
  checkWithheld,
  type UniformityResult,
} from '#model/check.ts';
import { correctedLight, createFieldShelf, type FieldCorrection } from '#model/field-correction.ts';
import type { FrameFormat } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import { ProblemError } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';
import { codeLevels, linearTable } from '#model/transfer.ts';
import type { MeasuredFrame, SensorCodes } from '../../nir-codes.ts';
import type { Reading } from '../api.ts';
import { type Averaged, createAverages } from '../fields/averages.ts';
import { createNirReader, tooFewFrames } from '../fields/nir-channel.ts';
import { pictureOf } from '../fields/pictures.ts';
import { type Plane, percentile } from '../fields/planes.ts';
import { uniformityOf } from '../fields/uniformity.ts';

/** What the worker keeps of an average: its pixels, and which of them were clipped in some frame. */
export type HeldPicture = SizePx & {
  readonly plane: Plane;
  readonly clipped: Uint8Array<ArrayBuffer>;
};

/** Linear light by code: above dark where it was measured; codes themselves where the curve is not known. */
export function checkTable(profile: Profile): (format: FrameFormat) => Float64Array {
  return profile.transfer.kind === 'unknown'
    ? ({ bitDepth }) => Float64Array.from({ length: 2 ** bitDepth }, (_, code) => code)
    : format => linearTable(format, profile);
}

/** How an average of `frames` frames under `profile` is made. */
const checkConditions = (profile: Profile, frames: number): CheckConditions => {
  const isLinear = profile.transfer.kind !== 'unknown';
  return {
    frames,
    unit: isLinear ? 'linear' : 'codes',
    isDarkSubtracted: isLinear && profile.darkCodes !== null,
    isFlatFielded: isLinear && profile.flatField !== null,
  };
};

/**
 * The profile's fields for a channel of this size; null: none are needed, or nothing is known of its codes. Throws a `ProblemError` when
 * a field is missing or was made for another picture.
 */
function checkFields({ profile, fields }: Reading, size: SizePx): FieldCorrection | null {
  if (profile.transfer.kind === 'unknown') return null;
  const shelf = createFieldShelf();
  shelf.put(fields);
  const { correction, missing } = shelf.find(profile, size);
  if (missing === null) return correction;
  throw new ProblemError({
    id: 'check-no-field',
    severity: 'stop',
    text: `The profile does not fit this picture: ${missing}.`,
    tip: 'Choose the profile that was made for this camera, or measure its fields again.',
  });
}

export type CheckPictureReader = {
  /** Throws a `ProblemError` where the frame cannot be read. */
  add(frame: MeasuredFrame): void;
  /** Throws a `ProblemError` where no frame came. */
  finish(): { readonly picture: CheckPicture; readonly held: HeldPicture };
};

export function createCheckPictureReader(reading: Reading): CheckPictureReader {
  const { layout, profile } = reading;
  const open = createNirReader(layout);
  const averages = createAverages(checkTable(profile));
  let clipped = new Uint8Array();
  return {
    add(frame) {
      const { codes, format } = open(frame);
      averages.add(codes, format);
      if (clipped.length === 0) clipped = new Uint8Array(codes.widthPx * codes.heightPx);
      markClipped(codes, clipped, codeLevels(format, profile).clipCode);
    },
    finish() {
      const averaged = averages.finish();
      if (!averaged) throw tooFewFrames(1);
      const held = {
        ...sizeOf(averaged),
        plane: meanPlane(averaged, checkFields(reading, averaged)),
        clipped,
      };
      return { picture: pictureFacts(held, checkConditions(profile, averaged.frames), profile), held };
    },
  };
}

const sizeOf = ({ widthPx, heightPx }: SizePx): SizePx => ({ widthPx, heightPx });

/** Runs over every pixel of every frame. */
function markClipped(codes: SensorCodes, clipped: Uint8Array, clipCode: number): void {
  const { samples, startSamples, strideSamples, widthPx, heightPx } = codes;
  for (let y = 0, i = 0; y < heightPx; y++) {
    let from = startSamples + y * strideSamples;
    for (const end = i + widthPx; i < end; i++, from++) if (samples[from]! >= clipCode) clipped[i] = 1;
  }
}

function meanPlane({ even, odd, evenFrames, frames }: Averaged, correction: FieldCorrection | null): Plane {
  const share = evenFrames / frames;
  return even.map((value, i) => {
    const light = frames === 1 ? value : share * value + (1 - share) * odd[i]!;
    return correction ? correctedLight(correction, light, i) : light;
  });
}

function pictureFacts(held: HeldPicture, conditions: CheckConditions, profile: Profile): CheckPicture {
  const { widthPx, heightPx, plane, clipped } = held;
  const low = percentile(plane, 0.005);
  const root = plane.map(value => Math.sqrt(Math.max(0, value - low)));
  const clippedShare = clipped.reduce((sum, mark) => sum + mark, 0) / clipped.length;
  return {
    conditions,
    widthPx,
    heightPx,
    picture: pictureOf(root, held, { map: 'grey', low: 0, high: percentile(root, 1), longestPx: 1280 }),
    clippedShare,
    uniformity: evenness(held, clippedShare, profile.clippedLimitShare),
  };
}

function evenness(
  { plane, ...size }: HeldPicture,
  clippedShare: number,
  limit: number,
): UniformityResult | CheckWithheld {
  if (clippedShare > limit)
    return checkWithheld(
      'clipped',
      `${(100 * clippedShare).toPrecision(2)} % of the field is clipped, which makes it look even. Lower the gain or the exposure.`,
    );
  if (!(percentile(plane, 0.995) > 0))
    return checkWithheld('no-signal', 'No light above dark. Raise the light or the exposure.');
  return uniformityOf(plane, size);
}

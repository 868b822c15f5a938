/**
 * Flat field: what lens, sensor and lamp make of an even target. Even frames make the field; odd frames, which had no part in it, check it.
 * Corrected light is (R − D)/field with field = (F − D)/mean(F − D). Outside a round picture the field is 1, and nothing is read there.
 */
import type { FlatReading } from '#model/calibration.ts';
import { type Field, fieldOf } from '#model/field.ts';
import { ProblemError } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';
import { linearTable } from '#model/transfer.ts';
import type { MeasuredFrame } from '../../nir-codes.ts';
import type { Reading } from '../api.ts';
import { type Averaged, createAverages, noiseShares } from './averages.ts';
import { cellsOf, wellFilled } from './cells.ts';
import { flatFindings } from './flat-findings.ts';
import { createNirReader, tooFewFrames } from './nir-channel.ts';
import { pictureOf } from './pictures.ts';
import { boxMeanInside, insideOf, meanOf, type Plane, percentile, withoutNoise } from './planes.ts';
import { type RoundPicture, roundPictureIn } from './round-picture.ts';
import { type Surface, surfaceOf } from './surface.ts';
import { uniformityOf } from './uniformity.ts';

/** One reading of a flat field: shown every frame, then asked once. Keeps no frame. */
export type FlatReader = {
  /** Throws a `ProblemError` where the frame cannot be read, or the profile's dark field does not fit it. */
  add(frame: MeasuredFrame): void;
  /** Throws a `ProblemError` where fewer than two frames came, or no light that a field could be made of. */
  finish(): FlatReading;
};

export function createFlatReader(reading: Reading & { readonly method: 'mean' | 'smooth' }): FlatReader {
  const { layout, profile, method } = reading;
  const open = createNirReader(layout);
  const averages = createAverages(format => linearTable(format, profile));
  return {
    add(frame) {
      const { codes, format } = open(frame);
      averages.add(codes, format);
    },
    finish() {
      const averaged = averages.finish();
      if (!averaged || averaged.frames < 2) throw tooFewFrames(2);
      subtractDark(averaged, darkFieldOf(reading, averaged));
      return readFlat(averaged, profile, method);
    },
  };
}

function darkFieldOf({ profile, fields }: Reading, { widthPx, heightPx }: Averaged): Field | null {
  const wanted = profile.darkField;
  if (!wanted) return null;
  const field = fields.find(({ hash }) => hash === wanted.hash);
  if (field && field.widthPx === widthPx && field.heightPx === heightPx) return field;
  throw new ProblemError({
    id: 'calibrate-no-dark-field',
    severity: 'stop',
    text: 'The dark of this calibration was not made for this picture.',
    tip: 'Read dark again, then the flat field.',
  });
}

function subtractDark({ even, odd }: Averaged, dark: Field | null): void {
  if (!dark) return;
  for (let i = 0; i < even.length; i++) {
    const value = dark.low + dark.step * dark.samples[i]!;
    even[i]! -= value;
    odd[i]! -= value;
  }
}

function readFlat(averaged: Averaged, profile: Profile, method: 'mean' | 'smooth'): FlatReading {
  const { even, odd, widthPx, heightPx, frames } = averaged;
  const size = { widthPx, heightPx };
  if (!(meanOf(even) > 0)) throw noLight();
  const round = roundPictureIn(even, size);
  const outside = round?.outside ?? null;
  const light = meanOf(insideOf(even, outside));
  const surface = surfaceOf(even, size, outside);
  const { values, left } = method === 'smooth' ? smoothField(surface) : meanField(averaged, surface, outside);
  // Over valid pixels: a scratch must not move the level of all others.
  const mean = meanWithout(values, left.mask);
  const field = fieldOf(
    values.map((value, i) => (outside?.[i] ? 1 : value / mean)),
    widthPx,
    heightPx,
  );
  const corrected: Plane = odd.map((value, i) => value / (field.low + field.step * field.samples[i]!));
  const before = uniformityOf(odd, size, outside);
  const after = uniformityOf(corrected, size, outside);
  const residualShare = residualOf(averaged, { field: values, mean, corrected, mask: left.mask });
  const seen = [insideOf(odd, outside), insideOf(corrected, outside)];
  const low = Math.min(...seen.map(plane => percentile(plane, 0.01)));
  const high = Math.max(...seen.map(plane => percentile(plane, 0.995)));
  const scale = { map: 'viridis', low: Math.min(low, 0.8 * high), high } as const;
  return {
    frames,
    method,
    field,
    before,
    after,
    residualShare,
    maskedShare: left.share,
    findings: flatFindings({
      averaged,
      profile,
      method,
      round,
      light,
      surface,
      before,
      after,
      residualShare,
      maskedShare: left.share,
    }),
    pictureBefore: pictureOf(odd, size, scale),
    pictureAfter: pictureOf(corrected, size, scale),
  };
}

type Made = {
  readonly values: Plane;
  /** Pixels that had no part in the field; as a share of those inside, the ones that lie inside. */
  readonly left: { readonly mask: Uint8Array; readonly share: number };
};

const smoothField = ({ values, mask, maskedShare }: Surface): Made => ({
  values,
  left: { mask, share: maskedShare },
});

/** The mean picture itself, noise taken out; pixels that are dead or many times too bright become what is about them. */
function meanField(
  averaged: Averaged,
  { values: smooth }: Surface,
  outside: RoundPicture['outside'] | null,
): Made {
  const { even, odd } = averaged;
  const ofEven = noiseShares(averaged).even;
  const noise = boxMeanInside(
    even.map((value, i) => ofEven * ((value - odd[i]!) / smooth[i]!) ** 2),
    averaged,
    { radiusPx: 8, outside },
  );
  const mask = new Uint8Array(even.length);
  let count = 0;
  let inside = 0;
  const relative = even.map((value, i) => {
    if (outside?.[i]) {
      mask[i] = 1;
      return 0;
    }
    inside++;
    const ratio = value / smooth[i]!;
    if (ratio > 0.2 && ratio < 5) return ratio - 1;
    mask[i] = 1;
    count++;
    return 0;
  });
  const values = withoutNoise(relative, noise, averaged);
  for (let i = 0; i < values.length; i++) values[i] = (1 + values[i]!) * smooth[i]!;
  return { values, left: { mask, share: count / inside } };
}

function meanWithout(values: Plane, mask: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (mask[i]) continue;
    sum += values[i]!;
    count++;
  }
  return count > 0 ? sum / count : meanOf(values);
}

/**
 * Relative SD between places: cells of a twenty-fourth of the shorter side, in frames that the field was not made of. What those frames' own
 * noise makes of it is taken out (from even − odd inside the cells), but never more than it can be known to be.
 */
function residualOf(
  averaged: Averaged,
  made: { field: Plane; mean: number; corrected: Plane; mask: Uint8Array },
): number {
  const { even, odd, widthPx, heightPx } = averaged;
  const cellPx = Math.max(4, Math.round(Math.min(widthPx, heightPx) / 24));
  const places = { widthPx, heightPx, cellPx, skip: made.mask };
  const level = wellFilled(cellsOf(made.corrected, places));
  if (level.length < 2) return 0;
  const difference: Plane = even.map((value, i) => ((value - odd[i]!) * made.mean) / made.field[i]!);
  const means = wellFilled(cellsOf(difference, places));
  const squares = wellFilled(
    cellsOf(
      difference.map(value => value * value),
      places,
    ),
  );
  const ofPixel = meanOf(squares.map((square, i) => square - means[i]! ** 2)) * noiseShares(averaged).odd;
  const noise = ofPixel / (cellPx * cellPx - 1);
  const least = noise * Math.sqrt(2 / level.length);
  return Math.sqrt(Math.max(variance(level) - noise, least)) / meanOf(level);
}

function variance(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

const noLight = (): ProblemError =>
  new ProblemError({
    id: 'flat-no-light',
    severity: 'stop',
    text: 'The picture is as dark as with the light off.',
    tip: 'Switch on the light, put the uniform target before the camera, and read again.',
  });

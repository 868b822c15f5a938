/** One step of a step target: the mean code in a part of the picture. */
import type { Finding, StepReading } from '#model/calibration.ts';
import type { FrameFormat } from '#model/frame.ts';
import type { Rect, SizePx } from '#model/geometry.ts';
import { ProblemError } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';
import { codeLevels } from '#model/transfer.ts';
import type { MeasuredFrame, SensorCodes } from '../../nir-codes.ts';
import type { Reading } from '../api.ts';
import { type Averaged, codesSteadiness, createAverages, noiseOfPixel } from './averages.ts';
import { cellsOf } from './cells.ts';
import { createNirReader, tooFewFrames } from './nir-channel.ts';
import { meanOf, type Plane } from './planes.ts';
import { roundingSdCodes, type Steadiness } from './steadiness.ts';

/** One reading of a step: shown every frame, then asked once. Keeps no frame. */
export type StepReader = {
  /** Throws a `ProblemError` where the frame cannot be read, or `rect` lies outside it. */
  add(frame: MeasuredFrame): void;
  /** Throws a `ProblemError` where no frame came. */
  finish(): StepReading;
};

export function createStepReader(reading: Reading & { readonly rect: Rect | null }): StepReader {
  const { layout, profile } = reading;
  const open = createNirReader(layout);
  const averages = createAverages(codesThemselves);
  let rect: Rect | null = null;
  return {
    add(frame) {
      const { codes, format } = open(frame);
      rect ??= rectIn(reading.rect, codes);
      averages.add(partOf(codes, rect), format);
    },
    finish() {
      const averaged = averages.finish();
      if (!averaged || !rect) throw tooFewFrames(1);
      return readStep(averaged, profile, rect);
    },
  };
}

/** A curve is not known yet: codes are averaged as they are. */
const codesThemselves = ({ bitDepth }: FrameFormat): Float64Array =>
  Float64Array.from({ length: 2 ** bitDepth }, (_, code) => code);

/** Whole pixels of `rect` inside the channel; the middle fifth each way where there is none. Throws a `ProblemError` outside it. */
export function rectIn(rect: Rect | null, { widthPx, heightPx }: SizePx): Rect {
  if (!rect) {
    const width = Math.max(1, Math.round(widthPx / 5));
    const height = Math.max(1, Math.round(heightPx / 5));
    return { x: (widthPx - width) >> 1, y: (heightPx - height) >> 1, width, height };
  }
  const x = Math.max(0, Math.round(rect.x));
  const y = Math.max(0, Math.round(rect.y));
  const width = Math.min(widthPx, Math.round(rect.x + rect.width)) - x;
  const height = Math.min(heightPx, Math.round(rect.y + rect.height)) - y;
  if (width >= 1 && height >= 1) return { x, y, width, height };
  throw new ProblemError({
    id: 'step-outside',
    severity: 'stop',
    text: 'The chosen place lies outside the NIR picture.',
    tip: 'Choose a place inside the picture, then read again.',
  });
}

/** The codes of a rectangle that lies inside the channel; still the frame's. */
export const partOf = (codes: SensorCodes, { x, y, width, height }: Rect): SensorCodes => ({
  ...codes,
  widthPx: width,
  heightPx: height,
  startSamples: codes.startSamples + y * codes.strideSamples + x,
});

function readStep(averaged: Averaged, profile: Profile, rect: Rect): StepReading {
  const { frames, histogram, even, odd, evenFrames, format } = averaged;
  const level = codesSteadiness(averaged);
  const share = evenFrames / frames;
  const mean: Plane = frames === 1 ? even : even.map((value, i) => share * value + (1 - share) * odd[i]!);
  const { clipCode } = codeLevels(format, profile);
  const places = placesOf(mean, averaged);
  const clippedShare =
    histogram.subarray(clipCode).reduce((sum, count) => sum + count, 0) / (frames * mean.length);
  const spread = Math.hypot(noiseOfPixel(averaged.noiseCodes), places.sdCodes);
  const sdCodes = Math.hypot(level.sd, places.slopeCodes / Math.sqrt(12), roundingSdCodes(spread));
  return {
    frames,
    codes: level.mean,
    sdCodes,
    clippedShare,
    rect,
    findings: stepFindings({ averaged, profile, level, places, clippedShare, sdCodes }),
  };
}

/** What the rectangle's parts say of each other. */
type Places = {
  /** From one side of the rectangle to the other, by a plane through the places: a rectangular distribution this wide. */
  readonly slopeCodes: number;
  /** Of the places about that plane. */
  readonly sdCodes: number;
};

function placesOf(mean: Plane, size: SizePx): Places {
  const cellPx = Math.max(1, Math.ceil(Math.max(size.widthPx, size.heightPx) / 12));
  const { values, columns, rows } = cellsOf(mean, { ...size, cellPx });
  const middle = meanOf(values);
  const across = slope(values, i => (i % columns) - (columns - 1) / 2);
  const down = slope(values, i => Math.floor(i / columns) - (rows - 1) / 2);
  const off = values.map((value, i) => {
    const x = (i % columns) - (columns - 1) / 2;
    const y = Math.floor(i / columns) - (rows - 1) / 2;
    return (value - middle - across * x - down * y) ** 2;
  });
  return { slopeCodes: Math.hypot(across * columns, down * rows), sdCodes: Math.sqrt(meanOf(off)) };
}

/** Least squares through places whose positions add up to nothing. */
function slope(values: Float64Array, at: (index: number) => number): number {
  let product = 0;
  let squares = 0;
  values.forEach((value, i) => {
    product += value * at(i);
    squares += at(i) ** 2;
  });
  return squares > 0 ? product / squares : 0;
}

type StepFacts = {
  readonly averaged: Averaged;
  readonly profile: Profile;
  readonly level: Steadiness;
  readonly places: Places;
  readonly clippedShare: number;
  readonly sdCodes: number;
};

function stepFindings({ averaged, profile, level, places, clippedShare, sdCodes }: StepFacts): Finding[] {
  const { blackCodes, whiteCodes } = codeLevels(averaged.format, profile);
  const floor = profile.darkCodes ?? blackCodes;
  const above = level.mean - floor;
  const found: Finding[] = [];
  if (clippedShare > profile.clippedLimitShare)
    found.push({
      severity: 'stop',
      id: 'step-clipped',
      words: `${(100 * clippedShare).toPrecision(2)} % of the pixels are clipped at white. Lower the light or the exposure for this step, and read again.`,
    });
  if (above < Math.max(profile.noiseFloorCodes, 3 * sdCodes))
    found.push({
      severity: 'caution',
      id: 'step-too-dark',
      words:
        'No light can be told from black here. That is right for the step without light; otherwise raise the light or the exposure.',
    });
  const limit = Math.max(0.01 * Math.abs(above), 0.002 * (whiteCodes - blackCodes));
  if (level.isSignificant && level.change > limit)
    found.push({
      severity: 'stop',
      id: 'step-changing',
      words: `The level changed by ${level.change.toPrecision(2)} codes during the reading, as automatic exposure does. Lock gain and exposure, and read again.`,
    });
  if (
    places.slopeCodes > Math.max(0.1 * above, 0.01 * (whiteCodes - blackCodes)) ||
    places.sdCodes > 0.1 * Math.abs(above) + 1
  )
    found.push({
      severity: 'caution',
      id: 'step-uneven',
      words:
        'The light is not the same all over the place that is read. Choose a smaller place inside one step.',
    });
  return found;
}

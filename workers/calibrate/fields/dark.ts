/**
 * Dark: what the camera sends when no light falls on it. Averages are taken of linear light and told as the code that this light gives,
 * because dark is subtracted from light: a mean of codes would be off wherever noise is wide against the bend of the curve.
 */
import type { DarkReading, Picture } from '#model/calibration.ts';
import { type Field, fieldOf } from '#model/field.ts';
import type { FrameFormat } from '#model/frame.ts';
import type { Profile } from '#model/profile.ts';
import { codeLevels, linearTable, linearToSignal, signalToLinear } from '#model/transfer.ts';
import type { MeasuredFrame } from '../../nir-codes.ts';
import type { Reading } from '../api.ts';
import { type Averaged, codesSteadiness, createAverages, noiseOfPixel, noiseShares } from './averages.ts';
import { cellsOf } from './cells.ts';
import { cutOf } from './cut-off.ts';
import { darkFindings } from './dark-findings.ts';
import { createNirReader, tooFewFrames } from './nir-channel.ts';
import { pictureOf } from './pictures.ts';
import { boxMean, meanOf, type Plane, percentile, withoutNoise } from './planes.ts';
import { roundingSdCodes } from './steadiness.ts';

/** One reading of dark: shown every frame, then asked once. Keeps no frame. */
export type DarkReader = {
  /** Throws a `ProblemError` where the frame cannot be read. */
  add(frame: MeasuredFrame): void;
  /** Throws a `ProblemError` where fewer than two frames came. */
  finish(): DarkReading;
};

/** Structure of less than this many codes is not worth a field. */
const leastStructureCodes = 0.1;

export function createDarkReader({ layout, profile }: Reading): DarkReader {
  const open = createNirReader(layout);
  const averages = createAverages(format => linearTable(format, { ...profile, darkCodes: null }));
  return {
    add(frame) {
      const { codes, format } = open(frame);
      averages.add(codes, format);
    },
    finish() {
      const averaged = averages.finish();
      if (!averaged || averaged.frames < 2) throw tooFewFrames(2);
      return readDark(averaged, profile);
    },
  };
}

function readDark(averaged: Averaged, profile: Profile): DarkReading {
  const { format, frames, meanLight } = averaged;
  const codeOf = lightToCode(format, profile);
  const light = meanOf(meanLight);
  const darkCodes = codeOf(light);
  const level = codesSteadiness(averaged);
  const noiseCodes = noiseOfPixel(averaged.noiseCodes);
  const structure = structureOf(averaged, codeOf);
  const cut = cutOf(averaged.histogram, codeLevels(format, profile).blackCodes);
  const isFrozen = noiseCodes === 0 && structure.codes > 0;
  const field =
    structure.isSignificant && !isFrozen
      ? fieldAbove(averaged, decodedDark(format, profile, darkCodes))
      : null;
  return {
    frames,
    darkCodes,
    darkSdCodes: Math.hypot(
      level.sd,
      roundingSdCodes(Math.hypot(noiseCodes, structure.codes)),
      cut.biasCodes,
    ),
    noiseCodes,
    structureCodes: structure.codes,
    field,
    findings: darkFindings({
      averaged,
      levels: codeLevels(format, profile),
      darkCodes,
      level,
      noiseCodes,
      structureCodes: structure.codes,
      hasField: field !== null,
      isFrozen,
      cutShare: cut.share,
      mean: structure.mean,
      cells: cellsOf(structure.mean, { ...averaged, cellPx: cellPxOf(averaged) }),
    }),
    picture: pictureOfStructure(averaged, structure.mean, structure.codes),
  };
}

/** Sixteenths of the shorter side. */
const cellPxOf = ({ widthPx, heightPx }: Averaged): number =>
  Math.max(1, Math.round(Math.min(widthPx, heightPx) / 16));

/** The code, with its fraction, that linear light gives. */
function lightToCode(format: FrameFormat, profile: Profile): (light: number) => number {
  const { blackCodes, whiteCodes } = codeLevels(format, profile);
  return light => blackCodes + (whiteCodes - blackCodes) * linearToSignal(light, profile.transfer);
}

/** What a profile with these `darkCodes` will subtract (`darkLinear`), to the last bit. */
function decodedDark(format: FrameFormat, profile: Profile, darkCodes: number): number {
  const { blackCodes, whiteCodes } = codeLevels(format, profile);
  return signalToLinear((darkCodes - blackCodes) / (whiteCodes - blackCodes), profile.transfer);
}

/**
 * Structure is what even and odd frames agree on: the covariance of their mean pictures, in which noise has no part. Significant: more
 * than five times what the covariance of pure noise would scatter by, and more than a tenth of a code.
 */
function structureOf({ even, odd, evenFrames, frames }: Averaged, codeOf: (light: number) => number) {
  const evenCodes = even.map(codeOf);
  const oddCodes = odd.map(codeOf);
  const evenMean = meanOf(evenCodes);
  const oddMean = meanOf(oddCodes);
  let both = 0;
  let evenSquares = 0;
  let oddSquares = 0;
  const share = evenFrames / frames;
  for (let i = 0; i < evenCodes.length; i++) {
    const a = evenCodes[i]! - evenMean;
    const b = oddCodes[i]! - oddMean;
    both += a * b;
    evenSquares += a * a;
    oddSquares += b * b;
    evenCodes[i] = share * evenCodes[i]! + (1 - share) * oddCodes[i]!;
  }
  const count = even.length;
  const codes = Math.sqrt(Math.max(0, both / count));
  const scatter = Math.sqrt(evenSquares) * Math.sqrt(oddSquares);
  const isSignificant = codes > leastStructureCodes && both > (5 * scatter) / Math.sqrt(count);
  return { codes, isSignificant, mean: evenCodes };
}

/** Linear light of each pixel's dark over `scalar`, without the noise that is left in it. */
function fieldAbove(averaged: Averaged, scalar: number): Field {
  const { even, odd, evenFrames, frames, widthPx, heightPx } = averaged;
  const size = { widthPx, heightPx };
  const share = evenFrames / frames;
  const above: Plane = even.map((value, i) => share * value + (1 - share) * odd[i]! - scalar);
  const ofAll = noiseShares(averaged).all;
  const noise: Plane = boxMean(
    even.map((value, i) => ofAll * (value - odd[i]!) ** 2),
    size,
    8,
  );
  return fieldOf(withoutNoise(above, noise, size), widthPx, heightPx);
}

/** Blue below, red above the mean; never stretched so far that rounding of codes looks like structure. */
function pictureOfStructure(averaged: Averaged, mean: Plane, structureCodes: number): Picture {
  const middle = percentile(mean, 0.5);
  const reach = Math.max(0.5, 3 * structureCodes);
  return pictureOf(mean, averaged, { map: 'red-blue', low: middle - reach, high: middle + reach });
}

/** What each step of a calibration is worth: how a tumour twice as bright as its background would read without it. */
import type { StepEffect } from './calibration.ts';
import type { FrameFormat } from './frame.ts';
import { type PartName, type Profile, partNames, type Transfer } from './profile.ts';
import { darkLinear, linearToSignal } from './transfer.ts';

/** The example: a background of a tenth of the light that gives white, and a tumour of twice that. */
const background = 0.1;
const tumour = 2 * background;

/** Assumed where the camera's own value is not known. */
const usualCurve: Transfer = { kind: 'power', gamma: 2.2 };
const usualDark = 0.1 * background;
const usualUniformity = 0.5;

/** A true TBR of 2 read from signals as if they were light, the signal of the dark taken off. `dark`: linear light. */
export function tbrThroughCurve(transfer: Transfer, dark: number): number {
  const [t, b, d] = [tumour + dark, background + dark, dark].map(light => linearToSignal(light, transfer));
  return (t! - d!) / (b! - d!);
}

/** A true TBR of 2 read with `dark` (linear light) left in: (2B + D)/(B + D). */
export const tbrOverDark = (dark: number): number => (tumour + dark) / (background + dark);

/**
 * For each part of `profile`, in their order: what a true TBR of 2 reads as when all but that part is corrected, with this camera's
 * own values; the background is a tenth of white. `nonUniformity`: what the darkest place of the field gets of the light of the
 * brightest, before correction, above 0 to 1; null: not known. Where a value is not known, the words say what was assumed instead.
 */
export function stepEffects(
  profile: Profile,
  format: FrameFormat,
  nonUniformity: number | null,
): readonly StepEffect[] {
  const effects: Record<PartName, Omit<StepEffect, 'part'>> = {
    path: curveEffect(profile, format),
    dark: darkEffect(profile, format),
    flat: flatEffect(nonUniformity),
    registration: {
      readsAs: null,
      words:
        'Moves no ratio by itself: without it the picture of NIR lies beside the tissue, and a region drawn on white light measures the tissue next to it.',
    },
    scale: {
      readsAs: null,
      words: 'Moves no ratio: without it lengths and areas are in pixels instead of millimetres.',
    },
  };
  return partNames.map(part => ({ part, ...effects[part] }));
}

const example = 'with a background of 10 % of white';
const percent = (share: number): string => `${Math.round(100 * share)} %`;

function curveEffect(profile: Profile, format: FrameFormat): Omit<StepEffect, 'part'> {
  const isKnown = profile.transfer.kind !== 'unknown';
  const transfer = isKnown ? profile.transfer : usualCurve;
  const readsAs = tbrThroughCurve(transfer, isKnown ? darkLinear(format, profile) : 0);
  if (!isKnown)
    return {
      readsAs,
      words: `The curve is not known. With the usual one (a power of 2.2) 2 reads as ${readsAs.toFixed(2)}, ${example}.`,
    };
  return {
    readsAs,
    words:
      Math.abs(readsAs - 2) < 0.005
        ? 'This camera’s codes are in proportion to light: nothing changes.'
        : `Codes taken for light make 2 read as ${readsAs.toFixed(2)}, ${example}.`,
  };
}

function darkEffect(profile: Profile, format: FrameFormat): Omit<StepEffect, 'part'> {
  const isKnown = profile.darkCodes !== null && profile.transfer.kind !== 'unknown';
  const dark = isKnown ? darkLinear(format, profile) : usualDark;
  const readsAs = tbrOverDark(dark);
  if (isKnown)
    return {
      readsAs,
      words: `What the camera shows with the light off is ${percent(dark / background)} of such a background: left in, 2 reads as ${readsAs.toFixed(2)}, ${example}.`,
    };
  const why =
    profile.darkCodes === null ? 'The dark is not known' : 'The dark’s light is not known without the curve';
  return {
    readsAs,
    words: `${why}. Were it a tenth of the background, 2 would read as ${readsAs.toFixed(2)}, ${example}.`,
  };
}

function flatEffect(nonUniformity: number | null): Omit<StepEffect, 'part'> {
  if (nonUniformity === null)
    return {
      readsAs: 2 * usualUniformity,
      words: `How evenly the field is lit and seen is not known. Did its darkest place get ${percent(usualUniformity)} of the light of the brightest, 2 could read as ${(2 * usualUniformity).toFixed(2)}.`,
    };
  const readsAs = 2 * nonUniformity;
  return {
    readsAs,
    words: `The darkest place gets ${percent(nonUniformity)} of the light of the brightest: a tumour there, against a background in the brightest, reads as ${readsAs.toFixed(2)} instead of 2. Side by side they read right.`,
  };
}

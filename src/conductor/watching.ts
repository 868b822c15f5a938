/**
 * Watches what is measured for what would mislead: gain, ambient light and dark of the whole field; black, covered, swapped, saturated, dark
 * and glaring pictures; colour, focus, motion, and where regions lie.
 */

import type { FrameFormat } from '#model/frame.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { Problem } from '#model/problem.ts';
import { createColourWatch } from '#model/watch/colour-watch.ts';
import { fieldContext } from '#model/watch/field-summary.ts';
import { createFieldWatch, type FieldNews } from '#model/watch/field-watch.ts';
import type { FrameSigns } from '#model/watch/frame-signs.ts';
import { createPictureWatch } from '#model/watch/picture-watch.ts';
import { createPlaceWatch } from '#model/watch/place-watch.ts';
import { pictureProblems, placeProblem, whiteBalanceJumped } from './hazard-problems.ts';
import type { Problems } from './problems.ts';
import type { Happening } from './recording.ts';

/** What is told stands this long, then goes by itself: the change is over, and the recording has it. */
const toldForMs = 20_000;
/** Frames that are farther apart, or run back, are of another moment: a seek. */
const gapS = 2;

export type Watching = {
  /** Each measurement, in order. */
  see(
    measurement: Measurement,
    context: { format: FrameFormat; inputs: Pick<MeasurementInputs, 'profile'> },
  ): void;
  /** What else the codes of a measured frame tell. `fps`: as the source announces it. */
  seeSigns(
    signs: FrameSigns,
    context: { measurement: Measurement; inputs: MeasurementInputs; fps: number | null },
  ): void;
  /** Another source, or something else before the camera: what was before says nothing of what comes. */
  forget(): void;
};

const createWatches = () => ({
  picture: createPictureWatch(),
  colour: createColourWatch(),
  place: createPlaceWatch(),
});

export function createWatching(parts: {
  problems: Problems;
  /** Kept where something records. */
  note(happening: Happening, frameNumber: number): void;
}): Watching {
  const { problems, note } = parts;
  let watch = createFieldWatch();
  let watches = createWatches();
  let lastS: number | null = null;
  /** What lasts and was told, as it was worded first. */
  let standing: readonly Problem[] = [];
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  const tell = (problem: Problem): void => {
    clearTimeout(timers.get(problem.id));
    problems.report(problem);
    timers.set(
      problem.id,
      setTimeout(() => problems.over(problem.id), toldForMs),
    );
  };
  const stand = (now: readonly Problem[]): void => {
    for (const { id } of standing) if (!now.some(problem => problem.id === id)) problems.over(id);
    const before = standing;
    standing = now
      .filter((problem, i) => now.findIndex(other => other.id === problem.id) === i)
      .map(problem => before.find(known => isSame(known, problem)) ?? problem);
    // One that withholds numbers cannot be closed while it lasts.
    for (const problem of standing)
      if (problem.withholds || !before.includes(problem)) problems.report(problem);
  };

  return {
    see(measurement, { format, inputs: { profile } }) {
      // The histogram has 256 bins over all codes of the depth.
      const binCodes = 2 ** (format.bitDepth - 8);
      for (const news of watch.see(measurement, fieldContext(format, profile))) {
        // Nothing drifts away from a dark that nobody measured.
        if (news.kind === 'dark-drift' && profile.darkCodes === null) continue;
        tell(problemOfNews(news, binCodes));
        if (news.kind === 'gain-jump')
          note({ type: 'gain-jump', ratio: news.ratio, isStep: news.isStep }, measurement.frameNumber - 1);
      }
    },
    seeSigns(signs, { measurement, inputs, fps }) {
      const { timestampS } = signs;
      if (lastS !== null && !(timestampS >= lastS && timestampS - lastS <= gapS)) watches = createWatches();
      lastS = timestampS;
      const { layout, profile } = inputs;
      const picture = watches.picture.see(signs, {
        isDisplayReferred: layout.displayReferred,
        whiteIsGlare: inputs.specular !== null,
      });
      const places = watches.place.see(signs, measurement, { profile, fps });
      if (watches.colour.see(signs) && !picture) tell(whiteBalanceJumped);
      // Under a picture that is none, nothing is said of where things lie in it.
      stand(picture ? [pictureProblems[picture]] : places.map(placeProblem));
    },
    forget() {
      watch = createFieldWatch();
      watches = createWatches();
      lastS = null;
      stand([]);
    },
  };
}

/** The same hazard, though its number may differ by now. */
const isSame = (one: Problem, other: Problem): boolean =>
  one.id === other.id && one.severity === other.severity && wordsOf(one) === wordsOf(other);
const wordsOf = ({ text }: Problem): string => text.replaceAll(/\d+ px/g, 'px');

function problemOfNews(news: FieldNews, binCodes: number): Problem {
  switch (news.kind) {
    case 'gain-jump':
      return {
        id: 'gain-jump',
        severity: 'caution',
        text: `All NIR light became ${news.ratio.toFixed(2)} times what it was within ${inSeconds(news.overS)}.`,
        tip: 'Gain, exposure or excitation changed: lock them on the device. Ratios within one picture hold; comparisons over time do not.',
      };
    case 'ambient-changed':
      return {
        id: 'ambient-changed',
        severity: 'caution',
        text: `Ambient light ${news.shiftBins > 0 ? 'came onto' : 'left'} the NIR picture: its darkest part moved by ${inCodes(news.shiftBins * binCodes)}.`,
        tip: 'Switch the lamp back, or read the dark again under this light. Until then ratios are too low or too high.',
      };
    case 'dark-drift':
      return {
        id: 'dark-drift',
        severity: 'caution',
        text: `The darkest part of the NIR picture lies ${inCodes(Math.abs(news.shiftBins) * binCodes)} ${news.shiftBins > 0 ? 'above' : 'below'} the calibrated dark.`,
        tip: 'Cap the camera and read the dark again.',
      };
  }
}

const inSeconds = (seconds: number): string => (seconds < 1 ? 'a second' : `${Math.round(seconds)} s`);
const inCodes = (codes: number): string => {
  const rounded = Math.abs(codes) < 10 ? codes.toFixed(1) : codes.toFixed(0);
  return `${rounded.replace('-', '')} codes`;
};

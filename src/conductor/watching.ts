/** Watches the whole NIR field of a live source and tells what changed numbers behind the user's back: gain, ambient light, dark. */

import type { FrameFormat } from '#model/frame.ts';
import type { Measurement } from '#model/measurement.ts';
import type { Problem } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';
import { fieldContext } from '#model/watch/field-summary.ts';
import { createFieldWatch, type FieldNews } from '#model/watch/field-watch.ts';
import type { Problems } from './problems.ts';
import type { Happening } from './recording.ts';

/** What is told stands this long, then goes by itself: the change is over, and the recording has it. */
const toldForMs = 20_000;

export type Watching = {
  /** Each measurement of a live source, in order. */
  see(measurement: Measurement, context: { format: FrameFormat; profile: Profile }): void;
  /** Another source, or something else before the camera: what was before says nothing of what comes. */
  forget(): void;
};

export function createWatching(parts: {
  problems: Problems;
  /** Kept where something records. */
  note(happening: Happening, frameNumber: number): void;
}): Watching {
  const { problems, note } = parts;
  let watch = createFieldWatch();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  const tell = (problem: Problem): void => {
    clearTimeout(timers.get(problem.id));
    problems.report(problem);
    timers.set(
      problem.id,
      setTimeout(() => problems.over(problem.id), toldForMs),
    );
  };

  return {
    see(measurement, { format, profile }) {
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
    forget() {
      watch = createFieldWatch();
    },
  };
}

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

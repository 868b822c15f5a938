/** What a blinded reading refuses, in words. */
import { type Problem, problemOf } from '#model/problem.ts';
import { type ReadingPicture, readingLimits } from '#model/reading.ts';

export const refusedSet = (count: number): Problem => ({
  id: 'reading-set',
  severity: 'caution',
  text:
    count === 0
      ? 'A reading needs at least one still.'
      : count > readingLimits.cases
        ? `A reading takes ${readingLimits.cases} stills at most; ${count} were chosen.`
        : 'At most half of the pictures can be shown twice.',
  tip: 'Choose again, then press Make the set.',
});

const pictureNames = {
  picture: 'bare picture',
  whiteLight: 'white-light picture',
  nirLinear: 'linear NIR picture',
} as const satisfies Record<ReadingPicture, string>;

export const stillsWithoutPicture = (count: number, picture: ReadingPicture): Problem => ({
  id: 'reading-set',
  severity: 'caution',
  text: `${count} of these stills ${count === 1 ? 'has' : 'have'} no ${pictureNames[picture]}.`,
  tip: 'Leave them out, or show another picture.',
});

export const alreadyFinished: Problem = {
  id: 'reading',
  severity: 'caution',
  text: 'This reader has finished; answers do not change any more.',
  tip: 'Read under another number.',
};

/** The still, or this picture of it, is not there or cannot be decoded. */
export const pictureMissing = (error: unknown): Problem => ({
  ...problemOf(error, { id: 'reading-picture', severity: 'caution', text: '', tip: '' }),
  text: 'This picture cannot be shown. It is left out of this reading.',
  tip: 'Press Next.',
});

/** What can go wrong with blinded readings on disk, in words for the user. */
import { ProblemError } from '#model/problem.ts';

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** The disk refuses: full, not there, or for another reason. */
export function readingStorageProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  switch (nameOf(error)) {
    case 'QuotaExceededError':
      return new ProblemError(
        {
          id: 'reading-storage-full',
          severity: 'caution',
          text: 'The storage is full; the last answer was not kept.',
          tip: 'Save old recordings elsewhere and delete them here, then press Next again.',
        },
        error,
      );
    case 'NotFoundError':
      return new ProblemError(
        {
          id: 'reading-not-found',
          severity: 'caution',
          text: 'This reading is not on this device.',
          tip: 'It may have been deleted in another window. Open the readings again.',
        },
        error,
      );
    default:
      return new ProblemError(
        {
          id: 'reading-storage-failed',
          severity: 'caution',
          text: `The storage refused the reading (${nameOf(error) || 'no reason given'}).`,
          tip: 'Try again; if it happens again, leave private browsing or reload the page.',
        },
        error,
      );
  }
}

export const readingBroken = (): ProblemError =>
  new ProblemError({
    id: 'reading-broken',
    severity: 'caution',
    text: 'The file of this reading is damaged and was left as it is.',
    tip: 'Read under another number, or delete the set.',
  });

/** Another window saved meanwhile, or finished. */
export const readingElsewhere = (): ProblemError =>
  new ProblemError({
    id: 'reading-elsewhere',
    severity: 'caution',
    text: 'This reading went on in another window, or is finished.',
    tip: 'Leave this one and open the readings again.',
  });

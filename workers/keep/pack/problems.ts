/** What packing tells the user: raw records stay, so nothing is lost, but the room is not won back. */
import { type Problem, ProblemError } from '#model/problem.ts';

export const packingFailed = (error: unknown): Problem => ({
  id: 'packing-failed',
  severity: 'caution',
  text:
    error instanceof Error && error.name === 'QuotaExceededError'
      ? 'The storage is too full to pack recordings. They are kept as they are.'
      : 'A recording could not be packed. It is kept as it is and takes more room.',
  tip: 'Export and delete old recordings to free storage; packing is tried again by itself.',
});

export const packedElsewhere = (): ProblemError =>
  new ProblemError({
    id: 'packed-elsewhere',
    severity: 'caution',
    text: 'Another window of this viewer is packing recordings.',
    tip: 'Make room there, or close that window and try again.',
  });

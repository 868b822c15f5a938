/** What can go wrong with sessions on disk, in words for the user. */
import { ProblemError } from '#model/problem.ts';

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** Whether the disk said that there is no such file. */
export const isNotFound = (error: unknown): boolean => nameOf(error) === 'NotFoundError';

/** A failed write: full, or refused for another reason. What was written before stays readable. */
export function writeProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return nameOf(error) === 'QuotaExceededError'
    ? new ProblemError(
        {
          id: 'recording-disk-full',
          severity: 'stop',
          text: 'Recording stopped: the storage is full. Everything up to now is kept.',
          tip: 'Delete old recordings, then record again.',
        },
        error,
      )
    : new ProblemError(
        {
          id: 'recording-failed',
          severity: 'stop',
          text: `Recording stopped: the storage refused to write (${nameOf(error) || 'no reason given'}). Everything up to now is kept.`,
          tip: 'Start recording again; if it happens again, reload the page.',
        },
        error,
      );
}

/** No private storage, or it cannot be opened. */
export const storageProblem = (error: unknown): ProblemError =>
  error instanceof ProblemError
    ? error
    : new ProblemError(
        {
          id: 'recording-storage-missing',
          severity: 'caution',
          text: 'This browser gives no private storage, so nothing can be recorded.',
          tip: 'Leave private browsing, or use a current Chrome, Edge, Firefox or Safari.',
        },
        error,
      );

export const recorderBusy = (): ProblemError =>
  new ProblemError({
    id: 'recorder-busy',
    severity: 'caution',
    text: 'Another window of this viewer is recording.',
    tip: 'Stop the recording there, or record there.',
  });

/** The session's manifest is missing or no manifest, or a chunk of it cannot be opened. */
export const sessionUnreadable = (error: unknown): ProblemError =>
  error instanceof ProblemError
    ? error
    : new ProblemError(
        {
          id: 'session-unreadable',
          severity: 'caution',
          text: `This recording cannot be opened${isNotFound(error) ? ': it is not on this device' : ''}.`,
          tip: 'It may have been deleted or be in use in another window. Open the library again.',
        },
        error,
      );

export const recordDamaged = (what: string): ProblemError =>
  new ProblemError({
    id: 'record-damaged',
    severity: 'caution',
    text: `${what} of this recording is damaged and was left out.`,
    tip: 'The other frames are unharmed; their checksums say so.',
  });

/** A packed session where nothing is handed in that reads its videos. */
export const videoUnsupported = (): ProblemError =>
  new ProblemError({
    id: 'session-video-unsupported',
    severity: 'caution',
    text: 'The frames of this recording are packed as video, which cannot be read here.',
    tip: 'Open it in a current Chrome or Edge.',
  });

export const isVideoUnsupported = (error: ProblemError): boolean =>
  error.problem.id === 'session-video-unsupported';

/** A video of a packed session is missing, or is none. */
export const videoUnreadable = (name: string, error: unknown): ProblemError =>
  new ProblemError(
    {
      id: 'session-video-unreadable',
      severity: 'caution',
      text: `The video ${name} of this recording ${isNotFound(error) ? 'is missing' : 'cannot be read'}; its frames were left out.`,
      tip: 'The other parts are unharmed. If the recording was exported, import it again.',
    },
    error,
  );

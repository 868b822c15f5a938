/** What can go wrong while a session is carried, in words for the user. */
import { type Problem, ProblemError } from '#model/problem.ts';

const stop = (id: string, text: string, tip: string, cause?: unknown): ProblemError =>
  new ProblemError({ id, severity: 'caution', text, tip }, cause);

const copyAgain = 'Copy it again from where it was exported, or export it again.';
const exportAgain = 'Use only files that were exported by this viewer; export the recording again.';

/** Neither a tar nor a sealed file. */
export const notCarried = (): ProblemError =>
  stop(
    'import-not-a-recording',
    'This file is no exported recording.',
    'Choose a file that ends in .rimlight.tar or .rimlight.sealed.',
  );

export const carriedCut = (): ProblemError =>
  stop('import-cut', 'The file is cut off: its end is missing.', copyAgain);

/** `what`: which part of the file, for a person. */
export const carriedChanged = (what: string): ProblemError =>
  stop(
    'import-changed',
    `The file was changed since it was exported: ${what} is not what it was.`,
    copyAgain,
  );

/** `what`: what no session has, for a person. */
export const carriedForeign = (what: string): ProblemError =>
  stop('import-foreign', `The file holds what no exported recording holds: ${what}.`, exportAgain);

export const carriedNewer = (): ProblemError =>
  stop(
    'import-newer',
    'The file was exported by a newer version of this viewer.',
    'Load the newer version here, then import again.',
  );

export const passphraseNeeded = (): ProblemError =>
  stop('import-passphrase-needed', 'The file is sealed.', 'Enter the passphrase it was sealed with.');

export const passphraseWrong = (): ProblemError =>
  stop(
    'import-passphrase-wrong',
    'The passphrase does not open this file.',
    'Enter it again; capitals and spaces count.',
  );

export const passphraseEmpty = (): ProblemError =>
  stop('passphrase-empty', 'The passphrase is empty.', 'Enter a passphrase, or export without one.');

/** Bytes as a person reads them: never less than there are. */
const bytesInWords = (bytes: number): string =>
  bytes >= 1e9
    ? `${(Math.ceil(bytes / 1e8) / 10).toFixed(1)} GB`
    : `${Math.max(1, Math.ceil(bytes / 1e6))} MB`;

/** Before anything is written. */
export const importNoRoom = (missingBytes: number): ProblemError =>
  stop(
    'import-no-room',
    `There is no room for this recording: ${bytesInWords(missingBytes)} more are needed.`,
    'Delete recordings that were exported, then import again.',
  );

export const importOtherHere = (): ProblemError =>
  stop(
    'import-other-here',
    'This recording is on this device already, in another state.',
    'Open it in the library; to replace it, export it, delete it, then import again.',
  );

/** What the disk said, whoever put words around it that speak of recording. */
const diskSaid = (error: unknown): unknown =>
  error instanceof ProblemError && error.problem.id.startsWith('recording-') ? error.cause : error;

/**
 * The disk refused while importing. `goesOn`: what was proved stays, out of sight, and the next import of the file goes on from there.
 */
export function importRefused(thrown: unknown, { goesOn }: { goesOn: boolean }): ProblemError {
  const error = diskSaid(thrown);
  if (error instanceof ProblemError) return error;
  const name = error instanceof Error ? error.name : '';
  return name === 'QuotaExceededError'
    ? stop(
        'import-full',
        'The storage became full while importing.',
        `Delete recordings, then import again${goesOn ? ': it goes on where it stopped' : ''}.`,
        error,
      )
    : stop(
        'import-failed',
        `The storage refused the recording (${name || 'no reason given'}).`,
        'Close other windows of this viewer, then import again.',
        error,
      );
}

export const exportStillOpen = (): ProblemError =>
  stop('export-still-open', 'This recording has no end yet.', 'Stop the recording, then export it.');

export const exportNoRoom = (missingBytes: number): ProblemError =>
  stop(
    'export-no-room',
    `There is no room to prepare the file: ${bytesInWords(missingBytes)} more are needed.`,
    'Choose where to save it, so that it is written there directly, or delete old recordings.',
  );

export function exportRefused(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const name = error instanceof Error ? error.name : '';
  return name === 'QuotaExceededError'
    ? stop(
        'export-full',
        'The disk became full while exporting; no file was kept.',
        'Free some room or choose another disk, then export again.',
        error,
      )
    : stop(
        'export-failed',
        `The recording could not be exported (${name || 'no reason given'}); no file was kept.`,
        'Export it again; close other windows of this viewer first.',
        error,
      );
}

/** Said after an export or import that went through although these parts are not as they were recorded. */
export const carriedDamaged = (names: readonly string[]): Problem => ({
  id: 'carried-damaged',
  severity: 'caution',
  text: `Part of this recording was damaged before it was exported: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}.`,
  tip: 'Examine the recording: it names what is lost; the rest is unharmed.',
});

export const importAlreadyHere: Problem = {
  id: 'import-already-here',
  severity: 'caution',
  text: 'This recording is on this device already; nothing was changed.',
  tip: 'Open it in the library.',
};

export const importRepaired: Problem = {
  id: 'import-repaired',
  severity: 'caution',
  text: 'This recording was on this device with damaged parts; they were replaced from the file.',
  tip: 'Examine the recording to see that it is sound.',
};

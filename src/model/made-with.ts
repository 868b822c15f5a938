/** Which viewer made a file, and which build of it: the same words in everything that leaves. */

/** `Rimlight 0.1.0+<build>`: a program's name and version, as PNG and TIFF want them in their `Software`. `version`: as on the screen. */
export const madeWithOf = (version: string): string => `Rimlight ${version}`;

/** The line of a file for people. `madeWith`: as `madeWithOf` says it. */
export const madeWithLine = (madeWith: string): string => `Made with ${madeWith}.`;

/** Beside it where the file shows what was kept before, by another build perhaps; null: kept before builds were written down. */
export const takenWithLine = (takenWith: string | null): string =>
  `Taken with ${takenWith ?? 'a build that is not known'}.`;

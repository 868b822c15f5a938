/** Blinded reading without a disk: no sets, and commands that are only written down. */
import type { ReadingCommands, ReadingState } from '#conductor/reading-api.ts';

export const noReading: ReadingState = { sets: [], unreadable: [], run: null, shown: null };

export function fakeReadingCommands(
  ask: (name: string) => (...given: readonly unknown[]) => undefined,
): ReadingCommands {
  const later =
    (name: string) =>
    async (...given: readonly unknown[]): Promise<void> =>
      ask(`reading.${name}`)(...given);
  const forNull =
    (name: string) =>
    async (...given: readonly unknown[]): Promise<null> => {
      ask(`reading.${name}`)(...given);
      return null;
    };
  return {
    refresh: async () => undefined,
    create: forNull('create'),
    remove: later('remove'),
    begin: later('begin'),
    pictureShown: ask('reading.pictureShown'),
    pictureFailed: ask('reading.pictureFailed'),
    setMark: ask('reading.setMark'),
    setConfidence: ask('reading.setConfidence'),
    addOutline: () => false,
    removeLastOutline: ask('reading.removeLastOutline'),
    next: later('next'),
    back: later('back'),
    pause: async () => true,
    drop: ask('reading.drop'),
    finish: later('finish'),
    showAgreement: later('showAgreement'),
    closeAgreement: ask('reading.closeAgreement'),
    exportReading: forNull('exportReading'),
  };
}

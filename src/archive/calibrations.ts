/**
 * Profiles on disk: one file `calibrations/<hash>.json` each, and `draft.json`, the run that
 * was left. Works on any `Folder`; holds no open file between calls.
 */

import { ProblemError } from '#model/problem.ts';
import { type CalibrationSet, profileFileText, readProfileFile } from '#model/profile-file.ts';
import { profileHash } from '#model/profile-hash.ts';
import { z } from '#model/schema-rules.ts';
import { type Folder, readText } from './files.ts';

const folderName = 'calibrations';
const draftName = 'draft.json';
const fileName = (hash: string): string => `${hash}.json`;

/** Every call rejects with a `ProblemError` when the disk refuses. */
export type CalibrationArchive = {
  /** Newest part first. A file that cannot be read is left alone and left out. */
  list(): Promise<readonly CalibrationSet[]>;
  /** The file's text, as it lies on the disk; null when it is not there. */
  text(hash: string): Promise<string | null>;
  save(set: CalibrationSet): Promise<void>;
  remove(hash: string): Promise<void>;
  /** The run that was left: its draft, and what else `extra` was; null when there is none that can be read. */
  readDraft<T>(extra: z.ZodType<T>): Promise<{ set: CalibrationSet; extra: T } | null>;
  writeDraft(set: CalibrationSet, extra: unknown): Promise<void>;
  removeDraft(): Promise<void>;
};

const draftFileSchema = z.object({ file: z.string(), extra: z.unknown() });

export function calibrationArchive(root: () => Promise<Folder>): CalibrationArchive {
  const top = async (): Promise<Folder> => (await root()).folder(folderName, true);
  const told = async <T>(act: (folder: Folder) => Promise<T>): Promise<T> => {
    try {
      return await act(await top());
    } catch (error) {
      throw storageRefused(error);
    }
  };
  const namesIn = async (folder: Folder) =>
    (await folder.list()).filter(entry => entry.kind === 'file').map(entry => entry.name);
  const removeNamed = (name: string) =>
    told(async folder => {
      if ((await namesIn(folder)).includes(name)) await folder.remove(name);
    });

  return {
    list: () =>
      told(async folder => {
        const sets: CalibrationSet[] = [];
        for (const name of await namesIn(folder)) {
          if (!/^[0-9a-f]{64}\.json$/.test(name)) continue;
          const read = readProfileFile(await readText(folder, name));
          if (typeof read !== 'string') sets.push(read);
        }
        return sets.sort((a, b) => newestPartS(b) - newestPartS(a));
      }),
    text: hash =>
      told(async folder =>
        (await namesIn(folder)).includes(fileName(hash)) ? readText(folder, fileName(hash)) : null,
      ),
    save: set => told(folder => folder.replace(fileName(profileHash(set.profile)), profileFileText(set))),
    remove: hash => removeNamed(fileName(hash)),
    readDraft: extraSchema =>
      told(async folder => {
        if (!(await namesIn(folder)).includes(draftName)) return null;
        try {
          const { file, extra } = draftFileSchema.parse(JSON.parse(await readText(folder, draftName)));
          const set = readProfileFile(file);
          return typeof set === 'string' ? null : { set, extra: extraSchema.parse(extra) };
        } catch {
          // Half a draft, or one of an older shape: there is nothing to resume, and nothing was in force.
          return null;
        }
      }),
    writeDraft: (set, extra) =>
      told(folder => folder.replace(draftName, JSON.stringify({ file: profileFileText(set), extra }))),
    removeDraft: () => removeNamed(draftName),
  };
}

const newestPartS = ({ profile }: CalibrationSet): number =>
  Math.max(0, ...Object.values(profile.parts).map(part => part?.madeAtS ?? 0));

const storageRefused = (error: unknown): ProblemError => {
  const name = error instanceof Error ? error.name : '';
  return new ProblemError(
    {
      id: 'calibration-not-kept',
      severity: 'caution',
      text:
        name === 'QuotaExceededError'
          ? 'The storage is full; the calibration was not kept.'
          : `The storage refused the calibration (${name || 'no reason given'}).`,
      tip: 'Export the profile as a file, free storage or leave private browsing, then try again.',
    },
    error,
  );
};

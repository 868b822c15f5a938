/** Reports of checks on disk: one file `checks/<id>.json` each. Works on any `Folder`; holds no open file between calls. */
import { type CheckReport, checkReportSchema } from '#model/check.ts';
import { ProblemError } from '#model/problem.ts';
import { type Folder, readText } from './files.ts';

const folderName = 'checks';
const fileName = (id: string): string => `${id}.json`;

/** Every call rejects with a `ProblemError` when the disk refuses; `save` with a schema error for a report that could not be read back. */
export type CheckArchive = {
  /** Newest first. A file that cannot be read is left alone and left out. */
  list(): Promise<readonly CheckReport[]>;
  /** Replaces the one with the same id. */
  save(report: CheckReport): Promise<void>;
  remove(id: string): Promise<void>;
};

export function checkArchive(root: () => Promise<Folder>): CheckArchive {
  const told = async <T>(act: (folder: Folder) => Promise<T>): Promise<T> => {
    try {
      return await act(await (await root()).folder(folderName, true));
    } catch (error) {
      throw storageRefused(error);
    }
  };
  const namesIn = async (folder: Folder) =>
    (await folder.list()).filter(entry => entry.kind === 'file').map(entry => entry.name);

  return {
    list: () =>
      told(async folder => {
        const reports: CheckReport[] = [];
        for (const name of await namesIn(folder)) {
          const report = name.endsWith('.json') ? reportIn(await readText(folder, name)) : null;
          // A file under another name than its own is a copy; listed, it could not be removed.
          if (report && fileName(report.id) === name) reports.push(report);
        }
        return reports.sort((a, b) => b.madeAtS - a.madeAtS || (a.id < b.id ? -1 : 1));
      }),
    save: async report => {
      // Outside `told`: a report that its own schema refuses is no fault of the storage.
      const content = `${JSON.stringify(checkReportSchema.parse(report), null, 2)}\n`;
      return told(folder => folder.replace(fileName(report.id), content));
    },
    remove: id =>
      told(async folder => {
        if ((await namesIn(folder)).includes(fileName(id))) await folder.remove(fileName(id));
      }),
  };
}

function reportIn(content: string): CheckReport | null {
  try {
    return checkReportSchema.safeParse(JSON.parse(content)).data ?? null;
  } catch {
    // Not JSON: damaged, and left where it is.
    return null;
  }
}

const storageRefused = (error: unknown): ProblemError => {
  const name = error instanceof Error ? error.name : '';
  return new ProblemError(
    {
      id: 'check-not-kept',
      severity: 'caution',
      text:
        name === 'QuotaExceededError'
          ? 'The storage is full; the check was not kept.'
          : `The storage refused the check (${name || 'no reason given'}).`,
      tip: 'Export the report as a file, free storage or leave private browsing, then try again.',
    },
    error,
  );
};

/** The profiles kept on this device: used, exported, imported, deleted, and given to another scope. */
import { createStore } from 'zustand/vanilla';
import { type CalibrationArchive, calibrationArchive } from '#archive/calibrations.ts';
import { opfsFolder } from '#archive/opfs.ts';
import { type Problem, ProblemError } from '#model/problem.ts';
import { type ProfileSubject, profileFaults, withOtherScope } from '#model/profile.ts';
import {
  type CalibrationSet,
  type ProfileFileFault,
  profileFileText,
  readProfileFile,
} from '#model/profile-file.ts';
import { profileHash } from '#model/profile-hash.ts';
import { privateFiles, randomId } from '#platform/opfs.ts';
import { madeWith } from '#platform/version.ts';
import type { CalibrateCommands, KeptProfile } from './api.ts';
import type { Fields } from './fields.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';
import type { SceneKeeper } from './scene.ts';

/** No profile is larger than two fields of a camera of twelve million pixels. */
const largestFileBytes = 160 * 2 ** 20;

export type Profiles = {
  readonly store: Readable<{ readonly profiles: readonly KeptProfile[] }>;
  readonly archive: CalibrationArchive;
  readonly commands: Pick<
    CalibrateCommands,
    'useProfile' | 'exportProfile' | 'importProfile' | 'deleteProfile' | 'exchangeScope'
  >;
  /** Keeps a profile and puts it in force; false where it could not be kept, and then it is not in force either. */
  adopt(set: CalibrationSet): Promise<boolean>;
  /** The newest profile made for the source that is open, in force; nothing where there is none. */
  adoptForSource(): Promise<void>;
  /** The source changed: what fits is judged anew. */
  judge(): void;
};

export function createProfiles(parts: { scene: SceneKeeper; fields: Fields; problems: Problems }): Profiles {
  const { scene, fields, problems } = parts;
  const archive = calibrationArchive(async () => opfsFolder(await privateFiles()));
  const store = createStore<{ readonly profiles: readonly KeptProfile[] }>(() => ({ profiles: [] }));
  let sets: readonly CalibrationSet[] = [];

  const judge = (): void => {
    const subject: ProfileSubject = scene.subject();
    store.setState({
      profiles: sets.map(({ profile }) => ({
        profile,
        hash: profileHash(profile),
        faults: profileFaults(profile, subject),
      })),
    });
  };
  const refresh = async (): Promise<void> => {
    sets = await archive.list();
    judge();
  };
  const putInForce = ({ profile, fields: own }: CalibrationSet): void => {
    fields.learn(own);
    scene.commands.setProfile(profile);
  };
  const adopt = async (set: CalibrationSet): Promise<boolean> => {
    const isKept = await problems.guard('calibration-not-kept', async () => {
      await archive.save(set);
      await refresh();
      return true;
    });
    if (isKept) putInForce(set);
    return isKept === true;
  };
  const found = (hash: string) => sets.find(({ profile }) => profileHash(profile) === hash);

  return {
    store,
    archive,
    adopt,
    judge,
    async adoptForSource() {
      // No message where the storage cannot be read: nothing was asked for, and numbers say that they are uncalibrated.
      await refresh().catch(() => undefined);
      const { device } = scene.subject();
      const own = sets.find(({ profile }) => profile.madeFor?.device === device);
      if (own) putInForce(own);
    },
    commands: {
      async useProfile(hash) {
        const set = found(hash);
        if (set) putInForce(set);
      },
      exportProfile: hash =>
        problems.guard('calibration-export', async () => {
          const text = await archive.text(hash);
          const set = text === null ? 'not-a-profile' : readProfileFile(text);
          if (typeof set === 'string') throw new ProblemError(profileGone);
          return new Blob([profileFileText(set, madeWith)], { type: 'application/json' });
        }),
      async importProfile(file) {
        const isRead = await problems.guard('calibration-import', async () => {
          if (file.size > largestFileBytes) throw new ProblemError(refused('not-a-profile'));
          const set = readProfileFile(await file.text());
          if (typeof set === 'string') throw new ProblemError(refused(set));
          await archive.save(set);
          await refresh();
          return true;
        });
        return isRead === true;
      },
      async deleteProfile(hash) {
        await problems.guard('calibration-delete', async () => {
          await archive.remove(hash);
          await refresh();
        });
      },
      async exchangeScope(scope) {
        const { profile } = scene.store.getState();
        const exchanged = withOtherScope(profile, scope, randomId());
        await adopt({ profile: exchanged, fields: fields.of(exchanged) });
      },
    },
  };
}

const profileGone: Problem = {
  id: 'calibration-gone',
  severity: 'caution',
  text: 'This profile is not on this device any more.',
  tip: 'It may have been deleted in another window. Open the list again.',
};

const importWords: Readonly<Record<ProfileFileFault, string>> = {
  'not-json': 'The file is not a calibration profile: it is no JSON, or only half of it is there.',
  'not-a-profile': 'The file is not a calibration profile of this viewer, or holds impossible values.',
  'newer-version': 'The profile was made by a newer version of this viewer.',
  corrupted: 'The profile was changed after it was written: its checksum does not fit.',
  'field-missing': 'The profile refers to a flat or dark field that is not in the file.',
};

const refused = (fault: ProfileFileFault): Problem => ({
  id: 'calibration-import',
  severity: 'caution',
  text: importWords[fault],
  tip:
    fault === 'newer-version'
      ? 'Update this viewer, then import it again. Nothing was changed.'
      : 'Export it once more where it was made. Nothing was changed.',
});

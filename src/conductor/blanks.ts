/**
 * Places of the picture that are blackened before anything sees them, kept for this device. A recording that is replayed is shown
 * as it was kept: its own blanks are in its codes.
 */
import type { Blank } from '#model/blank.ts';
import { blanksSchema } from '#model/blank-schema.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import type { Problems } from './problems.ts';

const settingName = 'blanks';

export type Blanks = {
  /** The device's own. */
  now(): readonly Blank[];
  /** Those of the frames that are shown: in replay, what was recorded. */
  inForce(): readonly Blank[];
  /** Replay: what the frames that come were recorded with. */
  recall(blanks: readonly Blank[]): void;
  set(blanks: readonly Blank[]): Promise<void>;
  /** A feed is about to be opened: resolves when no frame of it can be seen without its blanks. */
  begin(isReplay: boolean): Promise<void>;
};

export function createBlanks(parts: {
  view: { setBlanks(blanks: readonly Blank[]): Promise<void> };
  problems: Problems;
  changed: (blanks: readonly Blank[]) => void;
}): Blanks {
  let own = readSetting(settingName, blanksSchema, []);
  /** Null: the feed is no replay. */
  let recorded: readonly Blank[] | null = null;
  return {
    now: () => own,
    inForce: () => recorded ?? own,
    recall(blanks) {
      if (recorded) recorded = blanks;
    },
    async set(blanks) {
      own = blanksSchema.parse(blanks);
      if (!writeSetting(settingName, own))
        parts.problems.report({
          id: 'blanks-not-kept',
          severity: 'caution',
          text: 'These places are black now, but the browser did not keep them.',
          tip: 'Free storage or allow this site to store data, and set them again at the next start.',
        });
      if (!recorded) await parts.view.setBlanks(own);
      parts.changed(own);
    },
    async begin(isReplay) {
      recorded = isReplay ? [] : null;
      await parts.view.setBlanks(recorded ?? own);
    },
  };
}

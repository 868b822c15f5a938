/**
 * In replay the recorded settings hold, frame by frame, until the user changes one; then the user's do. Afterwards the
 * user's own case is back: a recorded label must never reach the next patient's pictures.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Blank } from '#model/blank.ts';
import type { Case } from '#model/case-strip.ts';
import type { SessionEvent } from '#model/event.ts';
import type { FieldJson } from '#model/field.ts';
import type { KeyFrameJson } from '#model/motion.ts';
import type { Analysing } from './analysing.ts';
import type { CaseState } from './api.ts';
import type { Regions } from './regions.ts';
import type { SceneKeeper } from './scene.ts';

export type Following = {
  /** A feed is opened; `isReplay`: its recorded settings are followed from now on. */
  begin(isReplay: boolean): void;
  /** What holds at the frame that comes next. */
  apply(events: readonly SessionEvent[]): void;
  /** A setting that can change a pixel or a number changed. */
  settingChanged(): void;
  /** True while recorded settings are being put in force: they belong to the frame that comes next. */
  isApplying(): boolean;
  /** True while what the stores hold came from a recording: not to be kept as the user's own. */
  isReplaying(): boolean;
};

export function createFollowing(parts: {
  scene: SceneKeeper;
  regions: Regions;
  analysing: Pick<Analysing, 'recall'>;
  caseStore: StoreApi<CaseState>;
  /** Places that were black in the frames that come. */
  recallBlanks(blanks: readonly Blank[]): void;
  /** Per-pixel data that the profiles of later inputs refer to. */
  learnFields(fields: readonly FieldJson[]): void;
  /** The picture that later inputs follow tissue from. */
  learnKeyFrame(keyFrame: KeyFrameJson): void;
}): Following {
  const { scene, regions, analysing, caseStore } = parts;
  let isFollowing = false;
  let isApplying = false;
  /** The user's own case while a recording's is shown. */
  let ownCase: Case | null = null;

  const applyOne = (event: SessionEvent): void => {
    switch (event.type) {
      case 'fields':
        parts.learnFields(event.fields);
        break;
      case 'key-frame':
        parts.learnKeyFrame(event.keyFrame);
        break;
      case 'inputs':
        scene.recall(event.inputs);
        analysing.recall(event.inputs);
        parts.recallBlanks(event.inputs.blanks ?? []);
        regions.replace(event.inputs.regions, event.inputs.referenceId);
        break;
      case 'display':
        scene.commands.setDisplay(event.display);
        scene.commands.setView(event.view);
        break;
      case 'case':
        caseStore.setState({ case: event.case });
        break;
    }
  };

  return {
    begin(isReplay) {
      isFollowing = isReplay;
      if (isReplay) {
        ownCase ??= caseStore.getState().case;
      } else if (ownCase) {
        const own = ownCase;
        ownCase = null;
        caseStore.setState({ case: own });
      }
    },
    apply(events) {
      if (!isFollowing) return;
      isApplying = true;
      events.forEach(applyOne);
      isApplying = false;
    },
    settingChanged() {
      if (!isApplying) isFollowing = false;
    },
    isApplying: () => isApplying,
    isReplaying: () => ownCase !== null,
  };
}

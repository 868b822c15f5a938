/** What the user does with the recorder: begins a session with all that holds now, pauses, marks, ends. */
import type { SessionManifest } from '#archive/format.ts';
import type { Case } from '#model/case-strip.ts';
import { randomId } from '#platform/opfs.ts';
import { madeWith } from '#platform/version.ts';
import type { WorkerHandle } from '#platform/workers.ts';
import type { ViewApi } from '#workers/view/api.ts';
import type { FeedState, ProblemsState } from './api.ts';
import type { Blanks } from './blanks.ts';
import type { Measuring } from './measuring.ts';
import type { Readable } from './readable.ts';
import { problemHappened, type Recording } from './recording.ts';
import type { SceneKeeper } from './scene.ts';
import type { Sessions } from './sessions.ts';
import type { RecordingCommands } from './sessions-api.ts';

/** The first moment is often dark or out of focus. */
const thumbnailAfterMs = 1500;
const thumbnailHeightPx = 144;

export function createRecordingCommands(house: {
  readonly recording: Recording;
  readonly sessions: Sessions;
  readonly blanks: Blanks;
  readonly feed: Readable<FeedState>;
  readonly scene: SceneKeeper;
  readonly measuring: Measuring;
  readonly view: Pick<WorkerHandle<ViewApi>['api'], 'grab'>;
  readonly shownCase: () => Case;
  readonly problems: Readable<ProblemsState>;
  readonly clockS: () => number;
  readonly refresh: () => Promise<void>;
}): RecordingCommands {
  const { recording, blanks } = house;
  return {
    async startRecording() {
      const { description } = house.feed.getState();
      const { layout, display, view } = house.scene.store.getState();
      const inputs = house.measuring.inputs();
      if (!description || !layout || !inputs) return;
      const manifest: SessionManifest = {
        version: 2,
        origin: 'recorded',
        madeWith,
        id: randomId(),
        startedAtS: house.clockS(),
        endedAtS: null,
        feed: { kind: description.kind, name: description.name, layout, streams: description.streams },
        case: house.shownCase(),
        frames: null,
        bytes: null,
      };
      await recording.start(manifest, [
        { type: 'inputs', inputs },
        { type: 'display', display, view },
        { type: 'case', case: house.shownCase() },
        // What was wrong before holds for the first frames, too.
        ...house.problems.getState().problems.map(problem => problemHappened(problem, false)),
      ]);
      if (recording.store.getState().status === 'recording')
        setTimeout(() => void keepThumbnail(house, manifest.id), thumbnailAfterMs);
    },
    async stopRecording() {
      await recording.stop();
      await house.refresh();
    },
    pauseRecording: recording.pause,
    resumeRecording: recording.resume,
    mark: recording.mark,
    async setBlanks(next) {
      await blanks.set(next);
    },
  };
}

/** The picture that is shown now, small, for the session's place in the list. */
export async function keepThumbnail(
  { view, sessions }: { view: Pick<WorkerHandle<ViewApi>['api'], 'grab'>; sessions: Sessions },
  id: string,
): Promise<void> {
  const grab = await view.grab();
  if (!grab) return;
  const { picture } = grab;
  const scale = thumbnailHeightPx / picture.height;
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), thumbnailHeightPx);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  await sessions.keepThumbnail(id, await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 }));
}

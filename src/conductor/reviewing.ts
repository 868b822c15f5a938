/** What is done with recordings and stills afterwards: the session over time, clips, blinded reading. Disposed of part by part. */
import { opfsFolder } from '#archive/opfs.ts';
import type { Case } from '#model/case-strip.ts';
import { privateFiles, randomId } from '#platform/opfs.ts';
import { madeWith } from '#platform/version.ts';
import { startQuantifyWorker, type WorkerHandle } from '#platform/workers.ts';
import type { ExportApi } from '#workers/export/api.ts';
import type { Analysing } from './analysing.ts';
import { createClips } from './clips.ts';
import type { Feeds } from './feeds.ts';
import { lateReading } from './late-reading.ts';
import type { Problems } from './problems.ts';
import { createReview } from './review.ts';
import { shownAsOf } from './shown-as.ts';
import type { StillHouse } from './stills.ts';

export function createReviewing(
  parts: Omit<StillHouse, 'exporter'> & {
    readonly exporter: Pick<WorkerHandle<ExportApi>['api'], 'addToClip' | 'finishClip' | 'dropClip'>;
    readonly feeds: Feeds;
    readonly analysing: Pick<Analysing, 'keyFrames'>;
    readonly problems: Problems;
    readonly shownCase: () => Case;
  },
) {
  const { view, feeds, scene, readout, fields, problems, clockS } = parts;
  const review = createReview({
    startQuantify: startQuantifyWorker,
    feed: {
      index: feeds.index,
      thumbnail: feeds.thumbnail,
      loop: feeds.commands.loop,
      playhead: () => feeds.store.getState().playhead,
    },
    inputs: parts.measuring.inputs,
    fields: () => fields.of(scene.store.getState().profile),
    keyFrames: parts.analysing.keyFrames,
    async grab() {
      const grab = await view.grab();
      return grab && { picture: grab.picture, frameNumber: grab.main.number };
    },
    measurement: () => readout.getState().measurement,
    shownAs: () => shownAsOf(scene.store.getState()),
    caseLabel: () => parts.shownCase().label,
    madeWith,
    problems,
  });
  const reading = lateReading({
    folder: async () => opfsFolder(await privateFiles()),
    files: privateFiles,
    problems,
    clockS,
    newId: randomId,
  });
  const clips = createClips({
    house: parts,
    exporter: parts.exporter,
    feeds,
    problems,
    shownCase: parts.shownCase,
  });
  return { review, reading, clips };
}

/**
 * Makes a clip of a range of a replay: shows each frame, takes it as a still would be taken, and hands it to the encoder. Slower than the
 * recording, and every picture carries the numbers of its own frame.
 */
import { createStore } from 'zustand/vanilla';
import type { Case } from '#model/case-strip.ts';
import { ProblemError } from '#model/problem.ts';
import { moved, type WorkerHandle } from '#platform/workers.ts';
import type { ExportApi } from '#workers/export/api.ts';
import type { FrameRange } from '#workers/feed/api.ts';
import type { Grab } from '#workers/view/api.ts';
import type { ClipsCommands, ClipsState } from './clips-api.ts';
import type { Feeds } from './feeds.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';
import { type StillHouse, stillOf } from './stills.ts';

/** The file is put together in memory. */
const mostFrames = 9000;
/** A frame that is damaged is never shown: the clip goes on without it. */
const shownWithinMs = 4000;
const lookEveryMs = 15;
/** A gap of the recording is not waited through. */
const longestFrameS = 2;

export function createClips(parts: {
  house: Omit<StillHouse, 'exporter'>;
  exporter: Pick<WorkerHandle<ExportApi>['api'], 'addToClip' | 'finishClip' | 'dropClip'>;
  feeds: Pick<Feeds, 'index' | 'commands' | 'store'>;
  problems: Problems;
  shownCase: () => Case;
}): { readonly store: Readable<ClipsState>; readonly commands: ClipsCommands } {
  const { house, exporter, feeds, problems } = parts;
  const store = createStore<ClipsState>(() => ({ share: null }));
  let isStopped = false;

  /** The picture of the frame numbered `number`, once it is on the canvas; null where it never comes. */
  const grabOf = async (number: number): Promise<Grab | null> => {
    for (const endMs = performance.now() + shownWithinMs; performance.now() < endMs; ) {
      const grab = await house.view.grab();
      if (grab?.main.number === number) return grab;
      grab?.picture.close();
      await new Promise(resolve => setTimeout(resolve, lookEveryMs));
    }
    return null;
  };

  const make = async (range: FrameRange, every: number): Promise<Blob | null> => {
    const index = await feeds.index();
    if (!index) throw new ProblemError(noReplay);
    const frames = [];
    for (let at = range.from; at <= Math.min(range.to, index.frameAtS.length - 1); at += Math.max(1, every))
      frames.push(at);
    if (frames.length > mostFrames) throw new ProblemError(tooLong);
    feeds.commands.pause();
    for (const [done, frameIndex] of frames.entries()) {
      if (isStopped || feeds.store.getState().description?.kind !== 'replay') return null;
      store.setState({ share: done / frames.length });
      feeds.commands.seek(frameIndex);
      const grab = await grabOf(index.frameNumbers[frameIndex]!);
      const order = grab && (await stillOf(house, grab, { shownCase: parts.shownCase(), annotations: [] }));
      if (!order) continue;
      const atS = index.frameAtS[frameIndex]!;
      const nextS = index.frameAtS[frames[done + 1] ?? frameIndex + 1] ?? atS + 1 / 25;
      const durationS = Math.min(longestFrameS, Math.max(1 / 120, nextS - atS));
      await exporter.addToClip(moved(order, [order.picture]), { atS, frameIndex }, durationS);
    }
    return exporter.finishClip();
  };

  return {
    store,
    commands: {
      async makeClip(range, every) {
        if (store.getState().share !== null) return null;
        isStopped = false;
        store.setState({ share: 0 });
        try {
          const clip = await problems.guard('clip', () => make(range, every));
          if (!clip) await exporter.dropClip();
          return clip;
        } finally {
          store.setState({ share: null });
        }
      },
      stopClip() {
        isStopped = true;
      },
    },
  };
}

const noReplay = {
  id: 'clip',
  severity: 'caution',
  text: 'Clips are made of recordings.',
  tip: 'Open a recorded session, then choose a range.',
} as const;

const tooLong = {
  id: 'clip',
  severity: 'caution',
  text: `The range is longer than ${mostFrames} pictures.`,
  tip: 'Choose a shorter range, or every second or third frame.',
} as const;

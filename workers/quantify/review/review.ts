/** A session's numbers for the review room. Holds what live settings name (fields, key frames) and, while it works, one open session. */
import type { Pace } from '#archive/pace.ts';
import { sessionUnreadable } from '#archive/problems.ts';
import type { SessionReader } from '#archive/reader.ts';
import type { ReadPace } from '#archive/video/video.ts';
import type { Field } from '#model/field.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import type { KeyFrame } from '#model/motion.ts';
import type { QuantifyApi } from '../api.ts';
import { createMeasureCache, measureFrame } from '../measure-frame.ts';
import type { RegionHistogram } from '../region-histogram.ts';
import type { TissueFollower } from '../tissue-follower.ts';
import { recordedRows } from './recorded-rows.ts';
import { type MeasureAgain, remeasure } from './remeasure.ts';

export type Review = Pick<QuantifyApi, 'recordedRows' | 'remeasure' | 'stopReview'> & {
  /** What inputs of an order may name besides what the session holds; replaces what was there. */
  putFields(fields: readonly Field[]): void;
  putKeyFrames(keyFrames: readonly KeyFrame[]): void;
};

/** `histogram` and `follower` may be the live path's: they keep nothing between frames that could change a number. */
export function createReview(parts: {
  histogram: RegionHistogram;
  follower: TissueFollower;
  clockS: () => number;
  /** For work that gives way to a live picture; without it, none does. */
  newPace?: () => Pace;
  /** `step`: as of `VideoCodec.openReader`. */
  open: (sessionId: string, step?: ReadPace['step']) => Promise<SessionReader>;
}): Review {
  const { follower, clockS } = parts;
  const working = new Set<AbortController>();
  let fields: readonly Field[] = [];
  let keyFrames: readonly KeyFrame[] = [];

  const withSession = async <T>(
    id: string,
    work: (reader: SessionReader, signal: AbortSignal) => Promise<T>,
    pace?: Pace,
  ): Promise<T> => {
    const stopper = new AbortController();
    working.add(stopper);
    try {
      const step: ReadPace['step'] = pace && (settled => pace.step(stopper.signal, settled));
      using reader = await parts.open(id, step);
      return await work(reader, stopper.signal);
    } catch (error) {
      throw stopper.signal.aborted ? stopper.signal.reason : sessionUnreadable(error);
    } finally {
      working.delete(stopper);
    }
  };

  const createMeasure = (): MeasureAgain => {
    const shelf = createFieldShelf();
    const cache = createMeasureCache(parts.histogram, shelf);
    let shelved: readonly Field[] = [];
    return (frame, inputs, named) => {
      const wanted = [...named.fields, ...fields];
      if (wanted.length !== shelved.length || wanted.some((field, i) => field !== shelved[i])) {
        shelf.put(wanted);
        shelved = wanted;
      }
      follower.put(named.keyFrame ? [named.keyFrame, ...keyFrames] : keyFrames);
      const motion = follower.read(frame, inputs);
      follower.put(keyFrames);
      return measureFrame(frame, inputs, cache, motion).measurement;
    };
  };

  return {
    recordedRows: (sessionId, tell) =>
      withSession(sessionId, (reader, signal) => recordedRows(reader, { tell, signal, clockS })),
    remeasure(order, tell) {
      const pace = parts.newPace?.();
      return withSession(
        order.sessionId,
        (reader, signal) =>
          remeasure(reader, order, { measure: createMeasure(), tell, signal, clockS, pace }),
        pace,
      );
    },
    stopReview() {
      for (const stopper of working) stopper.abort();
    },
    putFields(given) {
      fields = given;
    },
    putKeyFrames(given) {
      keyFrames = given;
    },
  };
}

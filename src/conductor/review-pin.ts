/** The moment that is put aside as A. Owns its picture, which outlives the session it is of. */
import type { StoreApi } from 'zustand/vanilla';
import type { Measurement } from '#model/measurement.ts';
import type { PinnedMoment, ReviewCommands, ReviewState } from './review-api.ts';

/** A frame that is put aside is waited for this long to be measured. */
const measuredWithinMs = 1500;
const lookAgainMs = 40;

export type Pinning = {
  readonly commands: Pick<ReviewCommands, 'pin' | 'unpin' | 'setCompare'>;
};

export function createPinning(
  store: StoreApi<ReviewState>,
  parts: {
    /** The picture shown now and its frame's number; null: there is none, or it could not be had, which was said then. */
    grab(): Promise<{ readonly picture: ImageBitmap; readonly frameNumber: number } | null>;
    /** What else is known of the picture shown now. */
    moment(): Omit<PinnedMoment, 'picture' | 'measurement'>;
    /** The newest. */
    measurement(): Measurement | null;
  },
): Pinning {
  /** Counts asks, so that one that was overtaken is thrown away. */
  let turn = 0;

  /** Of this very frame, as soon as there is one. */
  const measurementOf = async (frameNumber: number): Promise<Measurement | null> => {
    for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
      const newest = parts.measurement();
      if (newest?.frameNumber === frameNumber) return newest;
      if (waitedMs >= measuredWithinMs) return null;
      await new Promise(resolve => setTimeout(resolve, lookAgainMs));
    }
  };

  return {
    commands: {
      async pin() {
        const mine = ++turn;
        const moment = parts.moment();
        const grabbed = await parts.grab();
        if (!grabbed) return false;
        const measurement = await measurementOf(grabbed.frameNumber);
        if (mine !== turn) {
          grabbed.picture.close();
          return false;
        }
        const before = store.getState().pinned;
        store.setState({ pinned: { ...moment, picture: grabbed.picture, measurement } });
        before?.picture.close();
        return true;
      },
      unpin() {
        turn += 1;
        const { pinned } = store.getState();
        store.setState({ pinned: null, compare: 'off' });
        pinned?.picture.close();
      },
      setCompare: compare => store.setState(({ pinned }) => ({ compare: pinned ? compare : 'off' })),
    },
  };
}

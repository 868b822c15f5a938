/** Keeps builds away from a case: knows whether this window is in use, and takes a new build only when told to while none is. */
import { createStore } from 'zustand/vanilla';
import { firstPictureIsThere } from '#platform/late-worker.ts';
import { openOffline } from '#platform/offline.ts';
import { buildHash, version } from '#platform/version.ts';
import type { CalibratingState, CheckingState, FeedState, ReadoutState } from './api.ts';
import type { DisplaysState } from './displays-api.ts';
import type { Readable } from './readable.ts';
import type { RecordingState, SessionsState } from './sessions-api.ts';
import type { InUse, UpdatesCommands, UpdatesState } from './updates-api.ts';

type Watched = {
  readonly feed: Readable<FeedState>;
  readonly recording: Readable<RecordingState>;
  readonly calibrating: Readable<CalibratingState>;
  readonly checking: Readable<CheckingState>;
  readonly sessions: Readable<SessionsState>;
  readonly displays: Readable<DisplaysState>;
};

/** A case, or anything else that must not be broken off; the phantom and a still picture from a file are neither. */
function inUseFor({ feed, recording, calibrating, checking, sessions, displays }: Watched): InUse | null {
  const { description, status } = feed.getState();
  if (recording.getState().status !== 'idle') return 'recording';
  if (calibrating.getState().run !== null) return 'calibration';
  if (checking.getState().isOpen) return 'check';
  if (status !== 'closed' && (description?.kind === 'camera' || description?.kind === 'remote'))
    return 'camera';
  if (status !== 'closed' && description?.kind === 'replay') return 'replay';
  if (sessions.getState().task !== null) return 'transfer';
  if (displays.getState().displays.some(({ isGone }) => !isGone)) return 'display';
  return null;
}

export function createUpdates({
  readout,
  letGo,
  ...watched
}: Watched & {
  readonly readout: Readable<ReadoutState>;
  /** Closes files that the background has open. */
  letGo(): void;
}): {
  readonly store: Readable<UpdatesState>;
  readonly commands: UpdatesCommands;
  [Symbol.dispose](): void;
} {
  const store = createStore<UpdatesState>(() => ({
    version,
    isOffline: false,
    ready: null,
    inUse: null,
    isRefused: false,
  }));
  const offline = openOffline(({ served, ready }) => {
    store.setState({ isOffline: served !== null, ready: ready === buildHash ? null : ready });
  });
  const look = (): void => {
    const inUse = inUseFor(watched);
    offline.setInUse(inUse !== null);
    if (inUse !== store.getState().inUse) store.setState({ inUse, isRefused: false });
  };
  const stopReadout = readout.subscribe(({ liveness }) => {
    if (liveness.drawnFps > 0) firstPictureIsThere();
  });
  const stop = Object.values(watched).map((one: Readable<unknown>) => one.subscribe(look));
  return {
    store,
    commands: {
      async takeUpdate() {
        const { ready, inUse } = store.getState();
        if (ready === null || inUse !== null) return;
        store.setState({ isRefused: !(await offline.take(ready)) });
      },
      async deleteEverything() {
        if (store.getState().inUse !== null) return;
        store.setState({ isRefused: false });
        letGo();
        store.setState({ isRefused: !(await offline.forgetEverything()) });
      },
    },
    [Symbol.dispose]() {
      for (const end of [...stop, stopReadout]) end();
      offline[Symbol.dispose]();
    },
  };
}

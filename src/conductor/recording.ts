/** Starts and stops recordings, and puts everything that can change a pixel or a number into them as events. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionManifest } from '#archive/format.ts';
import type { SessionEvent } from '#model/event.ts';
import { type Field, fieldToJson } from '#model/field.ts';
import { keyFrameToJson } from '#model/key-frame.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { KeyFrame } from '#model/motion.ts';
import type { Problem } from '#model/problem.ts';
import type { Profile } from '#model/profile.ts';
import { keepStorage } from '#platform/storage.ts';
import { callable, type WorkerHandle } from '#platform/workers.ts';
import type { EncodeApi } from '#workers/encode/api.ts';
import type { ViewApi } from '#workers/view/api.ts';
import type { Blanks } from './blanks.ts';
import { createEventJournal } from './event-journal.ts';
import type { KeptWorker } from './keeping-alive.ts';
import type { Problems } from './problems.ts';
import { watchRecorder } from './recorder-watch.ts';
import type { Mark, RecordingState } from './sessions-api.ts';

type WithoutTime<T> = T extends unknown ? Omit<T, 'atS' | 'frameNumber'> : never;
/** An event before it is stamped. */
export type Happening = WithoutTime<SessionEvent>;

/** A problem as it begins, or (`isOver`) ends. */
export const problemHappened = ({ id, text, withholds }: Problem, isOver: boolean): Happening => ({
  type: 'problem',
  problemId: id,
  text,
  ...(isOver && { isOver }),
  ...(withholds && { withholds }),
});

export type Recording = {
  readonly store: StoreApi<RecordingState>;
  start(manifest: SessionManifest, first: readonly Happening[]): Promise<void>;
  stop(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  mark(mark: Mark): void;
  /**
   * Runs `act` with the session that takes what is kept now, null where none does. It stays open, and `note` reaches it, until
   * `act` is done, but no longer than a few seconds after the user stopped it.
   */
  whileOpen<T>(act: (sessionId: string | null) => Promise<T>): Promise<T>;
  /** Kept when something records; otherwise nothing. `frameNumber`: the last frame it does not hold for; the newest unless given. */
  note(happening: Happening, frameNumber?: number): void;
  /**
   * A measurement, and the inputs it was made with where they are new: inputs hold from the first frame that was measured with
   * them, which is only known when its measurement comes back.
   */
  measured(measurement: Measurement, inputs: MeasurementInputs): void;
  /** The recorder's thread is gone: what is appended waits. */
  recorderLost(): void;
  /** There is a new one: the open session goes on in it, with all that was appended meanwhile. */
  recorderCame(): Promise<void>;
  [Symbol.dispose](): void;
};

/** A recording ends though what is done beside it hangs. */
const longestWaitMs = 5000;
/** A recorder that goes on reads the session's headers first: some seconds for hours of recording. */
const goesOnWithinMs = 60_000;

const idle = {
  status: 'idle',
  frames: 0,
  bytes: 0,
  dropped: 0,
  sessionId: null,
  startedAtS: null,
  secondsLeft: null,
  marks: [],
} as const;

export function createRecording(parts: {
  encode: Pick<KeptWorker<EncodeApi>, 'api' | 'end'>;
  view: Pick<WorkerHandle<ViewApi>['api'], 'record'>;
  problems: Problems;
  clockS: () => number;
  newestFrame: () => number;
  /** Per-pixel data that a profile refers to. */
  fieldsOf: (profile: Profile) => readonly Field[];
  /** Pictures that inputs follow tissue from. */
  keyFrames: () => readonly KeyFrame[];
  blanks: () => ReturnType<Blanks['now']>;
  /** A chunk lies whole on the disk, or the whole session: there is something to look after. */
  chunkClosed(): void;
}): Recording {
  const { view, problems, clockS } = parts;
  const encode = parts.encode.api;
  const store = createStore<RecordingState>(() => ({ ...idle, isElsewhere: false, blanks: parts.blanks() }));
  const isRunning = () => {
    const { status } = store.getState();
    return status === 'recording' || status === 'paused';
  };

  /** Of the open session. */
  let manifest: SessionManifest | null = null;
  const journal = createEventJournal();
  let droppedBefore = 0;
  /** How often a recorder was lost. */
  let losses = 0;
  /** While there is no recorder: resolves when there is one again, and the session goes on. */
  let gap: { readonly over: Promise<void>; end(): void } | null = null;
  /** What a session is kept open for. */
  const beside = new Set<Promise<unknown>>();
  let keptRevision = -1;
  let keptFields = '';
  let keptKeyFrame: string | null = null;

  const append = (happening: Happening, frameNumber = parts.newestFrame()) => {
    const event: SessionEvent = { ...happening, atS: clockS(), frameNumber };
    journal.put(event);
    if (!gap) send(event);
  };
  const send = (event: SessionEvent) => {
    encode.append(event).catch((error: unknown) => {
      // What a lost recorder had not written is in the journal.
      if (!gap) problems.report(appendFailed(error));
    });
  };

  /** Once for each set of fields, before the first inputs that refer to them. */
  const keepFields = (profile: Profile, frameNumber: number) => {
    const fields = parts.fieldsOf(profile);
    const names = fields.map(({ hash }) => hash).join();
    if (fields.length === 0 || names === keptFields) return;
    keptFields = names;
    append({ type: 'fields', fields: fields.map(fieldToJson) }, frameNumber);
  };

  /** Once each, before the first inputs that name it. */
  const keepKeyFrame = (hash: string | null, frameNumber: number) => {
    const keyFrame = parts.keyFrames().find(candidate => candidate.hash === hash);
    if (!keyFrame || hash === keptKeyFrame) return;
    keptKeyFrame = hash;
    append({ type: 'key-frame', keyFrame: keyFrameToJson(keyFrame) }, frameNumber);
  };

  /** All that `inputs` refer to, and then they. */
  const keepInputs = (inputs: MeasurementInputs, frameNumber: number) => {
    keepFields(inputs.profile, frameNumber);
    keepKeyFrame(inputs.keyFrame, frameNumber);
    append({ type: 'inputs', inputs }, frameNumber);
  };

  /** By whichever recorder is there: one that hangs is followed by another, which can close what it left. */
  const closeSession = async (): Promise<void> => {
    await gap?.over;
    try {
      await encode.stop();
    } catch (error) {
      if (!gap) throw error;
      await closeSession();
    }
  };

  /** What a recorder that was lost meanwhile could not do is done by the one that follows. */
  const orByTheNext = async (doing: Promise<void>): Promise<void> => {
    try {
      await doing;
    } catch (error) {
      if (!gap) throw error;
    }
  };

  /** A view worker that is being started anew sends nothing, and is told when it is there whether to. */
  const sendFrames = (isOn: boolean): Promise<void> => view.record(isOn).catch(() => undefined);

  const stop = async (): Promise<void> => {
    if (!isRunning()) return;
    store.setState({ status: 'stopping' });
    await problems.guard('record-stop', async () => {
      await sendFrames(false);
      await settled(beside, longestWaitMs);
      store.setState({ sessionId: null });
      await closeSession();
    });
    manifest = null;
    store.setState(idle);
    parts.chunkClosed();
  };

  const hear = () =>
    void encode.subscribe(
      callable(news => {
        if (news.type === 'progress') {
          const { frames, bytes, secondsLeft } = news;
          const dropped = droppedBefore + news.dropped;
          if (store.getState().status !== 'idle') store.setState({ frames, bytes, dropped, secondsLeft });
        } else if (news.type === 'chunk') {
          parts.chunkClosed();
        } else {
          problems.news(news);
          // What was written stays; a recorder that must stop is stopped here so that the screen says so.
          if (news.problem.severity === 'stop' && !news.isOver) void stop();
        }
      }),
    );
  hear();

  const watch = watchRecorder({
    store,
    problems,
    newestFrame: parts.newestFrame,
    isThere: () => gap === null,
    end: parts.encode.end,
  });

  return {
    store,
    async start(wanted, first) {
      if (store.getState().status !== 'idle') return;
      store.setState({ ...idle, status: 'starting' });
      const isStarted = await problems.guard('record-start', async () => {
        await keepStorage();
        await encode.start(wanted);
        manifest = wanted;
        droppedBefore = 0;
        journal.clear();
        keptRevision = -1;
        keptFields = '';
        keptKeyFrame = null;
        for (const happening of first) {
          if (happening.type === 'inputs') keepInputs(happening.inputs, parts.newestFrame());
          else append(happening);
        }
        if (parts.blanks().length > 0) append({ type: 'blank', blanks: parts.blanks() });
        return true;
      });
      store.setState(isStarted ? { status: 'recording', sessionId: wanted.id, startedAtS: clockS() } : idle);
      if (isStarted) await sendFrames(true);
    },
    stop,
    async pause() {
      if (store.getState().status !== 'recording') return;
      store.setState({ status: 'paused' });
      await problems.guard('record-pause', async () => {
        await gap?.over;
        await sendFrames(false);
        await orByTheNext(encode.pause());
        append({ type: 'pause' });
      });
    },
    async resume() {
      if (store.getState().status !== 'paused') return;
      await problems.guard('record-pause', async () => {
        await gap?.over;
        append({ type: 'resume' });
        await orByTheNext(encode.resume());
      });
      store.setState({ status: 'recording' });
      await sendFrames(true);
    },
    mark(mark) {
      if (!isRunning()) return;
      append({ type: 'mark', ...mark });
      store.setState(({ marks }) => ({ marks: [...marks, { ...mark, atS: clockS() }] }));
    },
    // Settings that change in a pause hold when it is over; numbers of the pause belong to no frame that is kept.
    note(happening, frameNumber) {
      if (store.getState().sessionId !== null) append(happening, frameNumber);
    },
    async whileOpen(act) {
      const { sessionId } = store.getState();
      const acting = act(isRunning() ? sessionId : null);
      beside.add(acting);
      try {
        return await acting;
      } finally {
        beside.delete(acting);
      }
    },
    measured(measurement, inputs) {
      if (store.getState().status !== 'recording') return;
      if (inputs.revision > keptRevision) {
        keptRevision = inputs.revision;
        keepInputs(inputs, measurement.frameNumber - 1);
      }
      append({ type: 'measurement', measurement });
    },
    recorderLost() {
      losses += 1;
      if (gap) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      gap = { over: promise, end: resolve };
    },
    async recorderCame() {
      hear();
      const mine = losses;
      try {
        if (manifest) {
          droppedBefore = store.getState().dropped;
          const { events } = await within(goesOnWithinMs, encode.continueSession(manifest), parts.encode.end);
          if (store.getState().status === 'paused') await encode.pause();
          if (mine !== losses) return;
          gap?.end();
          gap = null;
          journal.since(events).forEach(send);
        }
      } catch {
        // Lost once more: the one that came after it goes on.
        if (mine !== losses) return;
        manifest = null;
        store.setState(idle);
        problems.report(notContinued);
        parts.chunkClosed();
      }
      gap?.end();
      gap = null;
    },
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  };
}

/** What `answer` brings. When that takes longer than `mostMs`, calls `late` and rejects. */
async function within<T>(mostMs: number, answer: Promise<T>, late: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      late();
      reject(new Error('It took too long.'));
    }, mostMs);
  });
  try {
    return await Promise.race([answer, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves once all of `acting` came to an end, or after `mostMs`. */
async function settled(acting: Iterable<Promise<unknown>>, mostMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise(resolve => {
    timer = setTimeout(resolve, mostMs);
  });
  await Promise.race([Promise.allSettled(acting), late]);
  clearTimeout(timer);
}

const notContinued: Problem = {
  id: 'record-not-continued',
  severity: 'stop',
  text: 'The recorder stopped, and the recording could not go on.',
  tip: 'What was recorded until then is kept under Sessions. Record again.',
};

const appendFailed = (error: unknown) => ({
  id: 'record-event-lost',
  severity: 'stop' as const,
  text: `An event could not be recorded (${error instanceof Error ? error.message : 'no reason given'}).`,
  tip: 'Stop the recording and start a new one.',
});

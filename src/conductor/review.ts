/**
 * The review room: a session's timeline and rows, passes that measure it again, and the moment that is put aside to compare with.
 * Owns a quantify worker of its own, started when first needed and ended with the session, and the pinned picture.
 */
import { createStore } from 'zustand/vanilla';
import type { SessionEvent } from '#model/event.ts';
import type { Field } from '#model/field.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { KeyFrame } from '#model/motion.ts';
import { ProblemError, problemOf } from '#model/problem.ts';
import type { ReplayIndex } from '#model/replay-index.ts';
import { type Row, rowsAsShown } from '#model/rows.ts';
import { callable } from '#platform/workers.ts';
import type { FrameRange, Playhead } from '#workers/feed/api.ts';
import type { RemeasureOrder, RemeasureSummary, TellRows } from '#workers/quantify/api.ts';
import { latePart } from './late-room.ts';
import type { Problems } from './problems.ts';
import type { RemeasureRequest, ReviewCommands, ReviewHouse, ReviewState, ShownAs } from './review-api.ts';
import { inputsDifferences } from './review-differences.ts';
import { createPinning } from './review-pin.ts';
import { createRowTable } from './review-rows.ts';
import { throttled } from './throttle.ts';

/** The measuring worker as the review room sees it (a `WorkerHandle<QuantifyApi>`). */
type ReviewWorker = {
  readonly api: {
    setFields(fields: readonly Field[]): Promise<void>;
    setKeyFrames(keyFrames: readonly KeyFrame[]): Promise<void>;
    recordedRows(sessionId: string, tell: TellRows): Promise<void>;
    remeasure(order: RemeasureOrder, tell: TellRows): Promise<RemeasureSummary>;
    stopReview(): Promise<void>;
  };
  onBroken(listen: () => void): void;
  [Symbol.dispose](): void;
};

export type Review = ReviewHouse & {
  /** A feed was opened: reads its timeline, if it is a session, and what was measured live. */
  begin(): Promise<void>;
  /** The feed was closed: all of it is put away, but not the pinned moment. */
  forget(): void;
  /** Events of the replay as they come into force; the settings among them are what others are compared with. */
  recorded(events: readonly SessionEvent[]): void;
  [Symbol.dispose](): void;
};

const noRows = createRowTable().table();

const emptySession = {
  index: null,
  recorded: noRows,
  isReading: false,
  recomputed: null,
  pass: null,
  result: null,
} as const;

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
const aborted = (): Error => Object.assign(new Error('The session was closed.'), { name: 'AbortError' });

export function createReview(parts: {
  startQuantify: () => ReviewWorker;
  feed: {
    index(): Promise<ReplayIndex | null>;
    thumbnail: ReviewCommands['thumbnail'];
    loop(range: FrameRange | null): void;
    playhead(): Playhead | null;
  };
  /** In force now. */
  inputs(): MeasurementInputs | null;
  /** What those inputs refer to by hash. */
  fields(): readonly Field[];
  keyFrames(): readonly KeyFrame[];
  /** The picture shown now and its frame's number; the caller closes it. */
  grab(): Promise<{ readonly picture: ImageBitmap; readonly frameNumber: number } | null>;
  /** The newest. */
  measurement(): Measurement | null;
  shownAs(): ShownAs;
  caseLabel(): string;
  /** Of this viewer; named in every file. */
  madeWith: string;
  problems: Pick<Problems, 'report' | 'over' | 'guard'>;
}): Review {
  const { feed, problems } = parts;
  const rowFiles = latePart(() => import('./review-files.ts'));
  const store = createStore<ReviewState>(() => ({ ...emptySession, pinned: null, compare: 'off' }));
  /** Counts sessions, so that what comes late from the one before is thrown away. */
  let turn = 0;
  let open: {
    readonly worker: ReviewWorker;
    readonly ended: Promise<never>;
    end(error: Error): void;
  } | null = null;
  let recordedInputs: MeasurementInputs | null = null;
  let reading: Promise<void> = Promise.resolve();
  /** The pass under way: how to stop it, and when it is over. */
  let running: { stop(): void; readonly over: Promise<unknown> } | null = null;

  const closeWorker = (error: Error): void => {
    const closing = open;
    open = null;
    closing?.end(error);
    closing?.worker[Symbol.dispose]();
  };

  const worker = () => {
    if (open) return open;
    const started = parts.startQuantify();
    let end: (error: Error) => void = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      end = reject;
    });
    // Nobody may be waiting when it ends.
    ended.catch(() => undefined);
    started.onBroken(() =>
      closeWorker(
        new ProblemError({
          id: 'review',
          severity: 'caution',
          text: 'Measuring the session again stopped working.',
          tip: 'Run it again, over a shorter range if it stops once more.',
        }),
      ),
    );
    open = { worker: started, ended, end };
    return open;
  };

  /** What `act` throws becomes a problem, and the answer is null; so is that of something stopped. */
  const attempt = async <T>(act: () => Promise<T>): Promise<T | null> => {
    try {
      const answer = await act();
      problems.over('review');
      return answer;
    } catch (error) {
      if (!isAbort(error))
        problems.report({
          ...problemOf(error, {
            id: 'review',
            severity: 'caution',
            tip: 'Open the session again from the library.',
          }),
          id: 'review',
        });
      return null;
    }
  };

  const readRecorded = async (sessionId: string, mine: number): Promise<void> => {
    const builder = createRowTable();
    const publish = throttled(() => store.setState({ recorded: builder.table() }));
    store.setState({ isReading: true });
    await attempt(async () => {
      const { worker: reader, ended } = worker();
      const tell = callable((rows: readonly Row[]) => {
        if (mine !== turn) return;
        builder.add(rowsAsShown(rows, store.getState().index));
        publish.soon();
      });
      await Promise.race([reader.api.recordedRows(sessionId, tell), ended]);
    });
    publish.stop();
    if (mine === turn) store.setState({ recorded: builder.table(), isReading: false });
  };

  const forget = (): void => {
    turn += 1;
    running?.stop();
    running = null;
    recordedInputs = null;
    closeWorker(aborted());
    store.setState(emptySession);
  };

  /** Frames that there are, in order. */
  const rangeOf = (what: RemeasureRequest['what'], count: number): FrameRange => {
    if (what === 'whole') return { from: 0, to: count - 1 };
    const [low, high] = [Math.min(what.from, what.to), Math.max(what.from, what.to)];
    return { from: Math.max(0, low), to: Math.min(count - 1, high) };
  };

  const remeasure = async (request: RemeasureRequest): Promise<RemeasureSummary | null> => {
    while (running) {
      running.stop();
      await running.over;
    }
    const { index } = store.getState();
    const inputs = request.settings === 'now' ? parts.inputs() : null;
    if (!index || index.frameAtS.length === 0 || (request.settings === 'now' && !inputs)) return null;
    const mine = turn;
    const range = rangeOf(request.what, index.frameAtS.length);
    const every = Math.max(1, Math.round(request.every) || 1);
    const { settings } = request;
    const differences = settings === 'now' ? (reviewCommands.differences() ?? []) : [];
    const builder = createRowTable();
    let share = 0;
    let isMeasuring = false;
    let isOver = false;
    let giveUp: (error: Error) => void = () => undefined;
    const stopped = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    stopped.catch(() => undefined);
    const publish = throttled(() =>
      store.setState({ recomputed: builder.table(), pass: { ...range, share, settings } }),
    );
    const measure = async (): Promise<RemeasureSummary> => {
      // One thing at a time: stopping one would stop both.
      await Promise.race([reading, stopped]);
      const { worker: measurer, ended } = worker();
      if (inputs) {
        await measurer.api.setFields(parts.fields());
        await measurer.api.setKeyFrames(parts.keyFrames());
      }
      isMeasuring = true;
      const tell = callable((rows: readonly Row[], done: number) => {
        // What was on its way when the pass was stopped would set it going again on the screen.
        if (isOver) return;
        builder.add(rowsAsShown(rows, store.getState().index));
        share = Math.min(1, Math.max(0, done));
        publish.soon();
      });
      const order = { sessionId: index.sessionId, inputs, ...range, every };
      return Promise.race([measurer.api.remeasure(order, tell), ended]);
    };
    store.setState({
      recomputed: builder.table(),
      pass: { ...range, share: 0, settings },
      result: null,
    });
    const over = attempt(measure);
    const mineRunning = {
      over,
      stop() {
        giveUp(aborted());
        // The worker ends the call itself, so that the rows it has already told are kept.
        if (isMeasuring) void open?.worker.api.stopReview();
      },
    };
    running = mineRunning;
    const summary = await over;
    isOver = true;
    publish.stop();
    if (running === mineRunning) running = null;
    if (mine === turn)
      store.setState({
        recomputed: builder.table(),
        pass: null,
        result: { range, every, settings, differences, summary },
      });
    return summary;
  };

  const pinning = createPinning(store, {
    grab: () => attempt(parts.grab),
    measurement: parts.measurement,
    moment() {
      const { index } = store.getState();
      const playhead = feed.playhead();
      const atS = index?.frameAtS[playhead?.frameIndex ?? 0];
      return {
        shownAs: parts.shownAs(),
        sessionId: index?.sessionId ?? null,
        caseLabel: parts.caseLabel(),
        place: playhead && atS !== undefined ? { atS, frameIndex: playhead.frameIndex } : null,
      };
    },
  });

  const reviewCommands: ReviewCommands = {
    ...pinning.commands,
    remeasure,
    stopPass: () => running?.stop(),
    differences() {
      const now = parts.inputs();
      return recordedInputs && now ? inputsDifferences(recordedInputs, now) : null;
    },
    async exportRows(kind, which) {
      const { index, [which]: table } = store.getState();
      if (!index || !table || table.length === 0) return null;
      const source = { sessionId: index.sessionId, madeWith: parts.madeWith, made: which };
      const files = await problems.guard('export-rows', rowFiles);
      if (!files) return null;
      return kind === 'csv' ? files.tableToCsv(table, source) : files.tableToJson(table, source);
    },
    // One picture that cannot be read is a hole in the strip, not a problem.
    thumbnail: (frameIndex, heightPx) => feed.thumbnail(frameIndex, heightPx).catch(() => null),
    loop: feed.loop,
  };

  return {
    store,
    commands: reviewCommands,
    async begin() {
      forget();
      const mine = turn;
      const index = await attempt(() => feed.index());
      if (mine !== turn || !index) return;
      store.setState({ index });
      reading = readRecorded(index.sessionId, mine);
      await reading;
    },
    forget,
    recorded(events) {
      const last = events.findLast(event => event.type === 'inputs');
      if (last?.type === 'inputs') recordedInputs = last.inputs;
    },
    [Symbol.dispose]() {
      forget();
      pinning.commands.unpin();
    },
  };
}

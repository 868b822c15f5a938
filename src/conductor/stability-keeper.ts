/**
 * Keeps the stability log: of the live picture since its source was opened, and of a recording beside it, whose rows become events. Holds
 * subscriptions and at most a day of rows.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { CameraControl, ControlId } from '#model/camera-controls.ts';
import type { FrameFormat } from '#model/frame.ts';
import type { FrameTally } from '#model/frame-tally.ts';
import { isTooOld, mayShowNumbers } from '#model/liveness.ts';
import type { Measurement } from '#model/measurement.ts';
import type { Profile } from '#model/profile.ts';
import {
  createStabilityAccumulator,
  rowS,
  type StabilityAccumulator,
  type StabilityFacts,
} from '#model/stability/accumulate.ts';
import type { StabilityLog, StabilityRow } from '#model/stability/row.ts';
import { factorBetween } from '#model/watch/field-change.ts';
import { fieldContext, floorIndex, summarise } from '#model/watch/field-summary.ts';
import type { ControlsState, FeedState, ReadoutState } from './api.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';
import type { Happening } from './recording.ts';
import type { RecordingState } from './sessions-api.ts';
import type { StabilityState } from './stability-api.ts';

/** A day. */
const mostRows = 86_400 / rowS;
/** Between two updates of the screen. */
const publishS = 1;
/** Fields are looked at so often: the floor moves slowly, and jumps are told by who watches every frame. */
const fieldEveryS = 0.2;
/** A recording begins with the tally that was newest, unless that is older. */
const lateS = 0.2;

export type KeeperParts = {
  readonly store: StoreApi<StabilityState>;
  readonly nothing: StabilityState;
  readonly feed: Readable<FeedState>;
  readonly readout: Readable<ReadoutState>;
  readonly controls: Readable<ControlsState>;
  readonly recording: Readable<RecordingState>;
  readonly problems: Pick<Problems, 'store' | 'withholding' | 'report' | 'guard'>;
  readonly clockS: () => number;
  /** Kept where something records. */
  note(happening: Happening): void;
  /** What the open session kept; null: none is open. */
  recorded(): Promise<StabilityLog | null>;
  /** Of the open session. */
  sessionId(): string | null;
};

export type StabilityKeeper = {
  /** What became of the live feed's frames, about ten times a second. `isHeld`: the user held the picture. */
  frames(tally: FrameTally, isHeld: boolean): void;
  /** A measurement of the live feed, while nobody puts charts and caps before it. */
  field(
    measurement: Pick<Measurement, 'fieldHistogram' | 'timestampS'>,
    context: { readonly format: FrameFormat; readonly profile: Profile },
  ): void;
  gainJumped(ratio: number): void;
  read(): Promise<void>;
  [Symbol.dispose](): void;
};

/** A log under way. */
type Kept = { readonly log: StabilityAccumulator; rows: readonly StabilityRow[]; isPaused: boolean };

export function createStabilityKeeper(parts: KeeperParts): StabilityKeeper {
  const { store, feed, readout, recording, problems } = parts;
  let live: Kept | null = null;
  let recorded: Kept | null = null;
  let untilS: number | null = null;
  let publishedS = 0;
  let fieldS = Number.NEGATIVE_INFINITY;
  /** Counts feeds, so that rows that come late are not taken for another's. */
  let turn = 0;
  let reading: Promise<void> | null = null;

  const publish = (): void => {
    const shown = recorded ?? live;
    if (!shown) return;
    publishedS = untilS ?? 0;
    const now = shown.isPaused ? null : shown.log.soFar();
    store.setState({
      ...parts.nothing,
      of: recorded ? 'recording' : 'live',
      sessionId: recorded ? recording.getState().sessionId : null,
      rows: now ? [...shown.rows, now] : shown.rows,
      isGoingOn: now !== null,
    });
  };

  /** The user is shown no number at all. */
  const isWithheld = (): boolean => {
    const { liveness, measurement, measurementAgeS } = readout.getState();
    return (
      !measurement ||
      !mayShowNumbers(liveness.state) ||
      isTooOld(liveness.state, measurementAgeS) ||
      problems.withholding() !== null ||
      measurement.motion?.kind === 'lost'
    );
  };

  const factsOf = (frames: FrameTally, isHeld: boolean): StabilityFacts => {
    const { controls } = parts.controls.getState();
    return {
      frames,
      isHeld,
      isWithheld: isWithheld(),
      hazards: problems.store.getState().problems.map(({ id, text }) => ({ problemId: id, text })),
      exposureMs: settingOf(controls, 'exposure'),
      iso: settingOf(controls, 'gain'),
    };
  };

  const beginS = (): number => {
    const nowS = parts.clockS();
    return Math.max(untilS ?? nowS, nowS - lateS);
  };
  const begin = (): Kept => ({ log: createStabilityAccumulator(beginS()), rows: [], isPaused: false });
  const keep = (kept: Kept, row: StabilityRow): void => {
    kept.rows = [...kept.rows, row].slice(-mostRows);
    if (kept === recorded) parts.note({ type: 'stability', row });
  };

  const feedChanged = (now: FeedState, before: FeedState | null): void => {
    if (before && now.description?.kind === before.description?.kind && now.description !== null) return;
    turn += 1;
    live = null;
    reading = null;
    untilS = null;
    const isSession = now.description?.kind === 'replay';
    store.setState({ ...parts.nothing, of: isSession ? 'session' : 'nothing', isReading: isSession });
  };

  const recordingChanged = (now: RecordingState, before: RecordingState | null): void => {
    if (now.status === before?.status) return;
    if (now.status === 'recording' && recorded?.isPaused) {
      recorded.log.beginAnew(beginS());
      recorded.isPaused = false;
    } else if (now.status === 'recording' && feed.getState().description?.live) {
      recorded = begin();
    } else if (recorded && before?.status === 'recording') {
      // The session still takes events: what comes later is not of it.
      const last = recorded.log.soFar();
      if (last) keep(recorded, last);
      recorded.isPaused = true;
    }
    if (now.status === 'idle') {
      recorded = null;
      publish();
    }
  };

  feedChanged(feed.getState(), null);
  recordingChanged(recording.getState(), null);
  const stops = [feed.subscribe(feedChanged), recording.subscribe(recordingChanged)];

  const readSession = async (): Promise<void> => {
    const mine = turn;
    const log = await problems.guard('stability', parts.recorded);
    if (mine !== turn) return;
    store.setState({
      ...parts.nothing,
      of: 'session',
      sessionId: parts.sessionId(),
      rows: log?.rows ?? [],
      refused: log?.refused ?? 0,
    });
  };

  return {
    frames(tally, isHeld) {
      if (!feed.getState().description?.live) return;
      const facts = factsOf(tally, isHeld);
      if (!live && tally.drawn.length > 0) live = begin();
      untilS = tally.untilS;
      let isFull = false;
      for (const kept of [live, recorded]) {
        const row = kept && !kept.isPaused ? kept.log.see(facts) : null;
        if (!kept || !row) continue;
        keep(kept, row);
        isFull = true;
      }
      if (isFull || untilS - publishedS >= publishS) publish();
    },
    field({ fieldHistogram, timestampS }, { format, profile }) {
      if (timestampS >= fieldS && timestampS - fieldS < fieldEveryS) return;
      fieldS = timestampS;
      const summary = summarise({ fieldHistogram, timestampS }, fieldContext(format, profile));
      if (!summary) return;
      const reading = {
        timestampS,
        canTellGain: factorBetween(summary, summary) !== null,
        // A bin is as many codes as 8 bits leave out.
        floorCodes: (summary.bins[floorIndex]! + 0.5) * 2 ** (format.bitDepth - 8) - 0.5,
        darkCodes: profile.darkCodes,
      };
      live?.log.seeField(reading);
      recorded?.log.seeField(reading);
    },
    gainJumped(ratio) {
      live?.log.gainJumped(ratio);
      recorded?.log.gainJumped(ratio);
    },
    async read() {
      if (feed.getState().description?.kind !== 'replay') return;
      reading ??= readSession();
      await reading;
    },
    [Symbol.dispose]() {
      for (const stop of stops) stop();
    },
  };
}

/** Of two cameras controls are those of the one that sees NIR. */
const settingOf = (controls: readonly CameraControl[], id: ControlId): number | null =>
  controls.find(control => control.id === id)?.value ?? null;

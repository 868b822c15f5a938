/**
 * Plays a session: the recorded codes with the recorded numbers and timestamps, and the events that held, into the same loop
 * as live. Frames are `CodesFrame`s, so that nothing on the way can change a code. Holds the reader (all chunks open) and at
 * most one frame a stream; whoever created it disposes of it.
 */
import { sessionUnreadable } from '#archive/problems.ts';
import type { SessionReader } from '#archive/reader.ts';
import type { SessionEvent } from '#model/event.ts';
import type { FeedDescription } from '#model/feed.ts';
import { type Problem, ProblemError } from '#model/problem.ts';
import { createHandOver } from '../hand-over.ts';
import type { Maker, Tell } from '../maker.ts';
import { type Beat, beatsShownAt, lastDue, newestOfEach, toScore, usualFps } from './score.ts';

/** Playheads are told at most this often while playing. */
const playheadEveryS = 0.1;
const slowest = 0.1;
const fastest = 8;

/** Rejects with a `ProblemError` when there is no frame. Takes over the reader, except when it rejects. */
export async function createReplay(
  reader: SessionReader,
  { tell, clockS }: { tell: Tell; clockS: () => number },
): Promise<Maker> {
  const score = toScore(reader);
  const frameCount = reader.frames.length;
  if (frameCount === 0) throw new ProblemError(sessionEmpty);
  const durationS = score.at(-1)!.atS;
  const hands = {
    main: createHandOver(),
    second: reader.secondFrames.length > 0 ? createHandOver() : null,
  };

  let isDisposed = false;
  let isPlaying = true;
  let speed = 1;
  /** Index into the score of the newest beat sent. */
  let at = -1;
  let seekTo: number | null = 0;
  /** Position `fromS` was played at `sinceS` of the clock. */
  let anchor = { sinceS: 0, fromS: 0 };
  let toldS = Number.NEGATIVE_INFINITY;
  let toldEvents: ReadonlySet<string> = new Set();
  let wake: () => void = () => undefined;

  const sleep = (forS: number | null) =>
    new Promise<void>(resolve => {
      const timer = forS === null ? undefined : setTimeout(resolve, forS * 1000);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const positionS = () => score[Math.max(0, at)]!.atS;
  const startClock = () => {
    anchor = { sinceS: clockS(), fromS: positionS() };
  };

  const tellPlayhead = () => {
    toldS = clockS();
    const frameIndex = Math.max(0, score[Math.max(0, at)]!.frameIndex);
    const playhead = {
      isPlaying,
      frameIndex,
      frameCount,
      positionS: positionS(),
      durationS,
      speed,
      loop: null,
    };
    void tell({ type: 'playhead', playhead });
  };

  const tellEvents = async (frameIndex: number) => {
    const events = await reader.eventsAt(frameIndex);
    const news = events.filter(event => !toldEvents.has(eventKey(event)));
    toldEvents = new Set(events.map(eventKey));
    if (news.length > 0 && !isDisposed) await tell({ type: 'events', events: news });
  };

  const send = async ({ entry }: Beat): Promise<void> => {
    const hand = hands[entry.stream];
    if (!hand) return;
    try {
      const { number, timestampS, format, planes } = await reader.readFrame(entry);
      await hand.write({ kind: 'codes', number, timestampS, format, planes });
    } catch (error) {
      if (isDisposed) return;
      // One damaged frame is left out; the picture before it stays, and the user is told.
      void tell({ type: 'problem', problem: sessionUnreadable(error).problem, isOver: false });
    }
  };

  /** Events go first and are waited for, so that what they change is in force when the frame is measured. */
  const show = async (beats: readonly Beat[], upTo: number): Promise<void> => {
    at = upTo;
    const frameIndex = Math.max(0, score[upTo]!.frameIndex);
    await tellEvents(frameIndex);
    await Promise.all(beats.map(send));
  };

  /** Does the one thing that is to be done now, or sleeps until there is something. */
  const step = async (): Promise<void> => {
    if (seekTo !== null) {
      const shown = beatsShownAt(score, seekTo);
      seekTo = null;
      await show(shown.beats, shown.at);
      startClock();
      tellPlayhead();
      return;
    }
    if (!isPlaying) return sleep(null);
    if (at + 1 >= score.length) {
      isPlaying = false;
      tellPlayhead();
      return;
    }
    const nowS = anchor.fromS + (clockS() - anchor.sinceS) * speed;
    const upTo = lastDue(score, nowS, at);
    if (upTo === at) return sleep((score[at + 1]!.atS - nowS) / speed);
    await show(newestOfEach(score, at, upTo), upTo);
    if (clockS() - toldS >= playheadEveryS) tellPlayhead();
  };

  const run = async (): Promise<void> => {
    try {
      while (!isDisposed) await step();
    } catch (error) {
      if (!isDisposed)
        void tell({ type: 'problem', problem: sessionUnreadable(error).problem, isOver: false });
    }
  };

  const stop = () => {
    isPlaying = false;
    wake();
  };
  hands.main.onCancel = stop;

  const damaged = damageProblem(reader);
  if (damaged) void tell({ type: 'problem', problem: damaged, isOver: false });
  const description = await describe(reader);
  void run();

  return {
    description,
    main: hands.main.stream,
    second: hands.second?.stream ?? null,
    player: {
      play(newSpeed) {
        speed = Math.min(fastest, Math.max(slowest, newSpeed));
        if (at + 1 >= score.length && seekTo === null) seekTo = 0;
        isPlaying = true;
        startClock();
        tellPlayhead();
        wake();
      },
      pause() {
        isPlaying = false;
        tellPlayhead();
        wake();
      },
      seek(frameIndex) {
        seekTo = Math.min(frameCount - 1, Math.max(0, Math.round(frameIndex)));
        wake();
      },
    },
    [Symbol.dispose]() {
      isDisposed = true;
      wake();
      hands.main[Symbol.dispose]();
      hands.second?.[Symbol.dispose]();
      reader[Symbol.dispose]();
      if (damaged) void tell({ type: 'problem', problem: damaged, isOver: true });
    },
  };
}

const eventKey = ({ type, atS, frameNumber }: SessionEvent): string => `${type} ${atS} ${frameNumber}`;

/** Layout and profile as they were when recording began; later changes come as events. */
async function describe(reader: SessionReader): Promise<FeedDescription> {
  const { feed } = reader.manifest;
  const entry = reader.events.find(event => event.entry.type === 'inputs')?.entry;
  const event = entry ? await reader.readEvent(entry) : null;
  const inputs = event?.type === 'inputs' ? event.inputs : null;
  return {
    kind: 'replay',
    name: feed.name,
    nominalFps: usualFps(reader.frames),
    layout: inputs?.layout ?? feed.layout,
    profile: inputs?.profile ?? null,
    live: false,
    streams: reader.secondFrames.length > 0 ? 2 : 1,
  };
}

const sessionEmpty: Problem = {
  id: 'session-empty',
  severity: 'caution',
  text: 'This recording holds no picture.',
  tip: 'It was stopped before the first frame came. Delete it, or choose another.',
};

function damageProblem({ damage }: SessionReader): Problem | null {
  if (damage.length === 0) return null;
  const places = damage.length === 1 ? 'one place' : `${damage.length} places`;
  return {
    id: 'session-damaged',
    severity: 'caution',
    text: `This recording is damaged in ${places}; what follows there is missing.`,
    tip: 'Everything shown was checked against its checksum and is as it was recorded.',
  };
}

/**
 * Plays a session: the recorded codes with the recorded numbers and timestamps, and the events that held, into the same loop
 * as live. Frames are `CodesFrame`s, so that nothing on the way can change a code. Holds the reader (all chunks open) and at
 * most one frame a stream; whoever created it disposes of it.
 */
import { sessionUnreadable } from '#archive/problems.ts';
import type { SessionReader } from '#archive/reader.ts';
import { stabilityLogOf } from '#archive/stability-log.ts';
import type { SessionEvent } from '#model/event.ts';
import type { FeedDescription } from '#model/feed.ts';
import { ProblemError } from '#model/problem.ts';
import type { HazardSpan, ReplayIndex } from '#model/replay-index.ts';
import type { FrameRange } from '../api.ts';
import { createHandOver } from '../hand-over.ts';
import type { Maker, Tell } from '../maker.ts';
import { hazardSpansOf } from './hazard-spans.ts';
import { damageProblem, sessionEmpty } from './replay-problems.ts';
import { dueAt, toScore, usualFps } from './score.ts';
import { replayIndexOf } from './session-index.ts';
import { createThumbnails } from './thumbnails.ts';

/** Playheads are told at most this often while playing. */
const playheadEveryS = 0.1;
const slowest = 0.1;
const fastest = 8;

/**
 * Rejects with a `ProblemError` when there is no frame. Takes over the reader, except when it rejects. `openAgain`: the same session for
 * small pictures, so that reading them does not wind what plays; a browser that opens files once only reads them from `reader`.
 */
export async function createReplay(
  reader: SessionReader,
  parts: { tell: Tell; clockS: () => number; openAgain: () => Promise<SessionReader> },
): Promise<Maker> {
  const { tell, clockS } = parts;
  const frameCount = reader.frames.length;
  if (frameCount === 0) throw new ProblemError(sessionEmpty);
  const score = toScore(reader);
  const lastFrame = frameCount - 1;
  const hands = {
    main: createHandOver(),
    second: reader.secondFrames.length > 0 ? createHandOver() : null,
  };

  let isDisposed = false;
  let isPlaying = true;
  let speed = 1;
  let loop: FrameRange | null = null;
  /** The newest beat shown. */
  let at = -1;
  let seekTo: number | null = 0;
  /** What each stream shows, as a beat. */
  const sent = { main: -1, second: -1 };
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

  const positionS = () => score.atS[Math.max(0, at)]!;
  const startClock = () => {
    anchor = { sinceS: clockS(), fromS: positionS() };
  };
  /** First and last beat of what is played. */
  const ends = () =>
    loop
      ? { low: score.beatOf[loop.from]!, high: score.beatOf[loop.to]! }
      : { low: score.beatOf[0]!, high: score.entries.length - 1 };
  /** The frame at which what is played begins, the way it is played. */
  const firstPlayed = () => (speed > 0 ? (loop?.from ?? 0) : (loop?.to ?? lastFrame));

  const tellPlayhead = () => {
    toldS = clockS();
    const playhead = {
      isPlaying,
      frameIndex: Math.max(0, score.frameIndexOf[Math.max(0, at)]!),
      frameCount,
      positionS: positionS(),
      durationS: score.atS.at(-1)!,
      speed,
      loop,
    };
    void tell({ type: 'playhead', playhead });
  };

  const tellEvents = async (frameIndex: number) => {
    const events = await reader.eventsAt(frameIndex);
    const news = events.filter(event => !toldEvents.has(eventKey(event)));
    toldEvents = new Set(events.map(eventKey));
    if (news.length > 0 && !isDisposed) await tell({ type: 'events', events: news });
  };

  /** Read once, before the first frame. */
  const spans = hazardSpansOf(reader).then(all => all.filter(({ withholds }) => withholds));
  spans.catch(() => undefined);
  let toldHazards: readonly HazardSpan[] = [];
  const tellHazards = async (frameIndex: number) => {
    const now = (await spans).filter(({ from, to }) => frameIndex >= from && frameIndex <= to);
    const isSame = now.length === toldHazards.length && now.every((span, i) => span === toldHazards[i]);
    toldHazards = now;
    if (!isSame && !isDisposed) await tell({ type: 'withheld', hazards: now });
  };

  const send = async (beat: number): Promise<void> => {
    const entry = score.entries[beat];
    const hand = entry && hands[entry.stream];
    if (!hand) return;
    sent[entry.stream] = beat;
    try {
      const { number, timestampS, format, planes } = await reader.readFrame(entry);
      await hand.write({ kind: 'codes', number, timestampS, format, planes });
    } catch (error) {
      if (isDisposed) return;
      // One damaged frame is left out; the picture before it stays, and the user is told.
      void tell({ type: 'problem', problem: sessionUnreadable(error).problem, isOver: false });
    }
  };

  /**
   * Shows what is on the screen at `beat`; of a stream whose picture is there already nothing is sent unless `anew`. Events go first and are
   * waited for, so that what they change is in force when the frame is measured.
   */
  const show = async (beat: number, anew: boolean): Promise<void> => {
    at = beat;
    const frameIndex = Math.max(0, score.frameIndexOf[beat]!);
    await tellEvents(frameIndex);
    await tellHazards(frameIndex);
    const main = score.newest.main[beat]!;
    const second = score.newest.second[beat]!;
    const shown = { main, second: anew && second < 0 ? score.firstSecond : second };
    await Promise.all(
      (['main', 'second'] as const).map(stream => {
        const wanted = shown[stream];
        return wanted >= 0 && (anew || wanted !== sent[stream]) ? send(wanted) : null;
      }),
    );
  };

  /** Does the one thing that is to be done now, or sleeps until there is something. A seek that was overtaken is never served. */
  const step = async (): Promise<void> => {
    if (seekTo !== null) {
      const beat = score.beatOf[seekTo]!;
      seekTo = null;
      await show(beat, true);
      startClock();
      tellPlayhead();
      return;
    }
    if (!isPlaying) return sleep(null);
    const { low, high } = ends();
    const end = speed > 0 ? high : low;
    if (at === end || at < low || at > high) return turnBack(at === end);
    const nowS = anchor.fromS + (clockS() - anchor.sinceS) * speed;
    const due = dueAt(score, nowS, { from: at, limit: end });
    if (due === at) return sleep((score.atS[at + Math.sign(speed)]! - nowS) / speed);
    await show(due, false);
    if (clockS() - toldS >= playheadEveryS) tellPlayhead();
  };

  /** At the end of what is played: a loop begins anew once its last frame stood for its time, all else pauses. */
  const turnBack = async (isAtEnd: boolean): Promise<void> => {
    if (!loop) {
      isPlaying = false;
      tellPlayhead();
      return;
    }
    const playedS = (clockS() - anchor.sinceS) * Math.abs(speed);
    const leftS = Math.abs(positionS() - anchor.fromS) + score.stepS - playedS;
    if (isAtEnd && leftS > 0) return sleep(leftS / Math.abs(speed));
    seekTo = firstPlayed();
  };

  const run = async (): Promise<void> => {
    try {
      while (!isDisposed) await step();
    } catch (error) {
      if (!isDisposed)
        void tell({ type: 'problem', problem: sessionUnreadable(error).problem, isOver: false });
    }
  };

  hands.main.onCancel = () => {
    isPlaying = false;
    wake();
  };

  const damaged = damageProblem(reader);
  if (damaged) void tell({ type: 'problem', problem: damaged, isOver: false });
  const description = await describe(reader);
  const thumbnails = createThumbnails(() => parts.openAgain().catch(() => reader));
  let index: Promise<ReplayIndex> | null = null;
  void run();

  const wholeFrame = (frameIndex: number) => Math.min(lastFrame, Math.max(0, Math.round(frameIndex) || 0));

  return {
    description,
    main: hands.main.stream,
    second: hands.second?.stream ?? null,
    player: {
      play(newSpeed) {
        speed = Math.sign(newSpeed || 1) * Math.min(fastest, Math.max(slowest, Math.abs(newSpeed || 1)));
        const { low, high } = ends();
        if (!loop && seekTo === null && at === (speed > 0 ? high : low)) seekTo = firstPlayed();
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
        seekTo = wholeFrame(frameIndex);
        wake();
      },
      loop(range) {
        const [from, to] = range ? [wholeFrame(range.from), wholeFrame(range.to)] : [0, 0];
        loop = range && { from: Math.min(from, to), to: Math.max(from, to) };
        tellPlayhead();
        wake();
      },
    },
    index() {
      index ??= replayIndexOf(reader, score);
      return index;
    },
    stability: () => stabilityLogOf(reader),
    thumbnail: thumbnails.make,
    [Symbol.dispose]() {
      isDisposed = true;
      wake();
      hands.main[Symbol.dispose]();
      hands.second?.[Symbol.dispose]();
      thumbnails[Symbol.dispose]();
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

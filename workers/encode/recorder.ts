/**
 * One recording: takes frames and events, writes them in order of arrival, counts what is missing. Holds at most
 * `waitingLimit` frames, one open chunk and the writer's buffer, until it ended; whoever created it ends it.
 */
import type { SessionWriter } from '#archive/writer.ts';
import { blankPlanes } from '#model/blank.ts';
import type { SessionEvent } from '#model/event.ts';
import { type FrameFormat, planesIn } from '#model/frame.ts';
import { closeFrame, copyCodes, formatOf, timestampOf } from '../frame-codes.ts';
import type { RecordMessage } from '../ports.ts';

/** Cameras lend few buffers; a frame that would wait behind this many is dropped, and its number tells. */
const waitingLimit = 8;
/** A loss of power costs about this much. */
const flushEveryS = 1;
/** A disk that takes long to flush is asked less often: flushing may take this share of the time. */
const flushShare = 0.1;

type Job =
  | { readonly kind: 'frame'; readonly message: RecordMessage }
  | { readonly kind: 'event'; readonly event: SessionEvent }
  | { readonly kind: 'flush' };

export type Recorder = {
  readonly frames: number;
  readonly bytes: number;
  /** Frames that came by number but not in fact, or could not be read. */
  readonly dropped: number;
  /** Frames that wait to be written. */
  readonly waiting: number;
  /** Owns the frame from now on. */
  take(message: RecordMessage): void;
  append(event: SessionEvent): void;
  /** Frames that come from here on are closed, and are not missing; what was written is made safe. */
  pause(): void;
  resume(): void;
  /** Writes what waits, then the session's end. The same answer when called again. */
  end(): Promise<{ frames: number; bytes: number }>;
};

export function createRecorder(
  writer: SessionWriter,
  clockS: () => number,
  on: {
    /** After each frame, written or not. */
    written(): void;
    /** A frame could not be read; the others go on. */
    unreadable(error: unknown): void;
    /** Nothing more can be written. What was written is kept; `end` is still to be called. */
    failed(error: unknown): void;
  },
  /** Numbers of the last frames of a session that another recorder began: what came after them by number is missing. */
  newest: { readonly main: number | null; readonly second: number | null } = { main: null, second: null },
): Recorder {
  const jobs: Job[] = [];
  const after = (number: number | null) => (number === null ? null : number + 1);
  const nextNumber = { main: after(newest.main), second: after(newest.second) };
  let waiting = 0;
  let dropped = 0;
  /** Those of `dropped` that no event tells of yet. */
  let lost = 0;
  let newestNumber = -1;
  let isPaused = false;
  let state: 'open' | 'failed' | 'ending' = 'open';
  let working: Promise<void> | null = null;
  let ended: Promise<{ frames: number; bytes: number }> | null = null;
  let flushedS = clockS();
  let flushTookS = 0;

  const lose = (count: number) => {
    lost += count;
    dropped += count;
  };

  const countMissing = ({ stream, number }: RecordMessage) => {
    const expected = nextNumber[stream];
    // Numbers begin anew when a source was lost and came back; what was lost in between nobody knows.
    if (expected !== null && number > expected) lose(number - expected);
    nextNumber[stream] = number + 1;
    newestNumber = number;
  };

  /** Puts what was lost into the session, before the frame that is taken next. */
  const reportLost = (frameNumber: number) => {
    if (lost === 0) return;
    const count = lost;
    lost = 0;
    add({ kind: 'event', event: { type: 'dropped', atS: clockS(), frameNumber, count, where: 'recorder' } });
  };

  const writeFrame = async ({
    stream,
    number,
    arrivedS,
    profileMark,
    blanks,
    frame,
  }: RecordMessage): Promise<void> => {
    let format: FrameFormat;
    try {
      format = formatOf(frame);
      const room = writer.roomFor(format);
      await copyCodes(frame, format, room);
      if (blanks.length > 0) blankPlanes(planesIn(room.buffer, format, room.startBytes), format, blanks);
    } catch (error) {
      lose(1);
      on.unreadable(error);
      return;
    }
    const timestampS = timestampOf(frame);
    await writer.writeFrame({ stream, number, arrivedS, profileMark, format, timestampS });
  };

  const flush = () => {
    const nowS = clockS();
    writer.flush();
    flushedS = clockS();
    flushTookS = flushedS - nowS;
  };

  const flushSometimes = () => {
    if (clockS() - flushedS >= Math.max(flushEveryS, flushTookS / flushShare)) flush();
  };

  const work = async (): Promise<void> => {
    // A run that ended before its promise was kept would never be followed by another.
    await Promise.resolve();
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      try {
        if (state !== 'failed') {
          if (job.kind === 'event') await writer.writeEvent(job.event);
          else if (job.kind === 'frame') await writeFrame(job.message);
          if (job.kind === 'flush') flush();
          else flushSometimes();
        }
      } catch (error) {
        state = 'failed';
        on.failed(error);
      } finally {
        if (job.kind === 'frame') {
          closeFrame(job.message.frame);
          waiting -= 1;
          on.written();
        }
      }
    }
    working = null;
  };

  const add = (job: Job) => {
    jobs.push(job);
    working ??= work();
  };

  return {
    get frames() {
      return writer.frames;
    },
    get bytes() {
      return writer.bytes;
    },
    get dropped() {
      return dropped;
    },
    get waiting() {
      return waiting;
    },
    take(message) {
      if (isPaused) {
        closeFrame(message.frame);
        on.written();
        return;
      }
      if (state === 'open') countMissing(message);
      if (state !== 'open' || waiting >= waitingLimit) {
        if (state === 'open') lose(1);
        closeFrame(message.frame);
        on.written();
        return;
      }
      reportLost(message.number - 1);
      waiting += 1;
      add({ kind: 'frame', message });
    },
    append(event) {
      if (state === 'open') add({ kind: 'event', event });
    },
    pause() {
      if (isPaused || state !== 'open') return;
      isPaused = true;
      reportLost(newestNumber);
      add({ kind: 'flush' });
    },
    resume() {
      isPaused = false;
      // What came by number in between was not wanted, and is not missing.
      nextNumber.main = null;
      nextNumber.second = null;
    },
    end() {
      ended ??= (async () => {
        if (state === 'open') {
          reportLost(newestNumber);
          state = 'ending';
        }
        await working;
        try {
          return await writer.finish(clockS());
        } catch (error) {
          writer[Symbol.dispose]();
          throw error;
        }
      })();
      return ended;
    },
  };
}

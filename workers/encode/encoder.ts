/** The encode worker without its thread: one recording at a time, what the page is told of it, and the origin's one lock. */
import { type WrittenSoFar, writtenSoFar } from '#archive/continuing.ts';
import type { Folder } from '#archive/files.ts';
import type { SessionManifest } from '#archive/format.ts';
import { recorderBusy, storageProblem, writeProblem } from '#archive/problems.ts';
import type { RecorderLock } from '#archive/recorder-lock.ts';
import { createSessionWriter } from '#archive/writer.ts';
import { ProblemError } from '#model/problem.ts';
import { closeFrame } from '../frame-codes.ts';
import type { RecordedMessage, RecordMessage } from '../ports.ts';
import type { EncodeApi, EncodeNews } from './api.ts';
import { frameUnreadable, spaceLow, spaceOut, spaceShort } from './problems.ts';
import { createRecordRoom } from './record-room.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { createSpace, type Space } from './space.ts';

const progressEveryS = 0.25;
const roomEveryS = 5;
/** No recording begins with less: a second or two of pictures. */
const leastFreeBytes = 128 * 2 ** 20;
/** The last one that holds is told; it is over when a quarter more is left, so that it does not flicker. */
const spaceWarnings = [
  { underS: 600, problem: spaceShort },
  { underS: 120, problem: spaceLow },
] as const;
const overAt = 1.25;
/** The thread before may hold the lock for a moment after it ended. */
const lockTries = { count: 20, everyMs: 100 } as const;

export type EncoderParts = {
  /** The folder of all sessions. */
  sessions(): Promise<Folder>;
  readonly lock: RecorderLock;
  /** Bytes that may still be stored; null when the browser does not say. */
  freeBytes(): Promise<number | null>;
  /** Seconds since the epoch. */
  clockS(): number;
  /** Bytes of a chunk, for tests. */
  readonly chunkBytes?: number;
};

type Recording = {
  readonly recorder: Recorder;
  readonly space: Space;
  readonly startedS: number;
  readonly release: () => void;
  pausedSinceS: number | null;
  pausedForS: number;
};

export function createEncoder(parts: EncoderParts): EncodeApi {
  const { clockS } = parts;
  let port: MessagePort | null = null;
  let listen: (news: EncodeNews) => void = () => undefined;
  let isStarting = false;
  let recording: Recording | null = null;
  let kept = { frames: 0, bytes: 0 };
  let packingBytesPerS = 0;
  let toldS = 0;
  let askedRoomS = 0;
  /** How many of `spaceWarnings` hold. */
  let warned = 0;
  let hasUnreadable = false;

  const tellPort = () => {
    const message: RecordedMessage = { type: 'recorded', waiting: recording?.recorder.waiting ?? 0 };
    port?.postMessage(message);
  };

  const recordedS = ({ startedS, pausedSinceS, pausedForS }: Recording): number =>
    (pausedSinceS ?? clockS()) - startedS - pausedForS;

  const warn = (left: number | null) => {
    if (left === null) return;
    const holds = spaceWarnings.filter(
      ({ underS }, i) => left < (i < warned ? overAt * underS : underS),
    ).length;
    if (holds !== warned) tellWarned(holds);
  };

  const tellWarned = (holds: number) => {
    const [before, now] = [spaceWarnings[warned - 1], spaceWarnings[holds - 1]];
    warned = holds;
    if (before) listen({ type: 'problem', problem: before.problem, isOver: true });
    if (now) listen({ type: 'problem', problem: now.problem, isOver: false });
  };

  const tellProgress = (told: Recording) => {
    const { frames, bytes, dropped } = told.recorder;
    told.space.wrote(recordedS(told), bytes);
    const secondsLeft = told.space.secondsLeft();
    listen({ type: 'progress', frames, bytes, dropped, secondsLeft });
    warn(secondsLeft);
  };

  const askRoom = ({ space, recorder }: Recording) => {
    askedRoomS = clockS();
    const { bytes } = recorder;
    parts.freeBytes().then(
      freeBytes => space.free(freeBytes, bytes),
      () => space.free(null, bytes),
    );
  };

  const written = () => {
    tellPort();
    if (!recording) return;
    if (clockS() - askedRoomS >= roomEveryS) askRoom(recording);
    if (clockS() - toldS < progressEveryS) return;
    toldS = clockS();
    tellProgress(recording);
  };

  const failed = (error: unknown) => {
    listen({ type: 'problem', problem: writeProblem(error).problem, isOver: false });
    // The page learns of what could not be closed from its own call of `stop`, which waits for the same end.
    end().catch(() => undefined);
  };

  const unreadable = () => {
    if (!hasUnreadable) listen({ type: 'problem', problem: frameUnreadable, isOver: false });
    hasUnreadable = true;
  };

  let ending: Promise<{ frames: number; bytes: number }> | null = null;
  const end = (): Promise<{ frames: number; bytes: number }> => {
    ending ??= (async () => {
      const ended = recording;
      if (!ended) return kept;
      try {
        kept = { frames: ended.recorder.frames, bytes: ended.recorder.bytes };
        kept = await ended.recorder.end();
      } finally {
        tellProgress(ended);
        recording = null;
        ended.release();
        tellWarned(0);
        if (hasUnreadable) listen({ type: 'problem', problem: frameUnreadable, isOver: true });
      }
      return kept;
    })().finally(() => {
      ending = null;
    });
    return ending;
  };

  const lockOfTheDead = async (): Promise<(() => void) | null> => {
    for (let tried = 0; tried < lockTries.count; tried++) {
      const release = await parts.lock.take();
      if (release) return release;
      await new Promise(resolve => setTimeout(resolve, lockTries.everyMs));
    }
    return null;
  };

  /** `isContinued`: the session is there already; answers what it holds. */
  const open = async (manifest: SessionManifest, isContinued: boolean): Promise<WrittenSoFar | undefined> => {
    const release = await (isContinued ? lockOfTheDead() : parts.lock.take());
    if (!release) throw recorderBusy();
    let after: WrittenSoFar | undefined;
    try {
      const freeBytes = await parts.freeBytes();
      // One that runs stops when the disk is full, not before.
      if (!isContinued && freeBytes !== null && freeBytes < leastFreeBytes) throw new ProblemError(spaceOut);
      const sessions = await parts.sessions();
      after = isContinued ? await writtenSoFar(await sessions.folder(manifest.id, false)) : undefined;
      const writer = await createSessionWriter(sessions, manifest, {
        ...parts,
        room: await createRecordRoom(),
        closed: () => listen({ type: 'chunk', sessionId: manifest.id }),
        after,
      });
      const recorder = createRecorder(writer, clockS, { written, unreadable, failed }, after?.newest);
      const space = createSpace(writer.bytes);
      space.free(freeBytes, writer.bytes);
      space.packs(packingBytesPerS);
      recording = { recorder, space, startedS: clockS(), release, pausedSinceS: null, pausedForS: 0 };
    } catch (error) {
      release();
      throw storageProblem(error);
    }
    askedRoomS = clockS();
    toldS = clockS();
    warned = 0;
    hasUnreadable = false;
    return after;
  };

  const openOnce = async (manifest: SessionManifest, isContinued: boolean) => {
    if (recording || isStarting) throw recorderBusy();
    isStarting = true;
    try {
      return await open(manifest, isContinued);
    } finally {
      isStarting = false;
    }
  };

  return {
    connectView(newPort) {
      port?.close();
      port = newPort;
      port.onmessage = ({ data }: MessageEvent<RecordMessage>) => {
        if (recording) recording.recorder.take(data);
        else {
          closeFrame(data.frame);
          tellPort();
        }
      };
    },
    async start(manifest) {
      await openOnce(manifest, false);
    },
    async continueSession(manifest) {
      return { events: (await openOnce(manifest, true))?.events ?? 0 };
    },
    append(event) {
      recording?.recorder.append(event);
    },
    pause() {
      if (!recording || recording.pausedSinceS !== null) return;
      recording.recorder.pause();
      recording.pausedSinceS = clockS();
    },
    resume() {
      if (!recording || recording.pausedSinceS === null) return;
      recording.pausedForS += clockS() - recording.pausedSinceS;
      recording.pausedSinceS = null;
      recording.recorder.resume();
    },
    setPackingRate(bytesPerS) {
      packingBytesPerS = bytesPerS;
      recording?.space.packs(bytesPerS);
    },
    freeBytes: parts.freeBytes,
    async stop() {
      // Frames that the view worker had sent before it was told to stop may still be on their way through the port.
      await new Promise(resolve => setTimeout(resolve, 0));
      return end();
    },
    subscribe(newListen) {
      listen = newListen;
    },
  };
}

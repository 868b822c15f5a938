/** The encode worker without its thread: one recording at a time, what the page is told of it, and the origin's one lock. */
import type { Folder } from '#archive/files.ts';
import type { SessionManifest } from '#archive/format.ts';
import { recorderBusy, storageProblem, writeProblem } from '#archive/problems.ts';
import type { RecorderLock } from '#archive/recorder-lock.ts';
import { createSessionWriter } from '#archive/writer.ts';
import { ProblemError } from '#model/problem.ts';
import { closeFrame } from '../frame-codes.ts';
import type { RecordedMessage, RecordMessage } from '../ports.ts';
import type { EncodeApi, EncodeNews } from './api.ts';
import { frameUnreadable, spaceLow, spaceOut } from './problems.ts';
import { createRecordRoom } from './record-room.ts';
import { createRecorder, type Recorder } from './recorder.ts';

const progressEveryS = 0.25;
const roomEveryS = 2;
/** No recording begins with less: a second or two of pictures. */
const leastFreeBytes = 128 * 2 ** 20;
const warnUnderS = 120;

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
  readonly startedS: number;
  readonly release: () => void;
};

export function createEncoder(parts: EncoderParts): EncodeApi {
  const { clockS } = parts;
  let port: MessagePort | null = null;
  let listen: (news: EncodeNews) => void = () => undefined;
  let isStarting = false;
  let recording: Recording | null = null;
  let kept = { frames: 0, bytes: 0 };
  let freeBytes: number | null = null;
  let toldS = 0;
  let askedRoomS = 0;
  let isLow = false;
  let hasUnreadable = false;

  const tellPort = () => {
    const message: RecordedMessage = { type: 'recorded', waiting: recording?.recorder.waiting ?? 0 };
    port?.postMessage(message);
  };

  const secondsLeft = ({ recorder, startedS }: Recording): number | null => {
    const rate = recorder.bytes / Math.max(clockS() - startedS, progressEveryS);
    return freeBytes === null || recorder.bytes === 0 ? null : freeBytes / rate;
  };

  const tellProgress = (told: Recording) => {
    const { frames, bytes, dropped } = told.recorder;
    const left = secondsLeft(told);
    listen({ type: 'progress', frames, bytes, dropped, secondsLeft: left });
    if (left === null || left < warnUnderS === isLow) return;
    isLow = left < warnUnderS;
    listen({ type: 'problem', problem: spaceLow, isOver: !isLow });
  };

  const askRoom = () => {
    askedRoomS = clockS();
    parts.freeBytes().then(
      bytes => {
        freeBytes = bytes;
      },
      () => {
        freeBytes = null;
      },
    );
  };

  const written = () => {
    tellPort();
    if (!recording) return;
    if (clockS() - askedRoomS >= roomEveryS) askRoom();
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
        if (isLow) listen({ type: 'problem', problem: spaceLow, isOver: true });
        if (hasUnreadable) listen({ type: 'problem', problem: frameUnreadable, isOver: true });
      }
      return kept;
    })().finally(() => {
      ending = null;
    });
    return ending;
  };

  const open = async (manifest: SessionManifest): Promise<void> => {
    const release = await parts.lock.take();
    if (!release) throw recorderBusy();
    try {
      freeBytes = await parts.freeBytes();
      if (freeBytes !== null && freeBytes < leastFreeBytes) throw new ProblemError(spaceOut);
      const sessions = await parts.sessions();
      const writer = await createSessionWriter(sessions, manifest, {
        ...parts,
        room: await createRecordRoom(),
      });
      const recorder = createRecorder(writer, clockS, { written, unreadable, failed });
      recording = { recorder, startedS: clockS(), release };
    } catch (error) {
      release();
      throw storageProblem(error);
    }
    askedRoomS = clockS();
    toldS = clockS();
    isLow = false;
    hasUnreadable = false;
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
      if (recording || isStarting) throw recorderBusy();
      isStarting = true;
      try {
        await open(manifest);
      } finally {
        isStarting = false;
      }
    },
    append(event) {
      recording?.recorder.append(event);
    },
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

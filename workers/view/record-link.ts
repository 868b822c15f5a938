/**
 * The view worker's end of the port to the recorder: every frame, until the recorder cannot follow. While it is behind, frames go to it as copies
 * in memory of our own: a recorder that is slow or hangs must not keep the camera's few buffers, without which the picture would stop.
 */
import type { Blank } from '#model/blank.ts';
import type { Frame } from '#model/frame.ts';
import { cloneFrame, closeFrame, isCodesFrame, numberOf } from '../frame-codes.ts';
import type { RecordedMessage, RecordMessage } from '../ports.ts';
import type { Arrival } from './intake.ts';
import { ownCopy } from './own-copy.ts';

/** Frames that the recorder has not done with. It counts what it misses by number. */
const waitingLimit = 6;
/** One that keeps a camera's frame for longer is slow or hangs. */
const lateAfterS = 0.2;

type Stream = RecordMessage['stream'];

export type RecordLink = {
  /** While on, sends a reference to the frame; the frame itself stays the caller's. */
  send(stream: Stream, arrival: Arrival, how: { profileMark: number; blanks: readonly Blank[] }): void;
  turn(isOn: boolean): void;
  connect(port: MessagePort): void;
  /** The recorder does not give back a camera's frame: the camera can spare no other. */
  isLate(): boolean;
  [Symbol.dispose](): void;
};

/** A frame on its way, and whether it holds a buffer of its stream's camera. */
type Sent = { readonly stream: Stream; readonly isLent: boolean; readonly atS: number };

export function createRecordLink(clockS: () => number): RecordLink {
  let port: MessagePort | null = null;
  let isOn = false;
  /** In the order in which they went. */
  let sent: Sent[] = [];
  /** Being copied; nothing may overtake them. */
  let copying = 0;
  let copied: Promise<void> = Promise.resolve();

  const post = (message: Omit<RecordMessage, 'frame'>, frame: Frame, isOurs = false): void => {
    if (!port) {
      closeFrame(frame);
      return;
    }
    const isLent = !isCodesFrame(frame);
    sent.push({ stream: message.stream, isLent, atS: clockS() });
    // Codes that a source made are the picture's, too: they are copied on the way.
    const moved: Transferable[] = isLent
      ? [frame]
      : isOurs
        ? frame.planes.map(({ samples }) => samples.buffer)
        : [];
    port.postMessage({ ...message, frame } satisfies RecordMessage, [...new Set(moved)]);
  };

  const postCopy = async (message: Omit<RecordMessage, 'frame'>, frame: Frame): Promise<void> => {
    try {
      post(message, await ownCopy(frame), !isCodesFrame(frame));
    } catch {
      // The recorder knows by the numbers that one is missing.
    } finally {
      copying -= 1;
    }
  };

  return {
    send(stream, { frame, number, arrivedS }, how) {
      if (!port || !isOn || sent.length + copying >= waitingLimit) return;
      const kept = cloneFrame(frame);
      const message = { type: 'record', stream, number: numberOf(kept, number), arrivedS, ...how } as const;
      const isBehind = sent.some(one => one.stream === stream && one.isLent);
      if (copying === 0 && !isBehind) {
        post(message, kept);
        return;
      }
      copying += 1;
      copied = copied.then(() => postCopy(message, kept));
    },
    turn(on) {
      isOn = on;
    },
    connect(newPort) {
      port?.close();
      port = newPort;
      sent = [];
      // One answer to each frame.
      port.onmessage = (_message: MessageEvent<RecordedMessage>) => void sent.shift();
    },
    isLate: () => sent.some(({ isLent, atS }) => isLent && clockS() - atS > lateAfterS),
    [Symbol.dispose]() {
      port?.close();
      port = null;
    },
  };
}

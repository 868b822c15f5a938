/** The view worker's end of the port to the recorder: every frame, until the recorder cannot follow. */

import type { Blank } from '#model/blank.ts';
import { cloneFrame, isCodesFrame, numberOf } from '../frame-codes.ts';
import type { RecordedMessage, RecordMessage } from '../ports.ts';
import type { Arrival } from './intake.ts';

/** Each waiting frame holds one of the camera's own buffers, and cameras have few. The recorder counts what it misses by number. */
const waitingLimit = 6;

export type RecordLink = {
  /** While on, sends a reference to the frame; the frame itself stays the caller's. */
  send(
    stream: 'main' | 'second',
    arrival: Arrival,
    how: { profileMark: number; blanks: readonly Blank[] },
  ): void;
  turn(isOn: boolean): void;
  connect(port: MessagePort): void;
  [Symbol.dispose](): void;
};

export function createRecordLink(): RecordLink {
  let port: MessagePort | null = null;
  let isOn = false;
  let waiting = 0;

  return {
    send(stream, { frame, number, arrivedS }, how) {
      if (!port || !isOn || waiting >= waitingLimit) return;
      waiting += 1;
      const kept = cloneFrame(frame);
      const message: RecordMessage = {
        type: 'record',
        stream,
        number: numberOf(kept, number),
        arrivedS,
        ...how,
        frame: kept,
      };
      port.postMessage(message, isCodesFrame(kept) ? [] : [kept]);
    },
    turn(on) {
      isOn = on;
    },
    connect(newPort) {
      port?.close();
      port = newPort;
      waiting = 0;
      port.onmessage = ({ data }: MessageEvent<RecordedMessage>) => {
        waiting = data.waiting;
      };
    },
    [Symbol.dispose]() {
      port?.close();
      port = null;
    },
  };
}

/** Reads one stream of frames without ever queueing: whatever is not taken when the next frame comes is closed. */
import type { Frame } from '#model/frame.ts';
import type { FeedPortMessage } from '../ports.ts';
import type { Inlet } from './api.ts';

/** A frame and when it came: seconds of the page's clock, counted since the feed was opened. */
export type Arrival = { readonly frame: Frame; readonly number: number; readonly arrivedS: number };

export type Intake = { [Symbol.dispose](): void };

/**
 * Gives every frame of `inlet` to `take`, which owns it from then on. `ended` is told once, when the stream closed
 * (`null`) or broke (its error); not after dispose.
 */
export function createIntake(
  inlet: Inlet,
  clockS: () => number,
  on: { take(arrival: Arrival): void; ended(error: unknown): void },
  firstNumber = 0,
): Intake {
  let reader: ReadableStreamDefaultReader<Frame> | null = null;
  let isDisposed = false;
  let number = firstNumber;

  const read = async (stream: ReadableStream<Frame>): Promise<void> => {
    reader = stream.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done || isDisposed) {
          if (value && 'close' in value) value.close();
          break;
        }
        on.take({ frame: value, number: number++, arrivedS: clockS() });
      }
      if (!isDisposed) on.ended(null);
    } catch (error) {
      if (!isDisposed) on.ended(error);
    }
  };

  if (inlet instanceof ReadableStream) {
    void read(inlet);
  } else {
    inlet.onmessage = (message: MessageEvent<FeedPortMessage>) => void read(message.data.stream);
  }

  return {
    [Symbol.dispose]() {
      isDisposed = true;
      if (!(inlet instanceof ReadableStream)) inlet.close();
      // A cancelled stream rejects only when it was broken already, which nobody waits for any more.
      reader?.cancel().catch(() => undefined);
    },
  };
}

/** Frames for a reading: asked for one by one from the view worker, each looked at and let go. */
import { ProblemError } from '#model/problem.ts';
import type { MeasuredFrame } from '../nir-codes.ts';
import type { SampleMessage, SampleRequest } from '../ports.ts';

/** A source that gives nothing for this long is not going to. */
const patienceMs = 5000;

export type Frames = {
  /**
   * Shows `visit` the next `count` frames, in order; what it keeps it must copy. Rejects with a `ProblemError` when frames stop
   * coming, `cancel` is called, or another reading begins.
   */
  visit(
    count: number,
    visit: (frame: MeasuredFrame, index: number) => void,
    progress: (share: number) => void,
  ): Promise<void>;
  cancel(): void;
  connect(port: MessagePort): void;
};

export function createFrames(): Frames {
  let port: MessagePort | null = null;
  let stop: (why: ProblemError) => void = () => undefined;
  let arrive: (frame: MeasuredFrame) => void = () => undefined;

  const next = (): Promise<MeasuredFrame> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(noFrames()), patienceMs);
      const settle = <T>(how: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          how(value);
        };
      };
      arrive = settle(resolve);
      stop = settle(reject);
      const request: SampleRequest = { type: 'sample' };
      port?.postMessage(request);
    });

  const cancel = (): void => stop(cancelled());

  return {
    async visit(count, visit, progress) {
      cancel();
      for (let index = 0; index < count; index++) {
        visit(await next(), index);
        progress((index + 1) / count);
      }
    },
    cancel,
    connect(newPort) {
      port?.close();
      port = newPort;
      port.onmessage = ({ data }: MessageEvent<SampleMessage>) => arrive(data);
    },
  };
}

const noFrames = (): ProblemError =>
  new ProblemError({
    id: 'calibrate-no-frames',
    severity: 'stop',
    text: 'The source sends no picture.',
    tip: 'Check that the camera is on and the picture is live, then read again.',
  });

const cancelled = (): ProblemError =>
  new ProblemError({
    id: 'calibrate-cancelled',
    severity: 'caution',
    text: 'The reading was stopped.',
    tip: 'Nothing was changed. Read again when you are ready.',
  });

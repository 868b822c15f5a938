/** The view worker's end of the port to measurement: latest frame wins, one in flight, buffers come back. */
import type { FramePlanes } from '#model/frame.ts';
import type { BandsMessage, MeasuredMessage, MeasureMessage } from '../ports.ts';
import { buffersOf } from './plane-copy.ts';

/** What a pair of planes is called on the way: the streams' planes of one shown frame. */
export type ShownPlanes = { readonly main: FramePlanes; readonly second: FramePlanes | null };

export type MeasureLink = {
  /** Another feed is shown: what is drawn from measurements of the one before goes, and what is still measured of it is not heard. */
  begin(turn: number | undefined): void;
  /** Hands the planes over when measurement is idle; false when it is busy and the planes stay the caller's. */
  offer(planes: ShownPlanes): boolean;
  /** Background of the newest measured frame, or null; and when it came, in seconds of `clockS`. */
  background(): { linear: number | null; atS: number };
  /** Distances to the signal of the newest analysed frame, or null; and when they came. */
  bands(): { shown: BandsMessage | null; atS: number };
  /** Resolves when nothing is in flight any more. */
  idle(): Promise<void>;
  connect(port: MessagePort): void;
  [Symbol.dispose](): void;
};

export function createMeasureLink(
  clockS: () => number,
  giveBack: (planes: FramePlanes) => void,
  bandsCame: () => void = () => undefined,
): MeasureLink {
  let port: MessagePort | null = null;
  let isBusy = false;
  let turn: number | undefined;
  /** The frame in flight is of the feed before. */
  let isOfBefore = false;
  const waiting: (() => void)[] = [];
  let background: { linear: number | null; atS: number } = { linear: null, atS: 0 };
  let bands: { shown: BandsMessage | null; atS: number } = { shown: null, atS: 0 };

  return {
    begin(newTurn) {
      turn = newTurn;
      isOfBefore = isBusy;
      background = { linear: null, atS: 0 };
      bands = { shown: null, atS: 0 };
    },
    offer(planes) {
      if (!port || isBusy) return false;
      isBusy = true;
      const message: MeasureMessage = { type: 'measure', turn, ...planes };
      port.postMessage(message, [
        ...buffersOf(planes.main),
        ...(planes.second ? buffersOf(planes.second) : []),
      ]);
      return true;
    },
    background: () => background,
    bands: () => bands,
    idle: () => (isBusy ? new Promise(resolve => waiting.push(resolve)) : Promise.resolve()),
    connect(newPort) {
      port?.close();
      port = newPort;
      isBusy = false;
      isOfBefore = false;
      bands = { shown: null, atS: 0 };
      for (const go of waiting.splice(0)) go();
      port.onmessage = ({ data }: MessageEvent<MeasuredMessage | BandsMessage>) => {
        if (data.type === 'bands') {
          bands = { shown: data.samples && data, atS: clockS() };
          bandsCame();
          return;
        }
        isBusy = false;
        if (!isOfBefore) background = { linear: data.backgroundLinear, atS: clockS() };
        isOfBefore = false;
        giveBack(data.main);
        if (data.second) giveBack(data.second);
        for (const go of waiting.splice(0)) go();
      };
    },
    [Symbol.dispose]() {
      port?.close();
      port = null;
    },
  };
}

/**
 * Videos as a feed: one file, or white light and NIR in step, paced by their timestamps. Holds the opened files and one
 * loop that plays, seeks and pauses in turn, so that no two of them ever overlap.
 */
import { defaultLayout } from '#model/default-layout.ts';
import { createHandOver, type HandOver } from '../hand-over.ts';
import type { Maker, Tell } from '../maker.ts';
import { createBell } from './bell.ts';
import { fileCaution } from './file-problems.ts';
import { openReel, type Reel } from './reel.ts';

/** The playhead is told at most this often while playing. */
const tellEveryMs = 100;
/** A decoder that falls behind by more slows the playback down instead of being hurried. */
const mostLagMs = 250;
/** Timestamps are rounded to microseconds on their way. */
const sameTimeS = 1e-5;
/** WebM rounds times to milliseconds: two files' frames of one moment may differ by that much. */
const containerStepS = 1e-3;
const speedLimits = { slowest: 0.1, fastest: 8 };

/** A file and the stream its frames go to. */
type Channel = { readonly reel: Reel; readonly handOver: HandOver };

/** Opens and starts to play. Throws a `ProblemError`. */
export async function openVideos(files: { main: File; second: File | null }, tell: Tell): Promise<Maker> {
  const main: Channel = { reel: await openReel(files.main), handOver: createHandOver() };
  let second: Channel | null = null;
  try {
    second = files.second && { reel: await openReel(files.second), handOver: createHandOver() };
  } catch (error) {
    main.reel[Symbol.dispose]();
    throw error;
  }
  const { timesS } = main.reel;
  const firstS = timesS[0]!;
  const lastIndex = timesS.length - 1;
  const intervalS = lastIndex > 0 ? (timesS[lastIndex]! - firstS) / lastIndex : 0;
  const bell = createBell();
  let isPlaying = true;
  let speed = 1;
  let shownIndex = -1;
  /** The frame asked for by seeking; only the newest counts. */
  let wantedIndex: number | null = 0;
  let isOver = false;
  let toldMs = Number.NEGATIVE_INFINITY;

  function tellPlayhead(isDue: boolean): void {
    const nowMs = performance.now();
    if (isOver || (!isDue && nowMs - toldMs < tellEveryMs)) return;
    toldMs = nowMs;
    const frameIndex = Math.max(0, shownIndex);
    void tell({
      type: 'playhead',
      playhead: {
        isPlaying,
        frameIndex,
        frameCount: timesS.length,
        positionS: timesS[frameIndex]! - firstS,
        durationS: timesS[lastIndex]! - firstS + intervalS,
        speed,
        loop: null,
      },
    });
  }

  async function run(): Promise<void> {
    while (!isOver) {
      try {
        if (wantedIndex !== null) {
          const index = wantedIndex;
          wantedIndex = null;
          await show(index);
          continue;
        }
        if (isPlaying && shownIndex < lastIndex) {
          await play();
          continue;
        }
      } catch {
        // A disposed file breaks whatever was being decoded; any other cause is the file's own.
        if (isOver) return;
        void tell({ type: 'problem', problem: fileCaution('video-breaks-off'), isOver: false });
      }
      isPlaying = false;
      tellPlayhead(true);
      await bell.wait();
    }
  }

  /** Shows frame `index` of the first file and what the second shows at that time; neither is dropped. */
  async function show(index: number): Promise<void> {
    const timeS = timesS[index]!;
    shownIndex = index;
    const put = async ({ reel, handOver }: Channel, atS: number): Promise<void> => {
      const frame = await reel.frameAt(atS);
      if (frame) await handOver.write(frame);
    };
    await Promise.all([put(main, timeS), second && put(second, timeS + containerStepS)]);
    tellPlayhead(true);
  }

  /** Plays on from the frame shown, until the end or until the bell says that something else is wanted. */
  async function play(): Promise<void> {
    const fromIndex = shownIndex;
    const fromS = timesS[fromIndex]!;
    const playedAt = speed;
    let startMs = performance.now();
    let isDone = false;
    const goesOn = () => !isDone && !isOver && isPlaying && wantedIndex === null && speed === playedAt;

    /** Waits until the frame of `timeS` is due; false when it is not wanted any more. */
    async function due(timeS: number): Promise<boolean> {
      const dueMs = () => startMs + ((timeS - fromS) / playedAt) * 1000;
      const lagMs = performance.now() - dueMs();
      if (lagMs > mostLagMs) startMs += lagMs;
      while (goesOn() && dueMs() > performance.now()) await bell.wait(dueMs() - performance.now());
      return goesOn();
    }

    async function playChannel({ reel, handOver }: Channel, onShown: (timeS: number) => void): Promise<void> {
      for await (const frame of reel.framesFrom(fromS)) {
        const timeS = frame.timestamp / 1e6;
        const isShown = timeS <= fromS + sameTimeS;
        if (isShown || !(await due(timeS))) frame.close();
        else {
          handOver.offer(frame);
          onShown(timeS);
        }
        if (!goesOn()) return;
      }
    }

    const playMain = async (): Promise<void> => {
      await playChannel(main, timeS => {
        while (shownIndex < lastIndex && timesS[shownIndex + 1]! <= timeS + sameTimeS) shownIndex++;
        tellPlayhead(false);
      });
      if (!goesOn()) return;
      if (shownIndex < lastIndex) throw new Error('The video has fewer frames than its index.');
      // The last frame must stay in the picture, even where the reader was late for it.
      wantedIndex = lastIndex;
    };
    const stop = (): void => {
      isDone = true;
      bell.ring();
    };
    // Whichever fails, the other has to come to rest before anything else is decoded.
    const [mainResult, secondResult] = await Promise.allSettled([
      playMain().finally(stop),
      second
        ? playChannel(second, () => undefined).catch(error => {
            stop();
            throw error;
          })
        : null,
    ]);
    for (const result of [mainResult, secondResult]) if (result.status === 'rejected') throw result.reason;
  }

  const command = (change: () => void): void => {
    change();
    bell.ring();
    tellPlayhead(true);
  };

  const dispose = (): void => {
    isOver = true;
    bell.ring();
    for (const channel of [main, second]) {
      channel?.handOver[Symbol.dispose]();
      channel?.reel[Symbol.dispose]();
    }
  };

  run().catch(dispose);

  const { widthPx, heightPx, container } = main.reel;
  return {
    description: {
      kind: 'file',
      name: second ? `${container} + ${second.reel.container}` : container,
      nominalFps: intervalS > 0 ? 1 / intervalS : null,
      layout: defaultLayout(second ? 2 : 1, { widthPx, heightPx }),
      profile: null,
      live: false,
      streams: second ? 2 : 1,
    },
    main: main.handOver.stream,
    second: second?.handOver.stream ?? null,
    player: {
      play: newSpeed =>
        command(() => {
          speed = Math.min(speedLimits.fastest, Math.max(speedLimits.slowest, newSpeed));
          // From the end, playing begins again.
          if (shownIndex === lastIndex && !isPlaying) wantedIndex = 0;
          isPlaying = true;
        }),
      pause: () =>
        command(() => {
          isPlaying = false;
        }),
      seek: frameIndex =>
        command(() => {
          wantedIndex = Math.min(lastIndex, Math.max(0, Math.round(frameIndex)));
        }),
    },
    [Symbol.dispose]: dispose,
  };
}

/**
 * A review room without a house: the real contract over a real store. The session is made: dye that comes and goes in a tumour and two
 * backgrounds, with a pause, a gap, clipping and every kind of mark. What is asked of workers is only written down in `asked`.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PinnedMoment, ReviewCommands, ReviewHouse, ReviewState } from '#conductor/review-api.ts';
import { createRowTable, type RowTable } from '#conductor/review-rows.ts';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { ReplayIndex, TimelineMark } from '#model/replay-index.ts';
import type { Row, RowFigure } from '#model/rows.ts';
import { createRandom } from './random.ts';

export type FakeReview = ReviewHouse & {
  readonly store: StoreApi<ReviewState>;
  readonly asked: { readonly name: string; readonly with: readonly unknown[] }[];
};

/** A session of `frames` frames at ten a second, two of its seconds missing from frame 600 on. */
export function fakeIndex(frames = 1800): ReplayIndex {
  const fps = 10;
  const startedAtS = 1_790_000_000;
  const gapAt = Math.min(600, frames - 1);
  const frameAtS = Float64Array.from({ length: frames }, (_, k) => k / fps + (k >= gapAt ? 2 : 0));
  const mark = (type: TimelineMark['type'], frameIndex: number, words: string): TimelineMark => ({
    type,
    frameIndex,
    atS: frameAtS[frameIndex] ?? 0,
    words,
    stillId: type === 'still' ? 'still-0001' : null,
  });
  return {
    sessionId: 'session-0001',
    startedAtS,
    frameAtS,
    // The recording paused for ten minutes at frame 1300.
    frameArrivedS: frameAtS.map((atS, k) => startedAtS + atS + (k >= 1300 ? 600 : 0)),
    frameNumbers: frameAtS.map((_, k) => k + 40),
    gaps: [{ before: gapAt - 1, after: gapAt }],
    marks: [
      mark('case', 0, 'station tumour bed'),
      mark('mark', 120, 'resection start'),
      mark('still', 372, 'still'),
      mark('gain-jump', 640, '1.8 times as bright at once'),
      mark('mark', 900, 'IORT start 15 Gy'),
      mark('dropped', 1010, '3 frames not recorded'),
      mark('pause', 1300, 'recording paused'),
      mark('resume', 1300, 'resumed'),
      mark('mark', 1500, 'resection end'),
    ].filter(each => each.frameIndex < frames),
    hazards: [],
    injectedAtS: -1400,
    streams: 1,
  };
}

/** One row every `every` frames; `factor` times the tumour's light. */
export function fakeRows(
  index: ReplayIndex,
  { every = 3, factor = 1, tumours = 1 }: { every?: number; factor?: number; tumours?: number } = {},
): readonly Row[] {
  const random = createRandom(7);
  const rows: Row[] = [];
  for (let frameIndex = 0; frameIndex < index.frameAtS.length; frameIndex += every) {
    const atS = index.frameAtS[frameIndex]!;
    const light = 0.1 + 0.3 * Math.exp(-(((atS - 70) / 50) ** 2)) + random.uniform(-0.01, 0.01);
    const clipped = frameIndex > 1050 && frameIndex < 1150;
    const grounds = [0.1, 0.14].map(ground => ground + random.uniform(-0.004, 0.004));
    const tumourLights = Array.from({ length: tumours }, (_, t) => light * factor * (1 - 0.2 * t));
    const regions = [
      ...tumourLights.map((mean, t) => ({ id: `T${t + 1}`, mean })),
      ...grounds.map((mean, b) => ({ id: `B${b + 1}`, mean })),
    ].map(({ id, mean }) => ({ id, n: 1812, mean, sd: mean / 10, clippedShare: clipped ? 0.04 : 0 }));
    const figure = (value: number): RowFigure => (clipped ? 'clipped' : value);
    rows.push({
      frameIndex,
      frameNumber: frameIndex + 40,
      atS,
      timestampS: atS + 3,
      inputsRevision: 1,
      profileHash: 'ab'.repeat(32),
      calibration: 'calibrated',
      regions,
      pairs: tumourLights.flatMap((tumour, t) =>
        grounds.map((ground, b) => ({
          tumourId: `T${t + 1}`,
          backgroundId: `B${b + 1}`,
          tbr: figure(tumour / ground),
          tbrSd: 0.05,
          cnr: figure((tumour - ground) / (ground / 10)),
        })),
      ),
    });
  }
  return rows;
}

export function tableOf(rows: readonly Row[]): RowTable {
  const builder = createRowTable();
  builder.add(rows);
  return builder.table();
}

/** A moment put aside, with a picture of colours. */
export async function fakePinned(): Promise<PinnedMoment> {
  const canvas = new OffscreenCanvas(640, 360);
  const context = canvas.getContext('2d');
  for (let x = 0; x < 640; x += 40) {
    if (context) context.fillStyle = `hsl(${x / 2} 40% ${20 + x / 16}%)`;
    context?.fillRect(x, 0, 40, 360);
  }
  return {
    picture: canvas.transferToImageBitmap(),
    shownAs: {
      display: defaultDisplay,
      view: defaultView,
      scene: { widthPx: 640, heightPx: 360 },
      layout: null,
      calibration: 'calibrated',
      profileHash: 'ab'.repeat(32),
      profileName: 'Tower A',
    },
    measurement: null,
    sessionId: 'session-0001',
    caseLabel: 'K-017',
    place: { atS: 12.4, frameIndex: 124 },
  };
}

/** A frame in small: a gradient that tells its index by its shade. */
async function fakeThumbnail(frameIndex: number, heightPx: number): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(Math.round((heightPx * 4) / 3), heightPx);
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = `hsl(${20 + (frameIndex % 360) / 12} 45% 34%)`;
    context.fillRect(0, 0, canvas.width, heightPx);
    context.fillStyle = `hsl(120 60% ${20 + 40 * Math.exp(-(((frameIndex - 700) / 500) ** 2))}%)`;
    context.beginPath();
    context.arc(canvas.width / 2, heightPx / 2, heightPx / 4, 0, 7);
    context.fill();
  }
  return canvas.transferToImageBitmap();
}

/** No session is open. */
export const noReview: ReviewState = {
  index: null,
  recorded: tableOf([]),
  isReading: false,
  recomputed: null,
  pass: null,
  result: null,
  pinned: null,
  compare: 'off',
};

export function createFakeReview(
  change: Partial<ReviewState> = {},
  differences: readonly string[] | null = [],
): FakeReview {
  const index = fakeIndex();
  const store = createStore<ReviewState>(() => ({
    index,
    recorded: tableOf(fakeRows(index)),
    isReading: false,
    recomputed: null,
    pass: null,
    result: null,
    pinned: null,
    compare: 'off',
    ...change,
  }));
  const asked: { name: string; with: readonly unknown[] }[] = [];
  const ask = (name: string, ...given: readonly unknown[]): void => void asked.push({ name, with: given });
  const commands: ReviewCommands = {
    async remeasure(request) {
      ask('remeasure', request);
      return null;
    },
    stopPass: () => ask('stopPass'),
    differences: () => differences,
    async exportRows(kind, which) {
      ask('exportRows', kind, which);
      return null;
    },
    async pin() {
      ask('pin');
      store.setState({ pinned: await fakePinned() });
      return true;
    },
    unpin: () => store.setState({ pinned: null, compare: 'off' }),
    setCompare: compare => store.setState({ compare }),
    thumbnail(frameIndex, heightPx) {
      ask('thumbnail', frameIndex);
      return fakeThumbnail(frameIndex, heightPx);
    },
    loop: range => ask('loop', range),
  };
  return { store, commands, asked };
}

/** The one open feed: opens, hands its streams to the view worker, closes, tries again. Owns the feed and its worker. */
import { createStore } from 'zustand/vanilla';
import type { CameraControl, ControlId } from '#model/camera-controls.ts';
import type { SessionEvent } from '#model/event.ts';
import type { FeedDescription } from '#model/feed.ts';
import type { PhantomSpec, PhantomTarget } from '#model/phantom.ts';
import { ProblemError } from '#model/problem.ts';
import type { HazardSpan, ReplayIndex } from '#model/replay-index.ts';
import type { StabilityLog } from '#model/stability/row.ts';
import { clockS } from '#platform/clock.ts';
import { moved, startFeedWorker, type WorkerHandle } from '#platform/workers.ts';
import type { OpenFeed, SourceNews } from '#source/open-feed.ts';
import { openWorkerFeed } from '#source/worker-feed.ts';
import type { FeedApi, FeedSpec } from '#workers/feed/api.ts';
import type { Inlet, ViewApi } from '#workers/view/api.ts';
import type { Commands, ControlsState, DevicesState, FeedState } from './api.ts';
import { type KeptWorker, keepAlive, restarted } from './keeping-alive.ts';
import { latePart } from './late-room.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';

export type Feeds = {
  readonly store: Readable<FeedState>;
  readonly devices: Readable<DevicesState>;
  readonly commands: Pick<
    Commands,
    | 'openPhantom'
    | 'listCameras'
    | 'openCamera'
    | 'openRemote'
    | 'openFiles'
    | 'openSession'
    | 'closeFeed'
    | 'provoke'
    | 'retry'
    | 'play'
    | 'pause'
    | 'seek'
    | 'step'
    | 'loop'
  >;
  /** What the camera lets us set. */
  readonly controls: Readable<ControlsState>;
  /** The view worker was started anew: it gets the open feed's frames, from where the feed is, without asking anybody. */
  resume(): Promise<void>;
  /** Phantom only: what is put before its camera. */
  show(target: PhantomTarget): void;
  setControl(id: ControlId, isLocked: boolean): Promise<void>;
  /** The first frame came, or its format changed. */
  noteFormats(formats: NonNullable<FeedState['formats']>): void;
  /** Of a replay, for its timeline; null of other feeds. */
  index(): Promise<ReplayIndex | null>;
  /** Of a replay: the stability log that was recorded; null of other feeds. */
  stability(): Promise<StabilityLog | null>;
  /** One frame of a replay in small; the receiver closes it. */
  thumbnail(frameIndex: number, heightPx: number): Promise<ImageBitmap | null>;
  [Symbol.dispose](): void;
};

const closed: FeedState = {
  status: 'closed',
  description: null,
  formats: null,
  playhead: null,
  fault: null,
};

/** What a feed belongs to must be asked for once more after this long without a first frame: says so then. */
const firstFrameWithinMs = 8000;

export function createFeeds(parts: {
  view: Pick<WorkerHandle<ViewApi>['api'], 'openFeed' | 'closeFeed' | 'measured'>;
  phantoms: readonly PhantomSpec[];
  problems: Problems;
  /** No feed is open any more: nothing that was shown or measured holds. */
  closed(): void;
  /** Frames that come from now on bear `turn` (`ViewApi.openFeed`); those that bear another were under way. */
  coming(turn: number): void;
  /** A feed is about to be opened: the scene takes its layout and profile. */
  opening(feed: OpenFeed): void;
  /** The source knows itself better now (its size came with the first frame). */
  described(now: FeedDescription, before: FeedDescription | null): void;
  /** Replay only: what holds at the frame that comes next; resolves when it is in force. */
  recorded(events: readonly SessionEvent[]): Promise<void>;
  /** Replay only: why no number was shown at the frame that comes next; empty: numbers were. */
  withheld(hazards: readonly HazardSpan[]): void;
  /** What the frame that comes next may be numbered, after some were missed. */
  nextNumber(): number;
  /** A setting of the camera changed, whoever did it. */
  controlChanged(words: string): void;
}): Feeds {
  const { view, problems } = parts;
  const cameraSource = latePart(() => import('#source/camera.ts'));
  const remoteSource = latePart(() => import('#source/remote.ts'));
  const store = createStore<FeedState>(() => closed);
  const devices = createStore<DevicesState>(() => ({ cameras: [] }));
  const controls = createStore<ControlsState>(() => ({ controls: [] }));
  let worker: KeptWorker<FeedApi> | null = null;
  let feed: OpenFeed | null = null;
  let last: (() => Promise<OpenFeed>) | null = null;
  /** Counts openings, so that a slow one that was overtaken throws its result away. */
  let turn = 0;
  let shownTarget: PhantomTarget | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;
  /** Ids of what the open feed told is wrong with it. */
  const wrong = new Set<string>();

  const feedWorker = (): KeptWorker<FeedApi> => {
    worker ??= keepAlive(startFeedWorker, {
      problems,
      problem: restarted.feed,
      restarted: () => void reopen(),
    });
    return worker;
  };

  /** Numbers go on where frames of the same opening were counted before. */
  let firstNumber = 0;
  const toView = (opened: OpenFeed, main: Inlet, second: Inlet | null): void => {
    const { kind, live, nominalFps } = opened.description;
    const isCoded = kind === 'remote' || kind === 'file';
    const inlets = second ? [main, second] : [main];
    parts.coming(turn);
    void view.openFeed(moved({ main, second, isLive: live, nominalFps, firstNumber, isCoded, turn }, inlets));
    firstNumber = 0;
  };

  const hear =
    (opened: OpenFeed) =>
    async (news: SourceNews): Promise<void> => {
      if (feed !== opened) return;
      switch (news.type) {
        case 'problem':
          if (news.isOver) wrong.delete(news.problem.id);
          else wrong.add(news.problem.id);
          problems.news(news);
          break;
        case 'description':
          parts.described(news.description, store.getState().description);
          store.setState({ description: news.description });
          break;
        case 'inlets':
          toView(opened, news.main, news.second);
          break;
        case 'playhead':
          store.setState({ playhead: news.playhead });
          break;
        case 'events':
          // A frame that measurement was too busy for is measured after the others: it must not meet the settings of the next.
          await view.measured();
          if (feed === opened) await parts.recorded(news.events);
          break;
        case 'withheld':
          // What the frames before are measured as must not be shown under what holds now.
          await view.measured();
          if (feed === opened) parts.withheld(news.hazards);
          break;
      }
    };

  const close = (): void => {
    clearTimeout(patience);
    feed?.[Symbol.dispose]();
    feed = null;
    shownTarget = null;
    // A worker's feed says nothing any more, not even that what was wrong with it is over.
    for (const id of wrong) problems.over(id);
    wrong.clear();
    problems.sourceChanged();
    void view.closeFeed();
    parts.coming(turn);
    problems.over('source');
    problems.over('no-first-frame');
    store.setState(closed);
    parts.closed();
    controls.setState({ controls: [] });
  };

  /** What `opening` brings, unless it was overtaken: then it is let go of, and why it failed concerns nobody. */
  const unlessOvertaken = async (mine: number, opening: Promise<OpenFeed>): Promise<OpenFeed | null> => {
    await opening.catch(() => undefined);
    if (mine === turn) return problems.guard('source', () => opening);
    void opening.then(
      overtaken => overtaken[Symbol.dispose](),
      () => undefined,
    );
    return null;
  };

  const open = async (how: () => Promise<OpenFeed>): Promise<void> => {
    const mine = ++turn;
    close();
    last = how;
    store.setState({ status: 'opening' });
    const opened = await unlessOvertaken(mine, how());
    if (mine !== turn) return;
    if (!opened) {
      store.setState(closed);
      return;
    }
    feed = opened;
    store.setState({ description: opened.description });
    parts.opening(opened);
    opened.subscribe(hear(opened));
    controls.setState({ controls: opened.controls?.read() ?? [] });
    opened.controls?.subscribe(now => {
      if (feed !== opened) return;
      const before = controls.getState().controls;
      controls.setState({ controls: now });
      for (const words of changesOf(before, now)) parts.controlChanged(words);
    });
    toView(opened, opened.main, opened.second);
    patience = setTimeout(() => {
      if (store.getState().status === 'opening')
        problems.report({
          id: 'no-first-frame',
          severity: 'stop',
          text: 'The source was opened but sends no picture.',
          tip: 'Check that the camera is on and its cable is in, then press Retry.',
        });
    }, firstFrameWithinMs);
  };

  /** A made feed once more, where it was, with all that was asked of it; the user is asked nothing, and regions stay. */
  const reopen = async (): Promise<void> => {
    if (!feed || !last || feed.renew) return;
    const mine = ++turn;
    const { playhead, fault } = store.getState();
    feed[Symbol.dispose]();
    const opened = await unlessOvertaken(mine, last());
    if (mine !== turn || !opened) return;
    feed = opened;
    opened.subscribe(hear(opened));
    if (playhead && opened.player) {
      opened.player.loop(playhead.loop);
      opened.player.seek(playhead.frameIndex);
      if (playhead.isPlaying) opened.player.play(playhead.speed);
      else opened.player.pause();
    }
    if (shownTarget) opened.show?.(shownTarget);
    if (fault) opened.provoke?.(fault);
    firstNumber = parts.nextNumber();
    toView(opened, opened.main, opened.second);
  };

  const openMade = (spec: FeedSpec) => open(() => openWorkerFeed(feedWorker().api, spec));

  const player = () => feed?.player ?? null;

  return {
    store,
    devices,
    controls,
    show(target) {
      shownTarget = target;
      feed?.show?.(target);
    },
    async resume() {
      if (!feed?.renew) {
        await reopen();
        return;
      }
      firstNumber = parts.nextNumber();
      feed.renew();
      firstNumber = 0;
    },
    index: async () => (await feed?.review?.index()) ?? null,
    stability: async () => (await feed?.review?.stability()) ?? null,
    thumbnail: async (frameIndex, heightPx) => (await feed?.review?.thumbnail(frameIndex, heightPx)) ?? null,
    async setControl(id, isLocked) {
      const set = feed?.controls?.set;
      if (set) await problems.guard('camera-control', () => set(id, isLocked));
    },
    commands: {
      openPhantom(id) {
        let begunS: number | null = null;
        return open(async () => {
          begunS ??= clockS();
          const phantom = parts.phantoms.find(known => known.id === id);
          if (!phantom)
            throw new ProblemError({
              id: 'source',
              severity: 'stop',
              text: 'There is no phantom of that name.',
              tip: 'Choose one from the list.',
            });
          return openWorkerFeed(feedWorker().api, { kind: 'phantom', phantom, startS: clockS() - begunS });
        });
      },
      async listCameras() {
        const cameras = await problems.guard('camera-list', async () => (await cameraSource()).listCameras());
        if (cameras) devices.setState({ cameras });
      },
      async openCamera(choice) {
        await open(async () => (await cameraSource()).openCamera(choice));
        // Names of devices are only told once a camera was allowed.
        const cameras = await cameraSource()
          .then(({ listCameras }) => listCameras())
          .catch(() => null);
        if (cameras) devices.setState({ cameras });
      },
      openRemote: choice => open(async () => (await remoteSource()).openRemote(choice)),
      openFiles: (main, second) => openMade({ kind: 'file', main, second }),
      openSession: sessionId => openMade({ kind: 'replay', sessionId }),
      closeFeed() {
        turn += 1;
        last = null;
        close();
      },
      provoke(fault) {
        if (!feed?.provoke) return;
        feed.provoke(fault);
        store.setState({ fault });
      },
      retry: async () => {
        if (last) await open(last);
      },
      play: speed => player()?.play(Math.sign(speed) * Math.min(8, Math.max(0.1, Math.abs(speed)))),
      pause: () => player()?.pause(),
      seek: frameIndex => player()?.seek(frameIndex),
      loop: range => player()?.loop(range),
      step(frames) {
        const { playhead } = store.getState();
        if (!playhead) return;
        player()?.pause();
        player()?.seek(Math.min(playhead.frameCount - 1, Math.max(0, playhead.frameIndex + frames)));
      },
    },
    noteFormats(formats) {
      clearTimeout(patience);
      problems.over('no-first-frame');
      store.setState({ formats, status: 'open' });
    },
    [Symbol.dispose]() {
      turn += 1;
      close();
      worker?.[Symbol.dispose]();
    },
  };
}

/** What is different now, in words. */
const changesOf = (before: readonly CameraControl[], now: readonly CameraControl[]): readonly string[] =>
  now.flatMap(control => {
    const was = before.find(({ id }) => id === control.id);
    if (!was || (was.mode === control.mode && was.value === control.value)) return [];
    return [`${control.name}: ${inWords(was)} → ${inWords(control)}`];
  });

const inWords = ({ mode, value, unit }: CameraControl): string =>
  [mode, ...(value === null ? [] : [`${Number(value.toPrecision(4))} ${unit}`.trim()])].join(' ');

/**
 * A conductor without a house: the real contract over real stores, with commands that write them. For tests and pictures
 * of the screen. What is asked of cameras, workers and the disk is only written down in `asked`.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  AnalysisState,
  CalibratingState,
  CaseState,
  CheckingState,
  Commands,
  Conductor,
  ControlsState,
  CurvesState,
  DevicesState,
  FeedState,
  LayoutsState,
  LibraryState,
  ProblemsState,
  ReadoutState,
  RegionsState,
  SceneState,
} from '#conductor/api.ts';
import type { ClipsState } from '#conductor/clips-api.ts';
import type { DisplaysState } from '#conductor/displays-api.ts';
import type { ReadingState } from '#conductor/reading-api.ts';
import type { ReviewState } from '#conductor/review-api.ts';
import type { RecordingState, SessionsState } from '#conductor/sessions-api.ts';
import type { StabilityState } from '#conductor/stability-api.ts';
import type { UpdatesState } from '#conductor/updates-api.ts';
import { noAnalysis, noShapes } from '#model/analysis.ts';
import { emptyCase } from '#model/case-strip.ts';
import { defaultDisplay, defaultView } from '#model/display.ts';
import type { FrameFormat } from '#model/frame.ts';
import type { Layout } from '#model/layout.ts';
import type { Liveness } from '#model/liveness.ts';
import type { Measurement, PairFigures, RegionStatistics } from '#model/measurement.ts';
import { calibrationOf, type Profile, unknownProfile } from '#model/profile.ts';
import { nextRegionId, type Region } from '#model/region.ts';
import { fakeAnalysis } from './fake-analysis.ts';
import { fakeCalibrateCommands } from './fake-calibrating.ts';
import { fakeCheckCommands, noChecking } from './fake-checking.ts';
import { fakeReadingCommands, noReading } from './fake-reading.ts';
import { createFakeReview, noReview } from './fake-review.ts';
import { noStability } from './fake-stability.ts';

type FakeStores = {
  readonly curves: StoreApi<CurvesState>;
  readonly analysis: StoreApi<AnalysisState>;
  readonly feed: StoreApi<FeedState>;
  readonly scene: StoreApi<SceneState>;
  readonly regions: StoreApi<RegionsState>;
  readonly readout: StoreApi<ReadoutState>;
  readonly recording: StoreApi<RecordingState>;
  readonly library: StoreApi<LibraryState>;
  readonly sessions: StoreApi<SessionsState>;
  readonly clips: StoreApi<ClipsState>;
  readonly reading: StoreApi<ReadingState>;
  readonly review: StoreApi<ReviewState>;
  readonly problems: StoreApi<ProblemsState>;
  readonly caseStrip: StoreApi<CaseState>;
  readonly devices: StoreApi<DevicesState>;
  readonly layouts: StoreApi<LayoutsState>;
  readonly controls: StoreApi<ControlsState>;
  readonly calibrating: StoreApi<CalibratingState>;
  readonly checking: StoreApi<CheckingState>;
  readonly displays: StoreApi<DisplaysState>;
  readonly updates: StoreApi<UpdatesState>;
  readonly stability: StoreApi<StabilityState>;
};

export type FakeConductor = Conductor & {
  readonly stores: FakeStores;
  /** Every command that a real house would pass on, in order, with what it was given. */
  readonly asked: { readonly name: string; readonly with: readonly unknown[] }[];
  /** Writes a readout as the view worker's tick would: a live frame, measured now. */
  tick(change?: Partial<ReadoutState>): void;
  /** Writes an analysis of now; by default one in which every part is given. */
  analyse(found?: Pick<AnalysisState, 'analysis' | 'shapes'>): void;
};

const fakeScene = { widthPx: 640, heightPx: 480 };

const format: FrameFormat = {
  format: 'I420',
  widthPx: 1280,
  heightPx: 480,
  bitDepth: 8,
  colour: { fullRange: false, matrix: 'bt709', transfer: null, primaries: null },
};

const fakeLayout: Layout = {
  id: 'white-nir',
  name: 'White light | NIR',
  white: { stream: 'main', rect: { x: 0, y: 0, width: 0.5, height: 1 } },
  nir: { stream: 'main', rect: { x: 0.5, y: 0, width: 0.5, height: 1 } },
  displayReferred: false,
  source: 'A test.',
};

const calibratedProfile: Profile = {
  ...unknownProfile,
  id: 'calibrated',
  name: 'Tower A, power 2.2',
  transfer: { kind: 'power', gamma: 2.2 },
  darkCodes: 18,
};

const liveNow: Liveness = {
  state: 'live',
  frameNumber: 900,
  ageS: 0.034,
  arrivedFps: 30,
  drawnFps: 30,
  dropped: 0,
  delayS: 0.012,
  submitDelayS: null,
  longestGapS: null,
  pairSkewS: null,
  graphics: 'working',
};

function statistics(region: Region, mean: number): RegionStatistics {
  return {
    id: region.id,
    role: region.role,
    tissue: region.tissue,
    n: 1812,
    mean,
    sd: mean * 0.1,
    median: mean,
    p5: mean * 0.8,
    p95: mean * 1.2,
    min: mean * 0.5,
    max: mean * 1.5,
    clippedShare: 0.002,
    crushedShare: 0,
    outsideShare: 0,
    meanCodes: 120,
    specularShare: 0,
    peak: null,
    effectiveN: null,
    meanSd: null,
  };
}

/** A measurement of `regions`: tumours at 0.342, backgrounds at 0.1, 0.09 … */
export function fakeMeasurement(regions: readonly Region[]): Measurement {
  const measured = regions.map((region, index) =>
    statistics(region, region.role === 'tumour' ? 0.342 : 0.1 - index * 0.005),
  );
  const tumours = measured.filter(r => r.role === 'tumour');
  const backgrounds = measured.filter(r => r.role === 'background');
  const pair = (t: RegionStatistics, b: RegionStatistics): PairFigures => {
    const tbr = (t.mean ?? 0) / (b.mean ?? 1);
    return {
      tumourId: t.id,
      backgroundId: b.id,
      tbr: { value: tbr },
      tbrProfileSd: null,
      tbrSd: null,
      cnrSd: null,
      cnr: { value: ((t.mean ?? 0) - (b.mean ?? 0)) / (b.sd ?? 1) },
      cnrTwoSigma: { value: 6.8 },
      snr: { value: 34.2 },
      weber: { value: tbr - 1 },
      michelson: { value: (tbr - 1) / (tbr + 1) },
    };
  };
  return {
    frameNumber: 900,
    timestampS: 30,
    arrivedS: Date.now() / 1000,
    inputsRevision: 1,
    profileId: 'calibrated',
    profileHash: '',
    calibration: 'calibrated',
    motion: null,
    regions: measured,
    pairs: tumours.flatMap(t => backgrounds.map(b => pair(t, b))),
    references: [],
    backgroundLinear: backgrounds[0]?.mean ?? null,
    fieldClippedShare: 0.001,
    fieldHistogram: Array.from({ length: 256 }, (_, bin) =>
      Math.round(9000 * Math.exp(-(((bin - 70) / 18) ** 2)) + 500 * Math.exp(-(((bin - 150) / 20) ** 2))),
    ),
  };
}

export function createFakeConductor(): FakeConductor {
  const stores: FakeStores = {
    analysis: createStore<AnalysisState>(() => ({
      settings: noAnalysis,
      specular: null,
      isFollowing: false,
      analysis: null,
      shapes: noShapes,
      ageS: null,
    })),
    curves: createStore<CurvesState>(() => ({
      curves: [],
      rule: { arrival: 'three-sd', fromS: null },
      everyS: 0,
      calibration: null,
    })),
    feed: createStore<FeedState>(() => ({
      status: 'open',
      description: {
        kind: 'camera',
        name: 'Tower A',
        nominalFps: 30,
        layout: fakeLayout,
        profile: null,
        live: true,
        streams: 1,
      },
      formats: { main: format },
      playhead: null,
      fault: null,
    })),
    scene: createStore<SceneState>(() => ({
      layout: fakeLayout,
      profile: calibratedProfile,
      faults: [],
      calibration: 'calibrated',
      display: defaultDisplay,
      view: defaultView,
      canvas: { widthPx: 1280, heightPx: 720 },
      scene: fakeScene,
    })),
    regions: createStore<RegionsState>(() => ({
      regions: [],
      selectedId: null,
      referenceId: null,
      canUndo: false,
    })),
    readout: createStore<ReadoutState>(() => ({
      liveness: liveNow,
      measurement: null,
      anchors: [],
      measurementAgeS: null,
      trace: [],
    })),
    recording: createStore<RecordingState>(() => ({
      status: 'idle',
      frames: 0,
      bytes: 0,
      dropped: 0,
      sessionId: null,
      startedAtS: null,
      secondsLeft: null,
      isElsewhere: false,
      marks: [],
      blanks: [],
    })),
    reading: createStore<ReadingState>(() => noReading),
    review: createStore<ReviewState>(() => noReview),
    clips: createStore<ClipsState>(() => ({ share: null })),
    sessions: createStore<SessionsState>(() => ({
      sessions: [],
      recovered: [],
      packing: { status: 'idle', backlogBytes: 0, ratio: null, bytesPerS: null },
      task: null,
      examined: null,
      retentionDays: null,
    })),
    library: createStore<LibraryState>(() => ({
      stills: [],
      usedBytes: 2.4e9,
      freeBytes: 180e9,
    })),
    problems: createStore<ProblemsState>(() => ({ problems: [] })),
    caseStrip: createStore<CaseState>(() => ({ case: emptyCase })),
    devices: createStore<DevicesState>(() => ({ cameras: [] })),
    layouts: createStore<LayoutsState>(() => ({ layouts: [fakeLayout] })),
    controls: createStore<ControlsState>(() => ({ controls: [] })),
    checking: createStore<CheckingState>(() => noChecking),
    updates: createStore<UpdatesState>(() => ({
      version: '0.1.0+dev',
      isOffline: false,
      ready: null,
      inUse: null,
      isRefused: false,
    })),
    stability: createStore<StabilityState>(() => noStability),
    displays: createStore<DisplaysState>(() => ({ displays: [], patternOn: null, checks: [] })),
    calibrating: createStore<CalibratingState>(() => ({
      run: null,
      canResume: false,
      busy: null,
      refused: null,
      profiles: [],
    })),
  };
  const asked: { name: string; with: readonly unknown[] }[] = [];
  const ask =
    (name: string) =>
    (...given: readonly unknown[]): undefined => {
      asked.push({ name, with: given });
    };
  const askLater =
    (name: string) =>
    async (...given: readonly unknown[]): Promise<void> =>
      ask(name)(...given);
  const askForNull =
    (name: string) =>
    async (...given: readonly unknown[]): Promise<null> => {
      ask(name)(...given);
      return null;
    };
  let past: (readonly Region[])[] = [];
  const setRegions = (regions: readonly Region[], selectedId: string | null) => {
    past = [...past, stores.regions.getState().regions];
    stores.regions.setState({ regions, selectedId, canUndo: true });
  };
  const commands: Commands = {
    attachCanvas: ask('attachCanvas'),
    resizeCanvas: canvas => stores.scene.setState({ canvas }),
    openPhantom: askLater('openPhantom'),
    openAgain: async () => false,
    listCameras: askLater('listCameras'),
    openCamera: askLater('openCamera'),
    openRemote: askLater('openRemote'),
    openFiles: askLater('openFiles'),
    openSession: askLater('openSession'),
    closeFeed: ask('closeFeed'),
    provoke: ask('provoke'),
    retry: askLater('retry'),
    play: ask('play'),
    pause: ask('pause'),
    seek: ask('seek'),
    step: ask('step'),
    loop: ask('loop'),
    setDisplay: change => stores.scene.setState(({ display }) => ({ display: { ...display, ...change } })),
    setView: change => stores.scene.setState(({ view }) => ({ view: { ...view, ...change } })),
    setLayout: layout =>
      stores.scene.setState(({ profile, faults }) => ({
        layout,
        calibration: calibrationOf(profile, layout.displayReferred, faults),
      })),
    saveLayout: layout => stores.layouts.setState(({ layouts }) => ({ layouts: [...layouts, layout] })),
    deleteLayout: id =>
      stores.layouts.setState(({ layouts }) => ({ layouts: layouts.filter(each => each.id !== id) })),
    setProfile: profile =>
      stores.scene.setState(({ layout }) => ({
        profile,
        calibration: calibrationOf(profile, layout?.displayReferred ?? false),
      })),
    freeze: isFrozen =>
      stores.readout.setState(({ liveness }) => ({
        liveness: { ...liveness, state: isFrozen ? 'frozen' : 'live' },
      })),
    addRegion(region) {
      const { regions } = stores.regions.getState();
      const id = nextRegionId(regions, region.role);
      setRegions([...regions, { id, ...region }], id);
    },
    changeRegion(id, change) {
      const { regions } = stores.regions.getState();
      setRegions(
        regions.map(region => (region.id === id ? { ...region, ...change } : region)),
        id,
      );
    },
    removeRegion(id) {
      const { regions } = stores.regions.getState();
      setRegions(
        regions.filter(region => region.id !== id),
        null,
      );
    },
    selectRegion: selectedId => stores.regions.setState({ selectedId }),
    setReference: referenceId => stores.regions.setState({ referenceId }),
    undo() {
      const regions = past.at(-1);
      past = past.slice(0, -1);
      if (regions) stores.regions.setState({ regions, selectedId: null, canUndo: past.length > 0 });
    },
    setAnalysis: change =>
      stores.analysis.setState(({ settings }) => ({ settings: { ...settings, ...change } })),
    setSpecular: specular => stores.analysis.setState({ specular }),
    followTissue: async isFollowing => stores.analysis.setState({ isFollowing }),
    exportAnalysis: async kind => {
      ask('exportAnalysis')(kind);
      return new Blob([kind]);
    },
    traceEdge: async at => {
      ask('traceEdge')(at);
      const points = [-1, 1].flatMap(y => [-1, 1].map(x => ({ x: at.x + 40 * x * y, y: at.y + 30 * y })));
      commands.addRegion({ role: 'edge', tissue: null, shape: { kind: 'polygon', points } });
      return true;
    },
    setCase: change => stores.caseStrip.setState(state => ({ case: { ...state.case, ...change } })),
    takeStill: async annotations => {
      ask('takeStill')(annotations);
      return 'still-0001';
    },
    annotateStill: askLater('annotateStill'),
    openStill: askForNull('openStill'),
    deleteStill: async id =>
      stores.library.setState(({ stills }) => ({ stills: stills.filter(still => still.id !== id) })),
    zipStills: askForNull('zipStills'),
    exportStill: askForNull('exportStill'),
    stillPicture: askForNull('stillPicture'),
    sessionStill: askForNull('sessionStill'),
    startRecording: async () =>
      stores.recording.setState({
        status: 'recording',
        startedAtS: Date.now() / 1000,
        secondsLeft: 41 * 60,
      }),
    stopRecording: async () => stores.recording.setState({ status: 'idle', startedAtS: null }),
    pauseRecording: async () => stores.recording.setState({ status: 'paused' }),
    resumeRecording: async () => stores.recording.setState({ status: 'recording' }),
    mark: mark =>
      stores.recording.setState(({ marks }) => ({ marks: [...marks, { ...mark, atS: Date.now() / 1000 }] })),
    setBlanks: async blanks => stores.recording.setState({ blanks }),
    deleteSession: askLater('deleteSession'),
    acknowledgeRecovered: () => stores.sessions.setState({ recovered: [] }),
    exportSession: askForNull('exportSession'),
    importSession: askForNull('importSession'),
    importPictures: askForNull('importPictures'),
    examineSession: askLater('examineSession'),
    cancelTask: ask('cancelTask'),
    thinWhite: askLater('thinWhite'),
    makeClip: askForNull('makeClip'),
    stopClip: ask('stopClip'),
    setRetention: retentionDays => stores.sessions.setState({ retentionDays }),
    refreshLibrary: async () => undefined,
    dismissProblem: id =>
      stores.problems.setState(({ problems }) => ({ problems: problems.filter(each => each.id !== id) })),
    calibrate: fakeCalibrateCommands({ ...stores, ask }),
    check: fakeCheckCommands({ checking: stores.checking, ask }),
    displays: {
      newAddress: () => '?theatre=1',
      setTheatre: ask('setTheatre'),
      forget: ask('forget'),
      showPattern: patternOn => stores.displays.setState({ patternOn }),
      answerPattern: ask('answerPattern'),
      tell: () => undefined,
    },
    stability: { read: askLater('readStability') },
    updates: { takeUpdate: askLater('takeUpdate'), deleteEverything: askLater('deleteEverything') },
    reading: fakeReadingCommands(ask),
    review: createFakeReview().commands,
    curves: {
      injectionNow: () =>
        stores.curves.setState(({ curves, rule }) => ({
          rule: { ...rule, fromS: curves[0]?.points.at(-1)?.timeS ?? null },
        })),
      forgetInjection: () => stores.curves.setState(({ rule }) => ({ rule: { ...rule, fromS: null } })),
      setArrivalRule: arrival => stores.curves.setState(({ rule }) => ({ rule: { ...rule, arrival } })),
      clear: () => {
        const before = stores.curves.getState();
        stores.curves.setState(({ curves, rule }) => ({
          curves: curves.map(curve => ({ ...curve, points: [], breaks: [] })),
          rule: { ...rule, fromS: null },
        }));
        return () => stores.curves.setState(before);
      },
    },
  };
  return {
    stores,
    commands,
    asked,
    tick(change = {}) {
      const { liveness } = stores.readout.getState();
      stores.readout.setState({
        liveness: { ...liveness, frameNumber: liveness.frameNumber + 1 },
        measurement: fakeMeasurement(stores.regions.getState().regions),
        measurementAgeS: 0.04,
        trace: Array.from({ length: 150 }, (_, i) => ({
          atS: -30 + i / 5,
          tbr: i > 60 && i < 75 ? null : 3.42 + 0.12 * Math.sin(i / 7) + 0.05 * Math.sin(i * 1.7),
        })),
        ...change,
      });
    },
    analyse: (found = fakeAnalysis()) => stores.analysis.setState({ ...found, ageS: 0.06 }),
    [Symbol.dispose]: () => undefined,
  };
}

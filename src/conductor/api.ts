/** What the UI sees of the house: stores to read, commands to give. Frames never come this way. */
import type { Analysis, AnalysisSettings, AnalysisShapes } from '#model/analysis.ts';
import type { Annotation } from '#model/annotation.ts';
import type { CalibrationRun, CurveFit, PointPair, RulerMark, StepName } from '#model/calibration.ts';
import type { CameraControl, ControlId } from '#model/camera-controls.ts';
import type { Case } from '#model/case-strip.ts';
import type {
  BarMark,
  BarProfile,
  CheckPartName,
  CheckPicture,
  CheckReport,
  CheckTarget,
  CheckWell,
  PlacedWell,
} from '#model/check.ts';
import type { Display, View } from '#model/display.ts';
import type { FeedDescription, StreamFormats } from '#model/feed.ts';
import type { Point, SizePx } from '#model/geometry.ts';
import type { Layout } from '#model/layout.ts';
import type { Liveness } from '#model/liveness.ts';
import type { IsoAnchor, Measurement, Specular } from '#model/measurement.ts';
import type { PhantomFault, PhantomTarget } from '#model/phantom.ts';
import type { Problem } from '#model/problem.ts';
import type { Calibration, Profile, ProfileFault } from '#model/profile.ts';
import type { Region, RegionRole, Shape, Tissue } from '#model/region.ts';
import type { Still, StillExportKind } from '#model/still.ts';
import type { CurveRule, TimeCurve } from '#model/time-curve/time-curve.ts';
import type { CameraChoice, CameraDevice, RemoteChoice } from '#source/open-feed.ts';
import type { FrameRange, Playhead } from '#workers/feed/api.ts';
import type { ClipsCommands, ClipsState } from './clips-api.ts';
import type { DisplaysCommands, DisplaysState } from './displays-api.ts';
import type { Readable } from './readable.ts';
import type { ReadingCommands, ReadingState } from './reading-api.ts';
import type { ReviewCommands, ReviewState } from './review-api.ts';
import type { RecordingCommands, RecordingState, SessionsCommands, SessionsState } from './sessions-api.ts';
import type { StabilityCommands, StabilityState } from './stability-api.ts';
import type { UpdatesCommands, UpdatesState } from './updates-api.ts';

export type FeedState = {
  /** `closed`: nothing chosen; `opening`: asked, no frame yet; `open`: frames came. */
  readonly status: 'closed' | 'opening' | 'open';
  readonly description: FeedDescription | null;
  readonly formats: StreamFormats | null;
  /** Files and replay only. */
  readonly playhead: Playhead | null;
  /** Phantom only: what goes wrong on purpose. */
  readonly fault: PhantomFault | null;
};

export type SceneState = {
  /** The layout in use: the feed's own or the user's. */
  readonly layout: Layout | null;
  readonly profile: Profile;
  /** In what the profile does not fit the source. */
  readonly faults: readonly ProfileFault[];
  readonly calibration: Calibration;
  readonly display: Display;
  readonly view: View;
  readonly canvas: SizePx;
  /** Scene size; null until formats are known. */
  readonly scene: SizePx | null;
};

export type RegionsState = {
  readonly regions: readonly Region[];
  readonly selectedId: string | null;
  readonly referenceId: string | null;
  readonly canUndo: boolean;
};

/** At most ten updates a second. `measurement` is the newest; whether it may be shown is `liveness`'s to say. */
export type ReadoutState = {
  readonly liveness: Liveness;
  readonly measurement: Measurement | null;
  readonly anchors: readonly IsoAnchor[];
  /** Seconds between the measured frame's arrival and now, when this was written. */
  readonly measurementAgeS: number | null;
  /** The first pair's TBR over the last 30 s; null where it was withheld. Seconds before now, negative. */
  readonly trace: readonly { readonly atS: number; readonly tbr: number | null }[];
};

/** Signal, margins, rim, peaks and residual of the newest analysed frame, and what they are made with. */
export type AnalysisState = {
  readonly settings: AnalysisSettings;
  /** White light's highlights are left out; null: they are not. */
  readonly specular: Specular | null;
  /** Regions follow the tissue; how that goes is in each measurement's `motion`. */
  readonly isFollowing: boolean;
  readonly analysis: Analysis | null;
  readonly shapes: AnalysisShapes;
  /** Seconds between the analysed frame's arrival and now, when this was written. */
  readonly ageS: number | null;
};

export type StillSummary = {
  readonly id: string;
  readonly takenAtS: number;
  readonly caseLabel: string;
  readonly station: string;
  /** Object URL of the composite; the conductor revokes it. */
  readonly thumbnailUrl: string;
};

export type LibraryState = {
  readonly stills: readonly StillSummary[];
  readonly usedBytes: number | null;
  readonly freeBytes: number | null;
};

export type ProblemsState = { readonly problems: readonly Problem[] };
export type CaseState = { readonly case: Case };
export type DevicesState = { readonly cameras: readonly CameraDevice[] };
export type LayoutsState = { readonly layouts: readonly Layout[] };

/** A profile kept on this device. `faults`: in what it does not fit the source that is open now. */
export type KeptProfile = {
  readonly profile: Profile;
  readonly hash: string;
  readonly faults: readonly ProfileFault[];
};

export type CalibratingState = {
  /** Null: nobody calibrates. */
  readonly run: CalibrationRun | null;
  /** A run was left, or the page died in it. */
  readonly canResume: boolean;
  /** A reading under way: what is read, and the share of its frames that have come. */
  readonly busy: { readonly words: string; readonly share: number } | null;
  /** Why the last reading was refused; gone with the next. Not in the list of problems: nothing is wrong with the picture. */
  readonly refused: Problem | null;
  readonly profiles: readonly KeptProfile[];
};

/** Wells of one target in the picture that is held. */
export type CheckSeries = {
  readonly target: CheckTarget;
  /** Where they are said to lie; empty before any was found or marked. */
  readonly placed: readonly PlacedWell[];
  /** The same with statistics; while a hand moves one, of a moment before. Empty until they were read. */
  readonly wells: readonly CheckWell[];
};

/** What of a report is typed; `device` is the source's own name unless a file has another. */
export type CheckAbout = Pick<CheckReport, 'device' | 'scope' | 'note'>;

export type CheckingState = {
  /** The check has the place of the numbers. What was read stays when it is left. */
  readonly isOpen: boolean;
  /** The average that wells and bars are read from, and the part that it was taken for; the worker holds its pixels. */
  readonly held: {
    readonly part: CheckPartName;
    readonly picture: CheckPicture;
    readonly takenAtS: number;
  } | null;
  readonly series: Readonly<Record<CheckTarget['kind'], CheckSeries>>;
  readonly marks: readonly BarMark[];
  /** Of `marks`, in the picture that is held; empty until they were read. */
  readonly profiles: readonly BarProfile[];
  /** How long stability is watched. */
  readonly stabilityS: number;
  readonly about: CheckAbout;
  /** What was read so far, as it would be kept; null: nothing. */
  readonly report: CheckReport | null;
  /** It lies on the disk as it is here. */
  readonly isKept: boolean;
  /** What is being read, or was last; `refused` belongs to it. */
  readonly readingPart: CheckPartName | null;
  /** A reading under way. `leftS`: of one that lasts a given time and may be ended early. */
  readonly busy: { readonly words: string; readonly share: number; readonly leftS: number | null } | null;
  /** Why the last reading was refused; gone with the next. */
  readonly refused: Problem | null;
  /** All kept reports, of every camera, newest first. */
  readonly reports: readonly CheckReport[];
};

/** What the camera lets us set; empty where it lets us set nothing (capture cards, files, streams). */
export type ControlsState = { readonly controls: readonly CameraControl[] };

/** Time–intensity curves of the tumours and backgrounds that are on the picture; at most two updates a second. */
export type CurvesState = {
  readonly curves: readonly TimeCurve[];
  /** How parameters are read (`curveParameters`), and when the dye was given, in seconds of the frames' timestamps. */
  readonly rule: CurveRule;
  /** One point is kept in so many seconds; 0: every measured frame. */
  readonly everyS: number;
  /** Of the newest measured frame; null: none. */
  readonly calibration: Calibration | null;
};

export type Stores = {
  readonly curves: Readable<CurvesState>;
  readonly displays: Readable<DisplaysState>;
  readonly analysis: Readable<AnalysisState>;
  readonly calibrating: Readable<CalibratingState>;
  readonly checking: Readable<CheckingState>;
  readonly controls: Readable<ControlsState>;
  readonly feed: Readable<FeedState>;
  readonly scene: Readable<SceneState>;
  readonly regions: Readable<RegionsState>;
  readonly readout: Readable<ReadoutState>;
  readonly recording: Readable<RecordingState>;
  readonly library: Readable<LibraryState>;
  readonly sessions: Readable<SessionsState>;
  readonly clips: Readable<ClipsState>;
  readonly reading: Readable<ReadingState>;
  readonly review: Readable<ReviewState>;
  readonly problems: Readable<ProblemsState>;
  readonly caseStrip: Readable<CaseState>;
  readonly devices: Readable<DevicesState>;
  readonly layouts: Readable<LayoutsState>;
  readonly updates: Readable<UpdatesState>;
  readonly stability: Readable<StabilityState>;
};

/**
 * Calibration: a run of steps on a draft. Nothing is in force before `finish`, and `discard` leaves no trace. Readings take
 * frames of the open source; one at a time.
 */
export type CalibrateCommands = {
  /** A new run from the profile in force. Overwrites one that was left. */
  begin(): void;
  /** The run that was left, as it was. */
  resume(): Promise<void>;
  /** Puts the run aside to be resumed. */
  leave(): void;
  discard(): void;
  goTo(step: StepName): void;
  /** Marks the current step as skipped, takes back what it had put into the draft, goes on. */
  skip(): void;
  /** Stops the reading under way. */
  stopReading(): void;

  readChart(): Promise<void>;
  /** Reads the NIR level now as the point of a step target with this known relative light. */
  readStep(light: number): Promise<void>;
  removePoint(index: number): void;
  /** Takes range, matrix, curve and dark of a fit of the chart or of the steps into the draft. */
  acceptCurve(fit: CurveFit): void;
  readDark(): Promise<void>;
  acceptDark(usesField: boolean): void;
  readFlat(method: 'mean' | 'smooth'): Promise<void>;
  acceptFlat(): void;
  takePictures(): Promise<void>;
  setPairs(pairs: readonly PointPair[], usesDistortion: boolean): void;
  refine(): Promise<void>;
  acceptRegistration(which: 'pairs' | 'refined'): void;
  setMarks(marks: readonly RulerMark[]): void;
  acceptScale(): void;
  setWorkingDistance(mm: number | null): void;
  /** Keeps the draft under this name and scope and puts it in force; false where it could not be kept. */
  finish(name: string, scope: string): Promise<boolean>;

  useProfile(hash: string): Promise<void>;
  /** A kept profile as a file. */
  exportProfile(hash: string): Promise<Blob | null>;
  /** Reads a file, keeps it, and tells in `problems` what it does not fit. False when it was refused. */
  importProfile(file: File): Promise<boolean>;
  deleteProfile(hash: string): Promise<void>;
  /** The same tower with another scope (`withOtherScope`), kept and put in force. */
  exchangeScope(scope: string): Promise<void>;

  /** Puts something before the phantom's camera. */
  show(target: PhantomTarget): void;
  /** Locks or frees settings of the camera. */
  setControl(id: ControlId, isLocked: boolean): Promise<void>;
};

/** The start-of-day check. Readings take frames of the open source, one at a time; nothing is kept before `keep`. */
export type CheckCommands = {
  open(): void;
  /** Gives the place back; a reading under way is stopped. */
  leave(): void;
  /** Puts away what was read, for a new check. */
  beginAnew(): void;
  setAbout(change: Partial<CheckAbout>): void;
  /** Looks for its wells where a picture for this kind is held. */
  setTarget(target: CheckTarget): void;
  setStabilityS(seconds: number): void;
  /** Takes frames and reads this part of them. */
  read(part: CheckPartName): Promise<void>;
  /** The reading under way ends without a result. */
  stopReading(): void;
  /** A reading that lasts a given time ends now, with what came. */
  endReading(): void;
  /** Wells where a hand has put them; the others stay. `radiusPx`: of the NIR channel. */
  placeWell(
    kind: CheckTarget['kind'],
    index: number,
    place: Partial<Pick<PlacedWell, 'centre' | 'radiusPx'>>,
  ): void;
  removeWell(kind: CheckTarget['kind'], index: number): void;
  /** All wells of one size. */
  setWellRadius(kind: CheckTarget['kind'], radiusPx: number): void;
  /** All other wells on the grid through those that a hand has put down (two or more). */
  layGrid(kind: CheckTarget['kind']): void;
  /** Looks for wells again, in the picture that is held. */
  findWells(kind: CheckTarget['kind']): void;
  setMarks(marks: readonly BarMark[]): void;
  /** Keeps the report on this device; false where it could not be kept. */
  keep(): Promise<boolean>;
  deleteReport(id: string): Promise<void>;
  /** A report as a file, beside its camera's earlier ones; null where it is not there. */
  exportReport(id: string, kind: 'csv' | 'text'): Promise<Blob | null>;
};

export type CurvesCommands = {
  /** The dye is given now: the newest measured frame is time zero. Nothing without a frame. */
  injectionNow(): void;
  /** Takes the mark back. */
  forgetInjection(): void;
  setArrivalRule(arrival: CurveRule['arrival']): void;
  /**
   * Forgets all points, breaks and the mark. The function that comes back brings them back beside what came since, as long as the same
   * source is open.
   */
  clear(): () => void;
};

/** Every command is safe at any time; what cannot be done becomes a problem in `stores.problems`, never an exception. */
export type Commands = RecordingCommands &
  SessionsCommands &
  ClipsCommands & {
    /** A canvas to draw on, of which nobody has asked anything yet; another one when `liveness.graphics` is not `working`. */
    attachCanvas(canvas: HTMLCanvasElement): void;
    /** Device pixels of the picture's area. */
    resizeCanvas(size: SizePx): void;

    openPhantom(id: string): Promise<void>;
    /** What was open in this tab before its page was loaded again, with its regions; false: nothing was, or the tab is new. */
    openAgain(): Promise<boolean>;
    listCameras(): Promise<void>;
    openCamera(choice: CameraChoice): Promise<void>;
    openRemote(choice: RemoteChoice): Promise<void>;
    openFiles(main: File, second: File | null): Promise<void>;
    closeFeed(): void;
    /** Phantom only: something goes wrong from the next frame on, to practise what is said then; null: nothing. */
    provoke(fault: PhantomFault | null): void;
    /** Tries again what the last open asked for. */
    retry(): Promise<void>;

    /** Speed 0.1 to 8, or as much backwards where the source can. */
    play(speed: number): void;
    pause(): void;
    seek(frameIndex: number): void;
    /** Plays this range round and round; null: from end to end. */
    loop(range: FrameRange | null): void;
    step(frames: number): void;

    setDisplay(change: Partial<Display>): void;
    setView(change: Partial<View>): void;
    setLayout(layout: Layout): void;
    saveLayout(layout: Layout): void;
    deleteLayout(id: string): void;
    setProfile(profile: Profile): void;
    freeze(isFrozen: boolean): void;

    addRegion(region: { role: RegionRole; tissue: Tissue | null; shape: Shape }): void;
    changeRegion(id: string, change: { shape?: Shape; tissue?: Tissue | null }): void;
    removeRegion(id: string): void;
    selectRegion(id: string | null): void;
    setReference(id: string | null): void;
    undo(): void;

    setAnalysis(change: Partial<AnalysisSettings>): void;
    setSpecular(specular: Specular | null): void;
    /** Regions follow the tissue from the frame shown now; off: they stay where they are. */
    followTissue(isOn: boolean): Promise<void>;
    /** What the newest analysis found, as a file; null where there is none. */
    exportAnalysis(kind: 'geojson' | 'svg' | 'csv'): Promise<Blob | null>;
    /** Makes an edge region of the specimen's outline in white light. `at`: a scene pixel inside it. False, with a problem, where none was found. */
    traceEdge(at: Point): Promise<boolean>;

    setCase(change: Partial<Case>): void;

    /** Keeps a still of the frame shown; resolves with its id, or null with a problem. */
    takeStill(annotations: readonly Annotation[]): Promise<string | null>;
    annotateStill(id: string, annotations: readonly Annotation[]): Promise<void>;
    openStill(id: string): Promise<Still | null>;
    deleteStill(id: string): Promise<void>;
    /** A ZIP of the stills, for the browser's download. */
    zipStills(ids: readonly string[]): Promise<Blob | null>;
    /** One kept still as one file; null with a problem. */
    exportStill(id: string, kind: StillExportKind): Promise<Blob | null>;
    /** The picture of a kept still, without overlay when `kind` is `whiteLight`. The caller revokes the URL. */
    stillPicture(id: string, kind: 'composite' | 'whiteLight' | 'nirLinear'): Promise<string | null>;

    /** Reads anew what is kept: stills and sessions. */
    refreshLibrary(): Promise<void>;

    dismissProblem(id: string): void;

    readonly calibrate: CalibrateCommands;
    readonly check: CheckCommands;
    readonly displays: DisplaysCommands;
    readonly reading: ReadingCommands;
    readonly review: ReviewCommands;
    readonly curves: CurvesCommands;
    readonly updates: UpdatesCommands;
    readonly stability: StabilityCommands;
  };

export type Conductor = { readonly stores: Stores; readonly commands: Commands; [Symbol.dispose](): void };

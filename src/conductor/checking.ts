/**
 * The start-of-day check: what is read of a target, part by part, what a hand corrects in it, and the reports that are kept. Nothing is
 * judged here: `#model/check` has the maths, the calibrate worker the pixels.
 */
import { createStore } from 'zustand/vanilla';
import type { CheckArchive } from '#archive/checks.ts';
import { readConcentration } from '#model/check/concentration.ts';
import { readDepth } from '#model/check/depth.ts';
import { gridThrough } from '#model/check/grid.ts';
import { compareWithHistory } from '#model/check/history.ts';
import { checkCsv, checkText } from '#model/check/report.ts';
import { readResolution } from '#model/check/resolution.ts';
import {
  type CheckParts,
  type CheckReport,
  type CheckTarget,
  type CheckWells,
  type CheckWithheld,
  checkTargetSchema,
  checkVersion,
  noCheckParts,
  type PlacedWell,
} from '#model/check.ts';
import type { FeedKind } from '#model/feed.ts';
import type { Problem } from '#model/problem.ts';
import { profileHash } from '#model/profile-hash.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import type { Progress, Reading } from '#workers/calibrate/api.ts';
import type { CheckAbout, CheckCommands, CheckingState, CheckSeries, FeedState, Readable } from './api.ts';
import type { Fields } from './fields.ts';
import type { Problems } from './problems.ts';
import type { ReadingRoom, RemoteCalibrate } from './readings.ts';
import type { SceneKeeper } from './scene.ts';

type SeriesKind = CheckTarget['kind'];

/** How many frames are averaged: noise of a quarter; for dark noise, enough to part it from what stays. */
const framesFor = { picture: 16, dark: 32 } as const;
/** Of the picture's width: how large a well is taken to be where none was found. */
const usualRadiusShare = 1 / 32;

export type Checking = {
  readonly store: Readable<CheckingState>;
  readonly commands: CheckCommands;
  /** Another source is open: what was read belongs to the one before. */
  sourceChanged(kind: FeedKind): void;
};

export function createChecking(parts: {
  readings: ReadingRoom;
  feed: Readable<Pick<FeedState, 'status' | 'description'>>;
  scene: Pick<SceneKeeper, 'store' | 'subject'>;
  fields: Pick<Fields, 'of'>;
  problems: Problems;
  archive: CheckArchive;
  /** Seeds; the first of each kind is what a check begins with. Throws an `Error` where there is none. */
  targets: readonly CheckTarget[];
  clockS: () => number;
  newId: () => string;
}): Checking {
  const { feed, scene, fields, problems, archive, clockS } = parts;
  const seriesOf = (kind: SeriesKind): CheckSeries => {
    const seed = parts.targets.find(target => target.kind === kind);
    if (!seed) throw new Error(`The check needs a target of the kind ${kind} among the seeds.`);
    const schema = checkTargetSchema.refine(target => target.kind === kind);
    return { target: readSetting(`check-${kind}`, schema, seed), placed: [], wells: [] };
  };
  const store = createStore<CheckingState>(() => ({
    isOpen: false,
    held: null,
    series: { concentration: seriesOf('concentration'), depth: seriesOf('depth') },
    marks: [],
    profiles: [],
    stabilityS: 120,
    about: { device: '', scope: '', note: '' },
    report: null,
    isKept: false,
    readingPart: null,
    busy: null,
    refused: null,
    reports: [],
  }));
  /** The device as typed for files, which are named by themselves and not by their camera. */
  let typedDevice: string | null = null;
  let isFile = false;

  const state = () => store.getState();
  const readings = parts.readings.toldTo(({ busy, refused }) => {
    if (busy !== undefined) store.setState({ busy: busy && { ...busy, leftS: leftOf(busy.share) } });
    if (refused !== undefined) store.setState({ refused });
  });
  const leftOf = (share: number) =>
    state().readingPart === 'stability' ? state().stabilityS * (1 - share) : null;
  const refuse = (refused: Problem): void => store.setState({ refused });

  // ── What was read, as a report ────────────────────────────────────────────────────────────────

  const reportOf = (checked: CheckParts, about: CheckAbout): CheckReport | null => {
    const times = Object.values(checked).flatMap(part => (part ? [part.madeAtS] : []));
    if (times.length === 0) return null;
    const { profile, calibration } = scene.store.getState();
    return {
      version: checkVersion,
      id: state().report?.id ?? parts.newId(),
      madeAtS: Math.max(...times),
      ...about,
      profileHash: profileHash(profile),
      calibration,
      parts: checked,
    };
  };
  const setParts = (change: Partial<CheckParts>): void => {
    const checked = { ...(state().report?.parts ?? noCheckParts), ...change };
    store.setState({ report: reportOf(checked, state().about), isKept: false });
  };
  const setSeries = (kind: SeriesKind, change: Partial<CheckSeries>): void =>
    store.setState(({ series }) => ({ series: { ...series, [kind]: { ...series[kind], ...change } } }));

  /** The picture is gone, and with it what lay in it. */
  const letGoOfPicture = (): void => {
    store.setState({ held: null, profiles: [] });
    setSeries('concentration', { placed: [], wells: [] });
    setSeries('depth', { placed: [], wells: [] });
  };
  const putAway = (): void => {
    letGoOfPicture();
    store.setState({ report: null, isKept: false, refused: null, marks: [] });
  };
  /** `why`: what changed. Told where something is lost. */
  const putAwayFor = (why: Problem): void => {
    const { report, isKept } = state();
    putAway();
    if (report && !isKept) problems.report(why);
  };

  // ── Wells and bars in the picture that is held ────────────────────────────────────────────────

  /** Counts what was asked, so that only the newest answer counts: a hand moves faster than wells are read. */
  let asked = 0;
  const askAbout = async <T>(how: (api: RemoteCalibrate) => Promise<T>): Promise<T | null> => {
    const mine = ++asked;
    const answer = await readings.ask(how);
    if (mine !== asked) return null;
    if (answer === null) {
      letGoOfPicture();
      refuse(pictureGone);
    }
    return answer;
  };

  const takeWells = (kind: SeriesKind, read: CheckWells | CheckWithheld, placed: readonly PlacedWell[]) => {
    const { held, series } = state();
    if (!held) return;
    const { target } = series[kind];
    const made = { madeAtS: held.takenAtS, conditions: held.picture.conditions };
    if ('withheld' in read) {
      setSeries(kind, { placed, wells: [] });
      setParts({ [kind]: { ...made, result: read } });
      return;
    }
    const { wells } = read;
    setSeries(kind, { placed: wells.map(placeOf), wells });
    if (kind === 'concentration')
      setParts({ concentration: { ...made, result: readConcentration(target, wells) } });
    else setParts({ depth: { ...made, result: readDepth(target, wells) } });
  };
  /** `placed` null: looks for them. */
  const readWells = async (kind: SeriesKind, placed: readonly PlacedWell[] | null): Promise<void> => {
    if (state().held?.part !== kind) return;
    if (placed) setSeries(kind, { placed });
    const { target } = state().series[kind];
    const read = await askAbout(async api => api.readCheckWells({ target, placed }));
    if (read) takeWells(kind, read, placed ?? []);
  };
  const readBars = async (): Promise<void> => {
    const { marks, held } = state();
    if (held?.part !== 'resolution') return;
    if (marks.length === 0) {
      store.setState({ profiles: [] });
      setParts({ resolution: null });
      return;
    }
    const profiles = await askAbout(api => api.readCheckBars(marks));
    if (!profiles) return;
    store.setState({ profiles });
    const { takenAtS, picture } = held;
    setParts({
      resolution: {
        madeAtS: takenAtS,
        conditions: picture.conditions,
        result: readResolution(profiles),
      },
    });
  };

  // ── Readings ──────────────────────────────────────────────────────────────────────────────────

  const read = async <T>(
    words: string,
    frames: number,
    how: (api: RemoteCalibrate, reading: Reading, progress: Progress) => Promise<T>,
  ): Promise<T | null> => {
    const { layout, profile } = scene.store.getState();
    if (!layout?.nir || feed.getState().status !== 'open') {
      refuse(noSource);
      return null;
    }
    const reading = { layout, profile, fields: fields.of(profile), frames };
    return readings.read(words, (api, progress) => how(api, reading, progress));
  };
  const isStill = () => feed.getState().description?.kind === 'image';

  const takePicture = async (part: 'concentration' | 'depth' | 'uniformity' | 'resolution') => {
    const picture = await read(
      'Reading the picture',
      isStill() ? 1 : framesFor.picture,
      (api, reading, progress) => api.readCheckPicture(reading, progress),
    );
    if (!picture) return;
    letGoOfPicture();
    const takenAtS = clockS();
    store.setState({ held: { part, picture, takenAtS } });
    const { conditions, uniformity } = picture;
    if (part === 'uniformity')
      setParts({ uniformity: { madeAtS: takenAtS, conditions, result: uniformity } });
    else if (part === 'resolution') await readBars();
    else await readWells(part, null);
  };
  const readDark = async () => {
    const result = await read('Reading the dark', framesFor.dark, async (api, reading, progress) =>
      api.readCheckDark(reading, progress),
    );
    if (result) setParts({ dark: { madeAtS: clockS(), conditions: null, result } });
  };
  const readStability = async () => {
    const durationS = state().stabilityS;
    const result = await read('Watching', 1, async (api, reading, progress) =>
      api.readCheckStability({ ...reading, rect: null, durationS }, progress),
    );
    if (result) setParts({ stability: { madeAtS: clockS(), conditions: null, result } });
  };

  const refresh = async (): Promise<void> => store.setState({ reports: await archive.list() });

  const placeWell: CheckCommands['placeWell'] = (kind, index, { centre, radiusPx }) => {
    const { series, held } = state();
    const { placed, target } = series[kind];
    if (!held || (target.values[index] ?? null) === null) return;
    const before = placed.find(well => well.index === index);
    const radius =
      radiusPx ?? before?.radiusPx ?? placed[0]?.radiusPx ?? usualRadiusShare * held.picture.widthPx;
    const at = centre ?? before?.centre;
    if (!at || !(radius > 0)) return;
    const well: PlacedWell = { index, centre: at, radiusPx: radius, from: 'hand' };
    void readWells(kind, inOrder([...placed.filter(each => each.index !== index), well]));
  };

  const commands: CheckCommands = {
    open: () => store.setState({ isOpen: true }),
    leave() {
      readings.stop();
      store.setState({ isOpen: false, refused: null });
    },
    beginAnew: putAway,
    setAbout(change) {
      if (isFile && change.device !== undefined) typedDevice = change.device;
      const about = { ...state().about, ...change };
      const { report } = state();
      store.setState({ about });
      if (report) store.setState({ report: { ...report, ...about }, isKept: false });
    },
    setTarget(target) {
      const checked = checkTargetSchema.safeParse(target);
      if (!checked.success) return;
      const { kind } = checked.data;
      writeSetting(`check-${kind}`, checked.data);
      setSeries(kind, { target: checked.data, placed: [], wells: [] });
      // What was read was read of the other target.
      if (state().report?.parts[kind]) setParts({ [kind]: null });
      void readWells(kind, null);
    },
    setStabilityS(stabilityS) {
      if (stabilityS > 0 && Number.isFinite(stabilityS)) store.setState({ stabilityS });
    },
    async read(part) {
      store.setState({ readingPart: part });
      if ((part === 'dark' || part === 'stability') && isStill()) refuse(onlyOnePicture);
      else if (part === 'dark') await readDark();
      else if (part === 'stability') await readStability();
      else await takePicture(part);
    },
    stopReading() {
      readings.stop();
      void readings.ask(api => api.endCheckStability());
    },
    endReading: () => void readings.ask(api => api.endCheckStability()),
    placeWell,
    removeWell(kind, index) {
      void readWells(
        kind,
        state().series[kind].placed.filter(well => well.index !== index),
      );
    },
    setWellRadius(kind, radiusPx) {
      const { placed } = state().series[kind];
      if (radiusPx > 0)
        void readWells(
          kind,
          placed.map(well => ({ ...well, radiusPx })),
        );
    },
    layGrid(kind) {
      const { target, placed } = state().series[kind];
      const wells = gridThrough(
        target,
        placed.filter(({ from }) => from === 'hand'),
      );
      if ('withheld' in wells) takeWells(kind, wells, placed);
      else void readWells(kind, wells);
    },
    findWells: kind => void readWells(kind, null),
    setMarks(marks) {
      store.setState({ marks });
      void readBars();
    },
    async keep() {
      const { report } = state();
      if (!report) return false;
      const isSaved = await problems.guard('check-not-kept', async () => {
        await archive.save(report);
        await refresh();
        return true;
      });
      if (isSaved && state().report === report) store.setState({ isKept: true });
      return isSaved === true;
    },
    async deleteReport(id) {
      await problems.guard('check-not-deleted', async () => {
        await archive.remove(id);
        await refresh();
      });
      if (state().report?.id === id) store.setState({ isKept: false });
    },
    async exportReport(id, kind) {
      const { report: current, reports } = state();
      const report = current?.id === id ? current : reports.find(each => each.id === id);
      if (!report) return null;
      return kind === 'csv'
        ? new Blob([checkCsv(report)], { type: 'text/csv' })
        : new Blob([checkText(report, compareWithHistory(report, reports))], { type: 'text/plain' });
    },
  };

  // The history is no reason for a message at the start; without it there is nothing to compare with, which is said.
  refresh().catch(() => undefined);

  scene.store.subscribe((now, before) => {
    if (now.layout !== before.layout) letGoOfPicture();
    if (now.profile === before.profile || profileHash(now.profile) === profileHash(before.profile)) return;
    putAwayFor(otherProfile);
    commands.setAbout({ scope: now.profile.madeFor?.scope ?? state().about.scope });
  });

  return {
    store,
    commands,
    sourceChanged(kind) {
      readings.stop();
      isFile = kind === 'image' || kind === 'file' || kind === 'replay';
      const device = (isFile ? typedDevice : null) ?? scene.subject().device.slice(0, 200);
      if (device === state().about.device) letGoOfPicture();
      else putAwayFor(otherSource(state().about.device));
      store.setState(({ about }) => ({ about: { ...about, device } }));
    },
  };
}

const placeOf = ({ index, centre, radiusPx, from }: PlacedWell): PlacedWell => ({
  index,
  centre,
  radiusPx,
  from,
});
const inOrder = (wells: readonly PlacedWell[]) => wells.toSorted((a, b) => a.index - b.index);

const noSource: Problem = {
  id: 'check-no-source',
  severity: 'caution',
  text: 'There is no NIR picture to read.',
  tip: 'Open a camera or a file (N), and give it a layout with NIR.',
};

const onlyOnePicture: Problem = {
  id: 'check-one-picture',
  severity: 'caution',
  text: 'The source is one picture; this reading needs many, one after another.',
  tip: 'Open the camera or a recording (N), then read again.',
};

const pictureGone: Problem = {
  id: 'check-picture-gone',
  severity: 'caution',
  text: 'The picture that was read is gone.',
  tip: 'Read it again.',
};

const otherProfile: Problem = {
  id: 'check-other-profile',
  severity: 'caution',
  text: 'Another calibration profile is in force; the check read under the one before was put away, not kept.',
  tip: 'Read it again under this profile.',
};

const otherSource = (device: string): Problem => ({
  id: 'check-other-source',
  severity: 'caution',
  text: `The check of ${device} was not kept; it was put away, because another source was opened.`,
  tip: 'Open that source and read it again. Keep a report before another source is opened.',
});

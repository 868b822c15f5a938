/**
 * The start-of-day check: what is read of a target, part by part, what a hand corrects in it, and the reports that are kept. Nothing is
 * judged here: `#model/check` has the maths, the calibrate worker the pixels.
 */
import { createStore } from 'zustand/vanilla';
import { checkArchive } from '#archive/checks.ts';
import type { Folder } from '#archive/files.ts';
import { compareWithHistory } from '#model/check/history.ts';
import { checkCsv, checkText } from '#model/check/report.ts';
import {
  type CheckParts,
  type CheckReport,
  type CheckTarget,
  checkTargetSchema,
  checkVersion,
  noCheckParts,
} from '#model/check.ts';
import type { FeedKind } from '#model/feed.ts';
import type { Problem } from '#model/problem.ts';
import { profileHash } from '#model/profile-hash.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import { madeWith } from '#platform/version.ts';
import type { Progress, Reading } from '#workers/calibrate/api.ts';
import type { CheckAbout, CheckCommands, CheckingState, CheckSeries, FeedState } from './api.ts';
import { createCheckMarks } from './check-marks.ts';
import { noSource, onlyOnePicture, otherProfile, otherSource } from './check-problems.ts';
import { closedCheck } from './closed-check.ts';
import type { Fields } from './fields.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';
import type { ReadingRoom, RemoteCalibrate } from './readings.ts';
import type { SceneKeeper } from './scene.ts';

type SeriesKind = CheckTarget['kind'];

/** How many frames are averaged: noise of a quarter; for dark noise, enough to part it from what stays. */
const framesFor = { picture: 16, dark: 32 } as const;

export type Checking = {
  readonly store: Readable<CheckingState>;
  readonly commands: CheckCommands;
  /** Another source is open: what was read belongs to the one before. */
  sourceChanged(kind: FeedKind): void;
};

export type CheckingParts = {
  readonly readings: ReadingRoom;
  readonly feed: Readable<Pick<FeedState, 'status' | 'description'>>;
  readonly scene: Pick<SceneKeeper, 'store' | 'subject'>;
  readonly fields: Pick<Fields, 'of'>;
  readonly problems: Problems;
  /** The top of the private storage. */
  readonly folder: () => Promise<Folder>;
  /** Seeds; the first of each kind is what a check begins with. Throws an `Error` where there is none. */
  readonly targets: readonly CheckTarget[];
  readonly clockS: () => number;
  readonly newId: () => string;
};

export function createChecking(parts: CheckingParts): Checking {
  const { feed, scene, fields, problems, clockS } = parts;
  const archive = checkArchive(parts.folder);
  const closed = closedCheck(parts.targets);
  /** With the target of last time. */
  const seriesOf = (kind: SeriesKind): CheckSeries => {
    const series = closed.series[kind];
    const schema = checkTargetSchema.refine(target => target.kind === kind);
    return { ...series, target: readSetting(`check-${kind}`, schema, series.target) };
  };
  const store = createStore<CheckingState>(() => ({
    ...closed,
    series: { concentration: seriesOf('concentration'), depth: seriesOf('depth') },
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
      madeWith,
      profileHash: profileHash(profile),
      calibration,
      parts: checked,
    };
  };
  const setParts = (change: Partial<CheckParts>): void => {
    const checked = { ...(state().report?.parts ?? noCheckParts), ...change };
    store.setState({ report: reportOf(checked, state().about), isKept: false });
  };
  const marks = createCheckMarks({ store, readings, setParts });

  const putAway = (): void => {
    readings.stop();
    marks.letGoOfPicture();
    store.setState({ report: null, isKept: false, refused: null, marks: [] });
  };
  /** `why`: what changed. Told where something is lost. */
  const putAwayFor = (why: Problem): void => {
    const { report, isKept } = state();
    putAway();
    if (report && !isKept) problems.report(why);
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
    marks.letGoOfPicture();
    const takenAtS = clockS();
    store.setState({ held: { part, picture, takenAtS } });
    const { conditions, uniformity } = picture;
    if (part === 'uniformity')
      setParts({ uniformity: { madeAtS: takenAtS, conditions, result: uniformity } });
    else if (part === 'resolution') await marks.readBars();
    else await marks.findWells(part);
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

  const commands: CheckCommands = {
    ...marks.commands,
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
      marks.setSeries(kind, { target: checked.data, placed: [], wells: [] });
      // What was read was read of the other target.
      if (state().report?.parts[kind]) setParts({ [kind]: null });
      void marks.findWells(kind);
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
        ? new Blob([checkCsv(report, madeWith)], { type: 'text/csv' })
        : new Blob([checkText(report, compareWithHistory(report, reports), madeWith)], {
            type: 'text/plain',
          });
    },
  };

  // The history is no reason for a message at the start; without it there is nothing to compare with, which is said.
  refresh().catch(() => undefined);

  scene.store.subscribe((now, before) => {
    if (now.layout !== before.layout) marks.letGoOfPicture();
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
      if (device === state().about.device) marks.letGoOfPicture();
      else putAwayFor(otherSource(state().about.device));
      store.setState(({ about }) => ({ about: { ...about, device } }));
    },
  };
}

/**
 * A run of calibration: the draft, what is read into it, and what is kept of it when it is left. Nothing is in force before
 * `finish`.
 */

import { createStore } from 'zustand/vanilla';
import { type CalibrationRun, type CurvePoint, type Finding, stepNames } from '#model/calibration.ts';
import {
  acceptCurve,
  acceptDark,
  acceptFlat,
  acceptRegistration,
  acceptScale,
  beginRun,
  finishedProfile,
  isUsable,
  skipStep,
  stepAfter,
} from '#model/calibration-run.ts';
import { fitCurves } from '#model/fit/curve-fit.ts';
import { fitRegistration } from '#model/fit/registration-fit.ts';
import { fitScale } from '#model/fit/scale-fit.ts';
import type { FrameFormat } from '#model/frame.ts';
import type { Problem } from '#model/problem.ts';
import { profileSchema } from '#model/profile-schema.ts';
import { z } from '#model/schema-rules.ts';
import { codeRange } from '#model/transfer.ts';
import { randomId } from '#platform/opfs.ts';
import type { Progress, Reading } from '#workers/calibrate/api.ts';
import type { CalibrateCommands, CalibratingState, FeedState } from './api.ts';
import type { Feeds } from './feeds.ts';
import type { Fields } from './fields.ts';
import type { Problems } from './problems.ts';
import type { Profiles } from './profiles.ts';
import type { Readable } from './readable.ts';
import type { ReadingRoom, RemoteCalibrate } from './readings.ts';
import type { SceneKeeper } from './scene.ts';

/** How many frames are averaged: enough that the mean's noise is well below a tenth of a code. */
const framesFor = { chart: 8, step: 16, dark: 32, flat: 32, pictures: 8, refine: 8 } as const;

/** What of a run outlives the page, besides the draft and its fields. */
const leftSchema = z.object({
  /** As the source names itself: what was read belongs to it. */
  device: z.string(),
  base: profileSchema,
  step: z.enum(stepNames),
  states: z.record(z.enum(stepNames), z.enum(['to-do', 'done', 'skipped', 'not-needed'])),
  curvePoints: z.array(z.object({ light: z.number(), codes: z.number(), sdCodes: z.number() })),
  pairs: z.array(
    z.object({
      white: z.object({ x: z.number(), y: z.number() }),
      nir: z.object({ x: z.number(), y: z.number() }),
    }),
  ),
});

export type Calibrating = {
  readonly store: Readable<CalibratingState>;
  readonly commands: CalibrateCommands;
  /** Another source is open: a run is put aside, because what it has read belongs to the one before. */
  sourceChanged(): void;
};

export type CalibratingParts = {
  readonly readings: ReadingRoom;
  readonly feed: Readable<FeedState>;
  readonly feeds: Pick<Feeds, 'show' | 'setControl'>;
  readonly scene: SceneKeeper;
  readonly fields: Fields;
  readonly profiles: Profiles;
  readonly problems: Problems;
  readonly clockS: () => number;
};

export function createCalibrating(parts: CalibratingParts): Calibrating {
  const { scene, fields, profiles, problems, clockS } = parts;
  const store = createStore<CalibratingState>(() => ({
    run: null,
    canResume: false,
    busy: null,
    refused: null,
    profiles: profiles.store.getState().profiles,
  }));
  profiles.store.subscribe(({ profiles: kept }) => store.setState({ profiles: kept }));
  const readings = parts.readings.toldTo(told => store.setState(told));

  /** The source that the run was begun with. */
  let runDevice = '';

  const run = () => store.getState().run;
  const change = (next: Partial<CalibrationRun>): void => {
    const now = run();
    if (now) store.setState({ run: { ...now, ...next } });
  };
  const refuse = (refused: Problem): void => store.setState({ refused });

  const keepDraft = (): void => {
    const now = run();
    if (!now) return;
    const { base, step, states, pairs } = now;
    const device = runDevice;
    const curvePoints = [...now.curvePoints];
    // A draft that cannot be kept costs only the resuming; the run itself goes on.
    profiles.archive
      .writeDraft(
        { profile: now.draft, fields: now.fields },
        { device, base, step, states, curvePoints, pairs },
      )
      .catch(() => undefined);
  };
  /** Takes a step's result into the run, goes on to the next and remembers. */
  const accept = (next: CalibrationRun): void => {
    store.setState({ run: { ...next, step: stepAfter(next) }, refused: null });
    keepDraft();
  };

  const end = (): void => {
    readings.stop();
    parts.feeds.show({ kind: 'tissue' });
    store.setState({ run: null, refused: null });
  };

  /** Reads something from frames of the open source under the draft; null where nothing was read. */
  const read = async <T>(
    words: string,
    frames: number,
    how: (api: RemoteCalibrate, reading: Reading, progress: Progress) => Promise<T>,
  ): Promise<T | null> => {
    const now = run();
    const { layout } = scene.store.getState();
    if (!now || !layout) return null;
    const reading = { layout, profile: now.draft, fields: now.fields, frames };
    const result = await readings.read(words, (api, progress) => how(api, reading, progress));
    return run() ? result : null;
  };

  const format = (): FrameFormat | null => {
    const { formats } = parts.feed.getState();
    const { layout } = scene.store.getState();
    return (layout?.nir?.stream === 'second' ? formats?.second : formats?.main) ?? null;
  };
  const fitPoints = (curvePoints: readonly CurvePoint[]): void => {
    const now = run();
    const delivered = format();
    if (!now || !delivered) return;
    change({ curvePoints, curveFits: fitCurves(curvePoints, codeRange(delivered, now.draft)) });
  };

  const commands: CalibrateCommands = {
    ...profiles.commands,
    begin() {
      const { profile, layout, faults } = scene.store.getState();
      const isOther = faults.some(({ kind }) => kind !== 'expired');
      const channels = { hasWhite: Boolean(layout?.white), hasNir: Boolean(layout?.nir) };
      const next = beginRun(profile, fields.of(profile), { isOther, ...channels });
      runDevice = scene.subject().device;
      store.setState({ run: next, refused: null, canResume: false });
    },
    async resume() {
      const left = await profiles.archive.readDraft(leftSchema).catch(() => null);
      if (!left) {
        commands.begin();
        return;
      }
      const { device, ...extra } = left.extra;
      if (device !== scene.subject().device) {
        problems.report(otherSource(device));
        return;
      }
      runDevice = device;
      const { profile: draft, fields: own } = left.set;
      const fresh = beginRun(draft, own, { isOther: false, hasWhite: true, hasNir: true });
      store.setState({
        run: { ...fresh, ...extra, draft, fields: own },
        refused: null,
        canResume: false,
      });
      fitPoints(extra.curvePoints);
    },
    leave() {
      keepDraft();
      const isLeft = run() !== null;
      end();
      store.setState({ canResume: isLeft });
    },
    discard() {
      end();
      store.setState({ canResume: false });
      profiles.archive.removeDraft().catch(() => undefined);
    },
    goTo: step => {
      change({ step });
      store.setState({ refused: null });
    },
    skip() {
      const now = run();
      if (!now) return;
      store.setState({ run: skipStep(now), refused: null });
      keepDraft();
    },
    stopReading: readings.stop,

    async readChart() {
      const chart = await read('Reading the chart', framesFor.chart, (api, reading, progress) =>
        api.readChart(reading, progress),
      );
      if (chart) change({ chart });
    },
    async readStep(light) {
      if (!(light >= 0 && Number.isFinite(light))) {
        refuse(badLight);
        return;
      }
      const step = await read('Reading the step', framesFor.step, (api, reading, progress) =>
        api.readStep({ ...reading, rect: null }, progress),
      );
      if (!step) return;
      const stop = step.findings.find(({ severity }) => severity === 'stop');
      if (stop) refuse(problemOfFinding(stop));
      else fitPoints([...(run()?.curvePoints ?? []), { light, codes: step.codes, sdCodes: step.sdCodes }]);
    },
    removePoint(index) {
      fitPoints((run()?.curvePoints ?? []).filter((_, i) => i !== index));
    },
    acceptCurve(fit) {
      const now = run();
      if (!now) return;
      const from = now.step === 'steps' ? 'steps' : 'path';
      if (from === 'path' && !(now.chart && isUsable(now.chart))) return;
      const next = acceptCurve(now, fit, { from, nowS: clockS() });
      const other = from === 'path' ? 'steps' : 'path';
      // One curve is enough.
      accept({
        ...next,
        states: { ...next.states, [other]: next.states[other] === 'to-do' ? 'skipped' : next.states[other] },
      });
    },
    async readDark() {
      const dark = await read('Reading the dark', framesFor.dark, (api, reading, progress) =>
        api.averageDark(reading, progress),
      );
      if (dark) change({ dark });
    },
    acceptDark(usesField) {
      const now = run();
      if (now?.dark && isUsable(now.dark)) accept(acceptDark(now, now.dark, { usesField, nowS: clockS() }));
    },
    async readFlat(method) {
      const flat = await read('Reading the flat field', framesFor.flat, (api, reading, progress) =>
        api.averageFlat({ ...reading, method }, progress),
      );
      if (flat) change({ flat });
    },
    acceptFlat() {
      const now = run();
      if (now?.flat && isUsable(now.flat)) accept(acceptFlat(now, now.flat, clockS()));
    },
    async takePictures() {
      const pictures = await read('Taking pictures', framesFor.pictures, (api, reading, progress) =>
        api.takePictures(reading, progress),
      );
      if (pictures) change({ pictures });
    },
    setPairs(pairs, usesDistortion) {
      const { scene: size } = scene.store.getState();
      if (!run() || !size) return;
      const fit = pairs.length < 4 ? null : fitRegistration(pairs, size, usesDistortion);
      const isRefused = fit !== null && 'severity' in fit;
      change({ pairs, registration: isRefused ? null : fit, refined: null });
      store.setState({ refused: isRefused ? problemOfFinding(fit) : null });
    },
    async refine() {
      const now = run();
      if (!now) return;
      const from = now.registration ?? now.draft;
      const refined = await read('Refining', framesFor.refine, (api, reading, progress) => {
        const profile = { ...reading.profile, registration: from.registration, distortion: from.distortion };
        return api.refineRegistration({ ...reading, profile, pairs: now.pairs }, progress);
      });
      if (refined) change({ refined });
    },
    acceptRegistration(which) {
      const now = run();
      const fit = which === 'pairs' ? now?.registration : now?.refined;
      if (now && fit && isUsable(fit)) accept(acceptRegistration(now, fit, clockS()));
    },
    setMarks(marks) {
      if (!run()) return;
      const fit = marks.length === 0 ? null : fitScale(marks);
      const isRefused = fit !== null && 'severity' in fit;
      change({ marks, scale: isRefused ? null : fit });
      store.setState({ refused: isRefused ? problemOfFinding(fit) : null });
    },
    acceptScale() {
      const now = run();
      if (now?.scale && isUsable(now.scale)) accept(acceptScale(now, now.scale, clockS()));
    },
    setWorkingDistance(workingDistanceMm) {
      const now = run();
      const draft = profileSchema.safeParse({ ...now?.draft, workingDistanceMm });
      if (now && draft.success) change({ draft: draft.data });
    },
    async finish(name, scope) {
      const now = run();
      if (!now) return false;
      const profile = finishedProfile(now, { id: randomId(), name, scope, subject: scene.subject() });
      const checked = profileSchema.safeParse(profile);
      if (!checked.success) {
        refuse(badName);
        return false;
      }
      if (!(await profiles.adopt({ profile: checked.data, fields: now.fields }))) return false;
      end();
      store.setState({ canResume: false });
      profiles.archive.removeDraft().catch(() => undefined);
      return true;
    },
    show: target => parts.feeds.show(target),
    setControl: (id, isLocked) => parts.feeds.setControl(id, isLocked),
  };

  profiles.archive.readDraft(leftSchema).then(
    left => store.setState(state => ({ canResume: state.run === null && left !== null })),
    () => undefined,
  );

  return {
    store,
    commands,
    sourceChanged() {
      if (!run() || scene.subject().device === runDevice) return;
      commands.leave();
      problems.report(otherSource(runDevice));
    },
  };
}

const problemOfFinding = ({ id, words }: Finding): Problem => ({
  id,
  severity: 'caution',
  text: words,
  tip: 'Nothing was changed.',
});

const otherSource = (device: string): Problem => ({
  id: 'calibrate-other-source',
  severity: 'caution',
  text: `The calibration was begun with another source (${device}); what it has read belongs to that.`,
  tip: 'Open that source and resume, or begin anew with this one.',
});

const badLight: Problem = {
  id: 'calibrate-light',
  severity: 'caution',
  text: 'The relative light of a step must be a number from 0 up.',
  tip: 'Type what the step’s maker states, or the exposure time.',
};

const badName: Problem = {
  id: 'calibrate-name',
  severity: 'caution',
  text: 'The profile needs a name of at most 200 characters and a scope of at most 100.',
  tip: 'Type a name, then keep it again.',
};

/**
 * The calibrate commands of a house without a house: the real state of a run (`#model/calibration-run.ts`) over readings that are
 * always the samples. What would take a camera or a disk is written down.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { CalibrateCommands, CalibratingState, ControlsState, SceneState } from '#conductor/api.ts';
import type { CalibrationRun } from '#model/calibration.ts';
import {
  acceptCurve,
  acceptDark,
  acceptFlat,
  acceptRegistration,
  acceptScale,
  finishedProfile,
  skipStep,
  stepAfter,
} from '#model/calibration-run.ts';
import { calibrationOf, withOtherScope } from '#model/profile.ts';
import { profileHash } from '#model/profile-hash.ts';
import {
  sampleChart,
  sampleDark,
  sampleFits,
  sampleFlat,
  samplePoints,
  sampleRun,
} from './sample-readings.ts';

type FakeCalibrating = {
  readonly calibrating: StoreApi<CalibratingState>;
  readonly controls: StoreApi<ControlsState>;
  readonly scene: StoreApi<SceneState>;
  /** Writes a command down. */
  readonly ask: (name: string) => (...given: readonly unknown[]) => undefined;
};

export function fakeCalibrateCommands(fake: FakeCalibrating): CalibrateCommands {
  const { calibrating, controls, scene, ask } = fake;
  const note = (name: string, ...given: readonly unknown[]) => ask(`calibrate.${name}`)(...given);
  const change = (next: (run: CalibrationRun) => Partial<CalibrationRun>) =>
    calibrating.setState(({ run }) => ({ run: run && { ...run, ...next(run) }, refused: null }));
  /** What is accepted leads on to the next step. */
  const accept = (next: (run: CalibrationRun) => CalibrationRun) =>
    change(run => {
      const accepted = next(run);
      return { ...accepted, step: stepAfter(accepted) };
    });
  const nowS = () => Date.now() / 1000;
  let left: CalibrationRun | null = null;
  return {
    begin() {
      note('begin');
      calibrating.setState({ run: sampleRun(), canResume: false });
    },
    async resume() {
      note('resume');
      calibrating.setState({ run: left ?? sampleRun(), canResume: false });
    },
    leave() {
      note('leave');
      left = calibrating.getState().run;
      calibrating.setState({ run: null, busy: null, refused: null, canResume: true });
    },
    discard() {
      note('discard');
      calibrating.setState({ run: null, busy: null, refused: null, canResume: false });
    },
    goTo: step => change(() => ({ step })),
    skip: () => change(skipStep),
    stopReading() {
      note('stopReading');
      calibrating.setState({ busy: null });
    },
    async readChart() {
      note('readChart');
      change(() => ({ chart: sampleChart }));
    },
    async readStep(light) {
      note('readStep', light);
      change(({ curvePoints }) => {
        const codes = samplePoints.find(point => point.light === light)?.codes ?? 100;
        const points = [...curvePoints, { light, codes, sdCodes: 0.08 }];
        return { curvePoints: points, curveFits: points.length < 4 ? [] : sampleFits };
      });
    },
    removePoint: index =>
      change(({ curvePoints }) => ({ curvePoints: curvePoints.filter((_, i) => i !== index) })),
    acceptCurve: fit =>
      accept(run => {
        const from = run.step === 'steps' ? 'steps' : 'path';
        const other = from === 'path' ? 'steps' : 'path';
        const next = acceptCurve(run, fit, { from, nowS: nowS() });
        return { ...next, states: { ...next.states, [other]: 'skipped' } };
      }),
    async readDark() {
      note('readDark');
      change(() => ({ dark: sampleDark }));
    },
    acceptDark: usesField =>
      accept(run => acceptDark(run, run.dark ?? sampleDark, { usesField, nowS: nowS() })),
    async readFlat(method) {
      note('readFlat', method);
      change(() => ({ flat: { ...sampleFlat, method } }));
    },
    acceptFlat: () => accept(run => acceptFlat(run, run.flat ?? sampleFlat, nowS())),
    takePictures: async () => note('takePictures'),
    setPairs: pairs => change(() => ({ pairs })),
    refine: async () => note('refine'),
    acceptRegistration(which) {
      note('acceptRegistration', which);
      accept(run => (run.registration ? acceptRegistration(run, run.registration, nowS()) : run));
    },
    setMarks: marks => change(() => ({ marks })),
    acceptScale: () => accept(run => (run.scale ? acceptScale(run, run.scale, nowS()) : run)),
    setWorkingDistance: mm => note('setWorkingDistance', mm),
    async finish(name, scope) {
      note('finish', name, scope);
      const { run } = calibrating.getState();
      if (!run) return false;
      const subject = { device: 'Tower A', nir: null, scene: null, bitDepth: 8, nowS: nowS() };
      const profile = finishedProfile(run, { id: name, name, scope, subject });
      const kept = { profile, hash: profileHash(profile), faults: [] };
      calibrating.setState(({ profiles }) => ({ run: null, profiles: [...profiles, kept] }));
      scene.setState({ profile, faults: [], calibration: calibrationOf(profile, false) });
      return true;
    },
    async useProfile(hash) {
      note('useProfile', hash);
      const kept = calibrating.getState().profiles.find(each => each.hash === hash);
      if (!kept) return;
      const { profile, faults } = kept;
      scene.setState({ profile, faults, calibration: calibrationOf(profile, false, faults) });
    },
    async exportProfile(hash) {
      note('exportProfile', hash);
      return null;
    },
    async importProfile(file) {
      note('importProfile', file);
      return true;
    },
    deleteProfile: async hash =>
      calibrating.setState(({ profiles }) => ({ profiles: profiles.filter(each => each.hash !== hash) })),
    async exchangeScope(scope) {
      note('exchangeScope', scope);
      scene.setState(({ profile }) => ({ profile: withOtherScope(profile, scope, scope) }));
    },
    show: target => note('show', target),
    setControl: async (id, isLocked) =>
      controls.setState(state => ({
        controls: state.controls.map(each =>
          each.id === id ? { ...each, mode: isLocked ? 'locked' : 'automatic' } : each,
        ),
      })),
  };
}

/**
 * What is asked of a frame besides its regions, what was found, and the key frame that tissue is followed from. Nothing of it is kept from one
 * visit to the next: margins ship off, and a rule that was set for one case must not silently hold for another.
 */
import { createStore } from 'zustand/vanilla';
import {
  type Analysis,
  type AnalysisShapes,
  analysisSettingsSchema,
  noAnalysis,
  noShapes,
} from '#model/analysis.ts';
import { thresholdsShown } from '#model/display.ts';
import { mayShowNumbers, type PictureState } from '#model/liveness.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { KeyFrame, MotionModel } from '#model/motion.ts';
import type { AnalysisState, Commands } from './api.ts';
import type { Problems } from './problems.ts';
import type { Readable } from './readable.ts';
import type { Regions } from './regions.ts';
import type { SceneKeeper } from './scene.ts';

/** What was found in a frame older than this is not shown any more. */
const staleAfterS = 1.5;

/** White light from 97 % of white on is a highlight, with two pixels around it. */
export const usualSpecular = { limitShare: 0.97, growPx: 2 };

/** The part of the inputs that is decided here. */
type Asked = Pick<MeasurementInputs, 'analysis' | 'specular' | 'keyFrame' | 'motionModel'>;

export type Analysing = {
  readonly store: Readable<AnalysisState>;
  readonly commands: Pick<Commands, 'setAnalysis' | 'setSpecular' | 'followTissue'>;
  asked(): Asked;
  /** Called when `asked` changed. */
  onAsked(listen: () => void): void;
  /** What held when it was recorded. */
  recall(recorded: Asked): void;
  /** The key frames in use: the one followed now, and those of a recording. */
  keyFrames(): readonly KeyFrame[];
  learnKeyFrame(keyFrame: KeyFrame): void;
  /** The user changed how the picture is shown: its thresholds are traced from now on. */
  displayChanged(): void;
  /** A frame was measured: its regions lie where the tissue is. */
  measured(measurement: Measurement, inputs: MeasurementInputs): void;
  /** Something was found in a frame. */
  analysed(analysis: Analysis, shapes: AnalysisShapes): void;
  /** By the view worker's clock: ages what was found. */
  tick(state: PictureState): void;
  /** A feed was opened or closed. */
  clear(): void;
};

export function createAnalysing(parts: {
  scene: SceneKeeper;
  regions: Regions;
  problems: Problems;
  clockS: () => number;
  takeKeyFrame(): Promise<KeyFrame | null>;
  provideKeyFrames(keyFrames: readonly KeyFrame[]): void;
}): Analysing {
  const { scene, regions, problems } = parts;
  const store = createStore<AnalysisState>(() => ({
    settings: noAnalysis,
    specular: usualSpecular,
    isFollowing: false,
    analysis: null,
    shapes: noShapes,
    ageS: null,
  }));
  let keyFrame: KeyFrame | null = null;
  let learned: readonly KeyFrame[] = [];
  let hash: string | null = null;
  /** Of what is followed; undefined: a recording of before there was a choice, whose numbers must come out again. */
  let motionModel: MotionModel | undefined;
  let listen: () => void = () => undefined;
  /** Counts switches, so that a key frame that comes late is not used. */
  let turn = 0;
  /** Recorded levels hold until the user changes something. */
  let recalledLevels: readonly number[] | null = null;
  /** As asked for last. */
  let lastLevels = '';

  const provide = () => parts.provideKeyFrames(keyFrame ? [keyFrame, ...learned] : learned);

  const follow = (taken: KeyFrame | null): void => {
    keyFrame = taken;
    hash = taken?.hash ?? null;
    motionModel = taken ? 'similarity' : undefined;
    provide();
    store.setState({ isFollowing: taken !== null });
    // Last, because it is what asks for a new measurement: regions and key frame must change together.
    regions.rebase();
  };

  const asked = (): Asked => {
    const { display, calibration } = scene.store.getState();
    const { settings, specular } = store.getState();
    const shown = [...new Set(thresholdsShown(display, calibration))].toSorted((a, b) => a - b);
    const { acceptsRelative } = recalledLevels ? settings : display;
    const levels = recalledLevels ?? shown;
    lastLevels = JSON.stringify([levels, acceptsRelative]);
    return {
      analysis: { ...settings, levels, acceptsRelative },
      specular,
      keyFrame: hash,
      ...(motionModel && { motionModel }),
    };
  };

  return {
    store,
    commands: {
      setAnalysis(change) {
        const checked = analysisSettingsSchema.safeParse({ ...store.getState().settings, ...change });
        if (!checked.success) return;
        recalledLevels = null;
        store.setState({ settings: checked.data });
        listen();
      },
      setSpecular(specular) {
        store.setState({ specular });
        listen();
      },
      async followTissue(isOn) {
        const mine = ++turn;
        if (!isOn) {
          follow(null);
          return;
        }
        const taken = await problems.guard('follow-tissue', () => parts.takeKeyFrame());
        if (mine === turn && taken) follow(taken);
      },
    },
    asked,
    onAsked(newListen) {
      listen = newListen;
    },
    recall({ analysis, specular, keyFrame: recorded, motionModel: recordedModel }) {
      turn += 1;
      hash = recorded;
      motionModel = recordedModel;
      recalledLevels = analysis.levels;
      store.setState({ settings: analysis, specular, isFollowing: recorded !== null });
      if (recorded === null) regions.moveTo(null);
    },
    keyFrames: () => (keyFrame ? [keyFrame, ...learned] : learned),
    learnKeyFrame(recorded) {
      learned = [...learned.filter(known => known.hash !== recorded.hash), recorded];
      provide();
    },
    displayChanged() {
      const before = lastLevels;
      recalledLevels = null;
      asked();
      if (lastLevels !== before) listen();
    },
    measured({ motion }, inputs) {
      // One that was made before the key frame changed speaks of another place.
      if (inputs.keyFrame !== hash) return;
      if (motion?.kind === 'followed') regions.moveTo(motion.motion);
    },
    analysed: (analysis, shapes) =>
      store.setState({ analysis, shapes, ageS: Math.max(0, parts.clockS() - analysis.arrivedS) }),
    tick(state) {
      const { analysis } = store.getState();
      if (!analysis) return;
      const ageS = parts.clockS() - analysis.arrivedS;
      const canAge = state !== 'still' && state !== 'frozen';
      const isOld = !mayShowNumbers(state) || (canAge && ageS > staleAfterS);
      store.setState(isOld ? { analysis: null, shapes: noShapes, ageS: null } : { ageS });
    },
    clear() {
      turn += 1;
      keyFrame = null;
      learned = [];
      hash = null;
      motionModel = undefined;
      recalledLevels = null;
      provide();
      regions.moveTo(null);
      store.setState({ isFollowing: false, analysis: null, shapes: noShapes, ageS: null });
    },
  };
}

/**
 * Keeps measurement supplied with its inputs and its frames, and starts its worker anew when it broke. Owns the quantify
 * worker; frames reach it from the view worker by a port that is only handed out here.
 */
import type { Analysis, AnalysisShapes } from '#model/analysis.ts';
import type { Field } from '#model/field.ts';
import type { IsoAnchor, Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { KeyFrame } from '#model/motion.ts';
import type { FrameSigns } from '#model/watch/frame-signs.ts';
import { callable, moved, startQuantifyWorker, type WorkerHandle } from '#platform/workers.ts';
import type { QuantifyApi } from '#workers/quantify/api.ts';
import type { ViewApi } from '#workers/view/api.ts';
import { keepAlive, restarted } from './keeping-alive.ts';
import type { Problems } from './problems.ts';
import type { Regions } from './regions.ts';
import type { SceneKeeper } from './scene.ts';

/** A drag changes a region faster than frames are measured; none of those on their way may be forgotten. */
const inputsRemembered = 240;

/** One that broke is not started again before this: what broke it may come again at once. */
const analyserAgainMs = 5000;

/** With fewer cores a second worker would take its time from the first, or from the picture. */
const coresForAnalysis = 4;

export type Measuring = {
  /** The view worker was started anew: frames come from the new one. */
  connectView(): void;
  /** What the next frame will be measured with; null before a layout is known. */
  inputs(): MeasurementInputs | null;
  /** Frames of this opening of a feed are measured from now on, and of no other. */
  expect(turn: number): void;
  /** Layout, profile, regions or reference changed. */
  pushInputs(): void;
  /** Resolves when the inputs pushed last are those of the next frame. */
  inForce(): Promise<void>;
  /** Per-pixel data that the profiles of later inputs refer to. */
  setFields(fields: readonly Field[]): void;
  setThresholds(thresholds: readonly number[]): void;
  /** Pictures that the `keyFrame` of later inputs names. */
  setKeyFrames(keyFrames: readonly KeyFrame[]): void;
  /** A key frame of the picture shown now; null where there is none to follow. */
  takeKeyFrame(): Promise<KeyFrame | null>;
  /** Whether analysis may drop to half resolution when it is late. */
  setHurry(mayHurry: boolean): void;
  /** Examines one frame now, with the inputs given: the live path's own code. */
  measure: QuantifyApi['measure'];
  traceEdge: QuantifyApi['traceEdge'];
  [Symbol.dispose](): void;
};

export function createMeasuring(parts: {
  view: Pick<WorkerHandle<ViewApi>['api'], 'connectQuantify' | 'remeasure'>;
  scene: SceneKeeper;
  regions: Regions;
  problems: Problems;
  /** What is asked besides layout, profile and regions. */
  asked(): Pick<MeasurementInputs, 'analysis' | 'specular' | 'keyFrame' | 'motionModel' | 'blanks'>;
  /** The inputs belong to the next frame: the one shown now must not be measured with them. */
  isFrameToCome(): boolean;
  /** `inputs`: those that the measurement was made with. */
  measured(measurement: Measurement, anchors: readonly IsoAnchor[], inputs: MeasurementInputs): void;
  /** What else a measured frame's codes tell, a few times a second, before its measurement. */
  signed(signs: FrameSigns, measurement: Measurement, inputs: MeasurementInputs): void;
  analysed(analysis: Analysis, shapes: AnalysisShapes): void;
}): Measuring {
  const { view, scene, regions, problems } = parts;
  /** Counts threads. Between two, what is sent goes nowhere, and goes once more to the next. */
  let threads = 1;
  let isAway = false;
  const worker = keepAlive(() => startQuantifyWorker(), {
    problems,
    problem: restarted.quantify,
    lost() {
      isAway = true;
    },
    restarted() {
      isAway = false;
      threads += 1;
      connect();
      void worker.api.expect(expected);
      void worker.api.setFields(fields);
      void worker.api.setKeyFrames(keyFrames);
      void worker.api.setHurry(mayHurry);
      send();
      void worker.api.setThresholds(thresholds);
    },
  });
  let inputs: MeasurementInputs | null = null;
  /** Sent, and perhaps still to come back with a measurement. */
  let recent: readonly MeasurementInputs[] = [];
  let thresholds: readonly number[] = [];
  let sent: Promise<void> = Promise.resolve();
  let fields: readonly Field[] = [];
  let keyFrames: readonly KeyFrame[] = [];
  let mayHurry = true;
  let expected = 0;
  let analyser: WorkerHandle<QuantifyApi> | null = null;
  let analyserTimer: ReturnType<typeof setTimeout> | undefined;

  const send = (): void => {
    if (!inputs) return;
    const began = threads;
    sent = worker.api.setInputs(inputs).catch((error: unknown) => {
      // One that ended meanwhile was started anew with the same inputs.
      if (began === threads && !isAway) problems.report(notMeasured(error));
    });
    if (!parts.isFrameToCome()) void sent.then(() => view.remeasure());
  };

  /** A second worker where there are cores for it; when it breaks, nothing is analysed until there is another. */
  const connectAnalyser = (): void => {
    clearTimeout(analyserTimer);
    analyser?.[Symbol.dispose]();
    analyser = null;
    if (navigator.hardwareConcurrency < coresForAnalysis) return;
    const started = startQuantifyWorker('analyse');
    analyser = started;
    const { port1, port2 } = new MessageChannel();
    void worker.api.connectAnalyser(moved(port1, [port1]));
    void started.api.analyseFor(moved(port2, [port2]));
    void started.api.setFields(fields);
    started.onBroken(() => {
      analyserTimer = setTimeout(connectAnalyser, analyserAgainMs);
    });
  };

  const connectView = (): void => {
    const { port1, port2 } = new MessageChannel();
    void view.connectQuantify(moved(port1, [port1]));
    void worker.api.connectView(moved(port2, [port2]));
  };

  const connect = (): void => {
    connectView();
    void worker.api.subscribe(
      callable(news => {
        if (news.type === 'problem') {
          problems.news(news);
          return;
        }
        if (news.type === 'analysis') {
          parts.analysed(news.analysis, news.shapes);
          return;
        }
        const { measurement, anchors, signs } = news;
        const madeWith = recent.find(({ revision }) => revision === measurement.inputsRevision);
        if (!madeWith) return;
        if (signs) parts.signed(signs, measurement, madeWith);
        parts.measured(measurement, anchors, madeWith);
      }),
    );
    connectAnalyser();
  };
  connect();

  return {
    connectView,
    expect(turn) {
      expected = turn;
      void worker.api.expect(turn);
    },
    inputs: () => inputs,
    pushInputs() {
      const { layout, profile, faults } = scene.store.getState();
      if (!layout) return;
      const { referenceId } = regions.store.getState();
      inputs = {
        revision: (inputs?.revision ?? 0) + 1,
        layout,
        profile,
        faults,
        regions: regions.drawn(),
        referenceId,
        ...parts.asked(),
      };
      recent = [...recent.slice(1 - inputsRemembered), inputs];
      send();
    },
    inForce: () => sent,
    setFields(wanted) {
      fields = wanted;
      void worker.api.setFields(wanted);
      void analyser?.api.setFields(wanted);
    },
    setThresholds(wanted) {
      thresholds = wanted;
      void worker.api.setThresholds(wanted);
    },
    setKeyFrames(wanted) {
      keyFrames = wanted;
      void worker.api.setKeyFrames(wanted);
    },
    async takeKeyFrame() {
      const taken = worker.api.takeKeyFrame();
      // Answered after the wish was heard: only then may a picture that stands still be sent once more.
      await worker.api.setHurry(mayHurry);
      void view.remeasure();
      return taken;
    },
    setHurry(may) {
      mayHurry = may;
      void worker.api.setHurry(may);
    },
    traceEdge: (frame, layout, at) => worker.api.traceEdge(frame, layout, at),
    measure: (frame, withInputs) => worker.api.measure(frame, withInputs),
    [Symbol.dispose]() {
      clearTimeout(analyserTimer);
      worker[Symbol.dispose]();
      analyser?.[Symbol.dispose]();
    },
  };
}

const notMeasured = (error: unknown) => ({
  id: 'not-measured',
  severity: 'stop' as const,
  text: `Measurement does not answer (${error instanceof Error ? error.message : 'no reason given'}).`,
  tip: 'Numbers may be old. Reload the page if this stays.',
});

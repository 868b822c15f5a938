/**
 * Keeps measurement supplied with its inputs and its frames, and starts its worker anew when it broke. Owns the quantify
 * worker; frames reach it from the view worker by a port that is only handed out here.
 */
import { noAnalysis } from '#model/analysis.ts';
import type { Field } from '#model/field.ts';
import type { IsoAnchor, Measurement, MeasurementInputs } from '#model/measurement.ts';
import { callable, moved, startQuantifyWorker, type WorkerHandle } from '#platform/workers.ts';
import type { QuantifyApi } from '#workers/quantify/api.ts';
import type { ViewApi } from '#workers/view/api.ts';
import type { Problems } from './problems.ts';
import type { Regions } from './regions.ts';
import type { SceneKeeper } from './scene.ts';

/** A drag changes a region faster than frames are measured; none of those on their way may be forgotten. */
const inputsRemembered = 240;

export type Measuring = {
  /** What the next frame will be measured with; null before a layout is known. */
  inputs(): MeasurementInputs | null;
  /** Layout, profile, regions or reference changed. */
  pushInputs(): void;
  /** Resolves when the inputs pushed last are those of the next frame. */
  inForce(): Promise<void>;
  /** Per-pixel data that the profiles of later inputs refer to. */
  setFields(fields: readonly Field[]): void;
  setThresholds(thresholds: readonly number[]): void;
  /** Measures one frame now, with the inputs given: the live path's own code. */
  measure: QuantifyApi['measure'];
  [Symbol.dispose](): void;
};

export function createMeasuring(parts: {
  view: Pick<WorkerHandle<ViewApi>['api'], 'connectQuantify' | 'remeasure'>;
  scene: SceneKeeper;
  regions: Regions;
  problems: Problems;
  /** The inputs belong to the next frame: the one shown now must not be measured with them. */
  isFrameToCome(): boolean;
  /** `inputs`: those that the measurement was made with. */
  measured(measurement: Measurement, anchors: readonly IsoAnchor[], inputs: MeasurementInputs): void;
}): Measuring {
  const { view, scene, regions, problems } = parts;
  let worker = startQuantifyWorker();
  let inputs: MeasurementInputs | null = null;
  /** Sent, and perhaps still to come back with a measurement. */
  let recent: readonly MeasurementInputs[] = [];
  let thresholds: readonly number[] = [];
  let sent: Promise<void> = Promise.resolve();
  let fields: readonly Field[] = [];

  const send = (): void => {
    if (!inputs) return;
    sent = worker.api.setInputs(inputs).catch((error: unknown) => problems.report(notMeasured(error)));
    if (!parts.isFrameToCome()) void sent.then(() => view.remeasure());
  };

  const connect = (): void => {
    const { port1, port2 } = new MessageChannel();
    void view.connectQuantify(moved(port1, [port1]));
    void worker.api.connectView(moved(port2, [port2]));
    void worker.api.subscribe(
      callable(news => {
        if (news.type === 'problem') {
          problems.news(news);
          return;
        }
        const { measurement, anchors } = news;
        const madeWith = recent.find(({ revision }) => revision === measurement.inputsRevision);
        if (madeWith) parts.measured(measurement, anchors, madeWith);
      }),
    );
    worker.onBroken(() => {
      worker[Symbol.dispose]();
      worker = startQuantifyWorker();
      connect();
      void worker.api.setFields(fields);
      send();
      void worker.api.setThresholds(thresholds);
    });
  };
  connect();

  return {
    inputs: () => inputs,
    pushInputs() {
      const { layout, profile, faults } = scene.store.getState();
      if (!layout) return;
      const { regions: drawn, referenceId } = regions.store.getState();
      inputs = {
        revision: (inputs?.revision ?? 0) + 1,
        layout,
        profile,
        faults,
        regions: drawn,
        referenceId,
        keyFrame: null,
        specular: null,
        analysis: noAnalysis,
      };
      recent = [...recent.slice(1 - inputsRemembered), inputs];
      send();
    },
    inForce: () => sent,
    setFields(wanted) {
      fields = wanted;
      void worker.api.setFields(wanted);
    },
    setThresholds(wanted) {
      thresholds = wanted;
      void worker.api.setThresholds(wanted);
    },
    measure: (frame, withInputs) => worker.api.measure(frame, withInputs),
    [Symbol.dispose]: () => worker[Symbol.dispose](),
  };
}

const notMeasured = (error: unknown) => ({
  id: 'not-measured',
  severity: 'stop' as const,
  text: `Measurement does not answer (${error instanceof Error ? error.message : 'no reason given'}).`,
  tip: 'Numbers may be old. Reload the page if this stays.',
});

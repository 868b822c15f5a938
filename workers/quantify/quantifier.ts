/** The quantify worker's core: frames in by port, measurements out to the page, buffers always back to the view worker. */

import { createFieldShelf } from '#model/field-correction.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { IsoAnchor, Measurement, MeasurementInputs } from '#model/measurement.ts';
import { problemOf } from '#model/problem.ts';
import type { MeasuredMessage, MeasureMessage } from '../ports.ts';
import type { QuantifyApi, QuantifyNews } from './api.ts';
import { isoAnchors } from './iso-anchors.ts';
import { createMeasureCache, measureFrame } from './measure-frame.ts';
import type { RegionHistogram } from './region-histogram.ts';

/** Holds the view worker's port, which is closed when disposed of. `histogram` belongs to the quantifier from here on. */
export function createQuantifier(histogram: RegionHistogram): QuantifyApi & Disposable {
  // Stills and replay checks come with inputs of their own and must not throw away what the live path keeps.
  const fields = createFieldShelf();
  const liveCache = createMeasureCache(histogram, fields);
  const orderCache = createMeasureCache(histogram, fields);
  let port: MessagePort | null = null;
  let inputs: MeasurementInputs | null = null;
  let thresholds: readonly number[] = [];
  let anchors: readonly IsoAnchor[] = [];
  let tell: (news: QuantifyNews) => void = () => {};
  let hasFailed = false;

  const measureLive = (message: MeasureMessage): Measurement | null => {
    if (!inputs) return null;
    try {
      const { measurement, sensor } = measureFrame(message, inputs, liveCache);
      anchors = sensor
        ? isoAnchors(sensor, {
            levels: levelsOf(thresholds, measurement.backgroundLinear),
            tumours: inputs.regions.filter(r => r.role === 'tumour').map(r => r.shape),
            previous: anchors,
          })
        : [];
      if (hasFailed) tell({ type: 'problem', problem: failure(null), isOver: true });
      hasFailed = false;
      tell({ type: 'measurement', measurement, anchors });
      return measurement;
    } catch (error) {
      if (!hasFailed) tell({ type: 'problem', problem: failure(error), isOver: false });
      hasFailed = true;
      return null;
    }
  };

  return {
    connectView(viewPort) {
      port?.close();
      port = viewPort;
      port.onmessage = ({ data }: MessageEvent<MeasureMessage>) => {
        const measurement = measureLive(data);
        const answer: MeasuredMessage = {
          type: 'measured',
          main: data.main,
          second: data.second,
          frameNumber: data.main.number,
          backgroundLinear: measurement?.backgroundLinear ?? null,
        };
        viewPort.postMessage(answer, buffersOf(data.main, data.second));
      };
    },
    setFields(newFields) {
      fields.put(newFields);
    },
    setInputs(newInputs) {
      inputs = newInputs;
    },
    setThresholds(newThresholds) {
      thresholds = newThresholds;
    },
    async measure(frame, ownInputs) {
      return measureFrame(frame, ownInputs, orderCache).measurement;
    },
    subscribe(listen) {
      tell = listen;
    },
    [Symbol.dispose]() {
      port?.close();
      port = null;
    },
  };
}

const levelsOf = (thresholds: readonly number[], backgroundLinear: number | null) =>
  backgroundLinear === null
    ? []
    : thresholds.map(threshold => ({ threshold, linear: threshold * backgroundLinear }));

const failure = (error: unknown) =>
  problemOf(error, {
    id: 'measurement-failed',
    severity: 'stop',
    text: 'A frame could not be measured.',
    tip: 'Check the layout of the feed; reload the page if this stays.',
  });

/** Each buffer once: planes of a frame usually share one. */
function buffersOf(main: FramePlanes, second: FramePlanes | null): ArrayBuffer[] {
  const planes = [...main.planes, ...(second?.planes ?? [])];
  return [...new Set(planes.map(plane => plane.samples.buffer))];
}

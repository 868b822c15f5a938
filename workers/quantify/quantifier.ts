/** The quantify worker's core: frames in by port, measurements out to the page, buffers always back to the view worker. */

import type { Pace } from '#archive/pace.ts';
import { asksAnalysis } from '#model/analysis.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import type { FramePlanes } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import { channelRectPx } from '#model/layout.ts';
import type { IsoAnchor, Measurement, MeasurementInputs } from '#model/measurement.ts';
import { type KeyFrame, movedShape } from '#model/motion.ts';
import { type Problem, ProblemError, problemOf } from '#model/problem.ts';
import type {
  AnalysedMessage,
  AnalyseMessage,
  BandsMessage,
  MeasuredMessage,
  MeasureMessage,
} from '../ports.ts';
import { createAnalysisHost } from './analysis-host.ts';
import { createAnalysisLink, type PackedFrame } from './analysis-link.ts';
import type { QuantifyApi, QuantifyNews } from './api.ts';
import { isoAnchors } from './iso-anchors.ts';
import { createMeasureCache, measureFrame } from './measure-frame.ts';
import type { RegionHistogram } from './region-histogram.ts';
import { openStoredSession } from './review/open-stored.ts';
import { createReview } from './review/review.ts';
import type { Kernels } from './shapes/kernels.ts';
import { createSignsReader } from './signs/read-signs.ts';
import type { TissueFollower } from './tissue-follower.ts';
import { traceEdge } from './trace/trace-edge.ts';

/** Holds the view worker's port, which is closed when disposed of. `parts` belong to the quantifier from here on. */
export function createQuantifier(parts: {
  histogram: RegionHistogram;
  kernelsFor: (size: SizePx) => Kernels;
  follower: TissueFollower;
  clockS: () => number;
  /** For what is measured again; without it that gives way to no live picture. */
  newPace?: () => Pace;
  /** Where sessions are read from; this device's own unless given. */
  openSession?: Parameters<typeof createReview>[0]['open'];
}): QuantifyApi & Disposable {
  const { histogram, follower } = parts;
  // Stills and replay checks come with inputs of their own and must not throw away what the live path keeps.
  const fields = createFieldShelf();
  const liveCache = createMeasureCache(histogram, fields);
  const orderCache = createMeasureCache(histogram, fields);
  const readSigns = createSignsReader();
  const host = createAnalysisHost({ ...parts, fields });
  const orderHost = createAnalysisHost({ ...parts, fields });
  const review = createReview({ ...parts, open: parts.openSession ?? openStoredSession });
  let port: MessagePort | null = null;
  let analysedFor: MessagePort | null = null;
  let inputs: MeasurementInputs | null = null;
  let thresholds: readonly number[] = [];
  let anchors: readonly IsoAnchor[] = [];
  let mayHurry = true;
  /** The opening whose frames are measured, and that of the frame analysed last. */
  let expected: number | undefined;
  let analysedTurn: number | undefined;
  let tell: (news: QuantifyNews) => void = () => {};
  const keyFrameWanted: ((keyFrame: KeyFrame | null) => void)[] = [];
  /** What fails now, and was told. */
  const failing = new Map<'measurement' | 'analysis', Problem>();
  let hasBands = false;

  const tellFailed = (what: 'measurement' | 'analysis', problem: Problem): void => {
    if (failing.has(what)) return;
    failing.set(what, problem);
    tell({ type: 'problem', problem, isOver: false });
  };
  const tellWorks = (what: 'measurement' | 'analysis'): void => {
    const problem = failing.get(what);
    failing.delete(what);
    if (problem) tell({ type: 'problem', problem, isOver: true });
  };

  const drawBands = (bands: Omit<BandsMessage, 'type'> | null): void => {
    if (!bands && !hasBands) return;
    hasBands = bands !== null;
    const message: BandsMessage = { type: 'bands', ...(bands ?? noBands) };
    port?.postMessage(message, message.samples ? [message.samples.buffer] : []);
  };

  const analysed = (result: AnalysedMessage['result']): void => {
    if (analysedTurn !== expected) return;
    if ('problem' in result) {
      tellFailed('analysis', result.problem);
      return;
    }
    tellWorks('analysis');
    tell({ type: 'analysis', analysis: result.analysis, shapes: result.shapes });
    drawBands(result.bands);
  };
  const analysis = createAnalysisLink(host, analysed);

  const measureLive = (
    message: MeasureMessage,
  ): { measurement: Measurement; packed: PackedFrame | null } | null => {
    if (!inputs) return null;
    try {
      const motion = follower.read(message, inputs);
      const { measurement, sensor } = measureFrame(message, inputs, liveCache, motion);
      anchors = sensor
        ? isoAnchors(sensor, {
            levels: levelsOf(thresholds, measurement.backgroundLinear),
            tumours: inputs.regions
              .filter(region => region.role === 'tumour')
              .map(region => movedShape(region.shape, motion?.kind === 'followed' ? motion.motion : null)),
            previous: anchors,
          })
        : [];
      tellWorks('measurement');
      tell({ type: 'measurement', measurement, anchors, signs: readSigns(message, inputs, motion) });
      const isAsked = sensor !== null && asksAnalysis(inputs.analysis);
      if (!isAsked) drawBands(null);
      return {
        measurement,
        packed: isAsked ? analysis.pack(message, { inputs, measurement, mayHurry }) : null,
      };
    } catch (error) {
      tellFailed('measurement', failure(error));
      return null;
    }
  };

  return {
    connectView(viewPort) {
      port?.close();
      port = viewPort;
      port.onmessage = ({ data }: MessageEvent<MeasureMessage>) => {
        const { layout } = inputs ?? {};
        const isExpected = data.turn === expected;
        for (const give of isExpected ? keyFrameWanted.splice(0) : [])
          give(layout ? follower.take(data, layout) : null);
        const measured = isExpected ? measureLive(data) : null;
        const answer: MeasuredMessage = {
          type: 'measured',
          main: data.main,
          second: data.second,
          frameNumber: data.main.number,
          backgroundLinear: measured?.measurement.backgroundLinear ?? null,
        };
        viewPort.postMessage(answer, buffersOf(data.main, data.second));
        if (measured?.packed) analysedTurn = data.turn;
        measured?.packed?.send();
      };
    },
    connectAnalyser: analysis.connect,
    analyseFor(newPort) {
      analysedFor?.close();
      analysedFor = newPort;
      newPort.onmessage = ({ data }: MessageEvent<AnalyseMessage>) => {
        const answer = host.answer(data);
        const samples = 'bands' in answer.result ? answer.result.bands?.samples : null;
        newPort.postMessage(answer, [answer.buffer, ...(samples ? [samples.buffer] : [])]);
      };
    },
    setFields(newFields) {
      fields.put(newFields);
      review.putFields(newFields);
    },
    setKeyFrames(keyFrames) {
      follower.put(keyFrames);
      review.putKeyFrames(keyFrames);
    },
    takeKeyFrame: () => new Promise(resolve => keyFrameWanted.push(resolve)),
    setHurry(may) {
      mayHurry = may;
    },
    setInputs(newInputs) {
      inputs = newInputs;
    },
    expect(turn) {
      expected = turn;
    },
    setThresholds(newThresholds) {
      thresholds = newThresholds;
    },
    async measure(frame, ownInputs) {
      const motion = follower.read(frame, ownInputs);
      const { measurement } = measureFrame(frame, ownInputs, orderCache, motion);
      const { analysis: made, shapes } = orderHost.analyse(frame, {
        inputs: ownInputs,
        measurement,
        stepPx: 1,
      });
      return { measurement, analysis: made, shapes };
    },
    async traceEdge({ main, second }, { white }, at) {
      const rect = channelRectPx(white, { main: main.format, ...(second && { second: second.format }) });
      const carrier = white?.stream === 'second' ? second : main;
      if (!rect || !carrier) throw new ProblemError(noWhiteLight);
      return traceEdge(carrier, rect, at);
    },
    recordedRows: review.recordedRows,
    remeasure: review.remeasure,
    stopReview: review.stopReview,
    subscribe(listen) {
      tell = listen;
    },
    [Symbol.dispose]() {
      port?.close();
      port = null;
      analysedFor?.close();
      analysis[Symbol.dispose]();
    },
  };
}

const noBands: Omit<BandsMessage, 'type'> = {
  frameNumber: -1,
  widthPx: 0,
  heightPx: 0,
  pxPerCode: 1,
  limitsPx: [],
  samples: null,
};

const noWhiteLight: Problem = {
  id: 'trace-edge',
  severity: 'caution',
  text: 'This layout has no white light to trace an edge in.',
  tip: 'Draw the edge by hand, or choose a layout with white light.',
};

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

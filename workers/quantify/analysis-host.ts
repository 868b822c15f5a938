/**
 * Analyses frames that were measured: opens their NIR channel as measurement does, and keeps the pace. Holds the kernels' memory (some
 * 32 bytes a pixel) for the life of the worker.
 */
import { type Analysis, type AnalysisShapes, asksAnalysis, noShapes } from '#model/analysis.ts';
import type { FieldShelf } from '#model/field-correction.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import { problemOf } from '#model/problem.ts';
import type { MeasuredFrame } from '../nir-codes.ts';
import type { AnalysedMessage, AnalyseMessage, BandsMessage } from '../ports.ts';
import { createPace } from './pace.ts';
import { createSensorOpener } from './sensor.ts';
import { createAnalyst } from './shapes/analyse-frame.ts';
import type { Kernels } from './shapes/kernels.ts';

export type Analysed = {
  readonly analysis: Analysis | null;
  readonly shapes: AnalysisShapes;
  readonly bands: Omit<BandsMessage, 'type'> | null;
};

export type AnalysisHost = {
  /** `stepPx` 2: at half resolution. */
  analyse(
    frame: MeasuredFrame,
    measured: { inputs: MeasurementInputs; measurement: Measurement; stepPx: 1 | 2 },
  ): Analysed;
  /** The same for a frame that came by port: never throws, and hurries where it may and must. */
  answer(message: AnalyseMessage): AnalysedMessage;
};

export function createAnalysisHost(parts: {
  kernelsFor: (size: SizePx) => Kernels;
  fields: FieldShelf;
  clockS: () => number;
}): AnalysisHost {
  const openSensor = createSensorOpener(parts.fields);
  const analyst = createAnalyst(parts.kernelsFor);
  const pace = createPace();

  const analyse: AnalysisHost['analyse'] = (frame, { inputs, measurement, stepPx }) => {
    const sensor = asksAnalysis(inputs.analysis) ? openSensor(frame, inputs.layout, inputs.profile) : null;
    if (!sensor) return { analysis: null, shapes: noShapes, bands: null };
    const registrationPx = inputs.profile.registrationSdPx ?? null;
    return analyst.analyse({ sensor, measurement, inputs, stepPx, registrationPx });
  };

  return {
    analyse,
    answer({ main, second, inputs, measurement, mayHurry }) {
      const buffer = [...main.planes, ...(second?.planes ?? [])][0]!.samples.buffer;
      try {
        const stepPx = mayHurry ? pace.stepPx() : 1;
        const startS = parts.clockS();
        const { analysis, shapes, bands } = analyse({ main, second }, { inputs, measurement, stepPx });
        if (mayHurry) pace.took(stepPx, parts.clockS() - startS);
        if (!analysis) throw new Error('The frame has no NIR.');
        return { type: 'analysed', buffer, result: { analysis, shapes, bands } };
      } catch (error) {
        return { type: 'analysed', buffer, result: { problem: notAnalysed(error) } };
      }
    },
  };
}

const notAnalysed = (error: unknown) =>
  problemOf(error, {
    id: 'analysis-failed',
    severity: 'caution',
    text: 'Signal and margins could not be found in a frame.',
    tip: 'Ratios are not affected. Switch the analysis off and on; reload the page if this stays.',
  });

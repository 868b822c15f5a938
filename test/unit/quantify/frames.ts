/// <reference path="../../../workers/quantify/kernels/kernel.d.ts" />
/** Frames, inputs and regions to measure, made of a rule for every pixel. */
import { noAnalysis } from '#model/analysis.ts';
import type { Field } from '#model/field.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import {
  type FrameFormat,
  type FramePlanes,
  type PixelFormat,
  packedPlanes,
  planesIn,
} from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import { type Layout, wholeFrame } from '#model/layout.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import type { Region, RegionRole, Shape } from '#model/region.ts';
import kernel from '#workers/quantify/kernels/region-histogram.as.ts?kernel';
import { createMeasureCache, measureFrame } from '#workers/quantify/measure-frame.ts';
import { createKernelHistogram } from '#workers/quantify/region-histogram.ts';

export type CodeRule = (x: number, y: number) => number;

export const formatOf = (
  format: PixelFormat,
  { widthPx, heightPx }: SizePx,
  change: { bitDepth?: number; fullRange?: boolean | null } = {},
): FrameFormat => ({
  format,
  widthPx,
  heightPx,
  bitDepth: change.bitDepth ?? (format === 'Y16' ? 16 : 8),
  colour: { fullRange: change.fullRange ?? null, matrix: null, transfer: null, primaries: null },
});

/** Luma, or all of red, green and blue, is `code`; chroma is neutral. */
export function frameOf(format: FrameFormat, code: CodeRule, number = 0): FramePlanes {
  const buffer = new ArrayBuffer(packedPlanes(format).totalBytes);
  const planes = planesIn(buffer, format);
  for (const { samples } of planes) samples.fill(2 ** (format.bitDepth - 1));
  const { samples, strideSamples, samplesPerPixel } = planes[0]!;
  for (let y = 0; y < format.heightPx; y++)
    for (let x = 0; x < format.widthPx; x++)
      for (let s = 0; s < samplesPerPixel; s++)
        samples[y * strideSamples + x * samplesPerPixel + s] = code(x, y);
  return { number, timestampS: number / 30, arrivedS: 1000 + number / 30, format, planes };
}

export const nirOnly: Layout = {
  id: 'nir',
  name: 'NIR only',
  white: null,
  nir: { stream: 'main', rect: wholeFrame },
  displayReferred: false,
  source: 'test',
};

export const profileOf = (change: Partial<Profile>): Profile => ({ ...unknownProfile, ...change });

export const inputsOf = (
  regions: readonly Region[],
  change: Partial<MeasurementInputs> = {},
): MeasurementInputs => ({
  revision: 7,
  layout: nirOnly,
  profile: unknownProfile,
  faults: [],
  regions,
  referenceId: null,
  keyFrame: null,
  specular: null,
  analysis: noAnalysis,
  ...change,
});

export const circle = (x: number, y: number, radiusPx: number): Shape => ({
  kind: 'circle',
  centre: { x, y },
  radiusPx,
});

export const box = (x: number, y: number, width: number, height: number): Shape => ({
  kind: 'polygon',
  points: [
    { x: x - 0.5, y: y - 0.5 },
    { x: x + width - 0.5, y: y - 0.5 },
    { x: x + width - 0.5, y: y + height - 0.5 },
    { x: x - 0.5, y: y + height - 0.5 },
  ],
});

const roleOf: Readonly<Record<string, RegionRole>> = {
  T: 'tumour',
  B: 'background',
  E: 'edge',
  C: 'cavity',
};

/** Role by the id's letter. */
export const region = (id: string, shape: Shape): Region => ({
  id,
  role: roleOf[id[0] ?? ''] ?? 'leak',
  tissue: id.startsWith('B') ? 'muscle' : null,
  shape,
});

/** Measures with nothing kept from before. */
export const measured = (
  main: FramePlanes,
  inputs: MeasurementInputs,
  second: FramePlanes | null = null,
): Measurement =>
  measureFrame({ main, second }, inputs, createMeasureCache(createKernelHistogram(kernel))).measurement;

/** As `measured`, where `fields` are there for the profile to refer to. */
export function measuredWith(
  fields: readonly Field[],
  main: FramePlanes,
  inputs: MeasurementInputs,
): Measurement {
  const shelf = createFieldShelf();
  shelf.put(fields);
  const cache = createMeasureCache(createKernelHistogram(kernel), shelf);
  return measureFrame({ main, second: null }, inputs, cache).measurement;
}

/** The number of a figure; fails the test with the reason where it was withheld. */
export function numberOf(figure: Measurement['pairs'][number]['tbr']): number {
  if ('withheld' in figure) throw new Error(`Withheld: ${figure.withheld}, ${figure.detail}`);
  return figure.value;
}

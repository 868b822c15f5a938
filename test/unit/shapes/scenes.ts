/** Rendered scenes with known truth, and what the analyst says of them. */
import { type AnalysisSettings, type NotGiven, noAnalysis } from '#model/analysis.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import type { FrameFormat, FramePlanes } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import type { Measurement, MeasurementInputs } from '#model/measurement.ts';
import type { Region, Shape } from '#model/region.ts';
import { createSensorOpener, type Sensor } from '#workers/quantify/sensor.ts';
import { createAnalyst } from '#workers/quantify/shapes/analyse-frame.ts';
import { kernelsBySize } from '#workers/quantify/shapes/kernels-by-size.ts';
import type { Random } from '../../support/random.ts';
import { type CodeRule, formatOf, frameOf, inputsOf, measured, profileOf } from '../quantify/frames.ts';

/** Linear codes of a grey channel, dark 0, 0.1 mm a pixel known to 1 %. */
export const linearProfile = profileOf({
  transfer: { kind: 'linear' },
  darkCodes: 0,
  scale: { mmPerPx: 0.1, sdMmPerPx: 0.001 },
});

const roleOf = { T: 'tumour', B: 'background', L: 'leak', E: 'edge', C: 'cavity' } as const;
type Letter = keyof typeof roleOf;

export const area = (letter: Letter, shape: Shape, number = 1): Region => ({
  id: `${letter}${number}`,
  role: roleOf[letter],
  tissue: letter === 'B' ? 'muscle' : null,
  shape,
});

export const settingsOf = (change: Partial<AnalysisSettings>): AnalysisSettings => ({
  ...noAnalysis,
  ...change,
});

/** Signal from twice the background on. */
export const twice: AnalysisSettings['signal'] = {
  rule: { by: 'tbr', times: 2 },
  reach: 1,
  smallestPx: 1,
  fillsHoles: false,
};

/** Signal by Otsu: needs no background. */
export const otsu: AnalysisSettings['signal'] = { ...twice, rule: { by: 'otsu' } };

export const frameFrom = (
  size: SizePx,
  code: CodeRule,
  format: FrameFormat = formatOf('Y8', size),
): FramePlanes =>
  frameOf(format, (x, y) => Math.max(0, Math.min(2 ** format.bitDepth - 1, Math.round(code(x, y)))));

/** Normal, mean 0 and SD 1: Box and Muller 1958. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform(0, 0.9999999))) * Math.cos(2 * Math.PI * random.uniform(0, 1));

/** Share of a step that a Gaussian blur of SD 1 leaves at `z`: the normal distribution, Abramowitz and Stegun 7.1.26. */
export function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - poly * Math.exp(-x * x);
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

/** `fields`: what the profile may refer to. */
export const sensorOf = (main: FramePlanes, inputs: MeasurementInputs, fields = createFieldShelf()): Sensor =>
  createSensorOpener(fields)({ main, second: null }, inputs.layout, inputs.profile)!;

export type Order = {
  readonly regions: readonly Region[];
  readonly settings: Partial<AnalysisSettings>;
  readonly change?: Partial<MeasurementInputs>;
  readonly measurement?: (measurement: Measurement) => Measurement;
  readonly stepPx?: 1 | 2;
  readonly registrationPx?: number;
};

const analyst = createAnalyst(kernelsBySize(null));

/** Measured and analysed. */
export function analysed(main: FramePlanes, order: Order): ReturnType<typeof analyst.analyse> {
  const inputs = inputsOf(order.regions, {
    profile: linearProfile,
    analysis: settingsOf(order.settings),
    ...order.change,
  });
  const measurement = measured(main, inputs);
  return analyst.analyse({
    sensor: sensorOf(main, inputs),
    measurement: order.measurement?.(measurement) ?? measurement,
    inputs,
    stepPx: order.stepPx ?? 1,
    registrationPx: order.registrationPx ?? null,
  });
}

/** What was given; fails the test with the reason where it was withheld. */
export function given<T extends object>(figures: T | null): Exclude<T, NotGiven> {
  if (figures === null) throw new Error('Not asked for.');
  if (!isHere(figures)) throw new Error(`Withheld: ${JSON.stringify(figures)}`);
  return figures;
}

const isHere = <T extends object>(figures: T): figures is Exclude<T, NotGiven> => !('withheld' in figures);

/** The reason; fails the test where figures were given. */
export function reasonOf(figures: object | null): string {
  if (figures === null) throw new Error('Not asked for.');
  if (!('withheld' in figures)) throw new Error('Given.');
  return String(figures.withheld);
}

/** Paths of all numbers that are not finite, in figures and planes alike. */
export function notFinite(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path}: ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Float32Array || value instanceof Uint8Array) {
    const at = value.findIndex((number: number) => !Number.isFinite(number));
    return at < 0 ? [] : [`${path}[${at}]: ${value[at]}`];
  }
  return Object.entries(value).flatMap(([key, inner]) => notFinite(inner, `${path}.${key}`));
}

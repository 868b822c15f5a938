/// <reference path="../../../workers/quantify/kernels/kernel.d.ts" />
/**
 * Region statistics of eight regions in a 1080p frame, ours against OpenCV's WebAssembly build in the same page. Both read
 * the same plane, give the same 256-bin histogram a region (checked before anything is timed) and the same numbers from it.
 */
import { identity } from '#model/geometry.ts';
import type { Shape } from '#model/region.ts';
import type { SensorCodes } from '#workers/nir-codes.ts';
import kernel from '#workers/quantify/kernels/region-histogram.as.ts?kernel';
import {
  createKernelHistogram,
  createPlainHistogram,
  type RegionHistogram,
} from '#workers/quantify/region-histogram.ts';
import { countPixels, type Spans, spansOf } from '#workers/quantify/spans.ts';
import { statisticsOf } from '#workers/quantify/statistics.ts';
import { createOpenCvHistograms, type OpenCvHistograms } from './open-cv.ts';

const size = { widthPx: 1920, heightPx: 1080 };
const rounds = 31;
const repetitions = 3;
const callsAtOnce = 4;
const warmUpCalls = 30;

const circle = (x: number, y: number, radiusPx: number): Shape => ({
  kind: 'circle',
  centre: { x, y },
  radiusPx,
});
const shapes: Shape[] = [
  circle(300, 280, 90.3),
  circle(760, 300, 120.7),
  { kind: 'ellipse', centre: { x: 1240, y: 310 }, radiusXPx: 150, radiusYPx: 80, angleRad: 0.6 },
  { kind: 'ellipse', centre: { x: 1660, y: 260 }, radiusXPx: 60, radiusYPx: 140, angleRad: -0.3 },
  circle(280, 790, 140.2),
  {
    kind: 'polygon',
    points: [
      { x: 620, y: 660 },
      { x: 860, y: 700 },
      { x: 900, y: 900 },
      { x: 700, y: 960 },
      { x: 600, y: 820 },
    ],
  },
  {
    kind: 'polygon',
    points: [
      { x: 1120, y: 640 },
      { x: 1390, y: 760 },
      { x: 1180, y: 940 },
    ],
  },
  circle(1640, 800, 60.9),
];

/** Smooth light with noise; one code everywhere, the worst case for counters; every code as likely as any other. */
const pictures = {
  tissue: () => 70 + 40 * (Math.random() + Math.random() + Math.random()),
  flat: () => 255,
  noise: () => 256 * Math.random(),
};

const limits = {
  linear: Float64Array.from({ length: 256 }, (_, code) => code / 255),
  clipCode: 255,
  blackCode: 0,
};

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;
}

/** Milliseconds of one call: the median of a few measurements of several calls, which the clock can tell apart. */
function timed(act: () => void): number {
  const times = Array.from({ length: repetitions }, () => {
    const startMs = performance.now();
    for (let i = 0; i < callsAtOnce; i++) act();
    return (performance.now() - startMs) / callsAtOnce;
  });
  return quantile(times, 0.5);
}

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map(item => ({ item, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);

/** Times of every contender in one round. */
type Round = { ours: number; twin: number; openCv: number; copy: number };

/** What is compared on one picture; throws when the histograms differ, before anything is timed. */
function contendersOn(code: () => number, regions: readonly Spans[], openCv: OpenCvHistograms) {
  const samples = Uint8Array.from({ length: size.widthPx * size.heightPx }, code);
  const codes: SensorCodes = { ...size, samples, startSamples: 0, strideSamples: size.widthPx, topCode: 255 };
  const counted = createKernelHistogram(kernel);
  const plain = createPlainHistogram();
  openCv.load(samples);
  regions.forEach((spans, i) => {
    const expected = openCv.count(i);
    for (const histogram of [counted(codes, spans), plain(codes, spans)])
      if (histogram.some((count, bin) => count !== expected[bin]))
        throw new Error(`Region ${i + 1}: our histogram is not OpenCV's.`);
  });
  const measureAll = (histogram: RegionHistogram) => () => {
    for (const spans of regions) statisticsOf(histogram(codes, spans), limits);
  };
  return {
    ours: measureAll(counted),
    twin: measureAll(plain),
    openCv: () => regions.forEach((_, i) => void statisticsOf(openCv.count(i), limits)),
    copy: () => openCv.load(samples),
  };
}

function timeRounds(contenders: Record<keyof Round, () => void>): Round[] {
  for (const act of Object.values(contenders)) for (let i = 0; i < warmUpCalls; i++) act();
  return Array.from({ length: rounds }, () => {
    const times: Round = { ours: 0, twin: 0, openCv: 0, copy: 0 };
    for (const name of shuffled(['ours', 'twin', 'openCv', 'copy'] as const))
      times[name] = timed(contenders[name]);
    return times;
  });
}

/**
 * Medians over rounds of ratios within a round. `ratio`: both start from the plane as it arrives, in a buffer of the page;
 * ours packs the regions' codes out of it, OpenCV copies the frame into its memory. `worstRatio`: that of the worst picture;
 * the others are of tissue. `ratioPreloaded`: OpenCV has the frame already, ours does not: the harshest way to compare.
 * `twinRatio`: our plain TypeScript. Times are only to explain.
 */
export async function measureStatistics(): Promise<{
  ratio: number;
  ratioLow: number;
  ratioHigh: number;
  worstRatio: number;
  ratioPreloaded: number;
  twinRatio: number;
  regions: number;
  pixels: number;
  ourMs: number;
  openCvMs: number;
  copyMs: number;
}> {
  const regions = shapes.map(shape => spansOf(shape, { homography: identity, radial: null }, size));
  const openCv = await createOpenCvHistograms(size, regions);
  const timesOf = (picture: keyof typeof pictures) =>
    timeRounds(contendersOn(pictures[picture], regions, openCv));
  const tissue = timesOf('tissue');
  const others = [timesOf('flat'), timesOf('noise')];
  const ratiosOf = (times: readonly Round[]) => times.map(t => t.ours / (t.openCv + t.copy));
  const ofTissue = (value: (times: Round) => number) => quantile(tissue.map(value), 0.5);
  return {
    ratio: quantile(ratiosOf(tissue), 0.5),
    ratioLow: quantile(ratiosOf(tissue), 0.25),
    ratioHigh: quantile(ratiosOf(tissue), 0.75),
    worstRatio: Math.max(...[tissue, ...others].map(times => quantile(ratiosOf(times), 0.5))),
    ratioPreloaded: ofTissue(t => t.ours / t.openCv),
    twinRatio: ofTissue(t => t.twin / (t.openCv + t.copy)),
    regions: regions.length,
    pixels: regions.map(countPixels).reduce((a, b) => a + b),
    ourMs: ofTissue(t => t.ours),
    openCvMs: ofTissue(t => t.openCv),
    copyMs: ofTissue(t => t.copy),
  };
}

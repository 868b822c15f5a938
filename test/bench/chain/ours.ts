/// <reference path="../../../workers/quantify/kernels/kernel.d.ts" />
/** The chain as the product runs it on a frame, by its kernels or by their twins. */
import type { FrameFormat } from '#model/frame.ts';
import { identity } from '#model/geometry.ts';
import type { MotionReading } from '#model/motion.ts';
import type { SensorCodes } from '#workers/nir-codes.ts';
import histogramWasm from '#workers/quantify/kernels/region-histogram.as.ts?kernel';
import motionWasm from '#workers/quantify/motion/kernels/register.as.ts?kernel';
import { createPictureReducer, keyFrameOf } from '#workers/quantify/motion/key-picture.ts';
import { createFollower } from '#workers/quantify/motion/register.ts';
import { createKernelHistogram, createPlainHistogram } from '#workers/quantify/region-histogram.ts';
import type { Sensor } from '#workers/quantify/sensor.ts';
import { createKernels } from '#workers/quantify/shapes/create-kernels.ts';
import { enclosedArea } from '#workers/quantify/shapes/iso-lines.ts';
import shapesWasm from '#workers/quantify/shapes/kernels/all.as.ts?kernel';
import type { Kernels, SegmentOrder } from '#workers/quantify/shapes/kernels.ts';
import { createPictureMaker } from '#workers/quantify/shapes/light-picture.ts';
import type { LightPicture } from '#workers/quantify/shapes/picture.ts';
import { statisticsOf } from '#workers/quantify/statistics.ts';
import { digestOf } from './digest.ts';
import type { ChainFrame, Checks, Step } from './order.ts';
import { type Contender, timeSteps } from './time-steps.ts';

/** As many as the product asks for. */
const piecesAtMost = 20;
const levelsPerCode = 256;
/** Light of the lowest and of the highest level, where codes of 16 bits become levels (`light-picture.ts`). */
const wideRange = { low: -0.05, high: 1.05 };

type Planes = {
  readonly kernels: Kernels;
  readonly signal: Uint8Array<ArrayBuffer>;
  readonly distances: Float32Array<ArrayBuffer>;
  readonly unsmoothed: Uint16Array<ArrayBuffer>;
};

/** `isFast` false: the twins in plain TypeScript. */
export function createOurs(isFast: boolean): Contender {
  const histogram = isFast ? createKernelHistogram(histogramWasm) : createPlainHistogram();
  const follower = createFollower(isFast ? motionWasm : null);
  const reduce = createPictureReducer(isFast ? motionWasm : null);
  const pictureOf = createPictureMaker();
  const planesOf = new Map<string, Planes>();

  const planesFor = ({ widthPx, heightPx }: ChainFrame): Planes => {
    const name = `${widthPx} × ${heightPx}`;
    const known = planesOf.get(name);
    if (known) return known;
    const kernels = createKernels({ widthPx, heightPx }, isFast ? shapesWasm : null);
    if (kernels.isFast !== isFast) throw new Error('This browser has no WebAssembly SIMD.');
    const pixels = widthPx * heightPx;
    const { arena } = kernels;
    const planes = {
      kernels,
      signal: arena.bytes(pixels),
      distances: arena.floats(pixels),
      unsmoothed: arena.halfWords(pixels),
    };
    planesOf.set(name, planes);
    return planes;
  };

  return {
    open(frame, codes, key) {
      const { kernels, signal, distances, unsmoothed } = planesFor(frame);
      const sensor = sensorOf(frame, codes);
      const keyFrame = keyFrameOf({ ...sensor.codes, samples: key }, frame);
      const levelOf = levelsOf(frame);
      const isWide = frame.topCode > 255;
      if (!frame.readsSmoothed)
        unsmoothed.set(Uint16Array.from(codes, code => code * (isWide ? 1 : levelsPerCode)));
      const low = Math.ceil(levelOf(frame.lowCode));
      for (const [i, level] of settled(frame, pictureOf(sensor, 1, kernels), unsmoothed).entries())
        signal[i] = level >= low ? 255 : 0;

      let picture: LightPicture | null = null;
      const image = (): Uint16Array<ArrayBuffer> => {
        if (!picture) throw new Error('The first step is missing.');
        return settled(frame, picture, unsmoothed);
      };
      const order = (): SegmentOrder => ({
        image: image(),
        low,
        high: levelOf(frame.highCode),
        allowed: null,
        smallestPx: frame.smallestPx,
        fillsHoles: true,
      });
      const lineLevels = frame.lineCodes.map(levelOf);
      const regions = frame.regions.map(spans => Int32Array.from(spans));
      const act = {
        smooth: () => {
          picture = pictureOf(sensor, 1, kernels);
          return picture;
        },
        statistics: () => regions.map(spans => statisticsOf(histogram(sensor.codes, spans), sensor)),
        segment: () => kernels.segment(order(), piecesAtMost),
        contours: () => kernels.traceAll(image(), lineLevels, frame.tolerancePx),
        distance: () => kernels.distance(signal, distances),
        registration: () => follower.follow(keyFrame, reduce(sensor.codes, frame)),
      } satisfies Record<Step, () => unknown>;

      const check = async (): Promise<Checks> => {
        const smoothed = act.smooth();
        const plain = { ...order(), high: low, smallestPx: 0, fillsHoles: false };
        const thresholded = kernels.segment(plain, 0);
        const checks: Record<string, string | number> = {
          codes: await digestOf([codes]),
          smoothed: await digestOf([
            isWide ? smoothed.levels : Uint8Array.from(smoothed.levels, roundedCode),
          ]),
          mask: await digestOf([thresholded.mask]),
          components: thresholded.count,
        };
        for (const [i, spans] of regions.entries())
          checks[`histogram ${i + 1}`] = await digestOf([histogram(sensor.codes, spans)]);
        act.distance();
        if (thresholded.areaPx > 0) checks.distances = await digestOf([distances]);
        else checks['distances to nothing'] = distances.every(d => d === Number.POSITIVE_INFINITY) ? 1 : 0;
        const whole = act.segment();
        checks['signal, holes filled'] = await digestOf([whole.mask]);
        checks.pieces = JSON.stringify(whole.pieces.map(({ areaPx, sumX, sumY }) => [areaPx, sumX, sumY]));
        const read = { ...smoothed, levels: image() };
        const traced = kernels.traceAll(image(), lineLevels, 0);
        const simplified = act.contours();
        for (const [i, level] of lineLevels.entries()) {
          if (frame.readsSmoothed) checks[`area ${i + 1}`] = enclosedArea(traced[i]!, read, level);
          const points = [...traced[i]!, ...simplified[i]!].map(line => line.points);
          checks[`lines ${i + 1}`] = await digestOf(points);
        }
        const reading = act.registration();
        return { ...checks, reading: JSON.stringify(reading), ...shiftOf(reading) };
      };
      return { check, time: (repetitions: number) => timeSteps(act, repetitions) };
    },
  };
}

const roundedCode = (level: number): number => (level + 128) >> 8;

const settled = (
  { readsSmoothed }: ChainFrame,
  picture: LightPicture,
  unsmoothed: Uint16Array<ArrayBuffer>,
): Uint16Array<ArrayBuffer> => (readsSmoothed ? picture.levels : unsmoothed);

/** The level between a code and the next: what OpenCV rounds to the next code or higher. */
const levelsOf =
  ({ topCode }: ChainFrame) =>
  (code: number): number =>
    topCode > 255 ? code + 0.5 : levelsPerCode * (code + 0.5);

function sensorOf(frame: ChainFrame, samples: SensorCodes['samples']): Sensor {
  const { widthPx, heightPx, topCode } = frame;
  // Of 16 bits: light whose levels are the codes.
  const span = wideRange.high - wideRange.low;
  const linear = Float64Array.from({ length: topCode + 1 }, (_, code) =>
    topCode > 255 ? wideRange.low + (code * span) / topCode : code / topCode,
  );
  return {
    frame: { number: 0, timestampS: 0, arrivedS: 0, planes: [], format: formatOf(frame) },
    codes: { widthPx, heightPx, topCode, samples, startSamples: 0, strideSamples: widthPx },
    sceneToSensor: { homography: identity, radial: null },
    linear,
    correction: null,
    missingField: null,
    shifts: null,
    clipCode: topCode,
    blackCode: 0,
  };
}

const formatOf = ({ widthPx, heightPx, topCode }: ChainFrame): FrameFormat => ({
  format: topCode > 255 ? 'Y16' : 'Y8',
  widthPx,
  heightPx,
  bitDepth: topCode > 255 ? 16 : 8,
  colour: { matrix: null, primaries: null, transfer: null, fullRange: true },
});

const shiftOf = (reading: MotionReading): Checks =>
  reading.kind === 'followed' ? { dx: reading.motion.dxPx, dy: reading.motion.dyPx } : {};

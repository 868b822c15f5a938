/** An analysis as a worker would find it in a specimen of 640 × 480 scene pixels, with shapes that belong to its figures. */
import { type Analysis, type AnalysisShapes, notGiven } from '#model/analysis.ts';
import type { Point } from '#model/geometry.ts';
import type { Shape } from '#model/region.ts';

const turn = (i: number, count: number) => (2 * Math.PI * i) / count;

/** Corners of a lobed outline. */
function lobed(centre: Point, radii: { x: number; y: number; lobes: number }, count: number): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const t = turn(i, count);
    const r = 1 + radii.lobes * Math.cos(3 * t + 0.6);
    return { x: centre.x + radii.x * r * Math.cos(t), y: centre.y + radii.y * r * Math.sin(t) };
  });
}

const flat = (points: readonly Point[]) => Float32Array.from(points.flatMap(({ x, y }) => [x, y]));

const edgePoints = lobed({ x: 320, y: 240 }, { x: 215, y: 165, lobes: 0.05 }, 400);
const signalPoints = lobed({ x: 398, y: 226 }, { x: 104, y: 76, lobes: 0.1 }, 180);

/** The outline that the fake edge region has. */
export const fakeEdge: Shape = { kind: 'freehand', points: edgePoints };
export const fakeCavity: Shape = {
  kind: 'ellipse',
  centre: { x: 190, y: 300 },
  radiusXPx: 70,
  radiusYPx: 52,
  angleRad: 0.3,
};

const nearestSignal = (p: Point) =>
  signalPoints.reduce((best, each) =>
    Math.hypot(each.x - p.x, each.y - p.y) < Math.hypot(best.x - p.x, best.y - p.y) ? each : best,
  );

/** All parts given; without a scale all lengths are pixels. `change` replaces parts. */
export function fakeAnalysis(options: { mmPerPx?: number | null; change?: Partial<Analysis> } = {}): {
  analysis: Analysis;
  shapes: AnalysisShapes;
} {
  const mmPerPx = options.mmPerPx === undefined ? 0.1 : options.mmPerPx;
  const length = (px: number, sdPx = 1.4) => ({
    px,
    sdPx,
    mm:
      mmPerPx === null ? null : { value: px * mmPerPx, sd: Math.hypot(sdPx * mmPerPx, px * mmPerPx * 0.01) },
  });
  const area = (px: number) => ({
    px,
    mm2: mmPerPx === null ? null : { value: px * mmPerPx ** 2, sd: px * mmPerPx ** 2 * 0.02 },
  });
  const distances = edgePoints.map(p => {
    const q = nearestSignal(p);
    return Math.hypot(q.x - p.x, q.y - p.y);
  });
  const at = distances.indexOf(Math.min(...distances));
  const step = (2 * Math.PI * 190) / edgePoints.length;
  const share = (limitMm: number) =>
    distances.filter(px => px * (mmPerPx ?? 1) < limitMm).length / distances.length;
  const isGap = (degree: number) => degree >= 300 && degree < 345;
  const analysis: Analysis = {
    frameNumber: 900,
    timestampS: 30,
    arrivedS: Date.now() / 1000,
    inputsRevision: 1,
    stepPx: 1,
    signal: {
      thresholdLinear: 0.2,
      area: area(24_310),
      count: 3,
      components: [
        { number: 1, area: area(23_870), mean: 0.342, peak: 0.61, centroid: { x: 398, y: 226 } },
        { number: 2, area: area(320), mean: 0.231, peak: 0.26, centroid: { x: 190, y: 300 } },
        { number: 3, area: area(120), mean: null, peak: null, centroid: { x: 150, y: 180 } },
      ],
    },
    lines: [],
    margin: {
      edgeId: 'E1',
      smallest: length(distances[at]!),
      reachesEdge: false,
      at: edgePoints[at]!,
      signalAt: nearestSignal(edgePoints[at]!),
      edgeLength: length(step * edgePoints.length),
      under: mmPerPx === null ? [] : [1, 5].map(limitMm => ({ limitMm, share: share(limitMm) })),
    },
    rim: {
      regionId: 'T1',
      centre: { x: 398, y: 226 },
      completeness: 0.875,
      gaps: [{ fromDegrees: 300, degrees: 45, length: length(52) }],
      width: length(14),
      radius: length(66),
    },
    peaks: {
      edgeId: 'E1',
      peaks: [
        { number: 1, at: { x: 430, y: 210 }, light: 0.61, percent: 100 },
        { number: 2, at: { x: 352, y: 262 }, light: 0.52, percent: 85.2 },
        { number: 3, at: { x: 190, y: 300 }, light: 0.26, percent: 42.6 },
      ],
    },
    residual: {
      cavityId: 'C1',
      area: area(320),
      share: 0.028,
      disc:
        mmPerPx === null
          ? notGiven('no-scale', 'no scale: calibrate with a ruler, Q')
          : { centre: { x: 196, y: 296 }, diameterMm: 5, radiusPx: 2.5 / mmPerPx, covers: 0.83 },
    },
    ...options.change,
  };
  return {
    analysis,
    shapes: {
      signal: [{ points: flat(signalPoints), isClosed: true }],
      lines: [],
      edge: {
        points: flat(edgePoints),
        distancesPx: Float32Array.from(distances),
        stepPx: step,
        mmPerPx,
      },
      rim: {
        maxima: Float32Array.from({ length: 360 }, (_, i) =>
          isGap(i)
            ? 0.12 + 0.03 * Math.sin(i / 3)
            : 0.42 + 0.12 * Math.sin(i / 17) + 0.03 * Math.sin(i * 1.7),
        ),
        radiiPx: Float32Array.from({ length: 360 }, () => 66),
        thresholdLinear: 0.2,
      },
    },
  };
}

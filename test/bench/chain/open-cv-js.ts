/**
 * The chain in OpenCV's WebAssembly build. It has no goodFeaturesToTrack and no phaseCorrelate: points to follow are a fixed grid. What a
 * frame needs is made once, but for the lists that its functions fill.
 */

import { digestOf } from './digest.ts';
import { loadOpenCv, type Mat } from './load-open-cv.ts';
import type { Checks, Step } from './order.ts';
import { type Contender, timeSteps } from './time-steps.ts';

const columns = 10;
const gridPoints = columns * columns;
const windowPx = 21;
const finestLevels = 3;

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function boxOf(spans: readonly number[]): Box {
  let left = Number.POSITIVE_INFINITY;
  let right = 0;
  for (let i = 0; i < spans.length; i += 3) {
    left = Math.min(left, spans[i + 1]!);
    right = Math.max(right, spans[i + 2]!);
  }
  return { x: left, y: spans[0]!, width: right - left, height: spans[spans.length - 3]! - spans[0]! + 1 };
}

/** Starts OpenCV in this page. What a frame took is freed when the next is opened. */
export async function createOpenCvChain(): Promise<Contender> {
  const cv = await loadOpenCv();
  let taken: { delete(): void }[] = [];
  const kept = <Taken extends { delete(): void }>(thing: Taken): Taken => {
    taken.push(thing);
    return thing;
  };

  return {
    open(frame, codes, key) {
      for (const thing of taken) thing.delete();
      taken = [];
      const { widthPx, heightPx, topCode } = frame;
      const isWide = topCode > 255;
      const plane = (type: number) => kept(new cv.Mat(heightPx, widthPx, type));
      const load = (to: Mat, from: typeof codes) => {
        if (from instanceof Uint16Array) to.data16U.set(from);
        else to.data.set(from);
      };
      const depth = isWide ? cv.CV_16UC1 : cv.CV_8UC1;
      const source = plane(depth);
      const smoothed = plane(depth);
      const wideBits = plane(depth);
      const bytes = plane(cv.CV_8UC1);
      const signal = plane(cv.CV_8UC1);
      const clear = plane(cv.CV_8UC1);
      const eight = plane(cv.CV_8UC1);
      const keyEight = plane(cv.CV_8UC1);
      const labels = plane(cv.CV_32SC1);
      const distances = plane(cv.CV_32FC1);
      const stats = kept(new cv.Mat());
      const centroids = kept(new cv.Mat());
      const histogram = kept(new cv.Mat());
      const status = kept(new cv.Mat());
      const errors = kept(new cv.Mat());
      const moved = kept(new cv.Mat());
      const grid = kept(new cv.Mat(gridPoints, 1, cv.CV_32FC2));
      for (let i = 0; i < gridPoints; i++) {
        grid.data32F[2 * i] = (widthPx * ((i % columns) + 0.5)) / columns;
        grid.data32F[2 * i + 1] = (heightPx * (Math.floor(i / columns) + 0.5)) / columns;
      }
      const window = new cv.Size(windowPx, windowPx);
      const five = new cv.Size(5, 5);
      const read = frame.readsSmoothed ? smoothed : source;
      const regions = frame.regions.map(spans => {
        const box = boxOf(spans);
        const mask = kept(new cv.Mat(box.height, box.width, cv.CV_8UC1));
        mask.data.fill(0);
        for (let i = 0; i < spans.length; i += 3) {
          const row = (spans[i]! - box.y) * box.width - box.x;
          mask.data.fill(255, row + spans[i + 1]!, row + spans[i + 2]!);
        }
        const images = kept(new cv.MatVector());
        images.push_back(kept(source.roi(box)));
        return { images, mask };
      });
      const toEight = (from: Mat, to: Mat) => {
        if (!isWide) return from;
        from.convertTo(to, cv.CV_8U, 1 / 257, 0);
        return to;
      };
      load(source, key);
      const keyPicture = isWide ? toEight(source, keyEight) : keyEight;
      if (!isWide) load(keyEight, key);
      load(source, codes);

      const threshold = (code: number): Mat => {
        const to = isWide ? wideBits : bytes;
        cv.threshold(read, to, code, 255, cv.THRESH_BINARY);
        if (isWide) wideBits.convertTo(bytes, cv.CV_8U, 1, 0);
        return bytes;
      };
      const count = (index: number) => {
        const { images, mask } = regions[index]!;
        cv.calcHist(images, [0], mask, histogram, [topCode + 1], [0, topCode + 1]);
        return histogram;
      };
      const borders = (code: number): number => {
        const found = new cv.MatVector();
        const hierarchy = new cv.Mat();
        cv.findContours(threshold(code), found, hierarchy, cv.RETR_LIST, cv.CHAIN_APPROX_SIMPLE);
        const line = new cv.Mat();
        const number = found.size();
        for (let i = 0; i < number; i++) {
          const border = found.get(i);
          if (border.rows > 4) cv.approxPolyDP(border, line, frame.tolerancePx, true);
          border.delete();
        }
        for (const thing of [found, hierarchy, line]) thing.delete();
        return number;
      };
      const act = {
        smooth: () => {
          load(source, codes);
          cv.GaussianBlur(source, smoothed, five, 0, 0, cv.BORDER_REPLICATE);
        },
        statistics: () => regions.forEach((_, i) => void count(i)),
        segment: () =>
          cv.connectedComponentsWithStats(threshold(frame.lowCode), labels, stats, centroids, 8, cv.CV_32S),
        contours: () => frame.lineCodes.map(borders),
        distance: () => {
          cv.bitwise_not(signal, clear);
          cv.distanceTransform(clear, distances, cv.DIST_L2, cv.DIST_MASK_PRECISE);
        },
        registration: () =>
          cv.calcOpticalFlowPyrLK(
            keyPicture,
            toEight(source, eight),
            grid,
            moved,
            status,
            errors,
            window,
            finestLevels,
          ),
      } satisfies Record<Step, () => unknown>;
      act.smooth();
      threshold(frame.lowCode).copyTo(signal);

      const check = async (): Promise<Checks> => {
        act.smooth();
        const components = act.segment() - 1;
        const checks: Record<string, string | number> = {
          codes: await digestOf([codes]),
          smoothed: await digestOf([isWide ? smoothed.data16U.slice() : smoothed.data.slice()]),
          mask: await digestOf([bytes.data.slice()]),
          components,
        };
        for (let i = 0; i < regions.length; i++)
          checks[`histogram ${i + 1}`] = await digestOf([Uint32Array.from(count(i).data32F)]);
        act.distance();
        if (signal.data.some(byte => byte !== 0))
          checks.distances = await digestOf([distances.data32F.slice()]);
        act.registration();
        const isFound = status.data.slice();
        const along = (axis: 0 | 1) =>
          Array.from(isFound.keys())
            .filter(i => isFound[i] === 1)
            .map(i => moved.data32F[2 * i + axis]! - grid.data32F[2 * i + axis]!)
            .toSorted((a, b) => a - b);
        const [x, y] = [along(0), along(1)];
        if (frame.shift && x.length > 0) return { ...checks, dx: x[x.length >> 1]!, dy: y[y.length >> 1]! };
        return checks;
      };
      return { check, time: (repetitions: number) => timeSteps(act, repetitions) };
    },
  };
}

/** The part of OpenCV's WebAssembly build that the benchmark uses. Everything made here is freed with the page. */
import scriptUrl from '@techstark/opencv-js/dist/opencv.js?url';
import type { Rect, SizePx } from '#model/geometry.ts';
import type { Spans } from '#workers/quantify/spans.ts';

type Mat = {
  readonly data: Uint8Array;
  readonly data32F: Float32Array;
  roi(rect: Rect): Mat;
};

type MatVector = { push_back(mat: Mat): void };

type OpenCv = {
  readonly CV_8UC1: number;
  readonly Mat: { new (): Mat; new (rows: number, columns: number, type: number): Mat };
  readonly MatVector: new () => MatVector;
  calcHist(
    images: MatVector,
    channels: number[],
    mask: Mat,
    histogram: Mat,
    histogramSize: number[],
    ranges: number[],
  ): void;
};

const isOpenCv = (value: unknown): value is OpenCv =>
  typeof value === 'object' && value !== null && 'calcHist' in value && 'MatVector' in value;

/** Starts OpenCV; it puts a promise of itself into the global `cv`. */
async function loadOpenCv(): Promise<OpenCv> {
  const script = document.createElement('script');
  const loaded = new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error('opencv.js did not load.'));
  });
  script.src = scriptUrl;
  document.head.append(script);
  await loaded;
  const openCv: unknown = await Reflect.get(globalThis, 'cv');
  if (!isOpenCv(openCv)) throw new Error('opencv.js did not start.');
  return openCv;
}

export type OpenCvHistograms = {
  /** Copies a frame into OpenCV's memory. */
  load(plane: Uint8Array): void;
  /** The histogram of region `index` in the frame loaded last, 256 bins. */
  count(index: number): Uint32Array<ArrayBuffer>;
};

/**
 * The fast way to do it there: each region's bounding box as a view of the frame, with a mask of that size. Views, masks,
 * vectors and results are made once.
 */
export async function createOpenCvHistograms(
  frame: SizePx,
  regions: readonly Spans[],
): Promise<OpenCvHistograms> {
  const cv = await loadOpenCv();
  const picture = new cv.Mat(frame.heightPx, frame.widthPx, cv.CV_8UC1);
  const histogram = new cv.Mat();
  const bins = new Uint32Array(256);
  const prepared = regions.map(spans => {
    const box = boxOf(spans);
    const mask = new cv.Mat(box.height, box.width, cv.CV_8UC1);
    mask.data.fill(0);
    for (let i = 0; i < spans.length; i += 3) {
      const row = (spans[i]! - box.y) * box.width - box.x;
      mask.data.fill(255, row + spans[i + 1]!, row + spans[i + 2]!);
    }
    const images = new cv.MatVector();
    images.push_back(picture.roi(box));
    return { images, mask };
  });
  return {
    load: plane => picture.data.set(plane),
    count(index) {
      const { images, mask } = prepared[index]!;
      cv.calcHist(images, [0], mask, histogram, [256], [0, 256]);
      bins.set(histogram.data32F);
      return bins;
    },
  };
}

function boxOf(spans: Spans): Rect {
  let left = Number.POSITIVE_INFINITY;
  let right = 0;
  for (let i = 0; i < spans.length; i += 3) {
    left = Math.min(left, spans[i + 1]!);
    right = Math.max(right, spans[i + 2]!);
  }
  const y = spans[0]!;
  return { x: left, y, width: right - left, height: spans[spans.length - 3]! - y + 1 };
}

/** The part of OpenCV's WebAssembly build that the chain uses. What is made of it must be freed by `delete`. */
import scriptUrl from '@techstark/opencv-js/dist/opencv.js?url';

export type Mat = {
  readonly rows: number;
  readonly data: Uint8Array<ArrayBuffer>;
  readonly data16U: Uint16Array<ArrayBuffer>;
  readonly data32F: Float32Array<ArrayBuffer>;
  roi(box: { x: number; y: number; width: number; height: number }): Mat;
  convertTo(to: Mat, type: number, scale: number, shift: number): void;
  copyTo(to: Mat): void;
  delete(): void;
};

type MatVector = { push_back(mat: Mat): void; size(): number; get(index: number): Mat; delete(): void };

type Size = { readonly width: number; readonly height: number };

type Constant =
  | `CV_${'8U' | '32S' | '8UC1' | '16UC1' | '32SC1' | '32FC1' | '32FC2'}`
  | 'BORDER_REPLICATE'
  | 'THRESH_BINARY'
  | 'RETR_LIST'
  | 'CHAIN_APPROX_SIMPLE'
  | 'DIST_L2'
  | 'DIST_MASK_PRECISE';

type OpenCv = { readonly [Name in Constant]: number } & {
  readonly Mat: { new (): Mat; new (rows: number, columns: number, type: number): Mat };
  readonly MatVector: new () => MatVector;
  readonly Size: new (width: number, height: number) => Size;
  GaussianBlur(from: Mat, to: Mat, size: Size, sigmaX: number, sigmaY: number, border: number): void;
  threshold(from: Mat, to: Mat, level: number, most: number, type: number): number;
  bitwise_not(from: Mat, to: Mat): void;
  calcHist(
    images: MatVector,
    channels: number[],
    mask: Mat,
    histogram: Mat,
    sizes: number[],
    ranges: number[],
  ): void;
  connectedComponentsWithStats(
    from: Mat,
    labels: Mat,
    stats: Mat,
    centroids: Mat,
    connectivity: number,
    type: number,
  ): number;
  findContours(from: Mat, to: MatVector, hierarchy: Mat, mode: number, method: number): void;
  approxPolyDP(from: Mat, to: Mat, tolerance: number, isClosed: boolean): void;
  distanceTransform(from: Mat, to: Mat, type: number, mask: number): void;
  calcOpticalFlowPyrLK(
    before: Mat,
    now: Mat,
    points: Mat,
    moved: Mat,
    status: Mat,
    errors: Mat,
    window: Size,
    levels: number,
  ): void;
};

const isOpenCv = (value: unknown): value is OpenCv =>
  typeof value === 'object' && value !== null && 'calcOpticalFlowPyrLK' in value && 'MatVector' in value;

/** Starts it; it puts a promise of itself into the global `cv`. Throws an `Error` when it does not start. */
export async function loadOpenCv(): Promise<OpenCv> {
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

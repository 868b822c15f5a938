/** Readings of a camera that never was: a limited-range BT.709 tower with a vignette. Fits are the model's own. */
import type {
  CalibrationRun,
  ChartReading,
  CurvePoint,
  DarkReading,
  Finding,
  FlatReading,
  Picture,
  PointPair,
  RulerMark,
} from '#model/calibration.ts';
import { beginRun } from '#model/calibration-run.ts';
import type { CameraControl } from '#model/camera-controls.ts';
import { greyToLight, paintChart, stepPatches } from '#model/chart.ts';
import { fieldOf } from '#model/field.ts';
import { fitCurves } from '#model/fit/curve-fit.ts';
import { type Profile, unknownProfile } from '#model/profile.ts';
import { linearToSignal } from '#model/transfer.ts';

const range = { blackCodes: 16, whiteCodes: 235 };
const small = { widthPx: 160, heightPx: 120 };

/** Codes that a BT.709 camera gives for `light`, off by up to a third of a code that depends on `index` alone. */
const codesOf = (light: number, pedestal: number, index: number): number =>
  range.blackCodes +
  (range.whiteCodes - range.blackCodes) * linearToSignal(light + pedestal, { kind: 'bt709' }) +
  0.33 * Math.sin(7.3 * index);

function picture(greyAt: (x: number, y: number) => number): Picture {
  const rgba = new Uint8ClampedArray(4 * small.widthPx * small.heightPx);
  for (let y = 0; y < small.heightPx; y++)
    for (let x = 0; x < small.widthPx; x++) {
      const grey = greyAt(x / small.widthPx, y / small.heightPx);
      rgba.set([grey, grey, grey, 255], 4 * (y * small.widthPx + x));
    }
  return { ...small, rgba };
}

const chartPoints: readonly CurvePoint[] = stepPatches.map(({ grey }, index) => {
  const light = greyToLight(grey);
  return { light, codes: codesOf(light, 0, index), sdCodes: 0.05 };
});

const finding = (severity: Finding['severity'], id: string, words: string): Finding => ({
  severity,
  id,
  words,
});

export const sampleChart: ChartReading = {
  chartToFrame: [640, 0, 0, 0, 480, 0, 0, 0, 1],
  blackCodes: 16.1,
  whiteCodes: 234.8,
  range: 'limited',
  matrix: 'bt709',
  subsampling: '4:2:0',
  steps: { found: 219, expected: 219 },
  clippedLow: false,
  clippedHigh: false,
  fits: fitCurves(chartPoints, range),
  findings: [
    finding('caution', 'subsampling', 'Colour is sent at half resolution. It does not change NIR.'),
    finding('good', 'range', 'Black and white arrive where limited-range video has them.'),
    finding('good', 'ends', 'Nothing is cut off at the dark or the bright end.'),
  ],
  picture: paintChart({ widthPx: 320, heightPx: 180 }),
};

/** Squeezed twice and cut off: must not be used. */
export const sampleBadChart: ChartReading = {
  ...sampleChart,
  range: 'twice',
  clippedHigh: true,
  blackCodes: 30.2,
  whiteCodes: 217.9,
  findings: [
    finding(
      'stop',
      'range-twice',
      'The range was squeezed twice: black arrives as dark grey. Set the grabber to full range, then read again.',
    ),
    finding('caution', 'clipped-high', 'The bright end is cut off. Lower the tower’s brightness.'),
  ],
};

export const samplePoints: readonly CurvePoint[] = [0.025, 0.05, 0.1, 0.2, 0.4, 0.8].map((light, index) => ({
  light,
  codes: codesOf(light, 0.004, index),
  sdCodes: 0.08,
}));
export const sampleFits = fitCurves(samplePoints, range);

const vignette = (x: number, y: number): number => 1 - 0.9 * ((x - 0.5) ** 2 + (y - 0.5) ** 2);

const field = (valueAt: (x: number, y: number) => number) =>
  fieldOf(
    Float64Array.from({ length: small.widthPx * small.heightPx }, (_, i) =>
      valueAt((i % small.widthPx) / small.widthPx, Math.floor(i / small.widthPx) / small.heightPx),
    ),
    small.widthPx,
    small.heightPx,
  );

export const sampleDark: DarkReading = {
  frames: 32,
  darkCodes: 22.04,
  darkSdCodes: 0.02,
  noiseCodes: 1.31,
  structureCodes: 0.42,
  field: field(x => 0.002 * Math.sin(40 * x)),
  findings: [finding('good', 'dark', 'The picture is dark and steady.')],
  picture: picture((x, y) => 128 + 60 * Math.sin(40 * x) + 20 * Math.sin(9 * y)),
};

export const sampleFlat: FlatReading = {
  frames: 32,
  method: 'smooth',
  field: field(vignette),
  before: { above60: 0.97, above80: 0.612, above90: 0.318, above95: 0.154 },
  after: { above60: 1, above80: 0.998, above90: 0.981, above95: 0.913 },
  residualShare: 0.006,
  maskedShare: 0.0021,
  findings: [
    finding('good', 'clipping', 'Nothing is clipped.'),
    finding('good', 'flat-instrument-only', 'A fixed flat field corrects the instrument, not the tissue.'),
    finding('caution', 'spots', 'Dust or bubbles: 0.2 % of the picture was left out.'),
  ],
  pictureBefore: picture((x, y) => 230 * vignette(x, y)),
  pictureAfter: picture((x, y) => 226 + 4 * Math.sin(50 * x * y)),
};

export const samplePairs: readonly PointPair[] = [
  [60, 50],
  [580, 60],
  [570, 430],
  [70, 420],
  [320, 240],
].map(([x, y]) => ({ white: { x: x!, y: y! }, nir: { x: x! + 6.4, y: y! - 3.1 } }));

export const sampleMarks: readonly RulerMark[] = [
  { from: { x: 100, y: 400 }, to: { x: 350, y: 402 }, lengthMm: 50 },
  { from: { x: 120, y: 380 }, to: { x: 122, y: 180 }, lengthMm: 40 },
];

/** A run from a profile that knows nothing, with white light and NIR. */
export const sampleRun = (change: Partial<CalibrationRun> = {}): CalibrationRun => ({
  ...beginRun(unknownProfile, [], { isOther: false, hasWhite: true, hasNir: true }),
  ...change,
});

export const sampleControls: readonly CameraControl[] = [
  { id: 'exposure', name: 'Exposure', mode: 'automatic', canLock: true, value: 16.67, unit: 'ms' },
  { id: 'gain', name: 'Gain', mode: 'automatic', canLock: true, value: 4, unit: '' },
  { id: 'white-balance', name: 'White balance', mode: 'locked', canLock: true, value: 5600, unit: 'K' },
  { id: 'focus', name: 'Focus', mode: 'unknown', canLock: false, value: null, unit: 'm' },
];

const dayS = 86_400;

/** A measured profile of Tower A, made `ageDays` ago. */
export function sampleProfile(name: string, ageDays: number, scope = '30° no. 2'): Profile {
  const madeAtS = Date.now() / 1000 - ageDays * dayS;
  const part = (days: number, residual: string) => ({
    madeAtS,
    validUntilS: madeAtS + days * dayS,
    residual,
  });
  return {
    ...unknownProfile,
    id: name,
    name,
    range: 'limited',
    transfer: { kind: 'bt709' },
    darkCodes: 22.04,
    madeFor: {
      device: 'Tower A',
      scope,
      nir: { widthPx: 640, heightPx: 480 },
      scene: { widthPx: 640, heightPx: 480 },
      bitDepth: 8,
    },
    parts: {
      path: part(365, '0.21 codes rms, largest 0.40, 18 steps'),
      dark: part(30, '22.04 ± 0.02 codes'),
      flat: null,
      registration: null,
      scale: null,
    },
  };
}

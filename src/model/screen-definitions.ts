/** What the numbers are that belong to the picture and to a calibration rather than to a measurement. */
import type { Definition } from './figures.ts';

const convention = 'Convention of this viewer';
const latency = 'Effect of added delay: Kumcu 2016; up to 100 ms acceptable: Nankaku 2022, PLoS One';

export const screenDefinitions = {
  frameAge: {
    name: 'Frame age',
    formula: 'now − arrival of the newest frame',
    source: latency,
    note: 'Counted from its arrival here: what camera and cable take before is not in it. Late from 0.25 s on; from 0.5 s on numbers and overlay are taken away.',
  },
  arrivedFps: {
    name: 'Frames a second',
    formula: 'frames that arrived over the last two seconds / 2',
    source: convention,
    note: 'Repeated frames count: half the rate in disguise is told as a caution.',
  },
  dropped: {
    name: 'Dropped frames',
    formula: 'frames that never reached the canvas since the source was opened',
    source: convention,
    note: 'As far as timestamps and counts tell. Where the machine is slower than the camera older frames are left out, so that the newest is shown.',
  },
  blackWhite: {
    name: 'Black, white',
    formula: 'codes of the chart’s black and white patches',
    source: 'Read from the chart through the whole path',
    note: 'Where they are cut off there is nothing to linearise.',
  },
  stepsToldApart: {
    name: 'Steps told apart',
    formula: 'grey patches that differ from their neighbours / patches of the chart',
    source: 'Read from the chart through the whole path',
    note: 'Fewer where an end is cut off or a device in between raises contrast.',
  },
  leftOverRms: {
    name: 'Left over, rms',
    formula: '√(Σ residual² / n)',
    source: 'Root mean square of what the fit does not explain',
    note: 'Of the points that the fit was made of, so it flatters; few points flatter most. In pixels it is how far NIR may lie beside its tissue.',
  },
  leftOverLargest: {
    name: 'Largest',
    formula: 'max |residual|',
    source: convention,
    note: 'One bad mark or patch makes it: look where it lies before it is accepted.',
  },
  codeOfNoLight: {
    name: 'Code of no light',
    formula: 'the fitted curve at light 0',
    source: convention,
    note: 'Extrapolated: a reading with the lens capped is better. An offset as large as the background’s light makes a TBR of 3 read 2.',
  },
  dark: {
    name: 'Dark',
    formula: 'mean code with the lens capped; ± its standard uncertainty',
    source: convention,
    note: 'Moves with temperature and gain. An offset of a tenth of the background makes a TBR of 5 read 4.6.',
  },
  gamma: {
    name: 'γ',
    formula: 'exponent of the fitted power curve; ± twice its standard uncertainty',
    source: 'Least squares on the patches',
    note: 'Read through a display gamma of 2.2 a true TBR of 5 becomes 2.1.',
  },
  pixelNoise: {
    name: 'Noise of a pixel',
    formula: 'SD of one pixel from frame to frame, in codes',
    source: 'Temporal SD, dark frames',
    note: 'The noise floor follows from it. Denoising in the tower hides it.',
  },
  darkStructure: {
    name: 'Structure',
    formula: 'SD over pixels of the mean picture, beyond what noise leaves',
    source: convention,
    note: 'A fixed pattern that averaging does not take away; subtracted by pixel where it is worth it.',
  },
  readFrames: {
    name: 'Frames',
    formula: 'frames that were averaged',
    source: convention,
    note: 'Four times as many halve the noise that is left in the mean.',
  },
  leftOverPlaces: {
    name: 'Left over between places',
    formula: 'SD between places after correction, noise taken out / mean',
    source: convention,
    note: 'Of frames that the field was not made of. It bears on ratios of regions that lie far apart.',
  },
  leftOutAsDust: {
    name: 'Left out as dust',
    formula: 'pixels taken for defects / all pixels',
    source: convention,
    note: 'A dirty target or lens raises it: clean both and read again.',
  },
  agreement: {
    name: 'Agreement of the channels',
    formula: 'correlation of the gradients of white light and NIR, before and after refinement',
    source: convention,
    note: 'From −1 to 1. It is low where the two channels show different structures, and then says little.',
  },
  scale: {
    name: 'Scale',
    formula: 'length on the ruler / its pixels; ± standard uncertainty',
    source: 'A ruler in the picture',
    note: 'Only at the distance at which the ruler lay; tissue nearer to the lens is larger in the picture.',
  },
} as const satisfies Record<string, Definition>;

/** The key of a figure by the name that stands beside it, in English; null: nothing is written about it. */
export function screenFigureNamed(name: string): string | null {
  const entry = Object.entries(screenDefinitions).find(([, definition]) => definition.name === name);
  return entry ? entry[0] : null;
}

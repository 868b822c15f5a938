/** What a calibration says aloud: where it is, how far a reading is, and what came of it. Pure. */
import type { CalibratingState } from '#conductor/api.ts';
import type { CalibrationRun, Finding } from '#model/calibration.ts';
import { stepWords } from './step-words.ts';
import { inCodes, transferInWords } from './words.ts';

const inQuarters = (share: number): number => Math.floor(share * 4) * 25;

const worst = (findings: readonly Finding[]): string =>
  findings
    .filter(({ severity }) => severity !== 'good')
    .map(({ words }) => words)
    .join(' ');

/** What the current step has read; empty before it has. */
function resultInWords(run: CalibrationRun): string {
  const { step, chart, curvePoints, dark, flat, registration, scale } = run;
  switch (step) {
    case 'path': {
      const best = chart?.fits[0];
      if (!chart) return '';
      return `Chart read. ${best ? `Best curve: ${transferInWords(best.transfer)}, left over ${inCodes(best.rmsCodes)} codes.` : ''} ${worst(chart.findings)}`;
    }
    case 'steps': {
      const point = curvePoints.at(-1);
      return point ? `${curvePoints.length} steps read. The last: ${inCodes(point.codes)} codes.` : '';
    }
    case 'dark':
      return dark ? `Dark read: ${inCodes(dark.darkCodes)} codes. ${worst(dark.findings)}` : '';
    case 'flat':
      return flat
        ? `Flat field read: ${Math.round(100 * flat.after.above80)} % of the field above 80 % of its maximum. ${worst(flat.findings)}`
        : '';
    case 'registration':
      return registration ? `Left over ${registration.rmsPx.toFixed(2)} pixels.` : '';
    case 'scale':
      return scale ? `${scale.mmPerPx.toPrecision(3)} millimetres a pixel.` : '';
    case 'verdict':
      return '';
  }
}

/** A refusal is spoken where it stands. */
export function spoken({ run, busy, refused }: Omit<CalibratingState, 'profiles' | 'canResume'>): string {
  if (!run || refused) return '';
  if (busy) return `${busy.words}, ${inQuarters(busy.share)} per cent`;
  const accepted = run.states[run.step] === 'done' && run.step !== 'verdict' ? ' Accepted.' : '';
  return `${stepWords[run.step].title}. ${resultInWords(run)}${accepted}`.trim();
}

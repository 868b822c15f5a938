/** What a calibration says aloud: where it is, how far a reading is, and what came of it. Pure. */
import type { CalibratingState } from '#conductor/api.ts';
import type { CalibrationRun, Finding } from '#model/calibration.ts';
import { words } from '#words/words.ts';
import { stepWords } from './step-words.ts';
import { inCodes, transferInWords } from './words.ts';

const inQuarters = (share: number): number => Math.floor(share * 4) * 25;

const worst = (findings: readonly Finding[]): string =>
  findings
    .filter(({ severity }) => severity !== 'good')
    .map(({ words: found }) => words(found))
    .join(' ');

/** What the current step has read; empty before it has. */
function resultInWords(run: CalibrationRun): string {
  const { step, chart, curvePoints, dark, flat, registration, scale } = run;
  switch (step) {
    case 'path': {
      const best = chart?.fits[0];
      if (!chart) return '';
      const curve =
        best &&
        words('Best curve: {transfer}, left over {codes} codes.', {
          transfer: transferInWords(best.transfer),
          codes: inCodes(best.rmsCodes),
        });
      return [words('Chart read.'), curve, worst(chart.findings)].filter(Boolean).join(' ');
    }
    case 'steps': {
      const point = curvePoints.at(-1);
      return point
        ? words('{count} steps read. The last: {codes} codes.', {
            count: curvePoints.length,
            codes: inCodes(point.codes),
          })
        : '';
    }
    case 'dark':
      return dark
        ? `${words('Dark read: {codes} codes.', { codes: inCodes(dark.darkCodes) })} ${worst(dark.findings)}`
        : '';
    case 'flat':
      return flat
        ? `${words('Flat field read: {percent} % of the field above 80 % of its maximum.', {
            percent: Math.round(100 * flat.after.above80),
          })} ${worst(flat.findings)}`
        : '';
    case 'registration':
      return registration ? words('Left over {px} pixels.', { px: registration.rmsPx.toFixed(2) }) : '';
    case 'scale':
      return scale ? words('{mm} millimetres a pixel.', { mm: scale.mmPerPx.toPrecision(3) }) : '';
    case 'verdict':
      return '';
  }
}

/** A refusal is spoken where it stands. */
export function spoken({ run, busy, refused }: Omit<CalibratingState, 'profiles' | 'canResume'>): string {
  if (!run || refused) return '';
  if (busy)
    return words('{doing}, {percent} per cent', {
      doing: words(busy.words),
      percent: inQuarters(busy.share),
    });
  const accepted = run.states[run.step] === 'done' && run.step !== 'verdict' ? ` ${words('Accepted.')}` : '';
  return `${words(stepWords[run.step].title)}. ${resultInWords(run)}${accepted}`.trim();
}

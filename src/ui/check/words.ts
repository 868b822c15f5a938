/** A check's figures and states as a person reads them, and what is spoken. Pure. */
import type { CheckingState } from '#conductor/api.ts';
import { checkNumber, checkNumberWithSd, checkPartTitles } from '#model/check/report.ts';
import { type CheckPartName, type CheckReport, type ComparedFigure, checkPartNames } from '#model/check.ts';

/** Two digits: a difference says no more. */
const briefly = (value: number): string => checkNumber(Number(value.toPrecision(2)));

const withUnit = (words: string, unit: string): string =>
  unit === '' ? words : unit.startsWith('/') || unit === '%' ? `${words}\u00a0${unit}` : `${words} ${unit}`;

/** "0.992 ± 0.024", with its unit. */
export const figureInWords = ({ value, sd, unit }: Pick<ComparedFigure, 'value' | 'sd' | 'unit'>): string =>
  withUnit(sd === null ? checkNumber(value) : checkNumberWithSd(value, sd), unit);

/** How many MAD a figure lies from what is usual; null where nothing is usual, or it never changed. */
export const madsAway = ({ usual, difference }: ComparedFigure): number | null =>
  usual && difference !== null && usual.mad > 0 ? Math.abs(difference) / usual.mad : null;

/** Beside the camera's own earlier ones: "0.012 above the usual 0.98 (MAD 0.004, 3.0 MAD away, of 8)". */
export function comparedInWords(figure: ComparedFigure): string {
  const { usual, difference, earlier, unit } = figure;
  if (!usual || difference === null)
    return earlier === 0
      ? 'No earlier check to compare with.'
      : `${earlier} earlier ${earlier === 1 ? 'check' : 'checks'}: too few to say what is usual.`;
  const away = madsAway(figure);
  // What differs only in digits that are not shown is the same to who reads it.
  const where =
    checkNumber(figure.value) === checkNumber(usual.median)
      ? 'As usual,'
      : `${withUnit(briefly(Math.abs(difference)), unit)} ${difference > 0 ? 'above' : 'below'} the usual`;
  const far = away === null ? '' : `, ${away < 10 ? away.toFixed(1) : Math.round(away)} MAD away`;
  return `${where} ${withUnit(checkNumber(usual.median), unit)} (MAD ${briefly(usual.mad)}${far}; median of ${earlier}).`;
}

const date = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** Day and time of seconds since the epoch. */
export const inDate = (timeS: number): string => date.format(timeS * 1000);

/** "2:05". */
export function inClock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** "Concentration series, dark noise". */
export const partsInWords = ({ parts }: CheckReport): string =>
  checkPartNames
    .filter(part => parts[part])
    .map((part, i) => (i === 0 ? checkPartTitles[part] : checkPartTitles[part].toLowerCase()))
    .join(', ');

/** The camera of a report: device and optics. */
export const cameraOf = ({ device, scope }: Pick<CheckReport, 'device' | 'scope'>): string =>
  scope === '' ? device : `${device}, ${scope}`;

/** What is said aloud: how far a reading is, in quarters, why it was refused, and what the part gave. */
export function spokenCheck(
  { busy, refused, report, isKept }: CheckingState,
  part: CheckPartName | null,
): string {
  if (busy) return `${busy.words}: ${Math.floor(busy.share * 4) * 25} per cent.`;
  if (refused) return '';
  if (isKept) return 'The report is kept.';
  const done = part && report?.parts[part];
  if (!done) return '';
  return 'withheld' in done.result ? done.result.detail : `${checkPartTitles[part]} read.`;
}

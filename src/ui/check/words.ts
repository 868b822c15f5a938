/** A check's figures and states as a person reads them, and what is spoken, in the language of the screen. */
import type { CheckingState } from '#conductor/api.ts';
import { checkNumber, checkNumberWithSd, checkPartTitles } from '#model/check/report.ts';
import { type CheckPartName, type CheckReport, type ComparedFigure, checkPartNames } from '#model/check.ts';
import { languageNow, numerals, words } from '#words/words.ts';
import { locales } from '../calibrate/words.ts';

/** Two digits: a difference says no more. */
const briefly = (value: number): string => checkNumber(Number(value.toPrecision(2)));

const withUnit = (figure: string, unit: string): string => {
  const shown = numerals(figure);
  if (unit === '') return shown;
  return unit.startsWith('/') || unit === '%' ? `${shown}\u00a0${unit}` : `${shown} ${words(unit)}`;
};

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
      ? words('No earlier check to compare with.')
      : words(
          earlier === 1
            ? '{earlier} earlier check: too few to say what is usual.'
            : '{earlier} earlier checks: too few to say what is usual.',
          { earlier },
        );
  const away = madsAway(figure);
  // What differs only in digits that are not shown is the same to who reads it.
  const isSame = checkNumber(figure.value) === checkNumber(usual.median);
  return words(
    isSame
      ? 'As usual, {median} (MAD {mad}{far}; median of {earlier}).'
      : difference > 0
        ? '{difference} above the usual {median} (MAD {mad}{far}; median of {earlier}).'
        : '{difference} below the usual {median} (MAD {mad}{far}; median of {earlier}).',
    {
      difference: withUnit(briefly(Math.abs(difference)), unit),
      median: withUnit(checkNumber(usual.median), unit),
      mad: briefly(usual.mad),
      far:
        away === null
          ? ''
          : words(', {away} MAD away', { away: away < 10 ? away.toFixed(1) : Math.round(away) }),
      earlier,
    },
  );
}

/** Day and time of seconds since the epoch. */
export const inDate = (timeS: number): string =>
  new Date(timeS * 1000).toLocaleString(locales[languageNow()], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

/** "2:05". */
export function inClock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** "Concentration series, dark noise". */
export const partsInWords = ({ parts }: CheckReport): string =>
  checkPartNames
    .filter(part => parts[part])
    .map((part, i) => (i === 0 ? words(checkPartTitles[part]) : words(checkPartTitles[part]).toLowerCase()))
    .join(', ');

/** "16 frames averaged, dark subtracted": in what figures agree that are compared. `madeHow`: in English, as reports keep it. */
export const madeHowInWords = (madeHow: string): string =>
  madeHow
    .split(', ')
    .map(part => words(part))
    .join(', ');

/** The camera of a report: device and optics. */
export const cameraOf = ({ device, scope }: Pick<CheckReport, 'device' | 'scope'>): string =>
  scope === '' ? device : `${device}, ${scope}`;

/** What is said aloud: how far a reading is, in quarters, why it was refused, and what the part gave. */
export function spokenCheck(
  { busy, refused, report, isKept }: CheckingState,
  part: CheckPartName | null,
): string {
  if (busy)
    return words('{doing}: {percent} per cent.', {
      doing: words(busy.words),
      percent: Math.floor(busy.share * 4) * 25,
    });
  if (refused) return '';
  if (isKept) return words('The report is kept.');
  const done = part && report?.parts[part];
  if (!done) return '';
  return words('withheld' in done.result ? done.result.detail : `${checkPartTitles[part]} read.`);
}

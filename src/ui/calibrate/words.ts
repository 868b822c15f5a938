/** Numbers and dates of calibration as a person reads them, in the language of the screen. */
import type { Finding } from '#model/calibration.ts';
import type { PartName, Profile, ProfileFault, Transfer } from '#model/profile.ts';
import { type Language, languageNow, numerals, words } from '#words/words.ts';

export const partTitles = {
  path: 'Signal path',
  dark: 'Dark',
  flat: 'Flat field',
  registration: 'Registration',
  scale: 'Scale',
} as const satisfies Record<PartName, string>;

/** British English, as the texts are written. */
export const locales = { en: 'en-GB', nl: 'nl-NL', zh: 'zh-CN' } as const satisfies Record<Language, string>;

/** The day of a time in seconds since the epoch. */
export const inDay = (timeS: number): string =>
  new Date(timeS * 1000).toLocaleDateString(locales[languageNow()], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });

/** Codes with as many decimals as a fit supports. */
export const inCodes = (codes: number): string => numerals(codes.toFixed(Math.abs(codes) >= 100 ? 1 : 2));

/** The half-width of a 95 % interval from a standard uncertainty, in codes; rounded up, so that it is never nothing. */
export const plusMinus = (sdCodes: number): string =>
  numerals(`± ${(Math.ceil(200 * sdCodes) / 100).toFixed(2)}`);

export function transferInWords(transfer: Transfer): string {
  switch (transfer.kind) {
    case 'unknown':
      return words('Unknown');
    case 'linear':
      return words('Linear');
    case 'srgb':
      return 'sRGB';
    case 'bt709':
      return 'BT.709';
    case 'power':
      return words('Power, γ {gamma}', { gamma: transfer.gamma.toFixed(3) });
    case 'table':
      return words('Measured table');
  }
}

/** A profile's faults, one sentence each. */
export function faultInWords(fault: ProfileFault): string {
  switch (fault.kind) {
    case 'other-device':
      return words('Made for another camera.');
    case 'other-size':
      return words('Made for another picture size.');
    case 'other-depth':
      return words('Made for another bit depth.');
    case 'expired':
      return words('{part} has expired: measure it again.', { part: words(partTitles[fault.part]) });
  }
}

/** A profile's name: a person's own as it was typed, those that come with the viewer in the language of the screen. */
export const profileTitle = ({ name, madeFor }: Profile): string => (madeFor ? name : words(name));

/** The day on which the first of a profile's parts that move a ratio ends; null where none was measured. */
export function validUntilS({ parts }: Profile): number | null {
  const ends = [parts.path, parts.dark, parts.flat].flatMap(part => (part ? [part.validUntilS] : []));
  return ends.length > 0 ? Math.min(...ends) : null;
}

/** When a part of a profile was measured last; null where none was. */
export function madeAtS({ parts }: Profile): number | null {
  const made = Object.values(parts).flatMap(part => (part ? [part.madeAtS] : []));
  return made.length > 0 ? Math.max(...made) : null;
}

/** Why a reading with these findings must not be accepted; null: it may be. */
export const refusalOf = (findings: readonly Finding[]): string | null =>
  findings.some(({ severity }) => severity === 'stop') ? words('Not to be used: see above.') : null;

/** Numbers and dates of calibration as a person reads them. Pure. */
import type { Finding } from '#model/calibration.ts';
import type { PartName, Profile, ProfileFault, Transfer } from '#model/profile.ts';

export const partTitles = {
  path: 'Signal path',
  dark: 'Dark',
  flat: 'Flat field',
  registration: 'Registration',
  scale: 'Scale',
} as const satisfies Record<PartName, string>;

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** The day of a time in seconds since the epoch. */
export const inDay = (timeS: number): string => day.format(timeS * 1000);

/** Codes with as many decimals as a fit supports. */
export const inCodes = (codes: number): string => codes.toFixed(Math.abs(codes) >= 100 ? 1 : 2);

/** The half-width of a 95 % interval from a standard uncertainty, in codes; rounded up, so that it is never nothing. */
export const plusMinus = (sdCodes: number): string => `± ${(Math.ceil(200 * sdCodes) / 100).toFixed(2)}`;

export function transferInWords(transfer: Transfer): string {
  switch (transfer.kind) {
    case 'unknown':
      return 'Unknown';
    case 'linear':
      return 'Linear';
    case 'srgb':
      return 'sRGB';
    case 'bt709':
      return 'BT.709';
    case 'power':
      return `Power, γ ${transfer.gamma.toFixed(3)}`;
    case 'table':
      return 'Measured table';
  }
}

/** A profile's faults, one sentence each. */
export function faultInWords(fault: ProfileFault): string {
  switch (fault.kind) {
    case 'other-device':
      return 'Made for another camera.';
    case 'other-size':
      return 'Made for another picture size.';
    case 'other-depth':
      return 'Made for another bit depth.';
    case 'expired':
      return `${partTitles[fault.part]} has expired: measure it again.`;
  }
}

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
  findings.some(({ severity }) => severity === 'stop') ? 'Not to be used: see above.' : null;

/** Times and sizes as lists print them. */

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** "3 May 2026, 14:05", local time. */
export const inDay = (atS: number): string => day.format(new Date(atS * 1000));

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** "1.2 GB"; a dash when not known. */
export function inBytes(bytes: number | null): string {
  if (bytes === null) return '–';
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power]}`;
}

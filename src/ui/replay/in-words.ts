/** Times and sizes as lists print them. */
import { type Language, languageNow, numerals } from '#words/words.ts';

const locales = { en: 'en-GB', nl: 'nl-NL', zh: 'zh-CN' } as const satisfies Record<Language, string>;

const days = new Map<Language, Intl.DateTimeFormat>();

function dayFormat(): Intl.DateTimeFormat {
  const language = languageNow();
  const known = days.get(language);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short' });
  days.set(language, made);
  return made;
}

/** "3 May 2026, 14:05", local time, as the language of the screen writes it. */
export const inDay = (atS: number): string => dayFormat().format(new Date(atS * 1000));

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** "1.2 GB"; a dash when not known. */
export function inBytes(bytes: number | null): string {
  if (bytes === null) return '–';
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return numerals(`${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power]}`);
}

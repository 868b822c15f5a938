/** The case as the strip shows it: protocol, pseudonymous label, dye, clock, station. Never a person's name. */
import { z } from './schema-rules.ts';

export const stations = ['gross tumour', 'tumour bed', 'cross-sectioned specimen', 'other'] as const;
export const routes = ['intravenous', 'oral', 'local', 'other'] as const;

export const caseSchema = z.object({
  /** Registry id of a study protocol in `seeds/protocols`, or null. */
  protocolId: z.string().nullable(),
  /** Pseudonym, chosen by the user: letters, digits, dash, dot. */
  label: z.string().regex(/^[A-Za-z0-9.-]{0,24}$/, 'Use letters, digits, dash and dot only; no names.'),
  dye: z.string().max(60),
  /** As given, with its unit: "2 mg/kg". */
  dose: z.string().max(40),
  route: z.enum(routes),
  /** Seconds since the epoch; null: not given or not known. */
  injectedAtS: z.number().nullable(),
  station: z.enum(stations),
  /** Treated tumour may stay dark: the viewer says so while this is on. */
  neoadjuvant: z.boolean(),
});

export type Case = z.infer<typeof caseSchema>;
export type Station = (typeof stations)[number];

export const emptyCase: Case = {
  protocolId: null,
  label: '',
  dye: 'ICG',
  dose: '',
  route: 'intravenous',
  injectedAtS: null,
  station: 'tumour bed',
  neoadjuvant: false,
};

const two = (n: number): string => String(n).padStart(2, '0');

/** "T+23:41" in hours and minutes, "T+12 min" under an hour; null when no time is known. Before injection: "T−…". */
export function sinceInjection(injectedAtS: number | null, nowS: number): string | null {
  if (injectedAtS === null) return null;
  const sign = nowS < injectedAtS ? '−' : '+';
  const minutes = Math.floor(Math.abs(nowS - injectedAtS) / 60);
  if (minutes < 60) return `T${sign}${minutes} min`;
  return `T${sign}${Math.floor(minutes / 60)}:${two(minutes % 60)} h`;
}

/** Which sessions a search leaves. Pure. */
import type { SessionSummary } from '#conductor/sessions-api.ts';
import { inDay } from '../replay/in-words.ts';

export type SessionSearch = {
  /** Words that must all occur in label, protocol, dye, station, source or date. */
  readonly words: string;
  /** Any: null. */
  readonly station: string | null;
  /** Registry id; any: null. */
  readonly protocolId: string | null;
};

export const everySession: SessionSearch = { words: '', station: null, protocolId: null };

const textOf = ({ case: strip, feed, startedAtS }: SessionSummary): string =>
  [
    strip.label,
    strip.protocolId ?? '',
    strip.dye,
    strip.station,
    feed.name,
    inDay(startedAtS),
    new Date(startedAtS * 1000).toISOString().slice(0, 10),
  ]
    .join(' ')
    .toLowerCase();

export function findSessions(
  sessions: readonly SessionSummary[],
  { words, station, protocolId }: SessionSearch,
): readonly SessionSummary[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return sessions.filter(
    session =>
      (station === null || session.case.station === station) &&
      (protocolId === null || session.case.protocolId === protocolId) &&
      wanted.every(word => textOf(session).includes(word)),
  );
}

/** Sessions that began longer ago than the user wants to keep them here. */
export const overdue = (
  sessions: readonly SessionSummary[],
  { days, nowS }: { readonly days: number | null; readonly nowS: number },
): readonly SessionSummary[] =>
  days === null ? [] : sessions.filter(({ startedAtS }) => nowS - startedAtS > days * 86_400);

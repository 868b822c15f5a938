/** The stability log that a session kept, row by row as it was recorded. */
import type { StabilityLog, StabilityRow } from '#model/stability/row.ts';
import type { SessionReader } from './reader.ts';

/** Eleven days of rows: no session is longer, and a file that says so is not believed. */
const mostRows = 100_000;

/** Rows in the order of their time. What is damaged, or is no row of this format, is counted and left out. */
export async function stabilityLogOf(
  reader: Pick<SessionReader, 'events' | 'readEvent'>,
): Promise<StabilityLog> {
  const entries = reader.events.filter(({ entry }) => entry.type === 'stability');
  const rows: StabilityRow[] = [];
  for (const { entry } of entries.slice(0, mostRows)) {
    const event = await reader.readEvent(entry);
    if (event?.type === 'stability') rows.push(event.row);
  }
  return { rows: rows.toSorted((a, b) => a.fromS - b.fromS), refused: entries.length - rows.length };
}

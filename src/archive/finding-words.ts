/** What an examination found, in words that lead a person to the place. */
import type { Finding } from './finding.ts';
import type { Damage, Entry } from './scan.ts';

export type NameRecord = (entry: Entry) => string;

/** Names records of a session by their kind, and by the seconds since its first frame, which is where replay shows them. */
export function recordNames(entries: readonly Entry[]): NameRecord {
  const startS = (entries.find(({ kind }) => kind === 'frame') ?? entries[0])?.arrivedS ?? 0;
  return entry => {
    const atS = `${Math.max(0, entry.arrivedS - startS).toFixed(1)} s`;
    return entry.kind === 'frame'
      ? `frame ${inWords(entry.number)} at ${atS} of ${entry.stream}`
      : `the event '${entry.type}' at ${atS}`;
  };
}

const inWords = (count: number): string => count.toLocaleString('en-GB');

const counted = (count: number, one: string): string => `${inWords(count)} ${count === 1 ? one : `${one}s`}`;

const reasons: Readonly<Record<Exclude<Damage['reason'], 'missing' | 'order'>, string>> = {
  unwritten: 'was never written',
  cut: 'is cut off',
  payload: 'is torn',
  checksum: 'is damaged',
  'not-a-record': 'is damaged',
  impossible: 'is nothing that a recording holds',
  'newer-version': 'was written by a newer version',
};

/** What could not be used of the records. `before`: the last record in front of the place. */
export function damageToFinding(damage: Damage, before: Entry | undefined, name: NameRecord): Finding {
  const { chunk, atBytes, lostBytes, lostRecords, reason } = damage;
  const where = before ? `behind ${name(before)}` : 'at the beginning';
  if (reason === 'missing')
    return {
      part: chunk,
      kind: 'records-missing',
      atBytes,
      words: `${counted(lostRecords ?? 0, 'record')} ${where} ${lostRecords === 1 ? 'is' : 'are'} missing`,
    };
  if (reason === 'order')
    return {
      part: chunk,
      kind: 'record-damaged',
      atBytes,
      words: `${counted(lostBytes, 'byte')} of records lie twice or in the wrong place ${where}`,
    };
  const lost = lostRecords === null ? '' : `, ${counted(lostRecords, 'record')}`;
  return {
    part: chunk,
    kind: 'record-damaged',
    atBytes,
    words: `what lies ${where} ${reasons[reason]} (${counted(lostBytes, 'byte')}${lost})`,
  };
}

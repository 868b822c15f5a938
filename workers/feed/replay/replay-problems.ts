/** What can be wrong with a recording that is replayed, in words for the user. */
import type { SessionReader } from '#archive/reader.ts';
import type { Problem } from '#model/problem.ts';

export const sessionEmpty: Problem = {
  id: 'session-empty',
  severity: 'caution',
  text: 'This recording holds no picture.',
  tip: 'It was stopped before the first frame came. Delete it, or choose another.',
};

/** Null: nothing is damaged. */
export function damageProblem({ damage }: Pick<SessionReader, 'damage'>): Problem | null {
  if (damage.length === 0) return null;
  const places = damage.length === 1 ? 'one place' : `${damage.length} places`;
  return {
    id: 'session-damaged',
    severity: 'caution',
    text: `This recording is damaged in ${places}; what follows there is missing.`,
    tip: 'Everything shown was checked against its checksum and is as it was recorded.',
  };
}

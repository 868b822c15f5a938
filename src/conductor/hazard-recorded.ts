/** In replay: what was wrong when it was recorded withholds numbers again, also at a frame that is sought out, where no detector has seen enough. */
import type { Problem } from '#model/problem.ts';
import type { HazardSpan } from '#model/replay-index.ts';
import type { Problems } from './problems.ts';

export type RecordedHazards = {
  /** Those of the frame that comes next. */
  see(hazards: readonly HazardSpan[]): void;
};

export function createRecordedHazards(parts: {
  readonly problems: Pick<Problems, 'report' | 'over'>;
  /** A number that was measured until now belongs to a frame that had none. */
  forgetNumbers(): void;
}): RecordedHazards {
  const { problems } = parts;
  let standing: readonly Problem[] = [];
  return {
    see(hazards) {
      const now = hazards.map(problemOfSpan);
      const ended = standing.filter(({ id }) => !now.some(problem => problem.id === id));
      standing = now;
      if (ended.length > 0) parts.forgetNumbers();
      for (const problem of now) problems.report(problem);
      for (const { id } of ended) problems.over(id);
    },
  };
}

/** Under an id of its own: a detector that sees the same in replay ends it by its own clock. */
const problemOfSpan = ({ problemId, words }: HazardSpan): Problem => ({
  id: `recorded-${problemId}`,
  severity: 'stop',
  text: words,
  tip: 'Numbers were withheld here when this was recorded.',
  withholds: 'numbers',
});

/** What went wrong, as data that the UI can show: never thrown away, never only logged. */

/**
 * `note`: true of this source and worth a line, nothing must be done now; closed, it stays away until another source is opened, and it is
 * recorded once. `caution`: degraded, still usable. `stop`: the picture or a number must not be trusted.
 */
export type Severity = 'note' | 'caution' | 'stop';

/** One thing that is wrong now. Two problems with the same `id` are the same problem. */
export type Problem = {
  /** Stable and without identifiers of people or machines, e.g. `camera-refused`. */
  readonly id: string;
  readonly severity: Severity;
  /** What happened, one short sentence. */
  readonly text: string;
  /** What to do about it, one short sentence. */
  readonly tip: string;
  /** While it lasts no number may be shown: each is withheld with `text` as the reason. Absent: numbers stand. */
  readonly withholds?: 'numbers' | undefined;
  /** Though it withholds numbers the user may close it, and accepts with that what is now. */
  readonly canAccept?: true | undefined;
};

/** What withholds numbers is closed by its end alone, unless closing it accepts what is. */
export const canDismiss = ({ withholds, canAccept }: Problem): boolean => !withholds || canAccept === true;

/** An error that knows its `Problem`. Every layer's own errors are this class with a reason of the layer. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, cause?: unknown) {
    super(`${problem.text} ${problem.tip}`, { cause });
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The problem inside `error`, or `fallback` with the error's own words where it carries none. */
export function problemOf(error: unknown, fallback: Omit<Problem, 'text'> & { text?: string }): Problem {
  if (error instanceof ProblemError) return error.problem;
  const words = error instanceof Error ? error.message : String(error);
  return { ...fallback, text: fallback.text ?? words };
}

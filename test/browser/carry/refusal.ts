import { ProblemError } from '#model/problem.ts';

/** The id of the problem that `act` ends in, the name of another error, or null. */
export async function refusalIdOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error instanceof ProblemError ? error.problem.id : error.name;
  }
}

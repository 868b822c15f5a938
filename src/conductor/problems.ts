/** What is wrong now, as a list: every part of the house reports here, the UI shows it, recordings keep it. */
import { createStore } from 'zustand/vanilla';
import type { Problem } from '#model/problem.ts';
import { canDismiss, problemOf } from '#model/problem.ts';
import { log } from '#platform/log.ts';
import type { ProblemsState } from './api.ts';
import type { Readable } from './readable.ts';

export type Problems = {
  readonly store: Readable<ProblemsState>;
  report(problem: Problem): void;
  over(id: string): void;
  /** The user closed it, if that is possible (`canDismiss`). What is wrong goes on: its end is told, and recorded, when it comes. */
  dismiss(id: string): void;
  /** Another source is opened: notes that were closed belong to the one before. */
  sourceChanged(): void;
  /** Takes both sides of a worker's or source's news. */
  news(news: { readonly problem: Problem; readonly isOver: boolean }): void;
  /** Runs `act`; what it throws becomes a problem, and the answer is null. */
  guard<T>(id: string, act: () => Promise<T>): Promise<T | null>;
  /** Each as it begins, and as it is over. */
  onReport(listen: (problem: Problem, isOver: boolean) => void): void;
  /** The first of those because of which no number may be shown; null: none. */
  withholding(): Problem | null;
};

export function createProblems(): Problems {
  const store = createStore<ProblemsState>(() => ({ problems: [] }));
  let listen: (problem: Problem, isOver: boolean) => void = () => undefined;
  /** Closed by the user, and not over as far as anybody said. */
  const closed = new Map<string, Problem>();
  /** Notes of this source that were told. */
  const noted = new Set<string>();

  const report = (problem: Problem) => {
    const { problems } = store.getState();
    const isNote = problem.severity === 'note';
    if (isNote && closed.has(problem.id)) return;
    // Told again for every frame, it is still one problem: one line on the screen, in the log and in the recording.
    if (problems.some(known => isSame(known, problem))) return;
    closed.delete(problem.id);
    store.setState({ problems: [...problems.filter(known => known.id !== problem.id), problem] });
    if (problem.severity === 'stop') log.error(problem.id);
    else log.warn(problem.id);
    if (isNote && noted.has(problem.id)) return;
    if (isNote) noted.add(problem.id);
    listen(problem, false);
  };
  const over = (id: string) => {
    const { problems } = store.getState();
    const known = problems.find(problem => problem.id === id) ?? closed.get(id);
    if (!known) return;
    if (known.severity !== 'note') closed.delete(id);
    store.setState({ problems: problems.filter(problem => problem.id !== id) });
    if (known.severity !== 'note') listen(known, true);
  };
  const dismiss = (id: string) => {
    const { problems } = store.getState();
    const known = problems.find(problem => problem.id === id);
    if (!known || !canDismiss(known)) return;
    closed.set(id, known);
    store.setState({ problems: problems.filter(problem => problem !== known) });
  };

  return {
    store,
    report,
    over,
    dismiss,
    sourceChanged() {
      for (const id of noted) closed.delete(id);
      noted.clear();
    },
    news: ({ problem, isOver }) => (isOver ? over(problem.id) : report(problem)),
    async guard(id, act) {
      try {
        const answer = await act();
        over(id);
        return answer;
      } catch (error) {
        report({
          ...problemOf(error, { id, severity: 'stop', tip: 'Press Retry, or choose another source.' }),
          id,
        });
        return null;
      }
    },
    withholding: () => store.getState().problems.find(({ withholds }) => withholds === 'numbers') ?? null,
    onReport(newListen) {
      listen = newListen;
    },
  };
}

/** That it is worse than before must not be swallowed because its words are the same. */
const isSame = (one: Problem, other: Problem): boolean =>
  one.id === other.id &&
  one.text === other.text &&
  one.severity === other.severity &&
  one.withholds === other.withholds;

/** Where a source leaves its news until somebody listens. Holds news told before the first listener, and open problems. */
import type { Problem } from '#model/problem.ts';
import type { SourceNews } from './open-feed.ts';

export type NewsBoard = {
  tell(news: SourceNews): void;
  /** `listen` first hears what was told before anybody listened, in order. */
  subscribe(listen: (news: SourceNews) => void): void;
  /** A closed feed has no problems: those still open are told to be over. Nobody hears anything afterwards. */
  [Symbol.dispose](): void;
};

export function createNewsBoard(): NewsBoard {
  const listeners = new Set<(news: SourceNews) => void>();
  const openProblems = new Map<string, Problem>();
  let untold: SourceNews[] = [];
  let isOver = false;

  function tell(news: SourceNews): void {
    if (isOver) return;
    if (news.type === 'problem') {
      if (news.isOver) openProblems.delete(news.problem.id);
      else openProblems.set(news.problem.id, news.problem);
    }
    if (listeners.size === 0) untold.push(news);
    for (const listen of listeners) listen(news);
  }

  return {
    tell,
    subscribe(listen) {
      if (isOver) return;
      listeners.add(listen);
      for (const news of untold.splice(0)) listen(news);
    },
    [Symbol.dispose]() {
      for (const problem of [...openProblems.values()]) tell({ type: 'problem', problem, isOver: true });
      isOver = true;
      listeners.clear();
      untold = [];
    },
  };
}

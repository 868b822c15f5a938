/** Where a source leaves its news until somebody listens. Holds news told before the first listener, and open problems. */
import type { Problem } from '#model/problem.ts';
import type { SourceNews } from './open-feed.ts';

type Listen = (news: SourceNews) => void | Promise<void>;

export type NewsBoard = {
  /** Resolves when every listener has done with the news what it does. */
  tell(news: SourceNews): Promise<void>;
  /** `listen` first hears what was told before anybody listened, in order. */
  subscribe(listen: Listen): void;
  /** A closed feed has no problems: those still open are told to be over. Nobody hears anything afterwards. */
  [Symbol.dispose](): void;
};

export function createNewsBoard(): NewsBoard {
  const listeners = new Set<Listen>();
  const openProblems = new Map<string, Problem>();
  let untold: { readonly news: SourceNews; readonly told: () => void }[] = [];
  let isOver = false;

  async function tell(news: SourceNews): Promise<void> {
    if (isOver) return;
    if (news.type === 'problem') {
      if (news.isOver) openProblems.delete(news.problem.id);
      else openProblems.set(news.problem.id, news.problem);
    }
    if (listeners.size === 0) await new Promise<void>(told => untold.push({ news, told }));
    else await Promise.all([...listeners].map(listen => listen(news)));
  }

  return {
    tell,
    subscribe(listen) {
      if (isOver) return;
      listeners.add(listen);
      for (const { news, told } of untold.splice(0)) void Promise.resolve(listen(news)).then(told);
    },
    [Symbol.dispose]() {
      for (const problem of [...openProblems.values()]) void tell({ type: 'problem', problem, isOver: true });
      isOver = true;
      listeners.clear();
      for (const { told } of untold) told();
      untold = [];
    },
  };
}

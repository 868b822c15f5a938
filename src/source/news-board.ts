/** Where a source leaves its news until somebody listens. Holds nothing but the news told before the first listener. */
import type { SourceNews } from './open-feed.ts';

export type NewsBoard = {
  tell(news: SourceNews): void;
  /** `listen` first hears what was told before anybody listened, in order. */
  subscribe(listen: (news: SourceNews) => void): void;
  /** Nobody hears anything afterwards. */
  [Symbol.dispose](): void;
};

export function createNewsBoard(): NewsBoard {
  const listeners = new Set<(news: SourceNews) => void>();
  let untold: SourceNews[] = [];
  let isOver = false;
  return {
    tell(news) {
      if (isOver) return;
      if (listeners.size === 0) untold.push(news);
      for (const listen of listeners) listen(news);
    },
    subscribe(listen) {
      if (isOver) return;
      listeners.add(listen);
      for (const news of untold.splice(0)) listen(news);
    },
    [Symbol.dispose]() {
      isOver = true;
      listeners.clear();
      untold = [];
    },
  };
}

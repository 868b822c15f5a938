/** What happens to the page itself: sleep, a clock that is set, a hidden tab, little memory. Holds a timer and a listener. */

import type { Problem } from '#model/problem.ts';
import { z } from '#model/schema-rules.ts';
import { createClockWatch } from '#model/watch/clock-watch.ts';
import type { Problems } from './problems.ts';

const everyMs = 1000;
/** What is over stays readable for so long. */
const toldForMs = 20_000;
/** Of the room that the browser gives a page. Chrome alone says (`performance.memory`); it is not in any standard. */
const memoryShare = { on: 0.9, off: 0.8 };
const memorySchema = z.object({
  memory: z.object({ usedJSHeapSize: z.number(), jsHeapSizeLimit: z.number().positive() }),
});

export function watchPage(parts: {
  readonly problems: Pick<Problems, 'report' | 'over'>;
  readonly clockS: () => number;
  /** Share of its memory that the page uses; null: unknown. */
  readonly usedMemory?: () => number | null;
  readonly page?: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
}): Disposable {
  const { problems, clockS, usedMemory = usedHeapShare, page = document } = parts;
  const clock = createClockWatch();
  let isShort = false;
  let hiddenSinceS: number | null = null;
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const tellFor = (problem: Problem): void => {
    clearTimeout(timers.get(problem.id));
    problems.report(problem);
    timers.set(
      problem.id,
      setTimeout(() => problems.over(problem.id), toldForMs),
    );
  };

  const look = (): void => {
    const news = clock.see(Date.now() / 1000, clockS());
    if (news) tellFor(clockJumped(news.kind === 'slept' ? news.forS : news.byS, news.kind));
    const used = usedMemory();
    isShort = used !== null && used > memoryShare[isShort ? 'off' : 'on'];
    if (isShort) problems.report(memoryShort);
    else problems.over(memoryShort.id);
  };
  const changed = (): void => {
    if (page.visibilityState === 'hidden') {
      hiddenSinceS = clockS();
      clearTimeout(timers.get('page-hidden'));
      problems.report(pageHidden);
    } else if (hiddenSinceS !== null) {
      tellFor({
        ...pageHidden,
        text: `This page was hidden for ${Math.max(1, Math.round(clockS() - hiddenSinceS))} s.`,
      });
      hiddenSinceS = null;
    }
  };
  page.addEventListener('visibilitychange', changed);
  const timer = setInterval(look, everyMs);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      for (const each of timers.values()) clearTimeout(each);
      page.removeEventListener('visibilitychange', changed);
    },
  };
}

function usedHeapShare(): number | null {
  const said = memorySchema.safeParse(performance);
  if (!said.success) return null;
  const { usedJSHeapSize, jsHeapSizeLimit } = said.data.memory;
  return usedJSHeapSize / jsHeapSizeLimit;
}

const clockJumped = (seconds: number, kind: 'slept' | 'set'): Problem => ({
  id: 'clock-jumped',
  severity: 'caution',
  text:
    kind === 'slept'
      ? `This machine slept for ${Math.round(seconds)} s.`
      : `The clock of this machine was set by ${seconds.toFixed(0)} s.`,
  tip: 'Look at the picture anew; check times that were noted.',
});

const memoryShort: Problem = {
  id: 'memory-short',
  severity: 'caution',
  text: 'Memory runs short.',
  tip: 'Stop the recording and reload the page when you can; close other tabs.',
};

const pageHidden: Problem = {
  id: 'page-hidden',
  severity: 'caution',
  text: 'This page is hidden: nobody sees its warnings.',
  tip: 'Keep the console in view while it is used.',
};

/** What happens to the page itself: sleep, a clock that is set, a hidden tab, little memory. Holds a timer and a listener. */

import type { Problem } from '#model/problem.ts';
import { createClockWatch } from '#model/watch/clock-watch.ts';
import { usedHeapShare, usedWholeShare } from '#platform/memory.ts';
import type { Problems } from './problems.ts';

const everyMs = 1000;
/** What is over stays readable for so long. */
const toldForMs = 20_000;
/** Of what there is (`platform/memory`), the page's own objects and all of it. */
const memoryShare = { on: 0.9, off: 0.8 };
/** All of it is asked for less often: the browser may tidy up before it answers. */
const wholeEveryMs = 60_000;
/** … and first once the start is over. */
const wholeFirstMs = 10_000;

export function watchPage(parts: {
  readonly problems: Pick<Problems, 'report' | 'over'>;
  readonly clockS: () => number;
  /** Shares of memory that the page's own objects use, and all of it, workers included; null: unknown. */
  readonly usedMemory?: () => number | null;
  readonly usedWhole?: () => Promise<number | null>;
  readonly page?: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
}): Disposable {
  const { problems, clockS, usedMemory = usedHeapShare, usedWhole = usedWholeShare, page = document } = parts;
  const clock = createClockWatch();
  let isShort = false;
  let whole: number | null = null;
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
    const news = clock.see(Date.now() / 1000, clockS(), page.visibilityState === 'hidden');
    if (news) tellFor(clockJumped(news.kind === 'slept' ? news.forS : news.byS, news.kind));
    const wasShort = isShort;
    isShort = Math.max(usedMemory() ?? 0, whole ?? 0) > memoryShare[wasShort ? 'off' : 'on'];
    // Told once: closed by the user, it stays closed until it is over.
    if (isShort && !wasShort) problems.report(memoryShort);
    if (!isShort && wasShort) problems.over(memoryShort.id);
  };
  const askWhole = (): void =>
    void usedWhole().then(
      share => {
        whole = share;
      },
      // A browser that cannot tell now is asked again.
      () => undefined,
    );
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
  const firstTimer = setTimeout(askWhole, wholeFirstMs);
  const wholeTimer = setInterval(askWhole, wholeEveryMs);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      clearTimeout(firstTimer);
      clearInterval(wholeTimer);
      for (const each of timers.values()) clearTimeout(each);
      page.removeEventListener('visibilitychange', changed);
    },
  };
}

const clockJumped = (seconds: number, kind: 'slept' | 'set'): Problem => ({
  id: 'clock-jumped',
  severity: 'caution',
  text:
    kind === 'slept'
      ? `Nothing ran on this page for ${Math.round(seconds)} s: the machine slept or was held up.`
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

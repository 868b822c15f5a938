/** One canvas, the worker that draws on it and the line to the console. A canvas is given away once: a new worker gets a new one. */
import type { SizePx } from '#model/geometry.ts';
import { openSwitchboard } from '#platform/switchboard.ts';
import { callable, moved, startTheatreWorker } from '#platform/workers.ts';
import type { TheatreNews, TheatreWindow } from '#workers/theatre/api.ts';

/** The worker speaks ten times a second; silent for two looks of this, it is taken for dead. */
const lookEveryMs = 1000;

export type Drawing = {
  setWindow(now: TheatreWindow): void;
  [Symbol.dispose](): void;
};

/** Starts into `host`. `broken`: the thread died or fell silent; dispose of this and start anew. */
export function startDrawing(
  host: HTMLElement,
  on: {
    readonly ids: { readonly theatreId: string; readonly consoleId: string };
    readonly label: string;
    heard(news: TheatreNews): void;
    resized(size: SizePx): void;
    broken(): void;
  },
): Drawing {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', on.label);
  host.append(canvas);
  const { api, ...worker } = startTheatreWorker();
  const offscreen = canvas.transferControlToOffscreen();
  void api.attach(moved(offscreen, [offscreen]));
  let isHeard = true;
  void api.subscribe(
    callable((news: TheatreNews) => {
      isHeard = true;
      on.heard(news);
    }),
  );
  worker.onBroken(on.broken);
  // Twice, because a page that was asleep finds its timer due before what was said meanwhile.
  let silentLooks = 0;
  const timer = setInterval(() => {
    silentLooks = isHeard ? 0 : silentLooks + 1;
    isHeard = false;
    if (silentLooks >= 2) on.broken();
  }, lookEveryMs);

  const { theatreId, consoleId } = on.ids;
  const switchboard = openSwitchboard({ type: 'hello', role: 'theatre', id: theatreId, consoleId }, news => {
    if (news.type !== 'console') return;
    const { pictures, facts } = news;
    void api.connect(moved({ pictures, facts }, [pictures, facts]));
  });

  const observer = new ResizeObserver(([entry]) => {
    if (entry) on.resized(deviceSize(entry));
  });
  observer.observe(canvas);

  return {
    setWindow: now => void api.setWindow(now),
    [Symbol.dispose]() {
      observer.disconnect();
      clearInterval(timer);
      switchboard[Symbol.dispose]();
      worker[Symbol.dispose]();
      canvas.remove();
    },
  };
}

/** Exact device pixels where the browser tells them, else as near as CSS pixels come. */
function deviceSize({ devicePixelContentBoxSize, contentRect }: ResizeObserverEntry): SizePx {
  const exact = devicePixelContentBoxSize?.[0];
  const [width, height] = exact
    ? [exact.inlineSize, exact.blockSize]
    : [contentRect.width * devicePixelRatio, contentRect.height * devicePixelRatio];
  return { widthPx: Math.max(1, Math.round(width)), heightPx: Math.max(1, Math.round(height)) };
}

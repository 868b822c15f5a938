/**
 * The page of a theatre display: a canvas that its worker draws on, words for screen readers, and a line that goes away by itself. No controls, no
 * cursor, no dialogs. Without React, so that it is there at once and has little that can break.
 */
import type { SizePx } from '#model/geometry.ts';
import { isLanguage, type Language, languageTag, speak, words } from '#words/words.ts';
import type { TheatreNews } from '#workers/theatre/api.ts';
import { type Drawing, startDrawing } from './drawing.ts';
import { fillScreen, followFullScreen, isFullScreen } from './full-screen.ts';
import { createScreenPlace } from './screen-place.ts';
import { stayAwake } from './stay-awake.ts';
import './theatre.css';

/** The line about full screen stands so long. */
const hintForMs = 10_000;
/** A worker that broke is started anew after so long: one that breaks at once must not keep the computer busy. */
const againAfterMs = 300;

/** Fills `root` until disposed of. Both ids come from the address that the console opened. */
export function openTheatrePage(
  root: HTMLElement,
  ids: { readonly theatreId: string; readonly consoleId: string },
): Disposable {
  document.documentElement.classList.add('second-screen');
  const main = document.createElement('main');
  main.className = 'second-screen-picture';
  const spoken = { alert: spokenPart('alert'), status: spokenPart('status') };
  const heading = document.createElement('h1');
  heading.className = 'second-screen-spoken';
  const hint = document.createElement('p');
  hint.className = 'second-screen-hint';
  main.append(heading, spoken.alert, spoken.status, hint);
  root.append(main);

  let language: Language = 'en';
  let size: SizePx | null = null;
  let drawing: Drawing | null = null;
  let wasFull = false;
  let isHintOver = false;
  const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
  const hintTimer = setTimeout(() => {
    isHintOver = true;
    follow();
  }, hintForMs);

  const name = (): void => {
    const label = words('Theatre display');
    document.title = `Rimlight · ${label}`;
    document.documentElement.lang = languageTag(language);
    main.setAttribute('aria-label', label);
    main.querySelector('canvas')?.setAttribute('aria-label', words('The picture of the console'));
    heading.textContent = label;
    hint.textContent = words('Click once to fill this screen');
  };

  /** Tells the worker of the window, and shows or hides the line. */
  const follow = (): void => {
    const isFull = isFullScreen();
    hint.hidden = isHintOver || isFull;
    if (!size) return;
    drawing?.setWindow({
      size,
      screen: place.label(),
      isVisible: document.visibilityState === 'visible',
      isFullScreen: isFull,
      isSteady: lessMotion.matches,
    });
  };

  const hear = (news: TheatreNews): void => {
    const { dataset } = main;
    dataset.state = news.state;
    dataset.frame = String(news.frameNumber);
    dataset.age = news.ageS.toFixed(1);
    dataset.said = news.said;
    dataset.figures = news.figures.join(' | ');
    dataset.pattern = String(news.showsPattern);
    // A live region speaks when its text changes: once for each state.
    say(spoken.alert, news.isStop ? news.said : '');
    say(spoken.status, news.isStop ? '' : news.said);
    if (news.language === language || !isLanguage(news.language)) return;
    language = news.language;
    void speak(news.language).then(name, () => undefined);
  };

  const start = (): void => {
    drawing = startDrawing(main, {
      ids,
      label: words('The picture of the console'),
      heard: hear,
      resized(now) {
        size = now;
        follow();
      },
      broken() {
        stop();
        main.dataset.state = 'no-console';
        restart = setTimeout(start, againAfterMs);
      },
    });
  };
  const stop = (): void => {
    drawing?.[Symbol.dispose]();
    drawing = null;
  };
  let restart: ReturnType<typeof setTimeout> | undefined;

  const place = createScreenPlace({
    changed: () => follow(),
    wentBack: () => {
      if (wasFull) void fillScreen();
    },
  });
  const fullScreen = followFullScreen(() => {
    // Unplugging may end it, which is not somebody's wish.
    if (isFullScreen()) wasFull = true;
    follow();
  });
  const awake = stayAwake();
  document.addEventListener('visibilitychange', follow);
  lessMotion.addEventListener('change', follow);
  name();
  start();
  follow();

  return {
    [Symbol.dispose]() {
      clearTimeout(hintTimer);
      clearTimeout(restart);
      document.removeEventListener('visibilitychange', follow);
      lessMotion.removeEventListener('change', follow);
      awake[Symbol.dispose]();
      fullScreen[Symbol.dispose]();
      place[Symbol.dispose]();
      stop();
      main.remove();
      document.documentElement.classList.remove('second-screen');
    },
  };
}

function spokenPart(role: 'alert' | 'status'): HTMLElement {
  const part = document.createElement('p');
  part.className = 'second-screen-spoken';
  part.setAttribute('role', role);
  return part;
}

function say(part: HTMLElement, text: string): void {
  if (part.textContent !== text) part.textContent = text;
}

/**
 * Draws all that is seen on a theatre display: the newest picture, what is painted over it, big numbers, and, by its own clock, that it is not live.
 * Holds one picture (closed when the next one comes), two ports and a timer; the page disposes of it by ending the thread.
 */
import { defaultView, type View } from '#model/display.ts';
import type { SizePx } from '#model/geometry.ts';
import { pictureSize } from '#model/picture-size.ts';
import { isLanguage, speak } from '#words/words.ts';
import type { FactsMessage, PictureMessage, PictureRequest, ReportMessage } from '../ports.ts';
import type { TheatreApi, TheatreNews, TheatreWindow } from './api.ts';
import { createHearing } from './hearing.ts';
import { layoutNow, paintTheatre, type ShownPicture } from './paint-theatre.ts';
import { figuresNow, theatreWord } from './theatre-words.ts';

/** The display looks at its clock so often. */
const lookEveryMs = 100;
/** Looks between two reports: four a second. */
const looksPerReport = 2.5;
/** The same frame once more, because somebody changed how it is shown, is asked for no oftener: the view worker answers each time. */
const standingEveryMs = 250;
const fpsOverS = 2;

/** `fontReady` settles when the typeface is loaded or known to be missing: nothing is painted before, because a canvas remembers what it fell back to. */
export function createTheatre(on: {
  readonly clockS: () => number;
  readonly fontReady: Promise<unknown>;
}): TheatreApi & Disposable {
  const { clockS } = on;
  const hearing = createHearing(clockS);
  let canvas: OffscreenCanvas | null = null;
  let context: OffscreenCanvasRenderingContext2D | null = null;
  /** Until the page says how large it is nothing is asked for: a picture of one pixel would be the first. */
  let isSizeKnown = false;
  let page: TheatreWindow = {
    size: { widthPx: 1, heightPx: 1 },
    screen: '',
    isVisible: true,
    isFullScreen: false,
    isSteady: false,
  };
  let ports: { readonly pictures: MessagePort; readonly facts: MessagePort } | null = null;
  let picture: ShownPicture | null = null;
  let listen: (news: TheatreNews) => void = () => undefined;
  let paintedS = 0;
  let looks = 0;
  let language: string = 'en';
  /** When new frames were shown, over the last two seconds. */
  const shownAtS: number[] = [];

  let isFontReady = false;
  void on.fontReady.finally(() => {
    isFontReady = true;
    paint();
  });

  const paint = (): void => {
    if (!context || !isFontReady) return;
    paintedS = clockS();
    const { size, isSteady } = page;
    paintTheatre(context, { window: size, heard: hearing.now(), picture, blinkS: isSteady ? 0 : paintedS });
  };

  /** Room for a picture as large as it will stand here. */
  const ask = (to: MessagePort): void => {
    if (to !== ports?.pictures || !isSizeKnown) return;
    const { stage } = layoutNow(page.size, picture, hearing.now());
    const size: SizePx = { widthPx: Math.max(1, stage.width), heightPx: Math.max(1, stage.height) };
    const shown: { scene: SizePx | null; mode: ShownPicture['display']['mode']; view: View } = picture
      ? { scene: picture.scene, mode: picture.display.mode, view: picture.view }
      : { scene: null, mode: 'overlay', view: defaultView };
    to.postMessage({ type: 'ready', canvas: pictureSize(size, shown) } satisfies PictureRequest);
  };

  const hearPicture = (from: MessagePort, message: PictureMessage): void => {
    if (message.type === 'tick') {
      if (from === ports?.pictures) hearing.tick(message);
      return;
    }
    const { bitmap, frameNumber, arrivedS, display, view, scene } = message;
    if (from !== ports?.pictures) {
      bitmap.close();
      return;
    }
    if (!hearing.picture(message)) {
      bitmap.close();
      ask(from);
      return;
    }
    const isStanding = picture?.arrivedS === arrivedS;
    picture?.bitmap.close();
    picture = { bitmap, frameNumber, arrivedS, display, view, scene };
    if (!isStanding) shownAtS.push(clockS());
    paint();
    if (isStanding) setTimeout(() => ask(from), standingEveryMs);
    else ask(from);
  };

  const talk = (tag: string): void => {
    if (tag === language) return;
    language = tag;
    // A catalogue that cannot be loaded leaves the words as they were: they are never left out.
    void speak(isLanguage(tag) ? tag : 'en').catch(() => undefined);
  };

  const shownFps = (): number => {
    const fromS = clockS() - fpsOverS;
    while (shownAtS.length > 0 && shownAtS[0]! < fromS) shownAtS.shift();
    return shownAtS.length / fpsOverS;
  };

  const report = (): void => {
    const { state } = hearing.now();
    const message: ReportMessage = {
      type: 'report',
      report: {
        state,
        ...page.size,
        frameNumber: picture?.frameNumber ?? -1,
        shownFps: shownFps(),
        screen: page.screen,
        isVisible: page.isVisible,
        isFullScreen: page.isFullScreen,
      },
    };
    ports?.facts.postMessage(message);
  };

  const look = (): void => {
    if (clockS() - paintedS > lookEveryMs / 2000) paint();
    looks++;
    if (looks % looksPerReport < 1) report();
    const heard = hearing.now();
    const word = theatreWord(heard.state);
    listen({
      state: heard.state,
      isStop: word?.tone === 'stop',
      ageS: heard.ageS,
      frameNumber: picture?.frameNumber ?? -1,
      said: word ? [word.word, word.detail].filter(Boolean).join('. ') : '',
      figures: figuresNow(heard).map(({ name, value, detail }) => `${name} ${value ?? '–'} ${detail}`.trim()),
      showsPattern: heard.facts?.showsPattern ?? false,
      language,
    });
  };
  const timer = setInterval(look, lookEveryMs);

  return {
    attach(newCanvas) {
      canvas = newCanvas;
      // Not `desynchronized`: picture and marks would reach the screen one after the other.
      context = canvas.getContext('2d', { alpha: false });
      canvas.width = page.size.widthPx;
      canvas.height = page.size.heightPx;
      paint();
    },
    setWindow(now) {
      const { widthPx, heightPx } = page.size;
      page = now;
      if (!isSizeKnown) {
        isSizeKnown = true;
        if (ports) ask(ports.pictures);
      }
      if (!canvas || (now.size.widthPx === widthPx && now.size.heightPx === heightPx)) return;
      // Setting a size clears: the same one must not.
      canvas.width = now.size.widthPx;
      canvas.height = now.size.heightPx;
      paint();
    },
    connect(found) {
      ports?.pictures.close();
      ports?.facts.close();
      ports = found;
      hearing.connected();
      found.pictures.onmessage = ({ data }: MessageEvent<PictureMessage>) =>
        hearPicture(found.pictures, data);
      found.facts.onmessage = ({ data }: MessageEvent<FactsMessage>) => {
        if (found !== ports) return;
        if (data.type === 'bye') hearing.bye();
        else {
          hearing.facts(data.facts);
          talk(data.facts.language);
        }
      };
      ask(found.pictures);
      report();
    },
    subscribe(newListen) {
      listen = newListen;
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      picture?.bitmap.close();
      ports?.pictures.close();
      ports?.facts.close();
    },
  };
}

/** What the view worker may have to tell the user. */
import { noSignalAfterS } from '#model/liveness.ts';
import { type Problem, problemOf } from '#model/problem.ts';

/** A frame whose codes the browser does not hand out. */
export const unreadable: Problem = {
  id: 'frame-unreadable',
  severity: 'stop',
  text: 'A frame of this source cannot be read.',
  tip: 'Choose another size or rate for the source, or another browser.',
};

/** The console's own picture is there; over when a display gets one. */
export const displayWithoutPicture: Problem = {
  id: 'display-without-picture',
  severity: 'caution',
  text: 'A theatre display gets no picture: it could not be drawn for it.',
  tip: 'Close the display and open it again from the displays sheet.',
};

/** Its text is what the stream says. */
export const streamBroke = {
  id: 'stream-broke',
  severity: 'stop',
  tip: 'Press Retry, or choose the source again.',
} as const;

/** The context is gone; over when there is another. */
export const graphicsLost: Problem = {
  id: 'graphics-lost',
  severity: 'stop',
  text: `The graphics processor stopped; no picture is newer than ${noSignalAfterS} s.`,
  tip: 'It is restarted by itself. If this stays, reload the page; a recording goes on.',
};

/** There never was a context. */
export const noGraphics: Problem = {
  id: 'no-webgl2',
  severity: 'stop',
  text: 'This browser cannot draw the picture: WebGL 2 is missing.',
  tip: 'Use a current Chrome, Edge, Firefox or Safari and allow hardware graphics, then reload.',
};

/** Something that fails or works, told when it fails and again when it works: `fallback` is what is said of an error without words of its own. */
export function createOnOff(
  fallback: Problem,
  tell: (problem: Problem, isOver: boolean) => void,
): { on(error: unknown): void; over(): void } {
  let told: Problem | null = null;
  return {
    on(error) {
      told = problemOf(error, fallback);
      tell(told, false);
    },
    over() {
      if (told) tell(told, true);
      told = null;
    },
  };
}

/**
 * The canvas that the view worker draws on. A canvas can be handed over once only, so it outlives the component that shows it
 * (React mounts twice in strict mode), and a canvas whose graphics were lost, or whose worker ended, is replaced by a new one. Held as
 * long as its conductor.
 */
import type { Commands, Conductor } from '#conductor/api.ts';

const canvases = new WeakMap<Commands, HTMLCanvasElement>();

/** A graphics process takes about a second to come back; until then a new canvas gets no context. */
const retryMs = 500;

/** Makes a canvas and hands it over. */
function newCanvas(commands: Commands): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.className = 'picture';
  canvas.setAttribute('aria-hidden', 'true');
  canvases.set(commands, canvas);
  commands.attachCanvas(canvas);
  return canvas;
}

/** Shows the picture as the first child of `host`, on a new canvas each time its graphics or its worker were lost, until disposed of. */
export function holdPicture(host: HTMLElement, { commands, stores }: Conductor): Disposable {
  let canvas = canvases.get(commands) ?? newCanvas(commands);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const graphics = () => stores.readout.getState().liveness.graphics;
  host.prepend(canvas);

  const renew = (): void => {
    timer = undefined;
    if (graphics() === 'working') return;
    const renewed = newCanvas(commands);
    canvas.replaceWith(renewed);
    canvas = renewed;
  };
  const stop = stores.readout.subscribe(() => {
    const now = graphics();
    // A worker that is there at once can draw at once.
    if (now !== 'working') timer ??= setTimeout(renew, now === 'restarting' ? 0 : retryMs);
  });

  return {
    [Symbol.dispose]() {
      stop();
      clearTimeout(timer);
    },
  };
}

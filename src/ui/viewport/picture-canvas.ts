/**
 * The one canvas that the view worker draws on. A canvas can be handed over once only, so it outlives the component
 * that shows it (React mounts twice in strict mode). Held as long as its conductor.
 */
import type { Commands } from '#conductor/api.ts';

const canvases = new WeakMap<Commands, HTMLCanvasElement>();

/** The conductor's canvas; made and handed over on the first call. */
export function pictureCanvas(commands: Commands): HTMLCanvasElement {
  const known = canvases.get(commands);
  if (known) return known;
  const canvas = document.createElement('canvas');
  canvas.className = 'picture';
  canvas.setAttribute('aria-hidden', 'true');
  canvases.set(commands, canvas);
  commands.attachCanvas(canvas);
  return canvas;
}

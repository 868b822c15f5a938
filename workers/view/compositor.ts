/**
 * Draws the newest frame on the canvas: planes of codes in, picture out, one fused program per pane, and lines over it.
 * Holds the context's resources (`compositor-resources.ts`); survives a lost context by building them again. Disposed of by the view worker.
 */

import type { FramePlanes } from '#model/frame.ts';
import { ProblemError } from '#model/problem.ts';
import { planDraw } from './compositor-plan.ts';
import { createResources } from './compositor-resources.ts';
import type { DrawState } from './draw-state.ts';
import { createDrawFence } from './gpu/draw-fence.ts';

export type Compositor = {
  /** Copies the planes to the GPU; keeps nothing of them. Does nothing while the context is lost. */
  upload(stream: 'main' | 'second', planes: FramePlanes): void;
  /** Draws all panes. Sets the canvas's size to the scene's. Does nothing while the context is lost. */
  draw(state: DrawState): void;
  /** Resolves when the GPU has carried out what was drawn last, or has lost its context. */
  finished(): Promise<void>;
  /** What was drawn last, drawn again into a bitmap that the caller closes. The canvas stays as it was. */
  picture(): ImageBitmap;
  readonly isLost: boolean;
  [Symbol.dispose](): void;
};

/** Throws a `ProblemError` where the browser has no WebGL2. */
export function createCompositor(
  canvas: OffscreenCanvas,
  listen: (event: 'lost' | 'restored') => void,
): Compositor {
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  });
  if (!gl) throw noGraphics();
  let resources = createResources(gl);
  const fence = createDrawFence(gl);
  let isLost = false;
  let lastState: DrawState | null = null;

  const onLost = (event: Event): void => {
    // Without this the browser never gives the context back.
    event.preventDefault();
    isLost = true;
    listen('lost');
  };
  const onRestored = (): void => {
    resources = createResources(gl);
    isLost = false;
    listen('restored');
  };
  canvas.addEventListener('webglcontextlost', onLost);
  canvas.addEventListener('webglcontextrestored', onRestored);

  const draw = (state: DrawState): void => {
    if (isLost) return;
    lastState = state;
    const { widthPx, heightPx } = state.scene.canvas;
    if (canvas.width !== widthPx) canvas.width = widthPx;
    if (canvas.height !== heightPx) canvas.height = heightPx;
    resources.draw(
      planDraw(state, stream => resources.streams[stream].format),
      state.scene.canvas,
    );
  };

  return {
    upload(stream, planes) {
      if (!isLost) resources.upload(stream, planes);
    },
    draw,
    finished: fence.finished,
    picture() {
      if (lastState) draw(lastState);
      const bitmap = canvas.transferToImageBitmap();
      if (lastState) draw(lastState);
      return bitmap;
    },
    get isLost() {
      return isLost;
    },
    [Symbol.dispose]() {
      canvas.removeEventListener('webglcontextlost', onLost);
      canvas.removeEventListener('webglcontextrestored', onRestored);
      resources[Symbol.dispose]();
    },
  };
}

const noGraphics = (): ProblemError =>
  new ProblemError({
    id: 'no-webgl2',
    severity: 'stop',
    text: 'This browser cannot draw the picture: WebGL 2 is missing.',
    tip: 'Use a current Chrome, Edge, Firefox or Safari and allow hardware graphics, then reload.',
  });

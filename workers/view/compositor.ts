/**
 * Draws the newest frame on the canvas: planes of codes in, picture out, one fused program per pane, and lines over it.
 * Holds the context's resources (`compositor-resources.ts`). A lost context is not asked back: in Chromium 156 a context that
 * is restored after the graphics process died takes the whole page with it. A new compositor on a new canvas is made instead.
 * Disposed of by the view worker.
 */

import type { FramePlanes } from '#model/frame.ts';
import { ProblemError } from '#model/problem.ts';
import { planDraw } from './compositor-plan.ts';
import { createResources } from './compositor-resources.ts';
import type { DrawState } from './draw-state.ts';
import { createDrawFence } from './gpu/draw-fence.ts';
import { createPictureTarget } from './gpu/picture-target.ts';
import { noGraphics } from './view-problems.ts';

export type Compositor = {
  /** Copies the planes to the GPU; keeps nothing of them. Does nothing while the context is lost. */
  upload(stream: 'main' | 'second', planes: FramePlanes): void;
  /** Draws all panes. Sets the canvas's size to the scene's. Does nothing while the context is lost. */
  draw(state: DrawState): void;
  /** Resolves when the GPU has carried out what was drawn last, or has lost its context. */
  finished(): Promise<void>;
  /** What was drawn last, drawn again into a bitmap that the caller closes. The canvas stays as it was. */
  picture(): ImageBitmap;
  /** The same textures drawn beside the canvas, at the scene's size, for another window; null where the context is lost. One at a time. */
  pictureOf(state: DrawState): Promise<ImageBitmap | null>;
  readonly isLost: boolean;
  [Symbol.dispose](): void;
};

/** `lost`: called once when the context is gone for good. Throws a `ProblemError` where the browser has no WebGL2. */
export function createCompositor(canvas: OffscreenCanvas, lost: () => void): Compositor {
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  });
  if (!gl) throw new ProblemError(noGraphics);
  const resources = createResources(gl);
  const fence = createDrawFence(gl);
  const beside = createPictureTarget(gl);
  let isLost = false;
  let lastState: DrawState | null = null;

  const onLost = (): void => {
    isLost = true;
    lost();
  };
  canvas.addEventListener('webglcontextlost', onLost, { once: true });

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
    async pictureOf(state) {
      if (isLost) return null;
      const plan = planDraw(state, stream => resources.streams[stream].format);
      resources.draw(plan, state.scene.canvas, beside);
      return beside.taken();
    },
    get isLost() {
      return isLost;
    },
    [Symbol.dispose]() {
      canvas.removeEventListener('webglcontextlost', onLost);
      beside[Symbol.dispose]();
      resources[Symbol.dispose]();
    },
  };
}

/** How the tissue lies before the camera in a frame: breathing moves and swells it. */
import type { PhantomSpec } from '#model/phantom.ts';

/** Sub-pixel steps of a sampling position. Sixteen cannot be told from a smooth motion. */
export const subPixels = 16;

/** Where the pixels of one axis read from: texture index and sixteenths towards the next. */
export type AxisSampling = { readonly index: Int32Array; readonly part: Int32Array };
export type Sampling = { readonly columns: AxisSampling; readonly rows: AxisSampling };

/** Tissue drawn beyond each edge of the picture, in pixels, so that motion never runs out of it. */
export function marginPx(spec: PhantomSpec): number {
  const { x, y } = spec.camera.misregistrationPx;
  const swell = (swellShare(spec) * Math.max(spec.widthPx, spec.heightPx)) / 2;
  return 2 * Math.ceil((spec.breathing.amplitudePx + Math.max(Math.abs(x), Math.abs(y)) + swell) / 2 + 2);
}

const swellShare = (spec: PhantomSpec): number => 0.0012 * spec.breathing.amplitudePx;

/** Seconds of a frame on the phantom's clock. */
export const frameTimeS = (spec: PhantomSpec, frameIndex: number): number => frameIndex / spec.fps;

/** 0 breathed out … 1 breathed in. A rest follows each breath out, as under ventilation. */
export function breathAt(spec: PhantomSpec, frameIndex: number): number {
  const phase = (frameTimeS(spec, frameIndex) / spec.breathing.periodS) % 1;
  return (0.5 - 0.5 * Math.cos(2 * Math.PI * phase)) ** 1.5;
}

/** Empty sampling tables for pictures of `widthPx` × `heightPx`, to be filled for each frame. */
export function createSampling(widthPx: number, heightPx: number): Sampling {
  const axis = (length: number): AxisSampling => ({
    index: new Int32Array(length),
    part: new Int32Array(length),
  });
  return { columns: axis(widthPx), rows: axis(heightPx) };
}

/**
 * Fills `sampling` for a frame. `shiftPx`: how far this picture lies off the tissue (misregistration). `step`: 2 for chroma,
 * whose samples lie between the pixels 2i and 2i + 1.
 */
export function sampleFrame(
  sampling: Sampling,
  spec: PhantomSpec,
  at: { frameIndex: number; shiftPx: { x: number; y: number }; step: 1 | 2 },
): void {
  const breath = breathAt(spec, at.frameIndex);
  const scale = 1 + swellShare(spec) * breath;
  const move = spec.breathing.amplitudePx * breath;
  const margin = marginPx(spec);
  fillAxis(sampling.columns, {
    centre: (spec.widthPx - 1) / 2,
    move: at.shiftPx.x + 0.35 * move,
    scale,
    margin,
    step: at.step,
  });
  fillAxis(sampling.rows, {
    centre: (spec.heightPx - 1) / 2,
    move: at.shiftPx.y - move,
    scale,
    margin,
    step: at.step,
  });
}

function fillAxis(
  axis: AxisSampling,
  to: { centre: number; move: number; scale: number; margin: number; step: 1 | 2 },
): void {
  const between = (to.step - 1) / 2;
  for (let i = 0; i < axis.index.length; i++) {
    const pixel = i * to.step + between;
    const tissue = to.centre + (pixel - to.centre - to.move) / to.scale + to.margin;
    const sixteenths = Math.round(((tissue - between) / to.step) * subPixels);
    axis.index[i] = Math.floor(sixteenths / subPixels);
    axis.part[i] = sixteenths % subPixels;
  }
}

/** How the tissue lies before the camera in a frame: breathing moves and swells it. */
import type { Point } from '#model/geometry.ts';
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
 * Where what stands before the lens has gone: a point p at rest lies at middle + scale · (p − middle) + move, about the
 * picture's middle, in scene pixels.
 */
export type Pose = { readonly moveX: number; readonly moveY: number; readonly scale: number };

export const atRest: Pose = { moveX: 0, moveY: 0, scale: 1 };

/** The tissue's pose in a frame, as white light sees it. */
export function breathingPose(spec: PhantomSpec, frameIndex: number): Pose {
  const breath = breathAt(spec, frameIndex);
  const move = spec.breathing.amplitudePx * breath;
  return { moveX: 0.35 * move, moveY: -move, scale: 1 + swellShare(spec) * breath };
}

/** The same pose as NIR sees it: misregistration on top of it. */
export function nirPose({ camera }: PhantomSpec, { moveX, moveY, scale }: Pose): Pose {
  const { misregistrationPx: shift, misregistrationScale: zoom } = camera;
  return { moveX: zoom * moveX + shift.x, moveY: zoom * moveY + shift.y, scale: zoom * scale };
}

/** The point of the subject at rest that a pose brings to (xPx, yPx). */
export function restingPoint(spec: PhantomSpec, pose: Pose, { x, y }: Point): Point {
  const middleX = (spec.widthPx - 1) / 2;
  const middleY = (spec.heightPx - 1) / 2;
  return {
    x: middleX + (x - middleX - pose.moveX) / pose.scale,
    y: middleY + (y - middleY - pose.moveY) / pose.scale,
  };
}

/** Fills `sampling` for a pose. `step`: 2 for chroma, whose samples lie between the pixels 2i and 2i + 1. */
export function samplePose(sampling: Sampling, spec: PhantomSpec, at: { pose: Pose; step: 1 | 2 }): void {
  const margin = marginPx(spec);
  const { scale, moveX, moveY } = at.pose;
  const { step } = at;
  fillAxis(sampling.columns, { middle: (spec.widthPx - 1) / 2, move: moveX, scale, margin, step });
  fillAxis(sampling.rows, { middle: (spec.heightPx - 1) / 2, move: moveY, scale, margin, step });
}

function fillAxis(
  axis: AxisSampling,
  to: { middle: number; move: number; scale: number; margin: number; step: 1 | 2 },
): void {
  const between = (to.step - 1) / 2;
  for (let i = 0; i < axis.index.length; i++) {
    const pixel = i * to.step + between;
    const resting = to.middle + (pixel - to.middle - to.move) / to.scale + to.margin;
    const sixteenths = Math.round(((resting - between) / to.step) * subPixels);
    axis.index[i] = Math.floor(sixteenths / subPixels);
    axis.part[i] = sixteenths % subPixels;
  }
}

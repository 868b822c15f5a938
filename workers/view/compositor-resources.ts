/**
 * Everything of the compositor that dies with the context: programs, both streams' textures, the
 * profile's curve and fields, the low-pass and its cells.
 * Made anew by the compositor when the context comes back, and disposed of by it.
 */
import type { FramePlanes } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import type { PaneBands } from './compositor-bands.ts';
import { curveTexels, fieldTexels } from './compositor-fields.ts';
import type { PaneLines } from './compositor-lines.ts';
import { type DrawPlan, type PanePlan, surround } from './compositor-plan.ts';
import { createStreamTextures } from './compositor-streams.ts';
import { createByteTarget } from './gpu/byte-target.ts';
import { createNearestSampler } from './gpu/nearest-sampler.ts';
import type { PictureTarget } from './gpu/picture-target.ts';
import { createPlaneTexture } from './gpu/plane-texture.ts';
import {
  createProgramCache,
  drawRectangles,
  drawTriangle,
  type Uniforms,
  type UniformValue,
} from './gpu/program.ts';

export function createResources(gl: WebGL2RenderingContext) {
  const programs = createProgramCache(gl);
  const streams = { main: createStreamTextures(gl), second: createStreamTextures(gl) };
  const curve = createPlaneTexture(gl);
  const fields = createPlaneTexture(gl);
  let uploadedCurve: DrawPlan['curve'] = null;
  let uploadedFields: DrawPlan['fields'] = null;
  const distance = createPlaneTexture(gl);
  let uploadedBands: DrawPlan['bands'] = null;
  const smooth = createByteTarget(gl);
  const range = createByteTarget(gl);
  const sampler = createNearestSampler(gl);
  /** What the low-pass was made from; the same again need not be drawn again. */
  let smoothed = '';

  const uploadCorrections = (plan: DrawPlan): void => {
    if (plan.curve && plan.curve !== uploadedCurve) {
      curve.upload(curveTexels(plan.curve));
      uploadedCurve = plan.curve;
      smoothed = '';
    }
    const isHeld = plan.fields?.dark === uploadedFields?.dark && plan.fields?.flat === uploadedFields?.flat;
    if (plan.fields && !isHeld) {
      fields.upload(fieldTexels(plan.fields));
      uploadedFields = plan.fields;
      smoothed = '';
    }
  };

  const uploadBands = ({ bands }: DrawPlan): void => {
    if (!bands?.samples || bands === uploadedBands) return;
    const { widthPx, heightPx, samples } = bands;
    distance.upload({ bytes: samples, channels: 1, widthPx, heightPx, strideBytes: widthPx });
    uploadedBands = bands;
  };

  /** By the names under which both programs that read codes know them. */
  const corrections = (
    plan: DrawPlan,
    sampled = (texture: WebGLTexture): UniformValue => texture,
  ): Uniforms => ({
    ...(plan.curve && { u_table: curve.texture }),
    ...(plan.fields && { u_fields: sampled(fields.texture) }),
  });

  const drawCondition = (plan: DrawPlan): void => {
    const { nir, condition } = plan;
    if (!condition || !nir) return;
    const wanted = JSON.stringify([nir.stream, condition]);
    if (wanted === smoothed) return;
    smooth.bind(condition.size);
    drawTriangle(gl, programs.get('condition', condition.defines), {
      ...condition.uniforms,
      ...corrections(plan),
      u_nir: streams[nir.stream].first.texture,
    });
    range.bind(condition.cells);
    drawTriangle(gl, programs.get('range', {}), { u_smooth: smooth.texture });
    smoothed = wanted;
  };

  const texturesOf = (plan: DrawPlan, { isOneToOne }: PanePlan): Uniforms => {
    const { white, nir } = plan;
    const sampled = (texture: WebGLTexture, isNearest: boolean) =>
      isNearest ? { texture, sampler } : texture;
    return {
      ...(white && { u_white: sampled(streams[white.stream].first.texture, isOneToOne.white) }),
      ...(white && { u_chroma: streams[white.stream].chroma.texture }),
      ...(nir && { u_nir: sampled(streams[nir.stream].first.texture, isOneToOne.nir) }),
      ...corrections(plan, texture => sampled(texture, isOneToOne.nir)),
    };
  };

  const drawLines = ({ defines, uniforms }: PaneLines, { widthPx, heightPx }: SizePx): void => {
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    drawRectangles(gl, programs.get('lines', defines), {
      count: widthPx * heightPx,
      values: { ...uniforms, u_smooth: smooth.texture, u_range: range.texture },
    });
    gl.disable(gl.BLEND);
  };

  const drawBands = ({ defines, uniforms }: PaneBands): void => {
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    drawTriangle(gl, programs.get('bands', defines), { ...uniforms, u_distance: distance.texture });
    gl.disable(gl.BLEND);
  };

  return {
    streams,
    upload(stream: 'main' | 'second', planes: FramePlanes): void {
      streams[stream].upload(planes);
      smoothed = '';
    },
    /** Onto the canvas, or into `target`, rows from below. */
    draw(plan: DrawPlan | null, canvas: SizePx, target: PictureTarget | null = null): void {
      if (plan) {
        uploadCorrections(plan);
        uploadBands(plan);
        drawCondition(plan);
      }
      if (target) target.bind(canvas);
      else gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.viewport(0, 0, canvas.widthPx, canvas.heightPx);
      gl.disable(gl.SCISSOR_TEST);
      gl.clearColor(...surround, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      if (!plan) return;
      gl.enable(gl.SCISSOR_TEST);
      for (const pane of plan.panes) {
        const { x, y, width, height } = pane.scissor;
        gl.scissor(x, canvas.heightPx - y - height, width, height);
        drawTriangle(gl, programs.get('composite', pane.defines), {
          ...pane.uniforms,
          ...texturesOf(plan, pane),
        });
        if (pane.bands) drawBands(pane.bands);
        if (pane.lines && plan.condition) drawLines(pane.lines, plan.condition.cells);
      }
    },
    [Symbol.dispose](): void {
      programs[Symbol.dispose]();
      streams.main[Symbol.dispose]();
      streams.second[Symbol.dispose]();
      curve[Symbol.dispose]();
      fields[Symbol.dispose]();
      distance[Symbol.dispose]();
      smooth[Symbol.dispose]();
      range[Symbol.dispose]();
      gl.deleteSampler(sampler);
    },
  };
}

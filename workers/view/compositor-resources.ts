/**
 * Everything of the compositor that dies with the context: programs, both streams' textures, the low-pass and its cells.
 * Made anew by the compositor when the context comes back, and disposed of by it.
 */
import type { FramePlanes } from '#model/frame.ts';
import type { SizePx } from '#model/geometry.ts';
import { type DrawPlan, type PanePlan, surround } from './compositor-plan.ts';
import { createStreamTextures } from './compositor-streams.ts';
import { createByteTarget } from './gpu/byte-target.ts';
import { createNearestSampler } from './gpu/nearest-sampler.ts';
import { createProgramCache, drawRectangles, drawTriangle, type Uniforms } from './gpu/program.ts';

export function createResources(gl: WebGL2RenderingContext) {
  const programs = createProgramCache(gl);
  const streams = { main: createStreamTextures(gl), second: createStreamTextures(gl) };
  const smooth = createByteTarget(gl);
  const range = createByteTarget(gl);
  const sampler = createNearestSampler(gl);
  /** What the low-pass was made from; the same again need not be drawn again. */
  let smoothed = '';

  const drawCondition = ({ nir, condition }: DrawPlan): void => {
    if (!condition || !nir) return;
    const wanted = JSON.stringify([nir.stream, condition]);
    if (wanted === smoothed) return;
    smooth.bind(condition.size);
    drawTriangle(gl, programs.get('condition', condition.defines), {
      ...condition.uniforms,
      u_nir: streams[nir.stream].first.texture,
    });
    range.bind(condition.cells);
    drawTriangle(gl, programs.get('range', {}), { u_smooth: smooth.texture });
    smoothed = wanted;
  };

  const texturesOf = ({ white, nir }: DrawPlan, { isOneToOne }: PanePlan): Uniforms => {
    const sampled = (texture: WebGLTexture, isNearest: boolean) =>
      isNearest ? { texture, sampler } : texture;
    return {
      ...(white && { u_white: sampled(streams[white.stream].first.texture, isOneToOne.white) }),
      ...(white && { u_chroma: streams[white.stream].chroma.texture }),
      ...(nir && { u_nir: sampled(streams[nir.stream].first.texture, isOneToOne.nir) }),
    };
  };

  const drawLines = (lines: Uniforms, { widthPx, heightPx }: SizePx): void => {
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    drawRectangles(gl, programs.get('lines', {}), {
      count: widthPx * heightPx,
      values: { ...lines, u_smooth: smooth.texture, u_range: range.texture },
    });
    gl.disable(gl.BLEND);
  };

  return {
    streams,
    upload(stream: 'main' | 'second', planes: FramePlanes): void {
      streams[stream].upload(planes);
      smoothed = '';
    },
    draw(plan: DrawPlan | null, canvas: SizePx): void {
      if (plan) drawCondition(plan);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
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
        if (pane.lines && plan.condition) drawLines(pane.lines, plan.condition.cells);
      }
    },
    [Symbol.dispose](): void {
      programs[Symbol.dispose]();
      streams.main[Symbol.dispose]();
      streams.second[Symbol.dispose]();
      smooth[Symbol.dispose]();
      range[Symbol.dispose]();
      gl.deleteSampler(sampler);
    },
  };
}

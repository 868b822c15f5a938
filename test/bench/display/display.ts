/**
 * What the whole display pipeline costs a frame: upload of two streams' planes and the draw, overlay mode, four
 * iso-lines, an arithmetic colour map. Measured in blits: one draw call that copies a picture of the canvas's size, as a
 * viewer that does nothing else would (RGBA texture, bilinear as textures are by default). All are forced to finish by
 * reading one pixel back, and take turns, so that other load falls on all alike.
 */
import { defaultDisplay, defaultView } from '#model/display.ts';
import { createFieldShelf } from '#model/field-correction.ts';
import { type FrameFormat, type FramePlanes, packedPlanes, planesIn } from '#model/frame.ts';
import type { Layout } from '#model/layout.ts';
import { unknownProfile } from '#model/profile.ts';
import { linearToSignal } from '#model/transfer.ts';
import { createCompositor } from '#workers/view/compositor.ts';
import type { DrawState } from '#workers/view/draw-state.ts';

export type DisplayCost = {
  /** Median over rounds of pipeline ÷ blit; the figure of the benchmark. */
  pipelinePerBlit: number;
  /** The same against a blit without filtering, the cheapest copy there is. */
  pipelinePerNearestBlit: number;
  /** The pipeline with the picture moved by a third of a pixel, where every sample must be interpolated, ÷ blit. */
  movedPerBlit: number;
  /** Medians; for explanation only. */
  blitMs: number;
  nearestBlitMs: number;
  pipelineMs: number;
};

const rounds = 15;
const framesPerRound = 3;

/** Runs in a page, on a canvas of this size fed by two I420 streams of this size: every pixel is covered, nothing is scaled away. */
export async function measureDisplay(widthPx: number, heightPx: number): Promise<DisplayCost> {
  const size = { widthPx, heightPx };
  const white = frameOf(size, whiteCode);
  const nir = frameOf(size, nirCode);
  const state = stateOf(white.format, size);
  const moved = movedBy(state, 1 / 3);
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  using compositor = createCompositor(canvas, () => undefined);
  const finish = createFinish(canvas);
  const pipeline = (shown: DrawState) => () => {
    compositor.upload('main', white);
    compositor.upload('second', nir);
    compositor.draw(shown);
    finish();
  };
  const candidates = {
    blit: createBlit(size, 'LINEAR'),
    nearestBlit: createBlit(size, 'NEAREST'),
    pipeline: pipeline(state),
    moved: pipeline(moved),
  };
  const times = {
    blit: [] as number[],
    nearestBlit: [] as number[],
    pipeline: [] as number[],
    moved: [] as number[],
  };
  for (let round = -2; round < rounds; round++) {
    for (const name of ['blit', 'nearestBlit', 'pipeline', 'moved'] as const) {
      const ms = timeOf(candidates[name]);
      // The first rounds compile shaders and fill caches.
      if (round >= 0) times[name].push(ms);
    }
    await new Promise(resolve => setTimeout(resolve));
  }
  const ratio = (name: keyof typeof times, to: keyof typeof times) =>
    median(times[name].map((ms, round) => ms / times[to][round]!));
  return {
    pipelinePerBlit: ratio('pipeline', 'blit'),
    pipelinePerNearestBlit: ratio('pipeline', 'nearestBlit'),
    movedPerBlit: ratio('moved', 'blit'),
    blitMs: median(times.blit),
    nearestBlitMs: median(times.nearestBlit),
    pipelineMs: median(times.pipeline),
  };
}

/** The view's centre moved by a share of a pixel. */
function movedBy(state: DrawState, px: number): DrawState {
  const { scene } = state;
  const view = { ...scene.view, centreX: 0.5 + px / scene.canvas.widthPx, zoom: 1 };
  return { ...state, scene: { ...scene, view } };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Milliseconds of one frame, mean of a round. */
function timeOf(frame: () => void): number {
  const start = performance.now();
  for (let index = 0; index < framesPerRound; index++) frame();
  return (performance.now() - start) / framesPerRound;
}

/** Waits until everything asked of this canvas's context is drawn. */
function createFinish(canvas: OffscreenCanvas): () => void {
  const gl = canvas.getContext('webgl2')!;
  const pixel = new Uint8Array(4);
  return () => {
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  };
}

/** The yardstick: an RGBA texture of the canvas's size onto the canvas. */
function createBlit({ widthPx, heightPx }: Size, filter: 'LINEAR' | 'NEAREST'): () => void {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, stencil: false })!;
  const program = gl.createProgram();
  const stages = [
    [
      gl.VERTEX_SHADER,
      `#version 300 es
      out vec2 v_at;
      void main() {
        v_at = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
        gl_Position = vec4(v_at * 2.0 - 1.0, 0.0, 1.0);
      }`,
    ],
    [
      gl.FRAGMENT_SHADER,
      `#version 300 es
      precision highp float;
      uniform sampler2D u_picture;
      in vec2 v_at;
      out vec4 o_colour;
      void main() { o_colour = texture(u_picture, v_at); }`,
    ],
  ] as const;
  for (const [kind, text] of stages) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, widthPx, heightPx);
  const picture = new Uint8Array(widthPx * heightPx * 4).map((_, index) => (index * 2_654_435_761) >>> 24);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, widthPx, heightPx, gl.RGBA, gl.UNSIGNED_BYTE, picture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl[filter]);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl[filter]);
  const finish = createFinish(canvas);
  return () => {
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    finish();
  };
}

type Size = { readonly widthPx: number; readonly heightPx: number };

function frameOf(size: Size, lumaCode: (x: number, y: number) => number): FramePlanes {
  const colour = { fullRange: false, matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' };
  const format: FrameFormat = { format: 'I420', ...size, bitDepth: 8, colour };
  const planes = planesIn(new ArrayBuffer(packedPlanes(format).totalBytes), format);
  const [luma, u, v] = planes;
  for (let y = 0; y < size.heightPx; y++) {
    for (let x = 0; x < size.widthPx; x++) {
      luma!.samples[y * size.widthPx + x] = lumaCode(x / size.widthPx, y / size.heightPx);
    }
  }
  u!.samples.fill(112);
  v!.samples.fill(160);
  return { number: 0, timestampS: 0, arrivedS: 0, format, planes };
}

const whiteCode = (x: number, y: number): number => 120 + 60 * Math.sin(40 * x) * Math.cos(25 * y);

/** A bright lesion on a background of 0.1, with a little noise of fixed seed. */
function nirCode(x: number, y: number): number {
  const lesion = 0.6 * Math.exp(-((x - 0.5) ** 2 + (y - 0.5) ** 2) / 0.03);
  const noise =
    (((Math.imul((x * 9973) | 0, 2_654_435_761) ^ Math.imul((y * 9967) | 0, 40_503)) >>> 28) - 8) / 4;
  return 16 + 219 * linearToSignal(0.1 + lesion, { kind: 'bt709' }) + noise;
}

function stateOf(format: FrameFormat, canvas: Size): DrawState {
  const rect = { x: 0, y: 0, width: 1, height: 1 };
  const layout: Layout = {
    id: 'bench',
    name: 'Two cameras',
    white: { stream: 'main', rect },
    nir: { stream: 'second', rect },
    displayReferred: false,
    source: 'benchmark',
  };
  return {
    scene: {
      layout,
      profile: { ...unknownProfile, transfer: { kind: 'bt709' }, darkCodes: 16 },
      display: { ...defaultDisplay, mode: 'overlay', colourMap: 'viridis', thresholds: [1.5, 2, 3, 5] },
      view: defaultView,
      canvas,
    },
    formats: { main: format, second: format },
    fields: createFieldShelf(),
    backgroundLinear: 0.1,
    veil: false,
    hideOverlay: false,
  };
}

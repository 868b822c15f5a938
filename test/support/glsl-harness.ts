/**
 * Calls one GLSL function with many inputs: a tiny program that includes the function's file, inputs as a float texture,
 * answers read back from a float target. Holds one WebGL2 context; the test that created it disposes of it.
 */
import { createPlaneTexture, type TexelRows } from '#workers/view/gpu/plane-texture.ts';
import { createProgram, drawTriangle } from '#workers/view/gpu/program.ts';
import { type Defines, shaderSource } from '#workers/view/gpu/shader-source.ts';

/** One input: up to four numbers in each of `a`, `b`, `c`, `d`, `e`, in that order. */
export type GlslInput = readonly (readonly number[])[];

export type GlslCall = {
  /** File of the function, relative to `shaders/`. */
  readonly path: string;
  /** A `vec4` expression over `vec4 a, b, c, d, e`. */
  readonly call: string;
  readonly defines: Defines;
  /** At most 4,096. Numbers that a float32 cannot hold are rounded: pass them through `Math.fround` to know it. */
  readonly inputs: readonly GlslInput[];
  /** Declarations that the expression needs besides the file. */
  readonly prelude?: string;
  /** What the samplers read, by their names. */
  readonly textures?: Readonly<Record<string, TexelRows>>;
};

export type GlslHarness = {
  /** Four numbers for each input, in order. Throws an `Error` with the driver's words when it does not compile. */
  run(call: GlslCall): number[][];
  [Symbol.dispose](): void;
};

const names = ['a', 'b', 'c', 'd', 'e'];

const vertex = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

function fragmentOf({ path, call, defines, prelude = '' }: GlslCall): string {
  const [version, ...text] = shaderSource(path, defines).split('\n');
  const fetch = (name: string, row: number) =>
    `  vec4 ${name} = texelFetch(u_inputs, ivec2(int(gl_FragCoord.x), ${row}), 0);`;
  return [
    version,
    'precision highp float;',
    'precision highp sampler2D;',
    ...text,
    prelude,
    'uniform sampler2D u_inputs;',
    'out vec4 o_answer;',
    'void main() {',
    ...names.map(fetch),
    `  o_answer = ${call};`,
    '}',
  ].join('\n');
}

/** Throws an `Error` where the browser has no WebGL2 with float targets. */
export function createGlslHarness(): GlslHarness {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl?.getExtension('EXT_color_buffer_float')) throw new Error('WebGL2 with float targets is missing.');

  const createFloatTexture = (widthPx: number, heightPx: number): WebGLTexture => {
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, widthPx, heightPx);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    return texture;
  };

  return {
    run(call) {
      const count = call.inputs.length;
      const texels = new Float32Array(count * names.length * 4);
      call.inputs.forEach((input, at) => {
        input.forEach((vector, row) => {
          texels.set(vector, (row * count + at) * 4);
        });
      });
      const inputs = createFloatTexture(count, names.length);
      // Planes are uploaded by rows of their own length.
      gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, count, names.length, gl.RGBA, gl.FLOAT, texels);
      const textures = Object.entries(call.textures ?? {}).map(([name, rows]) => {
        const texture = createPlaneTexture(gl);
        texture.upload(rows);
        return [name, texture] as const;
      });
      const target = createFloatTexture(count, 1);
      const framebuffer = gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, target, 0);
      gl.viewport(0, 0, count, 1);
      const program = createProgram(gl, vertex, fragmentOf(call));
      drawTriangle(gl, program, {
        u_inputs: inputs,
        ...Object.fromEntries(textures.map(([name, { texture }]) => [name, texture])),
      });
      const answers = new Float32Array(count * 4);
      gl.readPixels(0, 0, count, 1, gl.RGBA, gl.FLOAT, answers);
      gl.deleteProgram(program.info.program);
      gl.deleteFramebuffer(framebuffer);
      for (const [, texture] of textures) texture[Symbol.dispose]();
      gl.deleteTexture(inputs);
      gl.deleteTexture(target);
      return Array.from({ length: count }, (_, at) => Array.from(answers.subarray(at * 4, at * 4 + 4)));
    },
    [Symbol.dispose]() {
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

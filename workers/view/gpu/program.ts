/**
 * Programs and their uniforms. Holds the compiled programs of one context, a variant each for the defines asked for
 * (a few dozen at most, kilobytes each); whoever created the cache disposes of it.
 */
import * as twgl from 'twgl.js';
import { type Defines, shaderSource } from './shader-source.ts';

/** A number, a vector or matrix (column-major), or a texture. */
export type UniformValue = number | readonly number[] | WebGLTexture;
/** By name; a struct's members by theirs. */
export type Uniforms = Readonly<Record<string, UniformValue | Readonly<Record<string, UniformValue>>>>;

/** A linked program and the uniforms that its text declares, used or not. */
export type Program = { readonly info: twgl.ProgramInfo; readonly declared: ReadonlySet<string> };

export type ProgramCache = {
  /** The program `shaders/<name>.vert.glsl` + `.frag.glsl` with these defines, compiled at the first call. */
  get(name: string, defines: Defines): Program;
  [Symbol.dispose](): void;
};

/** Compiles and links. Throws an `Error` with the driver's words. */
export function createProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program {
  const problems: string[] = [];
  const info = twgl.createProgramInfo(gl, [vertex, fragment], {
    errorCallback: words => problems.push(words),
  });
  if (!info) throw new Error(`A shader does not compile:\n${problems.join('\n')}`);
  const names = `${vertex}\n${fragment}`.matchAll(/^uniform \w+ (\w+)/gm);
  return { info, declared: new Set(Array.from(names, match => match[1]!)) };
}

/**
 * Sets every uniform that the program uses. Throws an `Error` for a name that its text does not declare and for a used
 * uniform that is not given: twgl itself would skip the one and keep a stale value in the other, in silence.
 */
export function setUniforms(program: Program, values: Uniforms): void {
  for (const name of Object.keys(values)) {
    if (!program.declared.has(name))
      throw new Error(`No shader of this program declares the uniform ${name}.`);
  }
  for (const path of Object.keys(program.info.uniformSetters)) {
    const name = path.split('.')[0]!;
    if (!(name in values)) throw new Error(`The uniform ${name} is used but was not given.`);
  }
  twgl.setUniforms(program.info, values);
}

/** Draws one triangle that covers the viewport; the vertex shader makes its corners from `gl_VertexID`. */
export function drawTriangle(gl: WebGL2RenderingContext, program: Program, values: Uniforms): void {
  gl.useProgram(program.info.program);
  setUniforms(program, values);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

export function createProgramCache(gl: WebGL2RenderingContext): ProgramCache {
  const programs = new Map<string, Program>();
  return {
    get(name, defines) {
      const key = `${name} ${Object.values(defines).join(' ')}`;
      const known = programs.get(key);
      if (known) return known;
      const [vertex, fragment] = ['vert', 'frag'].map(stage =>
        shaderSource(`${name}.${stage}.glsl`, defines),
      );
      const program = createProgram(gl, vertex!, fragment!);
      programs.set(key, program);
      return program;
    },
    [Symbol.dispose]() {
      for (const { info } of programs.values()) gl.deleteProgram(info.program);
      programs.clear();
    },
  };
}

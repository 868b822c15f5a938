/**
 * Programs and their uniforms. Holds the compiled programs of one context, a variant each for the defines asked for
 * (a few dozen at most, kilobytes each); whoever created the cache disposes of it.
 */
import * as twgl from 'twgl.js';
import { type Defines, shaderSource } from './shader-source.ts';

/** A texture and how to sample it. */
export type SampledTexture = { readonly texture: WebGLTexture; readonly sampler: WebGLSampler };

/** A number, a vector or matrix (column-major), or a texture. */
export type UniformValue = number | readonly number[] | WebGLTexture | SampledTexture;
/** By name; a struct's members by theirs. */
export type Uniforms = Readonly<Record<string, UniformValue | Readonly<Record<string, UniformValue>>>>;

/** A linked program and the uniforms that its text declares, used or not; a struct's as `name.member`. */
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
  return { info, declared: declaredIn(`${vertex}\n${fragment}`) };
}

/** Names of the text's uniforms; of one that is a struct `name.member` for each member. */
function declaredIn(text: string): Set<string> {
  const structs = new Map(
    Array.from(text.matchAll(/^struct (\w+) \{([^}]*)\}/gm), ([, type, body]) => [
      type!,
      Array.from(body!.matchAll(/(\w+);/g), match => match[1]!),
    ]),
  );
  const uniforms = Array.from(text.matchAll(/^uniform (\w+) (\w+)/gm), ([, type, name]) => {
    return structs.get(type!)?.map(member => `${name}.${member}`) ?? [name!];
  });
  return new Set(uniforms.flat());
}

/** A struct's members, as against a number, a vector or a texture. */
const isStruct = (value: Uniforms[string]): value is Readonly<Record<string, UniformValue>> =>
  Object.getPrototypeOf(value) === Object.prototype && !('sampler' in Object(value));

/**
 * Sets every uniform that the program uses. Throws an `Error` for a name (or a struct's member) that its text does not
 * declare and for a used one that is not given: twgl itself would keep the value of the draw before, in silence.
 */
export function setUniforms(program: Program, values: Uniforms): void {
  const given = new Set<string>();
  for (const [name, value] of Object.entries(values)) {
    if (isStruct(value)) for (const member of Object.keys(value)) given.add(`${name}.${member}`);
    else given.add(name);
  }
  for (const name of given) {
    if (!program.declared.has(name))
      throw new Error(`No shader of this program declares the uniform ${name}.`);
  }
  for (const name of Object.keys(program.info.uniformSetters)) {
    // twgl also lists a struct as a whole: that is not one of the declared names.
    if (program.declared.has(name) && !given.has(name))
      throw new Error(`The uniform ${name} is used but was not given.`);
  }
  twgl.setUniforms(program.info, values);
}

/** Draws one triangle that covers the viewport; the vertex shader makes its corners from `gl_VertexID`. */
export function drawTriangle(gl: WebGL2RenderingContext, program: Program, values: Uniforms): void {
  gl.useProgram(program.info.program);
  setUniforms(program, values);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

/** Draws `count` rectangles of two triangles; the vertex shader makes the six corners of each from `gl_VertexID`. */
export function drawRectangles(
  gl: WebGL2RenderingContext,
  program: Program,
  { count, values }: { readonly count: number; readonly values: Uniforms },
): void {
  gl.useProgram(program.info.program);
  setUniforms(program, values);
  gl.drawArrays(gl.TRIANGLES, 0, 6 * count);
}

export function createProgramCache(gl: WebGL2RenderingContext): ProgramCache {
  const programs = new Map<string, Program>();
  return {
    get(name, defines) {
      const key = `${name} ${JSON.stringify(defines)}`;
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

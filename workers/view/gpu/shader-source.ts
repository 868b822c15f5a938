/** The text of the shaders in `shaders/`, with `#include "lib/x.glsl"` resolved; each file is included once. */

const files: Record<string, string> = import.meta.glob('../../../shaders/**/*.glsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const root = '../../../shaders/';

/** Preprocessor constants of a variant. Part of its identity: other defines, another program. */
export type Defines = Readonly<Record<string, number>>;

/** Paths of all shader files, relative to `shaders/`. */
export const shaderPaths = (): string[] => Object.keys(files).map(path => path.slice(root.length));

/** The file at `path` with what it includes. Throws an `Error` that names a path which is not there. */
export function shaderText(path: string, included = new Set<string>()): string {
  const text = files[root + path];
  if (text === undefined) throw new Error(`There is no shader ${path}.`);
  return text.replace(/^#include "(.+)"$/gm, (_, inner: string) => {
    if (included.has(inner)) return '';
    included.add(inner);
    return shaderText(inner, included);
  });
}

/** A whole GLSL ES 3.00 shader: version, defines, text. */
export function shaderSource(path: string, defines: Defines): string {
  const lines = Object.entries(defines).map(([name, value]) => `#define ${name} ${value}`);
  return ['#version 300 es', ...lines, shaderText(path)].join('\n');
}

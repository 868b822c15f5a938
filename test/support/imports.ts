/** Every import of a source file, read from its syntax tree, so that no line break or comment hides one. Node only. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Aliases as package.json declares them: `#model/*` to `./src/model/*`. */
const aliases = z
  .object({ imports: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8'))).imports;

export type SourceFile = {
  /** From the repository's root: `src/model/frame.ts`. */
  readonly path: string;
  readonly text: string;
};

export type Import = {
  readonly specifier: string;
  /** Repository path with its query, or null for a package. */
  readonly target: string | null;
  /** Vanishes when compiled: `import type`, `export type … from`, `typeof import()`. */
  readonly isType: boolean;
  /** Fetched when the code comes there: `import()`. */
  readonly isLate: boolean;
};

/** Every TypeScript file under `folders`; AssemblyScript kernels (`*.as.ts`) have a grammar of their own and are left out. */
export function sourceFiles(folders: readonly string[]): SourceFile[] {
  return folders.flatMap(folder =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name) && !name.endsWith('.as.ts'))
      .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
      .toSorted()
      .map(path => ({ path, text: readFileSync(`${root}${path}`, 'utf8') })),
  );
}

/** Static, dynamic, re-exported and type imports of `file`, `new URL('…', import.meta.url)` and `import.meta.glob`. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (source: unknown, isType: boolean, isLate = false): void => {
    const literal = z.object({ value: z.string() }).safeParse(source);
    if (!literal.success) throw new Error(`${file.path}: an import whose address is not a plain text.`);
    const specifier = literal.data.value;
    found.push({ specifier, target: resolve(specifier, file.path), isType, isLate });
  };
  walk(syntaxOf(file), node => {
    switch (node.type) {
      case 'ImportDeclaration':
        add(node.source, node.importKind === 'type');
        break;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.source) add(node.source, node.exportKind === 'type');
        break;
      case 'ImportExpression':
        add(node.source, false, true);
        break;
      case 'TSImportType':
        add(node.source, true);
        break;
      case 'NewExpression':
        if (isNamed(node.callee, 'URL') && JSON.stringify(node.arguments).includes('"MetaProperty"'))
          add(z.array(z.unknown()).parse(node.arguments)[0], false);
        break;
      case 'CallExpression':
        if (isMemberNamed(node.callee, 'glob'))
          for (const pattern of globPatterns(z.array(z.unknown()).parse(node.arguments)[0]))
            add(pattern, false);
        break;
    }
  });
  return found;
}

/** Uses of a worker's own globals: `self`, a bare `postMessage(…)`, `globalThis.postMessage`. */
export function workerGlobalsOf(file: SourceFile): string[] {
  const found: string[] = [];
  walk(syntaxOf(file), (node, parent) => {
    const isProperty =
      (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
      (parent?.type === 'Property' && parent.key === node && parent.value !== node) ||
      parent?.type === 'TSPropertySignature' ||
      parent?.type === 'TSMethodSignature';
    if (node.type === 'Identifier' && node.name === 'self' && !isProperty) found.push('self');
    if (node.type === 'CallExpression' && isNamed(node.callee, 'postMessage')) found.push('postMessage');
    if (
      node.type === 'MemberExpression' &&
      isNamed(node.object, 'globalThis') &&
      isNamed(node.property, 'postMessage')
    )
      found.push('globalThis.postMessage');
  });
  return found;
}

type Node = { readonly type: string; readonly [key: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const isNamed = (node: unknown, name: string): boolean =>
  isNode(node) && node.type === 'Identifier' && node.name === name;
const isMemberNamed = (node: unknown, name: string): boolean =>
  isNode(node) && node.type === 'MemberExpression' && isNamed(node.property, name);
const globPatterns = (argument: unknown): unknown[] =>
  isNode(argument) && argument.type === 'ArrayExpression'
    ? z.array(z.unknown()).parse(argument.elements)
    : [argument];

function syntaxOf(file: SourceFile): unknown {
  const { program, errors } = parseSync(file.path, file.text, {
    lang: file.path.endsWith('x') ? 'tsx' : 'ts',
  });
  if (errors[0]) throw new Error(`${file.path}: ${errors[0].message}`);
  return program;
}

function walk(value: unknown, visit: (node: Node, parent: Node | null) => void): void {
  const step = (child: unknown, parent: Node | null): void => {
    if (Array.isArray(child)) for (const item of child) step(item, parent);
    else if (isNode(child)) {
      visit(child, parent);
      for (const key of Object.keys(child)) step(child[key], child);
    }
  };
  step(value, null);
}

function resolve(specifier: string, from: string): string | null {
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  if (!specifier.startsWith('#')) return null;
  for (const [alias, place] of Object.entries(aliases)) {
    const prefix = alias.replace('*', '');
    if (specifier.startsWith(prefix)) return join(place.replace('*', ''), specifier.slice(prefix.length));
  }
  throw new Error(`${from}: ${specifier} fits no alias of package.json.`);
}

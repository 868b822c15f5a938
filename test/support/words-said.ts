/** Every text that a source hands to `words` as a literal, read from its syntax tree. Node only. */
import { parseSync } from 'vite';
import type { SourceFile } from './imports.ts';

export type Said = { readonly path: string; readonly text: string };

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** The literals that an expression may come to: of a conditional both. */
function literalsIn(expression: unknown): string[] {
  if (!isTree(expression)) return [];
  if (expression.type === 'Literal' && typeof expression.value === 'string') return [expression.value];
  if (expression.type === 'ConditionalExpression')
    return [...literalsIn(expression.consequent), ...literalsIn(expression.alternate)];
  if (expression.type === 'LogicalExpression')
    return [...literalsIn(expression.left), ...literalsIn(expression.right)];
  return [];
}

function walk(node: unknown, found: (text: string) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, found);
    return;
  }
  if (!isTree(node)) return;
  if (
    node.type === 'CallExpression' &&
    isTree(node.callee) &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'words' &&
    Array.isArray(node.arguments)
  )
    for (const text of literalsIn(node.arguments[0])) if (text !== '') found(text);
  for (const value of Object.values(node)) if (isTree(value)) walk(value, found);
}

export function wordsSaid({ path, text }: SourceFile): Said[] {
  if (!text.includes('words(')) return [];
  const said: Said[] = [];
  walk(parseSync(path, text).program, found => said.push({ path, text: found }));
  return said;
}

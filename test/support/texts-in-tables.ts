/** Texts that stand as values in objects and lists of a source, from where they reach `words` through a variable. Node only. */
import { parseSync } from 'vite';
import type { SourceFile } from './imports.ts';

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Types, errors that a programmer reads, and what `words` was handed as a literal, which is found there. */
const left = new Set([
  'ThrowStatement',
  'ImportDeclaration',
  'ImportExpression',
  'TSLiteralType',
  'TSTypeAliasDeclaration',
]);

const attributesOfCode = /^(className|id|type|role|d|viewBox|key|href)$/;

const isLeft = (node: Tree): boolean => {
  if (left.has(String(node.type))) return true;
  const callee = isTree(node.callee) ? String(node.callee.name ?? '') : '';
  if (node.type === 'NewExpression') return callee.endsWith('Error');
  if (node.type === 'CallExpression') return callee === 'assert' || callee === 'words';
  return (
    node.type === 'JSXAttribute' && isTree(node.name) && attributesOfCode.test(String(node.name.name ?? ''))
  );
};

/** A sentence or a label: several words, or one that begins large. */
const isText = (value: string): boolean =>
  /\p{L}{2}/u.test(value) && (/^\p{Lu}.*\p{Ll}/u.test(value) || / /.test(value));

function walk(node: unknown, inTable: boolean, found: (text: string) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, inTable, found);
    return;
  }
  if (!isTree(node) || isLeft(node)) return;
  if (node.type === 'Property') {
    walk(node.value, true, found);
    return;
  }
  if (node.type === 'Literal' && typeof node.value === 'string') {
    if (inTable && isText(node.value)) found(node.value);
    return;
  }
  for (const value of Object.values(node))
    if (isTree(value)) walk(value, inTable || node.type === 'ArrayExpression', found);
}

export function textsInTables({ path, text }: SourceFile): string[] {
  const texts: string[] = [];
  walk(parseSync(path, text).program, false, found => texts.push(found));
  return texts;
}

/** Texts that a component shows without handing them to `words`, read from its syntax tree. Node only. */
import { parseSync } from 'vite';
import type { SourceFile } from './imports.ts';

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Attributes that a person reads or hears. */
const readAttributes = new Set([
  'aria-label',
  'title',
  'placeholder',
  'label',
  'alt',
  'unit',
  'hint',
  'aria-roledescription',
]);

const hasWord = (text: string): boolean => /\p{L}{2,}/u.test(text);

/** Literals that an expression shows as they are: of conditionals, templates and logic all that may be seen. */
function shown(expression: unknown): string[] {
  if (!isTree(expression)) return [];
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'string' ? [expression.value] : [];
    case 'TemplateLiteral':
      return (Array.isArray(expression.quasis) ? expression.quasis : []).flatMap(quasi =>
        isTree(quasi) && isTree(quasi.value) && typeof quasi.value.cooked === 'string'
          ? [quasi.value.cooked]
          : [],
      );
    case 'ConditionalExpression':
      return [...shown(expression.consequent), ...shown(expression.alternate)];
    case 'LogicalExpression':
      return [...shown(expression.left), ...shown(expression.right)];
    case 'JSXExpressionContainer':
      return shown(expression.expression);
    default:
      return [];
  }
}

function textsOf(node: Tree): string[] {
  if (node.type === 'JSXText' && typeof node.value === 'string') return [node.value];
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
    const children = Array.isArray(node.children) ? node.children : [];
    return children.flatMap(child =>
      isTree(child) && child.type === 'JSXExpressionContainer' ? shown(child) : [],
    );
  }
  if (
    node.type === 'JSXAttribute' &&
    isTree(node.name) &&
    typeof node.name.name === 'string' &&
    readAttributes.has(node.name.name)
  )
    return shown(node.value);
  return [];
}

function walk(node: unknown, found: (text: string) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, found);
    return;
  }
  if (!isTree(node)) return;
  for (const text of textsOf(node)) if (hasWord(text)) found(text.trim().replace(/\s+/g, ' '));
  for (const value of Object.values(node)) if (isTree(value)) walk(value, found);
}

export function bareTexts({ path, text }: SourceFile): string[] {
  const texts: string[] = [];
  walk(parseSync(path, text).program, found => texts.push(found));
  return texts;
}

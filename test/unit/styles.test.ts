/** A style sheet that nobody imports styles nothing, and nobody says so. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importsOf, sourceFiles } from '../support/imports.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('every style sheet is imported by a component', () => {
  const sheets = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.css'))
    .map(name => `src/${name.replaceAll('\\', '/')}`);
  expect(sheets.length).toBeGreaterThan(20);
  const imported = new Set(sourceFiles(['src']).flatMap(file => importsOf(file).map(({ target }) => target)));
  expect(sheets.filter(sheet => !imported.has(sheet))).toEqual([]);
});

/** The table of hazards in the conductor's README names tests and problems that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sourceFiles } from '../../support/imports.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const readme = readFileSync(`${root}src/conductor/README.md`, 'utf8');

type Row = { readonly hazard: string; readonly detected: string; readonly tests: readonly string[] };

const named = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '');

const rows: readonly Row[] = readme
  .slice(readme.indexOf('| hazard'))
  .split('\n')
  .slice(2)
  .filter(line => line.startsWith('|'))
  .map(line => {
    const [, hazard = '', detected = '', , tests = ''] = line.split('|').map(cell => cell.trim());
    return { hazard, detected, tests: named(tests) };
  });

describe('the table of hazards', () => {
  test('has a row for each that the viewer is meant to detect', () => {
    expect(rows.length).toBeGreaterThanOrEqual(33);
    expect(new Set(rows.map(({ hazard }) => hazard)).size).toBe(rows.length);
  });

  test.each(rows)('names tests of "$hazard" that are there', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    const missing = tests.filter(
      name => !['.test.ts', '.test.tsx'].some(ending => existsSync(`${root}test/${name}${ending}`)),
    );
    expect(missing).toEqual([]);
  });

  test('names problems that somebody tells', () => {
    const source = sourceFiles(['src', 'workers'])
      .map(({ text }) => text)
      .join('\n');
    const ids = rows
      .flatMap(({ detected }) => named(detected))
      .filter(name => /^[a-z]+(-[a-z]+)+$/.test(name));
    const modules = new Set(
      sourceFiles(['src', 'workers']).map(({ path }) => path.replace(/^.*\/|\.tsx?$/g, '')),
    );
    const problems = ids.filter(id => !modules.has(id));
    expect(problems.length).toBeGreaterThan(20);
    expect(problems.filter(id => !source.includes(`'${id}'`))).toEqual([]);
  });
});

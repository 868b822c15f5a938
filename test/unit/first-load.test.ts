/**
 * What the first picture is fetched with, by reading imports: those of the two workers that make and draw it, and those of the console. What is
 * imported when the code comes there (`import()`) is fetched later and does not count. `e2e/offline` weighs it.
 */
import { describe, expect, test } from 'vitest';
import { importsOf, sourceFiles } from '../support/imports.ts';

const files = new Map(sourceFiles(['src', 'workers']).map(file => [file.path, file]));

/** Files, and packages by name, that are there once `entries` are. */
function fetchedWith(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    const file = files.get(path);
    if (!file) return;
    for (const { specifier, target, isType, isLate } of importsOf(file)) {
      // A worker's address is not the worker.
      if (isType || isLate || target?.includes('?worker')) continue;
      visit(target === null ? specifier : target.replace(/\?.*$/, ''));
    }
  };
  for (const entry of entries) visit(entry);
  return found;
}

const fetchedMatching = (entries: readonly string[], pattern: RegExp): string[] =>
  [...fetchedWith(entries)].filter(path => pattern.test(path)).toSorted();

describe('the first picture', () => {
  test.each(['view', 'feed'])('comes from the %s worker without zod or anything of the disk', worker => {
    const entry = `workers/${worker}/${worker}.worker.ts`;
    expect(fetchedWith([entry]).size).toBeGreaterThan(20);
    expect(
      fetchedMatching([entry], /^zod|schema|^src\/archive\/|^xxhash-wasm|^mediabunny|^fast-png|^tiff/),
    ).toEqual([]);
  });

  test('does not wait for rooms that are opened later, nor for cameras, the disk and charts', () => {
    expect(
      fetchedMatching(['src/console.ts'], /^src\/(conductor\/conductor\.ts|ui\/Console\.tsx)$/),
    ).toHaveLength(2);
    expect(
      fetchedMatching(
        ['src/console.ts'],
        /^src\/conductor\/(calibrating|checking|reading|on-disk)\.ts|^src\/model\/(fit|check)\/|^src\/model\/analysis-files|^src\/study\/agreement\/|^src\/source\/(camera|remote)\.ts|^src\/archive\/(sessions|record|scan|stills|readings|checks)\.ts|^src\/ui\/(calibrate|check|reading)\/[A-Z]|^uplot|^xxhash-wasm|^@zip/,
      ),
    ).toEqual([]);
  });
});

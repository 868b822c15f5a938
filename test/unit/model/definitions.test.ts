/** Every number that stands on a panel has an entry that says what it is. */
import { describe, expect, test } from 'vitest';
import { analysisDefinitions } from '#model/analysis-definitions.ts';
import { type Definition, definitions } from '#model/figures.ts';
import { screenDefinitions, screenFigureNamed } from '#model/screen-definitions.ts';
import { curveDefinitions } from '#model/time-curve/definitions.ts';
import { sourceFiles } from '../../support/imports.ts';

const tables: readonly (readonly [string, Readonly<Record<string, Definition>>])[] = [
  ['measurement', definitions],
  ['analysis', analysisDefinitions],
  ['curves', curveDefinitions],
  ['picture and calibration', screenDefinitions],
];

describe.each(tables)('figures of %s', (_, table) => {
  test('each have a name, a formula, a source and what to keep in mind', () => {
    expect(Object.keys(table).length).toBeGreaterThan(10);
    const lacking = Object.entries(table).flatMap(([key, { name, formula, source, note }]) =>
      [name, formula, source, note].every(part => part.trim().length > 3 || part === name) ? [] : [key],
    );
    expect(lacking).toEqual([]);
  });

  test('have names of their own', () => {
    const names = Object.values(table).map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('promise nothing: no certainty, no exclamation', () => {
    const said = Object.values(table).flatMap(({ name, formula, source, note }) => [
      name,
      formula,
      source,
      note,
    ]);
    expect(said.filter(text => /real-?time|\bR0\b|guarantee|!/i.test(text))).toEqual([]);
  });
});

test('every figure that a step of the calibration lists by name has an entry', () => {
  const listed = sourceFiles(['src/ui/calibrate']).flatMap(({ text }) =>
    [...text.matchAll(/<Facts[\s\S]*?\/>/g)].flatMap(([facts]) =>
      [...facts.matchAll(/\[\s*'([^']+)',/g)].map(match => match[1] ?? ''),
    ),
  );
  expect(listed.length).toBeGreaterThan(8);
  expect(listed.filter(name => screenFigureNamed(name) === null)).toEqual([]);
});

/** The catalogues of all languages against the sources: nothing that is said lacks a translation, nothing is translated that nobody says. */
import { describe, expect, test } from 'vitest';
import { type CataloguePart, translated as languages, partsOf, textsOf } from '../../support/catalogues.ts';
import { sourceFiles } from '../../support/imports.ts';
import { wordsSaid } from '../../support/words-said.ts';

const catalogues: ReadonlyMap<string, readonly CataloguePart[]> = new Map(
  languages.map(language => [language, partsOf(language)] as const),
);

const said = sourceFiles(['src', 'workers']).flatMap(wordsSaid);
const placeholders = (text: string): string[] => (text.match(/\{[a-zA-Z]+\}/g) ?? []).toSorted();

describe('the catalogues', () => {
  test('were read, and so were the sources', () => {
    expect(said.length).toBeGreaterThan(40);
    for (const language of languages) expect(textsOf(language).size).toBeGreaterThan(40);
  });

  test.each(languages)('say everything in %s', language => {
    const texts = textsOf(language);
    const missing = said.filter(({ text }) => !texts.has(text)).map(({ text, path }) => `${path}: ${text}`);
    expect(missing).toEqual([]);
  });

  test('have the same texts in the same parts in every language', () => {
    const [first, ...others] = languages.map(language =>
      (catalogues.get(language) ?? []).map(({ name, texts }) => [
        name.slice(3),
        [...texts.keys()].toSorted(),
      ]),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  test.each(languages)('keep every value in its place in %s, and leave nothing empty', language => {
    for (const [english, translation] of textsOf(language)) {
      expect(placeholders(translation), english).toEqual(placeholders(english));
      expect(translation.trim(), english).not.toBe('');
    }
  });

  test.each(languages)('do not say one text in two ways in %s', language => {
    const all = (catalogues.get(language) ?? []).flatMap(({ texts }) => [...texts]);
    const ways = new Map<string, Set<string>>();
    for (const [english, translation] of all)
      ways.set(english, (ways.get(english) ?? new Set()).add(translation));
    expect([...ways].filter(([, translations]) => translations.size > 1).map(([english]) => english)).toEqual(
      [],
    );
  });
});

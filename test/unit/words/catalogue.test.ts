/** The catalogues of all languages against the sources: nothing that is said lacks a translation, nothing is translated that nobody says. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sourceFiles } from '../../support/imports.ts';
import { wordsSaid } from '../../support/words-said.ts';

const folder = fileURLToPath(new URL('../../../src/words/', import.meta.url));
const languages = ['nl', 'zh'] as const;

type Part = { readonly name: string; readonly texts: ReadonlyMap<string, string> };

const partsOf = (language: string): Part[] =>
  readdirSync(`${folder}${language}`).map(name => ({
    name: `${language}/${name}`,
    texts: new Map(
      Object.entries(
        z
          .record(z.string(), z.string())
          .parse(JSON.parse(readFileSync(`${folder}${language}/${name}`, 'utf8'))),
      ),
    ),
  }));

const catalogues = new Map(languages.map(language => [language, partsOf(language)] as const));
const textsOf = (language: (typeof languages)[number]) =>
  new Map((catalogues.get(language) ?? []).flatMap(({ texts }) => [...texts]));

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

  test.each(languages)('promise nothing in %s that we do not promise in English', language => {
    const forbidden = { nl: /\b(realtime|real-time|tumorvrij|R0)\b/i, zh: /实时|无肿瘤残留|R0/ }[language];
    const found = [...textsOf(language)].filter(([, translation]) => forbidden.test(translation));
    expect(found).toEqual([]);
  });
});

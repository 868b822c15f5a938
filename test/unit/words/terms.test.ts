/** One term for one thing: the table of `src/words/README.md` against the catalogues, and what a translator's eye would catch. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { textsOf } from '#test/support/catalogues.ts';

const readme = readFileSync(new URL('../../../src/words/README.md', import.meta.url), 'utf8');
const table = readme.slice(readme.indexOf('## Terms'));

/** Words between commas. */
const several = (cell: string): string[] =>
  cell
    .split(',')
    .map(each => each.trim())
    .filter(Boolean);

const terms = table
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| English') && !line.startsWith('| -'))
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(([, english = '', nl = '', zh = '', notNl = '', notZh = '']) => ({
    english,
    nl: { agreed: nl, never: several(notNl) },
    zh: { agreed: zh, never: several(notZh) },
  }));

/** In Dutch words from their beginning, or whole ones where they are shorter than five letters; in Chinese the characters as they stand. Values in braces are no words. */
function says(translation: string, word: string, language: 'nl' | 'zh'): boolean {
  const text = translation.replaceAll(/\{[a-zA-Z]+\}/g, ' ');
  if (language === 'zh') return text.includes(word);
  return new RegExp(`(?<!\\p{L})${word}${word.length < 5 ? '(?!\\p{L})' : ''}`, 'iu').test(text);
}

test('the table of terms was read', () => {
  expect(terms.length).toBeGreaterThan(50);
  for (const { english, nl, zh } of terms) expect([english, nl.agreed, zh.agreed]).not.toContain('');
});

describe.each(['nl', 'zh'] as const)('in %s', language => {
  const texts = [...textsOf(language)];

  test.each(terms.map(term => [term.english, term[language]] as const))(
    '%s has its one word',
    (_, { agreed, never }) => {
      expect(texts.some(([, translation]) => says(translation, agreed, language))).toBe(true);
      for (const word of never) {
        const found = texts.filter(([, text]) => says(text, word, language));
        expect(found, word).toEqual([]);
      }
    },
  );

  test('nothing shouts, and nothing promises what no picture can', () => {
    const promises = {
      nl: /\b(tumorvrij|R0|veilige?|vrije? (marge|snijvlak)|compleet|perfect)\b/i,
      zh: /无肿瘤残留|R0|切净|切缘干净|完全切除|安全(?!开关)|完美/,
    }[language];
    expect(texts.filter(([, text]) => /[!！]/.test(text) || promises.test(text))).toEqual([]);
  });

  test('what fits a button in English is not twice as long', () => {
    const most = (english: string) => (language === 'nl' ? 1.6 * english.length + 14 : english.length + 6);
    const short = texts.filter(([english]) => english.length <= 24);
    expect(short.length).toBeGreaterThan(300);
    expect(short.filter(([english, text]) => text.length > most(english))).toEqual([]);
  });
});

describe('in Dutch', () => {
  test('no English words are left between Dutch ones', () => {
    const english = /\b(the|and|with|from|which|its|not|are|was made|feed|of the)\b/i;
    const found = [...textsOf('nl')].filter(([, text]) => english.test(text.replaceAll(/\{\w+\}/g, '')));
    expect(found).toEqual([]);
  });

  test('decimals have a comma, but for DOIs, standards and names of files', () => {
    const found = [...textsOf('nl')].filter(([, text]) =>
      /(?<![\d.(§])\b\d+\.\d{1,2}(?![\d.])/.test(
        text.replaceAll(/doi:\S+|§\S+|G\.3|F\.2|BT\.\d+|H\.264/g, ''),
      ),
    );
    expect(found).toEqual([]);
  });
});

describe('in Chinese', () => {
  test('punctuation behind a character is Chinese', () => {
    const found = [...textsOf('zh')].filter(
      ([, text]) => /\p{Script=Han} ?[,;?(]/u.test(text) || /\p{Script=Han}:(?!\p{Script=Han})/u.test(text),
    );
    expect(found).toEqual([]);
  });

  test('no two English words follow each other, but in names', () => {
    const names =
      /doi:\S+|\S+\.(tar|sealed|json|txt)|JAMA Network Open|Nature Communications|Journal of Surgical Oncology|Marching squares|van Keulen|PLoS One|Page (up|down)|Fleiss, \w+/g;
    const found = [...textsOf('zh')].filter(([, text]) =>
      /[A-Za-z’']{2,}[ ,.:;]+[a-z’']{2,}/.test(text.replaceAll(/\{\w+\}/g, '·').replaceAll(names, '·')),
    );
    expect(found).toEqual([]);
  });
});

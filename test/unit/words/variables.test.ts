/** What reaches `words` through a variable: tables of labels, definitions, names of a closed list, and sentences of problems. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysisDefinitions } from '#model/analysis-definitions.ts';
import { annotationColours, annotationWidths } from '#model/annotation.ts';
import { routes, stations } from '#model/case-strip.ts';
import { colourMaps, modes } from '#model/display.ts';
import { definitions } from '#model/figures.ts';
import { calibrations } from '#model/profile.ts';
import { roles, tissues } from '#model/region.ts';
import { screenDefinitions } from '#model/screen-definitions.ts';
import { curveDefinitions, curveRules } from '#model/time-curve/definitions.ts';
import { agreementDefinitions } from '#study/agreement/definitions.ts';
import { textsOf, translated } from '#test/support/catalogues.ts';
import { sourceFiles } from '#test/support/imports.ts';
import { textsInTables } from '#test/support/texts-in-tables.ts';
import { allBindings } from '#ui/keys/all-bindings.ts';
import { speak, words } from '#words/words.ts';

/** Files whose texts are English on purpose: exports, seeds' and schemas' own words; or whose pieces of sentences are tested whole. */
const ofFiles =
  /(analysis-files|figures-csv|rows-csv|time-curve\/csv|stability\/(csv|definitions|row)|agreement\/files|check\/report|still-footer|annotation-svg|analysis-definitions|study\/protocol|archive\/finding-words|video-writer|ui\/keys\/inputs|words\/words|model\/phantom)\.ts$|^workers\/(export|feed\/phantom|view\/gpu)\//;

/** Formulas, paths of drawings, selectors, codes of keys, names that are alike everywhere. */
const ofNoLanguage =
  /^[Mm]\d|^M-\d|^[.(#]\w|Error$|^(Shift\+)?\w$|^(Shift|Alt)\+\S+$|^(Arrow|Digit|Numpad|Bracket|Page|Shift\+|Caps|Num|Scroll)\w*$|^(Enter|Escape|Esc|Backspace|Minus|Equal|Control|Meta|Fn|Rimlight|GeoJSON|Tmax|USAF 1951)$|^[+−]1\.96 SD$|^(AAPM TG-311|T½max: Son 2019|Son 2019)|[_²√½]|TBR − 1/;

/** Said by nobody: ids, developers' words, and pieces of a sentence whose whole is among the keys. */
const elsewhere: ReadonlySet<string> = new Set([
  ' with other values',
  'came onto',
  ' and its ',
  'dark field',
  'flat field',
  'Use letters, digits, dash and dot only; no names.',
  'A curve must rise from 0 to 1.',
  'load anew',
  'Typed.',
]);

const tables = sourceFiles(['src', 'workers'])
  .filter(({ path }) => !ofFiles.test(path))
  .flatMap(file => textsInTables(file).map(text => ({ path: file.path, text })))
  .filter(({ text }) => !ofNoLanguage.test(text) && !elsewhere.has(text));

const analysisShown = /^(signal|component|margin|under|rim|gap|peak|residual|disc|line)\./;

type Defined = {
  readonly name: string;
  readonly formula: string;
  readonly source: string;
  readonly note?: string | null;
};
const defined = (entries: readonly Defined[]): string[] =>
  entries.flatMap(({ name, formula, source, note }) => [name, formula, source, note ?? '']);

/** Each list with all that it can say. */
const lists = {
  'figures of a measurement': defined(Object.values(definitions)),
  'figures of the screen': defined(Object.values(screenDefinitions)),
  'figures of analysis': defined(
    Object.entries(analysisDefinitions).flatMap(([key, each]) => (analysisShown.test(key) ? [each] : [])),
  ),
  'figures of curves': defined(Object.values(curveDefinitions)),
  'rules of arrival': Object.values(curveRules).map(rule => rule.words),
  'figures of agreement': Object.values(agreementDefinitions),
  keys: allBindings.flatMap(({ binding }) => [binding.does, binding.group]),
  tissues: tissues,
  roles: roles,
  stations: stations,
  routes: routes,
  modes: modes,
  colours: colourMaps,
  marks: [...annotationColours, ...annotationWidths],
  calibrations: calibrations,
} as const;

/** Formulas of symbols alone, and sources that are names, need none. */
const saysWords = (text: string): boolean =>
  /\p{L}{3,}( |-|$)/u.test(
    text.replaceAll(
      /doi:\S+|[A-Z][\w-]+ \d{4}|TBR|CNR|AAPM|TG-311|GUM|JCGM|Surg Endosc|max|independent|rounding/g,
      '',
    ),
  );

describe.each(translated)('in %s', language => {
  beforeAll(() => speak(language));
  afterAll(() => speak('en'));
  const known = textsOf(language);

  test.each(Object.entries(lists))('all %s are said', (_, texts) => {
    const said = texts.filter(text => text !== '' && saysWords(text));
    expect(said.filter(text => !known.has(text) && words(text) === text)).toEqual([]);
  });

  test('every text in a table of the sources is said', () => {
    expect(tables.length).toBeGreaterThan(700);
    const missing = tables.filter(({ text }) => !known.has(text) && words(text) === text);
    expect(missing.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });
});

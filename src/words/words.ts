/** The language of the screen. English is the key; catalogues of the other languages are loaded when they are chosen. */

/** Languages by their BCP 47 tag, in their own words. */
export const languages = { en: 'English', nl: 'Nederlands', zh: '简体中文' } as const;
export type Language = keyof typeof languages;

export const isLanguage = (tag: string): tag is Language => Object.hasOwn(languages, tag);

/** What a page or a part of it is marked with: script as well, where readers and typefaces ask for it. */
export const languageTag = (language: Language): string => (language === 'zh' ? 'zh-Hans' : language);

/** English to translation; `{name}` in both stands for a value. */
export type Catalogue = Readonly<Record<string, string>>;

type Pattern = { readonly english: RegExp; readonly names: readonly string[]; readonly translation: string };

let language: Language = 'en';
let catalogue: Catalogue = {};
/** Keys with values, the ones with most fixed letters first: they fit fewest sentences. */
let patterns: readonly Pattern[] = [];
const listeners = new Set<() => void>();

const placeholder = /\{([a-zA-Z]+)\}/g;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternOf(english: string, translation: string): Pattern {
  const names = [...english.matchAll(placeholder)].map(match => match[1] ?? '');
  const fixed = english.split(placeholder).filter((_, index) => index % 2 === 0);
  return { english: new RegExp(`^${fixed.map(escaped).join('(.+?)')}$`, 's'), names, translation };
}

const fixedLetters = (english: string): number =>
  english.replace(placeholder, '').replace(/\P{L}/gu, '').length;

/** A key with fewer fixed letters (`{low} to {high}`) would fit sentences that mean something else: it is looked up by itself only. */
const fewestFixedLetters = 6;

/** What stands in a text by name; nothing stands for null and undefined. */
type Values = Readonly<Record<string, string | number | null | undefined>>;

/** A decimal number that is one: no version, address, file, DOI or clock. */
const decimal = /(?<![\w.,/:])(\d+)\.(\d+)(?![\w/]|\.\w)/g;

/** Decimal numbers in `text` as the language of the screen writes them: with a comma in Dutch. Never for files, which keep the point. */
export const numerals = (text: string): string => (language === 'nl' ? text.replace(decimal, '$1,$2') : text);

/** Puts `values` where their names stand in braces; a name that is not among them stays as it is. */
const filled = (template: string, values: Values): string =>
  template.replace(placeholder, (whole, name: string) =>
    Object.hasOwn(values, name) ? numerals(String(values[name] ?? '')) : whole,
  );

/** A sentence that was made elsewhere: by the first key that it fits, or as it is. */
function translated(sentence: string): string {
  const whole = catalogue[sentence];
  if (whole !== undefined) return whole;
  for (const { english, names, translation } of patterns) {
    const found = english.exec(sentence);
    if (!found) continue;
    const values = Object.fromEntries(
      names.map((name, index) => [name, translated(found[index + 1] ?? '')] as const),
    );
    return filled(translation, values);
  }
  return sentence;
}

/**
 * `english` in the language of the screen. With `values` it is a key with `{name}` in it; without, it may also be a whole sentence that
 * somebody else filled in.
 */
export function words(english: string, values?: Values): string {
  if (values) return filled(catalogue[english] ?? english, values);
  return language === 'en' ? english : translated(english);
}

/** The language of the screen now. */
export const languageNow = (): Language => language;

/** Changes the language at once; whoever subscribed draws anew. Rejects where the catalogue cannot be loaded, and then nothing changes. */
export async function speak(wanted: Language): Promise<void> {
  const loaded = wanted === 'en' ? {} : await catalogueOf(wanted);
  language = wanted;
  catalogue = loaded;
  patterns = Object.entries(loaded)
    .filter(([english]) => english.match(placeholder) && fixedLetters(english) >= fewestFixedLetters)
    .sort(([a], [b]) => fixedLetters(b) - fixedLetters(a))
    .map(([english, translation]) => patternOf(english, translation));
  for (const listen of listeners) listen();
}

/** Tells when the language changed; the function returned stops that. */
export function onLanguage(listen: () => void): () => void {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

const parts = import.meta.glob<Catalogue>('./{nl,zh}/*.json', { import: 'default' });

/** All parts of a language as one. */
async function catalogueOf(wanted: Exclude<Language, 'en'>): Promise<Catalogue> {
  const wantedParts = Object.entries(parts).filter(([path]) => path.startsWith(`./${wanted}/`));
  const loaded = await Promise.all(wantedParts.map(([, load]) => load()));
  return Object.assign({}, ...loaded);
}

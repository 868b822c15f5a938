/** Every text of every seed is in every catalogue, or is a fact, or is shown nowhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { textsOf, translated } from '#test/support/catalogues.ts';

const seeds = new URL('../../../seeds/', import.meta.url);
const kinds = ['protocols', 'presets', 'layouts', 'calibrations', 'phantoms', 'targets'] as const;

type Found = { readonly at: string; readonly text: string };

/** Every text of a value, at its path without the numbers of lists: `doses[].label`. */
function textsIn(value: unknown, at = ''): Found[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (Array.isArray(value)) return value.flatMap(each => textsIn(each, `${at}[]`));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, each]) => textsIn(each, at === '' ? key : `${at}.${key}`));
  return [];
}

/** What the screen shows and a person reads in her language. A new field of a seed is in one of these lists, or the test fails. */
const shown: Readonly<Record<(typeof kinds)[number], RegExp>> = {
  protocols:
    /^(title|condition|fluorescence\.note|contraindications\[\]|neoadjuvant\.(who|note)|doses\[\]\.route)$/,
  presets: /^(name|meaning|study|dye|dose|timing|background|published|source|validation)$/,
  layouts: /^(name|source)$/,
  calibrations: /^name$/,
  phantoms: /^(title|source)$/,
  targets: /^name$/,
};

/** Ids, numbers of trials and papers, addresses, names of registries and dyes, doses, and closed lists that are shown by names of their own. */
const facts =
  /^(\$schema|id|doi|unit|kind|comparison|values\[\]|white\.stream|nir\.stream|range|matrix|transfer\.kind|tissue|camera\.(range|transfer\.kind)|dye|doses\[\]\.(id|label|unit)|source\.(registry|url|readOn|recordDate)|.*\.(id|unit)|.*Ids\[\])$/;

/** Not shown: kept for those who read the seeds, and for what is to come. */
const unseen: Readonly<Record<(typeof kinds)[number], RegExp>> = {
  protocols:
    /^(design\..*|doses\[\]\.diluent\.name|radiotherapy\[\]\..*|arms\[\]\..*|strata\[\]\..*|stations\[\]|marginRule\..*|endpoints\[\]\..*|timedEvents\[\]\..*|viewerNotes\[\]|source\.readFrom)$/,
  presets: /^accuracy\[\]\.subject$/,
  layouts: /^$/,
  calibrations: /^source$/,
  phantoms: /^$/,
  targets: /^source$/,
};

/** Alike in every language: formulas, names of journals. */
const alike = /^[\p{Lu} ≥≤<>·\d.]+$|^(ICG|AAPM TG-311)$/u;

const filesOf = (kind: string) =>
  readdirSync(new URL(`${kind}/`, seeds))
    .filter(name => name.endsWith('.json'))
    .map(name => ({
      name: `${kind}/${name}`,
      texts: textsIn(JSON.parse(readFileSync(new URL(`${kind}/${name}`, seeds), 'utf8'))),
    }));

describe.each(kinds)('of %s', kind => {
  const files = filesOf(kind);

  test('every field is said, a fact, or not shown', () => {
    const left = files.flatMap(({ name, texts }) =>
      texts
        .filter(({ at }) => !shown[kind].test(at) && !facts.test(at) && !unseen[kind].test(at))
        .map(({ at }) => `${name}: ${at}`),
    );
    expect(left).toEqual([]);
  });

  test.each(translated)('every text that is shown is said in %s', language => {
    const catalogue = textsOf(language);
    const said = files.flatMap(({ name, texts }) =>
      texts.filter(({ at }) => shown[kind].test(at)).map(found => ({ name, ...found })),
    );
    expect(said.length).toBeGreaterThan(1);
    const missing = said.filter(({ text }) => !alike.test(text) && !catalogue.has(text));
    expect(missing.map(({ name, at, text }) => `${name} ${at}: ${text}`)).toEqual([]);
  });
});

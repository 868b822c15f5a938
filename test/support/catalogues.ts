/** The catalogues as they lie in `src/words`, part by part. Node only. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const folder = fileURLToPath(new URL('../../src/words/', import.meta.url));

/** Those with a catalogue: all but English. */
export const translated = ['nl', 'zh'] as const;
export type Translated = (typeof translated)[number];

/** `name`: `nl/capture.json`; `texts`: English to translation. */
export type CataloguePart = { readonly name: string; readonly texts: ReadonlyMap<string, string> };

export const partsOf = (language: Translated): CataloguePart[] =>
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

/** All parts of a language as one. */
export const textsOf = (language: Translated): ReadonlyMap<string, string> =>
  new Map(partsOf(language).flatMap(({ texts }) => [...texts]));

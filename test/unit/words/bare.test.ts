/** No component shows a text that has not been through `words`. */
import { expect, test } from 'vitest';
import { bareTexts } from '../../support/bare-texts.ts';
import { sourceFiles } from '../../support/imports.ts';

/** The same in every language: names, units, what stands on keys. */
const ofNoLanguage =
  /^\W*(Rimlight|mm|CSV|TBR|CNR|NIR|Shift\+[A-Z]|px|ms|fps|Esc|Enter|https:.*|doi|\d mg\/kg)\W*$/;

test('every text of every component goes through the catalogue', () => {
  const files = sourceFiles(['src/ui']);
  expect(files.length).toBeGreaterThan(200);
  const bare = files.flatMap(file =>
    bareTexts(file)
      .filter(text => !ofNoLanguage.test(text))
      .map(text => `${file.path}: ${text}`),
  );
  expect(bare).toEqual([]);
});

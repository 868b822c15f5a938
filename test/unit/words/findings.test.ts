/** What calibration and check say of a reading is made elsewhere, in English: each such sentence has a key that it fits. */
import { parseSync } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { sourceFiles } from '#test/support/imports.ts';
import { speak, words } from '#words/words.ts';

afterAll(() => speak('en'));

/** Where such sentences are made. */
const makers =
  /^(workers\/calibrate\/|src\/model\/(fit|check)\/|src\/model\/(calibration-run|step-effects|parallax)\.ts|src\/conductor\/(calibrating|check-problems|profiles|readings)\.ts)/;

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Whole sentences among literals and templates, with a number for what is filled in; not those of an `Error`, which nobody translates. */
function sentencesOf(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const each of node) sentencesOf(each, found);
  else if (isTree(node) && node.type !== 'ThrowStatement') {
    if (node.type === 'Literal' && typeof node.value === 'string') found.push(node.value);
    if (node.type === 'TemplateLiteral' && Array.isArray(node.quasis))
      found.push(
        node.quasis
          .map(quasi => (isTree(quasi) && isTree(quasi.value) ? String(quasi.value.cooked) : ''))
          .join('7'),
      );
    for (const value of Object.values(node)) if (isTree(value)) sentencesOf(value, found);
  }
  return found;
}

const sentences = sourceFiles(['src', 'workers'])
  .filter(({ path }) => makers.test(path))
  .flatMap(({ path, text }) => sentencesOf(parseSync(path, text).program))
  // One that begins with what is filled in goes on from another one.
  .filter(text => /^\p{Lu}.*\.$/su.test(text) && text.split(' ').length > 3);

/** What stands for a few whole keys, or takes in a fixed phrase that its key spells out; and the foot of the exported report, which stays English. */
const otherwise = [
  'The stream says that its levels are 7 range; they are 7. The calibration goes by what it measured.',
  'Colour is kept for 7 pixel (7); grey, which is what NIR is read as, for every one.',
  'The chart is 7 in the picture. Levels are read all the same; set the 7 of tower and grabber as you will use it before you go on.',
  'The curve is not known. With the usual one (a power of 2.2) 2 reads as 7, 7.',
  'Codes taken for light make 2 read as 7, 7.',
  'What the camera shows with the light off is 7 of such a background: left in, 2 reads as 7, 7.',
  'No limit is accepted for these figures, so none passes or fails: compare them with the camera’s own history.',
];

test('sentences were found', () => expect(sentences.length).toBeGreaterThan(100));

test.each(['nl', 'zh'] as const)('each is said in %s', async language => {
  await speak(language);
  expect(sentences.filter(text => words(text) === text && !otherwise.includes(text))).toEqual([]);
});

test('none is said half in English, by the key of another one', async () => {
  await speak('zh');
  const said = sentences.filter(text => !otherwise.includes(text)).map(text => words(text));
  expect(said.filter(text => /[a-z]{3,}[ ,]+[a-z]{2,}/i.test(text))).toEqual([]);
});

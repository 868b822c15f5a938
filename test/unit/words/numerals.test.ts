/** Decimal numbers on the screen and in files. */
import { afterEach, describe, expect, test } from 'vitest';
import { inDigits, inPercent, inShort } from '#overlay/figures-in-words.ts';
import { inWordsWithUncertainty, withUncertainty } from '#overlay/uncertainty.ts';
import { numerals, speak, words } from '#words/words.ts';

afterEach(() => speak('en'));

describe('a decimal number', () => {
  test('has a comma in Dutch, and a point in English and Chinese', async () => {
    expect([inDigits(3.42), inShort(1.5), inPercent(0.123)]).toEqual(['3.42', '1.5', '12.3 %']);
    await speak('zh');
    expect(inDigits(3.42)).toBe('3.42');
    await speak('nl');
    expect([inDigits(3.42), inShort(1.5), inPercent(0.123)]).toEqual(['3,42', '1,5', '12,3 %']);
  });

  test('keeps its digits beside its uncertainty in Dutch as in English', async () => {
    const english = [withUncertainty(3.4, 0.05), withUncertainty(12.3, null)];
    await speak('nl');
    expect([withUncertainty(3.4, 0.05), withUncertainty(12.3, null)]).toEqual(
      english.map(({ value, plusMinus }) => ({
        value: value.replace('.', ','),
        plusMinus: plusMinus?.replace('.', ',') ?? null,
      })),
    );
    expect(inWordsWithUncertainty(3.42, 0.055)).toBe('3,42 ± 0,11');
  });

  test('has its comma in what is filled into a text, by hand and in a sentence made elsewhere', async () => {
    await speak('nl');
    expect(words('T1 mean 0.0021 ≤ noise floor 0.0050')).toBe('T1 gemiddelde 0,0021 ≤ ruisvloer 0,0050');
    expect(words('Radius {radius}.', { radius: '3.1 ± 0.2 mm' })).toBe('Straal 3,1 ± 0,2 mm.');
    expect(words('{count} codes', { count: 2.5 })).toBe('2,5 codes');
  });

  test.each([
    'doi:10.1002/jso.23946',
    '10.1038/s41467-023-40324-8',
    '1.2.0',
    'rimlight-0.1.0',
    '127.0.0.1',
    '0:12.5',
    'BT.709',
    'still-2.5.json',
    'https://10.0.0.2:8443/whep',
  ])('is not found in %s', async text => {
    await speak('nl');
    expect(numerals(text)).toBe(text);
  });
});

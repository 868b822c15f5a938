/** How a text finds its translation. */
import { afterEach, describe, expect, test } from 'vitest';
import { languageNow, onLanguage, speak, words } from '#words/words.ts';

afterEach(() => speak('en'));

describe('words', () => {
  test('are English as written, with their values, before another language is chosen', () => {
    expect(words('Display {number}', { number: 2 })).toBe('Display 2');
    expect(words('NO SIGNAL')).toBe('NO SIGNAL');
    expect(words('no key of any language {x}', { y: 1 })).toBe('no key of any language {x}');
  });

  test('are translated, with their values, once a language is spoken', async () => {
    await speak('nl');
    expect(languageNow()).toBe('nl');
    expect(words('Display {number}', { number: 2 })).toBe('Scherm 2');
    expect(words('NO SIGNAL')).toBe('GEEN SIGNAAL');
  });

  test('that were filled in elsewhere are translated by the key that they fit, and what stood there, too', async () => {
    await speak('nl');
    expect(words('Display 2')).toBe('Scherm 2');
    expect(words('to B1 {tissue}', { tissue: 'x' })).toBe('to B1 x');
    expect(words('over 3 backgrounds')).toBe('over 3 achtergronden');
    await speak('zh');
    expect(words('Display 2')).toBe('显示屏 2');
  });

  test('that a key with hardly a letter of its own would fit are not torn by it', async () => {
    await speak('nl');
    expect(words('{low} to {high}', { low: 1, high: 2 })).not.toBe('1 to 2');
    expect(words('Nobody translated this to Dutch.')).toBe('Nobody translated this to Dutch.');
  });

  test('without a translation stay English', async () => {
    await speak('zh');
    expect(words('Nobody translated this.')).toBe('Nobody translated this.');
  });

  test('tell who listens that the language changed, and no longer once he has stopped', async () => {
    const heard: string[] = [];
    const stop = onLanguage(() => heard.push(languageNow()));
    await speak('zh');
    stop();
    await speak('nl');
    expect(heard).toEqual(['zh']);
  });
});

/** Which language the screen speaks: the user's choice, kept; before one was made, the browser's where we have it. */
import { z } from '#model/schema-rules.ts';
import { readSetting, writeSetting } from '#platform/storage.ts';
import { isLanguage, type Language, languageTag, speak } from '#words/words.ts';

const languageSchema = z.string().refine(isLanguage);

const ofBrowser = (): Language => {
  const tags = navigator.languages.map(tag => tag.split('-')[0] ?? '');
  return tags.find(isLanguage) ?? 'en';
};

const put = async (language: Language): Promise<void> => {
  await speak(language);
  document.documentElement.lang = languageTag(language);
};

/** Puts the kept or the browser's language in force. Where its catalogue cannot be loaded the screen stays English. */
export const startLanguage = (): Promise<void> =>
  put(readSetting<Language>('language', languageSchema, ofBrowser())).catch(() => undefined);

/** Changes the language at once and keeps the choice. */
export async function chooseLanguage(language: Language): Promise<void> {
  await put(language);
  writeSetting('language', language);
}

/** The languages of the screen, each in its own words. */
import { isLanguage, languageNow, languages, languageTag, words } from '#words/words.ts';
import { chooseLanguage } from './language.ts';

const tags = Object.keys(languages).filter(isLanguage);

export function LanguageChoice() {
  return (
    <fieldset className="row">
      <legend>{words('Language')}</legend>
      {tags.map(tag => (
        <button
          key={tag}
          type="button"
          lang={languageTag(tag)}
          aria-pressed={languageNow() === tag}
          onClick={() => void chooseLanguage(tag)}
        >
          {languages[tag]}
        </button>
      ))}
    </fieldset>
  );
}

/** The languages of the screen, each in its own words. */
import { type Language, languageNow, languages, words } from '#words/words.ts';
import { chooseLanguage } from './language.ts';

const tags = ['en', 'nl', 'zh'] as const satisfies readonly Language[];

export function LanguageChoice() {
  return (
    <fieldset className="row">
      <legend>{words('Language')}</legend>
      {tags.map(tag => (
        <button
          key={tag}
          type="button"
          lang={tag === 'zh' ? 'zh-Hans' : tag}
          aria-pressed={languageNow() === tag}
          onClick={() => void chooseLanguage(tag)}
        >
          {languages[tag]}
        </button>
      ))}
    </fieldset>
  );
}

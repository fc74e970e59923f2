import { language, LANGUAGES, speak, type Language } from '../words/language.ts'
import { shell } from '../words/console-words.ts'

const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag)

export const LanguageChoice = () => (
  <select
    class="quiet"
    aria-label={shell.value.language}
    value={language.value}
    onChange={({ currentTarget: { value } }) => isLanguage(value) && speak(value)}
  >
    {Object.entries(LANGUAGES).map(([tag, name]) => (
      <option key={tag} value={tag} lang={tag}>
        {name}
      </option>
    ))}
  </select>
)

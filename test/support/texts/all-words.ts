/** Every language's words. */
import * as ar from '../../../widget/words/ar.ts'
import * as de from '../../../widget/words/de.ts'
import * as en from '../../../widget/words/en.ts'
import * as es from '../../../widget/words/es.ts'
import * as fr from '../../../widget/words/fr.ts'
import * as hi from '../../../widget/words/hi.ts'
import * as ja from '../../../widget/words/ja.ts'
import * as ko from '../../../widget/words/ko.ts'
import * as ptBR from '../../../widget/words/pt-BR.ts'
import * as ru from '../../../widget/words/ru.ts'
import {
  LANGUAGES,
  type ChallengeWords,
  type MenuWords,
  type TurnsWords,
  type Tag,
  type Words,
} from '../../../widget/words/words.ts'
import * as zhCN from '../../../widget/words/zh-CN.ts'
import * as zhTW from '../../../widget/words/zh-TW.ts'

export interface AllWords {
  words: Words
  turnsWords: TurnsWords
  menuWords: MenuWords
  challengeWords: ChallengeWords
}

export const ALL_WORDS: Readonly<Record<Tag, AllWords>> = {
  en,
  'zh-CN': zhCN,
  'zh-TW': zhTW,
  ja,
  ko,
  es,
  fr,
  de,
  'pt-BR': ptBR,
  ru,
  ar,
  hi,
}

const isTag = (name: string): name is Tag => Object.hasOwn(LANGUAGES, name)
export const TAGS: readonly Tag[] = Object.keys(LANGUAGES).filter(isTag)

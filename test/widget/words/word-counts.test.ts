/** What is said of counts: a language may have one form for all, or six. */
import { expect, test } from 'vitest'
import type { Tag } from '../../../widget/words/words.ts'
import { ALL_WORDS, TAGS } from '../../support/texts/all-words.ts'

const COUNTS = [0, 1, 2, 5, 11, 21, 100]

const UNREAD: Readonly<Record<Tag, string>> = {
  en: '0 new answers · 1 new answer · 2 new answers · 5 new answers · 11 new answers · 21 new answers · 100 new answers',
  'zh-CN': '0 条新回答 · 1 条新回答 · 2 条新回答 · 5 条新回答 · 11 条新回答 · 21 条新回答 · 100 条新回答',
  'zh-TW': '0 則新回答 · 1 則新回答 · 2 則新回答 · 5 則新回答 · 11 則新回答 · 21 則新回答 · 100 則新回答',
  ja: '新しい回答が0件 · 新しい回答が1件 · 新しい回答が2件 · 新しい回答が5件 · 新しい回答が11件 · 新しい回答が21件 · 新しい回答が100件',
  ko: '새 답변 0개 · 새 답변 1개 · 새 답변 2개 · 새 답변 5개 · 새 답변 11개 · 새 답변 21개 · 새 답변 100개',
  es: '0 respuestas nuevas · 1 respuesta nueva · 2 respuestas nuevas · 5 respuestas nuevas · 11 respuestas nuevas · 21 respuestas nuevas · 100 respuestas nuevas',
  fr: '0 nouvelle réponse · 1 nouvelle réponse · 2 nouvelles réponses · 5 nouvelles réponses · 11 nouvelles réponses · 21 nouvelles réponses · 100 nouvelles réponses',
  de: '0 neue Antworten · 1 neue Antwort · 2 neue Antworten · 5 neue Antworten · 11 neue Antworten · 21 neue Antworten · 100 neue Antworten',
  'pt-BR':
    '0 resposta nova · 1 resposta nova · 2 respostas novas · 5 respostas novas · 11 respostas novas · 21 respostas novas · 100 respostas novas',
  ru: '0 новых ответов · 1 новый ответ · 2 новых ответа · 5 новых ответов · 11 новых ответов · 21 новый ответ · 100 новых ответов',
  ar: 'لا إجابات جديدة · إجابة جديدة · إجابتان جديدتان · 5 إجابات جديدة · 11 إجابة جديدة · 21 إجابة جديدة · 100 إجابة جديدة',
  hi: '0 नया जवाब · 1 नया जवाब · 2 नए जवाब · 5 नए जवाब · 11 नए जवाब · 21 नए जवाब · 100 नए जवाब',
}

const CHARACTERS_LEFT: Readonly<Record<Tag, string>> = {
  en: '0 characters left · 1 character left · 2 characters left · 5 characters left · 11 characters left · 21 characters left · 100 characters left',
  'zh-CN':
    '还可输入 0 个字 · 还可输入 1 个字 · 还可输入 2 个字 · 还可输入 5 个字 · 还可输入 11 个字 · 还可输入 21 个字 · 还可输入 100 个字',
  'zh-TW':
    '還可以輸入 0 個字 · 還可以輸入 1 個字 · 還可以輸入 2 個字 · 還可以輸入 5 個字 · 還可以輸入 11 個字 · 還可以輸入 21 個字 · 還可以輸入 100 個字',
  ja: '残り0文字 · 残り1文字 · 残り2文字 · 残り5文字 · 残り11文字 · 残り21文字 · 残り100文字',
  ko: '0자 남음 · 1자 남음 · 2자 남음 · 5자 남음 · 11자 남음 · 21자 남음 · 100자 남음',
  es: 'Quedan 0 caracteres · Queda 1 carácter · Quedan 2 caracteres · Quedan 5 caracteres · Quedan 11 caracteres · Quedan 21 caracteres · Quedan 100 caracteres',
  fr: '0 caractère restant · 1 caractère restant · 2 caractères restants · 5 caractères restants · 11 caractères restants · 21 caractères restants · 100 caractères restants',
  de: 'Noch 0 Zeichen · Noch 1 Zeichen · Noch 2 Zeichen · Noch 5 Zeichen · Noch 11 Zeichen · Noch 21 Zeichen · Noch 100 Zeichen',
  'pt-BR':
    'Resta 0 caractere · Resta 1 caractere · Restam 2 caracteres · Restam 5 caracteres · Restam 11 caracteres · Restam 21 caracteres · Restam 100 caracteres',
  ru: 'Осталось 0 символов · Остался 1 символ · Осталось 2 символа · Осталось 5 символов · Осталось 11 символов · Остался 21 символ · Осталось 100 символов',
  ar: 'لم يتبقَّ أي حرف · تبقّى حرف واحد · تبقّى حرفان · تبقّت 5 أحرف · تبقّى 11 حرفًا · تبقّى 21 حرفًا · تبقّى 100 حرف',
  hi: '0 अक्षर बाकी · 1 अक्षर बाकी · 2 अक्षर बाकी · 5 अक्षर बाकी · 11 अक्षर बाकी · 21 अक्षर बाकी · 100 अक्षर बाकी',
}

const said = (say: (count: number) => string) => COUNTS.map((count) => say(count)).join(' · ')

test.for(TAGS)('%s: how many answers are new', (tag) => expect(said(ALL_WORDS[tag].words.unread)).toBe(UNREAD[tag]))

test.for(TAGS)('%s: how many characters are left', (tag) => {
  expect(said(ALL_WORDS[tag].words.charactersLeft)).toBe(CHARACTERS_LEFT[tag])
})

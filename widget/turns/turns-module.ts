/**
 * Turns, the menu, and the page context. Fetched once the panel is usable, because nobody needs it before the
 * first question.
 */
import markdownCss from '../markdown/markdown.css'
import turnsCss from './turns.css'
import { announceAnswers } from './announcer.ts'
import { Answer } from './answer.tsx'
import { Menu } from './menu-frame.tsx'
import { QuestionParts } from './question-parts.tsx'
import { Turns } from './turn-list.tsx'
import { loadTurnsWords } from '../words/turns-words.ts'

export const later = {
  announceAnswers,
  Answer,
  Menu,
  QuestionParts,
  Turns,
  loadWords: loadTurnsWords,
  css: turnsCss + markdownCss,
}

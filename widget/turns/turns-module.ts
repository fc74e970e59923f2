/**
 * Turns, the menu, and the page context. Fetched once the panel is usable, because nobody needs it before the
 * first question.
 */
import markdownCss from '../markdown/markdown.css'
import turnsCss from './turns.css'
import { announceAnswers } from './announcer.ts'
import { Answer } from './answer.tsx'
import { Menu } from './menu-frame.tsx'
import { PageNote } from './page-note.tsx'
import { Turns } from './turn-list.tsx'
import { loadTurnsWords } from '../words/turns-words.ts'

export const later = {
  announceAnswers,
  Answer,
  Menu,
  PageNote,
  Turns,
  loadWords: loadTurnsWords,
  css: turnsCss + markdownCss,
}

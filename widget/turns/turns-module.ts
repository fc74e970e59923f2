/**
 * The panel's other half: turns, the menu, what goes along of the page. Fetched when the panel can be used, because nobody
 * needs it before the first question.
 */
import markdownCss from '../markdown/markdown.css'
import { turnActions } from '../chat/turn-actions.ts'
import type { Store } from '../chat/store.ts'
import turnsCss from './turns.css'
import { Answer } from './answer.tsx'
import { Menu } from './menu.tsx'
import { PageNote } from './page-note.tsx'
import type { WholeStore } from '../panel/props.ts'
import { Turns } from './turn-list.tsx'
import { loadLaterWords } from '../words/turns-words.ts'

export { borrow } from '../panel/borrowed.ts'
const whole = (store: Store): WholeStore => ({ ...store, ...store.lend(turnActions) })

export const later = { Answer, Menu, PageNote, Turns, whole, loadWords: loadLaterWords, css: turnsCss + markdownCss }

/**
 * The panel's other half: turns, the menu, what goes along of the page. Fetched when the panel can be used, because nobody
 * needs it before the first question.
 */
import markdownCss from './markdown/markdown.css'
import { secondThoughts } from './second-thoughts.ts'
import type { Store } from './store.ts'
import turnsCss from './view/later.css'
import { Answer } from './view/answer.tsx'
import { Menu } from './view/menu.tsx'
import { PageNote } from './view/page-note.tsx'
import type { WholeStore } from './view/shown.ts'
import { Turns } from './view/turns.tsx'
import { loadLaterWords } from './words/later-words.ts'

export { borrow } from './borrowed.ts'
const whole = (store: Store): WholeStore => ({ ...store, ...store.lend(secondThoughts) })

export const later = { Answer, Menu, PageNote, Turns, whole, loadWords: loadLaterWords, css: turnsCss + markdownCss }

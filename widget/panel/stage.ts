import { effect } from '@preact/signals'
import { h, render } from 'preact'
import { fetchModule } from '../api/fetch-module.ts'
import { fetchStream } from '../api/transport.ts'
import type { ChatStore } from '../chat/store.ts'
import { directionOf, loadWords } from '../words/choose.ts'
import type { Tag, Words } from '../words/words.ts'
import { libraries } from './libraries.ts'
import { Panel } from './panel.tsx'
import type { Later, PagePlace } from './props.ts'
import type { StyleSheets } from './style-sheets.ts'

/** The module's address, written in by the build. */
declare const TURNS_PATH: string
/** Its code runs once it has the libraries. */
interface TurnsModule {
  load(from: typeof libraries): typeof import('../turns/turns-module.ts')
}

type TurnsParts = ReturnType<TurnsModule['load']>['later']

interface StageDependencies {
  element: HTMLElement
  store: ChatStore
  words: Words
  sheets: StyleSheets
  place: PagePlace
  isInline: boolean
  /** The language that the site, the tag or the page wants now. */
  language(): Tag
  onWords(words: Words): void
}

/** Shows the panel, and the rest of it once that has loaded, in the wanted language. */
export class Stage {
  readonly #deps: StageDependencies
  readonly #endings: (() => void)[] = []
  #words: Words
  #later: (Later & { parts: TurnsParts }) | undefined
  #isOver = false

  constructor(deps: StageDependencies) {
    const { store } = deps
    this.#deps = deps
    this.#words = deps.words
    this.#show()
    const endFetching = effect(() => {
      const isNear = store.isReady.value || store.conversation.turns.value.length > 0
      // When a network problem is over, the module is worth requesting again.
      if (isNear && !store.trouble.value && !this.#later) this.#fetchTurns().catch(() => store.partsMissing())
    })
    this.#endings.push(endFetching)
  }

  get words(): Words {
    return this.#words
  }

  /** Shows the panel in the language that is wanted now. If its words fail to load, the current ones stay. */
  changeLanguage(): void {
    this.#speak().catch(() => {})
  }

  end(): void {
    this.#isOver = true
    for (const end of this.#endings) end()
    render(null, this.#deps.element)
    this.#deps.element.remove()
  }

  #show(): void {
    const { element, store, place, isInline, onWords } = this.#deps
    element.lang = this.#words.language
    element.dir = directionOf(this.#words.language)
    onWords(this.#words)
    render(h(Panel, { store, words: this.#words, later: this.#later, place, isInline }), element)
  }

  /** Called whenever the wanted language changes, so an older call may end without effect. */
  async #speak(parts = this.#later?.parts): Promise<void> {
    const { language } = this.#deps
    const chosen = language()
    const [words, more] = await Promise.all([loadWords(chosen), parts?.loadWords(chosen)])
    if (this.#isOver) return
    // The language has changed meanwhile, and the call for the new one found no parts yet.
    if (chosen !== language()) return this.#speak(parts)
    this.#words = words
    if (parts && more) this.#add(parts, { ...words, ...more })
    this.#show()
  }

  #add(parts: TurnsParts, words: Later['words']): void {
    const { sheets, store } = this.#deps
    if (!this.#later) {
      sheets.add(parts.css)
      this.#endings.push(parts.announceAnswers(store.announcement))
    }
    this.#later = { parts, words }
  }

  /** Everything that nobody needs before the first question. */
  async #fetchTurns(): Promise<void> {
    const [module] = await Promise.all([fetchModule<TurnsModule>(TURNS_PATH), fetchStream()])
    if (this.#isOver) return
    const { later } = module.load(libraries)
    await this.#speak(later)
  }
}

/** The panel's module: connects the layers. */
import { signal } from '@preact/signals'
import { personOf } from '../chat/jwt-subject.ts'
import accent from '../page/accent.css'
import type { Attributes } from '../page/attributes.ts'
import type { Corner, PanelChat } from '../page/corner.ts'
import { ofPage } from '../page/host-page.ts'
import { chooseLocale, loadWords } from '../words/choose.ts'
import { connect } from './connect.ts'
import { coverPage } from './cover.ts'
import { keepTab } from './keep-tab.ts'
import { signOn } from './launcher-sign.ts'
import { giveFocusBack } from './restore-focus.ts'
import { Stage } from './stage.ts'
import css from './style.css'
import { styleSheetsOn } from './style-sheets.ts'
import { applyTheme } from './theme.ts'

const visitorOf = ({ identity, visitor }: Attributes): string => (identity ? personOf(identity) : visitor || '')

export async function startChat(corner: Corner): Promise<PanelChat> {
  const { attributes, host, root, launcher } = corner
  const languageOf = (site = '') =>
    chooseLocale(attributes.locale, site, ofPage('documentElement').lang, ...navigator.languages)
  // First: if it fails, there is nothing to clean up yet.
  const words = await loadWords(languageOf())

  const life = new AbortController()
  const proof = signal(attributes.identity)
  const theme = applyTheme(host, attributes)
  const element = ofPage('createElement')('div')
  element.className = 'place'
  let visitor = visitorOf(attributes)
  const { store, tab } = connect({ corner, visitor, proof, place: element, words: () => stage.words, life })

  const sheets = styleSheetsOn(root)
  // The launcher's sheets have it too, but those of the npm package may be older.
  sheets.add(accent + css)
  // Before the launcher: tabbing backwards from it leads to the panel, as on the screen.
  root.prepend(element)
  const sign = launcher && signOn(launcher, store)
  const left = tab.read(store.memory.key)
  // A panel that is open from the start does not take the focus from the page.
  if (left) store.restore({ ...left, isOpen: left.isOpen && launcher !== null })
  const stage = new Stage({
    element,
    store,
    words,
    sheets,
    place: { selected: `${getSelection()}`, attributes },
    isInline: !launcher,
    language: () => languageOf(store.view.peek()?.locale),
    onWords: (spoken) => sign?.say(spoken),
  })

  const endings = [
    store.isOpen.subscribe((isOpen) => isOpen && theme.lookAgain()),
    launcher ? coverPage(host, element, { isOpen: store.isOpen, close: () => store.close() }) : () => {},
    giveFocusBack(store.isOpen, host, launcher),
    keepTab(store, tab),
    store.view.subscribe((site) => {
      if (!site) return
      theme.wear(site)
      stage.changeLanguage()
    }),
    () => sign?.end(),
    () => store.destroy(),
    () => theme.end(),
    () => life.abort(),
    () => stage.end(),
    () => sheets.remove(),
  ]

  return {
    open: () => store.open(),
    close: () => store.close(),
    toggle: () => (store.isOpen.value ? store.close() : store.open()),
    send: (text) => store.conversation.send(text),
    prefill: (text) => (store.draft.value = store.prefilled = text),
    reset: () => store.reset(),
    update(changed) {
      proof.value = changed.identity
      const before = visitor
      visitor = visitorOf(changed)
      if (visitor !== before) {
        tab.forget()
        store.identify(visitor)
      }
      theme.change(changed)
      stage.changeLanguage()
    },
    destroy: () => endings.forEach((end) => end()),
  }
}

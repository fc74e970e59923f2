/** The panel's module: puts the layers together. */
import { effect } from '@preact/signals'
import { h, render } from 'preact'
import { apiOf } from './attributes.ts'
import type { Chat, Corner } from './corner.ts'
import { dress } from './looks.ts'
import { siteMemory } from './memory.ts'
import { sessionBearer } from './session.ts'
import { makeSpeaker } from './speaker.ts'
import { chatStore } from './store.ts'
import css from './style.css'
import { fetchFollow, httpTransport, type Bearer } from './transport.ts'
import { Panel } from './view/panel.tsx'
import { chooseLocale, directionOf, loadWords } from './words/choose.ts'

export async function startChat({ attributes, host, root, launcher, emit }: Corner): Promise<Chat> {
  const { site } = attributes
  const api = apiOf(attributes, import.meta.url)
  const page = document.documentElement.lang || navigator.languages[0]
  let locale = chooseLocale(attributes.locale, page)
  // First of all: when it fails, nothing has been begun that would have to be ended.
  let words = await loadWords(locale)
  const speaker = makeSpeaker()
  const looks = dress(host, attributes)

  const memory = siteMemory(site, () => localStorage)
  const bearer: Bearer = (refused) => session(refused)
  const transport = httpTransport(api, site, bearer)
  const session = sessionBearer(memory, async () => {
    const opened = await transport.openSession()
    emit('session', { expiresAt: opened.expiresAt })
    store.startOver()
    return opened
  })
  const store = chatStore({ site, transport, memory, emit, say: speaker.say })

  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets.push(sheet)
  const place = document.createElement('div')
  // Before the launcher: whoever tabs backwards from it comes to the panel, which is where it stands on the screen.
  root.prepend(place)

  const show = () => {
    place.lang = words.language
    place.dir = directionOf(locale)
    render(h(Panel, { store, words }), place)
  }
  show()

  if (launcher) launcher.ariaHasPopup = 'dialog'
  const endings = [
    effect(() => {
      if (!launcher) return
      launcher.ariaExpanded = String(store.isOpen.value)
      launcher.ariaLabel = store.isOpen.value ? words.closeChat : words.openChat
    }),
    store.isOpen.subscribe(giveFocusBack()),
    // Ahead of the first question; if it does not come, the question fetches it.
    store.isReady.subscribe((isReady) => void (isReady && fetchFollow().catch(() => {}))),
    store.view.subscribe((view) => {
      if (!view) return
      looks.wear(view)
      locale = chooseLocale(attributes.locale, view.locale, page)
      // Should these not come, those that are there will do.
      loadWords(locale).then(
        (chosen) => {
          words = chosen
          show()
        },
        () => {},
      )
    }),
  ]

  /** To the launcher, or where the page has hidden it, to whatever had it. */
  function giveFocusBack(): (isOpen: boolean) => void {
    let before: Element | null = null
    let wasOpen = false
    return (isOpen) => {
      if (isOpen) before = document.activeElement
      else if (wasOpen && launcher && !launcher.hidden) launcher.focus({ preventScroll: true })
      else if (wasOpen && before instanceof HTMLElement) before.focus({ preventScroll: true })
      wasOpen = isOpen
    }
  }

  return {
    open: store.open,
    close: store.close,
    toggle: () => (store.isOpen.value ? store.close() : store.open()),
    send: store.send,
    prefill: (text) => (store.draft.value = text),
    reset: store.reset,
    update(changed) {
      attributes = changed
    },
    destroy() {
      for (const end of endings) end()
      store.destroy()
      looks.end()
      speaker.end()
      render(null, place)
      place.remove()
    },
  }
}

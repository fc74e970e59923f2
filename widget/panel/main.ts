/** The panel's module: puts the layers together. */
import type { SessionToken } from '../../protocol/schemas/session.ts'
import { computed, effect, signal } from '@preact/signals-core'
import { Component, createRef, Fragment, h, render } from 'preact'
import accent from '../page/accent.css'
import { apiOf } from '../page/attributes.ts'
import type { PanelChat, Corner } from '../page/corner.ts'
import { coverPage } from './cover.ts'
import { giveFocusBack } from './restore-focus.ts'
import { codeOf, isChallenge } from '../api/refusal.ts'
import { signOn } from './launcher-sign.ts'
import { applyTheme } from './theme.ts'
import { siteMemory } from '../chat/memory.ts'
import { fetchModule } from '../api/fetch-module.ts'
import { personOf } from '../chat/jwt-subject.ts'
import { sessionBearer } from '../chat/session-token.ts'
import { isActive } from '../chat/shown-turn.ts'
import { makeAnnouncer } from './announcer.ts'
import { chatStore } from '../chat/store.ts'
import css from './style.css'
import { storageUnless } from '../chat/storage.ts'
import { styleSheetsOn } from './style-sheets.ts'
import { tabKey, tabMemory } from '../chat/tab-state.ts'
import { fetchFollow, httpTransport, type Bearer } from '../api/transport.ts'
import { Panel } from './panel.tsx'
import type { Later } from './props.ts'
import { chooseLocale, directionOf, loadWords } from '../words/choose.ts'
import { ofPage } from '../page/host-page.ts'

/** Where the module is: written in by the build. */
declare const LATER_PATH: string
declare const ENTERING_PATH: string
type LaterModule = typeof import('../turns/turns-module.ts')

export async function startChat({ attributes: given, host, root, launcher, emit }: Corner): Promise<PanelChat> {
  const { site } = given
  const api = apiOf(given, import.meta.url)
  const proof = signal(given.identity)
  const who = () => (proof.value ? personOf(proof.value) : given.visitor || '')
  let visitor = who()
  let wished = ''
  const chooseNow = () => chooseLocale(given.locale, wished, ofPage('documentElement').lang, ...navigator.languages)
  // First of all: when it fails, nothing has been begun that would have to be ended.
  let words = await loadWords(chooseNow())
  let parts: LaterModule['later'] | undefined
  let later: Later | undefined
  let isOver = false
  const speaker = makeAnnouncer()
  const looks = applyTheme(host, given)

  // What belongs to a person stays on no device: it would be there when they have signed out.
  const isProven = () => Boolean(proof.value)
  const memory = siteMemory(
    site,
    { api, home: new URL(import.meta.url).origin },
    storageUnless(isProven, () => localStorage),
  )
  memory.become(visitor)
  const bearer: Bearer = (refused) => session(refused)
  const transport = httpTransport(api, site, bearer)
  const enter = async (refusal?: unknown) => {
    const refused = codeOf(refusal)
    if (refusal && !isChallenge(refused)) throw refusal
    const module = await fetchModule<typeof import('../challenge/session-challenge.ts')>(ENTERING_PATH)
    return module.passChallenge({ refused, api, attributes: given, host, place: stage, words, proof, store, transport })
  }
  const open = async (): Promise<SessionToken> => {
    const asked = visitor
    const opened = await (proof.value ? enter() : transport.openSession().catch(enter))
    // Somebody else is at the page by now: that was not for them.
    if (asked !== visitor) return open()
    emit('session', { expiresAt: opened.expiresAt })
    return opened
  }
  const session = sessionBearer(memory, open, (isRenewed) => store.startOver(isRenewed))
  const place = { selected: `${getSelection()}`, attributes: given }
  const store = chatStore({ site, proof, transport, memory, emit, place, say: speaker.say })

  const tab = tabMemory(
    tabKey(site, launcher ? 'corner' : 'inline'),
    storageUnless(isProven, () => sessionStorage),
  )
  /** What the page has put into the field is not the visitor's. */
  let prefilled = ''
  function keepTab(): void {
    const { turns, draft, isOpen, unread, isReady } = store
    const written = draft.value === prefilled ? '' : draft.value
    const waiting = turns.value.find(isActive)?.id ?? ''
    const state = { isOpen: isOpen.value, draft: written, unread: unread.value, waiting }
    // Nothing is stored for a visitor who has neither asked nor written anything.
    if (turns.value.length > 0 || written) tab.keep(memory.whose(), state)
    else if (isReady.value) tab.forget()
  }

  const sheets = styleSheetsOn(root)
  // The launcher's sheets have it too, but what the npm package brings may be older.
  sheets.add(accent + css)
  const stage = ofPage('createElement')('div')
  stage.className = 'place'
  // Before the launcher: whoever tabs backwards from it comes to the panel, which is where it stands on the screen.
  root.prepend(stage)
  const sign = launcher && signOn(launcher, store)

  const show = () => {
    stage.lang = words.language
    stage.dir = directionOf(words.language)
    sign?.say(words)
    render(h(Panel, { store, words, later, isInline: !launcher }), stage)
  }
  const left = tab.read(memory.whose())
  // Open already when it is first shown, it does not take the focus from the page.
  if (left) store.restore({ ...left, isOpen: left.isOpen && launcher !== null })
  show()

  /** In the language that is wished now; whoever changes the wish meanwhile calls this too. */
  async function speak(): Promise<void> {
    const chosen = chooseNow()
    const [first, more] = await Promise.all([loadWords(chosen), parts?.loadWords(chosen)])
    if (isOver || chosen !== chooseNow()) return
    words = first
    if (parts && more) later = { parts, store: parts.whole(store), words: { ...first, ...more } }
    show()
  }
  // Should other words not come, those that are there will do.
  const tryToSpeak = () => void speak().catch(() => {})

  /** Everything that is not needed before the first question. */
  async function fetchLater(): Promise<void> {
    const [module] = await Promise.all([fetchModule<LaterModule>(LATER_PATH), fetchFollow()])
    if (isOver) return
    module.borrow({ Component, createRef, Fragment, h, computed, effect, signal })
    if (!parts) sheets.add(module.later.css)
    parts = module.later
    await speak()
  }

  const endings = [
    store.isOpen.subscribe((isOpen) => isOpen && looks.lookAgain()),
    launcher ? coverPage(host, stage, store) : () => {},
    giveFocusBack(store.isOpen, host, launcher),
    effect(keepTab),
    effect(() => {
      const isNear = store.isReady.value || store.turns.value.length > 0
      // Trouble that is over is a reason to ask again.
      if (isNear && !store.trouble.value && !later) fetchLater().catch(store.partsMissing)
    }),
    store.view.subscribe((view) => {
      if (!view) return
      looks.wear(view)
      wished = view.locale
      tryToSpeak()
    }),
    () => sign?.end(),
    store.destroy,
    looks.end,
    speaker.end,
  ]

  return {
    open: store.open,
    close: store.close,
    toggle: () => (store.isOpen.value ? store.close() : store.open()),
    send: store.send,
    prefill: (text) => (store.draft.value = prefilled = text),
    reset: store.reset,
    update(changed) {
      proof.value = changed.identity
      const before = visitor
      visitor = who()
      if (visitor !== before) {
        tab.forget()
        store.identify(visitor)
      }
      looks.change(changed)
      tryToSpeak()
    },
    destroy() {
      isOver = true
      for (const end of endings) end()
      render(null, stage)
      stage.remove()
      sheets.remove()
    },
  }
}

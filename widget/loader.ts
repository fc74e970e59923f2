/**
 * The tag's script, and all that a page pays before someone reaches for the chat: a button. Nothing else is requested
 * and nothing is stored until then.
 */
import { readAttributes, type Attributes } from './attributes.ts'
import { answerCalls, siteOnPage } from './calls.ts'
import { VERBS, type Chat } from './corner.ts'
import { emit, off, on } from './events.ts'
import { makeLauncher } from './launcher.ts'

/** Where the panel's module is, seen from the loader, and the same under a name that stays: written in by the build. */
declare const PANEL_PATH: string
declare const LASTING_PANEL_PATH: string

const script = document.currentScript
if (script instanceof HTMLScriptElement) {
  const attributes = readAttributes(script)
  const present = siteOnPage()
  if (!attributes) console.error('Inglenook: the script tag needs data-site="…".')
  else if (!present) start(attributes, script.src)
  else if (present !== attributes.site) console.error('Inglenook: this page has a chat already.')
}

function start(attributes: Attributes, source: string): void {
  const { site } = attributes
  const { host, root, button } = makeLauncher(attributes)
  let panel: Promise<typeof import('./main.ts')> | undefined
  let chat: Promise<Chat> | undefined

  const load = (path: string) => import(new URL(path, source).href)
  // This loader may come from a cache and be older than what is deployed. And a browser may remember that a module failed
  // to load: another address asks again.
  const fetchPanel = () => (panel ??= load(PANEL_PATH).catch(() => load(`${LASTING_PANEL_PATH}?${Date.now()}`)))
  const startChat = async () => (await fetchPanel()).startChat({ attributes, host, root, launcher: button, emit })
  const reach = (use: (chat: Chat) => void) => {
    chat ??= startChat()
    chat.then(use).catch((error: unknown) => {
      console.error('Inglenook:', error)
      panel = chat = undefined
      emit('error', { code: 'offline' })
    })
  }

  for (const sign of ['pointerenter', 'focus']) {
    // Should this fail, the click asks again, and says so.
    button.addEventListener(sign, () => fetchPanel().catch(() => (panel = undefined)), { once: true })
  }
  button.addEventListener('click', () => reach((chat) => chat.toggle('')))

  const close = () => chat?.then((chat) => chat.close(''))
  answerCalls(site, {
    ...Object.fromEntries(VERBS.map((verb) => [verb, (text) => reach((chat) => chat[verb](String(text ?? '')))])),
    close,
    show: () => (button.hidden = false),
    hide() {
      button.hidden = true
      close()
    },
    destroy() {
      void chat?.then((chat) => chat.destroy(''))
      host.remove()
      delete window.inglenook
    },
    on,
    off,
  })
  const attach = () => {
    document.body.append(host)
    emit('ready', { site })
  }
  // The tag may stand in the head, before there is a body.
  if (document.body) attach()
  else document.addEventListener('DOMContentLoaded', attach)
  if ((attributes.open ?? 'false') !== 'false') reach((chat) => chat.open(''))
}

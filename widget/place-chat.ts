import { answerCalls, type Methods } from './calls.ts'
import { VERBS, type Chat, type Corner, type Load, type PanelModule } from './corner.ts'
import { listening } from './events.ts'
import { showState } from './launcher.ts'

/** The panel, and the same under a name that stays: written in by the build. */
declare const PANEL: string
declare const LASTING_PANEL: string

export interface Place {
  /** What brings the panel. */
  button: HTMLButtonElement
  load: Load
  /** Takes the host from the page. */
  leave(): void
}

/** Makes of the button a chat that is fetched when somebody reaches for it. Returns what a page can ask of it. */
export function placeChat(corner: Corner, { button, load, leave }: Place): Methods {
  const { attributes, host, emit } = corner
  let chat: Promise<Chat | undefined> | undefined
  let isOver = false

  // This loader may come from a cache and be older than what is deployed. And a browser remembers a module that it has
  // loaded, and may remember that one failed to load: another address asks again.
  const fetchPanel = () => load<PanelModule>(PANEL).catch(() => load<PanelModule>(`${LASTING_PANEL}?${Date.now()}`))

  async function startChat(): Promise<Chat | undefined> {
    showState(button, 'busy')
    try {
      const chat = await (await fetchPanel()).startChat(corner)
      showState(button, '')
      return chat
    } catch (error) {
      console.error('Inglenook:', error)
      chat = undefined
      showState(button, 'failed')
      emit('error', { code: 'offline' })
    }
  }
  /** Only if somebody has reached for it. */
  const tell = async (use: (chat: Chat) => void) => {
    const there = await chat
    if (there && !isOver) use(there)
  }
  const update = (changes?: unknown) => {
    Object.assign(attributes, changes)
    host.dataset.position = attributes.position ?? ''
    host.style.setProperty('--inglenook-z-index', attributes.zIndex ?? '')
    void tell((chat) => chat.update(attributes))
  }

  const methods: Methods = {
    show: () => void (button.hidden = false),
    hide() {
      button.hidden = true
      methods.close?.()
    },
    identify: (visitor) => update({ visitor }),
    update,
    on: listening(host, 'addEventListener'),
    off: listening(host, 'removeEventListener'),
    destroy() {
      void chat?.then((chat) => chat?.destroy())
      isOver = true
      chat = undefined
      leave()
      stopAnswering()
    },
  }
  for (const verb of VERBS) {
    methods[verb] = (text = '') => {
      // Nobody fetches a panel to close it.
      if (!isOver && verb !== 'close') chat ??= startChat()
      void tell((chat) => chat[verb](`${text}`))
    }
  }
  update()
  for (const sign of ['pointerenter', 'focus']) {
    // Should this fail, the click asks again, and says so.
    button.addEventListener(sign, () => fetchPanel().catch(() => {}))
  }
  button.addEventListener('click', () => methods.toggle?.())
  const stopAnswering = answerCalls(attributes.site, methods)
  emit('ready', undefined)
  return methods
}

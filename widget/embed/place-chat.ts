import { answerCalls, type Methods } from '../page/calls.ts'
import { VERBS, type PanelChat, type Corner, type Load, type PanelModule } from '../page/corner.ts'
import { setFirstLooks } from '../page/first-looks.ts'
import { showState } from './launcher.ts'
import { tabKey } from '../chat/tab-state.ts'

/** Written in by the build. */
declare const PANEL: string

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
  let chat: Promise<PanelChat | undefined> | undefined
  let isOver = false

  const fetchPanel = () => load<PanelModule>(PANEL)

  const startChat = async (): Promise<PanelChat | undefined> => {
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
  const tell = async (use: (chat: PanelChat) => void) => {
    const there = await chat
    if (there && !isOver) use(there)
  }
  const update = (changes?: unknown) => {
    Object.assign(attributes, changes)
    setFirstLooks(host, attributes)
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
    // What is no function is never called, and a function stays itself.
    on: (name, listener) => host.addEventListener(`inglenook:${name}`, Object(listener)),
    off: (name, listener) => host.removeEventListener(`inglenook:${name}`, Object(listener)),
    destroy() {
      if (isOver) return
      void chat?.then((chat) => chat?.destroy())
      isOver = true
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
  try {
    // An earlier page of this tab was left in mid-conversation: the panel knows how it looked.
    if (corner.launcher && sessionStorage.getItem(tabKey(attributes.site, 'corner'))) chat = startChat()
  } catch {
    // Storage is refused: then nothing was left there.
  }
  // Should this fail, the click asks again, and says so.
  const prepare = () => void fetchPanel().catch(() => {})
  button.addEventListener('pointerenter', prepare)
  button.addEventListener('focus', prepare)
  // The second half of a double click does not close what the first has opened.
  button.addEventListener('click', ({ detail }) => detail > 1 || methods.toggle?.())
  const stopAnswering = answerCalls(attributes.site, methods, () => isOver || emit('ready', undefined))
  return methods
}

import { answerCalls, type Methods } from '../page/calls.ts'
import { VERBS, type PanelChat, type Corner, type Load, type PanelModule } from '../page/corner.ts'
import { setFirstLooks } from '../page/first-looks.ts'
import { showState } from './launcher.ts'
import { tabKey } from '../chat/tab-state.ts'

/** Written in by the build. */
declare const PANEL: string

export interface Place {
  /** Loads the panel. */
  button: HTMLButtonElement
  load: Load
  /** Removes the host from the page. */
  leave(): void
}

/** Turns the button into a chat that is fetched when a visitor reaches for it. Returns the methods for the page. */
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
  /** Only if somebody has opened it. */
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
    // `Object` makes a non-function a listener that is never called, and leaves a function unchanged.
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
      // Closing does not fetch the panel.
      if (!isOver && verb !== 'close') chat ??= startChat()
      void tell((chat) => chat[verb](`${text}`))
    }
  }
  update()
  try {
    // The visitor left an earlier page of this tab in mid-conversation: the panel knows how it looked.
    if (corner.launcher && sessionStorage.getItem(tabKey(attributes.site, 'corner'))) chat = startChat()
  } catch {
    // Storage is refused, so nothing was left there.
  }
  // If this fails, the click tries again and shows the failure.
  const prepare = () => void fetchPanel().catch(() => {})
  button.addEventListener('pointerenter', prepare)
  button.addEventListener('focus', prepare)
  // The second half of a double click must not close what the first has opened.
  button.addEventListener('click', ({ detail }) => detail > 1 || methods.toggle?.())
  const stopAnswering = answerCalls(attributes.site, methods, () => isOver || emit('ready', undefined))
  return methods
}

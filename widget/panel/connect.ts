import type { Signal } from '@preact/signals'
import { requestTo } from '../api/request.ts'
import { siteApi } from '../api/site-api.ts'
import { httpTransport } from '../api/transport.ts'
import { Memory } from '../chat/memory.ts'
import { Session } from '../chat/session.ts'
import { storageUnless } from '../chat/storage.ts'
import { ChatStore } from '../chat/store.ts'
import { tabKey, tabMemory, type TabMemory } from '../chat/tab-state.ts'
import { apiOf } from '../page/attributes.ts'
import type { Corner } from '../page/corner.ts'
import { openSession, type OpeningDependencies } from './open-session.ts'
import { thisBrowser } from './this-browser.ts'

interface Connecting {
  corner: Corner
  /** Who is at the page: empty for nobody in particular. */
  visitor: string
  /** The page's proof of who is there. */
  proof: Signal<string | undefined>
  /** Has the panel in it. */
  place: HTMLElement
  words: OpeningDependencies['words']
  /** Ends what is listened to. */
  life: AbortController
}

/** The state of the chat, with the Worker on its other side. */
export function connect({ corner, visitor, proof, place, words, life }: Connecting): {
  store: ChatStore
  tab: TabMemory
} {
  const { attributes, host, launcher, emit } = corner
  const { site } = attributes
  const api = apiOf(attributes, import.meta.url)
  const browser = thisBrowser(life)
  // What belongs to a person stays on no device: it would be there after they have signed out.
  const isProven = () => Boolean(proof.value)
  const memory = new Memory({
    site,
    api,
    home: new URL(import.meta.url).origin,
    browser,
    storage: storageUnless(isProven, () => localStorage),
  })
  memory.become(visitor)
  const request = requestTo(api)
  const open = siteApi(request, site)
  const session = new Session({
    memory,
    open: (isFresh) => openSession({ ...open, api, attributes, host, place, proof, isFresh, words }),
  })
  const transport = httpTransport(request, open, session.token)
  return {
    store: new ChatStore({ site, proof, session, transport, memory, browser, emit }),
    tab: tabMemory(
      tabKey(site, launcher ? 'corner' : 'inline'),
      storageUnless(isProven, () => sessionStorage),
    ),
  }
}

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
  /** The id of the signed-in visitor; empty for an anonymous one. */
  visitor: string
  /** The page's proof of identity. */
  proof: Signal<string | undefined>
  /** Contains the panel. */
  place: HTMLElement
  words: OpeningDependencies['words']
  /** Its abort removes the listeners. */
  life: AbortController
}

/** The chat's state, connected to the Worker. */
export function connect({ corner, visitor, proof, place, words, life }: Connecting): {
  store: ChatStore
  tab: TabMemory
} {
  const { attributes, host, launcher, emit } = corner
  const { site } = attributes
  const api = apiOf(attributes, import.meta.url)
  const browser = thisBrowser(life)
  // Data of an identified person is not stored on the device: it would remain after they have signed out.
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

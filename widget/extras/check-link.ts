import type { CheckRequest, CheckModule, ExtrasModule } from '../page/corner.ts'
import { fetchModule } from '../api/fetch-module.ts'
import { ofPage } from '../page/host-page.ts'

/** The module's address, written in by the build. */
declare const CHECK_PATH: string

export const check: ExtrasModule['check'] = (asked, load) =>
  void fetchModule<CheckModule>(CHECK_PATH)
    .then(({ showCheck }) => showCheck(asked, import.meta.url, load))
    .catch((error: unknown) => console.error('Inglenook:', error))

/** The chats that a tag is for: its own and the inline ones. If there is none, one without a name. */
export function askedOf({ dataset, src }: HTMLScriptElement, found: (asked: CheckRequest) => void): void {
  const { site, api = new URL(src).origin } = dataset
  const look = () => {
    const chats = new Map(site ? [[site, api]] : [])
    for (const element of ofPage('querySelectorAll')('inglenook-chat'))
      chats.set(element.getAttribute('site') || '', element.getAttribute('api') || api)
    if (chats.size === 0) chats.set('', api)
    for (const [site, api] of chats) found({ site, api, source: src })
  }
  if (ofPage('readyState') === 'loading') ofPage('addEventListener')('DOMContentLoaded', look, { once: true })
  else look()
}

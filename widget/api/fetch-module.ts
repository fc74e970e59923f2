import { Refusal } from './refusal.ts'

/**
 * Fetches one of the widget's own modules. A browser remembers for as long as the page lives that a module failed to load:
 * the second try needs another address. Should it fail too: a `Refusal`, `offline`.
 *
 * @param path seen from the panel, as the build writes it in.
 */
export function fetchModule<Module>(path: string): Promise<Module> {
  const address = new URL(path, import.meta.url).href
  return import(address)
    .catch(() => import(`${address}?${Date.now()}`))
    .catch(() => {
      throw new Refusal('offline')
    })
}

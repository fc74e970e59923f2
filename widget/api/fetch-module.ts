import { Refusal } from './refusal.ts'

/**
 * Fetches one of the widget's own modules. Once a module has failed to load, a browser remembers that for the life of the
 * page, so the second try uses another address. Throws a `Refusal` (`offline`) if that fails too.
 *
 * @param path relative to the panel, as the build writes it.
 */
export function fetchModule<Module>(path: string): Promise<Module> {
  const address = new URL(path, import.meta.url).href
  return import(address)
    .catch(() => import(`${address}?${Date.now()}`))
    .catch(() => {
      throw new Refusal('offline')
    })
}

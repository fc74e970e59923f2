/** What the pieces themselves cost, when nobody shows them: it is in every other figure too. */
import type { Begin } from './stream.ts'

export const begin: Begin = (root) => {
  let last = ''
  return {
    write: (delta) => (last += delta),
    // So that there is a last word to wait for.
    end: () => root.append(last.slice(-100)),
  }
}

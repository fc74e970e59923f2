/** The cost of the pieces themselves, without showing them: every other figure includes it. */
import type { Begin } from './stream.ts'

export const begin: Begin = (root) => {
  let last = ''
  return {
    write: (delta) => (last += delta),
    // So that there is a last word to wait for.
    end: () => root.append(last.slice(-100)),
  }
}

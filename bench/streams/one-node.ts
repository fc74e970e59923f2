/** Everything in one growing text node. */
import type { Begin } from './stream.ts'

export const begin: Begin = (root) => {
  const text = new Text()
  root.style.whiteSpace = 'pre-wrap'
  root.append(text)
  return { write: (delta) => text.appendData(delta), end() {} }
}

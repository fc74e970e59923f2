/** The floor: plain text, one element per paragraph. */
import type { Begin } from './stream.ts'

export const begin: Begin = (root) => {
  let text = new Text()
  const open = () => {
    text = new Text()
    const paragraph = document.createElement('p')
    paragraph.append(text)
    root.append(paragraph)
  }
  open()
  return {
    write(delta) {
      // The empty line may be cut in two.
      const isCut = text.data.endsWith('\n') && delta.startsWith('\n')
      if (isCut) open()
      const [rest = '', ...others] = (isCut ? delta.slice(1) : delta).split('\n\n')
      text.appendData(rest)
      for (const other of others) {
        open()
        text.appendData(other)
      }
    },
    end() {},
  }
}

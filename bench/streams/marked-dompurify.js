// As on most pages. In JavaScript, like all peers here: the type checks of a fresh clone do not have their types.
import DOMPurify from 'dompurify'
import { marked } from 'marked'

export const begin = (root) => {
  let text = ''
  return {
    write(delta) {
      text += delta
      root.innerHTML = DOMPurify.sanitize(marked.parse(text))
    },
    end() {},
  }
}

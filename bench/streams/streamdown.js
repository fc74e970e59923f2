import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { Streamdown } from 'streamdown'

export const begin = (root) => {
  const tree = createRoot(root)
  let text = ''
  const show = (isAnimating) => tree.render(createElement(Streamdown, { isAnimating }, text))
  return {
    write(delta) {
      text += delta
      show(true)
    },
    end: () => show(false),
  }
}

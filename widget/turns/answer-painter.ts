import type { MarkdownView } from '../markdown/markdown.ts'

/** Shows a growing text in an element, at most once per frame: nobody could see more. */
export interface Writing {
  /** The whole text so far. */
  say(text: string): void
  /** It is complete. */
  finish(): void
  leave(): void
}

type Render = (root: HTMLElement) => MarkdownView

/** Until the renderer has loaded, and if it fails to load, the text is shown unchanged. */
export function write(root: HTMLElement, given: Render | Promise<Render>): Writing {
  let text = ''
  let isOver = false
  /** The renderer knows that the text is complete. */
  let isEnded = false
  let frame = 0
  let render: Render | undefined
  let view: MarkdownView | undefined

  function put(): void {
    cancelAnimationFrame(frame)
    frame = 0
    if (!view) root.textContent = text
    else if (!isEnded) {
      view.write(text)
      isEnded = isOver
      if (isEnded) view.end()
    }
  }

  function begin(): void {
    if (!render) return
    root.replaceChildren()
    view = render(root)
    isEnded = false
    put()
  }

  function take(come: Render): void {
    render = come
    root.classList.add('markdown')
    begin()
  }

  if (typeof given === 'function') take(given)
  else given.then(take, () => {})

  return {
    say(whole) {
      const isAnother = isOver && whole !== text
      text = whole
      if (isAnother) {
        isOver = false
        begin()
      }
      if (!isEnded) frame ||= requestAnimationFrame(put)
    },
    finish() {
      if (isOver) return
      isOver = true
      put()
    },
    leave: () => cancelAnimationFrame(frame),
  }
}

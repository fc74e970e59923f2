import type { MarkdownView } from '../markdown/markdown.ts'

/** A growing text on its way into an element, at most once a frame: more often nobody could see it. */
export interface Writing {
  /** The whole text so far. */
  say(text: string): void
  /** It is whole. */
  finish(): void
  leave(): void
}

type Render = (root: HTMLElement) => MarkdownView

/** Until the renderer has come, and where it does not come, the text stands there as it is. */
export function write(root: HTMLElement, given: Render | Promise<Render>): Writing {
  let text = ''
  let isOver = false
  /** The renderer has been told. */
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

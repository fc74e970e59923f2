/** A visitor this close to the end is reading along. */
const NEAR_PX = 48
/** A question in this upper part of the view leaves enough room for an answer below it. */
const HIGH_ENOUGH = 0.6

/** For the styles: a question at the top of the view has room for its answer below. */
const setHeight = (viewport: HTMLElement) => viewport.style.setProperty('--view', `${viewport.clientHeight}px`)

export interface Reading {
  toEnd(): void
  /** The question just asked: it moves to the top of the view, and its answer grows below it. */
  lookAt(turn: HTMLElement): void
  /** The element that contains the newest text: an answer and the notes below it. */
  watch(words: Element): void
  end(): void
}

/**
 * Keeps the end of a growing transcript visible for a visitor who scrolled to its end. For everybody else nothing moves, and
 * `moreBelow` says whether there is new text out of sight. Forms and fields that open are not text.
 */
export function readAlong(viewport: HTMLElement, moreBelow: (more: boolean) => void): Reading {
  let follows = false
  /** New text has arrived, and its end has not been visible since. */
  let isUnseen = false
  let words: Element | undefined
  let height = 0
  let width = 0
  /** The position that we set: a scroll event at this position is our own. */
  let put = -1
  const content = viewport.firstElementChild
  const below = () => viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight
  const edge = (element: Element) => element.getBoundingClientRect().bottom

  const follow = (wanted: boolean) => {
    follows = wanted
    // The browser keeps the text that a reader looks at in place. It would also do so for a view that follows the end, and that
    // would look like a scroll by the visitor.
    viewport.style.overflowAnchor = wanted ? 'none' : ''
  }
  const go = (top: number) => {
    viewport.scrollTop = top
    put = viewport.scrollTop
  }
  const judge = () => {
    isUnseen &&= words !== undefined && edge(words) > edge(viewport) + 1
    moreBelow(isUnseen)
  }
  const look = () => {
    if (Math.abs(viewport.scrollTop - put) >= 1) {
      put = -1
      follow(below() <= NEAR_PX)
    }
    judge()
  }
  const measure = () => {
    const box = words?.getBoundingClientRect()
    // In a narrower panel, the same text is higher.
    if (box && box.width === width && box.height > height) isUnseen = true
    height = box?.height ?? 0
    width = box?.width ?? 0
  }
  // Between layout and paint: the visitor never sees the intermediate step.
  const observer = new ResizeObserver(() => {
    // A closed panel has no height, and nothing in it has grown when it opens again.
    if (!viewport.clientHeight) return
    setHeight(viewport)
    measure()
    if (follows) go(viewport.scrollHeight)
    judge()
  })
  follow(true)
  setHeight(viewport)
  observer.observe(viewport)
  if (content) observer.observe(content)
  viewport.addEventListener('scroll', look, { passive: true })
  // Somebody who writes in a field up here is looking at that.
  const stay = ({ target }: Event) => {
    if (target instanceof HTMLTextAreaElement) follow(false)
  }
  viewport.addEventListener('focusin', stay)

  return {
    toEnd() {
      follow(true)
      go(viewport.scrollHeight)
      judge()
    },
    lookAt(turn) {
      follow(false)
      isUnseen = false
      moreBelow(false)
      const top = turn.getBoundingClientRect().top - viewport.getBoundingClientRect().top
      if (top >= 0 && top < viewport.clientHeight * HIGH_ENOUGH) return
      turn.classList.add('at-top')
      go(viewport.scrollTop + top)
    },
    watch(newest) {
      if (newest === words) return
      if (words) observer.unobserve(words)
      words = newest
      // All of it is new, except an element that has no text yet.
      height = 0
      width = newest.getBoundingClientRect().width
      observer.observe(newest)
    },
    end() {
      observer.disconnect()
      viewport.removeEventListener('scroll', look)
      viewport.removeEventListener('focusin', stay)
    },
  }
}

/** A visitor this close to the end is reading along. */
const NEAR_PX = 48
/** A question in this upper part of the view leaves enough room for an answer below it. */
const HIGH_ENOUGH = 0.6

/** For the styles: a question at the top of the view has room for its answer below. */
const setHeight = (viewport: HTMLElement) => viewport.style.setProperty('--view', `${viewport.clientHeight}px`)

/**
 * Keeps the end of a growing transcript visible for a visitor who scrolled to its end. For everybody else nothing moves, and
 * `onMoreBelow` says whether there is new text out of sight. Forms and fields that open are not text.
 */
export class Reading {
  readonly #viewport: HTMLElement
  readonly #onMoreBelow: (more: boolean) => void
  readonly #life = new AbortController()
  readonly #observer: ResizeObserver
  #follows = false
  /** New text has arrived, and its end has not been visible since. */
  #isUnseen = false
  /** The element that contains the newest text. */
  #words: Element | undefined
  #height = 0
  #width = 0
  /** The position that we set: a scroll event at this position is our own. */
  #put = -1

  constructor(viewport: HTMLElement, onMoreBelow: (more: boolean) => void) {
    this.#viewport = viewport
    this.#onMoreBelow = onMoreBelow
    // Between layout and paint: the visitor never sees the intermediate step.
    this.#observer = new ResizeObserver(() => this.#onGrowth())
    this.#follow(true)
    setHeight(viewport)
    this.#observer.observe(viewport)
    const content = viewport.firstElementChild
    if (content) this.#observer.observe(content)
    const { signal } = this.#life
    viewport.addEventListener('scroll', () => this.#onScroll(), { passive: true, signal })
    // Somebody who writes in a field up here is looking at that.
    const stay = ({ target }: Event) => target instanceof HTMLTextAreaElement && this.#follow(false)
    viewport.addEventListener('focusin', stay, { signal })
  }

  toEnd(): void {
    this.#follow(true)
    this.#go(this.#viewport.scrollHeight)
    this.#judge()
  }

  /** The question just asked: it moves to the top of the view, and its answer grows below it. */
  lookAt(turn: HTMLElement): void {
    const { scrollTop, clientHeight } = this.#viewport
    this.#follow(false)
    this.#isUnseen = false
    this.#onMoreBelow(false)
    const top = turn.getBoundingClientRect().top - this.#viewport.getBoundingClientRect().top
    if (top >= 0 && top < clientHeight * HIGH_ENOUGH) return
    turn.classList.add('at-top')
    this.#go(scrollTop + top)
  }

  /** The element that contains the newest text: an answer and the notes below it. */
  watch(newest: Element): void {
    if (newest === this.#words) return
    if (this.#words) this.#observer.unobserve(this.#words)
    this.#words = newest
    // All of it is new, except an element that has no text yet.
    this.#height = 0
    this.#width = newest.getBoundingClientRect().width
    this.#observer.observe(newest)
  }

  end(): void {
    this.#observer.disconnect()
    this.#life.abort()
  }

  #follow(wanted: boolean): void {
    this.#follows = wanted
    // The browser keeps the text that a reader looks at in place. It would also do so for a view that follows the end, and that
    // would look like a scroll by the visitor.
    this.#viewport.style.overflowAnchor = wanted ? 'none' : ''
  }

  #go(top: number): void {
    this.#viewport.scrollTop = top
    this.#put = this.#viewport.scrollTop
  }

  #judge(): void {
    this.#isUnseen &&= this.#words !== undefined && edge(this.#words) > edge(this.#viewport) + 1
    this.#onMoreBelow(this.#isUnseen)
  }

  #onScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#viewport
    if (Math.abs(scrollTop - this.#put) >= 1) {
      this.#put = -1
      this.#follow(scrollHeight - scrollTop - clientHeight <= NEAR_PX)
    }
    this.#judge()
  }

  #onGrowth(): void {
    // A closed panel has no height, and nothing in it has grown when it opens again.
    if (!this.#viewport.clientHeight) return
    setHeight(this.#viewport)
    const box = this.#words?.getBoundingClientRect()
    // In a narrower panel, the same text is higher.
    if (box && box.width === this.#width && box.height > this.#height) this.#isUnseen = true
    this.#height = box?.height ?? 0
    this.#width = box?.width ?? 0
    if (this.#follows) this.#go(this.#viewport.scrollHeight)
    this.#judge()
  }
}

const edge = (element: Element): number => element.getBoundingClientRect().bottom

/** Whoever is this near the end is reading along. */
const NEAR_PX = 48

export interface Scrolling {
  toEnd(): void
  end(): void
}

/**
 * Keeps the end of a growing `content` in sight for as long as the visitor is near it. Elsewhere nothing moves, and
 * `moreBelow` says whether words have come that are out of sight.
 */
export function keepAtEnd(viewport: HTMLElement, content: HTMLElement, moreBelow: (more: boolean) => void): Scrolling {
  let isNear = true
  let height = 0

  const look = () => {
    isNear = viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight <= NEAR_PX
    if (isNear) moreBelow(false)
  }
  const toEnd = () => {
    viewport.scrollTop = viewport.scrollHeight
    look()
  }
  // Between layout and paint: the visitor never sees the step in between.
  const observer = new ResizeObserver(() => {
    // A panel that is closed has no height, and nothing in it has grown when it opens again.
    if (!content.offsetHeight) return
    const grown = content.offsetHeight > height
    height = content.offsetHeight
    if (isNear) toEnd()
    else if (grown) moreBelow(true)
  })
  observer.observe(viewport)
  observer.observe(content)
  viewport.addEventListener('scroll', look, { passive: true })

  return {
    toEnd() {
      isNear = true
      toEnd()
    },
    end() {
      observer.disconnect()
      viewport.removeEventListener('scroll', look)
    },
  }
}

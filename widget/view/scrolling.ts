/** Whoever is this near the end is reading along. */
const NEAR_PX = 48
/** A question that stands in this upper part of the view has room enough for an answer below it. */
const HIGH_ENOUGH = 0.6

export interface Reading {
  toEnd(): void
  /** A question that was just asked: it goes to the top of the view, and its answer grows below it. */
  lookAt(turn: HTMLElement): void
  end(): void
}

/**
 * Keeps the end of a growing transcript in sight for those who went to its end. For everybody else nothing moves, and
 * `moreBelow` says whether words have come that are out of sight.
 */
export function readAlong(viewport: HTMLElement, moreBelow: (more: boolean) => void): Reading {
  let follows = true
  let height = 0
  /** Where we have put it: a scroll event that finds it there was our own. */
  let put = -1
  const content = viewport.firstElementChild
  const below = () => viewport.scrollHeight - viewport.scrollTop - viewport.clientHeight

  const go = (top: number) => {
    viewport.scrollTop = top
    put = viewport.scrollTop
  }
  const toEnd = () => {
    go(viewport.scrollHeight)
    moreBelow(false)
  }
  const look = () => {
    if (Math.abs(viewport.scrollTop - put) < 1) return
    put = -1
    follows = below() <= NEAR_PX
    if (follows) moreBelow(false)
  }
  // Between layout and paint: the visitor never sees the step in between.
  const observer = new ResizeObserver(() => {
    // A panel that is closed has no height, and nothing in it has grown when it opens again.
    if (!viewport.clientHeight) return
    viewport.style.setProperty('--view', `${viewport.clientHeight}px`)
    const hasGrown = viewport.scrollHeight > height
    height = viewport.scrollHeight
    if (follows) toEnd()
    else if (hasGrown && below() > NEAR_PX) moreBelow(true)
  })
  observer.observe(viewport)
  if (content) observer.observe(content)
  viewport.addEventListener('scroll', look, { passive: true })

  return {
    toEnd() {
      follows = true
      toEnd()
    },
    lookAt(turn) {
      follows = false
      moreBelow(false)
      const top = turn.getBoundingClientRect().top - viewport.getBoundingClientRect().top
      const isHigh = top >= 0 && top < viewport.clientHeight * HIGH_ENOUGH
      if (isHigh) return
      turn.classList.add('at-top')
      go(viewport.scrollTop + top)
      height = viewport.scrollHeight
    },
    end() {
      observer.disconnect()
      viewport.removeEventListener('scroll', look)
    },
  }
}

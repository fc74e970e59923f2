/** For data that is polled, but only while somebody can see it. */

/** The parts of the page that this needs. */
export interface Watched {
  isVisible: () => boolean
  /** @returns a function that stops it. */
  whenVisible: (act: () => void) => () => void
  every: (act: () => void, milliseconds: number) => () => void
}

export const thisPage: Watched = {
  isVisible: () => document.visibilityState === 'visible',
  whenVisible(act) {
    const look = () => document.visibilityState === 'visible' && act()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  },
  every(act, milliseconds) {
    const timer = setInterval(act, milliseconds)
    return () => clearInterval(timer)
  },
}

/** Acts at intervals while the page is visible, and at once when it becomes visible again. @returns a function that stops it. */
export function whileVisible(act: () => void, milliseconds: number, page: Watched = thisPage): () => void {
  const endings = [page.whenVisible(act), page.every(() => page.isVisible() && act(), milliseconds)]
  return () => {
    for (const end of endings) end()
  }
}

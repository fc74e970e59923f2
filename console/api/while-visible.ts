/** What is read again and again, but only while somebody can see it. */

/** The parts of the page that this needs. */
export interface Watched {
  isVisible: () => boolean
  /** @returns what ends it. */
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

/** Acts at intervals while the page can be seen, and at once when somebody comes back to it. @returns what ends it. */
export function whileVisible(act: () => void, milliseconds: number, page: Watched = thisPage): () => void {
  const endings = [page.whenVisible(act), page.every(() => page.isVisible() && act(), milliseconds)]
  return () => {
    for (const end of endings) end()
  }
}

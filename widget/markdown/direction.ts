import type { BlockView } from './block-view.ts'

/** From this many children on, `dir=auto` costs more with every word: Chromium checks all of them again. */
const LONG = 60

/** How many parts may still grow, including those of the last part, and of the last part of that. */
function partsOf({ children, nodes }: BlockView): number {
  const last = children.at(-1)
  return children.length + nodes.length + (last ? partsOf(last) : 0)
}

/** A block's direction is that of its first letter. While a long block grows, its direction is fixed. */
export function direct(shown: BlockView, isFirm: boolean): void {
  const { element } = shown
  const isFixed = !isFirm && partsOf(shown) > LONG
  // A lot may arrive at once.
  element.dir ||= 'auto'
  // Setting it again would make the browser compute it again.
  if ((element.dir === 'auto') === isFixed) element.dir = isFixed ? getComputedStyle(element).direction : 'auto'
}

/** Runs a change of many blocks. Otherwise Chromium would compute their directions with every node added. */
export function undirected(root: Element, work: () => void): void {
  const turned = root.querySelectorAll<HTMLElement>('[dir=auto]')
  for (const element of turned) element.dir = ''
  work()
  for (const element of turned) element.dir = 'auto'
}

import { styleSheetsOn } from '../panel/style-sheets.ts'

const styled = new WeakMap<Node, Set<string>>()

/** Puts the style sheet of a module that has just come on a chat's root, unless it is there. */
export function styleOnce(root: Node | undefined, css: string): void {
  if (!(root instanceof ShadowRoot)) return
  const known = styled.get(root) ?? new Set()
  if (!known.has(css)) styleSheetsOn(root).add(css)
  styled.set(root, known.add(css))
}

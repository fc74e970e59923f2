import { styleSheetsOn } from '../panel/style-sheets.ts'

const styled = new WeakMap<Node, Set<string>>()

/** Adds the style sheet of a module that has just loaded to a chat's root, unless it is there. */
export function styleOnce(root: Node | undefined, css: string): void {
  if (!(root instanceof ShadowRoot)) return
  const known = styled.get(root) ?? new Set()
  if (!known.has(css)) styleSheetsOn(root).add(css)
  styled.set(root, known.add(css))
}

/** Runs in the page of test/support/markdown/markdown-page.ts: the real renderer, and the functions for tests. */
import { highlight } from '../../../widget/markdown/highlight.ts'
import { renderMarkdown } from '../../../widget/markdown/markdown.ts'
import { readFormula } from '../../../widget/markdown/formulas/mathml.ts'
import { named } from '../../../widget/markdown/named.ts'
import { escapes } from './markdown-allowed.ts'

export interface Rendering {
  /** The texts so far, one after another; `null` is the end. */
  pieces: readonly (string | null)[]
  imageHosts?: readonly string[]
  /** The page's own address, instead of the real one. */
  base?: string
}

function answer(): HTMLElement {
  const root = document.createElement('div')
  root.className = 'answer'
  document.body.replaceChildren(root)
  return root
}

/** The content of an answer's sections. */
const blocksOf = (root: HTMLElement) => Array.from(root.children, ({ children }) => [...children]).flat()

const viewOf = (root: HTMLElement, imageHosts: readonly string[] = [], base = location.href) =>
  renderMarkdown(root, {
    imageHosts,
    links: { base, own: new URL(base).origin },
    words: { copyCode: 'Copy', code: 'Code', table: 'Table', formula: 'Formula' },
    highlighter: async () => highlight,
    formulas: async () => readFormula,
    entities: async () => named,
  })

function show(root: HTMLElement, { pieces, imageHosts, base }: Rendering): void {
  const view = viewOf(root, imageHosts, base)
  for (const piece of pieces) {
    if (piece === null) view.end()
    else view.write(piece)
  }
}

/** Every prefix of a text, character by character, then all of it and the end. */
const growing = (text: string, cuts: readonly number[]) => [...cuts.map((cut) => text.slice(0, cut)), text, null]

/** The page's HTML, with quotes only where HTML needs them. */
function written(node: Node): string {
  if (node instanceof Text) return node.data.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  if (!(node instanceof Element)) return ''
  const inner = Array.from(node.childNodes, written).join('')
  const attributes = Array.from(
    node.attributes,
    ({ name, value }) => ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
  ).toSorted()
  const isVoid = ['br', 'hr', 'img'].includes(node.localName)
  return `<${node.localName}${attributes.join('')}>${inner}${isVoid ? '' : `</${node.localName}>`}`
}

export const inPage = {
  escapes,

  /** The complete DOM of each text, after everything that loads later has arrived. */
  async render(renderings: readonly Rendering[]): Promise<string[]> {
    const roots = renderings.map((rendering) => {
      const root = answer()
      show(root, rendering)
      return root
    })
    await new Promise((resolve) => setTimeout(resolve))
    return roots.map((root) => blocksOf(root).map(written).join(''))
  },

  /** Whether a text that arrives in pieces ends in the same DOM as the whole text. */
  async differ(text: string, cuts: readonly number[], imageHosts: readonly string[] = []): Promise<string | undefined> {
    const [whole = '', pieces = ''] = await inPage.render([
      { pieces: [text, null], imageHosts },
      { pieces: growing(text, cuts), imageHosts },
    ])
    return whole === pieces ? undefined : `${whole}\n  in pieces:\n${pieces}`
  },

  /** How many blocks each section of an answer contains while it grows to each of the lengths. */
  sections(text: string, cuts: readonly number[]): number[][] {
    const root = answer()
    const view = viewOf(root)
    return growing(text, cuts).map((piece) => {
      if (piece === null) view.end()
      else view.write(piece)
      return Array.from(root.children, ({ childElementCount }) => childElementCount)
    })
  },

  /** Everything in a text's DOM, at any of its prefixes, that is not on the allow list. */
  async breaches(text: string, cuts: readonly number[], imageHosts: readonly string[] = []): Promise<string[]> {
    const root = answer()
    const view = viewOf(root, imageHosts)
    const found = new Set<string>()
    for (const piece of growing(text, cuts)) {
      if (piece === null) view.end()
      else view.write(piece)
      for (const escape of escapes(root, imageHosts)) found.add(escape)
    }
    await new Promise((resolve) => setTimeout(resolve))
    for (const escape of escapes(root, imageHosts)) found.add(escape)
    return [...found]
  },

  /**
   * How long the whole text takes, in milliseconds, including the colours and formulas that load afterwards, and
   * how deep its DOM is.
   */
  async time(text: string): Promise<{ milliseconds: number; depth: number }> {
    const root = answer()
    const start = performance.now()
    show(root, { pieces: [text, null] })
    // Late modules arrive within a few microtasks here: no frame is drawn in between.
    for (let turn = 0; turn < 10; turn += 1) await undefined
    const milliseconds = performance.now() - start
    let depth = 0
    for (let level: Element[] = [root]; level.length > 0; depth += 1) level = level.flatMap((one) => [...one.children])
    return { milliseconds, depth }
  },

  /** The cost of writing a text in this many steps: created nodes, and time. */
  grow(text: string, writes: number): { made: number; nodes: number; milliseconds: number } {
    const root = answer()
    let made = 0
    const observer = new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) made += size(node)
    })
    observer.observe(root, { childList: true, subtree: true })
    const view = viewOf(root)
    const take = () => {
      for (const { addedNodes } of observer.takeRecords()) for (const node of addedNodes) made += size(node)
    }
    const start = performance.now()
    for (let write = 1; write <= writes; write += 1) {
      view.write(text.slice(0, Math.ceil((text.length * write) / writes)))
      take()
    }
    view.end()
    take()
    return { made, nodes: size(root), milliseconds: performance.now() - start }
  },

  /** Which of the closed blocks are other objects, or have another text, after more has arrived. */
  touched(before: string, after: string): { kept: number; changed: string[] } {
    const root = answer()
    const view = viewOf(root)
    view.write(before)
    // The last block, and in a list its last item, are still open.
    const closed = blocksOf(root)
      .slice(0, -1)
      .concat([...(blocksOf(root).at(-1)?.children ?? [])].slice(0, -1))
    const texts = closed.map((element) => element.outerHTML)
    const changed: string[] = []
    const observer = new MutationObserver(() => {})
    for (const element of closed)
      observer.observe(element, { childList: true, subtree: true, characterData: true, attributes: true })
    for (let at = before.length; at <= after.length; at += 1) view.write(after.slice(0, at))
    view.end()
    for (const { target } of observer.takeRecords()) changed.push(`changed: ${target.nodeName}`)
    closed.forEach((element, at) => {
      if (!root.contains(element) || element.outerHTML !== texts[at]) changed.push(element.outerHTML)
    })
    return { kept: closed.length, changed }
  },
}

const size = (node: Node): number => 1 + Array.from(node.childNodes, size).reduce((sum, one) => sum + one, 0)

declare global {
  // oxlint-disable-next-line no-var
  var markdown: typeof inPage
}
globalThis.markdown = inPage

import type { Block } from './block.ts'
import { readBlocks } from './blocks.ts'
import { calm, saysNothing } from './calm.ts'
import { inline } from './inline.ts'
import { readable } from './math.ts'
import { neutral, unfinished } from './neutral.ts'
import { patch } from './patch.ts'
import { kindOf, newShown, type Shown } from './shown.ts'

export interface MarkdownOptions {
  /** Hosts whose images are shown; every other image becomes a link. */
  imageHosts: readonly string[]
  words: { copyCode: string }
  /** Fetched when the first code block is closed. */
  highlighter: () => Promise<(code: HTMLElement, language: string) => void>
}

export interface MarkdownView {
  /** The whole text so far. Normally the last one and more; anything else starts anew. */
  write: (text: string) => void
  /** The text is complete: half-open constructs are settled as CommonMark says. */
  end: () => void
}

const TASK = /^\[([ xX])\][ \t]+/

/** Shows Markdown that is still arriving. Only what is open is read again; a block that is closed is never touched. */
export function renderMarkdown(root: HTMLElement, { imageHosts, words, highlighter }: MarkdownOptions): MarkdownView {
  let written = ''
  let taken = 0
  /** The line that is not whole yet. */
  let line = ''
  let blocks = readBlocks()
  let top: Shown = { ...newShown(blocks.root, false, ''), element: root, body: root }
  /** Leaves with labels that may be defined yet. */
  let waiting = new Set<Shown>()

  function restart(): void {
    root.replaceChildren()
    written = line = ''
    taken = 0
    blocks = readBlocks()
    top = { ...newShown(blocks.root, false, ''), element: root, body: root }
    waiting = new Set()
  }

  function read(text: string, isLast: boolean): void {
    const upTo = text.length - (isLast ? 0 : unfinished(text))
    line += neutral(text.slice(taken, upTo).replace(/\r\n?/g, '\n'))
    taken = upTo
    const lines = line.split('\n')
    line = lines.pop() ?? ''
    const known = blocks.definitions.size
    lines.forEach(blocks.add)
    if (isLast) {
      if (line) blocks.add(line)
      blocks.end()
    } else blocks.settle()
    if (blocks.definitions.size > known) define()

    const takeBack = !isLast && !saysNothing(line) ? blocks.attempt(line) : undefined
    showChildren(top, blocks.root, isLast)
    takeBack?.()
  }

  /** Leaves that looked for a label in vain, and now may find it. */
  function define(): void {
    for (const shown of waiting) {
      if (![...shown.missing].some((label) => blocks.definitions.has(label))) continue
      const { text } = shown
      Object.assign(shown, { text: '', firm: 0, firmTo: 0 })
      showText(shown, text, false)
    }
  }

  function showChildren(parent: Shown, block: Block, isFirm: boolean): void {
    const { children } = parent
    for (let at = parent.settled; at < block.children.length; at += 1) {
      const child = block.children[at]
      if (!child) break
      const isChildFirm = isFirm || at < block.firm
      children[at] = show(parent, at, isChildFirm ? child : calm(child), isChildFirm)
      if (isChildFirm && at === parent.settled) parent.settled += 1
    }
    for (const gone of children.splice(block.children.length)) gone.element.remove()
  }

  function show(parent: Shown, at: number, block: Block, isFirm: boolean): Shown {
    let shown = parent.children[at]
    if (shown?.kind !== kindOf(block)) {
      const made = newShown(block, parent.element.parentElement?.localName === 'thead', words.copyCode)
      if (shown) shown.element.replaceWith(made.element)
      else homeOf(parent, at).append(made.element)
      shown = made
    }
    const { element } = shown
    switch (block.kind) {
      case 'code':
        showCode(shown, block, isFirm)
        break
      case 'math':
        element.textContent = readable(block.text)
        break
      case 'paragraph':
        showText(shown, parent.kind === 'item' && at === 0 ? task(parent, block.text) : block.text, !isFirm)
        break
      case 'heading':
      case 'cell':
        if (block.note) element.className = block.note
        showText(shown, block.text, !isFirm)
        break
      case 'list':
        element.className = block.isLoose ? 'loose' : ''
        if (block.size >= 0 && block.size !== 1) element.setAttribute('start', String(block.size))
        showChildren(shown, block, isFirm)
        break
      default:
        showChildren(shown, block, isFirm)
    }
    return shown
  }

  function showText(shown: Shown, text: string, isOpen: boolean): void {
    const trimmed = text.trimEnd()
    if (!trimmed.startsWith(shown.text.slice(0, shown.firmTo))) Object.assign(shown, { firm: 0, firmTo: 0 })
    const define = (label: string) => {
      const target = blocks.definitions.get(label)
      if (!target) waiting.add(shown)
      if (!target) shown.missing.add(label)
      return target
    }
    const grown = inline(trimmed, shown.firmTo, { imageHosts, define, isOpen })
    const nodes = [...shown.nodes.slice(0, shown.firm), ...grown.nodes]
    patch(shown.element, shown.nodes, nodes, shown.firm)
    Object.assign(shown, { text: trimmed, nodes, firm: shown.firm + grown.firm, firmTo: grown.firmTo || shown.firmTo })
  }

  function showCode(shown: Shown, { text, note }: Block, isFirm: boolean): void {
    const code = shown.body
    const language = /^\S*/.exec(note)?.[0] ?? ''
    const label = shown.element.querySelector('.language')
    if (label && label.textContent !== language) label.textContent = language
    patch(code, shown.nodes, text ? [text] : [])
    shown.nodes = text ? [text] : []
    if (!isFirm) return
    // Without it the code is as readable, only less colourful.
    highlighter()
      .then((highlight) => highlight(code, language))
      .catch(() => {})
  }

  return {
    write(text) {
      if (!text.startsWith(written)) restart()
      written = text
      read(text, false)
    },
    end: () => read(written, true),
  }
}

const homeOf = ({ element, body, kind }: Shown, at: number): HTMLElement =>
  (kind === 'table' && at === 0 && element.querySelector('thead')) || body

/** The mark of a task stands before its words; returns the words. */
function task({ element }: Shown, text: string): string {
  const found = TASK.exec(text)
  const mark = element.classList.contains('task') ? element.firstElementChild : null
  if (!found) {
    mark?.remove()
    element.classList.remove('task')
    return text
  }
  const shown = mark ?? document.createElement('span')
  shown.className = 'mark'
  shown.textContent = found[1] === ' ' ? '☐' : '☑'
  element.classList.add('task')
  element.prepend(shown)
  return text.slice(found[0].length)
}

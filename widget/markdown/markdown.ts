import type { Block } from './block.ts'
import { readBlocks } from './blocks.ts'
import { calm, saysNothing } from './calm.ts'
import { direct, undirected } from './direction.ts'
import { inline } from './inline.ts'
import { span, type Span } from './inline-node.ts'
import { late } from './late.ts'
import { neutral, unfinished } from './neutral.ts'
import type { LinkRules } from './link-address.ts'
import { make, patch } from './patch.ts'
import type { ReadFormula } from './formulas/mathml.ts'
import { amongWords, asCode, lateFormulas } from './formulas/late-formulas.ts'
import { looksOf, shownAs, type BlockWords, type BlockView } from './block-view.ts'

export interface MarkdownOptions {
  /** Hosts whose images are shown. Every other image becomes a link. */
  imageHosts: readonly string[]
  links: LinkRules
  words: BlockWords
  /** Fetched when the first code block is closed. */
  highlighter: () => Promise<(code: HTMLElement, language: string) => void>
  /** Fetched when the first formula appears. */
  formulas: () => Promise<ReadFormula>
  /** The names of entities, fetched when the first unusual one appears. */
  entities: () => Promise<(name: string) => string | undefined>
}

export interface MarkdownView {
  /** The whole text so far. Normally the previous text and more; anything else starts over. */
  write: (text: string) => void
  /** The text is complete: unclosed constructs are parsed as CommonMark says. */
  end: () => void
}

const LEAF = /^(?:p|h\d|t[dh])$/
/** These are among the labels that a leaf waits for. */
const FORMULAS = '$'
const ENTITIES = '&'

/** Shows Markdown while it streams. Only open blocks are parsed again; a closed block is never touched. */
export function renderMarkdown(root: HTMLElement, options: MarkdownOptions): MarkdownView {
  const { imageHosts, links, words, highlighter } = options
  const formulas = lateFormulas(options.formulas, showAgain)
  const entities = late(options.entities, showAgain)
  let written = ''
  let taken = 0
  /** The line that is not complete yet. */
  let line = ''
  let blocks = readBlocks()
  let top = shownAs('root', root)
  /** Leaves that wait for something which may still arrive. */
  let waiting = new Set<BlockView>()

  function restart(): void {
    root.replaceChildren()
    line = ''
    taken = 0
    blocks = readBlocks()
    top = shownAs('root', root)
    waiting = new Set()
  }

  function read(text: string, isLast: boolean): void {
    const upTo = text.length - (isLast ? 0 : unfinished(text))
    const [rest = '', ...others] = neutral(text.slice(taken, upTo).replace(/\r\n?/g, '\n')).split('\n')
    taken = upTo
    const lines = [line + rest, ...others]
    line = lines.pop() ?? ''
    const known = blocks.definitions.size
    lines.forEach(blocks.add)
    if (isLast) {
      if (line) blocks.add(line)
      blocks.end()
    } else blocks.settle()
    if (blocks.definitions.size > known) showAgain()

    const takeBack = !isLast && !saysNothing(line) ? blocks.attempt(line) : undefined
    showChildren(top, blocks.root, isLast)
    takeBack?.()
  }

  /** Shows leaves again that were missing a label, or something that is fetched late. */
  function showAgain(): void {
    const hasCome = (label: string) =>
      (label === FORMULAS && formulas.hasCome()) || (label === ENTITIES && entities()) || blocks.definitions.has(label)
    undirected(root, () => {
      for (const shown of waiting) {
        if (![...shown.missing].some(hasCome)) continue
        const { text } = shown
        // Another text: nothing is final any more.
        shown.text = ''
        if (shown.kind === 'math') showFormula(shown, text, true)
        else showText(shown, text, shown.isOpen)
      }
    })
  }

  function misses(shown: BlockView, label: string): void {
    waiting.add(shown)
    shown.missing.add(label)
  }

  function formula(shown: BlockView, tex: string, isDisplay: boolean): Span {
    if (!formulas.hasCome()) misses(shown, FORMULAS)
    return formulas.shown(tex, isDisplay)
  }

  function showFormula(shown: BlockView, text: string, isFirm: boolean): void {
    const tex = text.trim()
    // Text that is still being written is not a formula yet, but its reader is fetched meanwhile.
    if (!isFirm) formulas.hasCome()
    const nodes = tex ? [isFirm ? formula(shown, tex, true) : asCode(tex)] : []
    patch(shown.element, shown.nodes, nodes)
    Object.assign(shown, { text, nodes })
  }

  function showChildren(parent: BlockView, block: Block, isFirm: boolean): void {
    const { children } = parent
    for (let at = parent.settled; at < block.children.length; at += 1) {
      const child = block.children[at]
      if (!child) break
      const isChildFirm = isFirm || at < block.firm
      children[at] = show(parent, at, isChildFirm ? child : calm(child), isChildFirm)
      if (isChildFirm && at === parent.settled) parent.settled += 1
    }
    for (const { element } of children.splice(block.children.length)) {
      const home = element.parentElement
      element.remove()
      if (home?.parentNode === root && !home.firstChild) home.remove()
    }
  }

  function show(parent: BlockView, at: number, block: Block, isFirm: boolean): BlockView {
    const before = parent.children[at]
    let shown = before
    if (shown?.kind !== block.kind) {
      const isTask = parent.kind === 'li' && at === 0 && block.kind === 'p'
      shown = shownAs(block.kind, make(looksOf(block.kind, words)), isTask)
    }
    fill(shown, block, isFirm)
    // In one piece, with everything in it.
    if (!before) homeOf(parent, at).append(shown.element)
    else if (shown !== before) before.element.replaceWith(shown.element)
    if (parent === top && block.kind !== 'pre' && block.kind !== 'math') direct(shown, isFirm)
    return shown
  }

  function fill(shown: BlockView, block: Block, isFirm: boolean): void {
    const { element } = shown
    switch (block.kind) {
      case 'pre':
        showCode(shown, block, isFirm)
        break
      case 'math':
        showFormula(shown, block.text, isFirm)
        break
      case 'ul':
      case 'ol':
        if (block.isLoose) element.className = 'loose'
        else element.removeAttribute('class')
        if (block.size >= 0 && block.size !== 1) element.setAttribute('start', String(block.size))
        break
      case 'td':
      case 'th':
        if (block.note) element.className = block.note
    }
    if (LEAF.test(block.kind)) showText(shown, block.text, !isFirm)
    else showChildren(shown, block, isFirm)
  }

  function showText(shown: BlockView, text: string, isOpen: boolean): void {
    const trimmed = text.trimEnd()
    if (trimmed.slice(0, shown.firmTo) !== shown.text.slice(0, shown.firmTo))
      Object.assign(shown, { firm: 0, firmTo: 0 })
    const define = (label: string) => {
      const target = blocks.definitions.get(label)
      if (!target) misses(shown, label)
      return target
    }
    const grown = inline(trimmed, shown.firmTo, {
      imageHosts,
      links,
      define,
      entity(name) {
        const names = entities()
        if (!names) misses(shown, ENTITIES)
        return names?.(name)
      },
      formula: (tex, isDisplay) => amongWords(formula(shown, tex, isDisplay), isDisplay, words),
      isTask: shown.isTask,
      isOpen,
    })
    const nodes = [...shown.nodes.slice(0, shown.firm), ...grown.nodes]
    patch(shown.element, shown.nodes, nodes, shown.firm)
    Object.assign(shown, {
      isOpen,
      text: trimmed,
      nodes,
      firm: shown.firm + grown.firm,
      firmTo: grown.firmTo || shown.firmTo,
    })
  }

  function showCode(shown: BlockView, { text, note }: Block, isFirm: boolean): void {
    const code = shown.body
    const [language = ''] = note.split(/\s/)
    const label = shown.element.querySelector('.language')
    if (label && label.textContent !== language) label.textContent = language
    patch(code, shown.nodes, text ? [text] : [])
    shown.nodes = text ? [text] : []
    if (!isFirm) return
    // Without it the code is just as readable, only less colourful.
    highlighter()
      .then((highlight) => highlight(code, language))
      .catch(() => {})
  }

  return {
    write(text) {
      if (text.slice(0, written.length) !== written) restart()
      written = text
      read(text, false)
    },
    end: () => read(written, true),
  }
}

/**
 * Blocks are grouped in sections of this many. When a child changes, Chromium checks all children of the element, in style,
 * layout and paint. For an answer of 80 kB in one element, that was 45 % of its layout.
 */
const SECTION_BLOCKS = 16

function homeOf({ element, body, kind }: BlockView, at: number): Element {
  if (kind === 'root') {
    if (at % SECTION_BLOCKS === 0) body.append(make(span('div')))
    return body.lastElementChild ?? body
  }
  return (kind === 'table' && at === 0 && element.querySelector('thead')) || body
}

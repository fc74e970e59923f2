import { newBlock, type Block, type BlockKind } from './block.ts'
import { unescaped } from './entities.ts'
import { newLine, type Line } from './line.ts'
import type { Target } from './link.ts'
import { readDefinition } from './link-target.ts'
import { alignments, row } from './table.ts'

/** Maximum nesting of quotes and lists. Deeper ones are not indented any further. */
const NESTED_BLOCKS = 40
/** Columns of indent that make code. */
const CODE_INDENT = 4

const HEADING = /^(#{1,6})(?:[ \t]+(.*))?$/
/** The fence of code, or of a formula on its own line. */
const FENCE = /^(?:(`{3,}(?=[^`]*$)|~{3,})(.*)|(\$\$|\\\[)[ \t]*)$/
const RULE = /^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/
const UNDERLINE = /^(?:=+|-+)[ \t]*$/
const BULLET = /^(?:([*+-])|(\d{1,9})([.)]))(?=[ \t]|$)/

export interface Blocks {
  root: Block
  /** The target of `[label]`. The first definition counts. */
  definitions: ReadonlyMap<string, Target>
  add: (line: string) => void
  /** Adds an incomplete line. Call the returned function to undo it. */
  attempt: (line: string) => () => void
  /** Marks the blocks that are final. */
  settle: () => void
  /** Marks the end of the text. */
  end: () => void
}

/** Reads Markdown's blocks line by line: https://spec.commonmark.org/0.31.2/#appendix-a-parsing-strategy */
export function readBlocks(): Blocks {
  const root = newBlock('root', 0)
  /** The open blocks, each inside the previous one. */
  let open: Block[] = [root]
  let number = 0
  let isAttempt = false
  const definitions = new Map<string, Target>()

  const tip = () => open[open.length - 1] ?? root

  function shut(depth: number): void {
    while (open.length > depth) {
      const block = open.pop()
      if (block?.kind === 'p') {
        define(block)
        if (!block.text) tip().children.pop()
      } else if (block?.kind === 'pre' && block.size === 0) {
        // Blank lines at its end do not belong to it. A regular expression for them would take quadratic time.
        const end = block.text.trimEnd().length
        block.text = block.text.slice(0, block.text.indexOf('\n', end) + 1)
      }
    }
  }

  function define(paragraph: Block): void {
    const { rest, found } = withoutDefinitions(paragraph.text)
    // This may only be a trial, and the final text may define something else.
    for (const { label, target } of found) if (!isAttempt && !definitions.has(label)) definitions.set(label, target)
    paragraph.text = rest
  }

  /** Opens a block as the last child of the one at this depth. */
  function begin(depth: number, kind: BlockKind, own?: Partial<Block>): Block {
    shut(depth)
    if (isList(tip()) && kind !== 'li') shut(depth - 1)
    const parent = tip()
    const before = parent.children[parent.children.length - 1]
    // A blank line between two items, or between two parts of one item.
    const list = parent.kind === 'li' ? open[open.length - 2] : parent
    if (isList(list) && before && number - before.last > 1) list.isLoose = true
    const block = newBlock(kind, number, own)
    parent.children.push(block)
    open.push(block)
    return block
  }

  /** Whether the block continues in this line; reads the part that belongs to it. `ended`: this is its last line. */
  function goesOn(block: Block, line: Line): boolean | 'ended' {
    switch (block.kind) {
      case 'ul':
      case 'ol':
        return true
      case 'blockquote':
        if (line.indent() >= CODE_INDENT || !line.content().startsWith('>')) return false
        line.take(1)
        line.skip(1)
        return true
      case 'li':
        if (line.isBlank() ? block.children.length === 0 : line.indent() < block.size) return false
        line.skip(block.size)
        return true
      case 'pre':
      case 'math':
        if (block.size === 0) {
          if (line.indent() < CODE_INDENT && !line.isBlank()) return false
          line.skip(CODE_INDENT)
          return true
        }
        if (line.indent() < CODE_INDENT && closesFence(block, line.content())) return 'ended'
        line.skip(block.indent)
        return true
      case 'p':
      case 'table':
        return !line.isBlank()
      default:
        return false
    }
  }

  /** Opens the block that begins here. Returns whether there is one. */
  function start(depth: number, line: Line): boolean {
    const inside = open[depth - 1]
    const paragraph = inside?.kind === 'p' ? inside : undefined
    const outer = paragraph || inside?.kind === 'table' ? depth - 1 : depth
    const content = line.content()
    const indent = line.indent()
    if (line.isBlank()) return false
    if (indent >= CODE_INDENT) {
      if (tip().kind === 'p') return false
      line.skip(CODE_INDENT)
      begin(outer, 'pre').text = `${line.rest()}\n`
      return true
    }
    const mayNest = open.length < NESTED_BLOCKS

    if (content[0] === '>' && mayNest) {
      line.take(1)
      line.skip(1)
      begin(outer, 'blockquote')
      return true
    }
    const heading = HEADING.exec(content)
    if (heading) {
      const text = ` ${heading[2] ?? ''}`
        .trimEnd()
        .replace(/[ \t]#+$/, '')
        .trim()
      begin(outer, HEADINGS[(heading[1] ?? '').length - 1] ?? 'h6', { text })
      return true
    }
    const fence = FENCE.exec(content)
    if (fence) {
      const [, ticks = '', info = '', formula] = fence
      const note = unescaped(info.trim())
      if (formula) begin(outer, 'math', { size: 1, sign: formula === '$$' ? formula : '\\]', indent })
      else begin(outer, 'pre', { size: ticks.length, sign: ticks.charAt(0), note, indent })
      return true
    }
    if (paragraph && UNDERLINE.test(content)) {
      define(paragraph)
      if (paragraph.text) {
        paragraph.kind = content[0] === '=' ? 'h1' : 'h2'
        paragraph.last = number
        return true
      }
    }
    if (paragraph && beginsTable(paragraph, content, depth)) return true
    if (RULE.test(content)) {
      begin(outer, 'hr')
      return true
    }
    const bullet = mayNest && BULLET.exec(content)
    if (bullet) {
      const [marker, dash = '', first, sign = dash] = bullet
      const isEmpty = !content.slice(marker.length).trim()
      if (paragraph && (isEmpty || (first && Number(first) !== 1))) return false
      line.take(marker.length)
      const blanks = isEmpty ? 1 : line.indent() > CODE_INDENT ? 1 : line.indent()
      line.skip(blanks)
      const list = open[outer - 1]
      const isNext = isList(list) && list.sign === sign
      if (!isNext) begin(outer, first ? 'ol' : 'ul', { sign, size: Number(first) })
      begin(isNext ? outer : open.length, 'li', { size: indent + marker.length + blanks })
      return true
    }
    return false
  }

  /** The line below a table's head. The paragraph's lines before the head remain a paragraph. */
  function beginsTable(paragraph: Block, content: string, depth: number): boolean {
    const aligned = alignments(content)
    if (!aligned || row(paragraph.note, 0, 'th').children.length !== aligned.length) return false
    const head = row(paragraph.note, number - 1, 'th', aligned)
    paragraph.text = paragraph.text.slice(0, -paragraph.note.length).trimEnd()
    const own: Partial<Block> = { children: [head], note: aligned.join(), last: number }
    if (paragraph.text) begin(depth - 1, 'table', own)
    else Object.assign(paragraph, { kind: 'table', ...own })
    return true
  }

  function addText(line: Line): void {
    const block = tip()
    switch (block.kind) {
      case 'p':
        block.note = line.content()
        block.text += (block.text && '\n') + block.note
        break
      case 'pre':
      case 'math':
        block.text += `${line.rest()}\n`
        break
      case 'table':
        block.children.push(row(line.content(), number, 'td', block.note.split(',')))
        break
      default:
        if (!line.isBlank()) begin(open.length, 'p', { text: line.content(), note: line.content() })
    }
  }

  function add(text: string): void {
    const line = newLine(text)
    number += 1
    let depth = 1
    let goes: boolean | 'ended' = true
    for (; depth < open.length; depth += 1) {
      const block = open[depth]
      goes = block ? goesOn(block, line) : false
      if (goes !== true) break
    }
    if (goes === 'ended') {
      touch()
      return shut(depth)
    }

    let inside = open[depth - 1]?.kind
    let started = false
    while (!isVerbatimKind(inside) && start(depth, line)) {
      started = true
      depth = open.length
      inside = tip().kind
      if (inside !== 'blockquote' && inside !== 'li') return touch()
    }

    const isLazy = !started && depth < open.length && tip().kind === 'p' && !line.isBlank()
    if (!isLazy) shut(depth)
    addText(line)
    const isVerbatim = isVerbatimKind(tip().kind) && tip().size > 0
    if (!line.isBlank() || started || isVerbatim) touch()
    // `>` alone is a blank line in the quote, but not around it.
    else touch(open.findLastIndex(({ kind }) => kind === 'blockquote') + 1)
  }

  /** The line belongs to every open block, or only to this many of them. */
  function touch(blocks = open.length): void {
    for (const block of open.slice(0, blocks)) block.last = number
  }

  return {
    root,
    definitions,
    add,
    attempt(line) {
      const [before, at] = [open.slice(), number]
      const saved = open.map((block) => ({ ...block, children: block.children.slice() }))
      isAttempt = true
      add(line)
      isAttempt = false
      return () => {
        saved.forEach((own, at) => Object.assign(before[at] ?? own, own))
        ;[open, number] = [before, at]
      }
    },
    settle() {
      open.forEach((block, at) => {
        block.firm = block.children.length - (open[at + 1] ? 1 : 0)
      })
    },
    end: () => shut(0),
  }
}

/** The text of a paragraph without the definitions at its beginning. */
export function withoutDefinitions(text: string) {
  const found: { label: string; target: Target }[] = []
  let at = 0
  while (text[at] === '[') {
    const definition = readDefinition(text, at)
    if (!definition) break
    found.push(definition.value)
    at = definition.end
  }
  return { rest: text.slice(at), found }
}

const isList = (block?: Block): block is Block => block?.kind === 'ul' || block?.kind === 'ol'
const isVerbatimKind = (kind?: BlockKind) => kind === 'pre' || kind === 'math'

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const

const closesFence = ({ sign, size }: Block, content: string) => {
  const ticks = content.trimEnd()
  return ticks === sign.repeat(Math.max(size, ticks.length / sign.length))
}

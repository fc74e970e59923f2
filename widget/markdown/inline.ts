import { BEHIND_ADDRESS, bareAddressAt } from './bare-address.ts'
import {
  BEHIND_RUN,
  endAll,
  grow,
  pair,
  runAt,
  SPAN_CHARACTERS,
  type Grown,
  type Run,
  type Token,
} from './delimiters.ts'
import { runsOfTicks, withoutPadding } from './code-span.ts'
import { entityAt } from './entities.ts'
import { formulaAt } from './formulas/formula.ts'
import { span, wordsOf, type Span } from './inline-node.ts'
import { imageOf, linkTo, type Target } from './link.ts'
import type { LinkRules } from './link-address.ts'
import { match, readLabel, readTarget, sameLabel } from './link-target.ts'

export interface InlineContext {
  imageHosts: readonly string[]
  links: LinkRules
  /** The definition of a label. Remembers which labels were not found. */
  define: (label: string) => Target | undefined
  /** The text of a named entity; `undefined` until the names have loaded. Remembers that it was asked. */
  entity: (name: string) => string | undefined
  /** How a formula is shown: as source until its reader has loaded. */
  formula: (tex: string, isDisplay: boolean) => Span
  /** It may begin with the checkbox of a task. */
  isTask: boolean
  /** More text may follow: unclosed syntax at the end is shown as what it will probably be. */
  isOpen: boolean
}

/** Characters that may begin something. Runs of others are skipped at once. */
const SPECIAL =
  /[\n\\`*_~[\]!]|<(?=[^\s<>])|&(?=[#a-z])|(?<!\$)\$(?!\$\$)|https?:\/\/|www\.|mailto:|(?<![^\W_]|[.+-])[\w.+-]{1,64}@/gi
/** At the end of a growing text, these may still become something else. */
const HALF = /(?:[*_~`$]+|[\\!]|&#?\w{0,31}|<(?:[a-z/!][!-;=?-~]{0,62})?|\bhttps?:?\/{0,2}|\bw{2,3}\.?)$/i
/** Text after a closing bracket that may become its address. */
const HALF_TARGET = /^(?:\([^\s)]*(?:\s+["'(][^)]*)?|\[[^\]]{0,60})?$/
const TARGET_CHARACTERS = 1000
const AUTOLINK = /<([a-z][a-z\d+.-]{1,31}:[^\s<>]*|[^\s<>@:\\]+@[a-z\d.-]+)>/iy
/** Raw HTML is shown as text, and no Markdown is parsed in it. Line breaks are the exception: models put them in tables. */
const TAG = /<(?:(br\s*\/?)|\/?[a-z][^<>]*|!--[^]{0,1000}?--)>/iy
/** The checkbox before the text of a task. */
const TASK = /^\[([ xX])\][ \t]+/
/** A long text is split into pieces, so that its beginning can become final. */
const PIECE_CHARACTERS = 600
const PIECE = /[^]{500,599}?(?:\S(?= \S)|[。,、;!?])/uy

interface Bracket {
  at: number
  isImage: boolean
  /** The index of its token and of its first run. */
  token: number
  run: number
}

const isBreak = (token: Token | undefined) =>
  typeof token?.part === 'object' && 'tag' in token.part && token.part.tag === 'br'

/** The nodes of the text from `from` on, where an earlier call said that everything before is final. */
export function inline(text: string, from: number, context: InlineContext): Grown {
  const { links, define, entity, formula, isTask, isOpen } = context
  const half = isOpen ? (HALF.exec(text.slice(Math.max(from, text.length - 64)))?.[0].length ?? 0) : 0
  const end = text.length - half
  const tokens: Token[] = []
  const runs: Run[] = []
  const brackets: Bracket[] = []
  /** Brackets below this index are around a link and do not form one. */
  let around = 0
  let at = from
  /** Created at the first code span. */
  let closers: ReturnType<typeof runsOfTicks> | undefined
  /** The first position where something waits for its closing part. */
  let waits = end
  const wait = (place = at) => {
    waits = Math.min(waits, Math.max(place, end - SPAN_CHARACTERS))
  }

  const put = (part: Token['part'], to: number) => {
    tokens.push({ at, part })
    at = to
  }

  function words(to: number): void {
    for (let from = at; from < to; from = at) {
      const piece = to - from > PIECE_CHARACTERS ? match(PIECE, text, from)?.[0].length : undefined
      const next = Math.min(to, from + (piece ?? to))
      put(text.slice(from, next), next)
    }
  }

  function close(): void {
    const bracket = brackets.pop()
    const isAround = brackets.length < around && !bracket?.isImage
    around = Math.min(around, brackets.length)
    if (!bracket || isAround || bracket.at < at - SPAN_CHARACTERS) return put(']', at + 1)

    let target = readTarget(text, at + 1)
    const isWhole = target !== undefined
    if (!target) {
      const label = readLabel(text, at + 1)
      const named = label ?? readLabel(text, bracket.at + (bracket.isImage ? 1 : 0))
      const found = named && (label || named.end === at + 1) && define(sameLabel(named.value))
      const after = label?.end ?? (text.startsWith('[]', at + 1) ? at + 3 : at + 1)
      if (found) target = { value: found, end: after }
    }
    const isHalf = isOpen && !target && text.length - at < TARGET_CHARACTERS && HALF_TARGET.test(text.slice(at + 1))
    if (!isWhole && /[([]|^$/.test(text.charAt(at + 1))) wait(bracket.at)
    if (!target && !isHalf) return put(']', at + 1)

    pair(runs.splice(bracket.run))
    const inner = grow(tokens.splice(bracket.token).slice(1)).nodes
    const to = target?.end ?? end
    at = bracket.at
    if (!target) return put(inner, to)
    if (bracket.isImage) return put(imageOf(target.value, wordsOf(inner), context), to)
    put(linkTo(target.value, inner, { links }), to)
    around = brackets.length
  }

  function code(): void {
    const plain = (content: string) => content.replaceAll('\n', ' ')
    const begin = at + (match(/`+/y, text, at)?.[0].length ?? 1)
    closers ??= runsOfTicks(text, begin)
    const close = closers(begin - at, begin)
    if (close !== undefined && close <= begin + SPAN_CHARACTERS) {
      return put(span('code', [withoutPadding(plain(text.slice(begin, close)))]), close + begin - at)
    }
    if (!isOpen || end - at > SPAN_CHARACTERS || begin >= end) return put(text.slice(at, begin), begin)
    wait()
    put(span('code', [plain(text.slice(begin, end))]), end)
  }

  function math(): boolean {
    const found = formulaAt(text, at)
    if (!found || found.end > end) {
      wait()
      return false
    }
    put(formula(found.tex, found.isDisplay), found.end)
    return true
  }

  function angle(): void {
    const address = match(AUTOLINK, text, at)
    if (address) {
      const [whole, written = ''] = address
      const to = written.includes(':') ? written : `mailto:${written}`
      const link = linkTo({ address: to, title: '' }, [written], { links })
      // An address that a link may not lead to is shown as it is written.
      return put(typeof link[0] === 'string' ? whole : link, at + whole.length)
    }
    const tag = match(TAG, text, at)
    if (!tag) wait()
    put(tag?.[1] ? span('br') : (tag?.[0] ?? '<'), at + (tag?.[0].length ?? 1))
  }

  function bare(): void {
    const { words: address, readTo } = bareAddressAt(text, at)
    if (readTo + BEHIND_ADDRESS > end && !/\s/.test(text.slice(readTo, end))) wait()
    if (!address) {
      wait()
      return words(at + 1)
    }
    const scheme = /^www\./i.test(address) ? 'https://' : /^(?:https?:\/\/|mailto:)/i.test(address) ? '' : 'mailto:'
    put(linkTo({ address: scheme + address, title: '' }, [address], { links }), at + address.length)
  }

  const box = isTask && from === 0 ? TASK.exec(text) : null
  if (box) put(span('span', [box[1] === ' ' ? '☐' : '☑'], { class: 'mark' }), box[0].length)

  while (at < end) {
    const special = match(SPECIAL, text, at)
    words(Math.min(special?.index ?? end, end))
    if (!special || at >= end) break
    switch (special[0]) {
      case '\n': {
        // Models write addresses and verses without the two spaces that CommonMark requires at the end of a line.
        const last = tokens[tokens.length - 1]
        if (typeof last?.part === 'string') last.part = last.part.replace(/(?<! ) +$/, '')
        put([isBreak(last) ? '' : span('br'), '\n'], at + (match(/\n[ \t]*/y, text, at)?.[0].length ?? 1))
        break
      }
      case '\\': {
        const next = text[at + 1] ?? ''
        if (next === '\n') put('', at + 1)
        else if (!/[([]/.test(next) || !math()) {
          if (/[!-/:-@[-`{-~]/.test(next)) put(next, at + 2)
          else put('\\', at + 1)
        }
        break
      }
      case '`':
        code()
        break
      case '*':
      case '_':
      case '~': {
        const run = runAt(text, at)
        runs.push(run)
        if (at + run.length + BEHIND_RUN > end) wait()
        put(run, at + run.length)
        break
      }
      case '!':
      case '[': {
        const isImage = text[at] === '!'
        if (isImage && text[at + 1] !== '[') put('!', at + 1)
        else {
          brackets.push({ at, isImage, token: tokens.length, run: runs.length })
          put(isImage ? '![' : '[', at + (isImage ? 2 : 1))
        }
        break
      }
      case ']':
        close()
        break
      case '<':
        angle()
        break
      case '&': {
        const found = entityAt(text, at, entity)
        put(found?.text ?? '&', found?.end ?? at + 1)
        break
      }
      case '$':
        if (!math()) put('$', at + 1)
        break
      default:
        bare()
    }
  }

  const open = pair(runs).filter((run) => run.at > end - SPAN_CHARACTERS)
  const bracket = brackets.find((bracket) => bracket.at > end - SPAN_CHARACTERS)
  waits = Math.min(waits, open[0]?.at ?? end, bracket?.at ?? end, tokens[tokens.length - 1]?.at ?? from)
  if (isOpen) {
    const innermost = tokens[brackets[brackets.length - 1]?.token ?? -1]
    if (innermost && end - innermost.at < PIECE_CHARACTERS) innermost.part = ''
    endAll(open)
  }
  return grow(tokens, text, waits)
}

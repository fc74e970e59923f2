/** Simple syntax highlighting: its own module, fetched when the first code block is closed. */
import { ofPage } from '../page/host-page.ts'

/** Beyond this length, colours cost more than they help. */
const COLOURED_CHARACTERS = 5_000

const WORDS =
  'abstract and as async await bool break byte case catch char class const continue def default defer del delete do done double echo elif else end enum except export extends extern false fi final finally float fn for foreach from fun func function global go guard if impl implements import in instanceof int interface internal is lambda let local long loop match mod module mut namespace new nil none None not null nullptr or override package pass private protected pub public raise range readonly ref return self short static struct super switch template then this throw trait true True False try type typename typeof undefined unless unsafe unsigned until use using val var void when where while with yield'
const SQL =
  'add all alter and as asc between by case constraint create default delete desc distinct drop else end exists foreign from full group having if in index inner insert into is join key left like limit not null offset on or order outer primary references right select set table then union unique update values view when where with'

const KEYWORDS = new Set(WORDS.split(' '))
const SQL_KEYWORDS = new Set(SQL.split(' '))

const DOUBLE = `"(?:[^"\\\\\\n]|\\\\.)*"`
const STRING = `${DOUBLE}|'(?:[^'\\\\\\n]|\\\\.)*'`
const LONG_STRING = `"""[^]*?"""|'''[^]*?'''`
/** A slash after one of these characters is not a division. */
const PATTERN = `(?<=[=(,:!&|?{;[] ?)/(?![*/ ])(?:[^/\\\\\\n[]|\\\\.|\\[(?:[^\\]\\\\\\n]|\\\\.)*\\])+/[a-z]*`
const REST = `(?<n>\\b\\d(?:[\\w.]|'\\d)*)|(?<w>[\\p{L}_$][\\p{L}\\p{N}_$]*)`
const SLASHES = `//.*|/\\*[^]*?\\*/`
const HASH = `(?<=^|\\s)#.*`
/** The start of comments and strings depends on the language; the rest is alike nearly everywhere. */
const GRAMMARS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:html?|xml|svg|vue)$/,
    /(?<c><!--[^]*?-->)|(?<s>(?<==)(?:"[^"]*"|'[^']*'))|(?<k><\/?[\w:-]+|\/?>)|(?<f>(?<![\w:-])[\w:-]+(?==))/g,
  ],
  [
    /^(?:s?css|less)$/,
    new RegExp(
      `(?<c>/\\*[^]*?\\*/)|(?<s>${STRING})|(?<k>[@!][\\w-]+)|(?<f>(?<![\\w-])[\\w-]+(?=\\s*:))|(?<n>#[\\da-f]{3,8}\\b|-?\\b\\d[\\w.%]*)`,
      'gi',
    ),
  ],
  [/^(?:sql|lua|haskell|hs|ada)$/, new RegExp(`(?<c>--.*|/\\*[^]*?\\*/)|(?<s>${STRING})|${REST}`, 'gu')],
  [
    /^(?:ya?ml|toml|ini|conf)$/,
    new RegExp(
      `(?<c>${HASH})|(?<f>^[ \\t]*(?:- +)?[\\w.-]+(?=:\\s| ?=))|(?<s>${LONG_STRING}|${STRING})|${REST}`,
      'gmu',
    ),
  ],
  [/^docker\w*$/, new RegExp(`(?<c>${HASH})|(?<k>^[A-Z]+(?= ))|(?<s>${STRING})|${REST}`, 'gmu')],
  [
    /^(?:py\w*|rb|ruby|(?:ba|z|fi)?sh|shell\w*|console|ps1|powershell|pwsh|r|perl|make\w*|nix|elixir|jl|julia)$/,
    new RegExp(`(?<c>${HASH})|(?<s>${LONG_STRING}|${STRING})|${REST}`, 'gmu'),
  ],
  [/^php$/, new RegExp(`(?<c>${SLASHES}|#(?!\\[).*)|(?<s>${STRING})|${REST}`, 'gu')],
  // Single quotes contain one character, and a lifetime in Rust begins with only one quote.
  [
    /^(?:rust|rs|c|h|c\+\+|[ch]pp|cc|cs|csharp|c#|java|kt|kotlin|go|golang|swift|scala|zig)$/,
    new RegExp(
      `(?<c>${SLASHES})|(?<s>"""[^]*?"""|${DOUBLE}|'(?:[^'\\\\\\n]|\\\\[^'\\n]{1,9}|\\\\')'|\`[^\`]*\`)|${REST}`,
      'gu',
    ),
  ],
  [
    /^(?!te?xt$|plain|output|log$|markdown$|md$|diff$)/,
    new RegExp(`(?<c>${SLASHES})|(?<s>${STRING}|\`(?:[^\`\\\\]|\\\\.)*\`|${PATTERN})|${REST}`, 'gu'),
  ],
]

/** `k` keyword, `s` string, `n` number, `c` comment, `f` name of a function or a key. */
export type CodePart = string | readonly [kind: string, words: string]

/** Highlights all of the code. `undefined`: leave it plain. */
export function coloured(text: string, language: string): CodePart[] | undefined {
  const name = language.toLowerCase()
  const grammar = name && GRAMMARS.find(([names]) => names.test(name))?.[1]
  if (!grammar || text.length > COLOURED_CHARACTERS) return undefined
  const parts: CodePart[] = []
  let at = 0
  for (const found of text.matchAll(grammar)) {
    const [whole] = found
    const kind = kindOf(found, text, name)
    if (!kind) continue
    parts.push(text.slice(at, found.index), [kind, whole])
    at = found.index + whole.length
  }
  return [...parts, text.slice(at)]
}

export function highlight(code: HTMLElement, language: string): void {
  const parts = coloured(code.textContent ?? '', language)
  if (!parts) return
  const nodes = parts.map((part) => {
    if (typeof part === 'string') return part
    const span = ofPage('createElement')('span')
    const [kind, words] = part
    span.className = kind
    span.textContent = words
    return span
  })
  code.replaceChildren(...nodes)
}

function kindOf(
  { groups = {}, index, 0: whole }: RegExpMatchArray,
  text: string,
  language: string,
): string | undefined {
  if (groups['w'] === undefined) return Object.keys(groups).find((group) => groups[group] !== undefined)
  if (language === 'sql' ? SQL_KEYWORDS.has(whole.toLowerCase()) : KEYWORDS.has(whole)) return 'k'
  return text[(index ?? 0) + whole.length] === '(' ? 'f' : undefined
}

/** Light colours for code: a module of its own, fetched when the first code block is closed. */
import { ofPage } from '../page/host-page.ts'

/** Beyond this, colours cost more than they tell. */
const COLOURED_CHARACTERS = 5_000

const WORDS =
  'abstract and as async await break case catch class const continue def default defer del delete do elif else end enum except export extends extern false fi finally fn for foreach from func function global go if impl implements import in instanceof interface is lambda let loop match mod module mut namespace new nil none None not null nullptr or package pass private protected pub public raise readonly ref return self static struct super switch then this throw trait true True False try type typeof undefined unless unsafe until use using var void where while with yield'
const SQL =
  'add all alter and as asc between by case constraint create default delete desc distinct drop else end exists foreign from full group having if in index inner insert into is join key left like limit not null offset on or order outer primary references right select set table then union unique update values view when where with'

const KEYWORDS = new Set(WORDS.split(' '))
const SQL_KEYWORDS = new Set(SQL.split(' '))

const STRING = `"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'`
const REST = `(?<n>\\b\\d[\\w.]*)|(?<w>[\\p{L}_$][\\p{L}\\p{N}_$]*)`
/** What begins a comment depends on the language; the rest is alike nearly everywhere. */
const GRAMMARS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:html?|xml|svg|vue)$/,
    /(?<c><!--[^]*?-->)|(?<s>"[^"]*"|'[^']*')|(?<k><\/?[\w:-]+|\/?>)|(?<f>(?<![\w:-])[\w:-]+(?==))/g,
  ],
  [
    /^(?:s?css|less)$/,
    new RegExp(
      `(?<c>/\\*[^]*?\\*/)|(?<s>${STRING})|(?<k>[@!][\\w-]+)|(?<f>(?<![\\w-])[\\w-]+(?=\\s*:))|(?<n>#[\\da-f]{3,8}\\b|-?\\b\\d[\\w.%]*)`,
      'gi',
    ),
  ],
  [/^(?:sql|lua|haskell|hs|ada)$/, new RegExp(`(?<c>--.*)|(?<s>${STRING})|${REST}`, 'gu')],
  [
    /^(?:py\w*|rb|ruby|(?:ba|z|fi)?sh|shell\w*|console|ya?ml|toml|ini|r|perl|make\w*|docker\w*|conf|nix|elixir|jl|julia)$/,
    new RegExp(`(?<c>(?<=^|\\s)#.*)|(?<s>"""[^]*?"""|'''[^]*?'''|${STRING})|${REST}`, 'gmu'),
  ],
  [
    /^(?!te?xt$|plain|output|log$|markdown$|md$|diff$)/,
    new RegExp(`(?<c>//.*|/\\*[^]*?\\*/)|(?<s>${STRING}|\`(?:[^\`\\\\]|\\\\.)*\`)|${REST}`, 'gu'),
  ],
]

/** Puts the words of the code into spans: `k` keyword, `s` string, `n` number, `c` comment, `f` name of a function. */
export function highlight(code: HTMLElement, language: string): void {
  const text = code.textContent ?? ''
  const name = language.toLowerCase()
  const grammar = name && GRAMMARS.find(([names]) => names.test(name))?.[1]
  if (!grammar || text.length > COLOURED_CHARACTERS) return
  const nodes: (string | HTMLElement)[] = []
  let at = 0
  for (const found of text.matchAll(grammar)) {
    const [whole] = found
    const kind = kindOf(found, text, name)
    if (!kind) continue
    const span = ofPage('createElement')('span')
    span.className = kind
    span.textContent = whole
    nodes.push(text.slice(at, found.index), span)
    at = found.index + whole.length
  }
  code.replaceChildren(...nodes, text.slice(at))
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

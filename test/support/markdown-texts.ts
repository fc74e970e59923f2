/** Long and nasty texts, and a plausible answer. */
import type { Seeded } from './seeded.ts'

const LONG = 50_000

/** What makes a parser slow or deep. */
export const PATHOLOGICAL: Readonly<Record<string, string>> = {
  'nested quotes': '>'.repeat(LONG) + ' a',
  'nested quotes, line by line': Array.from({ length: 300 }, (_, depth) => `${'>'.repeat(depth)} a`).join('\n'),
  'nested lists': Array.from({ length: 300 }, (_, depth) => `${' '.repeat(2 * depth)}- a`).join('\n'),
  'nested lists on one line': '- '.repeat(LONG) + 'a',
  'nested lists and quotes': '> - '.repeat(LONG / 2) + 'a',
  'nested brackets': '['.repeat(LONG) + 'a' + ']'.repeat(LONG),
  'open brackets': '['.repeat(4 * LONG),
  'closed brackets': ']'.repeat(4 * LONG),
  'brackets and addresses': '[a]('.repeat(LONG),
  'brackets and titles': '[a](b "'.repeat(LONG),
  'brackets and angles': '[a](<b'.repeat(LONG),
  'nested links': '['.repeat(LONG) + 'a' + '](https://a.example)'.repeat(LONG / 10),
  'nested images': '!['.repeat(LONG / 5) + 'a' + '](https://a.example)'.repeat(LONG / 5),
  'links in open brackets': '[[[['.repeat(500) + '[a](https://a.example)'.repeat(LONG / 20),
  'references without definitions': '[a][b]'.repeat(LONG),
  definitions:
    Array.from({ length: LONG / 10 }, (_, at) => `[l${at}]: https://a.example/${at}`).join('\n') + '\n\n[l1] [l2]',
  'definitions without an end': '[a]: <'.repeat(LONG),
  stars: '*'.repeat(8 * LONG),
  'stars and words': '*a '.repeat(LONG),
  'stars around words': '*a*a'.repeat(LONG),
  'nested emphasis': '*a **a '.repeat(LONG),
  'nested emphasis, closed': '*a **b '.repeat(LONG / 2) + 'c** d*'.repeat(LONG / 2),
  'runs of every length': Array.from({ length: 800 }, (_, length) => '*'.repeat(length + 1)).join('a'),
  underlines: '_'.repeat(8 * LONG),
  'underlines and words': '_a __a '.repeat(LONG),
  tildes: '~~a '.repeat(LONG),
  ticks: '`'.repeat(8 * LONG),
  'ticks and words': '`a``'.repeat(LONG),
  'ticks of every length': Array.from({ length: 800 }, (_, length) => '`'.repeat(length + 1)).join('a'),
  angles: '<'.repeat(8 * LONG),
  'open tags': '<a '.repeat(LONG),
  'tags with attributes': `<a ${'b="c" '.repeat(LONG)}`,
  comments: '<!-- '.repeat(LONG),
  'processing instructions': '<?'.repeat(LONG),
  bars: '|'.repeat(8 * LONG),
  'a wide table': `${'|a'.repeat(10_000)}|\n${'|-'.repeat(10_000)}|\n${'|b'.repeat(10_000)}|`,
  'a wide head and many short rows': `${'|a'.repeat(60)}|\n${'|-'.repeat(60)}|\n${'|b\n'.repeat(LONG / 10)}`,
  'delimiter rows': '|-:'.repeat(LONG) + '\n' + '|-:'.repeat(LONG),
  backslashes: '\\'.repeat(8 * LONG),
  ampersands: '&'.repeat(8 * LONG),
  'open entities': '&a'.repeat(LONG),
  'exclamation marks': '!['.repeat(LONG),
  dollars: '$'.repeat(8 * LONG),
  'dollars and words': '$a '.repeat(LONG),
  'open formulas': '\\(a '.repeat(LONG) + '\\[a '.repeat(LONG),
  'braces in a formula': `$${'{'.repeat(900)}$ $$${'\\frac{'.repeat(300)}$$`,
  'at signs': 'a@'.repeat(LONG),
  'a long word before an at sign': `${'a'.repeat(4 * LONG)}@a.example`,
  'bare addresses': 'https://a.example '.repeat(LONG / 5),
  'a long bare address': `https://a.example/${'a('.repeat(LONG)}`,
  'points behind an address': `https://a.example${'.'.repeat(4 * LONG)}`,
  blanks: `a${' '.repeat(8 * LONG)}b`,
  tabs: `a${'\t'.repeat(4 * LONG)}b`,
  'blank lines': `a${'\n'.repeat(8 * LONG)}b`,
  'blank lines in code': `    a${'\n'.repeat(LONG)}    b`,
  'number signs': `# a ${'#'.repeat(4 * LONG)} b ${' #'.repeat(LONG)}`,
  'rules that are none': `${'- '.repeat(LONG)}a\n${'* '.repeat(LONG)}a\n${'_ '.repeat(LONG)}a`,
  'underlines of headings': `a\n${'='.repeat(4 * LONG)} b\n${'-'.repeat(4 * LONG)} b`,
  'one paragraph in one line': 'The quick brown fox jumps over it. '.repeat(11_500),
  'one paragraph in many lines': 'The *quick* brown fox `jumps` over it.\n'.repeat(10_000),
  'one paragraph of Chinese': '天地玄黄,宇宙洪荒。'.repeat(40_000),
  'one word': 'a'.repeat(400_000),
  'one code block': `\`\`\`js\n${'const a = "b" // c\n'.repeat(20_000)}`,
  controls: '\u202e\u{E0041}\0'.repeat(LONG),
}

/** About 80 kB of what assistants say. */
export function longAnswer(length: number): string {
  let answer = ''
  for (let part = 1; answer.length < length; part += 1) {
    answer += `## Part ${part}\n\nA paragraph with **bold**, *emphasis*, \`code\` and [a link](https://a.example/${part}). It goes on for a while, as paragraphs do, and says little.\n\n`
    answer += `- first of ${part}\n- second, with **words**\n  - nested\n  - nested again\n- third\n\n`
    answer += `\`\`\`js\nconst part = ${part}\nconsole.log(part)\n\`\`\`\n\n`
    answer += `| name | value |\n|---|---:|\n| a | ${part} |\n| b | ${part * 2} |\n\n> A quote, with *words*.\n\n`
  }
  return answer.slice(0, length)
}

const PIECES = [
  ...[
    '*',
    '**',
    '***',
    '_',
    '__',
    '~~',
    '`',
    '``',
    '[',
    ']',
    '](',
    ')',
    '![',
    '<',
    '>',
    '&amp;',
    '&eacute;',
    '&',
    '\\',
    '$',
    '$$',
    '|',
  ],
  ...[
    '\n',
    '\n\n',
    '\n',
    '  \n',
    '\n- ',
    '\n  - ',
    '\n1. ',
    '\n> ',
    '\n>',
    '\n# ',
    '\n```\n',
    '\n~~~js\n',
    '\n    ',
    '\n---\n',
    '\n===\n',
  ],
  ...[
    '\n| a | b |\n',
    '|---|---|\n',
    '|:-:|',
    '\n[a]: https://a.example "t"\n',
    '[a]',
    '[a][a]',
    '[x](https://b.example)',
    '\n- [ ] ',
    '\n- [x] ',
  ],
  ...[
    'https://c.example/d_e',
    'www.f.example',
    'g@h.example',
    '<https://i.example>',
    '<br>',
    '<b x="*">',
    '\\(x^2\\)',
    '\\[',
    '\\]',
    '\t',
  ],
  ...['a', 'b c', ' ', ' ', '中文', '。', '“', '(', '.', '!', ':', '2', '1) ', '🏴', 'é'],
]

/** Markdown that means nothing, with everything in it. */
export const nonsense = (random: Seeded): string =>
  Array.from({ length: random.whole(2, 40) }, () => random.pick(PIECES)).join('')

/** The inside of a paragraph, as the elements it becomes. */
import { describe, expect, test } from 'vitest'
import { inline } from '../../../widget/markdown/inline.ts'
import { HOST, span, type Inline } from '../../../widget/markdown/inline-node.ts'
import { named } from '../../../widget/markdown/named.ts'

const html = (node: Inline): string => {
  if (typeof node === 'string') return node
  const { tag, attributes, children } = node
  if (attributes['class'] === HOST) return ''
  const href = attributes['href'] ? ` ${attributes['href']}` : ''
  return `<${tag}${href}>${children.map(html).join('')}</${tag}>`
}

const CONTEXT = {
  imageHosts: [],
  links: {},
  define: () => undefined,
  entity: named,
  formula: (tex: string, isDisplay: boolean) => span(isDisplay ? 'display' : 'math', [tex]),
  isTask: false,
}

const shown = (text: string): string =>
  inline(text, 0, { ...CONTEXT, isOpen: false })
    .nodes.map(html)
    .join('')

/** As it is shown in the end when it comes character by character, and only what is not certain is read again. */
function shownInPieces(text: string): string {
  let [kept, firmTo]: [Inline[], number] = [[], 0]
  for (let to = 1; to <= text.length; to += 1) {
    const grown = inline(text.slice(0, to).trimEnd(), firmTo, { ...CONTEXT, isOpen: true })
    kept = kept.concat(grown.nodes.slice(0, grown.firm))
    firmTo = grown.firmTo || firmTo
  }
  return html(span('p', [...kept, ...inline(text, firmTo, { ...CONTEXT, isOpen: false }).nodes]))
}

/** Something is certain a hundred characters after what was certain before it: here, anywhere in the text or around it. */
const inPiecesAsWhole = (text: string) => {
  for (let before = 90; before < 101; before += 1) {
    const whole = `${'a'.repeat(before - 1)} ${text}`
    expect(shownInPieces(whole)).toBe(`<p>${shown(whole)}</p>`)
  }
}

describe('emphasis beside punctuation of Chinese, Japanese and Korean', () => {
  test.for([
    ['**价格：**100元', '<strong>价格：</strong>100元'],
    ['**注意！**API', '<strong>注意！</strong>API'],
    ['**「书」**abc', '<strong>「书」</strong>abc'],
    ['Vue**（框架）**很好', 'Vue<strong>（框架）</strong>很好'],
    ['Vue**（框架）**is', 'Vue<strong>（框架）</strong>is'],
    ['**型号：**X200，**邮箱：**x', '<strong>型号：</strong>X200，<strong>邮箱：</strong>x'],
    ['*価格：*100円', '<em>価格：</em>100円'],
    ['~~価格：~~100円', '<del>価格：</del>100円'],
    ['**가격(원)：**100', '<strong>가격(원)：</strong>100'],
    ['**注意：**请', '<strong>注意：</strong>请'],
    ['**注意：** x', '<strong>注意：</strong> x'],
    ['你好，**API**很好', '你好，<strong>API</strong>很好'],
    ['他说**“你好”**API', '他说<strong>“你好”</strong>API'],
    ['Vue**“框架”**is', 'Vue<strong>“框架”</strong>is'],
    ['**等等……**API', '<strong>等等……</strong>API'],
    ['𠮷**(字)**𠮷', '𠮷<strong>(字)</strong>𠮷'],
    ['葛󠄀**(字)**葛', '葛󠄀<strong>(字)</strong>葛'],
    ['ᄒ**(a)**ᄒ', 'ᄒ<strong>(a)</strong>ᄒ'],
    ['Ａ**(a)**Ｂ', 'Ａ<strong>(a)</strong>Ｂ'],
  ] as const)('%s', ([text, nodes]) => {
    expect(shown(text)).toBe(nodes)
    inPiecesAsWhole(text)
  })

  test.for(['**Note:**text', 'text**(note)**text', 'a**“b”**c', '2 ** 3 ** 4', '**a…**b', 'snake_（case）_name'])(
    '%s stays as CommonMark defines it',
    (text) => {
      expect(shown(text)).toBe(text)
    },
  )
})

test.for([
  ['Dear \\[Your Name\\],', 'Dear [Your Name],'],
  ['\\[**bold**\\]\\(a\\)', '[<strong>bold</strong>](a)'],
  ['\\[docs\\]\\(a=b\\)', '[docs](a=b)'],
  ['where \\(a\\) is and \\[a^2\\]', 'where <math>a</math> is and <display>a^2</display>'],
  ['$20–30$ and $9.99 = 9,99 US$', '$20–30$ and $9.99 = 9,99 US$'],
  ['It is $5 or $10, $x^2$ or $$y$$', 'It is $5 or $10, <math>x^2</math> or <display>y</display>'],
] as const)('brackets and dollar signs: %s', ([text, nodes]) => {
  expect(shown(text)).toBe(nodes)
  inPiecesAsWhole(text)
})

test.for([
  ['`a`', '<code>a</code>'],
  ['``a`b``', '<code>a`b</code>'],
  ['`` ` ``', '<code>`</code>'],
  ['`  `', '<code>  </code>'],
  ['` a`', '<code> a</code>'],
  ['`a\nb`', '<code>a b</code>'],
  ['\\``a`', '`<code>a</code>'],
  ['`a ``b`', '<code>a ``b</code>'],
  ['``a`', '``a`'],
  ['`a ``b` ``c` d`', '<code>a ``b</code> ``c<code> d</code>'],
  ['`a` ``b`` `c` ``d``', '<code>a</code> <code>b</code> <code>c</code> <code>d</code>'],
  [`\`${'a'.repeat(4000)}\``, `<code>${'a'.repeat(4000)}</code>`],
  [`\`${'a'.repeat(4001)}\``, `\`${'a'.repeat(4001)}\``],
] as const)('code: %s', ([text, nodes]) => {
  expect(shown(text)).toBe(nodes)
  if (text.length < 100) inPiecesAsWhole(text)
})

describe('addresses without brackets', () => {
  test.for([
    ['https://zh.wikipedia.org/wiki/北京', ['https://zh.wikipedia.org/wiki/北京']],
    ['见 https://zh.wikipedia.org/wiki/北京，很好', ['https://zh.wikipedia.org/wiki/北京']],
    ['https://ja.wikipedia.org/wiki/東京タワー。', ['https://ja.wikipedia.org/wiki/東京タワー']],
    ['https://ko.wikipedia.org/wiki/서울_(도시)#역사', ['https://ko.wikipedia.org/wiki/서울_(도시)#역사']],
    ['https://a.example/?q=北京&p=上海 x', ['https://a.example/?q=北京&p=上海']],
    ['https://a.example/𠮷野家', ['https://a.example/𠮷野家']],
    ['https://a.example/ж/ب', ['https://a.example/ж/ب']],
    ['http://a例.jp/x', ['http://a例.jp/x']],
    ['http://例え.jp', ['http://例え.jp']],
    ['www.日本語.jp', ['www.日本語.jp']],
    ['http://例え.テスト/x', ['http://例え.テスト/x']],
    ['http://a💩.la/x', ['http://a💩.la/x']],
    ['https://a.example/b查看', ['https://a.example/b']],
    ['https://a.example了解更多', ['https://a.example']],
    ['访问https://a.example/了解更多', ['https://a.example/']],
    ['詳細はhttps://a.exampleをご覧', ['https://a.example']],
    ['https://a.example和b.example', ['https://a.example']],
    ['https://a.example或https://b.example', ['https://a.example', 'https://b.example']],
    ['https://a.example/b，https://c.example/d。', ['https://a.example/b', 'https://c.example/d']],
    ['（https://a.example/b）', ['https://a.example/b']],
    ['https://a.example/🎉', ['https://a.example/']],
    ['https://a.example(官网)', ['https://a.example']],
    ['https://a.example/b(官网)', ['https://a.example/b']],
    ['https://a.example:这是', ['https://a.example']],
    ['https://commons.example/wiki/Category:北京', ['https://commons.example/wiki/Category:北京']],
    ['(https://a.example/b_(c)).', ['https://a.example/b_(c)']],
    ['https://a.müller.example/b', ['https://a.müller.example/b']],
    ['http://localhost:3000/x', ['http://localhost:3000/x']],
    ['http://a例え', []],
    ['http://a🎉', []],
    ['https://a.example&hl;', ['https://a.example']],
    ['https://a.example?b=c&hl;', ['https://a.example?b=c']],
    ['https://a.example?b=c&hl=d;', ['https://a.example?b=c&hl=d']],
    ['mailto:a@b.de', ['mailto:a@b.de']],
    ['Mail:a@b.de', ['a@b.de']],
    ['邮箱:a@b.de', ['a@b.de']],
    ['邮箱a@b.de', ['a@b.de']],
    ['__a@b.de__', ['a@b.de']],
    ['*a@b.de*', ['a@b.de']],
    ['_a@b.de', []],
    ['a_b@c.de', ['a_b@c.de']],
    ['xmpp:a@b.de', []],
    ['sip:a@b.de', []],
    ['ssh://git@b.de', []],
  ] as const)('%s', ([text, addresses]) => {
    const links = [...shown(text).matchAll(/<a [^>]*>(.*?)<\/a>/g)].map(([, words]) => words)
    expect(links).toEqual(addresses)
    inPiecesAsWhole(text)
  })

  test('lead where they say', () => {
    expect(shown('https://zh.wikipedia.org/wiki/北京')).toContain(
      '<a https://zh.wikipedia.org/wiki/%E5%8C%97%E4%BA%AC>',
    )
    expect(shown('mailto:a@b.de')).toBe('<a mailto:a@b.de>mailto:a@b.de</a>')
    expect(shown('__a@b.de__')).toBe('<strong><a mailto:a@b.de>a@b.de</a></strong>')
    expect(shown('willy@b.de')).toBe('<a mailto:willy@b.de>willy@b.de</a>')
    expect(shown('xmpp:a@b.de/c')).toBe('xmpp:a@b.de/c')
  })
})

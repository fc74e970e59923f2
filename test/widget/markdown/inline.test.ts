/** What stands inside a paragraph, as the elements it becomes. */
import { describe, expect, test } from 'vitest'
import { inline } from '../../../widget/markdown/inline.ts'
import { HOST, span, type Inline } from '../../../widget/markdown/inline-node.ts'
import { signs } from '../../../widget/markdown/signs.ts'

const html = (node: Inline): string => {
  if (typeof node === 'string') return node
  const { tag, attributes, children } = node
  if (attributes['class'] === HOST) return ''
  const href = attributes['href'] ? ` ${attributes['href']}` : ''
  const kind = attributes['class'] === 'math' ? 'math' : tag
  return `<${kind}${href}>${children.map(html).join('')}</${kind}>`
}

const CONTEXT = { imageHosts: [], define: () => undefined, signs: () => signs, isTask: false }

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
    '%s stays as CommonMark has it',
    (text) => {
      expect(shown(text)).toBe(text)
    },
  )
})

test.for([
  ['Dear \\[Your Name\\],', 'Dear [Your Name],'],
  ['\\[**bold**\\]\\(a\\)', '[<strong>bold</strong>](a)'],
  ['\\[docs\\]\\(a=b\\)', '[docs](a=b)'],
  ['where \\(a\\) is and \\[a^2\\]', 'where <math>a</math> is and <math>a²</math>'],
  ['$20–30$ and $9.99 = 9,99 US$', '$20–30$ and $9.99 = 9,99 US$'],
  ['It is $5 or $10, $x^2$ or $$y$$', 'It is $5 or $10, <math>x²</math> or <math>y</math>'],
] as const)('brackets and dollar signs: %s', ([text, nodes]) => {
  expect(shown(text)).toBe(nodes)
  inPiecesAsWhole(text)
})

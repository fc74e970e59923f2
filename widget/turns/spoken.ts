/** Markdown as read aloud: the text of a link (and the number, for a telephone link), and no markup. */
export const spoken = (text: string): string => withoutAddresses(text).replace(/^[#>\s-]+|[*_`~|]+/gm, ' ')

const TELEPHONE = /^(?:tel|sms):([+\d().-]{1,40})/i

/**
 * `[words](address)` and `![words](address)` become the words. A pattern would take cubic time on a repeated `[a](`:
 * for 5 kB of it Firefox took 5 s, then threw “too much recursion”; WebKit took 8 s. This reads each character two or three times.
 */
function withoutAddresses(text: string): string {
  let kept = ''
  let from = 0
  let open = text.indexOf('[')
  while (open >= 0) {
    const middle = text.indexOf('](', open)
    if (middle < 0) break
    const words = text.slice(open + 1, middle)
    const lineBreak = words.lastIndexOf('\n')
    if (lineBreak >= 0) {
      // A link's text is on one line, so a link begins later.
      open = text.indexOf('[', open + lineBreak + 2)
      continue
    }
    const close = text.indexOf(')', middle + 2)
    if (close < 0) break
    const [, number = ''] = TELEPHONE.exec(text.slice(middle + 2, close)) ?? []
    kept += text.slice(from, open).replace(/!$/, '') + words + (number && words !== number ? `, ${number}` : '')
    from = close + 1
    open = text.indexOf('[', from)
  }
  return kept + text.slice(from)
}

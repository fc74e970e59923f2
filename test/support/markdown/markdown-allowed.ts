const DIRECTION = /^(auto|ltr|rtl)$/

/** What an answer may consist of. Everything else on the page is a violation, whatever it does. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  p: { dir: DIRECTION },
  h1: { dir: DIRECTION, 'aria-level': /^3$/ },
  h2: { dir: DIRECTION, 'aria-level': /^4$/ },
  h3: { dir: DIRECTION, 'aria-level': /^5$/ },
  h4: { dir: DIRECTION, 'aria-level': /^6$/ },
  h5: { dir: DIRECTION, 'aria-level': /^7$/ },
  h6: { dir: DIRECTION, 'aria-level': /^8$/ },
  blockquote: { dir: DIRECTION },
  ul: { dir: DIRECTION, class: /^(loose)?$/ },
  ol: { dir: DIRECTION, class: /^(loose)?$/, start: /^\d{1,9}$/ },
  li: { dir: DIRECTION },
  hr: { dir: DIRECTION },
  br: {},
  em: {},
  strong: {},
  del: {},
  code: {},
  pre: { tabindex: /^0$/, role: /^group$/, 'aria-label': /^Code$/ },
  button: { type: /^button$/, class: /^copy$/ },
  div: {
    class: /^(code|bar|table|math display)$/,
    dir: DIRECTION,
    tabindex: /^0$/,
    role: /^group$/,
    'aria-label': /^(Table|Formula)$/,
  },
  span: {
    class: /^(language|host|math|display|mark|[a-z])$/,
    dir: /^ltr$/,
    tabindex: /^0$/,
    role: /^group$/,
    'aria-label': /^Formula$/,
    'data-host': /^[!-~]+$/,
  },
  table: { dir: DIRECTION },
  thead: {},
  tbody: {},
  tr: {},
  th: { dir: DIRECTION, class: /^(start|center|end)?$/ },
  td: { dir: DIRECTION, class: /^(start|center|end)?$/ },
  a: {
    href: /^(https?|mailto|tel|sms):/,
    title: /^/,
    class: /^chip$/,
    dir: /^ltr$/,
    target: /^_blank$/,
    rel: /^noopener noreferrer nofollow ugc$/,
  },
}

/** In a formula. No attribute contains an address, and none contains more than a word or a length. */
const MATH_ELEMENT =
  /^(?:math|menclose|mfrac|mi|mmultiscripts|mn|mo|mover|mpadded|mphantom|mprescripts|mroot|mrow|mspace|msqrt|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|munder|munderover|none)$/
const MATH_ATTRIBUTE =
  /^(?:accent|class|columnalign|depth|display|displaystyle|fence|form|height|largeop|linethickness|lspace|mathsize|mathvariant|maxsize|minsize|movablelimits|notation|rowspacing|rspace|scriptlevel|separator|stretchy|style|symmetric|voffset|width)$/
const MATH_VALUE = /^[\w .,:;%+-]*$/

const IMAGE: Readonly<Record<string, RegExp>> = {
  alt: /^/,
  title: /^/,
  loading: /^lazy$/,
  referrerpolicy: /^no-referrer$/,
  src: /^https:/,
}

/** Bidi controls, and tag characters that are not part of a flag. */
const LYING = /[\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/u
const FLAGS = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}/gu

/**
 * Whether a link shows where it leads: after its text, or by its text alone if that is just its address. Links to the
 * page itself need not.
 */
function isHonest(link: HTMLAnchorElement): boolean {
  const { protocol, host, origin, pathname, search, username, password } = new URL(link.href)
  const isMail = !/^https?:$/.test(protocol)
  // Nobody is shown a mail's prepared text or its other recipients.
  if (isMail && search) return false
  if (origin === location.origin) return link.target === '' && link.querySelector('.host') === null
  // A page that it opens must not reach back, and must not learn where the reader was.
  if (
    !isMail &&
    (link.target !== '_blank' || !link.relList.contains('noopener') || !link.relList.contains('noreferrer'))
  )
    return false
  const place = isMail ? pathname : host
  const told = link.lastElementChild
  if (told instanceof HTMLElement && told.className === 'host')
    return told.dataset['host'] === place && told.textContent === '' && told === link.lastChild
  const words = link.textContent
  if (link.querySelector('img') || username || password) return false
  const dialled = (number: string) => number.replace(/[()\s./-]/g, '')
  if (words === place || (/^(?:tel|sms):$/.test(protocol) && dialled(words) === dialled(place))) return true
  const begin = isMail ? protocol + place : `${protocol}//${place}`
  const rest = words.slice(begin.length)
  return /^[!-~]+$/.test(words) && words.startsWith(begin) && (rest === '' || /^[/?#]/.test(rest))
}

/** Every node and attribute inside `root` that is not allowed. Images from these hosts are. */
export function escapes(root: Element, imageHosts: readonly string[] = []): string[] {
  const found: string[] = []
  const all = imageHosts.length > 0 ? { ...ALLOWED, img: IMAGE } : ALLOWED
  const judge = (text: string, where: string) => {
    if (LYING.test(text.replace(FLAGS, ''))) found.push(`characters that lie in ${where}`)
  }
  const walk = (node: Node): void => {
    if (node instanceof Text) judge(node.data, 'a text')
    else if (node instanceof MathMLElement) {
      if (!MATH_ELEMENT.test(node.localName)) found.push(`<${node.localName}> in a formula`)
      for (const { name, value } of node.attributes) {
        if (!MATH_ATTRIBUTE.test(name) || !MATH_VALUE.test(value)) found.push(`<${node.localName} ${name}="${value}">`)
      }
      node.childNodes.forEach(walk)
    } else if (!(node instanceof HTMLElement)) found.push(`node ${node.nodeName}`)
    else {
      const allowed = all[node.localName]
      if (!allowed) found.push(`<${node.localName}>`)
      for (const { name, value } of node.attributes) {
        if (!allowed?.[name]?.test(value)) found.push(`<${node.localName} ${name}="${value}">`)
        judge(value, name)
      }
      if (node instanceof HTMLAnchorElement) {
        if (!/^(https?|mailto|tel|sms):$/.test(node.protocol)) found.push(`link to ${node.protocol}`)
        if (!isHonest(node)) found.push(`"${node.textContent}" leads to ${node.href}`)
      }
      if (node instanceof HTMLImageElement && !imageHosts.includes(new URL(node.src).host)) {
        found.push(`image from ${node.src}`)
      }
      node.childNodes.forEach(walk)
    }
  }
  root.childNodes.forEach(walk)
  return found
}

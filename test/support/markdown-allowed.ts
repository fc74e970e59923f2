const DIRECTION = /^(auto|ltr|rtl)$/

/** What an answer may be made of. Everything else on the page is a breach, whatever it does. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  p: { dir: DIRECTION },
  h1: { dir: DIRECTION },
  h2: { dir: DIRECTION },
  h3: { dir: DIRECTION },
  h4: { dir: DIRECTION },
  h5: { dir: DIRECTION },
  h6: { dir: DIRECTION },
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
  pre: { tabindex: /^0$/ },
  button: { type: /^button$/, class: /^copy$/ },
  div: { class: /^(code|bar|table|math)$/, dir: DIRECTION, tabindex: /^0$/ },
  span: { class: /^(language|host|math|mark|[a-z])$/, dir: /^ltr$/ },
  table: { dir: DIRECTION },
  thead: {},
  tbody: {},
  tr: {},
  th: { dir: DIRECTION, class: /^(start|center|end)?$/ },
  td: { dir: DIRECTION, class: /^(start|center|end)?$/ },
  a: {
    href: /^(https?:|mailto:)/,
    title: /^/,
    class: /^chip$/,
    target: /^_blank$/,
    rel: /^noopener noreferrer nofollow ugc$/,
  },
}

/** Bidi controls, and tag characters that are not part of a flag. */
const LYING = /[\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/u
const FLAGS = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}/gu

/** Every node and attribute inside `root` that is not allowed. */
export function escapes(root: Element): string[] {
  const found: string[] = []
  const judge = (text: string, where: string) => {
    if (LYING.test(text.replace(FLAGS, ''))) found.push(`characters that lie in ${where}`)
  }
  const walk = (node: Node): void => {
    if (node instanceof Text) judge(node.data, 'a text')
    else if (!(node instanceof HTMLElement)) found.push(`node ${node.nodeName}`)
    else {
      const allowed = ALLOWED[node.localName]
      if (!allowed) found.push(`<${node.localName}>`)
      for (const { name, value } of node.attributes) {
        if (!allowed?.[name]?.test(value)) found.push(`<${node.localName} ${name}="${value}">`)
        judge(value, name)
      }
      if (node instanceof HTMLAnchorElement && !/^(https?|mailto):$/.test(node.protocol)) {
        found.push(`link to ${node.protocol}`)
      }
      node.childNodes.forEach(walk)
    }
  }
  root.childNodes.forEach(walk)
  return found
}

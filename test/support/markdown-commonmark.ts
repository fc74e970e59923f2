/** Brings CommonMark's examples and what the renderer shows of them into one form. */

/** Examples lead to `/url`; links of an answer lead only to the web. So both sides are read as if `/` were this host. */
export const WEB = 'web.example'

export interface Example {
  markdown: string
  html: string
}

/** The text to render, and the HTML to expect of it under our rules for links. */
export function expected({ markdown, html }: Example): { text: string; html: string } {
  const tabs = { text: markdown.replaceAll('→', '\t'), html: html.replaceAll('→', '\t') }
  const addresses = new Set([...tabs.html.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, address = '']) => address))
  const onWeb = ({ text, html }: typeof tabs) => {
    // Only where the address stands in the text as it stands in the HTML.
    const used = [...addresses].filter((address) => text.includes(address))
    return {
      text: text.replace(/(?<=[(<:\s])\/[a-z]/g, (begin) => (used.length > 0 ? `https://${WEB}${begin}` : begin)),
      html: html.replace(/(href|src)="(\/[a-z])/g, (whole, name, begin) =>
        used.length > 0 ? `${name}="https://${WEB}${begin}` : whole,
      ),
    }
  }
  const { text, html: web } = onWeb(tabs)
  return { text, html: tidied(underOurRules(web)) }
}

/** A link that leads elsewhere is only its words; an image that may not be shown is only its description. */
function underOurRules(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replace(/<a href="(?!https?:|mailto:)[^"]*"(?: title="[^"]*")?>([\s\S]*?)<\/a>/gi, '$1')
    .replace(/<img src="(?!https:)[^"]*" alt="([^"]*)"[^>]*>/gi, '$1')
    .replaceAll(' />', '>')
}

/** The renderer's DOM without what it adds. */
export function rendered(html: string): string {
  const bare = html
    .replace(
      / (?:dir|aria-level|class|rel|target|tabindex|role|aria-label|loading|decoding|referrerpolicy)="(?:[^"]*)"/g,
      (attribute) => (/^ class="(?:code|bar|language|copy|host|loose)"/.test(attribute) ? attribute : ''),
    )
    .replace(/<span class="host">.*?<\/span>/g, '')
    .replace(
      /<div class="code"><div class="bar"><span class="language">(.*?)<\/span><button class="copy" type="button">Copy<\/button><\/div><pre><code>([\s\S]*?)<\/code><\/pre><\/div>/g,
      (_, language, code) => `<pre><code${language && ` class="language-${language}"`}>${code}</code></pre>`,
    )
  return tidied(withTightItems(bare).replaceAll('&quot;', '"'))
}

/** In the renderer a paragraph in a list is always one; whether the list is loose stands in its class. */
function withTightItems(html: string): string {
  const lists: ('tight' | 'loose' | 'other')[] = []
  return html.replace(/<(\/?)(ul|ol|li|blockquote|p)((?: [^>]*)?)>/g, (tag, slash, name, attributes) => {
    const isIn = lists[lists.length - 1]
    if (name === 'p') return isIn === 'tight' ? '' : tag
    if (name === 'li') return tag
    if (slash) lists.pop()
    else lists.push(name === 'blockquote' ? 'other' : attributes.includes('loose') ? 'loose' : 'tight')
    return tag.replace(' class="loose"', '')
  })
}

/** Line ends between blocks say nothing, and the order of attributes neither. */
const tidied = (html: string) =>
  html
    .replace(/<(a|img) ([^>]*)>/g, (_, name, attributes) => {
      const sorted = [...String(attributes).matchAll(/[a-z]+="[^"]*"/g)].map(([attribute]) => attribute).toSorted()
      return `<${name} ${sorted.join(' ')}>`
    })
    .replace(/\s*(<\/?(?:p|h[1-6]|ul|ol|li|blockquote|hr|div|pre)(?: [^>]*)?>)\s*/g, '$1')
    .trim()

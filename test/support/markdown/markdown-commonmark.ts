/** Normalizes CommonMark's examples and the renderer's output, so that they can be compared. */

/** CommonMark's examples link to `/url`: they are parsed as if they were on a page here, whose images are shown. */
export const WEB = 'web.example'
export const PAGE = `https://${WEB}/`

export interface Example {
  markdown: string
  html: string
}

/** The text to render, and the HTML to expect under our rules for links. */
export function expected({ markdown, html }: Example): { text: string; html: string } {
  const ours = withBreaks(tidied(underOurRules(html.replaceAll('→', '\t'))))
  return { text: markdown.replaceAll('→', '\t'), html: ours }
}

/** Every line end in a paragraph is a line break, with or without spaces before it. */
const withBreaks = (html: string) =>
  html.replace(/<pre>[\s\S]*?<\/pre>|<br>\n|<[^>]*>|\n/g, (part) => (part === '\n' ? '<br>\n' : part))

const resolved = (address: string) => new URL(address, PAGE).href
const isRelative = (address: string) => !/^[a-z][a-z\d+.-]*:/i.test(address)

/** Relative addresses are resolved. A forbidden link becomes text; an image that may not be shown becomes a link. */
function underOurRules(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replace(
      /<a href="(?!https?:|mailto:)([^"]*)"((?: title="[^"]*")?)>([\s\S]*?)<\/a>/gi,
      (_, address, title, words) =>
        address && isRelative(address)
          ? `<a href="${resolved(address)}"${title}>${words}</a>`
          : address === words
            ? `&lt;${words}&gt;`
            : `${words} (${address})`,
    )
    .replace(/<img src="(?!https:)([^"]*)"/gi, (image, address) =>
      address && isRelative(address) ? `<img src="${resolved(address)}"` : image,
    )
    .replaceAll(' />', '>')
}

/** The renderer's DOM without its additions. */
export function rendered(html: string): string {
  const bare = html
    .replace(
      / (?:dir|aria-level|class|rel|target|tabindex|role|aria-label|loading|decoding|referrerpolicy)="(?:[^"]*)"/g,
      (attribute) => (/^ class="(?:code|bar|language|copy|host|loose)"/.test(attribute) ? attribute : ''),
    )
    .replace(/<span class="host" data-host="[^"]*"><\/span>/g, '')
    .replace(
      /<div class="code"><div class="bar"><span class="language">(.*?)<\/span><button class="copy" type="button">Copy<\/button><\/div><pre><code>([\s\S]*?)<\/code><\/pre><\/div>/g,
      (_, language, code) => `<pre><code${language && ` class="language-${language}"`}>${code}</code></pre>`,
    )
  return tidied(withTightItems(bare).replaceAll('&quot;', '"'))
}

/** In the renderer a paragraph in a list is always a paragraph; a class says whether the list is loose. */
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

/** Line ends between blocks and the order of attributes do not matter. */
const tidied = (html: string) =>
  html
    .replace(/<(a|img) ([^>]*)>/g, (_, name, attributes) => {
      const sorted = [...String(attributes).matchAll(/[a-z]+="[^"]*"/g)].map(([attribute]) => attribute).toSorted()
      return `<${name} ${sorted.join(' ')}>`
    })
    .replace(/\s*(<\/?(?:p|h[1-6]|ul|ol|li|blockquote|hr|div|pre)(?: [^>]*)?>)\s*/g, '$1')
    .trim()

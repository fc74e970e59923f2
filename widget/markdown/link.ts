import { HOST, span, type Inline } from './inline-node.ts'
import { linkAddress, type LinkRules } from './link-address.ts'

export interface Target {
  address: string
  title: string
}

/** A plain address, and the host in it. */
const ADDRESS = /^https?:\/\/([^/?#]*)[!-~]*$/i
/** A telephone number as people write it, and the characters that are not dialled. */
const NUMBER = /^[\d+()\s./-]+$/
const UNDIALLED = /[()\s./-]/g
/** For an address that is only text: more would be in the way. */
const SHOWN_CHARACTERS = 200

/**
 * A link, with its host after the text, unless the host is the page's own. An address that a link may not
 * lead to follows the link's text as plain text.
 */
export function linkTo(
  { address, title }: Target,
  children: readonly Inline[],
  { links, name = '' }: Linking,
): Inline[] {
  const inner = withoutLinks(children)
  const target = linkAddress(address, links)
  if (!target) return isAll(inner, address) ? inner : [...inner, ` (${shortened(address)})`]
  const { href, host, isOwn } = target
  const [words, ...others] = inner
  // Only unambiguous text makes the host unnecessary: `https://good.example@evil.example` does not.
  const said = others[0] ? '' : `${words}`
  const isWeb = ADDRESS.test(href)
  const isNumber = !isWeb && NUMBER.test(said) && said.replace(UNDIALLED, '') === host.replace(UNDIALLED, '')
  const isTold = isOwn || isNumber || said === host || ADDRESS.exec(said)?.[1] === host
  return [
    span('a', isTold ? inner : [...inner, span('span', [], { class: HOST, dir: 'ltr', 'data-host': host })], {
      href,
      ...(title && { title }),
      ...(name && { class: name }),
      ...(isNumber && { dir: 'ltr' }),
      // The page's own links open as the page's links do, and a link that opens a program needs no tab.
      ...(isWeb && !isOwn && { target: '_blank', rel: 'noopener noreferrer nofollow ugc' }),
    }),
  ]
}

interface Linking {
  links: LinkRules
  /** A class. */
  name?: string
}

const isAll = (nodes: readonly Inline[], words: string) => nodes.length === 1 && nodes[0] === words
const shortened = (address: string) =>
  address.length > SHOWN_CHARACTERS ? `${address.slice(0, SHOWN_CHARACTERS)}…` : address

/** Showing an image fetches it, which tells its host who reads what. Only the owner's hosts may learn that. */
export function imageOf(target: Target, alt: string, { imageHosts, links }: ImageRules): Inline[] {
  const found = linkAddress(target.address, links)
  if (found?.href.startsWith('https:') && imageHosts.includes(found.host)) {
    return [
      span('img', [], {
        alt,
        ...(target.title && { title: target.title }),
        loading: 'lazy',
        referrerpolicy: 'no-referrer',
        src: found.href,
      }),
    ]
  }
  return linkTo(target, [alt || found?.host || target.address], { links, name: 'chip' })
}

interface ImageRules {
  imageHosts: readonly string[]
  links: LinkRules
}

/** A link inside a link becomes its text. */
const withoutLinks = (nodes: readonly Inline[]): Inline[] =>
  nodes.flatMap((node) => {
    if (typeof node === 'string') return [node]
    const children = withoutLinks(node.children)
    if (node.tag === 'a') return children
    return node.attributes['class'] === HOST ? [] : [{ ...node, children }]
  })

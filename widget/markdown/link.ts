import { HOST, span, type Inline } from './inline-node.ts'
import { linkAddress } from './link-address.ts'

export interface Target {
  address: string
  title: string
}

/** A plain address, and the host in it. */
const ADDRESS = /^https?:\/\/([^/?#]*)[!-~]*$/

/** A link, with the host it leads to behind its words; only the words, when it leads to where no link may lead. */
export function linkTo({ address, title }: Target, children: readonly Inline[], name = ''): Inline[] {
  const inner = withoutLinks(children)
  const target = linkAddress(address)
  if (!target) return inner
  const { href, host } = target
  const [words, ...others] = inner
  // Only words that can be taken for nothing else say it themselves: `https://good.example@evil.example` does not.
  const isTold = !others[0] && (words === host || ADDRESS.exec(`${words}`)?.[1] === host)
  return [
    span('a', isTold ? inner : [...inner, span('span', [host], { class: HOST, dir: 'ltr' })], {
      href,
      ...(title && { title }),
      ...(name && { class: name }),
      target: '_blank',
      rel: 'noopener noreferrer nofollow ugc',
    }),
  ]
}

/** An image is fetched by being shown, and tells its host who reads what: only the owner's hosts may learn that. */
export function imageOf(target: Target, alt: string, hosts: readonly string[]): Inline[] {
  const found = linkAddress(target.address)
  if (found?.href.startsWith('https:') && hosts.includes(found.host)) {
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
  return linkTo(target, [alt || found?.host || ''], 'chip')
}

/** A link inside a link is only its words. */
const withoutLinks = (nodes: readonly Inline[]): Inline[] =>
  nodes.flatMap((node) => {
    if (typeof node === 'string') return [node]
    const children = withoutLinks(node.children)
    if (node.tag === 'a') return children
    return node.attributes['class'] === HOST ? [] : [{ ...node, children }]
  })

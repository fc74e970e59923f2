import { looksInTag, type Looks } from '../../protocol/tag-looks.ts'

/** The code that an owner pastes, by platform and options. Each snippet has to work unchanged. */
export const PLATFORMS = ['html', 'wordpress', 'shopify', 'react', 'vue', 'manager'] as const
export type Platform = (typeof PLATFORMS)[number]

export interface EmbedOptions {
  /** A launcher in the corner, or an inline chat. */
  place: 'corner' | 'inline'
  /** Empty: the language of the site, the page or the browser. */
  locale: string
  isOpen: boolean
  teaser: string
  isPinned: boolean
  hasNonce: boolean
}

/** `/inglenook/embed.json`: the address of exactly this version. */
export interface Pinned {
  version: string
  url: string
  integrity: string
}

export interface EmbedAddress {
  site: string
  /** The Worker's. */
  origin: string
  /** The live site's looks: with them the launcher looks right before it has requested anything. */
  looks: Looks
  /** Null until it is known. */
  pinned: Pinned | null
}

export interface Snippet {
  /** Where to paste this one. The platform's own sentence covers the others. */
  goes: 'tag' | 'place' | 'install' | 'component'
  code: string
}

/** The owner replaces this with the page's own nonce. */
export const NONCE = 'NONCE'
const PLACE = '#inglenook'

export function snippetsFor(platform: Platform, options: EmbedOptions, address: EmbedAddress): Snippet[] {
  const isInline = options.place === 'inline'
  switch (platform) {
    case 'html':
    case 'shopify':
      return [
        ...(isInline ? [{ goes: 'place', code: element(options, address) } as const] : []),
        { goes: 'tag', code: isInline ? tag(scriptAttributes(options, address)) : tagWithChat(options, address) },
      ]
    case 'wordpress':
      // Its editor may remove elements that it does not know.
      return [
        ...(isInline ? [{ goes: 'place', code: emptyPlace } as const] : []),
        { goes: 'tag', code: tagWithChat(options, address) },
      ]
    case 'manager':
      return [
        ...(isInline ? [{ goes: 'place', code: emptyPlace } as const] : []),
        { goes: 'tag', code: managed(options, address) },
      ]
    case 'react':
      return [install(address), { goes: 'component', code: react(options, address) }]
    case 'vue':
      return [install(address), { goes: 'component', code: vue(options, address) }]
    default:
      return platform satisfies never
  }
}

/** The initial options of an embed screen. */
export const NO_OPTIONS: EmbedOptions = {
  place: 'corner',
  locale: '',
  isOpen: false,
  teaser: '',
  isPinned: false,
  hasNonce: false,
}

type Written = readonly (readonly [name: string, value: string | true])[]

/** Attributes of the script itself. */
function scriptAttributes({ isPinned, hasNonce }: EmbedOptions, { origin, pinned }: EmbedAddress): Written {
  const exact = isPinned ? pinned : null
  return [
    ['async', true],
    ['src', origin + (exact?.url ?? '/inglenook.js')],
    ...(exact
      ? ([
          ['crossorigin', 'anonymous'],
          ['integrity', exact.integrity],
        ] as const)
      : []),
    ...(hasNonce ? ([['nonce', NONCE]] as const) : []),
  ]
}

/** Attributes of the chat, without `data-`. */
function chatAttributes({ place, locale, isOpen, teaser }: EmbedOptions, { site, looks }: EmbedAddress): Written {
  return [
    ['site', site],
    // An inline chat has no launcher, and is where the page has put it.
    ...looksInTag(looks).filter(([name]) => place === 'corner' || name === 'accent'),
    ...(locale ? ([['locale', locale]] as const) : []),
    ...(place === 'corner' && isOpen ? ([['open', '']] as const) : []),
    ...(place === 'corner' && teaser ? ([['teaser', teaser]] as const) : []),
  ]
}

const inTag = (options: EmbedOptions, address: EmbedAddress): Written => [
  ...chatAttributes(options, address).map(([name, value]) => [`data-${name}`, value] as const),
  ...(options.place === 'inline' ? ([['data-target', PLACE]] as const) : []),
]

const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

const html = (attributes: Written): string =>
  attributes.map(([name, value]) => (value === true || value === '' ? name : `${name}="${escaped(value)}"`)).join(' ')

const tag = (attributes: Written): string => `<script ${html(attributes)}></script>`

const tagWithChat = (options: EmbedOptions, address: EmbedAddress): string =>
  tag([...scriptAttributes(options, address), ...inTag(options, address)])

const element = (options: EmbedOptions, address: EmbedAddress): string =>
  `<inglenook-chat ${html(chatAttributes(options, address))}></inglenook-chat>`

const emptyPlace = `<div id="${PLACE.slice(1)}"></div>`

/** For a script on a page: `</script>` must not end it. */
const quoted = (value: string): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/**
 * The tag manager recreates scripts without `data-` attributes or integrity, so a script of its own creates the tag.
 * Its editor only accepts ES5.
 */
function managed(options: EmbedOptions, address: EmbedAddress): string {
  const attributes = [...scriptAttributes(options, address), ...inTag(options, address)]
  const lines = attributes.map(([name, value]) => {
    if (name === 'nonce') return `tag.nonce = (document.querySelector('script[nonce]') || {}).nonce || '';`
    return value === true ? `tag.${name} = true;` : `tag.setAttribute('${name}', ${quoted(value)});`
  })
  return [
    '<script>',
    '(function () {',
    "  var tag = document.createElement('script');",
    ...lines.map((line) => `  ${line}`),
    '  document.head.appendChild(tag);',
    '})();',
    '</script>',
  ].join('\n')
}

/** The package's name for it: `offsetX`. */
const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

const install = ({ pinned }: EmbedAddress): Snippet => ({
  goes: 'install',
  code: [
    '# in the folder of Inglenook',
    'npm run build && npm pack ./dist/package',
    '# in the folder of your app',
    `npm install ../inglenook/inglenook-chat-${pinned?.version ?? '0.1.0'}.tgz`,
  ].join('\n'),
})

function react(options: EmbedOptions, address: EmbedAddress): string {
  const props = [
    ...chatAttributes(options, address).map(([name, value]) =>
      value === '' || value === true
        ? name
        : `${camelCase(name)}=${/["&\\]/.test(value) ? `{${quoted(value)}}` : `"${value}"`}`,
    ),
    `api="${address.origin}"`,
    ...(options.place === 'inline' ? ['inline'] : []),
  ]
  return [
    "import { InglenookChat } from 'inglenook-chat/react'",
    '',
    'export function Chat() {',
    `  return <InglenookChat ${props.join(' ')} />`,
    '}',
  ].join('\n')
}

function vue(options: EmbedOptions, address: EmbedAddress): string {
  const isInline = options.place === 'inline'
  const given = [
    ...chatAttributes(options, address).map(([name, value]) =>
      value === '' || value === true ? `${name}: true` : `${camelCase(name)}: ${quoted(value)}`,
    ),
    `api: ${quoted(address.origin)}`,
    ...(isInline ? ['target: place.value'] : []),
  ]
  return [
    '<script setup>',
    `import { onMounted, onUnmounted${isInline ? ', ref' : ''} } from 'vue'`,
    "import { mount } from 'inglenook-chat'",
    '',
    ...(isInline ? ['const place = ref()'] : []),
    'let chat',
    'onMounted(() => {',
    `  chat = mount({ ${given.join(', ')} })`,
    '})',
    'onUnmounted(() => chat?.destroy())',
    '</script>',
    ...(isInline ? ['', '<template>', '  <div ref="place"></div>', '</template>'] : []),
  ].join('\n')
}

/** What a page with a strict Content Security Policy has to allow. */
export function policyLines({ origin, imageHosts }: { origin: string; imageHosts: readonly string[] }): string {
  const pictures = imageHosts.map((host) => ` https://${host}`).join('')
  return [`script-src ${origin};`, `connect-src ${origin};`, ...(pictures ? [`img-src${pictures};`] : [])].join('\n')
}

/** What is pasted, platform by platform. */
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { pageOf } from '../../../console/embed/model.ts'
import {
  PLATFORMS,
  policyLines,
  snippetsFor,
  type EmbedOptions,
  type Platform,
} from '../../../console/embed/snippets.ts'
import { settingsSchema } from '../../../protocol/site.ts'
import { plainTag, type Looks } from '../../../protocol/tag-looks.ts'

const LOOKS: Looks = v.parse(settingsSchema(), {})
const ADDRESS = {
  site: 'acme',
  looks: LOOKS,
  origin: 'https://chat.example',
  pinned: { version: '1.2.3', url: '/inglenook/loader-0123.js', integrity: 'sha384-x' },
}
const PLAIN: EmbedOptions = {
  place: 'corner',
  locale: '',
  isOpen: false,
  teaser: '',
  isPinned: false,
  hasNonce: false,
}
const codes = (platform: Platform, options: Partial<EmbedOptions> = {}) =>
  snippetsFor(platform, { ...PLAIN, ...options }, ADDRESS).map(({ code }) => code)

test('one tag works everywhere that accepts HTML', () => {
  for (const platform of ['html', 'wordpress', 'shopify'] as const)
    expect(codes(platform)).toEqual([
      '<script async src="https://chat.example/inglenook.js" data-site="acme"></script>',
    ])
})

test('every snippet has the launcher’s looks that differ from the defaults', () => {
  const looks: Looks = { accent: '#0066cc', position: 'bottom-left', offsetX: 20, offsetY: 96, zIndex: 5 }
  const written = 'accent="#0066cc" data-position="bottom-left" data-offset-y="96" data-z-index="5"'
  const code = (platform: Platform, options: Partial<EmbedOptions> = {}) =>
    snippetsFor(platform, { ...PLAIN, ...options }, { ...ADDRESS, looks }).at(-1)?.code
  expect(code('html')).toBe(plainTag('https://chat.example', 'acme', looks))
  expect(code('html')).toContain(`data-site="acme" data-${written}></script>`)
  expect(code('manager')).toContain(`tag.setAttribute('data-offset-y', "96");`)
  expect(code('react')).toContain('accent="#0066cc" position="bottom-left" offsetY="96" zIndex="5"')
  expect(code('vue')).toContain('accent: "#0066cc", position: "bottom-left", offsetY: "96", zIndex: "5"')
  // Where the page has put it there is no launcher.
  const inside = snippetsFor('html', { ...PLAIN, place: 'inline' }, { ...ADDRESS, looks })
  expect(inside.map((one) => one.code).join()).toContain('<inglenook-chat site="acme" accent="#0066cc">')
})

test('inside the page: our own element, or an empty one where an editor would remove ours', () => {
  const inline = { place: 'inline', locale: 'de', isOpen: true, teaser: 'Hi' } as const
  expect(codes('html', inline)).toEqual([
    '<inglenook-chat site="acme" locale="de"></inglenook-chat>',
    '<script async src="https://chat.example/inglenook.js"></script>',
  ])
  expect(codes('wordpress', inline)).toEqual([
    '<div id="inglenook"></div>',
    '<script async src="https://chat.example/inglenook.js" data-site="acme" data-locale="de" data-target="#inglenook"></script>',
  ])
})

test('pinned, with a nonce: as attributes, or by script if there are no attributes', () => {
  const [tag] = codes('html', { isPinned: true, hasNonce: true })
  expect(tag).toBe(
    '<script async src="https://chat.example/inglenook/loader-0123.js" crossorigin="anonymous" integrity="sha384-x" nonce="NONCE" data-site="acme"></script>',
  )
  const [managed] = codes('manager', { isPinned: true, hasNonce: true })
  expect(managed).toContain('tag.setAttribute(\'integrity\', "sha384-x");')
  expect(managed).not.toContain('NONCE')
})

test('an unknown version pins nothing', () => {
  const [snippet] = snippetsFor('html', { ...PLAIN, isPinned: true }, { ...ADDRESS, pinned: null })
  expect(snippet?.code).not.toContain('integrity')
})

test.for(PLATFORMS)('the owner’s words stay words: %s', (platform) => {
  const teaser = '"</script><b>&'
  const code = codes(platform, { teaser }).at(-1) ?? ''
  expect(code).not.toContain(teaser)
  expect(code.match(/<\/script>/g)?.length ?? 0).toBe(platform === 'react' ? 0 : 1)
})

test('for the tag manager: ES5 that a browser can run', () => {
  const [code = ''] = codes('manager', { teaser: 'it’s "me"', isOpen: true })
  const script = code.replace(/<\/?script>/g, '')
  expect(() => new Function(script)).not.toThrow()
  expect(script).not.toMatch(/=>|\bconst\b|\blet\b|`/)
})

test('the policy names the hosts of pictures if there are any', () => {
  const origin = 'https://chat.example'
  expect(policyLines({ origin, imageHosts: [] })).toBe(`script-src ${origin};\nconnect-src ${origin};`)
  expect(policyLines({ origin, imageHosts: ['a.example'] })).toContain('img-src https://a.example;')
})

test.for([
  ['shop.example', 'https://shop.example'],
  [' shop.example/a ', 'https://shop.example/a'],
  ['shop.example:8443/a', 'https://shop.example:8443/a'],
  ['http://localhost:8788/', 'http://localhost:8788/'],
  ['localhost:8788', 'http://localhost:8788'],
  ['localhost-shop.example', 'https://localhost-shop.example'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
] as const)('%s is read as %s', ([written, meant]) => {
  expect(pageOf(written)).toBe(meant)
})

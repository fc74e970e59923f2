import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { fieldsOf, type SettingField } from '../../protocol/setting-fields.ts'
import { isOrigin } from '../../protocol/origin.ts'
import { isHostName } from '../../protocol/host-name.ts'
import { isSiteName, siteSchema, visitorView } from '../../protocol/site.ts'

test('a fresh clone’s persona is 百晓生, at temperature 0.6', () => {
  expect(v.parse(siteSchema(), {})).toMatchObject({
    name: '百晓生',
    instructions: '你是一个上知天文下知地理的百晓生',
    temperature: 0.6,
    allowedOrigins: [],
  })
})

test('a fresh clone’s panel is in the corner, shows no images and sends nothing about its page', () => {
  expect(visitorView(v.parse(siteSchema(), {}), '')).toMatchObject({
    position: 'bottom-right',
    offsetX: 20,
    offsetY: 20,
    radius: 18,
    density: 'comfortable',
    zIndex: 2_147_483_000,
    imageHosts: [],
    pageContext: 'off',
  })
})

test('every setting has a title and a description', () => {
  for (const [name, { wrapped }] of Object.entries(siteSchema().entries)) {
    expect([name, v.getTitle(wrapped), v.getDescription(wrapped)]).toEqual([
      name,
      expect.stringMatching(/^\S/),
      expect.stringMatching(/\.$/),
    ])
  }
})

test('the visitor’s view has the public settings and none of the private ones', () => {
  const site = v.parse(siteSchema(), {
    instructions: 'SECRET',
    model: 'SECRET',
    allowedOrigins: ['https://secret.example'],
  })
  const view = visitorView(site, 'a note')
  expect(view).toMatchObject({ name: '百晓生', notice: 'a note' })
  expect(JSON.stringify(view)).not.toMatch(/secret/i)
})

const fields = fieldsOf(siteSchema().entries)

test('what a setting can switch off is off in a fresh clone', () => {
  const switches = fields.filter(({ choices }) => choices.includes('off'))
  expect(switches.length).toBeGreaterThan(4)
  expect(switches.map((field) => [field.name, field.default])).toEqual(switches.map(({ name }) => [name, 'off']))
})

/** Values of a setting, as far as its form knows its limits. */
function bothSides({ control, choices, least, most, longest, mostEntries }: SettingField): [unknown[], unknown[]] {
  const [low, high] = [least ?? 0, most ?? 0]
  const tooLong = longest === null ? [] : ['x'.repeat(longest + 1)]
  switch (control) {
    case 'choice':
      return [[...choices], ['', 'no-such-choice', true, ...choices.map((choice) => choice.toUpperCase())]]
    case 'switch':
      return [
        [true, false],
        ['true', 1],
      ]
    case 'number':
      return [
        [low, high, low + 0.5],
        [low - 0.01, high + 0.01, String(low)],
      ]
    case 'whole':
      return [
        [low, high],
        [low - 1, high + 1, Math.max(low, 0) + 0.5, String(low)],
      ]
    case 'text':
    case 'lines':
      return [[], [...tooLong, 7, []]]
    case 'list':
      return [
        [],
        ['x', ...tooLong.map((text) => [text]), Array.from({ length: (mostEntries ?? 0) + 1 }, () => 'x.example')],
      ]
    case 'colour':
      return [[], ['red', '', 7]]
    default:
      return control satisfies never
  }
}

describe('every setting takes what its form allows, and nothing else', () => {
  test.for(fields.map((field) => [field.name, field] as const))('%s', ([name, field]) => {
    const [good, bad] = bothSides(field)
    for (const value of [field.default, ...good]) {
      expect([value, v.safeParse(siteSchema(), { [name]: value }).success]).toEqual([value, true])
    }
    for (const value of bad) {
      const { issues } = v.safeParse(siteSchema(), { [name]: value })
      const about = issues?.map((issue) => v.getDotPath(issue)?.split('.')[0])
      expect([value, about]).toEqual([value, expect.arrayContaining([name])])
    }
  })
})

describe('limits, on both sides', () => {
  test.for<[string, unknown, unknown]>([
    ['temperature', 2, 2.01],
    ['temperature', 0, -0.01],
    ['maxTokens', 1, 0],
    ['maxTokens', 100_000, 100_001],
    ['name', 'x'.repeat(60), 'x'.repeat(61)],
    ['instructions', '文'.repeat(8000), '文'.repeat(8001)],
    ['retentionDays', 365, 366],
    ['detachedSeconds', 600, 601],
    ['accent', '#B4441f', '#b44'],
    ['colorScheme', 'dark', 'no-such-scheme'],
    ['position', 'bottom-right', 'no-such-place'],
    ['position', 'bottom-left', 'bottom'],
    ['position', 'right', 'Right'],
    ['position', 'left', ''],
    ['position', 'full', 'fullscreen'],
    ['offsetX', 0, -1],
    ['offsetX', 300, 301],
    ['offsetY', 300, 301],
    ['offsetY', 20, 20.5],
    ['radius', 0, -1],
    ['radius', 32, 33],
    ['radius', 18, 18.5],
    ['density', 'compact', 'no-such-density'],
    ['density', 'comfortable', ''],
    ['zIndex', 0, -1],
    ['zIndex', 2_147_483_647, 2_147_483_648],
    ['zIndex', 10, 10.5],
    ['imageHosts', ['images.shop.example', 'localhost'], ['https://images.shop.example']],
    ['imageHosts', Array.from({ length: 100 }, (_, n) => `i${n}.example`), Array.from({ length: 101 }, () => 'a.b')],
    ['pageContext', 'on', true],
    ['pageContext', 'off', 'auto'],
    ['allowedOrigins', ['https://shop.example'], ['https://shop.example/']],
  ])('%s', ([field, good, bad]) => {
    expect(v.safeParse(siteSchema(), { [field]: good }).success).toBe(true)
    const refused = v.safeParse(siteSchema(), { [field]: bad })
    expect(refused.success).toBe(false)
    expect(refused.issues?.map((issue) => v.getDotPath(issue)?.split('.')[0])).toEqual([field])
  })

  test('an unknown field', () => {
    expect(v.safeParse(siteSchema(), { systemPrompt: 'x' }).success).toBe(false)
  })
})

test.for([
  'https://shop.example',
  'https://www.shop.example:8443',
  'http://localhost:8788',
  'http://127.0.0.1:3000',
  'https://[::1]:8443',
])('%s is an origin', (origin) => {
  expect(isOrigin(origin)).toBe(true)
  expect(new URL(origin).origin).toBe(origin)
})

test.for([
  '',
  'null',
  '*',
  'shop.example',
  'https://',
  'https://shop.example/',
  'https://Shop.example',
  'https://shop.example:443',
  'http://shop.example:80',
  'https://user@shop.example',
  'https://shop.example?x',
  'https://*.shop.example',
  'ftp://shop.example',
  'javascript:alert(1)',
  'https://shop.example\n',
])('%j is not an origin', (text) => {
  expect(isOrigin(text)).toBe(false)
})

const longest = `${'x'.repeat(63)}.${'x'.repeat(63)}.${'x'.repeat(63)}.${'x'.repeat(61)}`

test.for(['shop.example', 'cdn-7.images.shop.example', 'xn--bcher-kva.example', '1.example', 'localhost', longest])(
  '%s is a host name',
  (name) => {
    expect(isHostName(name)).toBe(true)
    expect(new URL(`https://${name}/`).hostname).toBe(name)
  },
)

test.for([
  '',
  '.',
  'Shop.example',
  'bücher.example',
  'https://shop.example',
  '//shop.example',
  'shop.example/',
  'shop.example:443',
  '*.shop.example',
  '*',
  'user@shop.example',
  'shop.example.',
  '.shop.example',
  'shop..example',
  '-shop.example',
  'shop-.example',
  'shop_1.example',
  'shop example',
  'shop.example\n',
  '127.0.0.1',
  '7',
  'shop.0x7f',
  '[::1]',
  `${'x'.repeat(64)}.example`,
  `${longest}x`,
])('%j is not a host name', (text) => {
  expect(isHostName(text)).toBe(false)
})

test('a site’s name is a short word', () => {
  for (const name of ['demo', 'a', 'my-shop-2', 'x'.repeat(63)]) expect(isSiteName(name)).toBe(true)
  for (const name of ['', '-a', 'A', 'a b', 'a/b', 'x'.repeat(64), 'site:demo']) expect(isSiteName(name)).toBe(false)
})

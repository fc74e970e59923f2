import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { isOrigin, isSiteName, siteSchema, visitorView } from '../../protocol/site.ts'

test('a fresh clone’s persona is 百晓生, at temperature 0.6', () => {
  expect(v.parse(siteSchema, {})).toMatchObject({
    name: '百晓生',
    instructions: '你是一个上知天文下知地理的百晓生',
    temperature: 0.6,
    allowedOrigins: [],
  })
})

test('the visitor’s view has what is shown and nothing of what is kept', () => {
  const site = v.parse(siteSchema, {
    instructions: 'SECRET',
    model: 'SECRET',
    allowedOrigins: ['https://secret.example'],
  })
  const view = visitorView(site, 'a note')
  expect(view).toMatchObject({ name: '百晓生', notice: 'a note' })
  expect(JSON.stringify(view)).not.toMatch(/secret/i)
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
    ['colorScheme', 'dark', 'sepia'],
    ['allowedOrigins', ['https://shop.example'], ['https://shop.example/']],
  ])('%s', ([field, good, bad]) => {
    expect(v.safeParse(siteSchema, { [field]: good }).success).toBe(true)
    const refused = v.safeParse(siteSchema, { [field]: bad })
    expect(refused.success).toBe(false)
    expect(refused.issues?.map((issue) => v.getDotPath(issue)?.split('.')[0])).toEqual([field])
  })

  test('a field that nobody knows', () => {
    expect(v.safeParse(siteSchema, { systemPrompt: 'x' }).success).toBe(false)
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
])('%j is none', (text) => {
  expect(isOrigin(text)).toBe(false)
})

test('a site’s name is a short word', () => {
  for (const name of ['demo', 'a', 'my-shop-2', 'x'.repeat(63)]) expect(isSiteName(name)).toBe(true)
  for (const name of ['', '-a', 'A', 'a b', 'a/b', 'x'.repeat(64), 'site:demo']) expect(isSiteName(name)).toBe(false)
})

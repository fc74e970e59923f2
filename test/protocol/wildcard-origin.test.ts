/** `https://*.shop.example`: which wildcards an owner may write, and which origins each has. */
import { expect, test } from 'vitest'
import { originFault, whyNotOrigin, type OriginFault } from '../../protocol/origin-fault.ts'
import { allows } from '../../protocol/origin.ts'
import { readSettings } from '../../protocol/read-settings.ts'

test.for([
  'https://*.shop.example',
  'https://*.de.shop.example',
  'http://*.shop.test:8080',
  'https://*.xn--bcher-kva.example',
  // One's own branches at a host that everybody uses.
  'https://*.acme.pages.dev',
  'https://*.shop.co.uk',
])('%s may be allowed', (wildcard) => {
  expect(originFault(wildcard)).toBeNull()
  expect(readSettings({ allowedOrigins: [wildcard] }).problems).toBeUndefined()
})

test.for<[string, OriginFault['reason'], string | null]>([
  ['*', 'wildcard', null],
  ['https://*', 'wildcard', null],
  ['*://*.shop.example', 'wildcard', null],
  ['*://shop.example', 'wildcard', null],
  ['https://shop.*', 'wildcard', null],
  ['https://de.*.shop.example', 'wildcard', null],
  ['https://*.*.shop.example', 'wildcard', null],
  ['https://*shop.example', 'wildcard', null],
  ['https://shop*.shop.example', 'wildcard', null],
  ['https://*.shop.example:*', 'wildcard', null],
  ['https://shop.example:*', 'wildcard', null],
  ['https://*.', 'wildcard_wide', null],
  ['https://*.com', 'wildcard_wide', null],
  ['http://*.localhost:3000', 'wildcard_wide', null],
  ['https://*.1.2.3.4', 'wildcard_wide', null],
  ['https://*.shop.example.', 'wildcard_wide', null],
  ['https://*.[::1]', 'no_address', null],
  ['https://*.co.uk', 'wildcard_shared', null],
  ['https://*.com.cn', 'wildcard_shared', null],
  ['https://*.workers.dev', 'wildcard_shared', null],
  ['https://*.pages.dev', 'wildcard_shared', null],
  ['https://*.github.io:8443', 'wildcard_shared', null],
  ['https://*.vercel.app', 'wildcard_shared', null],
  ['https://*.myshopify.com', 'wildcard_shared', null],
  ['*.shop.example', 'scheme', 'https://*.shop.example'],
  ['*.pages.dev', 'scheme', null],
  ['https://*.shop.example/', 'slash', 'https://*.shop.example'],
  ['https://*.shop.example/cart', 'path', 'https://*.shop.example'],
  ['https://*.Shop.example', 'case', 'https://*.shop.example'],
  ['https://*.shop.example:443', 'port', 'https://*.shop.example'],
  ['https://*.bücher.example', 'other', 'https://*.xn--bcher-kva.example'],
  ['https://me@*.shop.example', 'wildcard', null],
  [' https://*.shop.example', 'spaces', null],
  ['https://*.shop.example\n', 'spaces', null],
  ['ftp://*.shop.example', 'not_web', null],
])('%j may not: %s', ([wildcard, reason, meant]) => {
  expect(originFault(wildcard)).toEqual({ reason, meant })
  expect(whyNotOrigin(wildcard)).toMatch(/\.$|\?$/)
  expect(readSettings({ allowedOrigins: [wildcard] }).problems).toMatchObject([{ path: 'allowedOrigins.0' }])
})

test.for<[string, string, boolean]>([
  ['https://*.shop.example', 'https://de.shop.example', true],
  ['https://*.shop.example', 'https://a.b.c.shop.example', true],
  ['https://*.shop.example', 'https://shop.example', false],
  ['https://*.shop.example', 'https://.shop.example', false],
  ['https://*.shop.example', 'https://a..shop.example', false],
  ['https://*.shop.example', 'https://*.shop.example', false],
  ['https://*.shop.example', 'https://evilshop.example', false],
  ['https://*.shop.example', 'https://de.shop.example.evil.example', false],
  ['https://*.shop.example', 'https://de.shop.example.', false],
  ['https://*.shop.example', 'http://de.shop.example', false],
  ['https://*.shop.example', 'https://de.shop.example:8443', false],
  ['https://*.shop.example', 'https://de.shop.example:443', false],
  ['https://*.shop.example', 'https://DE.shop.example', false],
  ['https://*.shop.example', 'https://evil.example/.shop.example', false],
  ['https://*.shop.example', 'https://evil.example?.shop.example', false],
  ['https://*.shop.example', 'https://evil.example#.shop.example', false],
  ['https://*.shop.example', 'https://evil.example\\.shop.example', false],
  ['https://*.shop.example', 'https://me@evil.shop.example', false],
  ['https://*.shop.example', 'https://a\n.shop.example', false],
  ['https://*.shop.example', 'null', false],
  ['https://*.shop.example:8443', 'https://de.shop.example:8443', true],
  ['https://*.shop.example:8443', 'https://de.shop.example', false],
  ['http://*.shop.test', 'http://de.shop.test', true],
  ['https://*.xn--bcher-kva.example', 'https://de.xn--bcher-kva.example', true],
  ['https://shop.example', 'https://shop.example', true],
  ['https://shop.example', 'https://de.shop.example', false],
])('%s covers %j: %j', ([entry, origin, has]) => {
  expect(allows(['https://other.example', entry], origin)).toBe(has)
})

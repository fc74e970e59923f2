import { expect, test } from 'vitest'
import { linkAddress } from '../../../widget/markdown/link-address.ts'

const HERE = { base: 'https://shop.example/books/one?from=mail#top', own: 'https://shop.example' }

test.for([
  ['https://a.example/b?c=d#e', 'https://a.example/b?c=d#e', 'a.example'],
  ['HTTP://a.example', 'HTTP://a.example', 'a.example'],
  ['mailto:a@b.example', 'mailto:a@b.example', 'a@b.example'],
  ['mailto:a@b.example?bcc=c@d.example&body=hi', 'mailto:a@b.example', 'a@b.example'],
  [' https://a.example/b c', 'https://a.example/b%20c', 'a.example'],
  ['https://a.example/%C3%A9é', 'https://a.example/%C3%A9%C3%A9', 'a.example'],
  ['ht\ttps://a.example', 'https://a.example', 'a.example'],
  ['https://good.example@thief.example/', 'https://good.example@thief.example/', 'thief.example'],
  ['https://thief.example/\u202Egpj.exe', 'https://thief.example/gpj.exe', 'thief.example'],
  ['tel:+49-30-123456', 'tel:+49-30-123456', '+49-30-123456'],
  ['TEL:110;ext=2', 'tel:110;ext=2', '110;ext=2'],
  ['sms:+4930123456?body=hi', 'sms:+4930123456', '+4930123456'],
] as const)('%s leads to %s, and says %s', ([written, href, host]) => {
  expect(linkAddress(written)).toEqual({ href, host, isOwn: false })
  expect(linkAddress(written, HERE)).toEqual({ href, host, isOwn: false })
})

test.for([
  ['/evenings', 'https://shop.example/evenings'],
  ['evenings', 'https://shop.example/books/evenings'],
  ['../evenings', 'https://shop.example/evenings'],
  ['?page=2', 'https://shop.example/books/one?page=2'],
  ['#visit', 'https://shop.example/books/one?from=mail#visit'],
  ['/a b/é', 'https://shop.example/a%20b/%C3%A9'],
  ['//shop.example/x', 'https://shop.example/x'],
  ['https://shop.example/x', 'https://shop.example/x'],
  ['/javascript:alert(1)', 'https://shop.example/javascript:alert(1)'],
  ['./javascript:alert(1)', 'https://shop.example/books/javascript:alert(1)'],
] as const)('on a page of its own, %s leads to %s', ([written, href]) => {
  expect(linkAddress(written, HERE)).toEqual({ href, host: 'shop.example', isOwn: true })
})

test.for([
  ['//thief.example/x', 'https://thief.example/x', 'thief.example'],
  ['http://shop.example/x', 'http://shop.example/x', 'shop.example'],
  ['https://shop.example@thief.example/', 'https://shop.example@thief.example/', 'thief.example'],
  ['https://shop.example:8443/', 'https://shop.example:8443/', 'shop.example:8443'],
] as const)('%s is not the page’s own: it leads to %s and says %s', ([written, href, host]) => {
  expect(linkAddress(written, HERE)).toEqual({ href, host, isOwn: false })
})

test('without a known page, a relative address leads nowhere', () => {
  expect(['/evenings', 'evenings', '#visit', '?x', '//a.example'].map((written) => linkAddress(written))).toEqual(
    Array.from({ length: 5 }, () => undefined),
  )
})

test('a host that only looks like another one is shown in its ASCII form', () => {
  expect(linkAddress('https://аррӏе.com/')?.host).toBe('xn--80ak6aa92e.com')
})

test.for([
  '',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'JAVASCRIPT:alert(1)',
  '\u00a0javascript:alert(1)',
  'java\u202escript:alert(1)',
  'blob:https://shop.example/1',
  'file:///etc/passwd',
  'intent://scan/#Intent;end',
  'whatsapp://send?text=x',
  'x:y',
  'tel:',
  'tel:javascript:alert(1)',
  'tel:*21*0900123%23',
  'tel:*21*0900123#',
  'sms:?body=hi',
  'ftp://a.example',
  'https:a.example',
  'https://',
  'https://a b.example',
  'x-https://a.example',
  'https://\ud800.example',
])('%j is not a link', (written) => {
  expect(linkAddress(written)).toBeUndefined()
  expect(linkAddress(written, HERE)).toBeUndefined()
})

import { expect, test } from 'vitest'
import { linkAddress } from '../../../widget/markdown/link-address.ts'

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
] as const)('%s leads to %s, and says %s', ([written, href, host]) => {
  expect(linkAddress(written)).toEqual({ href, host })
})

test('a host that only looks like another one is told in its ASCII form', () => {
  expect(linkAddress('https://аррӏе.com/')?.host).toBe('xn--80ak6aa92e.com')
})

test.for([
  '',
  'words',
  '/path',
  '//a.example',
  '#fragment',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'ftp://a.example',
  'https:a.example',
  'https://',
  'https://a b.example',
  'x-https://a.example',
  'https://\ud800.example',
])('%j is no link', (written) => {
  expect(linkAddress(written)).toBeUndefined()
})

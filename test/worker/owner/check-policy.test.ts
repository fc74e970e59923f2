/** Content Security Policies, as CSP3 reads them: what lets the chat work, and what the policy would have to say. */
import { describe, expect, test } from 'vitest'
import { blockedBy, matches, type Needs } from '../../../worker/owner/check/check-policy.ts'

const PAGE = new URL('https://shop.example/about')
const NEEDS: Needs = {
  scripts: ['https://chat.example/inglenook.js', 'https://chat.example/inglenook/panel.js'],
  isParsed: true,
  nonce: '',
  integrity: '',
  requests: ['https://chat.example/v1/turns'],
  pictures: [],
  frames: [],
  trusted: [],
}
const told = (policy: string | string[], needs: Partial<Needs> = {}, page = PAGE) =>
  blockedBy([policy].flat(), page, { ...NEEDS, ...needs }).map(({ reason, detail }) => `${reason}: ${detail}`)

test.for([
  '',
  "frame-ancestors 'none'",
  "default-src 'none'; script-src https://chat.example; connect-src https://chat.example; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'default-src https:',
  'default-src *',
  'Default-Src CHAT.example',
  'default-src *.example',
  'script-src https://chat.example/inglenook.js https://chat.example/inglenook/; connect-src https://chat.example/v1/',
  "script-src 'none'; script-src-elem https://chat.example:443",
  'script-src chat.example; script-src https://other.example',
  'default-src http://chat.example:80',
  'default-src https://chat.example:*',
])('allows the chat: %s', (policy) => {
  expect(told(policy)).toEqual([])
})

test.for([
  [
    "default-src 'self'",
    "script_blocked: script-src 'self' https://chat.example",
    "requests_blocked: connect-src 'self' https://chat.example",
  ],
  [
    "default-src 'none'",
    'script_blocked: script-src https://chat.example',
    'requests_blocked: connect-src https://chat.example',
  ],
  ["script-src 'self' cdn.example", "script_blocked: script-src 'self' cdn.example https://chat.example"],
  ["script-src chat.example; script-src-elem 'self'", "script_blocked: script-src-elem 'self' https://chat.example"],
  ["connect-src 'none'", 'requests_blocked: connect-src https://chat.example'],
  // The loader alone is not enough.
  [
    'script-src https://chat.example/inglenook.js',
    'script_blocked: script-src https://chat.example/inglenook.js https://chat.example',
  ],
  ['script-src https://chat.example:8443', 'script_blocked: script-src https://chat.example:8443 https://chat.example'],
  ['script-src *.chat.example', 'script_blocked: script-src *.chat.example https://chat.example'],
  ['script-src wss:', 'script_blocked: script-src wss: https://chat.example'],
] as const)('blocks it: %s', ([policy, ...expected]) => {
  expect(told(policy)).toEqual(expected)
})

test('all policies of a page apply together', () => {
  expect(told(['default-src *', "script-src 'self'", 'connect-src chat.example'])).toEqual([
    "script_blocked: script-src 'self' https://chat.example",
  ])
})

describe('nonces, hashes and strict-dynamic', () => {
  const strict = "script-src 'nonce-r4nd' 'strict-dynamic' https: 'unsafe-inline'"
  const hash = 'sha384-abc'

  test('the tag’s nonce is enough for the loader and its imports', () => {
    expect(told(strict, { nonce: 'r4nd' })).toEqual([])
    expect(told("script-src 'self' 'nonce-r4nd'", { nonce: 'r4nd' })).toEqual([])
  })
  test('without the nonce, or with another one, the tag is reported', () => {
    expect(told(strict)).toEqual(['nonce_missing: '])
    expect(told(strict, { nonce: 'R4ND' })).toEqual(['nonce_missing: '])
    expect(told("script-src 'self' 'nonce-r4nd'")).toEqual(['nonce_missing: '])
  })
  test('a host that is named beside the nonce is enough, unless strict-dynamic overrides it', () => {
    expect(told("script-src 'nonce-r4nd' https://chat.example")).toEqual([])
    expect(told("script-src 'nonce-r4nd' 'strict-dynamic' https://chat.example")).toEqual(['nonce_missing: '])
  })
  test('a script that the page’s own script adds needs no nonce under strict-dynamic', () => {
    expect(told(strict, { isParsed: false })).toEqual([])
    expect(told("script-src 'nonce-r4nd'", { isParsed: false })).toEqual(['nonce_missing: '])
  })
  test('the hash of the tag’s integrity allows its imports only under strict-dynamic', () => {
    expect(told(`script-src '${hash}' 'strict-dynamic'`, { integrity: hash })).toEqual([])
    expect(told(`script-src '${hash}'`, { integrity: hash })).toHaveLength(1)
  })
  test('the nonce of default-src does not apply to requests', () => {
    expect(told("default-src 'self' 'nonce-r4nd'", { nonce: 'r4nd' })).toEqual([
      "requests_blocked: connect-src 'self' https://chat.example",
    ])
  })
})

test('pictures are checked if the site shows any', () => {
  const pictures = ['https://images.example/']
  expect(told("img-src 'self'", { pictures })).toEqual(["pictures_blocked: img-src 'self' https://images.example"])
  expect(told("img-src 'self'")).toEqual([])
  expect(told('img-src https:', { pictures })).toEqual([])
})

test('Turnstile is checked if the site has the bot check on: its script, its frame, our Trusted Types policy', () => {
  const script = 'https://challenges.cloudflare.com/turnstile/v0/api.js'
  const needs = { scripts: [...NEEDS.scripts, script], frames: [script], trusted: ['inglenook'] }
  const connect = 'connect-src https://chat.example'
  expect(told(`default-src 'none'; script-src https://chat.example; ${connect}`, needs)).toEqual([
    'script_blocked: script-src https://chat.example https://challenges.cloudflare.com',
    'frames_blocked: frame-src https://challenges.cloudflare.com',
  ])
  const scripts = 'script-src https://chat.example https://challenges.cloudflare.com'
  expect(told(`${scripts}; child-src 'self'`, needs)).toEqual([
    "frames_blocked: frame-src 'self' https://challenges.cloudflare.com",
  ])
  // The script is made by ours, which has the tag's nonce.
  expect(told("script-src 'nonce-r4nd' 'strict-dynamic'", { ...needs, nonce: 'r4nd' })).toEqual([])
  const types = (names: string) => told(`require-trusted-types-for 'script'; trusted-types ${names}`, needs)
  expect(types("'none'")).toEqual(['types_blocked: trusted-types inglenook'])
  expect(types('dompurify')).toEqual(['types_blocked: trusted-types dompurify inglenook'])
  for (const names of ['inglenook', '*', 'dompurify inglenook']) expect(types(names)).toEqual([])
  expect(told("require-trusted-types-for 'script'", needs)).toEqual([])
  expect(told("trusted-types 'none'", needs)).toEqual([])
  expect(told("require-trusted-types-for 'script'; trusted-types 'none'")).toEqual([])
})

test.for([
  ["'self'", 'https://shop.example/x', true],
  ["'self'", 'https://www.shop.example/x', false],
  ['*', 'data:x', false],
  ['data:', 'data:x', true],
  ['chat.example', 'http://chat.example/', false],
  ['http:', 'https://chat.example/', true],
  ['https:', 'http://chat.example/', false],
  ['*.example', 'https://example/', false],
  ['chat.example/a', 'https://chat.example/A', false],
  ['chat.example/a/', 'https://chat.example/a/b', true],
  ['chat.example/a', 'https://chat.example/a/b', false],
  ["'unsafe-inline'", 'https://chat.example/', false],
  ['localhost:8787', 'https://localhost:8787/', true],
] as const)('%s, %s: %s', ([source, address, expected]) => {
  expect(matches(source, new URL(address), PAGE)).toBe(expected)
})

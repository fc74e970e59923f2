import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { differing } from '../../protocol/differing.ts'
import { whyNotOrigin } from '../../protocol/origin-fault.ts'
import { isOrigin } from '../../protocol/origin.ts'
import { readSettings, readWhatFits } from '../../protocol/read-settings.ts'
import { SETTINGS_BYTES } from '../../protocol/sizes.ts'
import { fieldsOf } from '../../protocol/setting-fields.ts'
import { settingsSchema } from '../../protocol/site.ts'

const defaults = v.parse(settingsSchema(), {})
const problems = (json: string) => readSettings(JSON.parse(json)).problems ?? []

test('settings that are left out have their defaults, and only differences are stored', () => {
  const { settings } = readSettings({ name: 'Ada', topP: 0.5, temperature: 0.6 })
  expect(settings).toEqual({ ...defaults, name: 'Ada', topP: 0.5 })
  expect(differing(settings ?? defaults)).toEqual({ name: 'Ada', topP: 0.5 })
  expect(differing(defaults)).toEqual({})
})

describe('every problem is reported at once', () => {
  test('names that are not settings, all of them', () => {
    expect(problems('{"a": 1, "toString": 2, "version": 3, "paused": true, "hasOwnProperty": 4}')).toEqual(
      ['a', 'toString', 'version', 'paused', 'hasOwnProperty'].map((path) =>
        expect.objectContaining({ path, kind: 'unknown' }),
      ),
    )
  })

  test('forbidden names of objects anywhere, without side effects', () => {
    const found = problems(
      '{"__proto__": {"isOwner": 1}, "prototype": [], "avatar": [{"constructor": {"__proto__": 1}}]}',
    )
    expect(found.filter(({ kind }) => kind === 'forbidden').map(({ path }) => path)).toEqual([
      '__proto__',
      'prototype',
      'avatar.0.constructor',
      'avatar.0.constructor.__proto__',
    ])
    expect(Reflect.get({}, 'isOwner')).toBeUndefined()
  })

  test('settings that are not an object', () => {
    for (const json of ['null', '[]', '"name"', '7']) expect(problems(json)).toMatchObject([{ path: '', kind: 'type' }])
  })

  test('bodies made to be slow, or to be repeated at length, are neither', () => {
    const since = performance.now()
    const deep = problems(`{"name":${'['.repeat(60_000)}${']'.repeat(60_000)}}`)
    const wide = problems(`{"stop":[${'1,'.repeat(60_000)}1]}`)
    const many = problems(`{${Array.from({ length: 10_000 }, (_, n) => `"${n}":1`).join()}}`)
    const long = problems(`{"${'x'.repeat(100_000)}":1,"position":"${'y'.repeat(20_000)}"}`)
    // What is slow here takes minutes; what is not, a tenth of a second.
    expect(performance.now() - since).toBeLessThan(10_000)
    expect(deep).toHaveLength(1)
    for (const each of [wide, many, long]) expect(JSON.stringify(each).length).toBeLessThan(32_000)
    expect(long).toHaveLength(2)
  })
})

test('of settings from another release, what is valid is kept', () => {
  expect(readWhatFits({ name: 'Ada', temperature: 9, gone: true, stop: ['x'] })).toEqual({
    ...defaults,
    name: 'Ada',
    stop: ['x'],
  })
  for (const nothing of [null, [], 'x']) expect(readWhatFits(nothing)).toEqual(defaults)
})

test('the largest possible settings fit the body limit, with every character escaped', () => {
  const escaped = (longest: number | null) => String.raw`\u0000`.repeat(longest ?? 5)
  const largest = fieldsOf(settingsSchema().entries).map(({ name, longest, mostEntries }) =>
    mostEntries === null
      ? `"${name}":"${escaped(longest)}"`
      : `"${name}":[${Array.from({ length: mostEntries }, () => (longest === null ? `"${'x'.repeat(267)}"` : `"${escaped(longest)}"`)).join()}]`,
  )
  expect(largest.join().length).toBeGreaterThan(64 * 1024)
  expect(largest.join().length).toBeLessThan(SETTINGS_BYTES - 4096)
})

test.for<[string, RegExp]>([
  ['', /missing/],
  ['null', /files/],
  ['*', /whole first label/],
  ['shop.example', /scheme.*https:\/\/shop\.example\?/],
  ['localhost:3000', /scheme/],
  ['https://shop.example/', /slash.*https:\/\/shop\.example\?/],
  ['https://shop.example/checkout', /path.*https:\/\/shop\.example\?/],
  ['https://shop.example?a', /path/],
  ['https://Shop.example', /lower case.*https:\/\/shop\.example\?/],
  ['https://shop.example:443', /port.*https:\/\/shop\.example\?/],
  ['http://shop.example:80', /port.*http:\/\/shop\.example\?/],
  ['https://me:secret@shop.example', /password/],
  ['ftp://shop.example', /http and https/],
  ['https://shop.example https://other.example', /spaces/],
  ['https://shop.example\n', /spaces/],
  ['https://', /not an address/],
  ['https://bücher.example', /https:\/\/xn--bcher-kva\.example\?/],
  [`https://${'x'.repeat(260)}.example`, /not what a browser sends/],
])('%j is refused for a reason', ([value, reason]) => {
  expect(isOrigin(value)).toBe(false)
  expect(whyNotOrigin(value)).toMatch(reason)
})

test('no origin is refused without a reason', () => {
  for (const origin of ['https://shop.example', 'http://localhost:8788', 'https://[::1]:8443']) {
    expect(whyNotOrigin(origin)).toBeNull()
  }
})

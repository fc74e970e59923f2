/** What a tag says of the launcher, so that it looks right before anything is fetched. */
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { settingsSchema } from '../../protocol/site.ts'
import { looksInTag, looksMissed, needAnotherTag, plainTag, type Looks } from '../../protocol/tag-looks.ts'

const USUAL: Looks = v.parse(settingsSchema(), {})

test('a site with the default looks has the shortest tag', () => {
  expect(looksInTag(USUAL)).toEqual([])
  expect(plainTag('https://chat.example', 'acme', USUAL)).toBe(
    '<script async src="https://chat.example/inglenook.js" data-site="acme"></script>',
  )
})

test('a tag is out of date when one of its values changes, and not when anything else does', () => {
  expect(needAnotherTag(USUAL, { ...USUAL })).toBe(false)
  for (const change of [
    { accent: '#000000' },
    { position: 'left' },
    { offsetX: 0 },
    { offsetY: 21 },
    { zIndex: 5 },
  ] as const)
    expect([change, needAnotherTag(USUAL, { ...USUAL, ...change })]).toEqual([change, true])
})

test('a tag lacks what the site has and the tag does not, or has differently; the notation makes no difference', () => {
  const looks: Looks = { ...USUAL, accent: '#AABBCC', offsetY: 96 }
  expect(looksMissed(looks, {})).toEqual(['data-accent', 'data-offset-y'])
  expect(looksMissed(looks, { accent: '#aabbcc', 'offset-y': '96px', position: 'bottom-right' })).toEqual([])
  expect(looksMissed(USUAL, { 'z-index': '5' })).toEqual(['data-z-index'])
})

import * as v from 'valibot'
import { expect, test } from 'vitest'
import { factsAt } from '../../../console/privacy/place-facts.ts'
import { PLACES } from '../../../console/privacy/place-words.ts'
import { language } from '../../../console/words/language.ts'
import { settingsSchema, type Settings } from '../../../protocol/site.ts'

const given = (settings: Partial<Settings>) => v.parse(settingsSchema(), settings)
const counts = (settings: Partial<Settings>) =>
  Object.fromEntries(
    PLACES.map((place) => [place, factsAt(place, given(settings)).length]).filter(([, count]) => count !== 0),
  )

test('a fresh site adds nothing to any place', () => {
  expect(counts({})).toEqual({})
})

test.for<[Partial<Settings>, object]>([
  [{ pageContext: 'on' }, { session: 1, provider: 1 }],
  [{ summary: 'on' }, { session: 1 }],
  [{ imageHosts: ['a.example', 'b.example'] }, { browser: 1 }],
  [{ botCheck: 'turnstile' }, { browser: 1 }],
  [{ identity: 'required' }, { browser: 1 }],
  [{ maskPersonalData: 'on' }, { provider: 1 }],
])('%j adds to %j', ([settings, places]) => {
  expect(counts(settings)).toEqual(places)
})

test('hosts are named in both languages', () => {
  for (const each of ['zh-CN', 'en'] as const) {
    language.value = each
    expect(factsAt('browser', given({ imageHosts: ['a.example', 'b.example'] })).join()).toContain(
      'a.example, b.example',
    )
  }
})

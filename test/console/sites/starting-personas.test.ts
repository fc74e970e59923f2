import { describe, expect, test } from 'vitest'
import { STARTING_PERSONAS, startingSettings } from '../../../console/sites/starting-personas.ts'
import { readSettings } from '../../../protocol/read-settings.ts'

describe.for(['en', 'zh-CN'] as const)('in %s', (language) => {
  test.for(STARTING_PERSONAS)('%s is valid as it is, and sets every setting', (persona) => {
    const settings = startingSettings(persona, language)
    expect(readSettings(settings)).toEqual({ settings })
    expect(settings.name).not.toBe('')
    expect(settings.allowedOrigins).toEqual([])
  })

  test.for(STARTING_PERSONAS.filter((one) => one !== 'empty'))(
    '%s has instructions, a greeting and three starter prompts',
    (persona) => {
      const { instructions, greeting, starterPrompts } = startingSettings(persona, language)
      expect([instructions, greeting, ...starterPrompts].filter((text) => text === '')).toEqual([])
      expect(starterPrompts).toHaveLength(3)
    },
  )
})

test('百晓生 is the same in both languages, and the others are not', () => {
  const same = STARTING_PERSONAS.filter(
    (one) => JSON.stringify(startingSettings(one, 'en')) === JSON.stringify(startingSettings(one, 'zh-CN')),
  )
  expect(same).toEqual(['baixiaosheng'])
  expect(startingSettings('baixiaosheng', 'en')).toMatchObject({
    instructions: '你是一个上知天文下知地理的百晓生',
    temperature: 0.6,
  })
})

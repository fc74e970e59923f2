/** What stands beside the fields of the form, in the owner's language. */
import { expect, test } from 'vitest'
import { chineseFields, fieldHelp, fieldTitle } from '../../../console/persona/form/field-words.ts'
import { speak } from '../../../console/words/language.ts'
import { fieldsOf } from '../../../protocol/setting-fields.ts'
import { settingsSchema } from '../../../protocol/site.ts'

const fields = fieldsOf(settingsSchema().entries)

test('every setting has a Chinese name, and nothing else has one', () => {
  expect(Object.keys(chineseFields).toSorted()).toEqual(fields.map(({ name }) => name).toSorted())
  for (const { title, description } of Object.values(chineseFields)) {
    expect(title).not.toBe('')
    expect(description).toMatch(/。$/)
  }
})

test('a setting without Chinese words is shown in English', () => {
  const [first] = fields
  if (!first) throw new Error('there is no setting')
  speak('zh-CN')
  expect(fieldTitle(first)).toBe('名称')
  expect(fieldTitle({ ...first, name: 'no-such-setting', title: 'Mood' })).toBe('Mood')
  expect(fieldHelp({ ...first, name: 'no-such-setting', description: 'How it feels.' })).toBe('How it feels.')
  speak('en')
  expect(fieldTitle(first)).toBe('Name')
})

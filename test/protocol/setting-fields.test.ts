/** A setting is written once: everything that speaks of settings is derived from it. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { settingsJsonSchema } from '../../build/schema.ts'
import { settingsTable } from '../../build/docs/settings-table.ts'
import { groupsOf } from '../../console/persona/form/groups.ts'
import { fieldsOf } from '../../protocol/setting-fields.ts'
import { SETTING_GROUPS } from '../../protocol/settings/setting.ts'
import { keptEntries, seen, settingsSchema, shownEntries, siteSchema } from '../../protocol/site.ts'

const fields = fieldsOf(settingsSchema().entries)
const fieldNamed = (name: string) => fields.find((field) => field.name === name)

test('every setting has a title, a description, a group and a control', () => {
  expect(fields.map(({ name }) => name)).toEqual(Object.keys(settingsSchema().entries))
  for (const [name, { wrapped }] of Object.entries(settingsSchema().entries)) {
    expect([name, SETTING_GROUPS]).toEqual([name, expect.arrayContaining([v.getMetadata(wrapped)['group']])])
    expect(fieldNamed(name)?.description).toMatch(/\.$/)
  }
})

test('limits, choices and defaults match the schema', () => {
  expect(fieldNamed('name')).toMatchObject({
    control: 'text',
    shortest: 1,
    longest: 60,
    default: '百晓生',
    group: 'who',
  })
  expect(fieldNamed('instructions')).toMatchObject({ control: 'lines', longest: 8000, shortest: null })
  expect(fieldNamed('temperature')).toMatchObject({
    control: 'number',
    least: 0,
    most: 2,
    default: 0.6,
    isOptional: false,
  })
  expect(fieldNamed('maxTokens')).toMatchObject({ control: 'whole', least: 1, most: 100_000 })
  expect(fieldNamed('topP')).toMatchObject({ control: 'number', isOptional: true, default: undefined })
  expect(fieldNamed('position')).toMatchObject({ control: 'choice', choices: shownEntries().position.wrapped.options })
  expect(fieldNamed('accent')).toMatchObject({ control: 'colour', default: '#b4441f' })
  expect(fieldNamed('starterPrompts')).toMatchObject({ control: 'list', mostEntries: 6, shortest: 1, longest: 120 })
  expect(fieldNamed('allowedOrigins')).toMatchObject({ control: 'list', mostEntries: 100, longest: null, default: [] })
  expect(fieldsOf({ paused: siteSchema().entries.paused })).toMatchObject([{ control: 'switch', default: false }])
})

const mood = v.optional(
  v.pipe(
    v.picklist(['calm', 'keen']),
    v.title('Mood'),
    v.description('How it feels | today.'),
    v.metadata({ group: 'who' }),
  ),
  'calm',
)

test('a new setting is in the form, the JSON Schema and the docs, and visible to visitors if it is marked', () => {
  const added = { ...settingsSchema().entries, mood }
  expect(fieldsOf(added).at(-1)).toMatchObject({
    name: 'mood',
    group: 'who',
    title: 'Mood',
    control: 'choice',
    choices: ['calm', 'keen'],
    default: 'calm',
  })
  const [who] = groupsOf(fieldsOf(added))
  expect(who?.fields.map(({ name }) => name)).toContain('mood')
  expect(settingsJsonSchema(added)).toMatchObject({
    additionalProperties: false,
    properties: { mood: { enum: ['calm', 'keen'], default: 'calm', title: 'Mood' } },
  })
  const line = String.raw`| ${'`mood`'} | **Mood.** How it feels \| today. | ${'`calm`, `keen`'} | ${'`"calm"`'} |`
  expect(settingsTable({ ...shownEntries(), mood }, keptEntries())).toContain(`${line} yes |`)
  expect(settingsTable(shownEntries(), { ...keptEntries(), mood })).toContain(`${line} no |`)
  const site = { ...v.parse(siteSchema(), {}), mood: 'keen' }
  expect(seen(site, { ...shownEntries(), mood })).toMatchObject({ mood: 'keen' })
  expect(seen(site, shownEntries())).not.toHaveProperty('mood')
})

test('a kind of setting without a known control is noticed', () => {
  expect(() => fieldsOf({ since: v.pipe(v.date(), v.title('Since')) })).toThrow('since')
})

test('the JSON Schema requires nothing, and allows what a file has besides settings', () => {
  const schema = settingsJsonSchema(settingsSchema().entries)
  expect(schema).toMatchObject({ properties: { $schema: { type: 'string' }, version: { type: 'integer' } } })
  expect(schema).not.toHaveProperty(['required', 0])
})

test('docs/settings.md is what `npm run docs:settings` writes', () => {
  const file = path.join(import.meta.dirname, '../../docs/settings.md')
  expect(readFileSync(file, 'utf8')).toBe(settingsTable(shownEntries(), keptEntries()))
})

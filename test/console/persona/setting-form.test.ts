/** What stands in the form, as a file, and what is different between two of them. */
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { changesBetween, folded, piecesBetween } from '../../../console/persona/difference.ts'
import { groupsOf } from '../../../console/persona/form/groups.ts'
import { keptIn } from '../../../console/persona/form/kept.ts'
import { readSettingsFile, settingsFile } from '../../../console/persona/settings-file.ts'
import { settingsIn, writtenOf } from '../../../console/persona/form/written.ts'
import { readSettings } from '../../../protocol/read-settings.ts'
import { fieldsOf } from '../../../protocol/setting-fields.ts'
import { SETTING_GROUPS } from '../../../protocol/settings/setting.ts'
import { settingsSchema } from '../../../protocol/site.ts'

const fields = fieldsOf(settingsSchema().entries)
const defaults = v.parse(settingsSchema(), {})
/** 8,000 UTF-16 code units of many scripts, with every kind of line end. */
const LONG = `问\r\n🦊‮ שלום\rनमस्ते\n\u2028${'字🜁é'.repeat(2000)}`.slice(0, 8000).replace(/[\ud800-\udbff]$/, 'x')

test('settings come back from the form exactly as they went in', () => {
  const settings = { ...defaults, instructions: LONG, stop: ['\r\n', '。'], topP: 0.1, seed: -5, greeting: '' }
  expect(LONG).toHaveLength(8000)
  expect(readSettings(settingsIn(fields, writtenOf(fields, settings))).settings).toEqual(settings)
  expect(readSettings(settingsIn(fields, writtenOf(fields, defaults))).settings).toEqual(defaults)
  expect(readSettingsFile(settingsFile(settings, 3, 'https://chat.example')).settings).toEqual(settings)
})

test('an invalid number is a problem of its field; an empty one is not set', () => {
  const written = { ...writtenOf(fields, defaults), temperature: '1,5', maxTokens: '1.5', topP: ' ', seed: '0x10' }
  const { problems } = readSettings(settingsIn(fields, written))
  expect(problems?.map(({ path, kind }) => [path, kind])).toEqual([
    ['temperature', 'type'],
    ['maxTokens', expect.any(String)],
    ['seed', 'type'],
  ])
  expect(settingsIn(fields, { ...written, temperature: '' })).not.toHaveProperty('temperature')
})

test('the form has every group and every field', () => {
  const groups = groupsOf(fields)
  expect(groups.map(({ group }) => group)).toEqual([...SETTING_GROUPS])
  expect(groups.flatMap(({ fields }) => fields)).toHaveLength(fields.length)
})

test.for([
  ['{"__proto__": {"name": "x"}}', '__proto__', 'forbidden'],
  ['{"starterPrompts": [{"constructor": 1}]}', 'starterPrompts.0.constructor', 'forbidden'],
  ['{"nmae": "Ada"}', 'nmae', 'unknown'],
  ['{"paused": true}', 'paused', 'unknown'],
  ['{"temperature": 3}', 'temperature', 'range'],
  ['[]', '', 'type'],
  ['{"name": ', '', 'type'],
] as const)('an import of %s is refused: %s is %s', ([text, path, kind]) => {
  const { settings, problems } = readSettingsFile(text)
  expect(settings).toBeUndefined()
  expect(problems).toContainEqual(expect.objectContaining({ path, kind }))
})

test('a file with a byte order mark, $schema and version can be read', () => {
  expect(readSettingsFile('\ufeff{"$schema": "x", "version": 2, "name": "Ada"}').settings).toEqual({
    ...defaults,
    name: 'Ada',
  })
})

test('a difference is the old text without what was added, or the new text without what was removed', () => {
  const pairs = [
    ['你是百晓生。', '你是一个百晓生！'],
    ['One line.\nAnother line.\n', 'One line.\nAn entirely other line.\nA third.'],
    ['', 'new'],
    ['old', ''],
    ['a\r\nb', 'a\nb'],
    [LONG, `${LONG.slice(0, 4000)}🦊${LONG.slice(4000)}`],
    ['a '.repeat(3000), 'b '.repeat(3000)],
  ] as const
  for (const [before, after] of pairs) {
    const pieces = piecesBetween(before, after)
    const without = (kind: string) => pieces.flatMap((one) => (one.kind === kind ? [] : [one.text])).join('')
    expect(without('added')).toBe(before)
    expect(without('removed')).toBe(after)
  }
  expect(piecesBetween('You sell old books.', 'You sell new books.')).toEqual([
    { kind: 'same', text: 'You sell ' },
    { kind: 'removed', text: 'old' },
    { kind: 'added', text: 'new' },
    { kind: 'same', text: ' books.' },
  ])
  const changed = changesBetween(fields, defaults, { ...defaults, stop: ['x'], name: 'Ada' })
  expect(changed.map(({ field }) => field.name)).toEqual(['name', 'stop'])
})

test('a long text is folded between words, or between the characters of a script without spaces', () => {
  const text = `You greet people who come back. ${'Say something nice to them. '.repeat(20)}You tell them not to worry.`
  const parts = folded(text, 20)
  expect(parts).toMatchObject({ head: 'You greet people who', tail: ' them not to worry.' })
  expect(parts?.left).toBe(text.length - 20 - 19)
  expect(folded('字'.repeat(100), 20)).toEqual({ head: '字'.repeat(20), left: 60, tail: '字'.repeat(20) })
  expect(folded('x'.repeat(100), 20)).toEqual({ head: 'x'.repeat(20), left: 60, tail: 'x'.repeat(20) })
  expect(folded('A short text.', 20)).toBeNull()
})

test('what a browser stored is validated, and refused storage stores nothing', () => {
  const stored = new Map<string, string>()
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
    removeItem: (key: string) => void stored.delete(key),
  }
  const keep = keptIn(() => storage, 'demo')
  const put = (text: string) => stored.set('inglenook-console:draft:demo', text)
  expect(keep.read()).toBeNull()
  put('{"written": {"name": "Ada", "topP": 1, "stop": ["x"]}, "revision": 2}')
  expect(keep.read()).toEqual({ written: { name: 'Ada', stop: ['x'] }, revision: 2, base: null })
  put('{"written": 1}')
  expect(keep.read()).toBeNull()
  const kept = { written: { name: 'Bo' }, revision: 1, base: { written: { name: 'Ada' }, version: 3 } }
  expect(keep.write(kept)).toBe(true)
  expect(keep.read()).toEqual(kept)
  put('{"written": {}, "revision": 2, "base": {"written": [], "version": "3"}}')
  expect(keep.read()).toEqual({ written: {}, revision: 2, base: null })
  keep.forget()
  expect(keep.read()).toBeNull()
  const refused = keptIn(() => {
    throw new DOMException('refused', 'SecurityError')
  }, 'demo')
  expect(refused.read()).toBeNull()
  expect(refused.write({ written: {}, revision: 0, base: null })).toBe(false)
})

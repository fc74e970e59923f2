/** Whatever the owner's routes refuse, the console says in a sentence of its own, in both languages. */
import { expect, test } from 'vitest'
import { LANGUAGES, speak, type Language } from '../../../console/words/language.ts'
import { messageFor } from '../../../console/words/refusals.ts'
import { failuresOf } from '../../../protocol/api/failures-of.ts'
import { OWNER } from '../../../protocol/api/owner.ts'
import type { FailureCode } from '../../../protocol/failure.ts'

/** Bugs of the console or the Worker, which an owner cannot fix, and codes that only programs get. */
const NOT_THE_OWNERS: ReadonlySet<FailureCode> = new Set([
  'not_json_type',
  'not_json',
  'invalid_body',
  'internal',
  'invalid_api_key',
])
const codes = [...new Set(Object.values(OWNER).flatMap((address) => failuresOf(address)))].filter(
  (code) => !NOT_THE_OWNERS.has(code),
)

test.for(Object.keys(LANGUAGES) as Language[])('%s', (language) => {
  speak(language)
  expect(codes.length).toBeGreaterThan(15)
  const other = messageFor({ code: 'other' })
  expect(codes.filter((code) => messageFor({ code }) === other)).toEqual([])
  expect(messageFor({ code: 'internal' })).toBe(other)
  expect(new Set(codes.map((code) => messageFor({ code }))).size).toBe(codes.length)
})

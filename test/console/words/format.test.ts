import { afterEach, expect, test } from 'vitest'
import { otherUtcDay } from '../../../console/words/format.ts'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

test('a time on another UTC day shows that day, because lists are filtered by UTC days', () => {
  process.env['TZ'] = 'Asia/Shanghai'
  expect(otherUtcDay('2026-11-29T20:00:00Z')).toMatch(/29/)
  expect(otherUtcDay('2026-11-29T12:00:00Z')).toBeNull()
  process.env['TZ'] = 'America/New_York'
  expect(otherUtcDay('2026-11-30T02:00:00Z')).toMatch(/30/)
  expect(otherUtcDay('2026-11-30T12:00:00Z')).toBeNull()
})

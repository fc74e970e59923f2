/** Marks in instructions; what is filled into them is in `test/worker/persona-variables.test.ts`. */
import { expect, test } from 'vitest'
import { fillMarks } from '../../protocol/persona-marks.ts'

test('marks that are made to be slow are not', () => {
  for (const text of ['{{'.repeat(4000), `{{${' '.repeat(8000)}`, `{{${'a'.repeat(8000)}`, '{{a '.repeat(2000)]) {
    const since = performance.now()
    expect(fillMarks(text, () => 'x')).toBe(text)
    expect(performance.now() - since).toBeLessThan(100)
  }
})

/** Marks in instructions; what is filled into them is in `test/worker/session/context/persona-variables.test.ts`. */
import { expect, test } from 'vitest'
import { fillMarks } from '../../protocol/persona-marks.ts'

/** A hundred times what instructions may have: the square of it takes minutes on any machine, and the length itself no second. */
const LONG = 800_000

test('reading stays fast for marks that are made to be slow', () => {
  const texts = ['{{'.repeat(LONG / 2), `{{${' '.repeat(LONG)}`, `{{${'a'.repeat(LONG)}`, '{{a '.repeat(LONG / 4)]
  for (const text of texts) {
    const since = performance.now()
    expect(fillMarks(text, () => 'x') === text).toBe(true)
    expect(performance.now() - since).toBeLessThan(5000)
  }
})

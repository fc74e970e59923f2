import { expect, test } from 'vitest'
import { fillFigures } from '../../build/docs/fill-figures.ts'

const README = 'A turn costs <!-- figure worker.cpu -->9 ×<!-- / --> and <!-- figure worker.bundle --><!-- / -->.'

test('figures of the report are between their marks, and the marks stay for the next report', () => {
  const figures = { 'worker.cpu': '1.2 ×', 'worker.bundle': '33.5 kB' }
  const filled = fillFigures(README, figures)
  expect(filled).toBe(
    'A turn costs <!-- figure worker.cpu -->1.2 ×<!-- / --> and <!-- figure worker.bundle -->33.5 kB<!-- / -->.',
  )
  expect(fillFigures(filled, figures)).toBe(filled)
})

test('a figure with special replacement characters is written literally', () => {
  expect(fillFigures('<!-- figure price -->1<!-- / -->', { price: '$& $1' })).toBe(
    '<!-- figure price -->$& $1<!-- / -->',
  )
})

test('a mark without a figure in the report is an error, and so is a text without marks', () => {
  expect(() => fillFigures(README, { 'worker.cpu': '1.2 ×' })).toThrow('worker.bundle')
  expect(() => fillFigures('Fast.', {})).toThrow('no figure')
})

import { expect, test } from 'vitest'
import { agreement } from '../../bench/agreement.ts'
import type { Check } from '../../bench/report.ts'
import type { BenchRun } from '../../bench/run.ts'

const runOf = (...checks: Check[]): BenchRun => ({
  date: '2026-11-26 08:00',
  minutes: 18,
  isQuick: false,
  machine: '',
  versions: {},
  sections: [{ name: 'page', title: '', intro: '', tables: [], checks, figures: {} }],
})
const ratio = (measured: number, low: number, high: number, what = 'evaluating'): Check => ({
  what,
  budget: 1.5,
  measured,
  noise: { low, high },
  unit: '×',
})

test.each([
  ['overlap', ratio(1.3, 1.2, 1.4), true],
  ['touch', ratio(1.6, 1.5, 1.7), true],
  ['are above', ratio(1.6, 1.51, 1.7), false],
  ['are below', ratio(1, 0.9, 1.09), false],
  ['lie within', ratio(1.3, 1.29, 1.31), true],
])('two figures agree if the halves of their rounds overlap: these %s', (_, now, isAgreed) => {
  expect(agreement(runOf(now), runOf(ratio(1.3, 1.1, 1.5)))).toMatchObject([{ what: 'evaluating', isAgreed }])
})

test('a figure without rounds, or one that was not measured before, is not compared', () => {
  const size: Check = { what: 'the loader', budget: 2000, measured: 1988, unit: 'B' }
  const earlier = runOf(size, ratio(1.3, 1.2, 1.4))
  expect(agreement(runOf(size, ratio(1, 1, 1, 'something new'), ratio(1, 1, 1)), earlier)).toMatchObject([
    { what: 'evaluating', now: { measured: 1 }, earlier: { measured: 1.3 } },
  ])
})

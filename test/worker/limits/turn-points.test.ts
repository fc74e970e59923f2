/** The data point of an answer, in a dataset that records, in one that fails, and in the runtime's own. */
import { env } from 'cloudflare:test'
import { expect, test, vi } from 'vitest'
import { BLOBS, DOUBLES, UNKNOWN, writePoint } from '../../../worker/limits/turn-points.ts'
import type { LogEntry } from '../../../worker/base/log.ts'
import { talk } from '../support/talking-session.ts'

/** As many blobs, and as many doubles, has a point: https://developers.cloudflare.com/analytics/analytics-engine/limits/ */
const COLUMNS = 20

async function turnLine(): Promise<LogEntry> {
  let line: LogEntry | undefined
  await talk({}, async ({ ask, log }) => {
    await ask('a secret question')
    line = log.find(({ event }) => event === 'turn')
  })
  if (!line) throw new Error('no line')
  return line
}

function recorded(entry: LogEntry): AnalyticsEngineDataPoint[] {
  const points: AnalyticsEngineDataPoint[] = []
  writePoint({ writeDataPoint: (point: AnalyticsEngineDataPoint) => void points.push(point) }, entry)
  return points
}

test('there is one point per turn: numbers and names, and no text, id or session', async () => {
  const line = await turnLine()
  const points = recorded({ ...line, provider: 'default', costMicroUsd: 12 })
  expect(points).toHaveLength(1)
  const [{ indexes, blobs = [], doubles = [] } = {}] = points
  expect(indexes).toEqual(['demo'])
  expect(blobs).toEqual(['complete', '', 'default', 'm', String(line['personaVersion'])])
  expect(doubles[DOUBLES.indexOf('attempt')]).toBe(1)
  expect(doubles[DOUBLES.indexOf('costMicroUsd')]).toBe(12)
  expect(doubles[DOUBLES.indexOf('promptTokens')]).toBe(line['promptTokens'])
  expect(doubles.every(Number.isFinite)).toBe(true)
  const said = JSON.stringify(points)
  for (const word of ['secret question', 'answer to', String(line['turn'])]) expect(said).not.toContain(word)
  expect(BLOBS.length).toBeLessThanOrEqual(COLUMNS)
  expect(DOUBLES.length).toBeLessThanOrEqual(COLUMNS)
})

test('an unknown value is empty, or below zero', () => {
  expect(
    recorded({ event: 'turn', site: 'demo', state: 'failed', code: 'upstream_timeout', costMicroUsd: null }),
  ).toEqual([
    {
      indexes: ['demo'],
      blobs: ['failed', 'upstream_timeout', '', '', ''],
      doubles: DOUBLES.map(() => UNKNOWN),
    },
  ])
})

test.for<[string, unknown]>([
  [
    'a dataset that fails',
    {
      writeDataPoint: () => {
        throw new Error('full')
      },
    },
  ],
  ['something else that is bound as TURNS', 'a text'],
])('%s is a line in the log and does no harm', ([, dataset]) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    writePoint(dataset, { event: 'turn', site: 'demo', request: 'r' })
    expect(log.mock.calls.map(([line]) => JSON.parse(String(line)))).toEqual([
      { event: 'dataset', request: 'r', detail: expect.any(String) },
    ])
  } finally {
    log.mockRestore()
  }
})

test('the runtime’s own dataset accepts it', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    writePoint(Reflect.get(env, 'TURNS'), { ...(await turnLine()), provider: 'default' })
    expect(log).not.toHaveBeenCalled()
  } finally {
    log.mockRestore()
  }
})

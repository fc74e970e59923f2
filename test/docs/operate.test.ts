/** docs/operate.md lists every line of the log with its fields, and every column of the dataset, as the sources write them. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { BLOBS, DOUBLES } from '../../worker/limits/turn-points.ts'
import { NO_TOKENS } from '../../worker/providers/pricing/token-usage.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const PAGE = readFileSync(path.join(ROOT, 'docs/operate.md'), 'utf8')

/** What stands for several fields in an entry. */
const SPREAD: Readonly<Record<string, readonly string[]>> = {
  about: ['request', 'where'],
  spent: Object.keys(NO_TOKENS),
}
/** Where a session's object writes, it adds the site (`worker/session/session-object.ts`), and `turn-queue.ts` the request to a turn's line. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  turn: ['site', 'request'],
  fault: ['site', 'request', 'where'],
  ledger: ['site'],
  history: ['site'],
  summary: ['site'],
}

const sources = readdirSync(path.join(ROOT, 'worker'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join(ROOT, 'worker', name), 'utf8'))

/** The fields of each event, by what stands after `event: '…'` up to the end of that object. */
function written(events: readonly string[]): Map<string, Set<string>> {
  const found = new Map(events.map((event) => [event, new Set(ADDED[event])]))
  for (const source of sources) {
    for (const [, event = '', rest = ''] of source.matchAll(/\{\s*event: '(\w+)',?((?:[^{}]|\{[^{}]*\})*)\}/g)) {
      for (const part of rest.split(/,(?![^(]*\))/).map((each) => each.trim())) {
        const [, spread] = /^\.\.\.(?:\w+\?\.)?(\w+)$/.exec(part) ?? []
        const [name] = /^\w+/.exec(part) ?? []
        for (const field of spread ? (SPREAD[spread] ?? [`...${spread}`]) : name ? [name] : [])
          found.get(event)?.add(field)
      }
    }
  }
  return found
}

const declared = (): string[] => {
  const [, union = ''] =
    /\n {2}event:((?:\s*\| '\w+')+)/.exec(readFileSync(path.join(ROOT, 'worker/base/log.ts'), 'utf8')) ?? []
  return [...union.matchAll(/'(\w+)'/g)].map(([, event = '']) => event)
}

const told = new Map(
  [...PAGE.matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$/gm)].map(([, event = '', fields = '']) => [
    event,
    [...fields.matchAll(/`(\w+)`/g)].map(([, field = '']) => field).toSorted(),
  ]),
)

test('every event is documented, with exactly its fields', () => {
  const events = declared()
  expect(events.length).toBeGreaterThan(8)
  expect([...told.keys()].toSorted()).toEqual(events.toSorted())
  for (const [event, fields] of written(events))
    expect([event, told.get(event)]).toEqual([event, [...fields].toSorted()])
})

test('every column of the dataset is documented, in order', () => {
  const names = (row: string): string[] => {
    const [, cell = ''] = new RegExp(`^\\| \`${row}1\` … .* \\| ([^|;]+);`, 'm').exec(PAGE) ?? []
    return [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
  }
  expect(names('blob')).toEqual([...BLOBS])
  expect(names('double')).toEqual([...DOUBLES])
})

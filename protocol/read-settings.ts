/** The only reader of settings, from a request, a file or a form: it returns valid settings, or everything that is wrong. */
import * as v from 'valibot'
import { whyNotOrigin } from './origin-fault.ts'
import { once } from './once.ts'
import { isAllowable } from './origin.ts'
import { isRecord } from './record.ts'
import type { SettingProblem } from './schemas/setting-problem.ts'
import { settingsSchema, type Settings } from './site.ts'

/** Input with more problems than this was never meant as settings. */
const MOST_PROBLEMS = 200
const MESSAGE_CHARACTERS = 300
const PATH_CHARACTERS = 200
/** JSON that is nested deeper was already refused for its type. */
const DEPTH = 64

/** `JSON.parse` creates these as ordinary properties, but copying them may change the target object. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** The schema without its check for unknown settings, which are reported separately. */
const known = once(() => v.object(settingsSchema().entries))
const isKnown = (name: string): boolean => Object.hasOwn(known().entries, name)

export type ReadSettings =
  | { settings: Settings; problems?: never }
  | { settings?: never; problems: readonly SettingProblem[] }

/** Missing settings get their defaults. */
export function readSettings(value: unknown): ReadSettings {
  if (!isRecord(value) || Array.isArray(value)) {
    return { problems: [{ path: '', kind: 'type', message: 'Settings must be an object.' }] }
  }
  const problems = forbidden(value, '', DEPTH)
  for (const path of Object.keys(value)) {
    if (isKnown(path) || FORBIDDEN.has(path)) continue
    problems.push({ path: path.slice(0, PATH_CHARACTERS), kind: 'unknown', message: 'There is no such setting.' })
  }
  const { success, output, issues = [] } = v.safeParse(known(), knownOf(value))
  problems.push(...issues.slice(0, MOST_PROBLEMS).map(problemOf), ...wideOrigins(value[ORIGINS]))
  return success && problems.length === 0 ? { settings: output } : { problems: problems.slice(0, MOST_PROBLEMS) }
}

/** For settings that an earlier version of this schema accepted: what is no longer valid gets its default. */
export function readWhatFits(value: unknown): Settings {
  const given: Record<string, unknown> = isRecord(value) ? knownOf(value) : {}
  for (const [name, schema] of Object.entries(known().entries)) if (!v.is(schema, given[name])) delete given[name]
  return v.parse(known(), given)
}

const knownOf = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => isKnown(name)))

function forbidden(value: unknown, above: string, depth: number): SettingProblem[] {
  if (!isRecord(value) || depth === 0) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = above + name
    return [
      ...(FORBIDDEN.has(name)
        ? [
            {
              path: path.slice(0, PATH_CHARACTERS),
              kind: 'forbidden',
              message: 'A setting cannot have this name.',
            } as const,
          ]
        : []),
      ...forbidden(inner, `${path}.`, depth - 1),
    ]
  })
}

const ORIGINS = 'allowedOrigins'

/** The schema only checks the form of an origin; these pass that check but are too wide. */
function wideOrigins(origins: unknown): SettingProblem[] {
  if (!Array.isArray(origins)) return []
  return origins.slice(0, MOST_PROBLEMS).flatMap((origin, index) => {
    const message = typeof origin === 'string' && isAllowable(origin) ? whyNotOrigin(origin) : null
    return message === null ? [] : [{ path: `${ORIGINS}.${index}`, kind: 'form', message }]
  })
}

const KINDS: Readonly<Record<string, SettingProblem['kind']>> = {
  picklist: 'choice',
  max_length: 'length',
  max_graphemes: 'length',
  min_length: 'length',
  max_value: 'range',
  min_value: 'range',
  regex: 'form',
  check: 'form',
}

/** Long paths and messages are cut. */
const problemOf = (issue: v.BaseIssue<unknown>): SettingProblem => ({
  path: v.getDotPath(issue) ?? '',
  kind: KINDS[issue.type] ?? 'type',
  message: messageOf(issue).slice(0, MESSAGE_CHARACTERS),
})

/** For an origin, says what is wrong with it. The schema has no words for that, because the Worker loads it at every start. */
function messageOf({ type, path, input, message }: v.BaseIssue<unknown>): string {
  const isOrigin = type === 'check' && path?.[0].key === ORIGINS && typeof input === 'string'
  return (isOrigin && whyNotOrigin(input)) || message
}

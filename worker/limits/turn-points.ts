import { consoleLog, errorText, type Log, type LogEntry } from '../base/log.ts'

/** The columns in their order: `blob1` is the state. No column has text, sessions, ids or addresses. */
export const BLOBS = ['state', 'code', 'provider', 'model', 'personaVersion'] as const
/** `double1` is the time to the first word. */
export const DOUBLES = [
  'firstWordMilliseconds',
  'milliseconds',
  'promptTokens',
  'cachedTokens',
  'completionTokens',
  'costMicroUsd',
  'attempt',
] as const

/** Written when a number is unknown: a double cannot be null, and 0 would count as a value. */
export const UNKNOWN = -1

/**
 * Writes one data point for a finished attempt, from its log line, into a dataset of Workers Analytics Engine. The index, by
 * which it samples, is the site's name; an unknown blob is empty. Never throws: the turn was answered.
 *
 * | column | means |
 * | --- | --- |
 * | `index1` | the site |
 * | `blob1` | `complete`, `stopped`, `interrupted` or `failed` |
 * | `blob2` | the failure's code |
 * | `blob3`, `blob4` | the provider and the model that are billed |
 * | `blob5` | the version of the persona, as text |
 * | `double1`, `double2` | milliseconds from acceptance to the first word, and to the end |
 * | `double3` – `double5` | tokens of the prompt, the cached ones among them, and tokens of the answer |
 * | `double6` | cost in millionths of a US dollar |
 * | `double7` | the attempt: 1, or more after a retry |
 *
 * Source: https://developers.cloudflare.com/analytics/analytics-engine/get-started/
 */
export function writePoint(dataset: unknown, entry: LogEntry): void {
  try {
    if (!isDataset(dataset)) throw new Error('TURNS is no dataset')
    dataset.writeDataPoint({
      indexes: [String(entry['site'])],
      blobs: BLOBS.map((name) => String(entry[name] ?? '')),
      doubles: DOUBLES.map((name) => Number(entry[name] ?? UNKNOWN)),
    })
  } catch (error) {
    consoleLog({ event: 'dataset', request: entry.request, detail: errorText(error) })
  }
}

interface Dataset {
  writeDataPoint(point: { indexes: string[]; blobs: string[]; doubles: number[] }): void
}

const isDataset = (value: unknown): value is Dataset =>
  typeof value === 'object' && value !== null && 'writeDataPoint' in value

/** The log, and this dataset if one is bound. */
export const logTo =
  (dataset: unknown): Log =>
  (entry) => {
    consoleLog(entry)
    if (dataset && entry.event === 'turn') writePoint(dataset, entry)
  }

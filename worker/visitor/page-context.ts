import { Failure } from '../../protocol/failure.ts'
import { isKnownMark, variableName } from '../../protocol/persona-marks.ts'
import { isRecord } from '../../protocol/record.ts'
import {
  PAGE_SELECTION_CHARACTERS,
  PAGE_TITLE_CHARACTERS,
  PAGE_URL_CHARACTERS,
  PAGE_VARIABLE_CHARACTERS,
  PAGE_VARIABLES,
} from '../../protocol/sizes.ts'
import type { PageContext } from '../../protocol/schemas/question.ts'

/**
 * Reads the page on which a question is asked; undefined if nothing is said about it. Long texts are cut, because a visitor
 * cannot change the title of a page.
 *
 * @throws Failure `invalid_body`.
 */
export function readPageContext(page: unknown): PageContext | undefined {
  if (page === undefined || page === null) return undefined
  if (!isRecord(page) || Array.isArray(page)) throw new Failure('invalid_body', { param: 'page' })
  const context = {
    title: cut(readPart(page, 'title'), PAGE_TITLE_CHARACTERS),
    url: cut(address(readPart(page, 'url')), PAGE_URL_CHARACTERS),
    selection: cut(readPart(page, 'selection'), PAGE_SELECTION_CHARACTERS),
  }
  const variables = readVariables(page['variables'])
  if (Object.keys(variables).length > 0) return { ...context, variables }
  return context.title || context.url || context.selection ? context : undefined
}

/** Names that no placeholder can have are ignored, and so are values that are not text. */
function readVariables(given: unknown): Record<string, string> {
  if (given === undefined || given === null) return {}
  if (!isRecord(given) || Array.isArray(given)) throw new Failure('invalid_body', { param: 'page.variables' })
  const known = Object.entries(given).flatMap(([written, value]): [string, string][] => {
    const name = variableName(written)
    return typeof value === 'string' && isKnownMark(name) ? [[name, cut(value, PAGE_VARIABLE_CHARACTERS)]] : []
  })
  return Object.fromEntries(known.slice(0, PAGE_VARIABLES))
}

function readPart(page: Record<string, unknown>, name: 'title' | 'url' | 'selection'): string {
  const part = page[name] ?? ''
  if (typeof part !== 'string') throw new Failure('invalid_body', { param: `page.${name}` })
  return part
}

/** Cutting may split a surrogate pair, which UTF-8 cannot represent. */
const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed()

/** Query, fragment and credentials say who is reading rather than what: they are removed. */
function address(text: string): string {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.origin + url.pathname : ''
}

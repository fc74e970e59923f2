import { Failure } from '../../protocol/failure.ts'
import { isRecord } from '../../protocol/record.ts'
import {
  PAGE_SELECTION_CHARACTERS,
  PAGE_TITLE_CHARACTERS,
  PAGE_URL_CHARACTERS,
  type PageContext,
} from '../../protocol/wire.ts'

/**
 * Reads where a question is asked; undefined when nothing of it is told. What is too long is cut: a visitor can do nothing
 * about the title of a page.
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
  return context.title || context.url || context.selection ? context : undefined
}

function readPart(page: Record<string, unknown>, name: keyof PageContext): string {
  const part = page[name] ?? ''
  if (typeof part !== 'string') throw new Failure('invalid_body', { param: `page.${name}` })
  return part
}

/** Cutting may halve a surrogate pair, which has no UTF-8. */
const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed()

/** Query, fragment and credentials say who is reading rather than what: they stay behind. */
function address(text: string): string {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.origin + url.pathname : ''
}

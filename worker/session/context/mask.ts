import type { PageContext } from '../../../protocol/schemas/question.ts'
import type { Site } from '../../../protocol/site.ts'
import { maskPersonalData } from './personal-data.ts'

/** What the provider gets of a visitor's words and pages. The stored text is unchanged. */
export function maskFor({ maskPersonalData: mask }: Site) {
  const text = (written: string): string => (mask === 'on' ? maskPersonalData(written) : written)
  const page = ({ title, url, selection, variables = {} }: PageContext): PageContext => ({
    title: text(title),
    url: text(url),
    selection: text(selection),
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, text(value)])),
  })
  return { text, page }
}

import type { SiteSummary } from '../../protocol/schemas/owner-site.ts'

/** Sites with all the words in their name or their persona's name. */
export function found(sites: readonly SiteSummary[], text: string): SiteSummary[] {
  const words = text.toLowerCase().split(/\s+/)
  return sites.filter(({ site, name }) => {
    const where = `${site} ${name.toLowerCase()}`
    return words.every((word) => where.includes(word))
  })
}

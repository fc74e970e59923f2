/** The check link: what somebody who opened a page with `#inglenook-check` is shown. Fetched for nobody else. */
import type { CheckModule } from './corner.ts'
import { unknown } from './check/findings.ts'
import { listenToPolicy } from './check/policy.ts'
import { probe } from './check/probe.ts'
import { openReport } from './check/report.ts'
import { checkWords } from './check/words.ts'

/** Chats whose report is there: a tag may stand on a page twice. */
const shown = new Set<string>()

export const showCheck: CheckModule['showCheck'] = (asked, extras, load) => {
  const { site, source } = asked
  const api = new URL(asked.api, location.href).href.replace(/\/$/, '')
  if (shown.has(`${site} ${api}`)) return
  shown.add(`${site} ${api}`)
  const words = checkWords()
  const checked = { site, source, api, extras, load }
  const href = `${new URL(source || api).origin}/console/${site && `#/${encodeURIComponent(site)}/embed`}`
  const report = openReport(words, { site, href, again: () => void check() })

  async function check(): Promise<void> {
    const ear = listenToPolicy()
    report.begin()
    try {
      for await (const finding of probe(checked, ear)) report.add(finding)
      report.add(unknown('provider', 'ask_console'))
    } finally {
      ear.end()
      report.end()
    }
  }
  void check()
}

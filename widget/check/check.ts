/** The check link: shows a report to anyone who opens a page with `#inglenook-check`. Fetched only for them. */
import type { CheckModule } from '../page/corner.ts'
import { unknown } from './findings.ts'
import { listenToPolicy } from './policy.ts'
import { probe, type Checked } from './probe.ts'
import { openReport } from './report.ts'
import { checkWords } from './words.ts'

/** Chats whose report was requested: a page may contain the same tag twice. */
const asked = new Set<string>()
/** One at a time: Escape would close two dialogs at once. */
let before = Promise.resolve()

export const showCheck: CheckModule['showCheck'] = ({ site, source, ...given }, extras, load) => {
  const api = new URL(given.api, location.href).href.replace(/\/$/, '')
  const name = `${site} ${api}`
  if (asked.has(name)) return
  asked.add(name)
  before = before.then(() => report({ site, api, source, extras, load }))
}

/** Resolves when it has been closed. */
function report(checked: Checked): Promise<void> {
  const { site, source, api } = checked
  const href = `${new URL(source || api).origin}/console/${site && `#/${encodeURIComponent(site)}/embed`}`
  const report = openReport(checkWords(), { site, href, again: () => void check() })

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
  return report.closed
}

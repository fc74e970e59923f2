import { useEffect, useMemo } from 'preact/hooks'
import type { SiteDetails } from '../../protocol/schemas/owner-site.ts'
import { hrefOf } from '../shell/address.ts'
import { loaded } from '../api/loaded.ts'
import { ask } from '../shell/sign-in.ts'
import { Shown } from '../ui/async.tsx'
import { count } from '../words/format.ts'
import { privacyWords } from './words.ts'
import { PrivacyPlaces } from './places.tsx'
import { PrivacySession } from './session-form.tsx'

/** @param rest the session to look up, if the address names one. */
export function Privacy({ site, rest }: { site: string; rest: string }) {
  const words = privacyWords.value
  const details = useMemo(() => loaded<SiteDetails>(), [])
  const load = () => void details.load((signal) => ask('readOwnSite', { site, signal }))
  useEffect(load, [])
  return (
    <>
      <header class="stack tight">
        <h1>{words.title}</h1>
        <p class="muted">{words.lead}</p>
      </header>
      <PrivacySession key={rest} site={site} named={rest} />
      <Shown of={details} again={load} skeleton={<Skeleton />}>
        {({ live, draft }) => (
          <>
            <section class="card">
              <h2>{words.retention}</h2>
              <p class="retention-days">{days(live.retentionDays)}</p>
              <p>{words.retentionHelp}</p>
              {draft !== null && draft.settings.retentionDays !== live.retentionDays && (
                <p>
                  <b>{words.retentionDraft(days(draft.settings.retentionDays))}</b>
                </p>
              )}
              <p class="muted">{words.retentionLater}</p>
              <p>
                <a href={hrefOf({ screen: 'persona', site, rest: '' })}>{words.retentionChange}</a>
              </p>
            </section>
            <PrivacyPlaces settings={live} />
          </>
        )}
      </Shown>
      <section class="card never">
        <h2>{words.never}</h2>
        <ul>
          {words.neverLines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
    </>
  )
}

const days = (number: number): string => privacyWords.value.days(number, count(number))

const Skeleton = () => (
  <>
    <div class="skeleton retention-skeleton" />
    <div class="skeleton places-skeleton" />
  </>
)

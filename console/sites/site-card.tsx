import type { SiteSummary } from '../../protocol/schemas/owner-site.ts'
import { DEMO } from '../../protocol/site.ts'
import { hrefOf, SITE_SCREENS } from '../shell/address.ts'
import { count, moment } from '../words/format.ts'
import { shell } from '../words/console-words.ts'
import { sitesWords } from './words.ts'

export type SiteAction = 'duplicate' | 'pause' | 'resume' | 'remove'

interface Props {
  of: SiteSummary
  isBusy: boolean
  act: (action: SiteAction) => void
}

export function SiteCard({ of, isBusy, act }: Props) {
  const { site, name, paused, draftedAt } = of
  const words = sitesWords.value
  return (
    <li class="card site-card">
      <div class="who">
        <span class="face" aria-hidden="true">
          {Array.from(name)[0]}
        </span>
        <div>
          <h2>
            <a href={hrefOf({ screen: 'persona', site, rest: '' })}>{name}</a>
          </h2>
          <p class="mono muted">{site}</p>
        </div>
        <div class="row states">
          {draftedAt !== null && <span class="badge">{words.drafted}</span>}
          {paused ? <span class="badge bad">{words.paused}</span> : <span class="badge good">{words.live}</span>}
        </div>
      </div>
      <small>{standing(of)}</small>
      <ul class="ways">
        {SITE_SCREENS.map((screen) => (
          <li key={screen}>
            <a href={hrefOf({ screen, site, rest: '' })} aria-label={words.of(shell.value[screen], site)}>
              {shell.value[screen]}
            </a>
          </li>
        ))}
      </ul>
      <div class="row actions">
        <Action label={words.duplicate} site={site} act={() => act('duplicate')} />
        <Action
          label={paused ? words.resume : words.pause}
          site={site}
          isBusy={isBusy}
          act={() => act(paused ? 'resume' : 'pause')}
        />
        {site === DEMO ? (
          <small class="stays">{words.demoStays}</small>
        ) : (
          <Action label={words.remove} site={site} act={() => act('remove')} />
        )}
      </div>
    </li>
  )
}

interface ActionProps {
  label: string
  site: string
  isBusy?: boolean
  act: () => void
}

/** Many sites have the same buttons, so for screen readers each one names its site. */
const Action = ({ label, site, isBusy = false, act }: ActionProps) => (
  <button
    type="button"
    class="quiet"
    aria-label={sitesWords.value.of(label, site)}
    aria-disabled={isBusy}
    onClick={() => !isBusy && act()}
  >
    {label}
  </button>
)

function standing({ version, publishedAt, draftedAt }: SiteSummary): string {
  const words = sitesWords.value
  const live =
    version === 0
      ? words.builtIn
      : publishedAt === null
        ? words.versionOnly(count(version))
        : words.version(count(version), moment(publishedAt))
  return draftedAt === null ? live : `${live} · ${words.draftFrom(moment(draftedAt))}`
}

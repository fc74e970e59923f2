import type { Settings } from '../../protocol/site.ts'
import { setup } from '../shell/site-list.ts'
import { privacyPlaces, type StoredAt } from './place-words.ts'
import { privacyWords } from './words.ts'

/** Where a visitor's data is stored, according to the site's live settings. */
export function PrivacyPlaces({ settings }: { settings: Settings }) {
  const words = privacyPlaces.value
  const { stored, own } = privacyWords.value
  const { pageContext, summary, imageHosts, botCheck, identity, maskPersonalData } = settings
  const withPages = pageContext === 'on'
  return (
    <section class="card">
      <h2>{stored}</h2>
      <ul class="places">
        <Place of={words.session}>{[withPages && words.pages, summary === 'on' && words.notes]}</Place>
        <Place of={words.copy} />
        <Place of={words.index} />
        <Place of={words.sums} />
        <Place of={words.log} />
        <Place of={words.browser}>
          {[
            imageHosts.length > 0 && words.images(imageHosts.join(', ')),
            botCheck !== 'off' && words.botCheck,
            identity !== 'off' && words.identity,
          ]}
        </Place>
        <Place of={words.provider}>
          {[withPages && words.pagesToProvider, maskPersonalData === 'on' && words.masked, ...asked(settings)]}
        </Place>
      </ul>
      <p>{own}</p>
    </section>
  )
}

interface PlaceProps {
  of: StoredAt
  /** Other facts that apply to this site. */
  children?: readonly (string | false)[]
}

const Place = ({ of: { name, what, until }, children = [] }: PlaceProps) => (
  <li>
    <h3>{name}</h3>
    <div class="stack tight">
      <p>{what}</p>
      {children.map((more) => more !== false && <p key={more}>{more}</p>)}
    </div>
    <p class="muted">{until}</p>
  </li>
)

/** The providers that the Worker calls for this site. */
function asked({ upstream }: Settings): string[] {
  const now = setup.now.value
  const names = (now.state === 'there' ? now.value : now.before)?.providers.map(({ name }) => name) ?? []
  const first = names.find((name) => name === upstream) ?? names[0]
  const others = names.filter((name) => name !== first)
  const words = privacyPlaces.value
  return [
    ...(first === undefined ? [] : [words.asks(first)]),
    ...(others.length === 0 ? [] : [words.orElse(others.join(', '))]),
  ]
}

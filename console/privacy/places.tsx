import type { Settings } from '../../protocol/site.ts'
import { setup } from '../shell/site-list.ts'
import { factsAt } from './place-facts.ts'
import { PLACES, privacyPlaces, type StoredAt } from './place-words.ts'
import { privacyWords } from './words.ts'

/** Where a visitor's data is stored, according to the site's live settings. */
export function PrivacyPlaces({ settings }: { settings: Settings }) {
  const words = privacyPlaces.value
  const { stored, own } = privacyWords.value
  return (
    <section class="card">
      <h2>{stored}</h2>
      <ul class="places">
        {PLACES.map((place) => (
          <Place key={place} of={words[place]}>
            {[...factsAt(place, settings), ...(place === 'provider' ? asked(settings) : [])]}
          </Place>
        ))}
      </ul>
      <p>{own}</p>
    </section>
  )
}

interface PlaceProps {
  of: StoredAt
  /** Other facts that apply to this site. */
  children: readonly string[]
}

const Place = ({ of: { name, what, until }, children }: PlaceProps) => (
  <li>
    <h3>{name}</h3>
    <div class="stack tight">
      <p>{what}</p>
      {children.map((more) => (
        <p key={more}>{more}</p>
      ))}
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

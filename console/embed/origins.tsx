import type { SiteDetails } from '../../protocol/schemas/owner-site.ts'
import { hrefOf } from '../shell/address.ts'
import { originsOf } from './model.ts'
import { Notice } from '../ui/notice.tsx'
import { embedWords } from './words.ts'

/** Step 2: where the chat may appear. Read-only here: it is a setting, and is published with the others. */
export function EmbedOrigins({ details, origin }: { details: SiteDetails; origin: string }) {
  const words = embedWords.value
  const { live, drafted } = originsOf(details)
  const isOnThisMachine = details.site === 'demo' && new URL(origin).hostname === 'localhost'
  return (
    <section class="card embed-step" aria-labelledby="embed-origins">
      <h2 id="embed-origins">{words.origins}</h2>
      {live.length === 0 && (
        <Notice kind={isOnThisMachine ? 'hint' : 'trouble'}>
          <p>{isOnThisMachine ? words.originsNoneDemo : words.originsNone}</p>
        </Notice>
      )}
      {drafted.length > 0 && (
        <Notice kind="hint">
          <p>{words.originsDrafted}</p>
        </Notice>
      )}
      <p class="muted">{words.originsIntro}</p>
      {live.length + drafted.length > 0 && (
        <ul class="embed-origins">
          {live.map((one) => (
            <li key={one}>
              <code>{one}</code>
            </li>
          ))}
          {drafted.map((one) => (
            <li key={one}>
              <code>{one}</code> <span class="badge">{words.inDraft}</span>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a class="button" href={hrefOf({ screen: 'persona', site: details.site, rest: '' })}>
          {words.toPersona}
        </a>
      </p>
    </section>
  )
}

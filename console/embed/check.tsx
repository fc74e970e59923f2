import { useSignal } from '@preact/signals'
import type { Finding } from '../../protocol/schemas/finding.ts'
import type { SiteDetails } from '../../protocol/schemas/owner-site.ts'
import { originsOf, type Checked, type EmbedModel } from './model.ts'
import { Notice } from '../ui/notice.tsx'
import { embedWords } from './words.ts'
import { messageFor } from '../words/refusals.ts'
import { CheckLink } from './check-link.tsx'
import { EmbedFinding } from './finding.tsx'

/** Step 3: whether the chat works on a page of the owner's. */
export function EmbedCheck({ model, details }: { model: EmbedModel; details: SiteDetails }) {
  const words = embedWords.value
  const { live, drafted } = originsOf(details)
  const page = useSignal([...live, ...drafted][0] ?? '')
  const isChecking = model.isChecking.value
  const checked = model.checked.value
  const trouble = model.trouble.value

  function submit(event: Event): void {
    event.preventDefault()
    void model.check(page.value)
  }

  return (
    <section class="card embed-step" aria-labelledby="embed-check">
      <h2 id="embed-check">{words.check}</h2>
      <p class="muted">{words.checkIntro}</p>
      <form class="embed-check" onSubmit={submit}>
        <label class="field">
          <span>{words.page}</span>
          <input
            type="text"
            inputmode="url"
            autocomplete="url"
            autocapitalize="none"
            spellcheck={false}
            required
            maxLength={2000}
            placeholder="https://shop.example/"
            value={page.value}
            onInput={({ currentTarget: { value } }) => (page.value = value)}
          />
        </label>
        {/* Not disabled: it would lose the focus. */}
        <button type="submit" class="main" aria-disabled={isChecking}>
          {isChecking ? words.checking : words.checkNow}
        </button>
        <small>{words.cost}</small>
      </form>
      {trouble && (
        <Notice kind="trouble">
          <p>{messageFor(trouble)}</p>
        </Notice>
      )}
      {checked ? (
        <Findings checked={checked} isStale={isChecking} site={details.site} />
      ) : (
        isChecking && <div class="skeleton embed-findings-waiting" />
      )}
      <CheckLink page={page.value} />
    </section>
  )
}

interface FindingsProps {
  checked: Checked
  /** More results will follow. */
  isStale: boolean
  site: string
}

function Findings({ checked: { page, findings }, isStale, site }: FindingsProps) {
  const words = embedWords.value
  return (
    <div class="stack" aria-busy={isStale}>
      {!isStale && <Summary findings={findings} />}
      <h3>{words.checked(page)}</h3>
      <ul class="embed-findings">
        {findings.map((finding) => (
          <EmbedFinding key={`${finding.about} ${finding.reason} ${finding.detail}`} finding={finding} site={site} />
        ))}
      </ul>
    </div>
  )
}

/** Announced when it arrives. */
function Summary({ findings }: { findings: readonly Finding[] }) {
  const words = embedWords.value
  const wrong = findings.filter(({ state }) => state === 'wrong').length
  const isWell = findings.every(({ state, about }) => state === 'well' || about === 'clock')
  if (wrong > 0) return <Notice kind="trouble">{words.wrong(wrong)}</Notice>
  return isWell ? <Notice kind="done">{words.allWell}</Notice> : <Notice kind="hint">{words.unsure}</Notice>
}

import type { Finding } from '../../../protocol/schemas/finding.ts'
import { isWrong, type Readiness } from './readiness.ts'
import { Notice } from '../../ui/notice.tsx'
import { goToField } from '../form/field-place.ts'
import { findingWords } from '../../words/finding-words.ts'
import { publishWords } from './words.ts'

/** The setting that a finding is about. */
const SETTING: Partial<Record<Finding['reason'], string>> = {
  origin_none: 'allowedOrigins',
  upstream_unknown: 'upstream',
  price_unknown: 'spendPerDay',
  notes_price_unknown: 'summaryModel',
  lines_to_fill: 'instructions',
  bots_site_key: 'turnstileSiteKey',
  bots_secret: 'botCheck',
  identity_key: 'identity',
}

interface Props {
  readiness: Readiness
  /** Whether the form is on the same screen: then a button leads to the setting. */
  hasForm: boolean
}

/** What leaves visitors without an answer, and what may be a mistake; nothing if all is well or unknown. */
export function PersonaReadiness({ readiness, hasForm }: Props) {
  const words = publishWords.value
  const now = readiness.found.now.value
  const all = (now.state === 'there' ? now.value : now.before) ?? []
  const wrong = all.filter(isWrong)
  const doubts = all.filter((finding) => !isWrong(finding))
  return (
    <>
      {wrong.length > 0 && (
        <Notice kind="trouble">
          <p>
            <strong>{words.notReady}</strong>
          </p>
          <Findings findings={wrong} hasForm={hasForm} />
        </Notice>
      )}
      {doubts.length > 0 && (
        <Notice kind="hint">
          <Findings findings={doubts} hasForm={hasForm} />
        </Notice>
      )}
    </>
  )
}

function Findings({ findings, hasForm }: { findings: readonly Finding[]; hasForm: boolean }) {
  const { reasons } = findingWords.value
  return (
    <ul class="readiness">
      {findings.map(({ about, reason, detail }) => {
        if (reason === '') return null
        const { says, todo } = reasons[reason]
        const setting = SETTING[reason]
        return (
          <li key={about}>
            {says(detail)} {todo}{' '}
            {hasForm && setting && (
              <button type="button" class="link" onClick={() => goToField(setting)}>
                {publishWords.value.showSetting}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}

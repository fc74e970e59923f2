import type { Finding, FindingReason } from '../../protocol/schemas/finding.ts'
import { hrefOf } from '../shell/address.ts'
import { AlertIcon, DoneIcon, QuestionIcon } from '../ui/icons.tsx'
import { Snippet } from '../ui/snippet.tsx'
import { embedWords } from './words.ts'
import { findingWords } from '../words/finding-words.ts'

const ICONS = { well: DoneIcon, wrong: AlertIcon, unknown: QuestionIcon } as const

/** Findings that are fixed in the persona's settings. */
const IN_PERSONA: ReadonlySet<FindingReason | ''> = new Set([
  'origin_none',
  'origin_missing',
  'origin_in_draft',
  'model_unknown',
  'request_refused',
  'bots_site_key',
])
/** Findings that are fixed with an exact text. */
const TO_PASTE: ReadonlySet<FindingReason | ''> = new Set([
  'script_blocked',
  'requests_blocked',
  'pictures_blocked',
  'frames_blocked',
  'types_blocked',
])

export function EmbedFinding({ finding: { about, state, reason, detail }, site }: { finding: Finding; site: string }) {
  const words = findingWords.value
  const Icon = ICONS[state]
  const told = reason === '' ? null : words.reasons[reason]
  return (
    <li class={`embed-finding ${state}`}>
      <Icon />
      <div>
        <p>
          <strong>{words.about[about]}</strong>
          <span class="unseen">{`: ${words.states[state]}.`}</span>
        </p>
        <p>{told ? told.says(detail) : words.well[about]}</p>
        {told?.todo && <p class="muted">{told.todo}</p>}
        {TO_PASTE.has(reason) && <Snippet code={detail} name={words.about.csp} />}
        {IN_PERSONA.has(reason) && (
          <a href={hrefOf({ screen: 'persona', site, rest: '' })}>
            {about === 'origin' ? embedWords.value.toPersona : embedWords.value.toModel}
          </a>
        )}
        {reason === 'paused' && <a href={hrefOf({ screen: 'sites' })}>{embedWords.value.toSites}</a>}
      </div>
    </li>
  )
}

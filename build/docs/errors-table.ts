/**
 * docs/errors.md: every code of `protocol/failure.ts`, with the exact words that a visitor (`widget/words/`) and the owner
 * (`console/words/`) read.
 */
import { failureMessage } from '../../console/words/turn-failures.ts'
import { messageFor as toldInConsole } from '../../console/words/refusals.ts'
import type { Address } from '../../protocol/api/address.ts'
import { failuresOf } from '../../protocol/api/failures-of.ts'
import { OWNER } from '../../protocol/api/owner.ts'
import { PROGRAMS } from '../../protocol/api/programs.ts'
import { FRONT, PUBLIC_SITE, SESSION } from '../../protocol/api/visitors.ts'
import { FAILURES, type FailureCode } from '../../protocol/failure.ts'
import { BODY_BYTES, QUESTION_CHARACTERS } from '../../protocol/sizes.ts'
import { challengeWords, turnsWords, words } from '../../widget/words/en.ts'
import { turnTroubleIn } from '../../widget/words/turn-trouble.ts'

const HEAD = `# Troubleshooting by error code

Look the code up. It is in the Worker's log, in the page's event \`error\`, and in the response to a program, as
\`error.code\`. *Transcripts* in the console shows the sentence from the column “what it means” instead.
\`param\` names what is wrong. In the log, the same line has a \`detail\`: a limit, a path or an origin, but never text that someone wrote.

If there is no code, add \`#inglenook-check\` to your page's address and open it, or press *Check* under *Embed* in the console
([embed.md](embed.md#does-it-work)).

\`npm run docs:errors\` writes this page from \`protocol/failure.ts\` and the words of the widget and the console.`

/** What to do about codes without an explanation for the owner in \`failure.ts\`. A missing one does not compile. */
type Silent = { [Code in FailureCode]: (typeof FAILURES)[Code] extends { owner: string } ? never : Code }[FailureCode]
const REMEDIES: Readonly<Record<Silent, string>> = {
  not_json: 'Fix the client: it must send JSON encoded as UTF-8.',
  invalid_body: 'Fix the client: `param` names the field, and `/openapi.json` has its shape.',
  text_empty: 'Nothing: the question was empty.',
  text_too_long: `Nothing: a question has ${QUESTION_CHARACTERS} characters at most.`,
  site_name_invalid: 'Choose another name.',
  settings_invalid: 'Fix everything that `problems` lists, with path and reason.',
  token_missing: 'Fix the client: it must send the session’s token.',
  token_invalid:
    'Usually nothing: the chat opens another session. If there are many at once, someone has removed a key from `SESSION_KEYS`.',
  token_expired: 'Nothing: the chat opens another session.',
  session_forgotten: 'Nothing: the chat opens another session.',
  invalid_api_key: 'Send the `OWNER_KEY` that the Worker has now.',
  sign_in_expired: 'Create another link: each works once, for 10 minutes. In `npm start`, press Enter.',
  sign_in_refused: 'Use the `OWNER_KEY`, or create another link: each works once, for 10 minutes.',
  owner_signed_out: 'Sign in again. What you wrote is kept in this browser.',
  csrf_missing:
    'Reload the console. A program must send `Authorization: Bearer <OWNER_KEY>` and no `Origin` of another page.',
  bot_check_required: 'Nothing: the chat asks for the check and continues.',
  identity_required: 'Let your server sign a token for the page: [identify.md](identify.md).',
  not_found: 'Check the address. If the Worker is older than the console, deploy.',
  unknown_site: 'Check `data-site`: the site was deleted, or never existed.',
  unknown_turn: 'Usually nothing: the turn belonged to a session that is over.',
  unknown_version: 'Check the list of versions.',
  unknown_session:
    'Nothing: its retention period is over, or it was erased. A new conversation appears after a few seconds.',
  model_not_found: 'Use a name that `GET /v1/models` lists.',
  turn_conflict: 'Nothing: the chat shows what the Worker has. A program must give each new question a new `id`.',
  busy: 'Nothing: the chat tries again automatically. If it happens often, visitors are reaching a limit: [limits.md](limits.md).',
  body_too_large: `Send less: most addresses take at most ${BODY_BYTES / 1024} KiB, and \`/openapi.json\` has the limit of each.`,
  settings_conflict: 'See what has changed, then decide: run `npm run sites -- pull`, or reload the console.',
  demo_stays: 'Pause it instead.',
  site_exists: 'Choose another name.',
  not_json_type: 'Send `Content-Type: application/json`.',
  too_many_failures: 'Wait: `Retry-After` says how long. Someone may be guessing your key.',
  session_limit_reached:
    'If the limit is too low, raise `turnsPerSession` or `tokensPerSession`: [limits.md](limits.md).',
  visitor_limit_reached:
    'If the limit is too low, raise `turnsPerVisitorDay` or `tokensPerVisitorDay`. Many people behind one address share them: [limits.md](limits.md).',
  rate_limited:
    'Nothing: someone sends requests faster than people do. `[[ratelimits]]` in `wrangler.toml` sets the limit.',
  internal: 'This is a bug in Inglenook: the log has a line with `"event":"fault"`. Please report it.',
  publish_failed: 'Try again: Cloudflare KV did not accept the write. Nothing was lost or half done.',
  history_unavailable: 'Nothing: Cloudflare KV could not be read. Questions are tried again automatically.',
  session_unavailable:
    'Nothing: the session’s object is being moved, or the ledger did not answer. The chat tries again automatically.',
}

/** What a visitor reads, if it is not the sentence below the question. */
const TOLD: Partial<Record<FailureCode, string>> = {
  token_invalid: '',
  token_expired: '',
  session_forgotten: '',
  turn_conflict: '',
  text_empty: '',
  // A browser hides from the page why a request to another origin failed.
  origin_not_allowed: words.trouble.offline,
  bot_check_required: challengeWords.asked,
  bot_check_failed: challengeWords.notPassed,
  bot_check_unavailable: challengeWords.notPassed,
  identity_required: challengeWords.signIn,
  identity_invalid: challengeWords.signIn,
}

const codesOf = (addresses: Readonly<Record<string, Address>>): ReadonlySet<FailureCode> =>
  new Set(Object.values(addresses).flatMap((address) => failuresOf(address)))
const toVisitors = codesOf({ ...FRONT, ...PUBLIC_SITE, ...SESSION })
const toOwner = codesOf({ ...OWNER, ...PROGRAMS })
const all = Object.keys(FAILURES).filter((name): name is FailureCode => Object.hasOwn(FAILURES, name))
/** Why a turn has no answer: sent in its stream, with status 200. */
const ofTurns = all.filter((code) => /^(upstream|answer)_/.test(code))

export function errorsTable(): string {
  const rest = all.filter((code) => !ofTurns.includes(code) && !toVisitors.has(code))
  const lost = rest.filter((code) => !toOwner.has(code) && code !== 'not_found')
  if (lost.length > 0)
    throw new Error(`in no address’s list (protocol/api/), and not called upstream_… or answer_…: ${lost.join(', ')}`)
  return [
    HEAD,
    '## A visitor’s question was not answered',
    'The turn ends in `failed` or `interrupted`. The status is what a program that waits for a whole answer would get.',
    table(ofTurns, ({ code, status, remedy }) => [code, status, visitorReads(code), failureMessage(code), remedy]),
    '## A visitor’s request was refused',
    'If the cell is empty, the chat does what is needed and shows nothing.',
    table(
      all.filter((code) => toVisitors.has(code) && !ofTurns.includes(code)),
      ({ code, status, message, remedy }) => [code, status, visitorReads(code), message, remedy],
    ),
    '## The owner, or a program of the owner’s, was refused',
    table(
      rest,
      ({ code, status, message, remedy }) => [code, status, consoleSays(code), message, remedy],
      'the console says',
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

interface Row {
  code: FailureCode
  status: number
  message: string
  remedy: string
}

function table(
  codes: readonly FailureCode[],
  cells: (row: Row) => (string | number)[],
  told = 'the visitor reads',
): string {
  const rows = codes.map((code) => {
    const { status, message } = FAILURES[code]
    const [name = '', ...others] = cells({ code, status, message, remedy: remedyFor(code) })
    return `| <a id="${name}"></a>\`${name}\` | ${others.map((cell) => tidy(String(cell))).join(' | ')} |`
  })
  return [`| code | status | ${told} | what it means | what to do |`, '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  )
}

const isSilent = (code: FailureCode): code is Silent => Object.hasOwn(REMEDIES, code)

function remedyFor(code: FailureCode): string {
  if (isSilent(code)) return REMEDIES[code]
  const failure: { owner?: string } = FAILURES[code]
  return failure.owner ?? ''
}

const visitorReads = (code: FailureCode): string =>
  quoted(TOLD[code] ?? turnTroubleIn({ ...words, ...turnsWords }, code))
const consoleSays = (code: FailureCode): string => quoted(UNHEARD.has(code) ? '' : toldInConsole({ code }))
/** Only programs get these. */
const UNHEARD: ReadonlySet<FailureCode> = new Set(['invalid_api_key', 'model_not_found'])
const quoted = (text: string): string => text && `“${text}”`
/** A bar or a line break would end a cell. */
const tidy = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ')

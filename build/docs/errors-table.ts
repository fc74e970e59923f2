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

Look the code up: it stands in the Worker's log, in the page's event \`error\`, and in what a program is sent, as
\`error.code\`. *Transcripts* in the console has the sentence of the column “what it means” instead.
\`param\` names what is wrong. In the log the same line has a \`detail\`: a limit, a path, an origin; never a word that somebody wrote.

Where nothing has a code: open your page with \`#inglenook-check\` behind its address, or press *Check* under *Embed* in the console
([embed.md](embed.md#does-it-work)).

Made from \`protocol/failure.ts\` and the words of widget and console by \`npm run docs:errors\`.`

/** What to do about codes without an explanation for the owner in \`failure.ts\`. A missing one does not compile. */
type Silent = { [Code in FailureCode]: (typeof FAILURES)[Code] extends { owner: string } ? never : Code }[FailureCode]
const MENDS: Readonly<Record<Silent, string>> = {
  not_json: 'Mend the program that sent it: JSON in UTF-8.',
  invalid_body: 'Mend the program that sent it: `param` names the field, `/openapi.json` has its shape.',
  text_empty: 'Nothing: an empty question was sent.',
  text_too_long: `Nothing: a question has ${QUESTION_CHARACTERS} characters at most.`,
  site_name_invalid: 'Choose another name.',
  settings_invalid: 'Mend what `problems` lists: all of it, with path and reason.',
  token_missing: 'Mend the program that sent it.',
  token_invalid:
    'Nothing, as a rule: the chat opens another session. Many at once: somebody has removed a key from `SESSION_KEYS`.',
  token_expired: 'Nothing: the chat opens another session.',
  session_forgotten: 'Nothing: the chat opens another session.',
  invalid_api_key: 'Send the `OWNER_KEY` that the Worker has now.',
  sign_in_expired: 'Make another link: each works once, for 10 minutes. In `npm start`, press Enter.',
  sign_in_refused: 'Use the `OWNER_KEY`, or make another link: each works once, for 10 minutes.',
  owner_signed_out: 'Sign in again. What you wrote is kept in this browser.',
  csrf_missing:
    'Load the console again. A program sends `Authorization: Bearer <OWNER_KEY>` and no `Origin` of another page.',
  bot_check_required: 'Nothing: the chat asks for the check and goes on.',
  identity_required: 'Let your server sign a token for the page: [identify.md](identify.md).',
  not_found: 'Look at the address; or the Worker is older than the console: deploy.',
  unknown_site: 'Look at `data-site`: the site was removed, or never made.',
  unknown_turn: 'Nothing, as a rule: the turn belonged to a session that is over.',
  unknown_version: 'Look at the list of versions.',
  unknown_session: 'Nothing: its retention is over, or it was erased. What was just said appears a few seconds later.',
  model_not_found: 'Ask for a name that `GET /v1/models` lists.',
  turn_conflict: 'Nothing: the chat shows what the Worker has. A program: a new question gets a new `id`.',
  busy: 'Nothing: it is tried again by itself. Often: visitors meet a limit, see [limits.md](limits.md).',
  body_too_large: `Send less: most addresses take ${BODY_BYTES / 1024} KiB at most, and \`/openapi.json\` has the limit of each.`,
  settings_conflict: 'Look at what has changed, then decide: `npm run sites -- pull`, or load the console again.',
  demo_stays: 'Pause it instead.',
  site_exists: 'Choose another name.',
  not_json_type: 'Send `Content-Type: application/json`.',
  too_many_failures: 'Wait: `Retry-After` says how long. Somebody may be guessing your key.',
  session_limit_reached:
    'Raise `turnsPerSession` or `tokensPerSession`, if that is too little: [limits.md](limits.md).',
  visitor_limit_reached:
    'Raise `turnsPerVisitorDay` or `tokensPerVisitorDay`, if that is too little. Many people behind one address share them: [limits.md](limits.md).',
  rate_limited:
    'Nothing: somebody asks faster than people do. `[[ratelimits]]` in `wrangler.toml` says how fast that is.',
  internal: 'It is a mistake of ours: the log has a line with `"event":"fault"`. Please tell us.',
  publish_failed: 'Try again: Cloudflare KV did not take the write. Nothing was lost or half done.',
  history_unavailable: 'Nothing: Cloudflare KV could not be read. Questions are tried again by themselves.',
  session_unavailable:
    'Nothing: the session’s object is being moved, or the ledger did not answer. It is tried again by itself.',
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
    table(ofTurns, ({ code, status, mend }) => [code, status, visitorReads(code), failureMessage(code), mend]),
    '## A visitor’s request was refused',
    'An empty cell: the chat does what is needed by itself, and says nothing.',
    table(
      all.filter((code) => toVisitors.has(code) && !ofTurns.includes(code)),
      ({ code, status, message, mend }) => [code, status, visitorReads(code), message, mend],
    ),
    '## The owner, or a program of the owner’s, was refused',
    table(
      rest,
      ({ code, status, message, mend }) => [code, status, consoleSays(code), message, mend],
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
  mend: string
}

function table(
  codes: readonly FailureCode[],
  cells: (row: Row) => (string | number)[],
  told = 'the visitor reads',
): string {
  const rows = codes.map((code) => {
    const { status, message } = FAILURES[code]
    const [name = '', ...others] = cells({ code, status, message, mend: mendOf(code) })
    return `| <a id="${name}"></a>\`${name}\` | ${others.map((cell) => tidy(String(cell))).join(' | ')} |`
  })
  return [`| code | status | ${told} | what it means | what to do |`, '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  )
}

const isSilent = (code: FailureCode): code is Silent => Object.hasOwn(MENDS, code)

function mendOf(code: FailureCode): string {
  if (isSilent(code)) return MENDS[code]
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

import type { Ask } from '../../build/sites/owner-api.ts'
import { readStanding } from '../../build/sites/site-details.ts'
import { field } from '../../protocol/record.ts'
import { until, type Patience } from '../doctor/health.ts'
import { realTurn, remedyFor, type Turn, type Visitor } from '../doctor/real-turn.ts'
import type { Done } from './steps.ts'
import { Trouble } from '../trouble.ts'

/** A location of Cloudflare’s that has looked up a new site before learns of it from KV within a minute. */
const NOT_THERE_YET: ReadonlySet<string> = new Set(['unknown_site', 'origin_not_allowed'])
const SHOWN_CHARACTERS = 120

/** Throws `Trouble` with what the owner has to fix before a visitor gets an answer. */
export async function firstTurn(ask: Ask, visitor: Visitor, patience: Patience): Promise<Done> {
  let turn: Turn = { code: 'unknown_site' }
  await until(patience, async () => {
    turn = await realTurn(visitor)
    return NOT_THERE_YET.has(turn.code ?? '') ? 'not there yet' : null
  })
  const code: string = turn.code ?? ''
  if (code === 'bot_check_required' || code === 'identity_required') {
    return toldOf(
      await onPreview(ask, visitor),
      `The site asks every visitor for a proof (${code}), so a preview of it was used.\n     `,
    )
  }
  return toldOf(turn)
}

/** A preview site, which lasts for a day, without a bot check or identity, for pages of the Worker. */
async function onPreview(ask: Ask, { url, site }: Visitor): Promise<Turn> {
  const standing = await readStanding(ask, site)
  if (!standing) return { code: 'unknown_site' }
  const preview = await ask('previewSettings', { site, body: { settings: standing.live } })
  return realTurn({ url, site: String(field(preview, 'site')), origin: url })
}

function toldOf({ answer, code }: Turn, before = ''): Done {
  if (answer !== undefined) {
    const line = answer.replaceAll(/\s+/g, ' ').trim()
    return {
      did: `${before}It answers: ${line.slice(0, SHOWN_CHARACTERS)}${line.length > SHOWN_CHARACTERS ? '…' : ''}`,
    }
  }
  throw new Trouble(
    `The Worker runs, but a visitor would get no answer: ${code}.`,
    `${remedyFor(code)} Then run this again: \`OPENAI_API_KEY=… npm run setup\` sets another key.`,
  )
}

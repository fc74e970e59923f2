/** What the chat may cost, and who is kept out. */
import * as v from 'valibot'
import { number, settingsIn, text, whole } from './setting.ts'

const { setting } = settingsIn('limits')

/** Upper bound for a limit. 0 means unlimited. Days and months are in UTC. */
const most = () => whole(0, 1_000_000_000)
const mostUsd = () => number(0, 1_000_000)
const percent = () => whole(1, 100)

/** Visitors' browsers see these. */
export const shown = () => ({
  botCheck: setting({
    schema: v.picklist(['off', 'turnstile']),
    title: 'Bot check',
    help: 'With turnstile, Cloudflare Turnstile checks once per session that the visitor is a person. It needs a site key and the secret TURNSTILE_SECRETS. Without them nobody gets in.',
    initial: 'off',
  }),
  turnstileSiteKey: setting({
    schema: v.pipe(text(100), v.regex(/^[\w-]*$/, 'A site key has letters, digits, _ and - only.')),
    title: 'Turnstile site key',
    help: 'The site key of the Turnstile widget that lists the hosts of your pages. It is public; the secret is not.',
    initial: '',
  }),
})

/** These never leave the Worker, except to the provider. */
export const kept = () => ({
  detachedSeconds: setting({
    schema: whole(0, 600),
    title: 'Detached answer',
    help: 'How long an answer continues when no page is listening any more, in seconds.',
    initial: 120,
  }),
  turnsPerSession: setting({ schema: most(), title: 'Turns per conversation', help: '0: no limit.', initial: 0 }),
  tokensPerSession: setting({ schema: most(), title: 'Tokens per conversation', help: '0: no limit.', initial: 0 }),
  turnsPerVisitorDay: setting({
    schema: most(),
    title: 'Turns per visitor and day',
    help: '0: no limit.',
    initial: 300,
  }),
  tokensPerVisitorDay: setting({
    schema: most(),
    title: 'Tokens per visitor and day',
    help: '0: no limit.',
    initial: 2_000_000,
  }),
  turnsPerDay: setting({ schema: most(), title: 'Turns per day', help: '0: no limit.', initial: 10_000 }),
  tokensPerDay: setting({ schema: most(), title: 'Tokens per day', help: '0: no limit.', initial: 0 }),
  spendPerDay: setting({ schema: mostUsd(), title: 'Spend per day', help: 'In USD; 0: no limit.', initial: 0 }),
  turnsPerMonth: setting({ schema: most(), title: 'Turns per month', help: '0: no limit.', initial: 0 }),
  tokensPerMonth: setting({ schema: most(), title: 'Tokens per month', help: '0: no limit.', initial: 0 }),
  spendPerMonth: setting({ schema: mostUsd(), title: 'Spend per month', help: 'In USD; 0: no limit.', initial: 0 }),
  warnAt: setting({
    schema: percent(),
    title: 'Warn at',
    help: 'Percentage of a limit of the whole site. When it is reached, the log has a warning.',
    initial: 80,
  }),
  cheaperModel: setting({
    schema: text(120),
    title: 'Cheaper model',
    help: 'Answers instead of the model when a limit of the whole site is nearly used up. Empty: the model stays the same.',
    initial: '',
  }),
  cheaperAt: setting({
    schema: percent(),
    title: 'Cheaper model at',
    help: 'Percentage of a limit of the whole site.',
    initial: 90,
  }),
  fallbackMessage: setting({
    schema: text(1000),
    title: 'Fallback message',
    help: 'Answers each conversation once, without a model, when a limit of the whole site is used up. Empty: questions are refused.',
    initial: '',
  }),
})

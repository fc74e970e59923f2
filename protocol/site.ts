/**
 * One site: who the assistant is there, how it looks, where it may be embedded. Written once, here: validation, defaults
 * and the visitor's view are derived from these entries. The defaults are the persona of a fresh clone.
 */
import * as v from 'valibot'
import { COLOR_SCHEMES } from './color-scheme.ts'
import { once } from './once.ts'
import { isAllowable } from './origin.ts'

const text = (most: number) => v.pipe(v.string(), v.maxLength(most))
const number = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most))
const whole = (least: number, most: number) => v.pipe(number(least, most), v.integer())

/** Of ten limits, each of its own; 0 is none. Days and months are those of UTC. */
const most = () => whole(0, 1_000_000_000)
const mostUsd = () => number(0, 1_000_000)
const percent = () => whole(1, 100)

/** The highest that browsers hold. */
const MOST_Z_INDEX = 2_147_483_647

/** In pixels. */
const MOST_OFFSET = 300

/** What a visitor may see. Everything in `GET /v1/sites/:site` comes from here. */
export const shownEntries = once(() => ({
  name: v.optional(
    v.pipe(
      text(60),
      v.minLength(1),
      v.title('Name'),
      v.description('The assistant’s name.'),
      v.metadata({ group: 'who' }),
    ),
    '百晓生',
  ),
  avatar: v.optional(
    v.pipe(
      // An emoji may be of many code points: a family is 11 UTF-16 code units.
      text(64),
      v.maxGraphemes(2),
      v.title('Avatar'),
      v.description('One or two characters, or an emoji.'),
      v.metadata({ group: 'who' }),
    ),
    '',
  ),
  greeting: v.optional(
    v.pipe(
      text(1000),
      v.title('Greeting'),
      v.description('Shown before the first question; never sent to the model.'),
      v.metadata({ group: 'first' }),
    ),
    '你好，我是百晓生。上知天文，下知地理，想问什么都可以。',
  ),
  starterPrompts: v.optional(
    v.pipe(
      v.array(v.pipe(text(120), v.minLength(1))),
      v.maxLength(6),
      v.title('Starter prompts'),
      v.description('Questions a visitor can ask with one press.'),
      v.metadata({ group: 'first' }),
    ),
    ['中国首都在哪里', '怎么把你放到我的网站上？', 'What is Inglenook?'],
  ),
  placeholder: v.optional(
    v.pipe(
      text(120),
      v.title('Placeholder'),
      v.description('Shown in the empty composer instead of our own words.'),
      v.metadata({ group: 'first' }),
    ),
    '',
  ),
  disclaimer: v.optional(
    v.pipe(
      text(300),
      v.title('Disclaimer'),
      v.description('A line below the composer.'),
      v.metadata({ group: 'first' }),
    ),
    '',
  ),
  colorScheme: v.optional(
    v.pipe(
      v.picklist(COLOR_SCHEMES),
      v.title('Colour scheme'),
      v.description('auto follows the page, or where that follows the visitor’s system, the system.'),
      v.metadata({ group: 'looks' }),
    ),
    'auto',
  ),
  accent: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^#[0-9a-fA-F]{6}$/, 'A colour is written #rrggbb.'),
      v.title('Accent colour'),
      v.description('#rrggbb; text on it is chosen for contrast.'),
      v.metadata({ group: 'looks', control: 'colour' }),
    ),
    '#b4441f',
  ),
  position: v.optional(
    v.pipe(
      v.picklist(['bottom-right', 'bottom-left', 'right', 'left', 'full']),
      v.title('Position'),
      v.description(
        'A panel in a corner, along one side over the full height, or over the whole page. Small screens always show it whole.',
      ),
      v.metadata({ group: 'looks' }),
    ),
    'bottom-right',
  ),
  offsetX: v.optional(
    v.pipe(
      whole(0, MOST_OFFSET),
      v.title('Distance from the side'),
      v.description('Of the launcher, in pixels. The panel moves with it.'),
      v.metadata({ group: 'looks' }),
    ),
    20,
  ),
  offsetY: v.optional(
    v.pipe(
      whole(0, MOST_OFFSET),
      v.title('Distance from the bottom'),
      v.description('Of the launcher, in pixels: over a cookie bar, say. The panel moves with it.'),
      v.metadata({ group: 'looks' }),
    ),
    20,
  ),
  radius: v.optional(
    v.pipe(
      whole(0, 32),
      v.title('Corner radius'),
      v.description('Of the panel, in pixels; 0 is square.'),
      v.metadata({ group: 'looks' }),
    ),
    18,
  ),
  density: v.optional(
    v.pipe(
      v.picklist(['comfortable', 'compact']),
      v.title('Density'),
      v.description('compact shows more of a conversation at once.'),
      v.metadata({ group: 'looks' }),
    ),
    'comfortable',
  ),
  zIndex: v.optional(
    v.pipe(
      whole(0, MOST_Z_INDEX),
      v.title('Stacking order'),
      v.description('The z-index of launcher and panel: higher than what they must not disappear behind.'),
      v.metadata({ group: 'looks' }),
    ),
    2_147_483_000,
  ),
  imageHosts: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.check(isHostName, 'A host name in lower case, with nothing before or after it.'))),
      v.maxLength(100),
      v.title('Image hosts'),
      v.description(
        'Hosts whose images answers may show. A shown image tells its host who reads, and when: any other stays a link.',
      ),
      v.metadata({ group: 'privacy' }),
    ),
    [],
  ),
  pageContext: v.optional(
    v.pipe(
      v.picklist(['off', 'on']),
      v.title('Page context'),
      v.description(
        'Whether title, address and selected text of the page go along with a question. The model gets them quoted, as untrusted, with that question only.',
      ),
      v.metadata({ group: 'privacy' }),
    ),
    'off',
  ),
  locale: v.optional(
    v.pipe(
      text(20),
      v.title('Language'),
      v.description('A BCP 47 tag; empty follows the page, then the browser.'),
      v.metadata({ group: 'first' }),
    ),
    '',
  ),
  botCheck: v.optional(
    v.pipe(
      v.picklist(['off', 'turnstile']),
      v.title('Bot check'),
      v.description(
        'turnstile asks Cloudflare Turnstile, once a session, whether a person is there. It needs a site key and the secret TURNSTILE_SECRETS; without them nobody gets in.',
      ),
      v.metadata({ group: 'limits' }),
    ),
    'off',
  ),
  turnstileSiteKey: v.optional(
    v.pipe(
      text(100),
      v.regex(/^[\w-]*$/, 'A site key has letters, digits, _ and - only.'),
      v.title('Turnstile site key'),
      v.description('Of the Turnstile widget that lists the hosts of your pages. It is public; the secret is not.'),
      v.metadata({ group: 'limits' }),
    ),
    '',
  ),
}))

/** What never leaves the Worker, except to the upstream. */
export const keptEntries = once(() => ({
  instructions: v.optional(
    v.pipe(
      text(8000),
      v.title('Instructions'),
      v.description(
        'The system message: who the assistant is. Visitors are not shown it, but can get a model to repeat it: no secrets here. With page context on, the page fills in {{page.title}}, {{page.url}}, {{visitor.name}} and names of your own ({{plan}}), quoted, as the first question of a conversation brings them.',
      ),
      v.metadata({ group: 'who' }),
    ),
    '你是一个上知天文下知地理的百晓生',
  ),
  model: v.optional(
    v.pipe(text(120), v.title('Model'), v.description('Empty: the provider’s own.'), v.metadata({ group: 'model' })),
    '',
  ),
  temperature: v.optional(
    v.pipe(
      number(0, 2),
      v.title('Temperature'),
      v.description('0 is steady, 2 is wild.'),
      v.metadata({ group: 'model' }),
    ),
    0.6,
  ),
  maxTokens: v.optional(
    v.pipe(
      whole(1, 100_000),
      v.title('Longest answer'),
      v.description('In tokens (max_tokens).'),
      v.metadata({ group: 'model' }),
    ),
    1024,
  ),
  contextTokens: v.optional(
    v.pipe(
      whole(500, 1_000_000),
      v.title('Longest prompt'),
      v.description(
        'In tokens, as far as they can be estimated: instructions, earlier turns and the question. When a conversation outgrows it, the oldest turns go until it is half as long; the first one stays. The conversation has at least half, however long the instructions. The answer comes on top: both together must fit the model.',
      ),
      v.metadata({ group: 'model' }),
    ),
    3000,
  ),
  summary: v.optional(
    v.pipe(
      v.picklist(['off', 'on']),
      v.title('Summary'),
      v.description(
        'Whether the model keeps notes of turns that no longer fit the prompt. They are written after an answer, while nobody waits, and cost one more request each time.',
      ),
      v.metadata({ group: 'model' }),
    ),
    'off',
  ),
  summaryModel: v.optional(
    v.pipe(
      text(120),
      v.title('Summary model'),
      v.description('A cheaper model for the notes. Empty: the one that answers.'),
      v.metadata({ group: 'model' }),
    ),
    '',
  ),
  topP: v.optional(
    v.pipe(number(0, 1), v.title('Top p'), v.description('Nucleus sampling (top_p).'), v.metadata({ group: 'model' })),
  ),
  presencePenalty: v.optional(
    v.pipe(
      number(-2, 2),
      v.title('Presence penalty'),
      v.description('presence_penalty.'),
      v.metadata({ group: 'model' }),
    ),
  ),
  frequencyPenalty: v.optional(
    v.pipe(
      number(-2, 2),
      v.title('Frequency penalty'),
      v.description('frequency_penalty.'),
      v.metadata({ group: 'model' }),
    ),
  ),
  stop: v.optional(
    v.pipe(
      v.array(v.pipe(text(100), v.minLength(1))),
      v.maxLength(4),
      v.title('Stop'),
      v.description('Up to four strings that end an answer.'),
      v.metadata({ group: 'model' }),
    ),
  ),
  seed: v.optional(
    v.pipe(
      whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      v.title('Seed'),
      v.description('Asks for repeatable answers.'),
      v.metadata({ group: 'model' }),
    ),
  ),
  reasoningEffort: v.optional(
    v.pipe(
      v.picklist(['minimal', 'low', 'medium', 'high']),
      v.title('Reasoning effort'),
      v.description('How long a reasoning model thinks (reasoning_effort); other models are not told.'),
      v.metadata({ group: 'model' }),
    ),
  ),
  upstream: v.optional(
    v.pipe(
      text(63),
      v.title('Upstream'),
      v.description('The configured provider to ask first; empty: the first one.'),
      v.metadata({ group: 'model' }),
    ),
    '',
  ),
  allowedOrigins: v.optional(
    v.pipe(
      v.array(
        // What is wrong with one is said where it is written (`read-settings.ts`): no visitor waits for these sentences.
        v.pipe(v.string(), v.check(isAllowable, 'Not an origin.')),
      ),
      v.maxLength(100),
      v.title('Allowed origins'),
      v.description(
        'Where the chat may be embedded: https://shop.example. With https://*.shop.example it is every host below shop.example, however deep, and not shop.example itself. None means nowhere.',
      ),
      v.metadata({ group: 'where' }),
    ),
    [],
  ),
  retentionDays: v.optional(
    v.pipe(
      whole(1, 365),
      v.title('Retention'),
      v.description('Days until a session is forgotten after its last turn or feedback.'),
      v.metadata({ group: 'privacy' }),
    ),
    30,
  ),
  detachedSeconds: v.optional(
    v.pipe(
      whole(0, 600),
      v.title('Detached answer'),
      v.description('How long an answer goes on when no page is listening any more, in seconds.'),
      v.metadata({ group: 'limits' }),
    ),
    120,
  ),
  turnsPerSession: v.optional(
    v.pipe(most(), v.title('Turns per conversation'), v.description('0: no limit.'), v.metadata({ group: 'limits' })),
    0,
  ),
  tokensPerSession: v.optional(
    v.pipe(most(), v.title('Tokens per conversation'), v.description('0: no limit.'), v.metadata({ group: 'limits' })),
    0,
  ),
  turnsPerVisitorDay: v.optional(
    v.pipe(
      most(),
      v.title('Turns per visitor and day'),
      v.description('0: no limit.'),
      v.metadata({ group: 'limits' }),
    ),
    300,
  ),
  tokensPerVisitorDay: v.optional(
    v.pipe(
      most(),
      v.title('Tokens per visitor and day'),
      v.description('0: no limit.'),
      v.metadata({ group: 'limits' }),
    ),
    2_000_000,
  ),
  turnsPerDay: v.optional(
    v.pipe(most(), v.title('Turns per day'), v.description('0: no limit.'), v.metadata({ group: 'limits' })),
    10_000,
  ),
  tokensPerDay: v.optional(
    v.pipe(most(), v.title('Tokens per day'), v.description('0: no limit.'), v.metadata({ group: 'limits' })),
    0,
  ),
  spendPerDay: v.optional(
    v.pipe(mostUsd(), v.title('Spend per day'), v.description('In USD; 0: no limit.'), v.metadata({ group: 'limits' })),
    0,
  ),
  turnsPerMonth: v.optional(
    v.pipe(most(), v.title('Turns per month'), v.description('0: no limit.'), v.metadata({ group: 'limits' })),
    0,
  ),
  tokensPerMonth: v.optional(
    v.pipe(most(), v.title('Tokens per month'), v.description('0: no limit.'), v.metadata({ group: 'limits' })),
    0,
  ),
  spendPerMonth: v.optional(
    v.pipe(
      mostUsd(),
      v.title('Spend per month'),
      v.description('In USD; 0: no limit.'),
      v.metadata({ group: 'limits' }),
    ),
    0,
  ),
  warnAt: v.optional(
    v.pipe(
      percent(),
      v.title('Warn at'),
      v.description('Percent of a limit of the whole site: from there on the log says so.'),
      v.metadata({ group: 'limits' }),
    ),
    80,
  ),
  cheaperModel: v.optional(
    v.pipe(
      text(120),
      v.title('Cheaper model'),
      v.description(
        'Answers in place of the model when a limit of the whole site is nearly used up. Empty: none does.',
      ),
      v.metadata({ group: 'limits' }),
    ),
    '',
  ),
  cheaperAt: v.optional(
    v.pipe(
      percent(),
      v.title('Cheaper model at'),
      v.description('Percent of a limit of the whole site.'),
      v.metadata({ group: 'limits' }),
    ),
    90,
  ),
  fallbackMessage: v.optional(
    v.pipe(
      text(1000),
      v.title('Fallback message'),
      v.description(
        'Answers each conversation once, without a model, when a limit of the whole site is used up. Empty: questions are refused.',
      ),
      v.metadata({ group: 'limits' }),
    ),
    '',
  ),
  identity: v.optional(
    v.pipe(
      v.picklist(['off', 'optional', 'required']),
      v.title('Identity proof'),
      v.description(
        'Whether your server may prove who is signed in to the page, with a token that it signs: the conversation is then the person’s, on every device, and is shown to nobody without proof. required lets nobody chat without it. It needs the secret IDENTITY_KEYS.',
      ),
      v.metadata({ group: 'privacy' }),
    ),
    'off',
  ),
  maskPersonalData: v.optional(
    v.pipe(
      v.picklist(['off', 'on']),
      v.title('Mask personal data'),
      v.description(
        'Whether e-mail addresses, phone numbers and card numbers in what a visitor writes, and in the page’s title, address and selection, are replaced before the provider gets them, also in later prompts and in notes. The transcript keeps what was written: its visitor reads it. What is written in an unusual way gets through.',
      ),
      v.metadata({ group: 'privacy' }),
    ),
    'off',
  ),
}))

/** What the owner does to a site as a whole; no version of its settings holds it. */
const managed = () => ({
  version: v.optional(
    v.pipe(
      whole(0, Number.MAX_SAFE_INTEGER),
      v.title('Version'),
      v.description('Counts what was published; 0 is the built-in persona.'),
    ),
    0,
  ),
  paused: v.optional(
    v.pipe(
      v.boolean(),
      v.title('Paused'),
      v.description('Nobody can ask; what was said stays readable to its visitors.'),
    ),
    false,
  ),
})

/** Everything an owner can set, and what each version of a site is. */
export const settingsSchema = once(() => v.strictObject({ ...shownEntries(), ...keptEntries() }))
export const siteSchema = once(() => v.strictObject({ ...shownEntries(), ...keptEntries(), ...managed() }))

/** As an owner thinks of them, in this order. */
export const SETTING_GROUPS = ['who', 'first', 'looks', 'model', 'limits', 'privacy', 'where'] as const
export type SettingGroup = (typeof SETTING_GROUPS)[number]

/** What an owner set, defaults filled in. */
export type Settings = v.InferOutput<ReturnType<typeof settingsSchema>>
/** A site as the Worker holds it, defaults filled in. */
export type Site = v.InferOutput<ReturnType<typeof siteSchema>>
/** `GET /v1/sites/:site`. */
export interface SiteView extends Pick<Site, keyof ReturnType<typeof shownEntries>> {
  /** A note of the deployment: that this is a demonstration, say. */
  notice: string
}

export const visitorView = (site: Site, notice: string): SiteView => ({ ...seen(site, shownEntries()), notice })

/** Of a site, what these entries say. */
export const seen = <Entries extends v.ObjectEntries>(site: object, entries: Entries) =>
  v.parse(v.object(entries), site)

/**
 * `images.shop.example`, as `URL` writes a `hostname`: lower case, labels of RFC 1123 §2.1 (Punycode for others), neither a
 * port nor a wildcard nor an address in numbers.
 */
export function isHostName(value: string): boolean {
  return (
    value.length <= 253 &&
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.|$))+$/.test(value) &&
    !/(^|\.)(\d*|0x[0-9a-f]*)$/.test(value)
  )
}

export const isSiteName = (value: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(value)

/** The site that exists before anything was published. */
export const DEMO = 'demo'

const PREVIEW = 'preview-'
export const previewName = (id: string): string => PREVIEW + id
/** A draft that is tried out for a day: nobody's site, listed nowhere and counted in no ledger. */
export const isPreview = (name: string): boolean => name.startsWith(PREVIEW)
/** What an owner may call a site. */
export const isOwnSiteName = (name: string): boolean => isSiteName(name) && !isPreview(name)

/** “Check my embed” over HTTP: a real page, a provider on a raw socket, and each finding wrong once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../../protocol/schemas/finding.ts'
import { field } from '../../../protocol/record.ts'
import { serveCheckedPages, type CheckedPages } from '../../support/api/check-page.ts'
import {
  DONE,
  frame,
  head,
  startFaultUpstream,
  type FaultUpstream,
  type Script,
} from '../../support/upstreams/fault-upstream.ts'
import { CANARY, OWNER_KEY, runWorker, type Running } from '../../support/running/running-worker.ts'

const MODEL = 'check-model'
const bodies: string[] = []

const date = (ahead = 0): string => `date: ${new Date(Date.now() + ahead * 1000).toUTCString()}\r\n`
const refusal =
  (line: string, error: object): Script =>
  (socket) => {
    head(socket, 'application/json', line, date())
    socket.write(JSON.stringify({ error: { message: `No: ${CANARY}`, ...error } }))
  }
const answer =
  (headers: () => string): Script =>
  (socket, request) => {
    bodies.push(request.slice(request.indexOf('\r\n\r\n') + 4))
    head(socket, 'text/event-stream', '200 OK', headers())
    socket.write(frame('Hi') + frame('', 'length') + DONE)
  }

const PROVIDERS: Readonly<Record<string, Script>> = {
  well: answer(date),
  dateless: answer(() => ''),
  behind: answer(() => date(-600)),
  'status-401': refusal('401 Unauthorized', {}),
  'status-400-key': refusal('400 Bad Request', { message: 'API key not valid. Please pass a valid API key.' }),
  'status-400-tokens': refusal('400 Bad Request', { message: 'max_tokens or model output limit was reached' }),
  'status-400': refusal('400 Bad Request', { message: 'temperature is too high', param: 'temperature' }),
  'status-402': refusal('402 Payment Required', {}),
  'status-404': refusal('404 Not Found', { code: 'model_not_found' }),
  'status-429': refusal('429 Too Many Requests', { code: 'rate_limit_exceeded' }),
  'status-429-quota': refusal('429 Too Many Requests', { code: 'insufficient_quota' }),
  'status-500': refusal('500 Internal Server Error', {}),
  html: (socket) => head(socket, 'text/html'),
  /** Refuses something that turns do without. */
  'no-stream-options': (socket, request) =>
    request.includes('stream_options')
      ? refusal('422 Unprocessable Content', { param: 'stream_options' })(socket, request)
      : answer(date)(socket, request),
}

let upstream: FaultUpstream
let pages: CheckedPages
let worker: Running
/** Deployed: nothing of this machine may be reached. */
let deployed: Running

beforeAll(async () => {
  upstream = await startFaultUpstream((name) => PROVIDERS[name])
  pages = await serveCheckedPages()
  const providers = [...Object.keys(PROVIDERS), 'keyless'].map((name) => ({
    name,
    baseUrl: `${upstream.url}/${name}/v1`,
    model: MODEL,
    secret: name === 'keyless' ? 'NOT_SET' : 'OPENAI_API_KEY',
    ...(name === 'keyless' && { dialect: 'openai' }),
  }))
  worker = await runWorker(
    {
      PROVIDERS: JSON.stringify(providers),
      TURNSTILE_SECRETS: '0x4known:secret',
      IDENTITY_KEYS: `keyed:${'A'.repeat(43)}`,
    },
    { hasFront: true },
  )
  deployed = await runWorker({ PROVIDERS: '', OPENAI_API_KEY: '', LOCAL_UPSTREAMS: 'false' }, { hasFront: true })
})

afterAll(async () => {
  await worker?.stop()
  await deployed?.stop()
  await pages?.stop()
  await upstream?.stop()
})

const owner = (path: string, method: string, body: object, on = worker) =>
  on.call(`/v1/owner${path}`, { method, token: OWNER_KEY, body })

async function newSite(settings: object = {}): Promise<string> {
  const site = `s-${crypto.randomUUID().slice(0, 8)}`
  const created = await owner('/sites', 'POST', {
    site,
    settings: { allowedOrigins: [pages.origin], upstream: 'well', ...settings },
  })
  expect(created.status).toBe(201)
  return site
}

async function check(site: string, page: string, on = worker): Promise<Finding[]> {
  const response = await owner(`/sites/${site}/checks`, 'POST', { page }, on)
  expect(response.status).toBe(200)
  const { findings }: { findings: Finding[] } = await response.json()
  return findings
}

/** What is not well of one thing, as `state reason detail`. */
const trouble = (findings: Finding[], ...about: Finding['about'][]): string[] =>
  findings
    .filter((finding) => finding.state !== 'well' && (about.length === 0 || about.includes(finding.about)))
    .map(({ about, state, reason, detail }) => `${about} ${state}: ${reason} ${detail}`.trim())

const tag = (site: string, attributes = 'async'): string =>
  `<!doctype html><script ${attributes} src="${worker.url}/inglenook.js" data-site="${site}"></script>`

test('a page without problems gets eleven findings and one tiny question, and no cookie or key', async () => {
  const site = await newSite({ instructions: 'A long persona.', model: 'another' })
  const findings = await check(site, `${pages.serve({ body: tag(site) })}?from=mail#top`)
  expect(trouble(findings)).toEqual([])
  expect(findings.map(({ about }) => about).toSorted()).toEqual(
    ['page', 'tag', 'csp', 'origin', 'upstream', 'instructions', 'paused', 'key', 'model', 'quota', 'clock'].toSorted(),
  )
  const asked: unknown = JSON.parse(bodies.at(-1) ?? '')
  expect(asked).toMatchObject({ model: 'another', max_tokens: 1, messages: [{ role: 'user' }] })
  const sent = pages.asked.at(-1)
  expect(sent?.['user-agent']).toContain('Inglenook check')
  expect(Object.keys(sent ?? {}).filter((name) => /cookie|authorization/.test(name))).toEqual([])
  for (const key of [OWNER_KEY, CANARY]) expect(JSON.stringify(sent)).not.toContain(key)
})

describe('the bot check', () => {
  const bots = async (settings: object) => {
    const site = await newSite(settings)
    return check(site, pages.serve({ body: tag(site), headers: { 'content-security-policy': "frame-src 'none'" } }))
  }

  test('needs a site key with its secret, and a frame', async () => {
    expect(trouble(await bots({ botCheck: 'turnstile' }))).toEqual([
      'csp wrong: frames_blocked frame-src https://challenges.cloudflare.com',
      'bots wrong: bots_site_key',
    ])
    expect(trouble(await bots({ botCheck: 'turnstile', turnstileSiteKey: '0x4unknown' }), 'bots')).toEqual([
      'bots wrong: bots_secret',
    ])
  })

  test('is fine with both, and is not mentioned when it is off', async () => {
    const on = await bots({ botCheck: 'turnstile', turnstileSiteKey: '0x4known' })
    expect(on).toContainEqual({ about: 'bots', state: 'well', reason: '', detail: '' })
    const off = await bots({ turnstileSiteKey: '0x4known' })
    expect(off.filter(({ about, state }) => about === 'bots' || state === 'wrong')).toEqual([])
  })
})

test('a proof of identity needs a key for the site', async () => {
  const site = await newSite({ identity: 'optional' })
  expect(trouble(await check(site, pages.serve({ body: tag(site) })))).toEqual(['identity wrong: identity_key'])
  const created = await owner('/sites', 'POST', {
    site: 'keyed',
    settings: { allowedOrigins: [pages.origin], upstream: 'well', identity: 'required' },
  })
  expect(created.status).toBe(201)
  const findings = await check('keyed', pages.serve({ body: tag('keyed') }))
  expect(findings).toContainEqual({ about: 'identity', state: 'well', reason: '', detail: '' })
})

describe('the page', () => {
  test.for([
    ['page_status', { status: 404 }, 'wrong: page_status 404'],
    ['page_guarded', { status: 403 }, 'unknown: page_guarded 403'],
    ['not_html', { headers: { 'content-type': 'application/pdf' } }, 'wrong: not_html application/pdf'],
  ] as const)('%s', async ([, page, expected]) => {
    const site = await newSite()
    const findings = await check(site, pages.serve(page))
    expect(trouble(findings)).toEqual([`page ${expected}`, 'tag unknown: page_unread', 'csp unknown: page_unread'])
  })

  test('that is nested too deeply is reported, and is not an internal error', async () => {
    const site = await newSite()
    const findings = await check(site, pages.serve({ body: '<div>'.repeat(190_000) + tag(site) }))
    expect(trouble(findings)).toEqual([
      `page unknown: page_too_deep ${pages.origin}`,
      'tag unknown: page_unread',
      'csp unknown: page_unread',
    ])
  })

  test('with a policy of a megabyte is judged by its beginning', async () => {
    const site = await newSite({ imageHosts: Array.from({ length: 20 }, (_, host) => `i${host}.example`) })
    const policy = `img-src ${'https://a.example '.repeat(50_000)}`
    const findings = await check(
      site,
      pages.serve({ body: `<meta http-equiv="Content-Security-Policy" content="${policy}">${tag(site)}` }),
    )
    expect(trouble(findings, 'csp').join()).toContain('pictures_blocked')
  })

  test('that does not answer is reported', async () => {
    const findings = await check(await newSite(), 'http://127.0.0.1:9/')
    expect(trouble(findings, 'page')).toEqual(['page wrong: page_unreachable http://127.0.0.1:9'])
  })

  test('follows at most five redirects, and never to an address that would be refused directly', async () => {
    const site = await newSite()
    let address = pages.serve({ body: tag(site) })
    const redirected = (location: string) => pages.serve({ status: 302, headers: { location } })
    for (let redirects = 0; redirects < 5; redirects += 1) address = redirected(address)
    expect(trouble(await check(site, address))).toEqual([])
    expect(trouble(await check(site, redirected(address)), 'page')[0]).toContain('too_many_redirects')
    for (const location of [
      'http://192.168.0.1/',
      'file:///etc/passwd',
      'http://169.254.169.254/latest/',
      '//user@shop.example',
    ]) {
      expect(trouble(await check(site, redirected(location)), 'page')).toEqual([
        `page wrong: redirect_refused ${location}`,
      ])
    }
  })

  test('is read up to a megabyte, and what comes after that is not called missing', async () => {
    const site = await newSite()
    const findings = await check(site, pages.serve({ body: `<p>${' '.repeat(1_000_000)}</p>${tag(site)}` }))
    expect(trouble(findings)).toEqual(['tag unknown: tag_too_far'])
  })
})

test.for([
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://[::1]:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f.1:PORT/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[fe80::1]/',
  'http://metadata.internal/',
  'http://printer.local/',
  'http://127.0.0.1.nip.io:PORT/',
  'http://localhost.:PORT/',
  'http://intranet/',
  'https://shop.example:0/',
  'https://me:secret@shop.example/',
  'ftp://shop.example/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'shop.example',
  '',
])('a deployed Worker sends no request to %s', async (address) => {
  const before = pages.asked.length
  const findings = await check('demo', address.replace('PORT', new URL(pages.origin).port), deployed)
  expect(trouble(findings, 'page')).toEqual(['page wrong: address_refused'])
  expect(pages.asked).toHaveLength(before)
})

test('the tag of another site is reported', async () => {
  const site = await newSite()
  const findings = await check(site, pages.serve({ body: tag('other') }))
  expect(trouble(findings)).toEqual(['tag wrong: tag_other_site other'])
})

test('a pinned loader of yesterday is reported; today’s is fine', async () => {
  const site = await newSite()
  const { url, integrity }: { url: string; integrity: string } = await (
    await fetch(`${worker.url}/inglenook/embed.json`)
  ).json()
  const pinned = (path: string) =>
    `<!doctype html><script async crossorigin integrity="${integrity}" src="${worker.url}${path}" data-site="${site}"></script>`
  expect(trouble(await check(site, pages.serve({ body: pinned(url) })))).toEqual([])
  const old = pages.serve({ body: pinned('/inglenook/loader-000000000000.js') })
  expect(trouble(await check(site, old))).toEqual(['tag wrong: tag_old'])
})

test('reports no allowed origin, another allowed origin, and one that only a draft allows', async () => {
  const none = await newSite({ allowedOrigins: [] })
  const page = pages.serve({ body: tag(none) })
  expect(trouble(await check(none, page))).toEqual([`origin wrong: origin_none ${pages.origin}`])
  const other = await newSite({ allowedOrigins: ['https://shop.example'] })
  expect(trouble(await check(other, page), 'origin')).toEqual([`origin wrong: origin_missing ${pages.origin}`])
  await owner(`/sites/${other}/draft`, 'PUT', { settings: { allowedOrigins: [pages.origin] }, revision: 0 })
  expect(trouble(await check(other, page), 'origin')).toEqual([`origin wrong: origin_in_draft ${pages.origin}`])
})

test('reports policies in the header and in the page, with the directive that would work', async () => {
  const site = await newSite({ imageHosts: ['images.example'] })
  const body = `<!doctype html><meta http-equiv="Content-Security-Policy" content="img-src 'self'">${tag(site)}`
  const page = pages.serve({ body, headers: { 'content-security-policy': "script-src 'self', connect-src 'none'" } })
  expect(trouble(await check(site, page))).toEqual([
    `csp wrong: script_blocked script-src 'self' ${worker.url}`,
    `csp wrong: requests_blocked connect-src ${worker.url}`,
    "csp wrong: pictures_blocked img-src 'self' https://images.example",
  ])
})

test('a paused site is reported', async () => {
  const site = await newSite()
  await owner(`/sites/${site}/paused`, 'PUT', { paused: true })
  expect(trouble(await check(site, pages.serve({ body: tag(site) })))).toEqual(['paused wrong: paused'])
})

describe('the provider', () => {
  const laterUnknown = ['model unknown: not_known_yet', 'quota unknown: not_known_yet']
  test.for([
    ['keyless', ['key wrong: key_missing keyless', ...laterUnknown, 'clock unknown: no_date']],
    ['status-401', ['key wrong: key_refused status-401', ...laterUnknown]],
    ['status-400-key', ['key wrong: key_refused status-400-key', ...laterUnknown]],
    ['status-400-tokens', []],
    ['status-400', [`model wrong: request_refused ${MODEL}`, 'quota unknown: not_known_yet']],
    ['status-404', [`model wrong: model_unknown ${MODEL}`, 'quota unknown: not_known_yet']],
    ['status-402', ['model unknown: not_known_yet', 'quota wrong: no_credit status-402']],
    ['status-429', ['model unknown: not_known_yet', 'quota wrong: rate_limited status-429']],
    ['status-429-quota', ['model unknown: not_known_yet', 'quota wrong: quota_used status-429-quota']],
    ['status-500', ['key unknown: provider_unreachable status-500', ...laterUnknown]],
    ['html', ['key wrong: not_an_api html', ...laterUnknown, 'clock unknown: no_date']],
    ['dateless', ['clock unknown: no_date']],
    ['no-stream-options', []],
  ] as const)('%s', async ([upstream, expected]) => {
    const site = await newSite({ upstream })
    const response = await owner(`/sites/${site}/checks`, 'POST', { page: pages.serve({ body: tag(site) }) })
    const text = await response.text()
    expect(trouble(JSON.parse(text).findings)).toEqual(expected)
    expect(text).not.toContain('canary')
  })

  test('a clock that is ten minutes off is reported', async () => {
    const site = await newSite({ upstream: 'behind' })
    const found = (await check(site, pages.serve({ body: tag(site) }))).find(({ about }) => about === 'clock')
    expect(found).toMatchObject({ state: 'wrong', reason: 'clock_off' })
    expect(Math.abs(Number(found?.detail) - 600)).toBeLessThan(10)
  })

  test('a provider that the site names but that does not exist is reported', async () => {
    const site = await newSite({ upstream: 'nobody' })
    const findings = await check(site, pages.serve({ body: tag(site) }))
    expect(trouble(findings, 'upstream')).toEqual(['upstream wrong: upstream_unknown nobody'])
    expect(trouble(findings, 'key')).toEqual(['key unknown: not_known_yet'])
  })
})

test('an unknown site and an invalid body are refused', async () => {
  const codeOf = async (response: Response): Promise<unknown> => field(field(await response.json(), 'error'), 'code')
  expect(await codeOf(await owner('/sites/nowhere/checks', 'POST', { page: pages.origin }))).toBe('unknown_site')
  expect(await codeOf(await owner('/sites/demo/checks', 'POST', { page: 7 }))).toBe('invalid_body')
})

/**
 * Runs on the owner's page, one by one, the steps of a chat that a visitor opens, and says where it stops. A browser does not
 * tell a page why a request failed, but which requests fail shows it.
 */
import { SESSION_MILLISECONDS } from '../../protocol/sizes.ts'
import type { CheckRequest, Load, PanelModule } from '../page/corner.ts'
import { readCode, readSite, readToken } from '../api/parse.ts'
import { unknown, well, wrong, type Finding } from './findings.ts'
import type { PolicyEar } from './policy.ts'

/** Written in by the build. */
declare const PANEL: string

export interface Checked extends CheckRequest {
  /** The address of the extras that the loader requested. */
  extras: string
  load: Load
}

const PATIENCE_MS = 15_000
/** The chat works with a wrong clock, but it confuses anyone who looks for a fault in timestamps. */
const CLOCK_SECONDS = 5 * 60
/** No site can have this name, so the Worker's answer may be read by every page. */
const NOBODY = '-'

export async function* probe(checked: Checked, ear: PolicyEar): AsyncGenerator<Finding, void> {
  const { site, api, source } = checked
  const at = new URL(api).origin
  if (site) yield await ofLoader(checked)
  else yield wrong('loader', 'no_site')
  yield await ofPanel(checked, ear, new URL(source || api).origin)

  const worker = await ofWorker(api, at, ear)
  yield worker
  if (worker.state !== 'well' || !site) return yield* notKnown('site', 'origin', 'session', 'clock')

  const path = `${api}/v1/sites/${encodeURIComponent(site)}`
  const answer = await ask(path)
  // The Worker would have told any page that the site does not exist: what the browser hides is the answer to this origin.
  if (!answer) {
    yield well('site', site)
    yield self.origin === 'null' ? wrong('origin', 'origin_opaque') : wrong('origin', 'origin_refused', self.origin)
    return yield* notKnown('session', 'clock')
  }
  if (!answer.ok) {
    const code = readCode(answer.body)
    yield code === 'unknown_site' || code === 'site_misconfigured'
      ? wrong('site', code, site)
      : wrong('site', 'site_refused', code || `${answer.status}`)
    return yield* notKnown('origin', 'session', 'clock')
  }
  yield well('site', site)
  yield well('origin', self.origin)
  yield* ofSession(path)
  const { imageHosts } = readSite(answer.body)
  if (imageHosts.length > 0) yield await ofPictures(imageHosts, ear)
}

const notKnown = (...abouts: Finding['about'][]): Finding[] => abouts.map((about) => unknown(about))

/** The newest loader names the newest extras; an older one names others. */
async function ofLoader({ source, extras, site, api }: Checked): Promise<Finding> {
  if (!source) return well('loader', `${site} · ${api}`)
  const { origin } = new URL(source)
  const newest = await fetch(`${origin}/inglenook.js`, { cache: 'no-store', credentials: 'omit' })
    .then((response) => (response.ok ? response.text() : ''))
    .catch(() => '')
  if (!newest) return unknown('loader', 'loader_age_unknown', `${site} · ${origin}`)
  const name = new URL(extras).pathname.split('/').at(-1) ?? ''
  return newest.includes(name) ? well('loader', `${site} · ${origin}`) : wrong('loader', 'loader_old', source)
}

async function ofPanel({ load }: Checked, ear: PolicyEar, origin: string): Promise<Finding> {
  try {
    await load<PanelModule>(PANEL)
    return well('panel')
  } catch {
    return (await ear.refused('script-src', origin))
      ? wrong('panel', 'panel_blocked', `script-src ${origin}`)
      : wrong('panel', 'panel_missing', origin)
  }
}

async function ofWorker(api: string, origin: string, ear: PolicyEar): Promise<Finding> {
  const answer = await ask(`${api}/v1/sites/${NOBODY}`)
  if (!answer) {
    return (await ear.refused('connect-src', origin))
      ? wrong('worker', 'requests_blocked', `connect-src ${origin}`)
      : wrong('worker', 'worker_silent', api)
  }
  return readCode(answer.body) === 'unknown_site' ? well('worker', api) : wrong('worker', 'worker_other', api)
}

async function* ofSession(path: string): AsyncGenerator<Finding, void> {
  const asked = Date.now()
  const opened = await ask(`${path}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const now = (asked + Date.now()) / 2
  if (!opened?.ok) {
    const code = readCode(opened?.body)
    yield code === 'site_paused' ? wrong('session', code) : wrong('session', 'session_refused', code || 'offline')
    yield unknown('clock')
    return
  }
  yield well('session')
  const ahead = Math.round((now + SESSION_MILLISECONDS - Date.parse(readToken(opened.body).expiresAt)) / 1000)
  yield Math.abs(ahead) > CLOCK_SECONDS ? wrong('clock', 'clock_off', `${ahead}`) : well('clock')
}

/** Whether the picture exists does not matter: the policy blocks it before it is requested. */
async function ofPictures(hosts: readonly string[], ear: PolicyEar): Promise<Finding> {
  const refused: string[] = []
  for (const host of hosts) {
    const origin = `https://${host}`
    const picture = new Image()
    picture.src = `${origin}/favicon.ico`
    if (await ear.refused('img-src', origin)) refused.push(origin)
  }
  return refused.length ? wrong('pictures', 'pictures_blocked', `img-src ${refused.join(' ')}`) : well('pictures')
}

interface Answer {
  ok: boolean
  status: number
  body: unknown
}

/** Null if the browser got no answer, or one that this page may not read. */
async function ask(address: string, init: RequestInit = {}): Promise<Answer | null> {
  const response = await fetch(address, {
    signal: AbortSignal.timeout(PATIENCE_MS),
    credentials: 'omit',
    cache: 'no-store',
    ...init,
  }).catch(() => null)
  if (!response) return null
  const body: unknown = await response.json().catch(() => null) // somebody else's page is not JSON
  return { ok: response.ok, status: response.status, body }
}

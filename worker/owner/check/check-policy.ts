/**
 * Whether a page's Content Security Policies let the chat work, and what they would have to say. All policies of a page apply at
 * once. Styles need no permission, and Trusted Types only concern scripts that are not ours.
 *
 * Source: https://www.w3.org/TR/CSP3/ §6.7
 */
import type { FindingReason } from '../../../protocol/schemas/finding.ts'

export interface Needs {
  /** The loader, and what it imports. */
  scripts: readonly string[]
  /** The tag is in the page's HTML; otherwise one of the page's scripts may create it. */
  isParsed: boolean
  nonce: string
  integrity: string
  requests: readonly string[]
  pictures: readonly string[]
  frames: readonly string[]
  /** Names of Trusted Types policies. */
  trusted: readonly string[]
}

export interface Blocked {
  reason: FindingReason
  /** The directive as it should be; empty if the tag should change and not the policy. */
  detail: string
}

type Policy = ReadonlyMap<string, readonly string[]>

export function blockedBy(policies: readonly string[], page: URL, needs: Needs): Blocked[] {
  return policies
    .map(readPolicy)
    .flatMap((policy) => [
      ...scriptsBlocked(policy, page, needs),
      ...blocked(policy, page, ['connect-src', 'default-src'], needs.requests, 'requests_blocked'),
      ...blocked(policy, page, ['img-src', 'default-src'], needs.pictures, 'pictures_blocked'),
      ...blocked(policy, page, ['frame-src', 'child-src', 'default-src'], needs.frames, 'frames_blocked'),
      ...typesBlocked(policy, needs.trusted),
    ])
}

/** Source: https://www.w3.org/TR/trusted-types/#trusted-types-csp-directive */
function typesBlocked(policy: Policy, trusted: readonly string[]): Blocked[] {
  const names = policy.get('trusted-types')
  const refused = trusted.filter((name) => names && !names.includes('*') && !names.includes(name))
  if (!names || refused.length === 0 || !policy.has('require-trusted-types-for')) return []
  const kept = names.filter((name) => !/^'none'$/i.test(name))
  return [{ reason: 'types_blocked', detail: ['trusted-types', ...kept, ...refused].join(' ') }]
}

/** If a directive occurs twice, the first one counts. */
function readPolicy(text: string): Policy {
  const policy = new Map<string, string[]>()
  for (const part of text.split(';')) {
    const [name = '', ...sources] = part.trim().split(/\s+/)
    if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources)
  }
  return policy
}

/** The loader's imports have the tag's nonce and are not parser-inserted: a hash alone suffices only under strict-dynamic. */
function scriptsBlocked(policy: Policy, page: URL, { scripts, isParsed, nonce, integrity }: Needs): Blocked[] {
  const names = ['script-src-elem', 'script-src', 'default-src']
  const sources = policy.get(names.find((name) => policy.has(name)) ?? '')
  if (!sources) return []
  const isStrict = sources.some((source) => /^'strict-dynamic'$/i.test(source))
  if ((nonce && sources.includes(`'nonce-${nonce}'`)) || (isStrict && !isParsed)) return []
  if (isStrict && integrity && integrity.split(/\s+/).every((hash) => sources.includes(`'${hash}'`))) return []
  if (isStrict || sources.some((source) => /^'nonce-/i.test(source))) {
    const isHostAllowed = !isStrict && scripts.every((script) => isListed(sources, script, page))
    return isHostAllowed ? [] : [{ reason: 'nonce_missing', detail: '' }]
  }
  const known = policy.has('script-src-elem') ? names : names.slice(1)
  return blocked(policy, page, known, scripts, 'script_blocked')
}

/** @param names the directives that may decide; the first one present does. A new directive gets the first name. */
function blocked(
  policy: Policy,
  page: URL,
  names: readonly string[],
  addresses: readonly string[],
  reason: FindingReason,
): Blocked[] {
  const sources = policy.get(names.find((name) => policy.has(name)) ?? '')
  const refused = sources ? addresses.filter((address) => !isListed(sources, address, page)) : []
  if (!sources || refused.length === 0) return []
  const kept = sources.filter((source) => !/^'(none|nonce-.*|sha\d+-.*|report-sample)'$/i.test(source))
  const added = new Set(refused.map((address) => new URL(address).origin))
  return [{ reason, detail: [names[0], ...kept, ...added].join(' ') }]
}

function isListed(sources: readonly string[], address: string, page: URL): boolean {
  const url = new URL(address)
  return sources.some((source) => matches(source, url, page))
}

const HOST_SOURCE = /^(?:([a-z][\w+.-]*):\/\/)?(\*|(?:\*\.)?[\w-]+(?:\.[\w-]+)*\.?)(?::(\d+|\*))?(\/[^?#]*)?$/i

export function matches(source: string, url: URL, page: URL): boolean {
  if (source === '*') return /^(https?|wss?):$/.test(url.protocol) || url.protocol === page.protocol
  if (/^'self'$/i.test(source)) {
    const isSamePort = url.port === page.port
    return url.hostname === page.hostname && isSamePort && schemeFits(page.protocol, url.protocol)
  }
  if (/^[a-z][\w+.-]*:$/i.test(source)) return schemeFits(source.toLowerCase(), url.protocol)
  const [isHost, scheme, host = '', port, path = ''] = HOST_SOURCE.exec(source) ?? []
  if (isHost === undefined) return false
  if (!schemeFits(scheme ? `${scheme.toLowerCase()}:` : page.protocol, url.protocol)) return false
  return hostFits(host.toLowerCase(), url.hostname) && portFits(port, url) && pathFits(path, url.pathname)
}

/** Whatever is allowed over http is allowed over https. */
const schemeFits = (allowed: string, used: string): boolean =>
  allowed === used || (allowed === 'http:' && used === 'https:')

const hostFits = (allowed: string, used: string): boolean =>
  allowed === '*' || (allowed.startsWith('*.') ? used.endsWith(allowed.slice(1)) : allowed === used)

function portFits(allowed: string | undefined, { port, protocol }: URL): boolean {
  if (allowed === undefined) return port === ''
  const used = port || (protocol === 'https:' ? '443' : '80')
  return allowed === '*' || allowed === used || (allowed === '80' && used === '443')
}

/** A path with a trailing slash is a folder, any other path is a file. */
const pathFits = (allowed: string, used: string): boolean =>
  allowed === '' || (allowed.endsWith('/') ? used.startsWith(allowed) : used === allowed)

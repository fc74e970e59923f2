/** Listens for violations of the page's Content Security Policy. It misses those from before it started. */
import { ofPage } from '../page/host-page.ts'

export interface PolicyEar {
  /** Whether this directive, or one it is the fallback for, has blocked something from this origin. */
  refused(directive: 'script-src' | 'connect-src' | 'img-src', origin: string): Promise<boolean>
  end(): void
}

/** The browser reports a violation in its own task, which may run after the request has failed. */
const LATE_MS = 200

export function listenToPolicy(): PolicyEar {
  const life = new AbortController()
  const heard: SecurityPolicyViolationEvent[] = []
  ofPage('addEventListener')(
    'securitypolicyviolation',
    // A report-only policy does not block anything.
    (event) => event.disposition === 'enforce' && heard.push(event),
    life,
  )
  return {
    async refused(directive, origin) {
      await new Promise((resolve) => setTimeout(resolve, LATE_MS))
      return heard.some(
        ({ effectiveDirective, blockedURI }) =>
          effectiveDirective.startsWith(directive) && `${blockedURI}/`.startsWith(`${origin}/`),
      )
    },
    end: () => life.abort(),
  }
}

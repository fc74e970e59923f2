/** Hears what the page's Content Security Policy refuses. Only what is refused while this listens can be heard. */
import { ofPage } from '../page/host-page.ts'

export interface PolicyEar {
  /** Whether this directive, or what it is the fallback of, has refused something of this origin. */
  refused(directive: 'script-src' | 'connect-src' | 'img-src', origin: string): Promise<boolean>
  end(): void
}

/** The browser tells of a violation in a task of its own, which may come after the request has failed. */
const LATE_MS = 200

export function listenToPolicy(): PolicyEar {
  const life = new AbortController()
  const heard: SecurityPolicyViolationEvent[] = []
  ofPage('addEventListener')(
    'securitypolicyviolation',
    // A policy that only reports keeps nothing away.
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

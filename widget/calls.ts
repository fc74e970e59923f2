/**
 * The global `inglenook(method, …)`. A page may call it before the loader has come, with this stub:
 *
 *     window.inglenook = window.inglenook || function () { (inglenook.q = inglenook.q || []).push(arguments) }
 */
export type Methods = Record<string, (...given: unknown[]) => void>

interface Call {
  (method: string, ...given: unknown[]): void
  /** Calls that came before the loader. */
  q?: Iterable<Iterable<unknown>>
  /** The site whose chat answers these calls. */
  site?: string
}

declare global {
  interface Window {
    inglenook?: Call | undefined
  }
}

/** The site that already has its chat on this page. */
export const siteOnPage = (): string | undefined => window.inglenook?.site

/** Takes the global over, and answers the calls that were waiting in the stub. */
export function answerCalls(site: string, methods: Methods): void {
  const waiting = window.inglenook?.q ?? []
  const call: Call = (method, ...given) => {
    const answer = methods[method]
    if (answer) answer(...given)
    else console.error('Inglenook: no method ' + method)
  }
  call.site = site
  window.inglenook = call
  for (const [method, ...given] of waiting) call(String(method), ...given)
}

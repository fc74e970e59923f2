/**
 * The global `inglenook(method, …)`. A page may call it before the loader has run, with this stub:
 *
 *     window.inglenook = window.inglenook || function () { (inglenook.q = inglenook.q || []).push(arguments) }
 *
 * It controls the first chat on the page; `inglenook.chats.acme(method, …)` controls the one of that site. Loaders of
 * different versions and Workers share it, so its shape must not change.
 */
import { ofWindow } from './host-page.ts'

export type Methods = Record<string, (...given: unknown[]) => unknown>
type Call = (method: string, ...given: unknown[]) => void

interface Global extends Call {
  /** Calls made before the loader ran. */
  q?: Iterable<Parameters<Call>>
  /** By site, in order of creation. */
  chats?: Record<string, Call>
}

declare global {
  interface Window {
    inglenook?: Global | undefined
  }
}

/**
 * Answers calls from now on. Calls that wait in the stub are answered as soon as the caller has finished making the chat,
 * which is then ready. Returns a function that stops this.
 */
export function answerCalls(site: string, methods: Methods, ready: () => void): () => void {
  const { q = [], chats = {} } = ofWindow('inglenook') ?? {}
  const call: Call = (method, ...given) => {
    const answer = methods[method]
    if (answer) answer(...given)
    else console.error('Inglenook: no method', method)
  }
  // A second chat of the same site is called through its element.
  chats[site] ??= call
  const first: Global = (...given) => Object.values(chats)[0]?.(...given)
  first.chats = chats
  window.inglenook = first
  queueMicrotask(() => {
    for (const given of q) first(...given)
    ready()
  })

  return () => {
    // The global may belong to a newer chat by now.
    if (chats[site] !== call) return
    delete chats[site]
    if (!Object.values(chats)[0]) delete window.inglenook
  }
}

/**
 * The global `inglenook(method, …)`. A page may call it before the loader has come, with this stub:
 *
 *     window.inglenook = window.inglenook || function () { (inglenook.q = inglenook.q || []).push(arguments) }
 *
 * It speaks to the first chat on the page; `inglenook.chats.acme(method, …)` to the one of that site. Loaders of different
 * ages and Workers share it: what it holds stays as it is.
 */
import { ofWindow } from './host-page.ts'

export type Methods = Record<string, (...given: unknown[]) => unknown>
type Call = (method: string, ...given: unknown[]) => void

interface Global extends Call {
  /** Calls that came before the loader. */
  q?: Iterable<Parameters<Call>>
  /** By site, in the order they came. */
  chats?: Record<string, Call>
}

declare global {
  interface Window {
    inglenook?: Global | undefined
  }
}

/**
 * Answers calls from here on, and those that were waiting in the stub as soon as whoever makes the chat is done with it:
 * then it is ready. Returns how to stop.
 */
export function answerCalls(site: string, methods: Methods, ready: () => void): () => void {
  const { q = [], chats = {} } = ofWindow('inglenook') ?? {}
  const call: Call = (method, ...given) => {
    const answer = methods[method]
    if (answer) answer(...given)
    else console.error('Inglenook: no method', method)
  }
  // A second chat of the same site has its element to be called by.
  chats[site] ??= call
  const first: Global = (...given) => Object.values(chats)[0]?.(...given)
  first.chats = chats
  window.inglenook = first
  queueMicrotask(() => {
    for (const given of q) first(...given)
    ready()
  })

  return () => {
    // The global may be a newer chat's by now.
    if (chats[site] !== call) return
    delete chats[site]
    if (!Object.values(chats)[0]) delete window.inglenook
  }
}

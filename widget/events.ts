/** What a page can listen to, and the `detail` of the `CustomEvent` that its listener gets. */
export interface EventDetails {
  ready: { site: string }
  open: undefined
  close: undefined
  'message:sent': { id: string; text: string }
  'message:start': { id: string }
  'message:complete': { id: string; text: string }
  /** The visitor rated an answer, or took the rating back. */
  feedback: { id: string; rating: 'up' | 'down' | null }
  error: { code: string }
  /** Answers that came while the panel was closed. */
  unread: { count: number }
  /** A session was opened. Its token stays with the widget. */
  session: { expiresAt: string }
}
export type EventName = keyof EventDetails
export type Emit = <Name extends EventName>(name: Name, detail: EventDetails[Name]) => void

/** `message:sent` is `inglenook:message:sent` on the document. */
const typeOf = (name: unknown): string => `inglenook:${name}`

export const emit: Emit = (name, detail) => document.dispatchEvent(new CustomEvent(typeOf(name), { detail }))

export const on = (name: unknown, listener: unknown): void => {
  if (isListener(listener)) document.addEventListener(typeOf(name), listener)
}

export const off = (name: unknown, listener: unknown): void => {
  if (isListener(listener)) document.removeEventListener(typeOf(name), listener)
}

const isListener = (given: unknown): given is (event: Event) => void => typeof given === 'function'

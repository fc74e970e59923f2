/** The events that a page can listen to. The `detail` of each `CustomEvent` includes the `site` too. */
export interface EventDetails {
  ready: undefined
  open: undefined
  close: undefined
  'message:sent': { id: string; text: string }
  'message:start': { id: string }
  'message:complete': { id: string; text: string }
  /** The visitor rated an answer, or withdrew the rating. */
  feedback: { id: string; rating: 'up' | 'down' | null }
  error: { code: string }
  /** A session was opened. Its token stays with the widget. */
  session: { expiresAt: string }
  /** How many answers arrived while the panel was closed. */
  unread: { count: number }
}
export type EventName = keyof EventDetails
export type Emit = <Name extends EventName>(name: Name, detail: EventDetails[Name]) => void
export type ChatEvent<Name extends EventName> = CustomEvent<EventDetails[Name] & { site: string }>

/** `message:sent` becomes `inglenook:message:sent` on the chat's own element, and bubbles to the document. */
export const emitFrom =
  (host: HTMLElement, site: string): Emit =>
  (name, detail) =>
    host.dispatchEvent(new CustomEvent(`inglenook:${name}`, { detail: { ...detail, site }, bubbles: true }))

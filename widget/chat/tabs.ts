import { fields, readQuestion, type AskedQuestion } from '../api/parse.ts'
import type { Browser, Channel } from './browser.ts'

/** Messages between the tabs of one origin: a question was accepted, or another conversation is shown now. */
export type TabMessage = { about: 'turn'; question: AskedQuestion } | { about: 'another' }

export interface Tabs {
  tell(message: TabMessage): void
  close(): void
}

/** @param whose separates visitors who share a browser: one does not hear the other's messages. */
export function otherTabs(
  site: string,
  whose: () => string,
  { openChannel }: Browser,
  onMessage: (message: TabMessage) => void,
): Tabs {
  let channel: Channel
  try {
    channel = openChannel(`inglenook:${site}`)
  } catch {
    // A sandboxed page has no origin, and so no other tabs.
    return { tell() {}, close() {} }
  }
  channel.addEventListener('message', ({ data }) => {
    const message = readMessage(data)
    if (message && fields(data).whose === whose()) onMessage(message)
  })
  return {
    tell: (message) => channel.postMessage({ ...message, whose: whose() }),
    close: () => channel.close(),
  }
}

function readMessage(value: unknown): TabMessage | undefined {
  const { about, question } = fields(value)
  if (about === 'another') return { about }
  const asked = readQuestion(question)
  return about === 'turn' && asked.id ? { about, question: asked } : undefined
}

import { fields, text } from './reading.ts'

export interface Question {
  id: string
  text: string
}

/** What one tab tells the others of the same origin: that a question was taken, or that another conversation is held. */
export type Word = { about: 'turn'; question: Question } | { about: 'another' }

export interface Tabs {
  tell(word: Word): void
  close(): void
}

export function otherTabs(site: string, heard: (word: Word) => void): Tabs {
  let channel: BroadcastChannel | undefined
  try {
    channel = new BroadcastChannel(`inglenook:${site}`)
  } catch {
    // A sandboxed page has no origin, and so no other tabs.
    return { tell() {}, close() {} }
  }
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const word = readWord(data)
    if (word) heard(word)
  })
  return {
    tell: (word) => channel.postMessage(word),
    close: () => channel.close(),
  }
}

function readWord(value: unknown): Word | undefined {
  const { about, question } = fields(value)
  if (about === 'another') return { about }
  const { id, text: words } = fields(question)
  return about === 'turn' && text(id) ? { about, question: { id: text(id), text: text(words) } } : undefined
}

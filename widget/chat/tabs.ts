import { fields, text } from '../api/parse.ts'

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

/** @param whose tells apart visitors who share a browser: what one of them says is not heard by the other. */
export function otherTabs(site: string, whose: () => string, heard: (word: Word) => void): Tabs {
  let channel: BroadcastChannel | undefined
  try {
    channel = new BroadcastChannel(`inglenook:${site}`)
  } catch {
    // A sandboxed page has no origin, and so no other tabs.
    return { tell() {}, close() {} }
  }
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const word = readWord(data)
    if (word && fields(data).whose === whose()) heard(word)
  })
  return {
    tell: (word) => channel.postMessage({ ...word, whose: whose() }),
    close: () => channel.close(),
  }
}

function readWord(value: unknown): Word | undefined {
  const { about, question } = fields(value)
  if (about === 'another') return { about }
  const { id, text: words } = fields(question)
  return about === 'turn' && text(id) ? { about, question: { id: text(id), text: text(words) } } : undefined
}

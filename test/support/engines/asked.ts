import type { Message } from '../upstreams/telling-upstream.ts'
import type { Product } from './product.ts'

/** Tells the answers of one test from those of all others. */
export const newMark = (): string => crypto.randomUUID().slice(0, 8)

/** The messages of every request whose question ends in the mark, oldest first. */
export async function asked({ upstream }: Product, mark: string): Promise<Message[][]> {
  const response = await fetch(`${upstream}/asked/${encodeURIComponent(mark)}`)
  return response.json()
}

/** Lets a slow answer finish. */
export async function release({ upstream }: Product, mark: string): Promise<void> {
  await fetch(`${upstream}/release/${mark}`, { method: 'POST' })
}

/** Whether the words of a slow answer are all there, once each, to its end or up to a given one. */
export function isUnbroken(answer: string, isOver = true): boolean {
  const words = answer.split(' ')
  if (isOver && words.pop() !== 'end') return false
  return words.length > 0 && words.every((word, at) => word === String(at))
}

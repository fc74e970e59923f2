/** The visitor's conversations, as the menu shows them. Part of the turns' module. */
import type { Memory } from './memory.ts'
import { begun, type SavedConversation } from './saved-conversation.ts'

/** A conversation that the visitor can return to. */
export type ListedConversation = Pick<SavedConversation, 'id' | 'title' | 'at'> & { isCurrent: boolean }

/** The current one comes first, if it has a question. */
export function listConversations(memory: Memory): ListedConversation[] {
  const saved = memory.saved.read()
  return begun(saved)
    .filter((each) => memory.isOwn(each))
    .map(({ id, title, at }) => ({ id, title, at, isCurrent: id === saved.id }))
}

/** Every session of this visitor at this API, the current one last. */
export function tokensIn(memory: Memory): string[] {
  const { others, ...current } = memory.saved.read()
  const own = [...others, current].filter((each) => memory.isOwn(each))
  return [...new Set(own.map(({ token }) => token))].filter(Boolean)
}

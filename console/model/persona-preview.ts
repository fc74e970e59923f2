/** The site that the preview's frame shows: a new one for every state of the settings that is tried out. */
import { signal } from '@preact/signals'
import type { Preview } from '../../protocol/owner.ts'
import type { Settings } from '../../protocol/site.ts'
import { Refusal, type Ask } from '../ask.ts'
import type { Later } from './draft.ts'

export type Previewing =
  | { state: 'making'; before: string | null }
  | { state: 'there'; preview: string }
  | { state: 'failed'; refusal: Refusal; before: string | null }

/** Longer than the draft waits: who still writes wants to see the words of the field, not a flickering chat. */
const PAUSE_MILLISECONDS = 1_500

export function previewOf({ site, ask, later }: { site: string; ask: Ask; later: Later }) {
  const now = signal<Previewing>({ state: 'making', before: null })
  let shown: Settings | null = null
  let isFirst = true
  let current: AbortController | undefined
  let cancel = (): void => {}

  const before = (): string | null => (now.value.state === 'there' ? now.value.preview : now.value.before)

  async function make(settings: Settings): Promise<void> {
    cancel()
    current?.abort()
    const mine = (current = new AbortController())
    shown = settings
    isFirst = false
    now.value = { state: 'making', before: before() }
    try {
      const path = `/sites/${encodeURIComponent(site)}/previews`
      const made = await ask<Preview>(path, { method: 'POST', body: { settings }, signal: mine.signal })
      if (current === mine) now.value = { state: 'there', preview: made.site }
    } catch (error) {
      if (current !== mine) return
      if (!(error instanceof Refusal)) throw error
      shown = null
      now.value = { state: 'failed', refusal: error, before: before() }
    }
  }

  return {
    now,
    make,
    /** In a moment, unless these are shown already. */
    follow(settings: Settings): void {
      cancel()
      if (JSON.stringify(settings) === JSON.stringify(shown)) return
      if (isFirst) void make(settings)
      else cancel = later(() => void make(settings), PAUSE_MILLISECONDS)
    },
    close(): void {
      cancel()
      current?.abort()
      current = undefined
    },
  }
}

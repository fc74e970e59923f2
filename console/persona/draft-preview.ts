/** The site in the preview's frame: a new one for every state of the settings that is tried out. */
import { signal } from '@preact/signals'
import type { Settings } from '../../protocol/site.ts'
import { Refusal, type Ask } from '../api/ask.ts'
import type { Later } from './draft.ts'

export type Previewing =
  | { state: 'making'; before: string | null }
  | { state: 'there'; preview: string }
  | { state: 'failed'; refusal: Refusal; before: string | null }

/** Longer than the draft's delay: somebody who is typing wants to see the field, not a flickering chat. */
const PAUSE_MILLISECONDS = 1_500

export function previewOf({ site, ask, later }: { site: string; ask: Ask; later: Later }) {
  const now = signal<Previewing>({ state: 'making', before: null })
  let shown: Settings | null = null
  let isFirst = true
  /** Another one is due, and one is being created. */
  let isWaiting = false
  let isAsking = false
  let current: AbortController | undefined
  let cancel = (): void => {}

  // No caller waits for it: an effect that follows the settings must not follow the preview as well.
  function before(): string | null {
    const last = now.peek()
    return last.state === 'there' ? last.preview : last.before
  }

  async function make(settings: Settings): Promise<void> {
    cancel()
    current?.abort()
    const mine = (current = new AbortController())
    shown = settings
    isFirst = false
    isWaiting = false
    isAsking = true
    now.value = { state: 'making', before: before() }
    try {
      const made = await ask('previewSettings', { site, body: { settings }, signal: mine.signal })
      if (current !== mine) return
      isAsking = false
      // The owner has changed something meanwhile: this preview is already out of date.
      now.value = isWaiting ? { state: 'making', before: made.site } : { state: 'there', preview: made.site }
    } catch (error) {
      if (current !== mine) return
      isAsking = false
      if (!(error instanceof Refusal)) throw error
      shown = null
      if (!isWaiting) now.value = { state: 'failed', refusal: error, before: before() }
    }
  }

  return {
    now,
    make,
    /** Soon, unless these settings are already shown. */
    follow(settings: Settings): void {
      cancel()
      if (JSON.stringify(settings) === JSON.stringify(shown)) {
        const preview = before()
        // Changed back before another one was begun.
        if (isWaiting && !isAsking && preview) now.value = { state: 'there', preview }
        isWaiting = false
        return
      }
      if (isFirst) return void make(settings)
      // Until then, the preview answers with the old settings, and says so.
      now.value = { state: 'making', before: before() }
      isWaiting = true
      cancel = later(() => void make(settings), PAUSE_MILLISECONDS)
    },
    close(): void {
      cancel()
      current?.abort()
      current = undefined
    },
  }
}

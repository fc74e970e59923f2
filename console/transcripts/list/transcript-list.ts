/** The list of a site's transcripts: the matches, page by page, the selection, and its deletion. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { TranscriptPage, TranscriptSummary } from '../../../protocol/schemas/transcript.ts'
import { Refusal, type Ask } from '../../api/ask.ts'
import { loaded, type Loaded } from '../../api/loaded.ts'
import { activeIn, askedBy, NO_FILTER, type Filter } from './filter.ts'

export interface Found {
  sessions: readonly TranscriptSummary[]
  next: string | null
  /** Questions of these days that were refused: they are not in any conversation. */
  refused: number
}

/** A deletion in progress, or finished. */
export interface Deleting {
  done: number
  of: number
  failed: number
  /** Why the last one failed. */
  refusal: Refusal | null
  isOver: boolean
}

export interface TranscriptList {
  found: Loaded<Found>
  filter: ReadonlySignal<Filter>
  /** Whether there is a filter. */
  isFiltered: ReadonlySignal<boolean>
  shown: ReadonlySignal<readonly TranscriptSummary[]>
  /** The next page is loading, or why it failed. */
  more: ReadonlySignal<'idle' | 'loading' | Refusal>
  selected: Signal<ReadonlySet<string>>
  deleting: ReadonlySignal<Deleting | null>
  /** From the top, with another filter or the same again. The selection is cleared with the rows. */
  look(filter: Filter): Promise<void>
  showMore(): Promise<void>
  /** Adds new and changed rows at the top, and leaves the rest as it is. Failures are silent: it will be tried again. */
  refresh(): Promise<void>
  select(session: string, isSelected: boolean): void
  selectShown(isSelected: boolean): void
  /** One after another. Those that could not be deleted stay selected. */
  remove(sessions: readonly string[], signal: AbortSignal): Promise<Deleting>
  /** The result of the last deletion is reported only once. */
  deletingSeen(): void
}

export function transcriptList(ask: Ask, site: string): TranscriptList {
  const found = loaded<Found>()
  const filter = signal<Filter>(NO_FILTER)
  const more = signal<'idle' | 'loading' | Refusal>('idle')
  const selected = signal<ReadonlySet<string>>(new Set())
  const deleting = signal<Deleting | null>(null)
  const now = computed((): Found => {
    const { value } = found.now
    return (value.state === 'there' ? value.value : value.before) ?? { sessions: [], next: null, refused: 0 }
  })
  /** Counts the loads: a page that arrives after another load has begun is dropped. */
  let looks = 0
  /** Deleted here: a page that was loading may still contain them. */
  const gone = new Set<string>()

  return {
    found,
    filter,
    isFiltered: computed(() => activeIn(filter.value).length > 0),
    shown: computed(() => now.value.sessions),
    more,
    selected,
    deleting,
    async look(next) {
      looks += 1
      filter.value = next
      more.value = 'idle'
      deleting.value = null
      selected.value = new Set()
      await found.load(async (signal) => {
        const page = await readPage(ask, site, next, { signal })
        return { ...page, sessions: page.sessions.filter(({ session }) => !gone.has(session)) }
      })
    },
    showMore,
    refresh,
    select(session, isSelected) {
      const next = new Set(selected.value)
      if (isSelected) next.add(session)
      else next.delete(session)
      selected.value = next
    },
    selectShown(isSelected) {
      selected.value = new Set(isSelected ? now.value.sessions.map(({ session }) => session) : [])
    },
    async remove(sessions, signal) {
      const state: Deleting = { done: 0, of: sessions.length, failed: 0, refusal: null, isOver: false }
      const tell = () => (deleting.value = { ...state })
      tell()
      for (const session of sessions) {
        if (signal.aborted) break
        const refusal = await removed(session)
        if (refusal) {
          state.failed += 1
          state.refusal = refusal
        } else {
          state.done += 1
          takeOut(session)
        }
        tell()
      }
      state.isOver = true
      tell()
      if (now.value.sessions.length === 0) await showMore()
      return state
    },
    deletingSeen() {
      deleting.value = null
    },
  }

  async function showMore(): Promise<void> {
    const { next } = now.value
    if (next === null || more.value === 'loading') return
    const mine = looks
    more.value = 'loading'
    try {
      const page = await readPage(ask, site, filter.value, { after: next })
      if (mine !== looks) return
      more.value = 'idle'
      found.set({ ...page, sessions: withoutDoubles(now.value.sessions, page.sessions) })
    } catch (error) {
      if (mine === looks) more.value = error instanceof Refusal ? error : new Refusal('internal')
    }
  }

  async function refresh(): Promise<void> {
    const isBusy = found.now.value.state !== 'there' || more.value === 'loading' || selected.value.size > 0
    if (isBusy || (deleting.value && !deleting.value.isOver)) return
    const mine = looks
    const before = found.now.value
    const page = await readPage(ask, site, filter.value).catch((error: unknown) => {
      if (error instanceof Refusal) return null
      throw error
    })
    // Something else was loaded, selected or removed in the meantime.
    if (!page || mine !== looks || before !== found.now.value || selected.value.size > 0) return
    const sessions = page.sessions.filter(({ session }) => !gone.has(session))
    const { sessions: old, next, refused } = now.value
    const isSame = JSON.stringify(sessions) === JSON.stringify(old.slice(0, sessions.length))
    if (isSame && refused === page.refused && (page.next !== null || sessions.length === old.length)) return
    const isWhole = page.next === null || !sessions.some(({ session }) => old.some((row) => row.session === session))
    // If the first page and the visible rows have nothing in common, there may be others between them.
    found.set({ ...page, ...(isWhole ? { sessions } : { sessions: withoutDoubles(sessions, old), next }) })
  }

  function takeOut(session: string): void {
    gone.add(session)
    if (selected.value.has(session)) selected.value = new Set([...selected.value].filter((one) => one !== session))
    // While the first page is loading there is nothing to remove it from.
    if (found.now.value.state !== 'there') return
    found.set({ ...now.value, sessions: now.value.sessions.filter((row) => row.session !== session) })
  }

  /** Null if it is gone, even if somebody else deleted it. */
  async function removed(session: string): Promise<Refusal | null> {
    try {
      await ask('eraseTranscript', { site, session })
      return null
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return error.code === 'unknown_session' ? null : error
    }
  }
}

/** One page of matches. @throws Refusal */
export function readPage(
  ask: Ask,
  site: string,
  filter: Filter,
  { after, signal }: { after?: string; signal?: AbortSignal } = {},
): Promise<TranscriptPage> {
  const query = { ...askedBy(filter), ...(after !== undefined && { after }) }
  return ask('listTranscripts', { site, query, ...(signal && { signal }) })
}

/** A session with another turn in between is on two pages. */
function withoutDoubles(
  before: readonly TranscriptSummary[],
  after: readonly TranscriptSummary[],
): readonly TranscriptSummary[] {
  const known = new Set(before.map(({ session }) => session))
  return [...before, ...after.filter(({ session }) => !known.has(session))]
}
